"""Plans that differ only where the player's own moves do not lead are one, also if it forgets."""

import random
from fractions import Fraction

import pytest

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, Terminal
from caucasus_games.formats import to_gambit
from caucasus_games.games import strategic_form
from caucasus_games.games.nodes import Node


def random_tree(rng: random.Random, depth: int, names: int) -> Node:
    if depth == 0 or rng.random() < 0.15:
        payoffs = {"A": rng.randint(-5, 5), "B": rng.randint(-5, 5)}
        return Terminal(f"end {rng.randint(0, 10**9)}", payoffs)
    if rng.random() < 0.15:
        half = Fraction(1, 2)
        return Chance({str(k): (half, random_tree(rng, depth - 1, names)) for k in range(2)})
    player, k = rng.choice("AB"), rng.randint(0, names)
    return Decision(
        player,
        {str(a): random_tree(rng, depth - 1, names) for a in range(2 + k % 2)},
        f"{player}{k}",
    )


def test_there_are_as_many_as_gambit_s_reduced_strategies() -> None:
    pytest.importorskip("pygambit")
    forgetful = 0
    for seed in range(14):
        rng = random.Random(seed)
        game = ExtensiveForm(random_tree(rng, 4, rng.randint(1, 5)), ["A", "B"])
        other = to_gambit(game)
        forgetful += bool(game.forgotten)
        plans = [len(own) for own in strategic_form(game).actions.values()]
        assert plans == [len(other.get_strategies(player)) for player in other.players]
    assert forgetful > 5


def test_two_things_at_one_set_are_never_done() -> None:
    # an absent-minded driver: what lies behind going on and then off at the same set is out of reach
    behind = Decision("A", {"x": Terminal("x", {"A": 1}), "y": Terminal("y", {"A": 2})}, "behind")
    second = Decision("A", {"on": Terminal("far", {"A": 1}), "off": behind}, "road")
    game = ExtensiveForm(Decision("A", {"on": second, "off": Terminal("near", {"A": 0})}, "road"))
    assert strategic_form(game).actions["A"] == ("road: on", "road: off")


def test_too_many_plans_are_refused_before_they_are_listed() -> None:
    def many(depth: int, seen: str, player: str) -> Node:
        if depth == 0:
            return Terminal("end", {"A": 0, "B": 0})
        odds = Fraction(1, 3)
        events = {
            str(k): (
                odds,
                Decision(
                    player,
                    {a: many(depth - 1, f"{seen}{k}{a}", player) for a in "xy"},
                    f"{player} {seen}{k}",
                ),
            )
            for k in range(3)
        }
        return Chance(events)

    one = ExtensiveForm(many(3, "", "A"), ["A", "B"])
    with pytest.raises(GameError, match=r"profiles of plans, more than 1,000,000: .*zero_sum"):
        strategic_form(one)
