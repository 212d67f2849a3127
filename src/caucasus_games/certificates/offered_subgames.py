r"""What may be had in a tree with offers, by backward induction, for the certificate of them.

Let the payoffs of all ways to play after a number :math:`x` be polynomials :math:`u(x)`, or
quotients of such, and take the roots of all differences of two of them for the same player, of
:math:`u_i(x) - U`, and of what tells pieces apart. Between two neighbouring roots nobody's order of
two payoffs changes, nor whether one is above :math:`U`: so one rational number there is as good a
witness as all. At a root itself what is played beside it is an equilibrium too, as payoffs are
continuous; where they jump the roots are looked at as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import NamedTuple

import sympy

from caucasus_games.certificates.evaluated import Chosen, Exact, evaluated
from caucasus_games.exact.algebraic import Algebraic, between, real_roots
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.offers import formulas_at

Payoffs = tuple[Exact, ...]

# at how many steps an offer is checked that another hangs on
SAMPLES = 24
_BY_CASES = (sympy.Piecewise, sympy.Min, sympy.Max, sympy.Abs)


def proved(game: ExtensiveForm) -> str:
    """Say how far numbers in a tree are certified; nothing where all is proved.

    Parameters
    ----------
    game : ExtensiveForm
        A tree with offers.

    Returns
    -------
    str
        A sentence without its end.

    Examples
    --------
    >>> from caucasus_games.games import Offer, Terminal
    >>> proved(ExtensiveForm(Offer("A", "x", 0, 1, Terminal("", {"A": sympy.Symbol("x")}))))
    ''
    """
    most = max(Subgames(game).hanging)
    if most > 1:
        return (
            "of numbers in a row that hang on each other the last is certified, the one before it "
            f"is checked at {SAMPLES + 1} numbers, and those before are not"
        )
    return (
        f"that no other number is better is checked at {SAMPLES + 1} of them, where another "
        "number hangs on it"
        if most
        else ""
    )


class UnsettledError(Exception):
    """A number that was chosen is irrational, and others hang on it."""


class Ways(NamedTuple):
    """Where orders of payoffs may change, in a number, and all that may be paid."""

    cuts: list[sympy.Expr]
    forms: list[tuple[sympy.Expr, ...]]


class Subgames:
    """What may be had in the subgames of a tree, by backward induction."""

    def __init__(self, game: ExtensiveForm) -> None:
        self.game = game
        names = {vertex.offer.symbol for vertex in game.vertices if vertex.offer}
        self.needs: list[frozenset[sympy.Symbol]] = [frozenset()] * len(game.vertices)
        for v in reversed(range(len(game.vertices))):
            vertex = game.vertices[v]
            own = {s for f in formulas_at(vertex) for s in f.free_symbols & names}
            below = set().union(*(self.needs[c] for c in vertex.children))
            self.needs[v] = frozenset(
                own | (below - ({vertex.offer.symbol} if vertex.offer else set()))
            )
        # how many offers in a row hang on numbers chosen before
        self.hanging = [0] * len(game.vertices)
        for v in reversed(range(len(game.vertices))):
            vertex = game.vertices[v]
            here = bool(vertex.offer and self.needs[v])
            most = max((self.hanging[c] for c in vertex.children), default=0)
            self.hanging[v] = most + here if self.needs[v] else 0
        self._known: dict[object, list[Payoffs]] = {}

    def had(self, v: int, chosen: Chosen) -> list[Payoffs]:
        """List what equilibria of a subgame pay."""
        key = v, tuple((s, chosen[s]) for s in sorted(self.needs[v], key=str))
        if key not in self._known:
            vertex = self.game.vertices[v]
            if vertex.offer:
                self._known[key] = self._offered(v, chosen)
            elif vertex.player:
                i, needed = self.game.players.index(vertex.player), self.least_of_best(v, chosen)
                self._known[key] = [
                    one for c in vertex.children for one in self.had(c, chosen) if one[i] >= needed
                ]
            elif vertex.children:
                self._known[key] = self._drawn(v, chosen)
            else:
                self._known[key] = [tuple(evaluated(f, chosen) for f in vertex.payoffs)]
        return self._known[key]

    def _drawn(self, v: int, chosen: Chosen) -> list[Payoffs]:
        vertex = self.game.vertices[v]
        odds = [evaluated(q, chosen) for q in vertex.probabilities]
        live = [(q, c) for q, c in zip(odds, vertex.children, strict=True) if q != 0]
        below = [self.had(c, chosen) for _, c in live]
        return [mean([q for q, _ in live], joint) for joint in product(*below)]

    def least_of_best(self, v: int, chosen: Chosen) -> Exact:
        """Return what the player of a decision gets at least by its best action."""
        vertex = self.game.vertices[v]
        i = self.game.players.index(vertex.player)
        least = []
        for child in vertex.children:
            try:
                least.append(min(one[i] for one in self.had(child, chosen)))
            except UnsettledError:
                continue
        return max(least)

    def gains(self, v: int, chosen: Chosen, worth: Exact) -> bool:
        """Tell whether some number brings more than this whatever follows."""
        vertex = self.game.vertices[v]
        offer, (child,) = vertex.offer, vertex.children
        assert offer is not None
        if self.hanging[child] > 1:
            return False
        i = self.game.players.index(vertex.player)
        for x in self._witnesses(v, chosen, worth):
            try:
                least = min(one[i] for one in self.had(child, {**chosen, offer.symbol: x}))
            except UnsettledError:
                continue
            if least > worth:
                return True
        return False

    def _witnesses(self, v: int, chosen: Chosen, worth: Exact) -> Iterator[Exact]:
        """Yield numbers one of which is better if any is."""
        vertex = self.game.vertices[v]
        offer, (child,) = vertex.offer, vertex.children
        assert offer is not None
        low, high = (evaluated(end, chosen) for end in (offer.low, offer.high))
        ways = self._ways(child, chosen, offer.symbol)
        if ways is None:
            step = (
                between(low, high) - low if isinstance(low, Algebraic) else (high - low) / SAMPLES
            )
            yield from (low + step * k for k in range(SAMPLES + 1) if low + step * k <= high)
            return
        i = self.game.players.index(vertex.player)
        crossing = [cut for form in ways.forms for cut in _crossing(form[i], worth, offer.symbol)]
        places = _within([*ways.cuts, *crossing], offer.symbol, low, high)
        yield from places
        yield from (between(*ends) for ends in pairwise(sorted(places)))

    def _ways(self, v: int, chosen: Chosen, x: sympy.Symbol) -> Ways | None:
        """Return where orders may change below a vertex, and all that may be paid, in a number."""
        vertex = self.game.vertices[v]
        if x not in self.needs[v]:
            return Ways([], [tuple(map(_written, one)) for one in self.had(v, chosen)])
        if vertex.offer or any(isinstance(chosen[s], Algebraic) for s in self.needs[v] - {x}):
            return None
        swap = {s: _written(value) for s, value in chosen.items()}
        if not vertex.children:
            return _pieces([f.xreplace(swap) for f in vertex.payoffs], x)
        below: list[Ways] = []
        for child in vertex.children:
            one = self._ways(child, chosen, x)
            if one is None:
                return None
            below.append(one)
        if vertex.player:
            return _either(below, self.game.players.index(vertex.player))
        return _averaged(_pieces([q.xreplace(swap) for q in vertex.probabilities], x), below)

    def _offered(self, v: int, chosen: Chosen) -> list[Payoffs]:
        """List what may be had from an offer on: at numbers from which no other gains."""
        vertex = self.game.vertices[v]
        offer, (child,) = vertex.offer, vertex.children
        assert offer is not None
        i = self.game.players.index(vertex.player)
        low, high = (evaluated(end, chosen) for end in (offer.low, offer.high))
        ways = self._ways(child, chosen, offer.symbol)
        if ways is None:
            raise UnsettledError
        slopes = [sympy.diff(form[i], offer.symbol) for form in ways.forms]
        gaps = [f[i] - g[i] for f, g in combinations(ways.forms, 2)]
        cuts = [*ways.cuts, *slopes, *gaps]
        if len(slopes) > 1 or slopes[0] == 0:
            cuts += self._for_others(v, chosen, ways.forms)
        places = _within(cuts, offer.symbol, low, high)
        found = [one for x in places for one in self.had(child, {**chosen, offer.symbol: x})]
        # what is best is among these
        return [one for one in dict.fromkeys(found) if not self.gains(v, chosen, one[i])]

    def _for_others(
        self, v: int, chosen: Chosen, forms: Sequence[Sequence[sympy.Expr]]
    ) -> Iterator[sympy.Expr]:
        """Yield what tells numbers apart for others, where many are as good for who offers.

        Somebody has least, or most, where a slope is zero, and has what another end would pay.
        """
        vertex, swap = self.game.vertices[v], {s: _written(x) for s, x in chosen.items()}
        offer, own = vertex.offer, vertex.history
        assert offer is not None
        ends = (
            one for one in self.game.vertices if not one.children and one.history[: len(own)] != own
        )
        paid = [[f.xreplace(swap) for f in one.payoffs] for one in ends]
        for k, column in enumerate(zip(*forms, strict=True)):
            known = {row[k] for row in paid if row[k].is_Rational}
            for form in dict.fromkeys(column):
                yield sympy.diff(form, offer.symbol)
                yield from (form - level for level in sorted(known))


def _either(below: Sequence[Ways], i: int) -> Ways:
    """Join what may follow the actions of a player."""
    cuts = [cut for ways in below for cut in ways.cuts]
    for one, other in combinations(below, 2):
        cuts += [sympy.expand(f[i] - g[i]) for f, g in product(one.forms, other.forms)]
    return Ways(cuts, [form for ways in below for form in ways.forms])


def _averaged(chances: Ways, below: Sequence[Ways]) -> Ways:
    """Average what may follow the events of a move of chance."""
    forms = [
        tuple(
            sympy.cancel(sympy.Add(*(q * f for q, f in zip(odds, column, strict=True))))
            for column in zip(*joint, strict=True)
        )
        for odds in chances.forms
        for joint in product(*(ways.forms for ways in below))
    ]
    return Ways([cut for ways in (*below, chances) for cut in ways.cuts], forms)


def _within(cuts: Iterable[sympy.Expr], x: sympy.Symbol, low: Exact, high: Exact) -> set[Exact]:
    """Return the roots between two numbers, and these."""
    roots = (root for cut in dict.fromkeys(cuts) for root in _roots(cut, x))
    return {low, high, *(root for root in roots if low <= root <= high)}


def mean(odds: Sequence[Exact], joint: Sequence[Payoffs]) -> Payoffs:
    """Average payoffs."""
    return tuple(
        sum((q * x for q, x in zip(odds, column, strict=True)), Fraction(0))
        for column in zip(*joint, strict=True)
    )


def _written(number: Exact) -> sympy.Expr:
    if isinstance(number, Algebraic):
        # a number that is never a root: what hangs on it is looked at beside it
        number = number.enclosed().low
    return sympy.Rational(number.numerator, number.denominator)


def _crossing(form: sympy.Expr, worth: Exact, x: sympy.Symbol) -> list[sympy.Expr]:
    """Return polynomials that are zero where a payoff is worth so much."""
    if isinstance(worth, Fraction):
        return [sympy.together(form - _written(worth))]
    z = worth.root.polynomial.gen
    above, below = sympy.fraction(sympy.together(form))
    own = sum((_written(c) * z**k for k, c in enumerate(worth.powers)), sympy.S.Zero)
    return [sympy.resultant(worth.root.polynomial.as_expr(), above - below * own, z)]


def _pieces(formulas: Sequence[sympy.Expr], x: sympy.Symbol) -> Ways:
    """Return where formulas pass from a case to the next, and all that they may be."""
    cuts: list[sympy.Expr] = []
    ways: list[list[sympy.Expr]] = []
    for formula in formulas:
        done, left = [], [formula]
        while left:
            one = left.pop()
            part = next(
                (p for p in sympy.postorder_traversal(one) if isinstance(p, _BY_CASES)), None
            )
            if part is None:
                done.append(sympy.together(one))
                continue
            if isinstance(part, sympy.Piecewise):
                options = [value for value, _ in part.args]
                cases = [case for _, when in part.args for case in when.atoms(sympy.Rel)]
                cuts += [case.lhs - case.rhs for case in cases]
            else:
                absolute = isinstance(part, sympy.Abs)
                options = [part.args[0], -part.args[0]] if absolute else list(part.args)
                cuts += [f - g for f, g in combinations(options, 2)]
            left += [one.xreplace({part: option}) for option in options]
        ways.append(list(dict.fromkeys(done)))
    return Ways(cuts, list(product(*ways)))


def _roots(cut: sympy.Expr, x: sympy.Symbol) -> Iterator[Exact]:
    """Yield the numbers at which a quotient is zero or not defined."""
    for part in sympy.fraction(sympy.together(cut)):
        if not part.has(x):
            continue
        for factor, _ in sympy.Poly(part, x, domain="QQ").factor_list()[1]:
            coefficients = [Fraction(int(c.p), int(c.q)) for c in factor.all_coeffs()]
            if len(coefficients) == 2:
                yield -coefficients[1] / coefficients[0]
            else:
                yield from real_roots(coefficients)
