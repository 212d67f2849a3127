r"""The subgame perfect equilibria of a tree in symbols.

In a tree of perfect information a case of a vertex is a plan for what is reached from there, with
its values :math:`u` and its condition :math:`C`. At a decision of player :math:`i` the case
:math:`k` of an action is one of the vertex if for every other action some case :math:`l` holds in
which it pays no more:

.. math:: C_k \wedge \bigwedge_b \bigvee_{l \in b} (C_l \wedge u_i^k \ge u_i^l).

Cases off the path are joined by what they pay the player, so that nothing is multiplied out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from math import prod

import sympy

from caucasus_games.algebra.formula import ALWAYS, NEVER, Formula, both, either
from caucasus_games.algebra.ratio import Ratio, total
from caucasus_games.concepts.alike import Alike, together
from caucasus_games.concepts.checks import check_told
from caucasus_games.concepts.offers.awaited import follows_several
from caucasus_games.concepts.offers.cases import narrowed, offered
from caucasus_games.concepts.offers.jumps import may_jump
from caucasus_games.concepts.offers.options import Solved, options
from caucasus_games.concepts.offers.sound import check_sound
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.offers import inside, with_formulas
from caucasus_games.games.subgames import blocks
from caucasus_games.games.vertices import Vertex, said
from caucasus_games.readings.case import Case, constrained, ended, feasible
from caucasus_games.readings.symbols import Symbols

# ways in which moves of chance go on, where numbers are chosen
_MOST_JOINED = 1_000


def subgames(
    reading: Symbols,
    first: int = 0,
    *,
    alike: Alike | None = None,
    only: Collection[int] | None = None,
) -> dict[int, list[Case]]:
    """List what may be played from each vertex on, with the conditions for subgame perfection."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    found: dict[int, list[Case]] = {}
    solver = AtNumbers(reading, found)
    # short formulas are worth the search for what is alike
    alike = alike or (Alike(reading) if reading.in_names else None)
    for block in blocks(game):
        v, vertex = block.top, game.vertices[block.top]
        if only is not None and v not in only:
            continue
        if v < first or len(block.inner) > 1 or not found.keys() >= set(block.ends):
            continue
        same = alike.met(v) if alike else None
        if alike and same is not None and not reading.undecided(game.vertices[same].history):
            found[v] = alike.copied(same, v, found[same])
            continue
        below = [found[child] for child in vertex.children]
        cases = cases_at(reading, vertex, below, solver.after(vertex))
        # who is indifferent whatever the values are may do one thing here and another there
        free = reading.undecided(vertex.history)
        found[v] = alike.numbered(v, cases) if alike and not free else cases
    return found


def cases_at(
    reading: Symbols, vertex: Vertex, below: list[list[Case]], solved: Solved
) -> list[Case]:
    """List what may be played from a vertex on, given what may be after each of its branches.

    What may be played after a number that is chosen there is told by ``solved``.
    """
    cases: Iterable[Case]
    if vertex.offer:
        cases = offered(reading, vertex, below[0], solved)
    elif vertex.player:
        cases = _decided(reading, vertex.player, vertex.history, vertex.branches, below)
    elif vertex.children:
        if reading.offers and prod(map(len, below)) > _MOST_JOINED:
            raise GameError(
                f"after {said(vertex.history)} the game may go on in more than {_MOST_JOINED:,} "
                "ways that hang on numbers chosen before: write a shorter game, or list numbers "
                "with menu(game)"
            )
        cases = _drawn(reading, vertex.probabilities, below)
    else:
        cases = (
            Case((), given, (), values, ((vertex.outcome, ALWAYS),))
            for given, values in reading.ways(vertex.payoffs)
        )
    return [case for case in cases if feasible(reading, case)]


class AtNumbers:
    """What may be played once numbers are chosen, from what may be whatever they are.

    Where a number is put in, whoever is indifferent there is so whatever the parameters are.
    """

    def __init__(self, reading: Symbols, found: Mapping[int, list[Case]]) -> None:
        game = reading.game
        assert isinstance(game, ExtensiveForm)
        self._reading, self._game, self._found = reading, game, found
        self._needs = inside(game.vertices)
        self._known: dict[object, list[Case]] = {}

    def after(self, vertex: Vertex, chosen: Mapping[sympy.Symbol, Ratio] | None = None) -> Solved:
        """Tell what may be played after each number that is chosen at a vertex."""

        def solved(place: Ratio) -> list[Case]:
            assert vertex.offer is not None
            kept = self._reading.indifferent.copy()
            own = self._at(vertex.children[0], {**(chosen or {}), vertex.offer.symbol: place})
            self._reading.indifferent = kept
            return own

        return solved

    def _at(self, v: int, chosen: Mapping[sympy.Symbol, Ratio]) -> list[Case]:
        known = {symbol: x for symbol, x in chosen.items() if symbol.name in self._needs[v]}
        if not known:
            return self._found[v]
        key = v, tuple(known.items())
        if key not in self._known:
            vertex = self._game.vertices[v]
            below = [self._at(child, chosen) for child in vertex.children]
            swap = {symbol: x.above.as_expr() / x.below.as_expr() for symbol, x in known.items()}
            own = with_formulas(vertex, lambda formula: formula.xreplace(swap))
            self._known[key] = cases_at(self._reading, own, below, self.after(vertex, known))
        return self._known[key]


