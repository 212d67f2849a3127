"""The files of a release agree with each other, and with what they are about."""

import re
import tomllib
from pathlib import Path

from caucasus_games.guarantors import named
from caucasus_games.models import MODELS
from caucasus_games.version import __version__

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# what conda calls by another name
CONDA = {"matplotlib": "matplotlib-base"}
COUNTED = {9: "nine", 15: "fifteen", 16: "sixteen"}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_file_names_the_same_version_and_date() -> None:
    assert PROJECT["project"]["version"] == __version__
    cited = dict(
        re.findall(r'^(version|date-released): "?([^"\n]+)', text_of("CITATION.cff"), re.M)
    )
    released = re.findall(r"^## (\d\S+) - (\S+)$", text_of("CHANGELOG.md"), re.M)
    assert released[0] == (__version__, cited["date-released"])
    assert cited["version"] == __version__
    assert f'version: "{__version__}"' in text_of("conda/recipe.yaml")


def test_the_recipe_has_the_dependencies_of_the_project() -> None:
    wanted = {
        re.sub(r"^[\w-]+", lambda name: CONDA.get(name[0], name[0]), one).replace(">=", " >=")
        for one in PROJECT["project"]["dependencies"]
    }
    run = text_of("conda/recipe.yaml").partition("  run:\n")[2].partition("tests:")[0]
    found = set(re.findall(r"^    - (.+)$", run, re.M))
    assert found == wanted | {f"python {PROJECT['project']['requires-python']}"}
    script = PROJECT["project"]["scripts"]["caucasus-games"]
    assert f"caucasus-games = {script}" in text_of("conda/recipe.yaml")


def test_workflows_ask_for_environments_that_there_are() -> None:
    tox = text_of("tox.ini")
    known = set(re.findall(r"^\[testenv:(\w+)\]", tox, re.M)) | {"py311", "py312", "py313"}
    asked = re.findall(r'run: "([\w,]+)"', text_of(".github/workflows/tests.yml"))
    assert asked
    assert {name for one in asked for name in one.split(",")} == known - {"bench"}
    for file in re.findall(r"tests/\S+\.py", text_of(".github/workflows/release.yml")):
        assert (ROOT / file).exists(), file


def test_the_source_distribution_has_all_that_is_at_the_root() -> None:
    taken = set(PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"])
    for name in taken:
        assert (ROOT / name).exists(), name
    there = {
        path.name for path in ROOT.iterdir() if path.suffix in (".md", ".toml", ".cff", ".ini")
    }
    assert there <= taken


def test_the_paper_cites_what_it_lists_and_counts_right() -> None:
    paper, listed = text_of("paper/paper.md"), text_of("paper/paper.bib")
    keys = set(re.findall(r"^@\w+\{(\w+),", listed, re.M))
    assert set(re.findall(r"@([A-Z]\w+)", paper)) == keys
    heads = re.findall(r"^# (.+)$", paper, re.M)
    asked = ["Summary", "Statement of need", "State of the field", "Software design", "References"]
    assert heads == asked
    assert f"{COUNTED[len({model.family for model in MODELS})]} families" in paper
    assert f"{COUNTED[len(named())]} named arrangements" in paper
    (author,) = PROJECT["project"]["authors"]
    assert f"name: {author['name']}" in paper
    assert f"name: {author['name']}" in text_of("CITATION.cff")
    assert "@" not in "".join(
        map(text_of, ("SECURITY.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md"))
    )
