"""What every test and every page is run in."""

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands write for a file, however wide the terminal of who runs the tests is."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(autouse=True)
def _no_open_figures() -> Iterator[None]:
    """Close what an example drew, as matplotlib warns of many figures that are open."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