def perfect_cases(reading: Symbols) -> list[Case]:
    """List the subgame perfect equilibria of a tree in which everybody knows where they are."""
    if not _check(reading).offers:
        return subgames(reading)[0]
    wide = reading.with_offers
    check_sound(wide)
    return _told(reading, wide, subgames(wide)[0])


def after_first(reading: Symbols) -> tuple[str, dict[str, list[Case]]] | None:
    """Return who decides at the root with what may be played after each action; else nothing."""
    game = _check(reading)
    root = game.vertices[0]
    if not root.player:
        return None
    wide = reading.with_offers if game.offers else reading
    if game.offers:
        check_sound(wide)
    below = subgames(wide, 1)
    places = list(zip(root.branches, root.children, strict=True))
    if root.offer and follows_several(wide, root):
        return None
    if root.offer:
        solved = AtNumbers(wide, below).after(root)
        found = options(wide, root, below[places[0][1]], solved)
        if any(one.threat != one.case.formula for one in found) or may_jump(wide, root):
            # what may be chosen there is not all that may be had by others
            return None
        told: dict[str, list[Case]] = {}
        for action, case, _ in found:
            # pieces of a payoff come in cases that exclude each other
            told.setdefault(action, []).extend(_told(reading, wide, [case]))
        return root.player, told
    if game.offers:
        return root.player, {action: _told(reading, wide, below[v]) for action, v in places}
    return root.player, {action: below[v] for action, v in places}


def _told(reading: Symbols, wide: Symbols, cases: Iterable[Case]) -> list[Case]:
    """Write cases without the numbers that were chosen."""
    reading.indifferent |= wide.indifferent
    return [narrowed(reading, wide, case) for case in cases]


def _check(reading: Symbols) -> ExtensiveForm:
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    check_told(game, "subgame_perfect", "take the solver perfect_bayesian")
    return game


def _decided(
    reading: Symbols,
    player: str,
    history: tuple[str, ...],
    actions: tuple[str, ...],
    below: list[list[Case]],
) -> Iterator[Case]:
    i = reading.game.players.index(player)
    for action, cases in zip(actions, below, strict=True):
        for case in cases:
            new = replace(case, moves=((player, history, action), *case.moves))
            for other, others in zip(actions, below, strict=True):
                if other != action and new.formula != NEVER:
                    worth = _paid(i, case, others)
                    formula = either(
                        *(
                            both(
                                when,
                                reading.prefers(
                                    case.values[i] - there,
                                    player,
                                    action,
                                    other,
                                    history,
                                    case.values[i],
                                ),
                            )
                            for there, when in worth.items()
                        )
                    )
                    if reading.box.impossible(new.formula, formula):
                        formula = NEVER
                    same = worth.get(case.values[i], NEVER)
                    if same != NEVER and not reading.box.impossible(case.formula, same):
                        reading.indifferent.add(history)
                    new = constrained(reading, new, (player, history, action, other), formula)
            yield new


def _paid(i: int, case: Case, others: Iterable[Case]) -> dict[Ratio, Formula]:
    """Say what a player is paid in other cases, where they may hold together with one."""
    worth: dict[Ratio, Formula] = {}
    for other in others:
        if together((case, other)) is not None:
            paid = other.values[i]
            worth[paid] = either(worth.get(paid, NEVER), other.formula)
    return worth


def _drawn(
    reading: Symbols, probabilities: tuple[sympy.Expr, ...], below: list[list[Case]]
) -> Iterator[Case]:
    for given, odds in reading.ways(probabilities):
        for joint in product(*below):
            takes = together(joint)
            if takes is None:
                continue
            yield Case(
                tuple(move for case in joint for move in case.moves),
                both(given, *(case.given for case in joint)),
                tuple(one for case in joint for one in case.constraints),
                tuple(
                    total(reading.ring, (q * value for q, value in zip(odds, values, strict=True)))
                    for values in zip(*(case.values for case in joint), strict=True)
                ),
                ended(reading, zip(odds, (case.ends for case in joint), strict=True)),
                takes,
            )
