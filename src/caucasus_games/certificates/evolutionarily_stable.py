r"""A strategy that no small group of others can invade, and the proof of it.

With :math:`A` the payoffs of a symmetric game, :math:`x` is evolutionarily stable iff it is a best
reply to itself and :math:`x^T A y > y^T A y` for every other best reply :math:`y` [1]_, that is,
:math:`(y - x)^T A (y - x) < 0` for mixtures :math:`y` of the best replies :math:`B`. Every such
:math:`y` lies on a ray from :math:`x` to one that leaves out some action of :math:`x`. These form
simplices, on each of which the form is a matrix in their corners; a simplex is divided until all
entries on each part are below zero [2]_.

References
----------
.. [1] Maynard Smith & Price (1973), The logic of animal conflict. Nature 246, 15–18.
.. [2] Bundfuss & Dür (2008), Algorithmic copositivity detection by simplicial partition. Linear
   Algebra and its Applications 428, 1511–1523.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from operator import mul

from immutabledict import immutabledict

from caucasus_games.certificates.nash import certified
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.results.equilibrium import Equilibrium, Mix
from caucasus_games.results.evolution import EvolutionarilyStable

_MOST_SIMPLICES = 100_000
Vector = tuple[Fraction, ...]


def certified_stable(game: NormalForm, strategies: immutabledict[str, Mix]) -> EvolutionarilyStable:
    """Prove that a strategy of a symmetric game is evolutionarily stable.

    Parameters
    ----------
    game : NormalForm
        Two players; what a player gets depends on the own and the other's action alone, by their
        place in the list.
    strategies : immutabledict
        The same mix for both.

    Returns
    -------
    EvolutionarilyStable
        With its best replies.

    Raises
    ------
    GameError
        If it is no equilibrium, or another strategy can invade.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[1, 0], [0, 1]], [[1, 0], [0, 1]], actions={"A": ["x", "y"], "B": ["x", "y"]}
    ... )
    >>> half = immutabledict({"x": Fraction(1, 2), "y": Fraction(1, 2)})
    >>> certified_stable(game, immutabledict({"A": half, "B": half}))
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: not evolutionarily stable: y gains against itself
    """
    equilibrium = certified(game, strategies)
    one, other = game.actions.values()
    x = tuple(strategies[game.players[0]].get(action, Fraction(0)) for action in one)
    paid = [[game.numbers[a, b][0] for b in other] for a in one]
    worth = [sum(map(mul, row, x), Fraction(0)) for row in paid]
    toward = {
        one[k]: tuple(Fraction(i == k) - share for i, share in enumerate(x))
        for k, own in enumerate(worth)
        if own == max(worth)
    }
    for left_out in (a for a in toward if strategies[game.players[0]].get(a)):
        _check_negative(paid, {a: corner for a, corner in toward.items() if a != left_out})
    parts = {part.name: getattr(equilibrium, part.name) for part in fields(Equilibrium)}
    return EvolutionarilyStable(**parts, replies=tuple(toward))


def _check_negative(paid: Sequence[Sequence[Fraction]], corners: Mapping[str, Vector]) -> None:
    """Refuse directions in which the form is not below zero."""

    def form(y: Vector, z: Vector) -> Fraction:
        return sum(
            (
                (paid[i][j] + paid[j][i]) * y[i] * z[j]
                for i in range(len(y))
                for j in range(len(z))
                if y[i] and z[j]
            ),
            Fraction(0),
        )

    for name, corner in corners.items():
        if form(corner, corner) >= 0:
            raise GameError(f"not evolutionarily stable: {name} gains against itself")
    parts = [list(corners.values())]
    for _ in range(_MOST_SIMPLICES):
        if not parts:
            return
        part = parts.pop()
        edges = [(form(a, b), i, j) for i, a in enumerate(part) for j, b in enumerate(part[:i])]
        worst, i, j = max(edges, default=(Fraction(-1), 0, 0))
        if worst < 0:
            continue
        middle = tuple((a + b) / 2 for a, b in zip(part[i], part[j], strict=True))
        if form(middle, middle) >= 0:
            raise GameError(
                f"not evolutionarily stable: a mix of {' and '.join(corners)} gains against itself"
            )
        parts += [[*part[:k], middle, *part[k + 1 :]] for k in (i, j)]
    raise GameError("it is too close to call whether another strategy can invade")
