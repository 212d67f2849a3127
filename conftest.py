"""What every test and every page is run in."""

import pytest


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands write for a file, however wide the terminal of who runs the tests is."""
    monkeypatch.delenv("COLUMNS", raising=False)
