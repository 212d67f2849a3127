r"""Bargaining of two players: the Nash and the Kalai–Smorodinsky solution.

Both take a feasible set and what the players get if they do not agree. Nash's is the only one that
is efficient, treats equals alike, and changes neither with the units of the payoffs nor if what was
not chosen falls away [1]_; the other replaces the last by: who can have more gets no less [2]_. On
what mixtures of finitely many points give, both are rational: the first is a corner or the best
point of an edge, where a product of two linear terms is largest, the second the optimum of a linear
programme.

References
----------
.. [1] Nash (1950), The bargaining problem. Econometrica 18, 155–162.
.. [2] Kalai & Smorodinsky (1975), Other solutions to Nash's bargaining problem. Econometrica 43,
   513–518.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.repeated.feasible_payoffs import feasible_payoffs
from caucasus_games.concepts.repeated.minmax import minmax
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction, show
from caucasus_games.games import NormalForm
from caucasus_games.results import Bargain, Solution
from caucasus_games.results.bargain import Rule

Payoffs = immutabledict[str, Fraction]
Feasible = NormalForm | Iterable[Mapping[str, object]]


def nash_bargaining(
    feasible: Feasible, disagreement: Mapping[str, object] | None = None
) -> Bargain:
    """Find the agreement that makes the product of both gains largest.

    1. Take the corners of the feasible set.
    2. On the line between any two of them the product is largest at a corner or where its
       derivative is zero; take the best.

    Parameters
    ----------
    feasible : NormalForm or iterable of mapping of str to exact number
        A game of two players, whose feasible payoffs are meant, or points; mixtures are feasible.
    disagreement : mapping of str to exact number, optional
        What each gets without an agreement; by default, of a game, what the other can hold it down
        to (:func:`minmax`, mixed).

    Returns
    -------
    Bargain
        With the mixture that brings it about, certified.

    Raises
    ------
    GameError
        If there are not two players, a number is not exact, or no agreement gives both more.

    References
    ----------
    Nash (1950), The bargaining problem. Econometrica 18, 155–162.

    Examples
    --------
    >>> nash_bargaining([{"A": 6, "B": 0}, {"A": 4, "B": 3}, {"A": 0, "B": 4}], {"A": 0, "B": 0})
    Nash solution: A 4, B 3 (without agreement: A 0, B 0)
    """
    corners, zero = _problem(feasible, disagreement, "nash_bargaining")
    one, other = zero

    def product(mix: Mapping[Payoffs, Fraction]) -> Fraction:
        gains = [sum((w * (p[x] - zero[x]) for p, w in mix.items()), Fraction(0)) for x in zero]
        return gains[0] * gains[1] if min(gains) > 0 else Fraction(-1)

    tried: list[dict[Payoffs, Fraction]] = [{corner: Fraction(1)} for corner in corners]
    for p, q in combinations(corners, 2):
        # (a + b t)(c + d t) is largest at t where its derivative is zero
        a, c = p[one] - zero[one], p[other] - zero[other]
        b, d = q[one] - p[one], q[other] - p[other]
        if b * d < 0 and 0 < (t := -(a * d + b * c) / (2 * b * d)) < 1:
            tried.append({p: 1 - t, q: t})
    return _bargain("Nash", max(tried, key=product), corners, zero)


def kalai_smorodinsky(
    feasible: Feasible, disagreement: Mapping[str, object] | None = None
) -> Bargain:
    """Find the agreement that gives both the same part of the most that each could have.

    1. Find for each player the most that an agreement gives that leaves the other no worse off than
       without: a linear programme.
    2. Go from the disagreement towards these two numbers as far as is feasible: another one.

    Parameters
    ----------
    feasible : NormalForm or iterable of mapping of str to exact number
        A game of two players, whose feasible payoffs are meant, or points; mixtures are feasible.
    disagreement : mapping of str to exact number, optional
        What each gets without an agreement; by default, of a game, what the other can hold it down
        to (:func:`minmax`, mixed).

    Returns
    -------
    Bargain
        With the mixture that brings it about, certified.

    Raises
    ------
    GameError
        If there are not two players, a number is not exact, or no agreement gives both more.

    References
    ----------
    Kalai & Smorodinsky (1975), Other solutions to Nash's bargaining problem. Econometrica 43,
    513–518.

    Examples
    --------
    >>> points = [{"A": 6, "B": 0}, {"A": 4, "B": 3}, {"A": 0, "B": 4}]
    >>> found = kalai_smorodinsky(points, {"A": 0, "B": 0})
    >>> [str(x) for x in found.payoffs.values()]
    ['54/13', '36/13']
    """
    corners, zero = _problem(feasible, disagreement, "kalai_smorodinsky")
    points = {str(k): corner for k, corner in enumerate(corners)}
    whole = Constraint(dict.fromkeys(points, 1), 1)
    gains = {x: {k: p[x] - zero[x] for k, p in points.items()} for x in zero}
    floors = [Constraint({k: -gain for k, gain in own.items()}) for own in gains.values()]
    most = {}
    for x, own in gains.items():
        best = maximise(Polytope(list(points), floors, [whole]), own)
        assert best is not None  # some agreement gives both more
        most[x] = best.value
    held = [
        Constraint({"part": most[x], **{k: -gain for k, gain in own.items()}})
        for x, own in gains.items()
    ]
    best = maximise(Polytope([*points, "part"], held, [whole]), {"part": 1})
    assert best is not None  # no part at all is feasible
    weights = {points[k]: w for k, w in best.point.items() if k != "part" and w}
    return _bargain("Kalai–Smorodinsky", weights, corners, zero)


def _problem(
    feasible: Feasible, disagreement: Mapping[str, object] | None, solver: str
) -> tuple[list[Payoffs], Payoffs]:
    """Return the points whose mixtures are feasible, and the disagreement."""
    if isinstance(feasible, str | Solution) or not isinstance(feasible, Iterable):
        check_normal_form(feasible, solver)
        assert isinstance(feasible, NormalForm)  # as the door made sure
        if len(feasible.players) != 2:
            raise GameError(f"{solver} is for two players and the game has {len(feasible.players)}")
        corners = list(feasible_payoffs(feasible))
        disagreement = disagreement or minmax(feasible, mixed=True)
    else:
        corners = [_exact(point, f"{solver} is for points of two players") for point in feasible]
    if not corners or disagreement is None:
        raise GameError(
            f"{solver} is for at least one feasible point and a disagreement: give both"
        )
    zero = _exact(disagreement, "the disagreement is of two players")
    for point in corners:
        for player in point:
            if player not in zero:
                raise unknown("player in the feasible points", player, zero)
    ordered = [immutabledict({player: point[player] for player in zero}) for point in corners]
    _check_gain(ordered, zero)
    return list(dict.fromkeys(ordered)), zero


def _check_gain(points: list[Payoffs], zero: Payoffs) -> None:
    """Refuse a problem in which no mixture of the points gives both more than without."""
    labels = {str(k): point for k, point in enumerate(points)}
    both = [
        Constraint({"gain": 1, **{k: zero[x] - point[x] for k, point in labels.items()}})
        for x in zero
    ]
    whole = Constraint(dict.fromkeys(labels, 1), 1)
    best = maximise(Polytope([*labels, "gain"], both, [whole]), {"gain": 1})
    if best is None or not best.value:
        apart = ", ".join(f"{player} {show(x)}" for player, x in zero.items())
        raise GameError(
            f"no feasible agreement gives both more than without ({apart}): there is nothing to "
            "bargain about"
        )


def _exact(point: Mapping[str, object], kind: str) -> Payoffs:
    if not isinstance(point, Mapping) or len(point) != 2:
        raise GameError(f"{kind}, by name, and got {point!r}")
    return immutabledict(
        {player: fraction(x, f"payoff of {player}") for player, x in point.items()}
    )


def _bargain(
    rule: Rule, weights: Mapping[Payoffs, Fraction], corners: list[Payoffs], zero: Payoffs
) -> Bargain:
    payoffs = {
        player: sum((w * point[player] for point, w in weights.items()), Fraction(0))
        for player in zero
    }
    return Bargain(rule, immutabledict(payoffs), zero, immutabledict(weights), tuple(corners))
