"""Logit equilibria of random games and trees equal Gambit's at the same precision."""

import random

import pytest

from caucasus_games.concepts import quantal_response
from caucasus_games.formats import to_gambit
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal

gambit = pytest.importorskip("pygambit", reason="pygambit is installed in the tox env oracle only")

PRECISIONS = [0.1, 0.7, 2.0]


def random_game(seed: int, sizes: list[int]) -> NormalForm:
    rng = random.Random(seed)
    actions = {f"P{i}": [f"a{j}" for j in range(size)] for i, size in enumerate(sizes)}
    return NormalForm.from_function(actions, lambda _: [rng.randint(0, 9) for _ in sizes])


@pytest.mark.parametrize("sizes", [[2, 2], [3, 2], [3, 3], [2, 2, 2], [2, 3, 2]])
@pytest.mark.parametrize("seed", range(6))
def test_normal_forms(seed: int, sizes: list[int]) -> None:
    game = random_game(seed, sizes)
    theirs = gambit.qre.logit_solve_lambda(to_gambit(game), PRECISIONS)
    for precision, other in zip(PRECISIONS, theirs, strict=True):
        (ours,) = quantal_response(game, precision)
        for player in game.players:
            expected = [float(q) for _, q in other.profile[player]]
            assert list(ours.strategies[player].values()) == pytest.approx(expected, abs=1e-6)


def two_stages(seed: int) -> ExtensiveForm:
    """Draw a tree: chance, then A who knows, then B who does not, then A who knows."""
    rng = random.Random(seed)

    def end() -> Terminal:
        return Terminal("end", {"A": rng.randint(0, 9), "B": rng.randint(0, 9)})

    def first(event: str) -> Decision:
        last = Decision("A", {"x": end(), "y": end()}, f"A last {event}")
        reply = Decision("B", {"l": last, "m": end(), "r": end()}, "B")
        return Decision("A", {"in": reply, "out": end()}, f"A {event}")

    root = Chance({"u": ("1/3", first("u")), "d": ("2/3", first("d"))})
    return ExtensiveForm(root, players=["A", "B"])


@pytest.mark.parametrize("seed", range(12))
def test_trees_in_agent_form(seed: int) -> None:
    game = two_stages(seed)
    theirs = gambit.qre.logit_solve_lambda(to_gambit(game), PRECISIONS)
    # Gambit lists the sets of each player as it meets them, and so does the tree here
    names = [[n for n in game.information_sets if n.startswith(player)] for player in "AB"]
    for precision, other in zip(PRECISIONS, theirs, strict=True):
        (ours,) = quantal_response(game, precision)
        for own, mixes in zip(names, other.profile, strict=True):
            for name, (_, mix) in zip(own, mixes, strict=True):
                for action, chance in ours.strategies[name].items():
                    assert chance == pytest.approx(float(mix[action]), abs=1e-6)
