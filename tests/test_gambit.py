"""What goes to Gambit and comes back, with a stand-in for it; tests/oracle has the real one."""

import sys
from io import BytesIO
from types import ModuleType
from typing import Any, BinaryIO

import pytest
import sympy

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, NormalForm, Terminal
from caucasus_games.formats import to_efg
from caucasus_games.formats.gambit import from_gambit, to_gambit


class StandIn:
    def __init__(self, file: BinaryIO) -> None:
        self.text = file.read().decode()
        if "bad" in self.text:
            raise ValueError("Invalid label")

    def to_nfg(self) -> str:
        return self.text

    to_efg = to_nfg


class ExtensiveStandIn(StandIn):
    pass


@pytest.fixture(autouse=True)
def gambit(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = ModuleType("pygambit")
    module.Game, module.ExtensiveGame = StandIn, ExtensiveStandIn
    module.read_nfg, module.read_efg = StandIn, ExtensiveStandIn
    monkeypatch.setitem(sys.modules, "pygambit", module)


def tree(*ends: tuple[str, object]) -> ExtensiveForm:
    actions = {f"to {i}": Terminal(label, {"A": x, "B": x}) for i, (label, x) in enumerate(ends)}
    hidden = Decision("B", actions, information_set="B's only set")
    chance = Chance({"l": ("1/3", hidden), "r": ("2/3", hidden)})
    return ExtensiveForm(chance, ["A", "B"], title="a tree")


@pytest.mark.parametrize(
    "game",
    [
        tree(("war", 1), ("war", 2), ("peace", 1), ("war", 1)),
        tree(("", 1), ("", 2)),
        tree(("war", 1), ("war #2", 2), ("war #2", 3), ("war #2 #1", "1/3")),
        tree(("war #1", 1), ("war #3", 2)),
        NormalForm(
            {"A": ["a", "b", "c"]},
            {("a",): [1], ("b",): [2], ("c",): ["1/3"]},
            {("a",): "war", ("b",): "war", ("c",): "peace"},
            title="a choice",
        ),
    ],
)
def test_labels_that_are_shared_are_numbered_and_come_back(
    game: NormalForm | ExtensiveForm,
) -> None:
    assert from_gambit(to_gambit(game)) == game


def test_gambit_is_given_one_label_for_each_outcome() -> None:
    sent: Any = to_gambit(tree(("war", 1), ("war", 2), ("war", 1)))
    assert '"war #2"' in sent.to_efg()
    assert '"war #3"' not in sent.to_efg()


def test_numbers_that_are_part_of_a_label_stay() -> None:
    # the game is not from here: nothing else is called plan
    theirs: Any = ExtensiveStandIn(BytesIO(to_efg(tree(("plan #7", 1))).encode()))
    assert from_gambit(theirs).outcome_labels == {"plan #7"}


def test_what_does_not_fit_is_refused_in_a_sentence() -> None:
    with pytest.raises(GameError, match="normal form or a tree and got the text 'x'"):
        to_gambit("x")  # type: ignore[arg-type]
    with pytest.raises(GameError, match=r"takes a pygambit\.Game and got the text 'x'"):
        from_gambit("x")
    with pytest.raises(GameError, match=r"Gambit refuses the game, change .*: Invalid label"):
        to_gambit(tree(("bad", 1)))
    with pytest.raises(GameError, match="Gambit cannot read a backslash at the end of a label"):
        to_gambit(tree(("C:\\", 1)))
    with pytest.raises(GameError, match="x"):
        to_gambit(NormalForm({"A": ["a"]}, {("a",): [sympy.Symbol("x")]}))


@pytest.mark.parametrize("convert", [to_gambit, from_gambit])
def test_without_gambit_it_says_how_to_install_it(
    convert: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(GameError, match=r'pip install "caucasus-games\[gambit\]"'):
        convert(tree(("war", 1)))
