r"""Minmax payoffs: what the others can hold a player down to.

In pure strategies :math:`\min_{a_{-i}} \max_{a_i} u_i(a)`; in mixed ones the others choose a
distribution on their joint actions [1]_. With two players that is a mixed strategy; with more it is
one that they coordinate, which may be lower than what they reach independently.

References
----------
.. [1] Fudenberg & Maskin (1986), The folk theorem in repeated games with discounting or with
   incomplete information. Econometrica 54, 533–554.
"""

from fractions import Fraction
from itertools import product

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.games import NormalForm


def minmax(game: NormalForm, *, mixed: bool = False) -> immutabledict[str, Fraction]:
    """Compute what each player gets when the others punish as hard as they can.

    1. Pure: for each choice of the others take the player's best reply, and the lowest of them.
    2. Mixed: a linear programme for the distribution on the others' joint actions.

    Parameters
    ----------
    game : NormalForm
        Any number of players.
    mixed : bool
        Let the others mix; if they are several, together.

    Returns
    -------
    immutabledict of str to Fraction
        By player.

    Raises
    ------
    GameError
        If the game is a tree or a symbol has no value.

    References
    ----------
    Fudenberg & Maskin (1986), The folk theorem in repeated games with discounting or with
    incomplete information. Econometrica 54, 533–554.

    Examples
    --------
    >>> pennies = NormalForm.from_arrays(
    ...     [[1, -1], [-1, 1]],
    ...     [[-1, 1], [1, -1]],
    ...     actions={"A": ["heads", "tails"], "B": ["heads", "tails"]},
    ... )
    >>> str(minmax(pennies)["A"]), str(minmax(pennies, mixed=True)["A"])
    ('1', '0')
    """
    check_normal_form(game, "minmax")
    found = {}
    for i, player in enumerate(game.players):
        others = [own for j, own in enumerate(game.actions.values()) if j != i]
        rows = {
            str(k): [game.numbers[(*rest[:i], own, *rest[i:])][i] for own in game.actions[player]]
            for k, rest in enumerate(product(*others))
        }
        found[player] = _value(rows) if mixed else min(max(row) for row in rows.values())
    return immutabledict(found)


def _value(rows: dict[str, list[Fraction]]) -> Fraction:
    """Return the least that the best action is worth, over mixtures of the rows."""
    lowest = min(min(row) for row in rows.values())
    held = [
        Constraint({**{k: row[a] - lowest for k, row in rows.items()}, "worth": -1})
        for a in range(len(rows["0"]))
    ]
    whole = Constraint(dict.fromkeys(rows, 1), 1)
    best = maximise(Polytope([*rows, "worth"], held, [whole]), {"worth": -1})
    assert best is not None  # any mixture is feasible
    return lowest - best.value
