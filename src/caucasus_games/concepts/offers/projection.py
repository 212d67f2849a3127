r"""Where the best number may be: finitely many formulas for each offer of a tree.

Let :math:`x` be a number from :math:`l` to :math:`h` that player :math:`i` chooses, and let what
follows be decisions and chance whose payoffs are polynomials in :math:`x`, or by pieces. What may
be played below then comes in finitely many *forms*, each a polynomial :math:`u(x)` for every
player, and which of them is played hangs on the signs of finitely many polynomials, the *cuts*: the
differences of two forms for whoever decides between them, and what tells pieces apart. Between two
neighbouring roots of cuts the same forms are played at every :math:`x`. There :math:`u_i` has its
supremum at an end or where its derivative is zero. So whatever a best :math:`x` is, one that is as
good is among

.. math:: l, \quad h, \quad \{x : c(x) = 0\}, \quad \{x : u_i'(x) = 0\},

for all cuts :math:`c` and forms :math:`u`. These are the *candidates*. The cuts hold the
differences of any two forms for :math:`i` too, so that the least of several forms is one of them
between two candidates.

An offer inside of another is treated first. Its candidates are then formulas in the outer number
:math:`y`; its forms are the forms below it at each candidate; and its cuts, as polynomials in
:math:`y`, are those below at each candidate, the differences of any two candidates, bounds
included, and the differences of any two forms for who offers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

import sympy
from sympy.polys.rings import PolyElement, PolyRing

from caucasus_games.algebra.formula import rational, signs
from caucasus_games.algebra.ratio import Ratio, number, total
from caucasus_games.errors import GameError
from caucasus_games.exact.algebraic import Algebraic, real_roots
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.offers import formulas_at
from caucasus_games.games.vertices import said
from caucasus_games.readings.symbols import Symbols

Form = tuple[Ratio, ...]
# a number that may be chosen: a fraction of polynomials in others, or a number that is irrational
Place = Ratio | Algebraic
# of forms below an offer; more make too many candidates
_MOST_FORMS = 2_000


@dataclass
class Below:
    """What may be played from a vertex on, and on which signs it hangs."""

    forms: dict[Form, None] = field(default_factory=dict)
    cuts: dict[PolyElement, None] = field(default_factory=dict)

    def cut(self, *polynomials: PolyElement) -> None:
        """Add polynomials, each once whatever its scale."""
        for polynomial in polynomials:
            if not polynomial.is_ground:
                self.cuts[polynomial.monic()] = None

    def differences(self, ratios: Iterable[Ratio]) -> None:
        """Add where two of some ratios are the same."""
        for one, other in combinations(dict.fromkeys(ratios), 2):
            gap = one - other
            self.cut(gap.above, gap.below)


class Projection:
    """The candidates of every offer of a tree, in the order from the last to the first.

    Parameters
    ----------
    reading : Symbols
        The game, with the numbers to be chosen among its symbols.
    settled : callable
        From a vertex, on whose way no number was chosen that matters from there on, and the
        candidates at all vertices after it to the forms that are played: they take the place of all
        that might be.
    """

    def __init__(
        self, reading: Symbols, settled: Callable[[int, Projection], Iterable[Form]]
    ) -> None:
        game = reading.game
        assert isinstance(game, ExtensiveForm)
        self.reading = reading
        self.inside = inside(game)
        self.candidates: dict[int, tuple[Place, ...]] = {}
        below: list[Below] = [Below()] * len(game.vertices)
        for v in reversed(range(len(game.vertices))):
            vertex = game.vertices[v]
            parts = [below[child] for child in vertex.children]
            if vertex.offer:
                self.candidates[v] = _places(reading, v, parts[0])
            if not self.inside[v]:
                below[v] = Below(dict.fromkeys(settled(v, self)))
            elif vertex.offer:
                below[v] = _offered(reading, v, parts[0], self.candidates[v])
            elif vertex.player:
                below[v] = _decided(parts, game.players.index(vertex.player))
            else:
                below[v] = _drawn(reading, vertex.probabilities or vertex.payoffs, parts)
            if len(below[v].forms) > _MOST_FORMS:
                raise GameError(
                    f"after {said(vertex.history)} the game may go on in more than "
                    f"{_MOST_FORMS:,} ways that hang on numbers chosen before: write a shorter "
                    "game, or list numbers with menu(game)"
                )


def _decided(parts: Sequence[Below], i: int) -> Below:
    whole = Below()
    for part in parts:
        whole.forms |= part.forms
        whole.cuts |= part.cuts
    for one, other in combinations(parts, 2):
        for pair in product(one.forms, other.forms):
            whole.differences(form[i] for form in pair)
    return whole


def _drawn(reading: Symbols, formulas: Sequence[sympy.Expr], parts: Sequence[Below]) -> Below:
    whole = Below()
    for part in parts:
        whole.cuts |= part.cuts
    for given, values in reading.ways(formulas):
        whole.cut(*(sign.polynomial for sign in signs(given)))
        if not parts:
            whole.forms[values] = None
            continue
        for joint in product(*(part.forms for part in parts)):
            form = tuple(
                total(reading.ring, (q * x for q, x in zip(values, column, strict=True)))
                for column in zip(*joint, strict=True)
            )
            whole.forms[form] = None
    return whole


def _places(reading: Symbols, v: int, below: Below) -> tuple[Place, ...]:
    """Return where the best number may be, given what may follow."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    offer, i = game.vertices[v].offer, game.players.index(game.vertices[v].player)
    assert offer is not None
    x = reading.ring.symbols.index(offer.symbol)
    own = Below(cuts=dict(below.cuts))
    own.differences(form[i] for form in below.forms)
    own.cut(*(slope(form[i], x) for form in below.forms))
    ends = reading.of(offer.low), reading.of(offer.high)
    return tuple(dict.fromkeys((*ends, *(r for cut in own.cuts for r in roots(cut, x)))))


