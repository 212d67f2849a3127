"""What takes an equilibrium takes each kind that has a meaning there, and names the others."""

from fractions import Fraction
from itertools import product

import pytest

from caucasus_games import GameError, explain, plot
from caucasus_games.concepts import (
    correlated,
    mixed_nash,
    quantal_response,
    stackelberg,
    subgame_perfect,
)
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.results import EnclosedEquilibrium, Solution, Solved

MOVES = ("volunteer", "wait")


def volunteers() -> ExtensiveForm:
    """Return the tree of three of whom one must pay half of what all get."""
    ends = {
        said: Terminal(
            "done" if "volunteer" in said else "nothing",
            {
                p: ("volunteer" in said) - Fraction(own == "volunteer", 2)
                for p, own in zip("ABC", said, strict=True)
            },
        )
        for said in product(MOVES, repeat=3)
    }
    last = {
        (a, b): Decision("C", {c: ends[a, b, c] for c in MOVES}, "C moves")
        for a, b in product(MOVES, repeat=2)
    }
    middle = {a: Decision("B", {b: last[a, b] for b in MOVES}, "B moves") for a in MOVES}
    return ExtensiveForm(Decision("A", middle, "A moves"))


def test_a_tree_is_drawn_with_an_equilibrium_in_irrational_numbers() -> None:
    game = volunteers()
    solution = subgame_perfect(game)
    (irrational,) = (e for e in solution if isinstance(e, EnclosedEquilibrium))
    drawn = plot.tree_svg(game, irrational)
    # all three mix: play reaches every branch of the tree
    assert drawn.count('class="played"') == len(game.vertices) - 1
    assert 'class="idle"' not in drawn
    pure = plot.tree_svg(game, next(e for e in solution if len(e.outcomes) == 1))
    assert pure.count('class="played"') == 3


def test_a_solution_of_one_irrational_equilibrium_is_drawn() -> None:
    game = volunteers()
    solution = subgame_perfect(game)
    own = tuple(e for e in solution if isinstance(e, EnclosedEquilibrium))
    alone: Solution[EnclosedEquilibrium] = Solution("subgame perfect", game, own)
    assert plot.tree_svg(game, alone) == plot.tree_svg(game, own[0])


TABLE = NormalForm.from_arrays(
    [[3, 1], [0, 2]], [[2, 0], [0, 1]], actions={"A": ["x", "y"], "B": ["x", "y"]}
)


@pytest.mark.parametrize(
    ("solution", "kind"),
    [
        (subgame_perfect(volunteers()), "EnclosedEquilibrium"),
        (mixed_nash(TABLE), ""),
        (stackelberg(TABLE), "Commitment"),
        (correlated(TABLE), "CorrelatedEquilibrium"),
        (quantal_response(TABLE, 1), "LogitEquilibrium"),
    ],
    ids=lambda x: str(x)[:20],
)
def test_what_is_no_equilibrium_in_pure_strategies_is_not_explained(
    solution: Solution[Solved], kind: str
) -> None:
    which = [type(e).__name__ for e in solution].index(kind) if kind else len(solution) - 1
    refusal = f"equilibrium {which} is of the class {kind}: explain" if kind else "A mixes: explain"
    with pytest.raises(GameError, match=refusal):
        explain(solution, which)
