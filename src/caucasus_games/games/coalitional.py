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
from typing import Any, Generic, TypeVar

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Reader, fraction
from caucasus_games.games.labels import labels, shown
from caucasus_games.games.limits import Limits
from caucasus_games.games.values import checked, evaluator, with_values
from caucasus_games.parameters import Parameters
from caucasus_games.text.plain import counted, plain

Coalition = frozenset[str]
T_co = TypeVar("T_co", covariant=True)

_MOST_PLAYERS = 20


class Worths(Mapping[Coalition, T_co], Generic[T_co]):
    """Something for each coalition, kept by the mask of its members: player k has the bit 2^k.

    Parameters
    ----------
    players : tuple of str
        The players.
    by_mask : tuple
        For each mask from 1 on what the coalition has; the empty one, at 0, is left out of the
        mapping.
    """

    __slots__ = ("_bits", "by_mask", "players")

    def __init__(self, players: tuple[str, ...], by_mask: tuple[T_co, ...]) -> None:
        self.players, self.by_mask = players, by_mask
        self._bits = {player: 1 << k for k, player in enumerate(players)}

    def __getitem__(self, group: Coalition) -> T_co:
        mask = sum(self._bits.get(player, 0) for player in group)
        if not mask or mask.bit_count() != len(group):
            raise KeyError(group)
        return self.by_mask[mask]

    def __iter__(self) -> Iterator[Coalition]:
        return _coalitions(self.players)

    def __len__(self) -> int:
        return len(self.by_mask) - 1

    def __hash__(self) -> int:
        return hash((self.players, self.by_mask))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Worths):
            return (self.players, self.by_mask) == (other.players, other.by_mask)
        return Mapping.__eq__(self, other)

    def __repr__(self) -> str:
        return f"Worths of {counted(len(self), 'coalition')}"


@dataclass(frozen=True, repr=False)
class CoalitionalGame:
    """Players who share what they secure together.

    Parameters
    ----------
    players : sequence of str
        One to twenty; the core and the nucleolus take fewer. A number stands for its text.
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
    worth: Worths[sympy.Expr]
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
        seats = _seats(players)
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
        by_mask = _by_mask(seats, given.__getitem__)
        self._fill(seats, by_mask, parameters, values or {}, title, read)

    def _fill(
        self,
        seats: tuple[str, ...],
        by_mask: tuple[sympy.Expr, ...],
        parameters: Parameters | None,
        values: Mapping[str, object],
        title: str,
        read: Reader,
    ) -> None:
        names = {s.name for s in _symbols(by_mask)}
        ranges = parameters or Parameters()
        object.__setattr__(self, "players", seats)
        object.__setattr__(self, "worth", Worths(seats, by_mask))
        object.__setattr__(self, "parameters", ranges.select(n for n in ranges if n in names))
        object.__setattr__(self, "values", checked(values, sorted(names)))
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
            One to twenty.
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
        seats, read = _seats(players), Reader()
        given = dict(zip(seats, players, strict=True))

        def formula(group: Coalition) -> sympy.Expr:
            # the function gets numbers as numbers
            value = worth(frozenset(given[player] for player in group))
            # the sentence is written only where it is needed
            if type(value) is int:
                return sympy.Integer(value)
            return read(value, f"worth of {_said(group, seats)}")

        game = object.__new__(cls)
        game._fill(seats, _by_mask(seats, formula), parameters, {}, title, read)
        return game

    @classmethod
    def weighted(
        cls, weights: Mapping[str, object], quota: object, title: str = ""
    ) -> "CoalitionalGame":
        """Make a weighted majority game: a coalition wins, 1, whose weights reach the quota.

        Parameters
        ----------
        weights : mapping of str to exact number
            The weight of each player.
        quota : exact number
            What a coalition needs to win.
        title : str
            What the game is.

        Returns
        -------
        CoalitionalGame
            With a worth of 0 or 1 for every coalition.

        Raises
        ------
        GameError
            If a number is not exact, or there are no or more than twenty players.

        Examples
        --------
        >>> council = CoalitionalGame.weighted({"A": 2, "B": 1, "C": 1}, 3)
        >>> [council.worth[frozenset(group)] for group in ("A", "AB", "BC", "ABC")]
        [0, 1, 0, 1]
        """
        seats = _seats(list(weights))
        given = dict(zip(seats, weights.values(), strict=True))
        needed = fraction(quota, "quota")
        sums = [Fraction(0)]
        for player in seats:
            weight = fraction(given[player], f"weight of {player}")
            sums += [total + weight for total in sums]
        game = object.__new__(cls)
        by_mask = (sympy.S.Zero, *(sympy.Integer(total >= needed) for total in sums[1:]))
        game._fill(seats, by_mask, None, {}, title, Reader())
        return game

    @cached_property
    def symbols(self) -> frozenset[sympy.Symbol]:
        """The free symbols of the worths."""
        return _symbols(self.worth.by_mask)

    @cached_property
    def numbers(self) -> Worths[Fraction]:
        """The worths at the chosen values and else the central ones."""
        number = evaluator(self)
        return Worths(
            self.players,
            tuple(
                number(formula, partial(_worth_of, mask, self.players))
                for mask, formula in enumerate(self.worth.by_mask)
            ),
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


def _seats(players: Sequence[str]) -> tuple[str, ...]:
    seats = labels(players, "the players")
    if not 0 < len(set(seats)) == len(seats) <= _MOST_PLAYERS:
        raise GameError(
            f"a coalitional game has 1 to {_MOST_PLAYERS} players, each with a name of its own, "
            f"and got {', '.join(seats) or 'none'}"
        )
    return seats


def _symbols(formulas: Iterable[sympy.Expr]) -> frozenset[sympy.Symbol]:
    return frozenset(
        s for formula in formulas if not formula.is_Number for s in formula.free_symbols
    )


def _by_mask(
    players: tuple[str, ...], worth: Callable[[Coalition], sympy.Expr]
) -> tuple[sympy.Expr, ...]:
    """Return the worths by mask, asked for from small coalitions to large ones."""
    found = [sympy.S.Zero] * (1 << len(players))
    bits = {player: 1 << k for k, player in enumerate(players)}
    for group in _coalitions(players):
        found[sum(map(bits.__getitem__, group))] = worth(group)
    return tuple(found)


def _coalitions(players: tuple[str, ...]) -> Iterator[Coalition]:
    for size in range(1, len(players) + 1):
        yield from map(frozenset, combinations(players, size))


def _said(group: Coalition, players: tuple[str, ...]) -> str:
    return ", ".join(player for player in players if player in group)


def _worth_of(mask: int, players: tuple[str, ...]) -> str:
    return f"worth of {', '.join(p for k, p in enumerate(players) if mask >> k & 1)}"
