r"""What may be played in a tree with offers, at values.

Let :math:`E(x)` be the ways to play the subgame after the number :math:`x` in a subgame perfect
equilibrium. Player :math:`i` may choose :math:`x^*` and what follows be :math:`e \in E(x^*)` iff
after every other number something may follow that is no better for :math:`i`:

.. math:: u_i(e) \ge M = \sup_x \min_{e' \in E(x)} u_i(e').

The supremum is the largest of the limits at the ends of the cells between two candidates, as
``concepts.offers.projection`` shows, and of what is had at the candidates. Where
payoffs are continuous in :math:`x` the limits are had there too, since who is indifferent at a
candidate may do as it does beside it: so a best offer exists, and whoever is indifferent there does
what makes it best. A payoff that jumps may leave no best offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise, product
from operator import add
from typing import NamedTuple

from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import Formula, Sign, rational, truth
from caucasus_games.algebra.ratio import Ratio, total
from caucasus_games.concepts.offers.line import Exact, Line
from caucasus_games.concepts.offers.play import Play, Ways, apart, follows, hangs
from caucasus_games.concepts.offers.projection import Form, Projection
from caucasus_games.concepts.offers.roots import known_roots, replaced
from caucasus_games.concepts.offers.tried import Tried, best
from caucasus_games.errors import GameError
from caucasus_games.exact.algebraic import Algebraic, between
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.offers import chosen_before
from caucasus_games.games.vertices import said
from caucasus_games.readings.symbols import Symbols

# the numbers that were chosen, by the place of their symbol
Chosen = Mapping[int, Exact]

# ways to play a subgame
_MOST_PLAYS = 10_000
SEVERAL = (
    "a range of numbers is as good as those at its ends for whoever offers: equilibria with "
    "numbers between the ends are left out"
)


class Choice(NamedTuple):
    """What is done at a place, and what each choice there brings at least."""

    player: str
    after: tuple[str, ...]
    action: str
    brings: Mapping[str, Exact]


class Plays:
    """Solves a tree with offers at values."""

    def __init__(self, game: ExtensiveForm, reading: Symbols) -> None:
        self.game, self.reading = game, reading
        self._known: dict[tuple[int, tuple[tuple[int, Exact], ...]], list[Play]] = {}
        self._terms: dict[PolyElement, list[tuple[tuple[int, ...], Fraction]]] = {}
        self._places = {s: k for k, s in enumerate(reading.ring.symbols)}
        self._before = list(chosen_before(game.vertices))
        # whether numbers were left out somewhere, if only where play does not come
        self.several = False
        self._projection = Projection(reading, self._settled)

    def found(self) -> list[Play]:
        """List what may be played from the start."""
        return self._plays(0, {})

    def choices(self, play: Play) -> Iterator[Choice]:
        """Yield each choice that play comes to with what others would bring at least."""
        stack: list[tuple[int, Chosen]] = [(0, {})]
        while stack:
            v, chosen = stack.pop()
            vertex = self.game.vertices[v]
            live = vertex.children
            if vertex.player:
                i = self.game.players.index(vertex.player)
                brings: dict[str, Exact] = {}
                here = next(p for p in self._plays(v, chosen) if follows(play, p))
                paid = self.number(here.values[i], chosen)
                if vertex.offer:
                    x = self._places[vertex.offer.symbol]
                    own = f"{vertex.offer.symbol} = {play.named[v]}"
                    low, high = (self.number(e, chosen) for e in self._projection.candidates[v][:2])
                    places = (self.number(one, chosen) for one in self._projection.candidates[v])
                    for place in (one for one in places if low <= one <= high):
                        after = self._least(vertex.children[0], {**chosen, x: place}, i)
                        brings[f"{vertex.offer.symbol} = {place}"] = after
                    chosen = {**chosen, x: play.named[v]}
                else:
                    own = vertex.branches[play.taken[v]]
                    for label, child in zip(vertex.branches, vertex.children, strict=True):
                        brings[label] = self._least(child, chosen, i)
                    live = (vertex.children[play.taken[v]],)
                yield Choice(vertex.player, vertex.history, own, {**brings, own: paid})
            stack += [(child, chosen) for child in reversed(live)]

    def _least(self, v: int, chosen: Chosen, i: int) -> Exact:
        return min(self.number(play.values[i], chosen) for play in self._plays(v, chosen))

    def _settled(self, v: int, projection: Projection) -> Iterator[Form]:
        self._projection = projection
        for play in self._plays(v, {}):
            values = []
            for value in play.values:
                own = self.number(value, {})
                if isinstance(own, Algebraic):
                    if self._before[v]:
                        raise GameError(
                            f"after {said(self.game.vertices[v].history)} payoffs are irrational, "
                            "and a number is chosen before: list numbers with menu(game)"
                        )
                    return
                values.append(self._ratio(own))
            yield tuple(values)

    def _ratio(self, value: Fraction) -> Ratio:
        ring = self.reading.ring
        return Ratio(ring(value.numerator), ring(value.denominator))

    def number(self, value: Ratio | Exact, chosen: Chosen) -> Exact:
        """Return a formula at chosen numbers."""
        if not isinstance(value, Ratio):
            return value
        below = self._polynomial(value.below, chosen)
        return self._polynomial(value.above, chosen) / below

    def _polynomial(self, polynomial: PolyElement, chosen: Chosen) -> Exact:
        terms = self._terms.get(polynomial)
        if terms is None:
            terms = [(powers, rational(c)) for powers, c in polynomial.terms()]
            self._terms[polynomial] = terms
        parts: list[Exact] = []
        for powers, factor in terms:
            part: Exact = factor
            for k, power in enumerate(powers):
                if power:
                    part = part * chosen[k] ** power
            parts.append(part)
        return reduce(add, parts, Fraction(0))

    def _holds(self, formula: Formula, chosen: Chosen) -> bool:
        def sign(one: Sign) -> bool:
            value = self._polynomial(one.polynomial, chosen)
            return value > 0 if one.strict else value >= 0

        return truth(formula, sign, lambda every, parts: all(parts) if every else any(parts))

    def _plays(self, v: int, chosen: Chosen) -> list[Play]:
        own = tuple(
            (k, chosen[k])
            for symbol, k in self._places.items()
            if symbol.name in self._projection.inside[v]
        )
        key = v, own
        if key not in self._known:
            vertex = self.game.vertices[v]
            ways = (
                self._offered(v, chosen)
                if vertex.offer
                else self._decided(v, chosen)
                if vertex.player
                else apart((self._drawn if vertex.children else self._ended)(v, chosen))
            )
            self._known[key] = list(ways)
            if len(self._known[key]) > _MOST_PLAYS:
                raise GameError(
                    f"ties make more than {_MOST_PLAYS:,} ways to play after "
                    f"{said(vertex.history)}: choose values that break some of them"
                )
        return self._known[key]

    def _ended(self, v: int, chosen: Chosen) -> Iterator[Play]:
        for given, values in self.reading.ways(self.game.vertices[v].payoffs):
            if self._holds(given, chosen):
                yield Play(values, {}, {}, (values,))

    def _drawn(self, v: int, chosen: Chosen) -> Iterator[Play]:
        vertex = self.game.vertices[v]
        for given, odds in self.reading.ways(vertex.probabilities):
            if not self._holds(given, chosen):
                continue
            live = self._live(v, odds, chosen)
            ways = [self._plays(vertex.children[k], chosen) for k in live]
            for joint in product(*ways):
                columns = zip(*(play.values for play in joint), strict=True)
                yield Play(
                    tuple(self._mean([odds[k] for k in live], own, chosen) for own in columns),
                    {u: k for play in joint for u, k in play.taken.items()},
                    {u: x for play in joint for u, x in play.named.items()},
                    (odds, *(part for play in joint for part in play.form)),
                    any(play.several for play in joint),
                )

    def _live(self, v: int, odds: Sequence[Ratio], chosen: Chosen) -> list[int]:
        """Return the events that may happen."""
        shares = [self.number(q, chosen) for q in odds]
        if any(not 0 <= q <= 1 for q in shares):
            raise GameError(
                f"the probabilities after {said(self.game.vertices[v].history)} are "
                f"{', '.join(map(str, shares))} where {self._told(chosen)}: each must lie "
                "between 0 and 1"
            )
        return [k for k, q in enumerate(shares) if q]

    def _mean(
        self, odds: Sequence[Ratio], worth: Sequence[Ratio | Exact], chosen: Chosen
    ) -> Ratio | Exact:
        """Average payoffs: as a formula, unless one is irrational."""
        ratios = [own for own in worth if isinstance(own, Ratio)]
        if len(ratios) == len(worth):
            return total(self.reading.ring, (q * x for q, x in zip(odds, ratios, strict=True)))
        shares = (self.number(q, chosen) for q in odds)
        numbers = (self.number(x, chosen) for x in worth)
        return reduce(add, (q * x for q, x in zip(shares, numbers, strict=True)), Fraction(0))

    def _told(self, chosen: Chosen) -> str:
        names = {k: symbol.name for symbol, k in self._places.items()}
        return ", ".join(f"{names[k]} = {x}" for k, x in chosen.items()) or "nothing is chosen"

    def _decided(self, v: int, chosen: Chosen) -> Iterator[Play]:
        vertex = self.game.vertices[v]
        i = self.game.players.index(vertex.player)
        below = [self._plays(child, chosen) for child in vertex.children]
        if not all(below):
            return
        needed = max(min(self.number(play.values[i], chosen) for play in ways) for ways in below)
        for k, ways in enumerate(below):
            for play in ways:
                if self.number(play.values[i], chosen) >= needed:
                    yield play._replace(taken={v: k, **play.taken}, form=((v, k), *play.form))

    def _offered(self, v: int, chosen: Chosen) -> Iterator[Play]:
        vertex = self.game.vertices[v]
        assert vertex.offer is not None
        x = self._places[vertex.offer.symbol]
        formulas = self._candidates(v, chosen)
        tried = self._tried(v, chosen, formulas)
        if tried is None:
            return
        most = tried.line.most()
        if level := self._level(v, most, tried, formulas):
            formulas = dict(sorted({**formulas, **level}.items()))
            tried = self._tried(v, chosen, formulas)
            assert tried is not None
        several = tried.line.several(most)
        # what others get then hangs on which is chosen, and so may what they do before
        self.several |= several and any(hangs(play, x) for plays in tried.inner for play in plays)
        places = list(formulas.items())
        waited = self._waited(v, chosen)
        # before the first number nobody waits
        later = bool(vertex.history)
        for k, play in best(tried, most, x, later, [place in waited for place in formulas]):
            place, formula = places[k]
            yield Play(
                tuple(replaced(value, x, formula, place) for value in play.values),
                play.taken,
                {v: place, **play.named},
                ((v, formula), *play.form),
                play.several or several,
            )

    def _tried(self, v: int, chosen: Chosen, formulas: Iterable[Exact]) -> Tried | None:
        """Say what follows each candidate and the numbers between them; nothing if none is best."""
        vertex, (child,) = self.game.vertices[v], self.game.vertices[v].children
        assert vertex.offer is not None
        i, x = self.game.players.index(vertex.player), self._places[vertex.offer.symbol]
        places = list(formulas)
        at_places = [{**chosen, x: place} for place in places]
        here = [self._plays(child, there) for there in at_places]
        inner = [self._plays(child, {**chosen, x: between(*ends)}) for ends in pairwise(places)]
        if not all((*here, *inner)):
            return None
        return Tried(self._line(i, at_places, here, inner), here, inner)

    def _level(
        self, v: int, most: Exact, tried: Tried, places: Iterable[Exact]
    ) -> dict[Exact, Exact | Ratio]:
        """Return the numbers within cells from which on somebody has what must be had."""
        vertex = self.game.vertices[v]
        assert vertex.offer is not None
        if not vertex.history or self._projection.inside[v] or isinstance(most, Algebraic):
            # nobody moved before, or as a formula in others such a number is not sought
            return {}
        i, x = self.game.players.index(vertex.player), self._places[vertex.offer.symbol]
        found: dict[Exact, Exact | Ratio] = {}
        for plays, cell, (low, high) in zip(
            tried.inner, tried.line.cells, pairwise(places), strict=True
        ):
            for play in plays:
                value, ends = play.values[i], cell[play.form]
                if isinstance(value, Ratio) and min(ends) < most < max(ends):
                    roots_ = known_roots([(value - self._ratio(most)).above], x)
                    numbers = {self.number(root, {}): root for root in roots_}
                    found |= {own: root for own, root in numbers.items() if low < own < high}
        return found

    def _line(
        self, i: int, at_places: Sequence[Chosen], here: Sequence[Ways], inner: Sequence[Ways]
    ) -> Line:
        """Say what a player has at each candidate, and near the ends of the cells between."""

        def worth(play: Play, there: Chosen) -> Exact:
            return self.number(play.values[i], there)

        return Line(
            [
                [worth(play, there) for play in plays]
                for plays, there in zip(here, at_places, strict=True)
            ],
            [
                {play.form: (worth(play, low), worth(play, high)) for play in plays}
                for plays, (low, high) in zip(inner, pairwise(at_places), strict=True)
            ],
        )

    def _waited(self, v: int, chosen: Chosen) -> set[Exact]:
        """Return the numbers for which somebody may wait who moved before."""
        return {
            self.number(one, chosen)
            for one in self._projection.awaited[v]
            if isinstance(one, Algebraic) or self._polynomial(one.below, chosen)
        }

    def _candidates(self, v: int, chosen: Chosen) -> dict[Exact, Ratio | Exact]:
        """Return the numbers among which the best one is, from the least, each as a formula."""
        vertex, candidates = self.game.vertices[v], self._projection.candidates[v]
        formulas: dict[Exact, Ratio | Exact] = {}
        for candidate in candidates:
            if isinstance(candidate, Algebraic) or self._polynomial(candidate.below, chosen):
                formulas.setdefault(self.number(candidate, chosen), candidate)
        low, high = (self.number(end, chosen) for end in candidates[:2])
        if low > high:
            assert vertex.offer is not None
            raise GameError(
                f"{vertex.player} offers {vertex.offer.symbol} from {low} to {high} where "
                f"{self._told(chosen)}: give bounds of which the first is never above the second"
            )
        return {place: formulas[place] for place in sorted(formulas) if low <= place <= high}
