r"""All equilibria of a game, with what may be asked about them.

What is asked is whether some equilibrium has a property, such as an outcome. Where a game has a
list of cases :math:`k` with conditions :math:`C_k`, and case :math:`k` has the property where
:math:`W_k`, the answer is :math:`\bigvee_k C_k \wedge W_k`.

In a tree of perfect information whose root is a decision of player :math:`i` the cases of its
actions are compared only as far as the question needs. What has the property need not be the best
of all actions: the best of those with the property is an equilibrium if it is no worse than those
without. Joined by what they pay, with :math:`H_u` where :math:`u` comes with the property and
:math:`L_w` where :math:`w` comes without,

.. math:: \bigvee_u \Big[ H_u \wedge \bigwedge_w (u \ge w \vee \neg L_w) \Big].

An action after which a player is indifferent whatever the values are has several cases at once;
of these one must do, as in :mod:`~caucasus_games.readings.symbols`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from caucasus_games.algebra.formula import (
    ALWAYS,
    NEVER,
    Formula,
    at_ties,
    both,
    either,
    grouped,
    size,
)
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.concepts.serving import check_served
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import unknown
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.parameters import Relation
from caucasus_games.readings.case import Case
from caucasus_games.readings.symbols import Symbols
from caucasus_games.theorems.names import names_of

if TYPE_CHECKING:
    from caucasus_games.algebra.box import Ranges

# when a case has a property
Property = Callable[[Case], Formula]

# in terms: what is longer is not looked for in a second way
_LONG = 1_000


class Listing:
    """All equilibria of a game in symbols."""

    def __init__(self, reading: Symbols, concept: Solver, outcome: str | None = None) -> None:
        assert concept.symbols is not None  # as was checked
        # the cases are listed in names, and what is told is not
        self.plain, self.names = reading, names_of(reading, concept, outcome)
        self.reading = reading = self.names.reading
        self.concept = concept
        self._symbols = concept.symbols
        # who decides at the root, and the cases after each action there; else all of them
        self._player, self._below = self._symbols.at_root(reading) or (
            "",
            {"": self._symbols(reading)},
        )

    @cached_property
    def cases(self) -> list[Case]:
        """Each equilibrium, with its own condition."""
        return self._symbols(self.reading) if self._player else self._below[""]

    @property
    def named(self) -> str:
        """What the equilibria are called, as ``"pure …"`` where the game has only pure cases."""
        pure = "pure " if self.reading.pure_only else ""
        return f"{pure}{self._symbols.equilibria}"

    @property
    def ends(self) -> tuple[tuple[str, ...], ...]:
        """Sets of outcomes that may come about together."""
        every = (tuple(sorted(dict(c.ends))) for cases in self._below.values() for c in cases)
        return tuple(dict.fromkeys(every))

    def possible(self, wanted: Property) -> Formula:
        """Say when some equilibrium has a property, in the fewest words."""
        return self.names.spelled_out(self._possible(wanted))

    def _possible(self, wanted: Property) -> Formula:
        found = self._short(wanted)
        if self._unique(wanted) and size(found) <= _LONG:
            # then some has it unless some lacks it, which may be shorter to say
            mirrored = at_ties(grouped(self._short(_without(wanted)).negation), True)
            return min(found, mirrored, key=size)
        return found

    def guaranteed(self, wanted: Property, possible: Formula) -> Formula:
        """Say when every equilibrium has a property, in the fewest words."""
        if self._unique(wanted):
            return self.names.without_ties(possible)
        told = self.names.told(possible)
        lacking = self.when(_without(wanted))
        found = grouped(self.reading.box.simplified(both(told, lacking.negation)))
        return self.names.spelled_out(found)

    def apart(self) -> Formula:
        """Say when there are equilibria with different outcomes."""
        found = either(
            *(
                both(self.when(only(ends)), self.when(_without(only(ends))))
                for ends in self.ends
                if not self._unique(only(ends))
            )
        )
        return self.names.spelled_out(found)

    def nowhere(self, possible: Iterable[Formula]) -> Formula:
        """Say when none of what is possible somewhere is."""
        box = self.reading.box
        found = box.simplified(either(*map(self.names.told, possible)).negation)
        if found == NEVER or box.impossible(found, thorough=True):
            return NEVER
        return self.names.spelled_out(found)

    def _short(self, wanted: Property) -> Formula:
        return grouped(self.reading.box.simplified(self.when(wanted)))

    def when(self, wanted: Property) -> Formula:
        """Say when some equilibrium has a property."""
        if not self._player:
            return either(*(both(case.formula, wanted(case)) for case in self._below[""]))
        box = self.reading.box
        lack = self._paid(_without(wanted), leave=self._several)
        excluded = {
            w: at_ties(box.simplified(paid).negation, True) for w, (paid, _) in lack.items()
        }
        ways = []
        for u, (paid, actions) in self._paid(wanted).items():
            known = [box.simplified(paid)]
            for w, (_, others) in lack.items():
                # of two cases after one action it is not decided here which comes about
                for action, other in _pair(actions, others):
                    better = self._better(u, w, action, other)
                    known.append(box.simplified(either(better, excluded[w]), known))
            for several in self._several:
                for action, other in _pair(actions, (several,)):
                    known.append(box.simplified(self._some(u, action, other, wanted), known))
            way = both(*known)
            if way != NEVER and not box.impossible(way):
                ways.append(box.simplified(way))
        return either(*ways)

    def _paid(
        self, wanted: Property, leave: tuple[str, ...] = ()
    ) -> dict[Ratio, tuple[Formula, tuple[str, ...]]]:
        """Join the cases with a property by what they pay, each with the actions that do."""
        found: dict[Ratio, tuple[Formula, tuple[str, ...]]] = {}
        for action, cases in self._below.items():
            for case in cases if action not in leave else ():
                known = case.formula
                when = both(known, self.reading.box.simplified(wanted(case), [known]))
                if when != NEVER:
                    worth = self._worth(case)
                    before, actions = found.get(worth, (NEVER, ()))
                    found[worth] = either(before, when), (*actions, action)
        return found

    def _some(self, worth: Ratio, action: str, other: str, wanted: Property) -> Formula:
        """Say that in some case another action has the property too, or pays no more."""
        return either(
            *(
                both(
                    case.formula,
                    either(wanted(case), self._better(worth, self._worth(case), action, other)),
                )
                for case in self._below[other]
            )
        )

    def _better(self, worth: Ratio, there: Ratio, action: str, other: str) -> Formula:
        gain = worth - there
        return self.reading.prefers(gain, self._player, action, other, worth=worth)

    def _worth(self, case: Case) -> Ratio:
        return case.values[self.reading.game.players.index(self._player)]

    @cached_property
    def _several(self) -> tuple[str, ...]:
        """The actions after which several cases may hold at once, but for ties."""
        first = {history[0] for history in self.reading.indifferent if history}
        return tuple(action for action in self._below if action in first)

    def _unique(self, wanted: Property) -> bool:
        """Tell whether it is proved that all equilibria have a property or none, but for ties."""
        if not self._player or self._several:
            return False
        with_it, without_it = (self._paid(asked) for asked in (wanted, _without(wanted)))
        return all(
            len({*with_it[u][1], *without_it[u][1]}) == 1 for u in with_it.keys() & without_it
        )


def read(
    game: Game,
    outcome: str | None,
    solver: Solver | None,
    ranges: Ranges | None = None,
    time_limit: float | None = None,
    given: Iterable[Relation] = (),
) -> Listing:
    """List the equilibria of a game in symbols."""
    check_game(game, "conditions", *KINDS)
    check_solver(solver, "conditions")
    concept = solver or usual(game)
    check_served(concept, game, "symbols")
    if outcome is not None and outcome not in game.outcome_labels:
        raise unknown("outcome", outcome, sorted(game.outcome_labels))
    return Listing(Symbols(game, ranges, time_limit, given=given), concept, outcome)


def _pair(actions: tuple[str, ...], others: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return an action of the first and another of the second; none if there is one alone."""
    return [(a, b) for a in actions for b in others if a != b][:1]


def bringing(outcome: str) -> Property:
    """Say when a case brings an outcome with a positive probability."""
    return lambda case: dict(case.ends).get(outcome, NEVER)


def only(ends: tuple[str, ...]) -> Property:
    """Say whether a case brings certain outcomes and no other."""
    return lambda case: ALWAYS if tuple(sorted(dict(case.ends))) == ends else NEVER


def _without(wanted: Property) -> Property:
    return lambda case: wanted(case).negation
