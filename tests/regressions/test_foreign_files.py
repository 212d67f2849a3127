"""What is no game in Gambit's text formats is named, with the way from it, in one sentence."""

import gzip
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from caucasus_games import ExtensiveForm, GameError, NormalForm
from caucasus_games.formats import parse, read
from caucasus_games.formats.foreign import foreign, foreign_bytes

GAME = 'NFG 1 R "pennies" { "A" "B" } { 2 2 } 1 -1 -1 1 -1 1 1 -1'
WORKBOOK = '<?xml version="1.0" encoding="UTF-8"?>\n<gambit:document version="0.1">\n<game/>'


def zipped() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("game.nfg", GAME)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "game.gbt",
            WORKBOOK.encode(),
            r"a Gambit workbook \(\.gbt\): give it to from_gambit\(pygambit\.read_gbt\(…\)\), or "
            r"export it from Gambit as \.efg or \.nfg",
        ),
        ("old.gbt", b"<!-- saved --> <gambit:document>", r"a Gambit workbook \(\.gbt\)"),
        ("game.agg", b"#AGG\n2\n", r"an action-graph game: .*pygambit\.read_agg"),
        ("game.agg", b"# pennies\n# again\n#AGG\n2\n", r"an action-graph game: .*read_agg"),
        ("game.bagg", b"#BAGG\n2\n", r"a Bayesian action-graph game: .*pygambit\.read_bagg"),
        ("game.nfg", b"# pennies\n" + GAME.encode(), "a comment, which the formats do not have"),
        ("game.efg", b"// a tree", "a comment, which the formats do not have: take it away"),
        ("game.efg", b"(* old *) EFG 2 R", "a comment, which the formats do not have"),
        ("game.nfg", GAME.encode("utf-16"), "in UTF-16: save it as UTF-8"),
        ("game.nfg", GAME.encode("utf-16-le"), "in UTF-16: save it as UTF-8"),
        ("game.nfg", GAME.encode("utf-16-be"), "in UTF-16: save it as UTF-8"),
        ("game.zip", zipped(), "a zip archive: unpack it and give the file in it"),
        ("game.gz", gzip.compress(GAME.encode(), mtime=0), "packed by gzip: unpack it"),
        ("page.html", b"\n <!DOCTYPE html>\n<html>", "a web page: save the file that it links to"),
        ("game.xml", b"<?xml version='1.0'?><game/>", "XML: a game begins with NFG or EFG"),
        ("game.json", b'{"players": 2}', "JSON: a game begins with NFG or EFG"),
        ("game.pdf", b"%PDF-1.7", "a PDF: give a file that Gambit wrote"),
        ("game.nfg", b"", "expected a game, which .* the end of the text: it is empty"),
        ("game.efg", b" \n\n", "expected a game, which .* the end of the text: it is empty"),
    ],
)
def test_a_foreign_file_is_named(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(GameError) as refusal:
        read(file)
    sentence = rf"{re.escape(name)}, line 1, column 1: (this (file )?is )?{told}"
    assert re.match(sentence, str(refusal.value))
    assert "\n" not in str(refusal.value)


def test_a_directory_and_what_is_no_path(tmp_path: Path) -> None:
    with pytest.raises(GameError, match="Is a directory, and one file in it is wanted"):
        read(tmp_path)
    nothing: Any
    for nothing in (None, 3, ""):
        with pytest.raises(GameError, match="read takes the path of a file and got"):
            read(nothing)
        if nothing != "":
            with pytest.raises(GameError, match="parse takes the text of a game and got"):
                parse(nothing)


def test_games_are_still_read(tmp_path: Path) -> None:
    file = tmp_path / "game.nfg"
    file.write_text(f"\ufeff\n{GAME}", encoding="utf-8")
    assert isinstance(read(file), NormalForm)
    assert isinstance(parse('EFG 2 R "#AGG <html>" { "A" } t "" 1 "" { 1 }'), ExtensiveForm)
    assert foreign(GAME) == foreign_bytes(GAME.encode()) == foreign_bytes(b"\0\0\0\0") == ""


def test_a_long_beginning_is_looked_at_quickly() -> None:
    for text in ("#" * 10**6, "# a\n" * 10**5, "<!--" * 10**5, "\n" * 1_000 + "<"):
        assert foreign(text)
