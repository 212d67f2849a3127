"""The pages as they were built: they ask nothing of the network, and no link leads nowhere."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "docs" / "_build" / "html"
PAGES = [p for p in sorted(ROOT.rglob("*.html")) if "_static" not in p.parts]

pytestmark = pytest.mark.skipif(not PAGES, reason="the pages are not built: tox -e docs")


@cache
def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def anchors(page: Path) -> set[str]:
    return set(re.findall(r'\b(?:id|name)="([^"]+)"', read(page)))


def test_no_link_leads_nowhere() -> None:
    lost = []
    links = 0
    for page in PAGES:
        for link in set(re.findall(r'href="([^"]+)"', read(page))):
            if re.match(r"(https?|mailto|data):", link):
                continue
            links += 1
            path, _, anchor = link.partition("#")
            target = (page.parent / path.partition("?")[0]).resolve() if path else page
            if not target.exists() or (
                anchor and target.suffix == ".html" and anchor not in anchors(target)
            ):
                lost.append((page.name, link))
    assert lost == []
    assert links > 1_000


def test_nothing_is_loaded_from_elsewhere() -> None:
    for page in PAGES:
        parts = re.findall(r"<(?:script|img|iframe|source)\b[^>]*>", read(page))
        parts += re.findall(r"<link\b[^>]*stylesheet[^>]*>", read(page))
        assert [part for part in parts if re.search(r'(?:src|href)="(?:https?:)?//', part)] == []


def test_figures_say_what_they_show() -> None:
    for page in PAGES:
        pictures = re.findall(r"<img\b[^>]*>", read(page))
        # a thumbnail of the gallery is a link with words of its own
        told = [one for one in pictures if "_thumb" not in one]
        assert [one for one in told if not re.search(r'alt="[^"]+"', one)] == []
        assert all(
            "aria-label" in one for one in re.findall(r"<svg\b[^>]*role=.img.*?>", read(page))
        )


def test_pages_are_light() -> None:
    heavy = {page.name: page.stat().st_size for page in PAGES if page.stat().st_size > 300_000}
    assert heavy == {}


def test_a_search_finds_its_word() -> None:
    found = (ROOT / "searchindex.js").read_text(encoding="utf-8")
    # words are kept by their stems
    assert all(f'"{stem}"' in found or f"{stem}:" in found for stem in ("guarantor", "ceasefir"))
