"""Plans that differ only where the player's own moves do not lead are one, also if it forgets."""

import random
from fractions import Fraction

import pytest

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, Terminal
from caucasus_games.formats import to_gambit
from caucasus_games.games import strategic_form
from caucasus_games.games.nodes import Node
from caucasus_games.games.plans import plans_at_least, plans_of


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
    # an absent-minded driver never goes on and then off at the same set
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
    with pytest.raises(GameError, match="A has more than 1,000 plans: split the game"):
        plans_of(one, range(len(one.vertices)), 1_000)


def test_too_many_plans_of_who_forgets_are_refused_on_the_way() -> None:
    ends = {a: Terminal(f"{a}", {"A": 0}) for a in "xy"}
    # the last set lies behind both actions of the first: whoever is there has forgotten which
    sets = {str(k): Decision("A", ends, f"set {k}") for k in range(5)}
    odds = Fraction(1, 5)
    second = Chance({k: (odds, node) for k, node in sets.items()})
    game = ExtensiveForm(Decision("A", {"l": second, "r": second}, "first"))
    assert plans_at_least(game, range(len(game.vertices))) == {"A": 1}
    with pytest.raises(GameError, match="A has more than 40 plans: split the game"):
        plans_of(game, range(len(game.vertices)), 40)
    assert len(plans_of(game, range(len(game.vertices)), 64)["A"]) == 2**6
