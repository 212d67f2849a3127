"""stub"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates.subgame_perfect import played
from caucasus_games.exact import Interval
from caucasus_games.exact.algebraic import Algebraic
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.results.enclosed import EnclosedEquilibrium
from caucasus_games.results.equilibrium import Equilibrium

Exact = Fraction | Algebraic
_SURE = Fraction(1)


def certified_offers(game, taken, named):
    return _followed(game, taken, named)


def evaluated(formula: sympy.Expr, chosen: Mapping[sympy.Symbol, Exact]) -> Exact:
    """Return a formula at numbers that may be irrational."""
    if formula.is_Rational:
        return Fraction(int(formula.p), int(formula.q))
    if formula.is_Symbol:
        return chosen[formula]
    if isinstance(formula, sympy.Piecewise):
        return next(evaluated(own, chosen) for own, when in formula.args if _is(when, chosen))
    parts = [evaluated(own, chosen) for own in formula.args]
    if isinstance(formula, sympy.Pow):
        power = formula.exp
        value = parts[0] ** abs(int(power))
        return value if power > 0 else 1 / value
    if isinstance(formula, sympy.Max | sympy.Min):
        return (max if isinstance(formula, sympy.Max) else min)(parts)
    if isinstance(formula, sympy.Abs):
        return max(parts[0], -parts[0])
    found = parts[0]
    for part in parts[1:]:
        found = found + part if formula.is_Add else found * part
    return found


def _is(when: sympy.logic.boolalg.Boolean, chosen: Mapping[sympy.Symbol, Exact]) -> bool:
    if when in (sympy.true, sympy.false):
        return bool(when)
    gap = evaluated(when.gts - when.lts, chosen)
    return gap > 0 if isinstance(when, sympy.Gt | sympy.Lt) else gap >= 0


def _followed(
    game: ExtensiveForm, taken: Mapping[int, int], named: Mapping[int, Exact]
) -> Equilibrium | EnclosedEquilibrium:
    """Return what is played: the tree without what play does not come to."""
    start = {sympy.Symbol(name): value for name, value in game.values.items()}
    chosen: dict[int, dict[sympy.Symbol, Exact]] = {0: start}
    odds: dict[int, list[Exact]] = {}
    order: list[int] = []
    stack = [0]
    while stack:
        v = stack.pop()
        vertex, own = game.vertices[v], chosen[v]
        order.append(v)
        if vertex.offer:
            own = {**own, vertex.offer.symbol: named[v]}
            odds[v] = [_SURE]
        elif vertex.player:
            odds[v] = [Fraction(k == taken[v]) for k in range(len(vertex.children))]
        else:
            odds[v] = [evaluated(q, own) for q in vertex.probabilities]
        for child, q in zip(vertex.children, odds[v], strict=True):
            if q != 0:
                chosen[child] = own
                stack.append(child)
    nodes: dict[int, Node] = {}
    worth: dict[int, tuple[Exact, ...]] = {}
    rough = any(isinstance(x, Algebraic) for x in named.values())
    for v in reversed(order):
        vertex = game.vertices[v]
        if not vertex.children:
            worth[v] = tuple(evaluated(payoff, chosen[v]) for payoff in vertex.payoffs)
            paid = dict(zip(game.players, map(_near, worth[v]), strict=True))
            nodes[v] = Terminal(vertex.outcome, paid)
            continue
        live = [
            (label, q, child)
            for label, q, child in zip(vertex.branches, odds[v], vertex.children, strict=True)
            if q != 0
        ]
        columns = zip(*(worth[child] for _, _, child in live), strict=True)
        worth[v] = tuple(
            sum((q * x for (_, q, _), x in zip(live, column, strict=True)), Fraction(0))
            for column in columns
        )
        if not vertex.player:
            nodes[v] = Chance({label: (_near(q), nodes[child]) for label, q, child in live})
            continue
        ((label, _, child),) = live
        if vertex.offer:
            label = f"{vertex.offer.symbol} = {named[v]}"
        nodes[v] = Decision(vertex.player, {label: nodes[child]})
    tree = ExtensiveForm(nodes[0], game.players)
    sets = (at for at in tree.vertices if at.player)
    moves = {at.information_set: immutabledict({at.branches[0]: _SURE}) for at in sets}
    found = played(tree, immutabledict(moves))
    if not rough:
        return found
    payoffs = {p: _interval(x) for p, x in zip(game.players, worth[0], strict=True)}
    return EnclosedEquilibrium(
        immutabledict({at: immutabledict({a: _interval(_SURE) for a in mix}) for at, mix in found.strategies.items()}),
        found.path,
        immutabledict(payoffs),
        immutabledict({label: _interval(q) for label, q in found.outcomes.items()}),
    )


def _near(number: Exact) -> Fraction:
    return number.enclosed().low if isinstance(number, Algebraic) else number


def _interval(number: Exact) -> Interval:
    return number.enclosed() if isinstance(number, Algebraic) else Interval(number, number)
