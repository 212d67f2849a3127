r"""A coalitional game: what each group of players can secure by itself, :math:`v(S)` [1]_.

Worths are formulas over named parameters; :math:`v(\emptyset) = 0`.

References
----------
.. [1] von Neumann & Morgenstern (1944), Theory of Games and Economic Behavior, chapter VI.
   Princeton University Press.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations
from typing import Any

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Reader
from caucasus_games.games.labels import labels, shown
from caucasus_games.games.values import (
    Limits,
    checked,
    number,
    substitution,
    with_values,
)
from caucasus_games.markup import plain
from caucasus_games.parameters import Parameters

Coalition = frozenset[str]

_MOST = 10


@dataclass(frozen=True, repr=False)
class CoalitionalGame:
    """Players who share what they secure together.

    Parameters
    ----------
    players : sequence of str
        One to ten. A number stands for its text.
    worth : mapping
        What each coalition, an iterable of players, secures: a number or a formula; every coalition
        but the empty one.
    parameters : Parameters
        Range and source of the symbols; those that do not occur are dropped.
    values : mapping of str to exact number
        Values of symbols; the central value of its parameter stands for any other.
    title : str
        What the game is.

    Raises
    ------
    GameError
        If a coalition is missing or named twice, or a player unknown.

    Examples
    --------
    >>> CoalitionalGame(["A", "B"], {("A",): 0, ("B",): 0, ("A", "B"): 1})
    coalitional game of A, B
    """

    players: tuple[str, ...]
    worth: immutabledict[Coalition, sympy.Expr]
    parameters: Parameters
    values: immutabledict[str, Fraction]
    title: str
    limits: Limits

    def __init__(
        self,
        players: Sequence[str],
        worth: Mapping[Any, object],
        parameters: Parameters | None = None,
        values: Mapping[str, object] | None = None,
        title: str = "",
    ) -> None:
        seats = labels(players, "the players")
        if not 0 < len(set(seats)) == len(seats) <= _MOST:
            raise GameError(
                f"a coalitional game has 1 to {_MOST} players, each with a name of its own, "
                f"and got {', '.join(seats) or 'none'}"
            )
        if not isinstance(worth, Mapping):
            raise GameError(
                f"the worths are {shown(worth)}: give them by coalition, as {{('A', 'B'): 1}}"
            )
        given: dict[Coalition, sympy.Expr] = {}
        read = Reader()
        for who, value in worth.items():
            several = isinstance(who, Iterable) and not isinstance(who, str)
            group = frozenset(labels(who if several else [who], "the players of a coalition"))
            for player in group:
                if player not in seats:
                    raise unknown("player in a coalition", player, seats)
            if not group:
                raise GameError("the empty coalition secures 0: leave it out")
            if group in given:
                raise GameError(f"the coalition of {_said(group, seats)} is named twice")
            given[group] = read(value, f"worth of {_said(group, seats)}")
        for group in _coalitions(seats):
            if group not in given:
                raise GameError(f"no worth for the coalition of {_said(group, seats)}")
        names = {s.name for formula in given.values() for s in formula.free_symbols}
        ranges = parameters or Parameters()
        object.__setattr__(self, "players", seats)
        object.__setattr__(
            self, "worth", immutabledict({group: given[group] for group in _coalitions(seats)})
        )
        object.__setattr__(self, "parameters", ranges.select(n for n in ranges if n in names))
        object.__setattr__(self, "values", checked(values or {}, sorted(names)))
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "limits", Limits.of(read))
        self.limits.check(self.values, self.parameters)

    @classmethod
    def from_function(
        cls,
        players: Sequence[str],
        worth: Callable[[Coalition], object],
        parameters: Parameters | None = None,
        title: str = "",
    ) -> "CoalitionalGame":
        """Make a game from a function of the coalition.

        Parameters
        ----------
        players : sequence of str
            One to ten.
        worth : callable
            From a frozenset of players, as they were given, to what they secure.
        parameters : Parameters
            Range and source of the symbols.
        title : str
            What the game is.

        Returns
        -------
        CoalitionalGame
            With a worth for every coalition.

        Examples
        --------
        >>> CoalitionalGame.from_function("ABC", lambda group: len(group) >= 2)
        Traceback (most recent call last):
        ...
        caucasus_games.errors.GameError: worth of A is False: give a number such as 3, 1/3, 0.25, 30% or 2.5e-3, or a sympy expression
        >>> CoalitionalGame.from_function("ABC", lambda group: int(len(group) >= 2))
        coalitional game of A, B, C
        """  # noqa: E501  # the whole sentence
        labels(players, "the players")
        seats = tuple(players)[: _MOST + 1]
        return cls(
            players, {group: worth(group) for group in _coalitions(seats)}, parameters, title=title
        )

    @cached_property
    def symbols(self) -> frozenset[sympy.Symbol]:
        """The free symbols of the worths."""
        return frozenset(s for formula in self.worth.values() for s in formula.free_symbols)

    @cached_property
    def numbers(self) -> immutabledict[Coalition, Fraction]:
        """The worths at the chosen values and else the central ones."""
        swap = substitution(self.symbols, self.values, self.parameters)
        return immutabledict(
            {
                group: number(formula, swap, partial(_worth_of, group, self.players))
                for group, formula in self.worth.items()
            }
        )

    def at(self, values: Mapping[str, object]) -> "CoalitionalGame":
        """Return the game with values for some of its symbols.

        Parameters
        ----------
        values : mapping of str to exact number
            Values by name; they add to those chosen before.

        Returns
        -------
        CoalitionalGame
            The same formulas at these values.

        Raises
        ------
        GameError
            If a name is unknown or a value is not exact.
        """
        return with_values(self, values, sorted(s.name for s in self.symbols))

    def __repr__(self) -> str:
        named = f"{self.title}: " if self.title else ""
        told = f", for {self.limits.note}" if self.limits.note else ""
        return plain(f"{named}coalitional game of {', '.join(self.players)}{told}")


def _coalitions(players: tuple[str, ...]) -> Iterator[Coalition]:
    for size in range(1, len(players) + 1):
        yield from map(frozenset, combinations(players, size))


def _said(group: Coalition, players: tuple[str, ...]) -> str:
    return ", ".join(player for player in players if player in group)


def _worth_of(group: Coalition, players: tuple[str, ...]) -> str:
    return f"worth of {_said(group, players)}"
