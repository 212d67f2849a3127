r"""Where the best number may be, at values: finitely many candidates for each offer.

Let :math:`x` be a number that player :math:`i` chooses. What may follow it comes in cases as in
``concepts.offers.cases``, in the numbers chosen before it and in :math:`x`: each
holds where signs of polynomials are as its condition says, and pays :math:`u(x)`. Between two
neighbouring roots of these polynomials the same cases hold at every :math:`x`. There :math:`u_i`
has its supremum at an end, or where its derivative is zero. So whatever a best :math:`x` is, one
that is as good is among the bounds, the roots of the polynomials and the roots of :math:`u_i'`, the
*candidates*. Where several cases hold at once the least of their payoffs counts, and the roots of
their differences are candidates too, as are numbers at which something may follow that does not
around them, which ``concepts.offers.options`` lists, and those for which somebody who moved before
may wait (``concepts.offers.awaited``). They are formulas in the numbers chosen before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import ALWAYS, signs
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.offers.awaited import awaited, follows_several
from caucasus_games.concepts.offers.options import lone
from caucasus_games.concepts.offers.roots import Place, known_roots, roots, slope
from caucasus_games.concepts.subgame_cases import AtNumbers, cases_at
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.offers import inside
from caucasus_games.games.vertices import Vertex
from caucasus_games.readings.case import Case
from caucasus_games.readings.symbols import Symbols

Form = tuple[Ratio, ...]


class Projection:
    """The candidates of every offer of a tree, in the order from the last to the first.

    Parameters
    ----------
    reading : Symbols
        The game at values, with the numbers to be chosen as its symbols.
    settled : callable
        From a vertex, on whose way no number was chosen that matters from there on, and the
        candidates at all vertices after it to what is paid in its equilibria: that takes the place
        of all that might be.
    """

    def __init__(
        self, reading: Symbols, settled: Callable[[int, Projection], Iterable[Form]]
    ) -> None:
        game = reading.game
        assert isinstance(game, ExtensiveForm)
        self.inside = inside(game.vertices)
        self.candidates: dict[int, tuple[Place, ...]] = {}
        # those of them for which somebody may wait
        self.awaited: dict[int, tuple[Place, ...]] = {}
        cases: dict[int, list[Case]] = {}
        solver = AtNumbers(reading, cases)
        for v in reversed(range(len(game.vertices))):
            vertex = game.vertices[v]
            below = [cases[child] for child in vertex.children]
            if vertex.offer:
                best = _places(reading, v, below[0], bool(self.inside[v]))
                x = reading.ring.symbols.index(vertex.offer.symbol)
                cuts = (cut for case in below[0] for cut in awaited(reading, vertex, case.values))
                self.awaited[v] = tuple(known_roots(cuts, x))
                new = (place for place in self.awaited[v] if place not in best)
                self.candidates[v] = (*best, *new)
            if self.inside[v]:
                cases[v] = cases_at(reading, vertex, below, solver.after(vertex))
                continue
            forms = dict.fromkeys(settled(v, self))
            cases[v] = [Case((), ALWAYS, (), form, ()) for form in forms]
            if len(forms) > 1:
                reading.indifferent.add(vertex.history)


def _places(reading: Symbols, v: int, below: list[Case], hangs: bool) -> tuple[Place, ...]:
    """Return where the best number may be, given what may follow."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    vertex = game.vertices[v]
    offer = vertex.offer
    assert offer is not None
    x = reading.ring.symbols.index(offer.symbol)
    cuts = _cuts(reading, vertex, below, x, hangs)
    ends = reading.of(offer.low), reading.of(offer.high)
    places = (place for cut in dict.fromkeys(cuts) for place in roots(cut, x))
    # at values both ends may be one number
    return (*ends, *(place for place in dict.fromkeys(places) if place not in ends))


def _cuts(
    reading: Symbols, vertex: Vertex, below: list[Case], x: int, hangs: bool
) -> list[PolyElement]:
    """Return polynomials among whose roots the best number is, if it is none of the bounds."""
    i = reading.game.players.index(vertex.player)
    cuts = [sign.polynomial for case in below for sign in signs(case.formula)]
    cuts += [slope(case.values[i], x) for case in below]
    if follows_several(reading, vertex):
        pairs = combinations((case.values[i] for case in below), 2)
        cuts += [(one - other).above for one, other in pairs]
    # somebody who is asked later may be indifferent at single numbers
    cuts += lone(reading, vertex)
    cuts += [cut for cut in lone(reading, vertex, True) if hangs and cut.degree(x) == 1]
    return cuts
