"""Games go to Gambit and come back the same."""

import random
import sys
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
import sympy

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, NormalForm, Terminal
from caucasus_games.concepts import pure_nash
from caucasus_games.formats.gambit import from_gambit, to_gambit
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import US_OPERATOR, GuarantorSetup
from caucasus_games.models import settlement, unilateral_deterrence

gambit = pytest.importorskip("pygambit", reason="pygambit is installed in the tox env oracle only")

LABELS = ["a", 'say "no"', "é – ü", "50 % {x}", "back\\slash"]


def number(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(-2, 2), rng.choice([1, 1, 3, 8, 10**12 + 1]))


def random_normal_form(rng: random.Random) -> NormalForm:
    actions = {
        f"{rng.choice(LABELS)} {i}": [f"{rng.choice(LABELS)} {k}" for k in range(rng.randint(1, 3))]
        for i in range(rng.randint(1, 4))
    }
    return NormalForm.from_function(actions, lambda _: [number(rng) for _ in actions])


def random_tree(rng: random.Random, depth: int, path: str = "") -> Node:
    if depth == 0 or rng.random() < 0.15:
        label = f"{rng.choice(LABELS)} {rng.randint(0, 3)}"
        return Terminal(label, {player: number(rng) for player in "ABC"})
    if rng.random() < 0.3:
        chance = Fraction(rng.randint(0, 3), 3)
        low, high = (random_tree(rng, depth - 1, path + side) for side in "lr")
        return Chance({"l": (chance, low), "r": (1 - chance, high)})
    first, second = rng.sample("ABC", 2)
    after = {
        action: Decision(
            second, {b: random_tree(rng, depth - 1, path + action + b) for b in "st"}, path + "h"
        )
        for action in ("x", 'y "z"')
    }
    return Decision(first, after)


def random_extensive_form(seed: int) -> ExtensiveForm:
    rng = random.Random(seed)
    while True:
        try:
            return ExtensiveForm(random_tree(rng, 3), list("ABC"), title=rng.choice(LABELS))
        except GameError:  # the draw made somebody forget
            continue


@pytest.mark.parametrize("seed", range(100))
def test_a_normal_form_comes_back_the_same(seed: int) -> None:
    game = random_normal_form(random.Random(seed))
    assert from_gambit(to_gambit(game)) == game


@pytest.mark.parametrize("seed", range(100))
def test_a_tree_comes_back_the_same(seed: int) -> None:
    game = random_extensive_form(seed)
    assert from_gambit(to_gambit(game)) == game


@pytest.mark.parametrize("seed", range(20))
def test_gambit_sees_the_payoffs_and_equilibria_that_we_see(seed: int) -> None:
    game = random_normal_form(random.Random(seed))
    theirs = to_gambit(game)
    for profile, payoffs in game.numbers.items():
        seen: Any = theirs.get_payoffs(dict(zip(game.players, profile, strict=True)))
        assert [Fraction(str(seen[player])) for player in game.players] == list(payoffs)
    assert len(gambit.nash.enumpure_solve(theirs).equilibria) == len(pure_nash(game))


@pytest.mark.parametrize(
    ("ends", "theirs"),
    [
        ("war 1, war 2, peace 1, war 1", ["war", "war #2", "peace"]),
        (" 1, 2", ["#1", "#2"]),
        ("war 1,war #2 2,war #2 3,war #2 #1 3", ["war", "war #2 #1", "war #2 #2", "war #2 #1 #1"]),
    ],
)
def test_ends_that_share_a_label_come_back_sharing_it(ends: str, theirs: list[str]) -> None:
    pairs = [end.strip().rpartition(" ") for end in ends.split(",")]
    actions = {
        f"to {i}": Terminal(label, {"A": payoff}) for i, (label, _, payoff) in enumerate(pairs)
    }
    game = ExtensiveForm(Decision("A", actions))
    sent: Any = to_gambit(game)
    assert sent.get_outcomes() == theirs
    assert from_gambit(sent) == game


@pytest.mark.parametrize("model", [settlement, unilateral_deterrence])
def test_a_model_at_its_values_comes_back_with_its_numbers(
    model: Callable[[GuarantorSetup], ExtensiveForm],
) -> None:
    game = model(US_OPERATOR)
    back = from_gambit(to_gambit(game.at(game.parameters.central)))
    assert isinstance(back, ExtensiveForm)
    assert back.numbers == game.numbers
    assert back.players == game.players
    assert [v.history for v in back.vertices] == [v.history for v in game.vertices]
    assert [v.outcome for v in back.vertices] == [v.outcome for v in game.vertices]
    assert list(back.information_sets) == list(game.information_sets)


def test_what_gambit_built_itself_is_read() -> None:
    theirs = gambit.read_nfg(BytesIO(b'NFG 1 R "g" { "A" "B" } { 2 2 } 1/3 0.1 0 0 0 0 1 1'))
    game = from_gambit(theirs)
    assert isinstance(game, NormalForm)
    assert next(iter(game.numbers.values())) == (Fraction(1, 3), Fraction(1, 10))


def test_what_is_no_game_is_refused() -> None:
    with pytest.raises(GameError, match=r"normal form or a tree and got the text 'x'"):
        to_gambit("x")  # type: ignore[arg-type]
    with pytest.raises(GameError, match=r"takes a pygambit.Game and got the text 'x'"):
        from_gambit("x")


def test_what_gambit_refuses_is_said_in_a_sentence() -> None:
    with pytest.raises(GameError, match=r"Gambit refuses the game, change what it names: .*label"):
        to_gambit(NormalForm({"A": ["a "]}, {("a ",): [1]}))


@pytest.mark.parametrize("label", ["C:\\", 'a\\"b', "a\\\\b"])
def test_a_backslash_that_gambit_misreads_is_refused(label: str) -> None:
    with pytest.raises(GameError, match="Gambit cannot read a backslash"):
        to_gambit(NormalForm({"A": [label]}, {(label,): [1]}))


def test_comments_and_forgetful_players_come_back() -> None:
    second = Decision("A", {"on": Terminal("x", {"A": 1}), "exit": Terminal("y", {"A": 4})}, "road")
    driver = Decision("A", {"on": second, "exit": Terminal("z", {"A": 0})}, "road")
    game = ExtensiveForm(driver, comment="the absent-minded driver")
    assert from_gambit(to_gambit(game)) == game


def test_a_symbol_without_a_value_is_named() -> None:
    with pytest.raises(GameError, match="x"):
        to_gambit(NormalForm({"A": ["a"]}, {("a",): [sympy.Symbol("x")]}))


@pytest.mark.parametrize("convert", [to_gambit, from_gambit])
def test_without_gambit_it_says_how_to_install_it(
    convert: Callable[[Any], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(GameError, match=r'pip install "caucasus-games\[gambit\]"'):
        convert(random_normal_form(random.Random(0)))
