"""What a model brings with it, see contributing.rst, and how short a how-to is."""

from doctest import DocTestParser
from pathlib import Path

import pytest

from caucasus_games import models

ROOT = Path(__file__).parents[1]
FAMILIES = sorted({getattr(models, name).__module__.rpartition(".")[2] for name in models.__all__})


@pytest.mark.parametrize("family", FAMILIES)
def test_a_model_has_its_page_its_example_and_a_second_derivation(family: str) -> None:
    assert (ROOT / "docs" / "theory" / f"{family}.rst").exists()
    assert (ROOT / "examples" / f"plot_{family}.py").exists()
    assert (ROOT / "tests" / "qc" / f"test_{family}_again.py").exists()
    assert f"theory/{family}\n" in (ROOT / "docs" / "index.rst").read_text(encoding="utf-8")


def test_every_example_is_run() -> None:
    # tests/examples goes through the folder by itself
    run = (ROOT / "tox.ini").read_text(encoding="utf-8")
    assert "commands = pytest -n 2 {posargs:tests/examples}\n" in run


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "howto").glob("*.rst")), ids=lambda p: p.stem
)
def test_a_howto_is_under_30_lines(page: Path) -> None:
    told = 0
    for part in DocTestParser().parse(page.read_text(encoding="utf-8")):
        # what is printed does not count
        text = part if isinstance(part, str) else part.source
        told += sum(1 for line in text.splitlines() if line.strip())
    assert told < 30
