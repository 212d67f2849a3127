import subprocess
import sys

import pytest

import caucasus_games as cg

HEAVY = ("numpy", "pandas", "matplotlib")


def test_import_leaves_the_heavy_libraries_alone() -> None:
    code = f"import sys, caucasus_games; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_figures_are_there_when_they_are_asked_for() -> None:
    code = "import sys, caucasus_games as cg; cg.plot.tree; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
    assert callable(cg.plot.regions)
    with pytest.raises(AttributeError, match="no attribute 'plots'"):
        cg.plots  # noqa: B018  # type: ignore[attr-defined]
