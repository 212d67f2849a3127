r"""An equilibrium in irrational numbers, and the proof that it is where it is said to be.

On a support :math:`S` let :math:`x` be the probabilities of all actions but each player's first,
and :math:`f(x) = 0` say that every player is indifferent on its support. For a box :math:`X` with
middle :math:`m` and any matrix :math:`Y` let

.. math:: K(X) = m - Y f(m) + (I - Y f'(X)) (X - m).

If :math:`K(X)` lies inside :math:`X`, the box holds exactly one root of :math:`f` [1]_. It is an
equilibrium if on all of :math:`X` the probabilities are positive and no action outside of the
support is better. All of this is computed in fractions, so that nothing is rounded.

References
----------
.. [1] Krawczyk (1969), Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken.
   Computing 4, 187–201; Moore (1977), A test for existence of solutions to nonlinear systems. SIAM
   Journal on Numerical Analysis 14, 611–615.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import Interval
from caucasus_games.games import NormalForm
from caucasus_games.results.enclosed import EnclosedEquilibrium
from caucasus_games.results.equilibrium import in_words

Mixes = Mapping[str, Mapping[str, Interval]]
_ZERO = Interval(Fraction(0), Fraction(0))
_ONE = Interval(Fraction(1), Fraction(1))


def certified_enclosed(
    game: NormalForm,
    near: Mapping[str, Mapping[str, Fraction]],
    radius: Fraction,
    slopes: Sequence[Sequence[Fraction]],
) -> EnclosedEquilibrium:
    """Prove that there is exactly one equilibrium of this support near some probabilities.

    Parameters
    ----------
    game : NormalForm
        The game at its values.
    near : mapping of str to mapping of str to Fraction
        For each player about how often each action of the support is played.
    radius : Fraction
        How far the true probabilities may be from these, in each action but a player's first.
    slopes : sequence of sequence of Fraction
        The matrix :math:`Y`, about the inverse of :math:`f'` there; any serves if the proof holds.

    Returns
    -------
    EnclosedEquilibrium
        With its intervals.

    Raises
    ------
    GameError
        If the proof fails: the place is wrong, too wide or too narrow, or the game degenerate.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[2, 0], [0, 1]], [[1, 0], [0, 2]], actions={"A": ["x", "y"], "B": ["x", "y"]}
    ... )
    >>> third = Fraction(1, 3)
    >>> near = {"A": {"x": 2 * third, "y": third}, "B": {"x": third, "y": 2 * third}}
    >>> inverse = [[Fraction(0), third], [third, Fraction(0)]]
    >>> certified_enclosed(game, near, Fraction(1, 1000), inverse)
    A: x ≈0.667 or y ≈0.333; B: x ≈0.333 or y ≈0.667 (payoffs: A ≈0.667, B ≈0.667)
    """
    middle, box = _around(near, Fraction(0)), _around(near, radius)
    here = [_gain(game, middle, p, a, _first(near, p)).low for p, a in _unknowns(near)]
    if any(reach >= radius for reach in _reaches(slopes, here, _steep(game, box), radius)):
        raise GameError("no equilibrium is proved here: take another place or radius")
    for player, mix in box.items():
        _check_content(game, box, player, mix)
    outcomes: dict[str, Interval] = {}
    for profile, chance in _played(box):
        for label, share in game.chances[profile].items():
            outcomes[label] = _plus(outcomes.get(label, _ZERO), _times(chance, share))
    return EnclosedEquilibrium(
        immutabledict({player: immutabledict(mix) for player, mix in box.items()}),
        "; ".join(f"{player}: {in_words(mix)}" for player, mix in box.items()),
        immutabledict({p: _worth(game, box, p, _first(near, p)) for p in game.players}),
        immutabledict({label: chance for label, chance in outcomes.items() if chance.high}),
    )


def _reaches(
    slopes: Sequence[Sequence[Fraction]],
    here: Sequence[Fraction],
    steep: Sequence[Sequence[Interval]],
    radius: Fraction,
) -> Iterator[Fraction]:
    """Yield how far the image of the box reaches from its middle, in each unknown."""
    for k, row in enumerate(slopes):
        shift = abs(sum((y * f for y, f in zip(row, here, strict=True)), Fraction(0)))
        spread = Fraction(0)
        for m in range(len(here)):
            rest = Interval(Fraction(k == m), Fraction(k == m))
            for y, line in zip(row, steep, strict=True):
                rest = _minus(rest, _times(line[m], y))
            spread += max(abs(rest.low), abs(rest.high))
        yield shift + spread * radius


def _check_content(game: NormalForm, box: Mixes, player: str, mix: Mapping[str, Interval]) -> None:
    """Refuse a box in which a player may leave its support, or gain outside of it."""
    if min(chance.low for chance in mix.values()) <= 0:
        raise GameError(f"no equilibrium is proved here: {player} may leave its support")
    for action in game.actions[player]:
        if action not in mix and _gain(game, box, player, action, _first(box, player)).high >= 0:
            raise GameError(f"no equilibrium is proved here: {player} may gain by {action!r}")


def slopes_at(game: NormalForm, near: Mapping[str, Mapping[str, Fraction]]) -> list[list[Fraction]]:
    """Return the inverse of how what each unknown's action gains changes with each unknown."""
    rows = _steep(game, _around(near, Fraction(0)))
    size = len(rows)
    left = sympy.Matrix(size, size, lambda k, m: sympy.Rational(*rows[k][m].low.as_integer_ratio()))
    if left.det() == 0:
        raise GameError("no equilibrium is proved here: the game is degenerate")
    return [[Fraction(int(q.p), int(q.q)) for q in left.inv().row(k)] for k in range(size)]


