r"""Feasible payoffs of a repeated game: the hull of the stage game's, and the part worth having.

The feasible set is :math:`V = \mathrm{co} \{u(a)\}`; its individually rational part is
:math:`\{v \in V : v_i \ge \underline{v}_i\}` with the minmax payoffs :math:`\underline{v}_i`.
By the folk theorem patient players can sustain what is strictly inside [1]_.

References
----------
.. [1] Fudenberg & Maskin (1986), The folk theorem in repeated games with discounting or with
   incomplete information. Econometrica 54, 533–554.
"""

from collections.abc import Iterable
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.repeated.minmax import minmax
from caucasus_games.games import NormalForm

Payoffs = immutabledict[str, Fraction]
Row = tuple[Fraction, ...]


def feasible_payoffs(game: NormalForm) -> tuple[Payoffs, ...]:
    """Find the corners of the set of feasible payoffs.

    1. Take the payoffs of every profile.
    2. Drop those that a mixture of the others gives.

    Parameters
    ----------
    game : NormalForm
        The stage game.

    Returns
    -------
    tuple of immutabledict of str to Fraction
        Payoffs by player at each corner, the largest first.

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
    >>> dilemma = NormalForm.from_arrays(
    ...     [[2, -1], [3, 0]],
    ...     [[2, 3], [-1, 0]],
    ...     actions={"A": ["keep", "break"], "B": ["keep", "break"]},
    ... )
    >>> [tuple(map(int, corner.values())) for corner in feasible_payoffs(dilemma)]
    [(3, -1), (2, 2), (0, 0), (-1, 3)]
    """
    check_normal_form(game, "feasible_payoffs")
    return _named(game, _corners(game.numbers.values()))


def individually_rational(game: NormalForm, *, mixed: bool = False) -> tuple[Payoffs, ...]:
    """Find the corners of the feasible payoffs at which nobody gets less than minmax.

    1. Take the corners of the feasible set and every player's minmax payoff.
    2. Enumerate the vertices of the weights on the corners that give everybody that much.
    3. Drop those whose payoffs a mixture of the others gives.

    Parameters
    ----------
    game : NormalForm
        The stage game.
    mixed : bool
        Whether the others mix when they punish, see :func:`minmax`.

    Returns
    -------
    tuple of immutabledict of str to Fraction
        Payoffs by player at each corner, the largest first.

    Raises
    ------
    GameError
        If the game is a tree, a symbol has no value, or there are too many vertices.

    References
    ----------
    Fudenberg & Maskin (1986), The folk theorem in repeated games with discounting or with
    incomplete information. Econometrica 54, 533–554.

    Examples
    --------
    >>> dilemma = NormalForm.from_arrays(
    ...     [[2, -1], [3, 0]],
    ...     [[2, 3], [-1, 0]],
    ...     actions={"A": ["keep", "break"], "B": ["keep", "break"]},
    ... )
    >>> [tuple(map(str, corner.values())) for corner in individually_rational(dilemma)]
    [('8/3', '0'), ('2', '2'), ('0', '8/3'), ('0', '0')]
    """
    check_normal_form(game, "individually_rational")
    least = minmax(game, mixed=mixed)
    corners = {str(k): row for k, row in enumerate(_corners(game.numbers.values()))}
    floors = [
        Constraint({k: -row[i] for k, row in corners.items()}, -least[player])
        for i, player in enumerate(game.players)
    ]
    whole = Constraint(dict.fromkeys(corners, 1), 1)
    points = (
        tuple(
            sum((q * corners[k][i] for k, q in weights.items()), Fraction(0))
            for i in range(len(game.players))
        )
        for weights in Polytope(list(corners), floors, [whole]).vertices
    )
    return _named(game, _corners(points))


def _corners(rows: Iterable[Row]) -> list[Row]:
    left = sorted(set(rows), reverse=True)
    for row in tuple(left):
        others = [other for other in left if other != row]
        if others and _mixes(row, others):
            left = others
    return left


def _mixes(row: Row, others: list[Row]) -> bool:
    """Return whether some mixture of the other rows gives this one."""
    labels = [str(k) for k in range(len(others))]
    equal = [
        Constraint({k: other[i] for k, other in zip(labels, others, strict=True)}, goal)
        for i, goal in enumerate(row)
    ]
    whole = Constraint(dict.fromkeys(labels, 1), 1)
    return maximise(Polytope(labels, [], [*equal, whole]), {}) is not None


def _named(game: NormalForm, rows: list[Row]) -> tuple[Payoffs, ...]:
    return tuple(immutabledict(zip(game.players, row, strict=True)) for row in rows)