def _offered(reading: Symbols, v: int, inner: Below, places: Sequence[Place]) -> Below:
    """Return what may be played from an offer on that hangs on numbers chosen before it."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    offer, i = game.vertices[v].offer, game.players.index(game.vertices[v].player)
    assert offer is not None
    x = reading.ring.symbols.index(offer.symbol)
    whole = Below()
    fractions = []
    for place in places:
        if not isinstance(place, Ratio):
            raise GameError(
                f"the best {offer.symbol} may be irrational, and hangs on numbers chosen before: "
                "list numbers with menu(game)"
            )
        fractions.append(place)
        whole.forms |= dict.fromkeys(
            tuple(at(value, x, place) for value in form) for form in inner.forms
        )
        for cut in inner.cuts:
            moved = at(Ratio(cut, reading.ring(1)), x, place)
            whole.cut(moved.above, moved.below)
    whole.differences(fractions)
    whole.differences(form[i] for form in whole.forms)
    return whole


def slope(ratio: Ratio, x: int) -> PolyElement:
    """Return what has the sign of the derivative of a ratio."""
    if ratio.below.is_ground:
        return ratio.above.diff(x)
    return ratio.above.diff(x) * ratio.below - ratio.above * ratio.below.diff(x)


def at(ratio: Ratio, x: int, place: Ratio) -> Ratio:
    """Return a ratio with another in the place of a symbol."""
    if not has(ratio, x):
        return ratio
    above, below = (composed(part, x, place) for part in (ratio.above, ratio.below))
    return above / below


def composed(polynomial: PolyElement, x: int, place: Ratio) -> Ratio:
    """Return a polynomial with a ratio in the place of a symbol."""
    ring = polynomial.ring
    value = number(ring, 0)
    # by Horner's rule
    for part in _by_degree(polynomial, x):
        value = value * place + Ratio(part, ring(1))
    return value


def has(ratio: Ratio, x: int) -> bool:
    """Tell whether a ratio has a symbol."""
    return any(powers[x] for part in (ratio.above, ratio.below) for powers in part.itermonoms())


def _by_degree(polynomial: PolyElement, x: int) -> list[PolyElement]:
    """Return the coefficients of the powers of a symbol, the highest first."""
    ring: PolyRing = polynomial.ring
    parts: dict[int, dict[tuple[int, ...], object]] = {}
    for powers, factor in polynomial.iterterms():
        rest = (*powers[:x], 0, *powers[x + 1 :])
        parts.setdefault(powers[x], {})[rest] = factor
    most = max(parts, default=0)
    return [ring.from_dict(parts.get(k, {})) for k in range(most, -1, -1)]


def roots(polynomial: PolyElement, x: int) -> Iterator[Place]:
    """Yield the values of one symbol at which a polynomial in it is zero."""
    if polynomial.degree(x) < 1:
        return
    factors = [polynomial]
    if polynomial.degree(x) > 1:
        factors = [part for part, _ in polynomial.factor_list()[1]]
    for part in factors:
        degree = part.degree(x)
        if degree == 1:
            slope_, rest = _by_degree(part, x)
            yield Ratio(-rest, slope_)
        elif degree > 1:
            if any(part.degree(k) > 0 for k in range(part.ring.ngens) if k != x):
                raise GameError(
                    f"where {part.as_expr()} is zero, which may decide what is best, {part.ring.symbols[x]} is no "
                    "fraction of polynomials in what was chosen before: list numbers with "
                    "menu(game)"
                )
            yield from real_roots([rational(c.LC if c else 0) for c in _by_degree(part, x)])


def inside(game: ExtensiveForm) -> list[frozenset[str]]:
    """Return for each vertex the numbers chosen before on which what follows hangs."""
    names = frozenset(game.offers)
    found: list[frozenset[str]] = [frozenset()] * len(game.vertices)
    for v in reversed(range(len(game.vertices))):
        vertex = game.vertices[v]
        own = {s.name for f in formulas_at(vertex) for s in f.free_symbols} & names
        below = {name for child in vertex.children for name in found[child]}
        found[v] = frozenset(own | (below - ({vertex.offer.symbol.name} if vertex.offer else set())))
    return found
