"""Numbers that players choose: what is refused of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import sympy
from sympy.functions.elementary.piecewise import ExprCondPair

from caucasus_games.errors import GameError
from caucasus_games.games.vertices import Offered, Vertex, said
from caucasus_games.parameters import Parameters

# beyond it the exact arithmetic of irrational numbers takes minutes
_HIGHEST_DEGREE = 24
# what makes of polynomials a polynomial, or one by pieces
_KEEPING = (
    sympy.Add,
    sympy.Mul,
    sympy.Min,
    sympy.Max,
    sympy.Abs,
    sympy.Piecewise,
    ExprCondPair,
    sympy.logic.boolalg.Boolean,
)


def formulas_at(vertex: Vertex) -> tuple[sympy.Expr, ...]:
    """Return the payoffs, probabilities and bounds of a vertex."""
    ends = (vertex.offer.low, vertex.offer.high) if vertex.offer else ()
    return (*vertex.payoffs, *vertex.probabilities, *ends)


def with_formulas(vertex: Vertex, written: Callable[[sympy.Expr], sympy.Expr]) -> Vertex:
    """Write the payoffs, probabilities and bounds of a vertex in another way."""
    offer = vertex.offer and replace(
        vertex.offer, low=written(vertex.offer.low), high=written(vertex.offer.high)
    )
    return replace(
        vertex,
        payoffs=tuple(map(written, vertex.payoffs)),
        probabilities=tuple(map(written, vertex.probabilities)),
        offer=offer,
    )


def inside(vertices: Sequence[Vertex]) -> list[frozenset[str]]:
    """Return for each vertex the numbers chosen before on which what follows hangs."""
    names = frozenset(v.offer.symbol.name for v in vertices if v.offer)
    found: list[frozenset[str]] = [frozenset()] * len(vertices)
    for v in reversed(range(len(vertices))):
        vertex = vertices[v]
        own = {s.name for f in formulas_at(vertex) for s in f.free_symbols} & names
        below = {name for child in vertex.children for name in found[child]}
        found[v] = frozenset(
            own | (below - ({vertex.offer.symbol.name} if vertex.offer else set()))
        )
    return found


def check_offers(vertices: Sequence[Vertex], parameters: Parameters, means: bool) -> None:
    """Refuse numbers to be chosen that are none, or on which nothing hangs.

    What is expected on one side of a cutoff is a quotient, and may be if ``means`` says so.
    """
    offered: dict[sympy.Symbol, Vertex] = {}
    for vertex in vertices:
        if vertex.offer:
            _check_bounds(vertex, vertex.offer)
            symbol = vertex.offer.symbol
            if symbol in offered:
                raise GameError(f"two numbers are called {symbol}: give each offer its own name")
            if symbol.name in parameters:
                raise GameError(
                    f"{symbol} is a parameter, and a number that {vertex.player} offers: give one "
                    "of them another name"
                )
            offered[symbol] = vertex
    if not offered:
        return
    used: set[sympy.Symbol] = set()
    for known, vertex in zip(chosen_before(vertices), vertices, strict=True):
        for formula in formulas_at(vertex):
            here = formula.free_symbols & offered.keys()
            for symbol in sorted(here - known, key=str):
                raise GameError(
                    f"{formula}, {_place(vertex)}, has the number {symbol}, which is not chosen "
                    f"before: {offered[symbol].player} offers it "
                    f"{_place(offered[symbol])}"
                )
            for symbol in () if means else sorted(here, key=str):
                _check_pieces(formula, symbol, vertex)
            if vertex.payoffs:
                used |= here
    for symbol in offered:
        if symbol not in used:
            raise GameError(
                f"no payoff has the number {symbol} that {offered[symbol].player} offers: write "
                f"payoffs with sympy.Symbol('{symbol}'), or leave the offer out"
            )


def _place(vertex: Vertex) -> str:
    history = said(vertex.history)
    return f"after {history}" if vertex.history else f"at {history}"


def chosen_before(vertices: Sequence[Vertex]) -> Iterator[frozenset[sympy.Symbol]]:
    """Yield for each vertex the numbers that were chosen before."""
    known: list[frozenset[sympy.Symbol]] = [frozenset()] * len(vertices)
    for v, vertex in enumerate(vertices):
        for child in vertex.children:
            known[child] = known[v] | ({vertex.offer.symbol} if vertex.offer else frozenset())
        yield known[v]


def _check_bounds(vertex: Vertex, offer: Offered) -> None:
    width = offer.high - offer.low
    if width.is_number and not width > 0:
        raise GameError(
            f"{vertex.player} offers {offer.symbol} from {offer.low} to {offer.high}: give the "
            "least first, and more than one number"
        )


def _check_pieces(formula: sympy.Expr, symbol: sympy.Symbol, vertex: Vertex) -> None:
    """Refuse what is no polynomial in a number, nor one by pieces, or one of a high degree."""
    for part in sympy.postorder_traversal(formula):
        if not part.args or not part.has(symbol) or isinstance(part, _KEEPING):
            continue
        if not (isinstance(part, sympy.Pow) and part.exp.is_Integer and part.exp > 0):
            raise GameError(
                f"{formula}, {_place(vertex)}, is no polynomial in {symbol}, nor one by pieces: "
                "write it with sums, products, Min, Max and Piecewise of it, or offer a list "
                "of numbers with a Decision"
            )
    if (degree := _degree(formula, symbol)) > _HIGHEST_DEGREE:
        raise GameError(
            f"{formula}, {_place(vertex)}, has the degree {degree} in {symbol}: roots are told "
            f"apart up to the degree {_HIGHEST_DEGREE}, so write it with lower powers, or offer a "
            "list of numbers with a Decision"
        )


def _degree(formula: sympy.Expr, symbol: sympy.Symbol) -> int:
    """Return the degree that a polynomial has at most, or a piece of it."""
    if not formula.args:
        return int(formula == symbol)
    parts = [_degree(part, symbol) for part in formula.args]
    if isinstance(formula, sympy.Pow):
        return parts[0] * int(formula.exp) if parts[0] else 0
    return sum(parts) if isinstance(formula, sympy.Mul) else max(parts)
