r"""The chain of states that play makes: where it is after so many periods, when, and how often.

With the transition matrix :math:`P` of a strategy and the first state :math:`s_0`, the state after
:math:`n` periods is distributed as :math:`e_{s_0} P^n`; the first period in which one of some
states is reached comes from the same with those states made absorbing; and in the long run play is
in a state for the share :math:`\pi`, with :math:`\pi P = \pi` [1]_.

References
----------
.. [1] Kemeny & Snell (1960), Finite Markov chains. Van Nostrand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, TypeVar

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.games.spots import Spot
from caucasus_games.text.plain import plain

Chance: TypeAlias = Fraction | float
Odds: TypeAlias = immutabledict[str, Chance]
Q = TypeVar("Q", Fraction, float)


@dataclass(frozen=True, repr=False)
class Chain:
    """With what chances a state follows another.

    Parameters
    ----------
    start : str
        The first state.
    moves : immutabledict of str to immutabledict of str to Fraction or float
        For each state the chance of each that may come next; none after the last period.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> chain = Chain("on", immutabledict(on={"on": half, "off": half}, off={"on": Fraction(1)}))
    >>> chain
    chain of 2 states from on
    """

    start: str
    moves: immutabledict[str, Odds]

    def after(self, periods: int) -> tuple[Odds, ...]:
        """Return how likely each state is at the start and after each of so many periods.

        Parameters
        ----------
        periods : int
            At least 0.

        Returns
        -------
        tuple of immutabledict of str to Fraction or float
            One more than the periods; where play has ended, nothing is left.

        Raises
        ------
        GameError
            If the number is negative.

        Examples
        --------
        >>> half, sure = Fraction(1, 2), Fraction(1)
        >>> chain = Chain("on", immutabledict(on={"on": half, "off": half}, off={"on": sure}))
        >>> [str(odds["on"]) for odds in chain.after(2)]
        ['1', '1/2', '3/4']
        """
        _check_periods(periods)
        found: list[Odds] = [immutabledict({self.start: Fraction(1)})]
        for _ in range(periods):
            found.append(self._next(found[-1]))
        return tuple(found)

    def hitting(self, states: Iterable[str], periods: int) -> tuple[Chance, ...]:
        """Return how likely it is that one of some states is first reached after so many periods.

        Parameters
        ----------
        states : iterable of str
            Which.
        periods : int
            Up to how many are looked at.

        Returns
        -------
        tuple of Fraction or float
            For 0, 1, … periods; what is left to one is never, or later.

        Raises
        ------
        GameError
            If there is no such state.

        Examples
        --------
        >>> half, sure = Fraction(1, 2), Fraction(1)
        >>> chain = Chain("on", immutabledict(on={"on": half, "off": half}, off={"on": sure}))
        >>> [str(q) for q in chain.hitting(["off"], 3)]
        ['0', '1/2', '1/4', '1/8']
        """
        _check_periods(periods)
        wanted = {states} if isinstance(states, str) else set(states)
        for state in sorted(wanted):
            if state not in self.moves:
                raise unknown("state", state, self.moves)
        left: Odds = immutabledict({self.start: Fraction(1)})
        found: list[Chance] = []
        for _ in range(periods + 1):
            found.append(sum((q for s, q in left.items() if s in wanted), Fraction(0)))
            left = self._next({s: q for s, q in left.items() if s not in wanted})
        return tuple(found)

    def stationary(self) -> Odds:
        """Return in what share of all periods play is in each state in the long run.

        Returns
        -------
        immutabledict of str to Fraction or float
            The one distribution that stays as it is; only states with a share.

        Raises
        ------
        GameError
            If play ends, or it depends on chance where play stays.

        Examples
        --------
        >>> half, sure = Fraction(1, 2), Fraction(1)
        >>> chain = Chain("on", immutabledict(on={"on": half, "off": half}, off={"on": sure}))
        >>> {state: str(share) for state, share in chain.stationary().items()}
        {'on': '2/3', 'off': '1/3'}
        """
        stays = self._stays()
        # states are taken out one by one; what leads through them goes on directly
        moves = {s: {t: q for t, q in self.moves[s].items() if q} for s in stays}
        shares = {state: _taken_out(moves, state) for state in reversed(stays[1:])}
        weight: dict[str, Chance] = {stays[0]: Fraction(1)}
        for state in stays[1:]:
            weight[state] = sum((weight[s] * q for s, q in shares[state].items()), Fraction(0))
        total = sum(weight.values(), Fraction(0))
        return immutabledict({s: q / total for s, q in weight.items()})

    def _stays(self) -> list[str]:
        """Return the states in which play stays; refuse a chain where there are none, or more."""
        reach = self._reached(self.start)
        if any(not self.moves[state] for state in reach):
            raise GameError("play ends: after() says where it is in each period")
        closed = [s for s in reach if all(s in self._reached(t) for t in self._reached(s))]
        stays = [s for s in reach if s in self._reached(closed[0])]
        if len(closed) > len(stays):
            raise GameError(
                f"play stays in {closed[0]} or elsewhere, as chance has it: hitting() says how "
                "often"
            )
        return stays

    def _next(self, odds: Mapping[str, Chance]) -> Odds:
        found: dict[str, Chance] = {}
        for state, chance in odds.items():
            for target, q in self.moves[state].items():
                found[target] = found.get(target, Fraction(0)) + chance * q
        return immutabledict(found)

    def _reached(self, state: str) -> list[str]:
        found = {state: None}
        queue = [state]
        for own in queue:
            for target, q in self.moves[own].items():
                if q and target not in found:
                    found[target] = None
                    queue.append(target)
        return list(found)

    def __repr__(self) -> str:
        return plain(f"chain of {len(self.moves)} states from {self.start}")


def _taken_out(moves: dict[str, dict[str, Chance]], state: str) -> dict[str, Chance]:
    """Take a state out of a chain; return how often it is met for each time in another."""
    out = moves.pop(state)
    out.pop(state, None)
    leaves = sum(out.values(), Fraction(0))
    into = {s: own.pop(state) / leaves for s, own in moves.items() if state in own}
    for s, share in into.items():
        for t, q in out.items():
            moves[s][t] = moves[s].get(t, Fraction(0)) + share * q
    return into


def chain_of(spots: Sequence[Spot], moves: Sequence[Mapping[int, Q]]) -> Chain:
    """Return the chain of moves; spots that are played at once go with those after them."""
    later: dict[int, Mapping[int, Q]] = {}

    def onwards(k: int) -> Mapping[int, Q]:
        if not spots[k].at_once:
            return moves[k]
        if k not in later:
            found: dict[int, Q] = {}
            for to, chance in moves[k].items():
                for t, q in onwards(to).items():
                    found[t] = found[t] + chance * q if t in found else chance * q
            later[k] = found
        return later[k]

    reached, queue = {0: onwards(0)}, [0]
    for k in queue:
        for t in reached[k]:
            if t not in reached:
                reached[t] = onwards(t)
                queue.append(t)
    return Chain(
        spots[0].name,
        immutabledict(
            {
                spots[k].name: immutabledict({spots[t].name: q for t, q in own.items()})
                for k, own in reached.items()
            }
        ),
    )


def _check_periods(periods: int) -> None:
    if not isinstance(periods, int) or periods < 0:
        raise GameError(f"periods is {periods!r}: give 0 or more")
