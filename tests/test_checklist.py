"""What a model brings with it, see contributing.rst, and how short a how-to is."""

import pkgutil
from doctest import DocTestParser
from importlib import import_module
from pathlib import Path

import pytest

from caucasus_games import models

ROOT = Path(__file__).parents[1]
WRITTEN = [
    thing
    for file in pkgutil.iter_modules(models.__path__, f"{models.__name__}.")
    for thing in vars(import_module(file.name)).values()
    if isinstance(thing, models.Model) and thing.__module__ == file.name
]
FAMILIES = sorted({model.family for model in WRITTEN})


@pytest.mark.parametrize("model", WRITTEN, ids=lambda m: m.name)
def test_a_model_is_listed(model: models.Model[..., object]) -> None:
    assert model in models.MODELS, f"add {model.name} to MODELS in models/__init__.py"
    assert model.name in models.__all__, f"add {model.name} to __all__ in models/__init__.py"


def test_what_is_listed_is_a_model_and_has_a_name_of_its_own() -> None:
    assert set(models.MODELS) <= set(WRITTEN)
    assert len({model.name for model in models.MODELS}) == len(models.MODELS)
    assert len({model.title for model in models.MODELS}) == len(models.MODELS)
    assert [*models.NAMED.values()] == [*models.MODELS]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("docs/theory/{}.rst", "the question, the game, the answer, what it leaves out"),
        ("examples/plot_{}.py", "one question, one figure, one sentence"),
        ("tests/closed_forms/test_{}*.py", "the solver against the closed form"),
        ("tests/qc/test_{}_again.py", "the answer derived a second time"),
    ],
    ids=["page", "example", "closed form", "second derivation"],
)
def test_a_model_has_its_place(family: str, place: str, what: str) -> None:
    assert [*ROOT.glob(place.format(family))], f"write {place.format(family)}: {what}"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_page_shows_what_the_file_says(family: str) -> None:
    page = ROOT / "docs" / "theory" / f"{family}.rst"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    line = f".. automodule:: caucasus_games.models.{family}"
    assert f"{line}\n" in text, f"docs/theory/{family}.rst begins with {line}"


def test_every_page_and_every_example_is_taken_whatever_its_name() -> None:
    assert "   theory/*\n" in (ROOT / "docs" / "index.rst").read_text(encoding="utf-8")
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
