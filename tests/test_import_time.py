import subprocess
import sys


def test_import_leaves_the_heavy_libraries_alone() -> None:
    code = "import sys, caucasus_games; print([m for m in ('numpy', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
