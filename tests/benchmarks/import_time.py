"""How long ``import caucasus_games`` takes, as a multiple of ``import sympy``."""

import subprocess
import sys
import time
from statistics import median


def seconds(module: str) -> float:
    """Return the wall time of a fresh interpreter that imports the module."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Alternate the two imports, so that both meet the same load, and print the ratio."""
    pairs = [(seconds("caucasus_games"), seconds("sympy")) for _ in range(21)]
    print(f"import caucasus_games / import sympy: {median(a / b for a, b in pairs):.2f}")


if __name__ == "__main__":
    main()
