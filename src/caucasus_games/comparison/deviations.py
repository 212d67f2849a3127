r"""The margins of a plan: what each decision is worth against its alternatives, as formulas.

A plan is a profile of pure strategies. The margin of an action :math:`a` over :math:`a'` is
:math:`u_i(\sigma \mid a) - u_i(\sigma \mid a')`, a formula in the symbols that are left free. In
one free symbol it is a rational function, whose sign changes at the roots of numerator or
denominator.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property, reduce
from itertools import pairwise
from operator import add, mul
from typing import Any, NamedTuple, cast

import sympy
from sympy.polys.polyerrors import CoercionFailed

from caucasus_games.concepts.checks import check_told
from caucasus_games.concepts.markov_ways import Solver
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Interval, least, most
from caucasus_games.games import ExtensiveForm, MarkovGame, NormalForm
from caucasus_games.games.door import check_game, check_listed
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.games.values import substitution
from caucasus_games.readings.arithmetic import Arithmetic
from caucasus_games.results import Equilibrium

Value = Fraction | Interval
Symbols = frozenset[sympy.Symbol]

# an enclosed value is narrower than this, as a share of the range that is looked at
_WIDTH_OF_A_ROOT = Fraction(1, 10**12)


class CrowdedError(Exception):
    """Enclosed values meet each other or the ends of the range: they are narrower next time."""


class Comparison(NamedTuple):
    """A decision of a plan: what the action is worth, and what the alternatives are."""

    player: str
    after: tuple[str, ...]
    action: str
    worth: sympy.Expr
    instead: tuple[tuple[str, sympy.Expr], ...]
    reached: bool


def comparisons(
    game: Game,
    plan: Equilibrium,
    free: Symbols,
    read: Callable[[sympy.Expr], Any] | None = None,
) -> Iterator[Comparison]:
    """Yield every decision of a plan, in the order of the tree."""
    if read is None:
        swap = substitution(game.symbols - free, game.values, game.parameters)

        def read(formula: sympy.Expr) -> sympy.Expr:
            return formula.xreplace(swap)

    if isinstance(game, NormalForm):
        yield from _at_once(game, plan, read)
    elif isinstance(game, MarkovGame):
        yield from _at_spots(game, plan, read)
    else:
        yield from _in_turn(game, plan, read)


def _at_once(
    game: NormalForm, plan: Equilibrium, read: Callable[[sympy.Expr], Any]
) -> Iterator[Comparison]:
    """Yield what each player of a normal form does."""
    profile = tuple(next(iter(plan.strategies[p])) for p in game.players)
    for i, player in enumerate(game.players):
        worth = {
            action: read(game.payoffs[(*profile[:i], action, *profile[i + 1 :])][i])
            for action in game.actions[player]
        }
        chosen = worth.pop(profile[i])
        yield Comparison(player, (), profile[i], chosen, tuple(worth.items()), True)


def _in_turn(
    game: ExtensiveForm, plan: Equilibrium, read: Callable[[sympy.Expr], Any]
) -> Iterator[Comparison]:
    """Yield every decision of a tree."""
    value: list[tuple[sympy.Expr, ...]] = [()] * len(game.vertices)
    chosen: dict[int, int] = {}
    for v, vertex in reversed([*enumerate(game.vertices)]):
        if not vertex.children:
            value[v] = tuple(map(read, vertex.payoffs))
        elif vertex.player:
            action = next(iter(plan.strategies[vertex.information_set]))
            chosen[v] = vertex.children[vertex.branches.index(action)]
            value[v] = value[chosen[v]]
        else:
            odds = [read(chance) for chance in vertex.probabilities]
            columns = zip(*(value[c] for c in vertex.children), strict=True)
            value[v] = tuple(reduce(add, map(mul, odds, column)) for column in columns)
    reached = [True] * len(game.vertices)
    for v, vertex in enumerate(game.vertices):
        for k, child in enumerate(vertex.children):
            goes = chosen[v] == child if vertex.player else game.numbers.chances[v][k] > 0
            reached[child] = reached[v] and goes
    for v in sorted(chosen):
        vertex = game.vertices[v]
        i = game.players.index(vertex.player)
        worth = {c: (b, value[c][i]) for b, c in zip(vertex.branches, vertex.children, strict=True)}
        own = worth.pop(chosen[v])
        instead = tuple(worth.values())
        yield Comparison(vertex.player, vertex.history, *own, instead, reached[v])


def _at_spots(
    game: MarkovGame, plan: Equilibrium, read: Callable[[sympy.Expr], Any]
) -> Iterator[Comparison]:
    """Yield every decision at every spot of a Markov game, in their order."""
    numbers = {formula: read(formula) for formula in game.formulas}
    solver: Solver[Any, Any, Any] = Solver(cast("Any", Arithmetic()), game, numbers)
    played = {
        k: tuple(next(iter(plan.strategies[f"{p} in {spot.name}"])) for p in spot.actions)
        for k, spot in enumerate(game.spots)
    }
    values: dict[int, tuple[Any, ...]] = {}
    for component in game.layout.components:
        profiles = tuple(played[k] for k in component)
        values |= dict(zip(component, solver.worth(component, profiles, values), strict=True))
    reached, queue = {0}, [0]
    for k in queue:
        for to, chance in game.spots[k].branches[played[k]].to:
            if to not in reached and game.numbers[chance]:
                reached.add(to)
                queue.append(to)
    for k, spot in enumerate(game.spots):
        worth = solver.alone(k, values)
        for seat, (player, actions) in enumerate(spot.actions.items()):
            i = game.players.index(player)
            own, action = played[k], played[k][seat]
            instead = tuple(
                (b, worth[*own[:seat], b, *own[seat + 1 :]][i]) for b in actions if b != action
            )
            told = f"in {spot.name} {action}"
            yield Comparison(player, (), told, values[k][i], instead, k in reached)


def solved(game: Game) -> tuple[Equilibrium, ...]:
    """Find the equilibria by the usual concept."""
    return usual(game)(game).exact


def check_pure(game: Game, plan: Equilibrium, caller: str) -> None:
    """Refuse what has no margins: hidden moves and mixtures."""
    check_listed(game, caller)
    if isinstance(game, ExtensiveForm):
        check_told(game, caller)
    for name, mix in plan.strategies.items():
        if len(mix) > 1:
            raise GameError(f"{name} mixes: {caller} takes equilibria in pure strategies")


def check_outcome(game: Game, outcome: str, caller: str) -> None:
    """Refuse what is no single game, or an outcome that it does not have."""
    check_game(game, caller, *KINDS)
    if outcome_label(outcome) not in game.outcome_labels:
        raise unknown("outcome", outcome, sorted(game.outcome_labels))


def one_at_a_time(game: MarkovGame) -> bool:
    """Tell whether players of a Markov game choose one after the other, and never again."""
    layout = game.layout
    return all(
        len(game.spots[k].branches) == 1
        or (not circular and sum(len(own) > 1 for own in game.spots[k].actions.values()) == 1)
        for component, circular in zip(layout.components, layout.circular, strict=True)
        for k in component
    )


class Line:
    """A game along one parameter, with what is worked out about it for every plan once."""

    def __init__(self, game: Game, name: str, *marks: Fraction) -> None:
        self._game = game
        self.name = name
        self._free = sympy.Symbol(name)
        # most payoffs are polynomials, of which no common factors need to be looked for
        self._domains = sympy.QQ[self._free], sympy.QQ.frac_field(self._free)
        self._swap = substitution(game.symbols - {self._free}, game.values, game.parameters)
        self._read: dict[sympy.Expr, Any] = {}
        self._roots: dict[Any, set[Value]] = {}
        self._by_factor: dict[sympy.Poly, set[Value]] = {}
        self._marks = set(marks)
        self._width = _WIDTH_OF_A_ROOT * ((max(marks) - min(marks) if marks else 0) or 1)

    @cached_property
    def poles(self) -> set[Value]:
        """Where a payoff or probability divides by zero."""
        return _poles(self._game, self._free, self._swap)

    def turning_points(self, plan: Equilibrium | None) -> set[Value]:
        """Return where a margin changes its sign, or a payoff is not defined."""
        game = self._game
        margins: Iterable[Any]
        if isinstance(game, NormalForm):
            margins = _differences(game, self._element)
        elif isinstance(game, MarkovGame) and not one_at_a_time(game):
            margins = self._of_any_plan
        else:
            assert plan is not None, "a tree always has a plan"
            # what a state is worth is a quotient
            read = self._quotient if isinstance(game, MarkovGame) else self._element
            compared = comparisons(game, plan, frozenset({self._free}), read)
            margins = (one.worth - other for one in compared for _, other in one.instead)
        found: set[Value] = set()
        new = False
        for margin in set(margins):
            parts = (margin.numer, margin.denom) if hasattr(margin, "denom") else (margin,)
            for part in parts:
                if part not in self._roots:
                    own = factors_of(part.as_expr(), self._free)
                    self._roots[part] = set()
                    for factor in own:
                        if factor not in self._by_factor:
                            self._by_factor[factor] = roots_of(factor, self._width)
                            new = True
                        self._roots[part] |= self._by_factor[factor]
                found |= self._roots[part]
        if new:
            self._tell_apart()
        return found

    def _tell_apart(self) -> None:
        exact = {r for own in self._by_factor.values() for r in own if isinstance(r, Fraction)}
        wide = [r for own in self._by_factor.values() for r in own if isinstance(r, Interval)]
        known: list[Value] = [*wide, *(exact | self._marks)]
        known.sort(key=least)
        if any(least(after) <= most(before) for before, after in pairwise(known)):
            self._width *= _WIDTH_OF_A_ROOT
            self._roots.clear()
            self._by_factor.clear()
            raise CrowdedError

    @cached_property
    def _of_any_plan(self) -> list[Any]:
        """List the margins that keep any plan: one may become an equilibrium beside another."""
        # loads NumPy and z3
        from caucasus_games.algebra.formula import signs
        from caucasus_games.concepts.markov_cases import markov_cases
        from caucasus_games.readings.symbols import Symbols

        others = {symbol.name: Fraction(int(x.p), int(x.q)) for symbol, x in self._swap.items()}
        within = {self._free.name: (min(self._marks), max(self._marks))} if self._marks else None
        cases = markov_cases(Symbols(self._game.at(others), within))
        found = {sign.polynomial for case in cases for sign in signs(case.formula)}
        return [self._domains[0].from_sympy(own.as_expr()) for own in found]

    def _quotient(self, formula: sympy.Expr) -> Any:
        """Write a formula as a quotient of polynomials."""
        return self._domains[1].from_sympy(sympy.sympify(formula).xreplace(self._swap))

    def _element(self, formula: sympy.Expr) -> Any:
        """Write a formula as a quotient of polynomials, which add and multiply quickly."""
        if formula not in self._read:
            own = sympy.sympify(formula).xreplace(self._swap)
            polynomials, quotients = self._domains
            try:
                self._read[formula] = polynomials.from_sympy(own)
            except (CoercionFailed, ValueError):
                try:
                    self._read[formula] = quotients.from_sympy(own)
                except (CoercionFailed, ValueError) as error:
                    raise sympy.PolynomialError(str(error)) from None
        return self._read[formula]


def _poles(
    game: Game, free: sympy.Symbol, swap: Mapping[sympy.Symbol, sympy.Rational]
) -> set[Value]:
    """Return where a payoff or probability divides by zero."""
    if isinstance(game, NormalForm):
        rows = [*game.payoffs.values(), *(lottery.values() for lottery in game.outcomes.values())]
    elif isinstance(game, MarkovGame):
        rows = [game.formulas]
    else:
        rows = [(*vertex.payoffs, *vertex.probabilities) for vertex in game.vertices]
    bases = {
        power.base
        for formula in {formula for row in rows for formula in row}
        for power in formula.atoms(sympy.Pow)
        if power.exp.is_negative and power.base.has(free)
    }
    tops = (sympy.fraction(sympy.together(base.xreplace(swap)))[0] for base in bases)
    return {
        r
        for top in tops
        for factor in factors_of(top, free)
        for r in roots_of(factor, _WIDTH_OF_A_ROOT)
    }


def _differences(game: NormalForm, read: Callable[[sympy.Expr], Any]) -> Iterator[Any]:
    for i, player in enumerate(game.players):
        for profile, payoffs in game.payoffs.items():
            for action in game.actions[player]:
                other = game.payoffs[(*profile[:i], action, *profile[i + 1 :])][i]
                yield read(payoffs[i]) - read(other)


def factors_of(formula: sympy.Expr, free: sympy.Symbol) -> list[sympy.Poly]:
    """Return the factors over the rationals: a root that formulas share is that of a factor."""
    return [factor for factor, _ in sympy.Poly(formula, free, domain="QQ").factor_list()[1]]


def roots_of(factor: sympy.Poly, width: Fraction) -> set[Value]:
    """Return its roots, enclosed where irrational."""
    if factor.degree() == 1:
        slope, constant = factor.all_coeffs()
        root = -constant / slope
        return {Fraction(int(root.p), int(root.q))}
    ends = (own for own, _ in factor.intervals(eps=sympy.Rational(*width.as_integer_ratio())))
    return {Interval(*(Fraction(int(q.p), int(q.q)) for q in own)) for own in ends}
