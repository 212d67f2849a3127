"""Whatever a file holds, reading ends with a game or with a sentence that says where."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, NormalForm, Terminal
from caucasus_games.formats import parse, read, to_efg, to_nfg
from caucasus_games.games.nodes import Node

pytestmark = pytest.mark.no_cover

WORDS = [
    *(
        "NFG",
        "EFG",
        "R",
        "D",
        "p",
        "c",
        "t",
        "{",
        "}",
        ",",
        '""',
        '"A"',
        '"B"',
        '"x"',
        "\\",
        '"',
        "\n",
    ),
    *("0", "1", "2", "3", "-1", "1/2", "0.5", "1e3", "1/0", "1e9999"),
    " ",
    'EFG 2 R "" { "A" "B" }',
    'NFG 1 R "" { "A" "B" } { 2 2 }',
    'p "" 1 1 "" { "x" "y" } 0',
    'c "" 1 "" { "x" 1/2 "y" 1/2 } 0',
    't "" 1 "end" { 1, 2 }',
    't "" 0',
]
PLACE = re.compile(r"(text|fuzzed\.nfg), line \d+, column \d+: .+", re.DOTALL)

labels = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
names = st.lists(labels.filter(bool), min_size=1, max_size=3, unique=True)
numbers = st.fractions(max_denominator=50, min_value=-50, max_value=50)


def ends_well(text: str) -> None:
    game = attempt(partial(parse, text))
    if isinstance(game, str):
        assert PLACE.fullmatch(game)
    else:
        again = to_nfg(game) if isinstance(game, NormalForm) else to_efg(game)
        assert parse(again) == game


def attempt(action: Callable[[], NormalForm | ExtensiveForm]) -> NormalForm | ExtensiveForm | str:
    try:
        return action()
    except GameError as refusal:
        return str(refusal)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
@settings(max_examples=500, deadline=None)
def test_words_in_any_order(text: str) -> None:
    ends_well(text)
    ends_well(f'NFG 1 R "" {text}')
    ends_well(f'EFG 2 R "" {{ "A" "B" }} {text}')


@given(st.text(max_size=60))
@example('NFG 1 R "" { "A" } { 1 } ٣')
def test_any_characters(text: str) -> None:
    ends_well(text)
    ends_well(f"EFG 2 R {text}")


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_any_bytes(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "fuzzed.nfg"
        file.write_bytes(b"NFG 1 R " + content)
        game = attempt(partial(read, file))
        assert isinstance(game, NormalForm) or PLACE.fullmatch(str(game))


@st.composite
def normal_forms(draw: st.DrawFn) -> NormalForm:
    actions = {player: draw(names) for player in draw(names)}
    labelled = draw(st.booleans())
    return NormalForm.from_function(
        actions,
        lambda _: [draw(numbers) for _ in actions],
        (lambda _: draw(labels.filter(bool))) if labelled else None,
        title=draw(labels),
    )


@st.composite
def nodes(draw: st.DrawFn, players: list[str], depth: int = 3) -> Node:
    kind = draw(st.sampled_from("tpc")) if depth else "t"
    if kind == "t":
        return Terminal(draw(labels), {player: draw(numbers) for player in players})
    below = {branch: draw(nodes(players, depth - 1)) for branch in draw(names)}
    if kind == "c":
        return Chance({event: (f"1/{len(below)}", node) for event, node in below.items()})
    return Decision(draw(st.sampled_from(players)), below)


@given(normal_forms())
@settings(max_examples=200, deadline=None)
def test_a_normal_form_comes_back_the_same(game: NormalForm) -> None:
    assert parse(to_nfg(game)) == game


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_tree_comes_back_the_same(data: st.DataObject) -> None:
    players = data.draw(names)
    game = ExtensiveForm(
        data.draw(nodes(players)), players, title=data.draw(labels), comment=data.draw(labels)
    )
    assert parse(to_efg(game)) == game


@given(normal_forms(), st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_file_is_refused_or_another_game(game: NormalForm, data: st.DataObject) -> None:
    text = to_nfg(game)
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, min(len(text), start + 5)))
    ends_well(text[:start] + data.draw(st.sampled_from(["", *WORDS])) + text[stop:])


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_tree_is_refused_or_another_game(data: st.DataObject) -> None:
    text = to_efg(ExtensiveForm(data.draw(nodes(["A", "B"])), ["A", "B"]))
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, min(len(text), start + 5)))
    ends_well(text[:start] + data.draw(st.sampled_from(["", *WORDS])) + text[stop:])
