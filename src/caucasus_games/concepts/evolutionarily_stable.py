r"""Evolutionarily stable strategies: what a small group that does otherwise cannot invade [1]_.

With :math:`A` the payoffs of a symmetric game, :math:`x` is one iff it is a best reply to itself
and :math:`(y - x)^T A (y - x) < 0` for every other mixture :math:`y` of its best replies [2]_. For
each action :math:`k` of :math:`x` write :math:`M_{ij} = -(e_i - x)^T (A + A^T) (e_j - x)` on the
best replies but :math:`k`: all these must be strictly copositive. A symmetric matrix is iff every
principal part whose last row has positive cofactors alone has a positive determinant [3]_. No two
stable strategies have nested supports.

References
----------
.. [1] Maynard Smith & Price (1973), The logic of animal conflict. Nature 246, 15–18.
.. [2] Haigh (1975), Game theory and evolution. Advances in Applied Probability 7, 8–11; Abakuks
   (1980), Conditions for evolutionarily stable strategies. Journal of Applied Probability 17,
   559–562.
.. [3] Hadeler (1983), On copositive matrices. Linear Algebra and its Applications 49, 79–89,
   theorem 4.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates import certified_stable
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.results import EvolutionarilyStable, Solution

_MOST = 10

Matrix = list[list[sympy.Rational]]


@solution_concept(
    NormalForm,
    games="normal form, two players",
    finds="what a small group that does otherwise cannot invade, in a symmetric game",
)
def evolutionarily_stable(game: NormalForm) -> Solution[EvolutionarilyStable]:
    """Find every evolutionarily stable strategy of a symmetric game of two players.

    1. For each set of actions solve for the mix against which all of them pay the same.
    2. Keep it if its shares are positive, no other action pays more, and every mixture of its best
       replies does worse against itself than it does against that mixture.

    Parameters
    ----------
    game : NormalForm
        Two players with up to ten actions each, whose payoffs change with their seats: the first
        action of one is the first of the other, and so on.

    Returns
    -------
    Solution
        All of them, certified, each an :class:`~caucasus_games.results.EvolutionarilyStable`.

    Raises
    ------
    GameError
        If the game is a tree, not symmetric, has not two players or more than ten actions, or a
        symbol has no value.

    References
    ----------
    Maynard Smith & Price (1973), The logic of animal conflict. Nature 246, 15–18.

    Examples
    --------
    A prize is worth 2 and an injury costs 3: two thirds fight.

    >>> game = NormalForm.from_arrays(
    ...     [["-1/2", 2], [0, 1]],
    ...     [["-1/2", 0], [2, 1]],
    ...     actions={"A": ["hawk", "dove"], "B": ["hawk", "dove"]},
    ... )
    >>> evolutionarily_stable(game)
    1 evolutionarily stable equilibrium
      A: hawk ≈0.667 or dove ≈0.333; B: hawk ≈0.667 or dove ≈0.333 (payoffs: A ≈0.333, B ≈0.333)
    """
    check_normal_form(game, "evolutionarily_stable")
    paid = _symmetric(game)
    size = len(paid)
    found: list[tuple[frozenset[int], list[sympy.Rational]]] = []
    for count in range(1, size + 1):
        for support in combinations(range(size), count):
            if any(known <= set(support) for known, _ in found):
                continue
            x = _mix(paid, support)
            if x and _stable(paid, x):
                found.append((frozenset(support), x))
    equilibria = []
    for _, x in found:
        shares = [Fraction(int(q.p), int(q.q)) for q in x]
        mixes = {
            player: immutabledict({a: q for a, q in zip(own, shares, strict=True) if q})
            for player, own in game.actions.items()
        }
        equilibria.append(certified_stable(game, immutabledict(mixes)))
    notes = game.parameters.outside(game.values)
    return Solution("evolutionarily stable", game, tuple(equilibria), notes)


def _symmetric(game: NormalForm) -> Matrix:
    """Return what each action pays against each."""
    if len(game.players) != 2:
        raise GameError(
            "evolutionarily_stable is for two players and the game has "
            f"{len(game.players)}: mixed_nash takes more"
        )
    own, other = game.actions.values()
    size = len(own)
    if len(other) != size or size > _MOST:
        raise GameError(
            f"evolutionarily_stable is for a symmetric game of up to {_MOST} actions and this one "
            f"is {size} × {len(other)}: mixed_nash takes any two players"
        )
    for i, j in ((i, j) for i in range(size) for j in range(size)):
        if game.numbers[own[i], other[j]][0] != game.numbers[own[j], other[i]][1]:
            raise GameError(
                "evolutionarily_stable is for a symmetric game, and who does "
                f"{own[i]!r} against {own[j]!r} gets something else in the other seat: "
                "mixed_nash takes any"
            )
    return [
        [sympy.Rational(*game.numbers[own[i], other[j]][0].as_integer_ratio()) for j in range(size)]
        for i in range(size)
    ]


def _mix(paid: Matrix, support: Sequence[int]) -> list[sympy.Rational] | None:
    """Return the mix against which a support pays the same, if there is one and it is best."""
    k = len(support)
    rows = [[*(paid[i][j] for j in support), -1] for i in support] + [[*([1] * k), 0]]
    left = sympy.Matrix(rows)
    if left.det() == 0:
        return None
    *shares, worth = left.LUsolve(sympy.Matrix([0] * k + [1]))
    if min(shares) <= 0:
        return None
    x = [sympy.Integer(0)] * len(paid)
    for i, share in zip(support, shares, strict=True):
        x[i] = share
    return None if max(_worth(paid, x)) > worth else x


def _worth(paid: Matrix, x: Sequence[sympy.Rational]) -> list[sympy.Rational]:
    return [sum((q * y for q, y in zip(row, x, strict=True)), sympy.Integer(0)) for row in paid]


def _stable(paid: Matrix, x: Sequence[sympy.Rational]) -> bool:
    worth, size = _worth(paid, x), range(len(x))
    best = [i for i in size if worth[i] == max(worth)]
    both = sympy.Matrix(paid) + sympy.Matrix(paid).T
    away = {i: sympy.Matrix([int(i == k) - x[k] for k in size]) for i in best}
    for left_out in (i for i in best if x[i]):
        rest = [i for i in best if i != left_out]
        form = [[-(away[i].T * both * away[j])[0] for j in rest] for i in rest]
        if not _copositive(form):
            return False
    return True


def _copositive(form: Matrix) -> bool:
    for count in range(1, len(form) + 1):
        for part in combinations(range(len(form)), count):
            inner = sympy.Matrix([[form[i][j] for j in part] for i in part])
            last = [inner.cofactor(count - 1, j) for j in range(count)]
            if min(last) > 0 and inner.det() <= 0:
                return False
    return True