def _first(mixes: Mapping[str, Mapping[str, object]], player: str) -> str:
    """Return the action that has what a player's others leave."""
    return next(iter(mixes[player]))


def _unknowns(mixes: Mapping[str, Mapping[str, object]]) -> list[tuple[str, str]]:
    return [(player, action) for player, mix in mixes.items() for action in list(mix)[1:]]


def _steep(game: NormalForm, mixes: Mixes) -> list[list[Interval]]:
    """Return how what each unknown's action gains changes with each unknown."""

    def gain(p: str, a: str, q: str, b: str) -> Interval:
        return _gain(game, {**mixes, q: _sure(b)}, p, a, _first(mixes, p))

    unknowns = _unknowns(mixes)
    return [
        [
            _minus(gain(p, a, q, b), gain(p, a, q, _first(mixes, q))) if q != p else _ZERO
            for q, b in unknowns
        ]
        for p, a in unknowns
    ]


def _around(near: Mapping[str, Mapping[str, Fraction]], radius: Fraction) -> Mixes:
    """Return the box: the first action of each player has what the others leave."""
    found = {}
    for player, mix in near.items():
        first, *others = mix
        rest = {a: Interval(mix[a] - radius, mix[a] + radius) for a in others}
        low = 1 - sum((chance.high for chance in rest.values()), Fraction(0))
        high = 1 - sum((chance.low for chance in rest.values()), Fraction(0))
        found[player] = {first: Interval(low, high), **rest}
    return found


def _worth(game: NormalForm, mixes: Mixes, player: str, action: str) -> Interval:
    """Return what an action pays against the others."""
    return _gain(game, mixes, player, action, "")


def _gain(game: NormalForm, mixes: Mixes, player: str, action: str, instead: str) -> Interval:
    """Return what an action pays more than another, or than nothing."""
    i = game.players.index(player)
    total = _ZERO
    for profile, chance in _played({**mixes, player: _sure(action)}):
        other = (*profile[:i], instead, *profile[i + 1 :])
        less = game.numbers[other][i] if instead else Fraction(0)
        total = _plus(total, _times(chance, game.numbers[profile][i] - less))
    return total


def _played(mixes: Mixes) -> Iterator[tuple[tuple[str, ...], Interval]]:
    for profile in product(*mixes.values()):
        chance = _ONE
        for mix, action in zip(mixes.values(), profile, strict=True):
            chance = _product(chance, mix[action])
        yield profile, chance


def _sure(action: str) -> Mapping[str, Interval]:
    return {action: _ONE}


def _plus(one: Interval, other: Interval) -> Interval:
    return Interval(one.low + other.low, one.high + other.high)


def _minus(one: Interval, other: Interval) -> Interval:
    return Interval(one.low - other.high, one.high - other.low)


def _times(one: Interval, factor: Fraction) -> Interval:
    ends = (one.low * factor, one.high * factor)
    return Interval(min(ends), max(ends))


def _product(one: Interval, other: Interval) -> Interval:
    ends = [x * y for x in (one.low, one.high) for y in (other.low, other.high)]
    return Interval(min(ends), max(ends))
