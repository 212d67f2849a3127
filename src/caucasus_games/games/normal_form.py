r"""A game in normal form: players :math:`N`, actions :math:`A_i`, payoffs :math:`u_i : A \to R`.

Every player chooses at once; a profile :math:`a \in A = \prod_i A_i` names one action of each.
Payoffs are formulas over named parameters [1]_.

References
----------
.. [1] Nash (1951), Non-cooperative games. Annals of Mathematics 54, 286–295.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from html import escape
from itertools import chain, product
from math import prod

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import expression
from caucasus_games.games.values import checked, is_one, number, substitution, with_values
from caucasus_games.markup import formulas, plain, table
from caucasus_games.parameters import Parameters

Profile = tuple[str, ...]
Payoffs = Mapping[str, object] | Sequence[object]
Outcome = str | Mapping[str, object]

LARGEST = 1_000_000
_SHOWN = 8


@dataclass(frozen=True, repr=False)
class NormalForm:
    """A game in which all players choose at once.

    Parameters
    ----------
    actions : mapping of str to sequence of str
        The actions of each player; its order is the order of the players.
    payoffs : mapping of tuple to mapping or sequence
        For each profile the payoff of each player: by name, or in the order of the players.
    outcomes : mapping of tuple to str, or to mapping of str to formula
        For each profile a label, or the probability of each of several; by default the label is
        the profile itself.
    parameters : Parameters
        Range and source of the symbols in the payoffs; those that do not occur are dropped.
    values : mapping of str to exact number
        Values of symbols; the central value of its parameter stands for any other.
    title : str
        What the game is.
    comment : str
        More about it, such as a source.

    Raises
    ------
    GameError
        If a profile or player is missing or unknown, a payoff is not exact, or the probabilities
        of the outcomes of a profile do not sum to one.

    Examples
    --------
    >>> NormalForm(
    ...     {"Armenia": ["settle", "resist"], "Azerbaijan": ["settle", "coerce"]},
    ...     {
    ...         ("settle", "settle"): (2, 2),
    ...         ("settle", "coerce"): (0, 3),
    ...         ("resist", "settle"): (1, 1),
    ...         ("resist", "coerce"): (1, 0),
    ...     },
    ... )
    game of Armenia (settle, resist) and Azerbaijan (settle, coerce), 4 profiles
    """

    actions: immutabledict[str, tuple[str, ...]]
    payoffs: immutabledict[Profile, tuple[sympy.Expr, ...]]
    outcomes: immutabledict[Profile, immutabledict[str, sympy.Expr]]
    parameters: Parameters
    values: immutabledict[str, Fraction]
    title: str
    comment: str

    def __init__(
        self,
        actions: Mapping[str, Sequence[str]],
        payoffs: Mapping[Profile, Payoffs],
        outcomes: Mapping[Profile, Outcome] | None = None,
        parameters: Parameters | None = None,
        values: Mapping[str, object] | None = None,
        title: str = "",
        comment: str = "",
    ) -> None:
        table = immutabledict({player: tuple(labels) for player, labels in actions.items()})
        _check_actions(table)
        profiles = list(product(*table.values()))
        for given in (payoffs, outcomes or {}):
            for profile in given:
                _check_profile(profile, table)
        lacking = [profile for profile in profiles if profile not in payoffs]
        if lacking:
            raise GameError(f"no payoffs for the profile ({', '.join(lacking[0])})")
        exact = {p: _payoffs_of(payoffs[p], tuple(table), p) for p in profiles}
        labels = {p: _lottery((outcomes or {}).get(p, ", ".join(p)), p) for p in profiles}
        names = {s.name for s in _symbols(exact.values(), labels.values())}
        ranges = parameters or Parameters()
        object.__setattr__(self, "actions", table)
        object.__setattr__(self, "payoffs", immutabledict(exact))
        object.__setattr__(self, "outcomes", immutabledict(labels))
        object.__setattr__(self, "parameters", ranges.select(n for n in ranges if n in names))
        object.__setattr__(self, "values", checked(values or {}, sorted(names)))
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "comment", comment)

    @classmethod
    def from_function(
        cls,
        actions: Mapping[str, Sequence[str]],
        payoff: Callable[[Mapping[str, str]], Payoffs],
        outcome: Callable[[Mapping[str, str]], Outcome] | None = None,
        parameters: Parameters | None = None,
        title: str = "",
    ) -> "NormalForm":
        """Build a game from a function that maps each profile to its payoffs.

        Parameters
        ----------
        actions : mapping of str to sequence of str
            The actions of each player.
        payoff : callable
            Gets ``{player: action}``, returns the payoffs by player or in their order.
        outcome : callable, optional
            Gets the same, returns the outcome's label or the probability of each of several.
        parameters : Parameters, optional
            Range and source of the symbols.
        title : str
            What the game is.

        Returns
        -------
        NormalForm
            The game.

        Raises
        ------
        GameError
            If the function returns the wrong number of payoffs or an inexact one.

        Examples
        --------
        >>> game = NormalForm.from_function(
        ...     {"A": ["stop", "go"], "B": ["stop", "go"]},
        ...     lambda move: (1, 1) if move["A"] != move["B"] else (0, 0),
        ... )
        >>> game.payoffs[("stop", "go")]
        (1, 1)
        """
        _check_actions(actions)
        moves = {p: dict(zip(actions, p, strict=True)) for p in product(*actions.values())}
        payoffs = {profile: payoff(move) for profile, move in moves.items()}
        labels = {profile: outcome(move) for profile, move in moves.items()} if outcome else None
        return cls(actions, payoffs, labels, parameters, title=title)

    @classmethod
    def from_arrays(
        cls, *arrays: object, actions: Mapping[str, Sequence[str]], title: str = ""
    ) -> "NormalForm":
        """Build a game from one payoff array for each player.

        Parameters
        ----------
        *arrays : nested sequence or numpy.ndarray
            One for each player, of shape (actions of the first player, of the second, …).
        actions : mapping of str to sequence of str
            The actions of each player.
        title : str
            What the game is.

        Returns
        -------
        NormalForm
            The game.

        Raises
        ------
        GameError
            If the number of arrays or a shape does not fit.

        Examples
        --------
        >>> game = NormalForm.from_arrays(
        ...     [[1, -1], [-1, 1]],
        ...     [[-1, 1], [1, -1]],
        ...     actions={"A": ["heads", "tails"], "B": ["heads", "tails"]},
        ... )
        >>> game.payoffs[("heads", "tails")]
        (-1, 1)
        """
        import numpy as np

        if len(arrays) != len(actions):
            raise GameError(f"got {len(arrays)} payoff arrays for {len(actions)} players")
        shape = tuple(len(labels) for labels in actions.values())
        tables = [np.asarray(array, dtype=object) for array in arrays]
        for player, own in zip(actions, tables, strict=True):
            if own.shape != shape:
                raise GameError(f"the array of {player} has shape {own.shape}: {shape} is needed")
        cells = product(*(range(size) for size in shape))
        profiles = product(*actions.values())
        return cls(
            actions,
            {p: [t[cell] for t in tables] for p, cell in zip(profiles, cells, strict=True)},
            title=title,
        )

    @property
    def players(self) -> tuple[str, ...]:
        """The players, in order."""
        return tuple(self.actions)

    @property
    def profiles(self) -> Iterator[Profile]:
        """Every profile of actions."""
        return iter(self.payoffs)

    @cached_property
    def symbols(self) -> frozenset[sympy.Symbol]:
        """The free symbols of payoffs and outcome probabilities."""
        return _symbols(self.payoffs.values(), self.outcomes.values())

    @property
    def outcome_labels(self) -> frozenset[str]:
        """The labels of all profiles."""
        return frozenset(label for lottery in self.outcomes.values() for label in lottery)

    def at(self, values: Mapping[str, object]) -> "NormalForm":
        """Return the game with values for some of its symbols.

        Parameters
        ----------
        values : mapping of str to exact number
            Values by name; they add to those chosen before.

        Returns
        -------
        NormalForm
            The same formulas at these values.

        Raises
        ------
        GameError
            If a name is unknown or a value is not exact.
        """
        return with_values(self, values, sorted(s.name for s in self.symbols))

    @cached_property
    def numbers(self) -> immutabledict[Profile, tuple[Fraction, ...]]:
        """The payoffs as numbers, at the chosen values and else the central ones."""
        swap = substitution(self.symbols, self.values, self.parameters)
        return immutabledict(
            {
                profile: tuple(
                    number(
                        f, swap, partial("payoff of {} at ({})".format, player, ", ".join(profile))
                    )
                    for player, f in zip(self.players, formulas, strict=True)
                )
                for profile, formulas in self.payoffs.items()
            }
        )

    @cached_property
    def chances(self) -> immutabledict[Profile, immutabledict[str, Fraction]]:
        """The probability of each outcome of each profile as a number, like :attr:`numbers`."""
        swap = substitution(self.symbols, self.values, self.parameters)
        found = {}
        sure = Fraction(1)
        for profile, lottery in self.outcomes.items():
            if set(lottery.values()) == {sympy.S.One}:
                found[profile] = immutabledict(dict.fromkeys(lottery, sure))
                continue
            where = f"at ({', '.join(profile)})"
            found[profile] = immutabledict(
                {
                    o: number(f, swap, partial("probability of {!r} {}".format, o, where))
                    for o, f in lottery.items()
                }
            )
            if any(not 0 <= chance <= 1 for chance in found[profile].values()):
                raise GameError(
                    f"the outcome probabilities {where} are "
                    f"{', '.join(map(str, found[profile].values()))} at these values: "
                    "each must lie between 0 and 1"
                )
        return immutabledict(found)

    def __repr__(self) -> str:
        seats = [f"{player} ({_some(labels)})" for player, labels in self.actions.items()]
        named = f"{self.title}: " if self.title else ""
        joined = " and ".join([", ".join(seats[:-1]), seats[-1]] if seats[1:] else seats)
        return plain(f"{named}game of {joined}, {len(self.payoffs)} profiles")

    def _repr_html_(self) -> str:
        head = f"<p>{escape(repr(self))}</p>"
        if len(self.players) != 2:
            rows = [(*profile, formulas(own)) for profile, own in self.payoffs.items()]
            return head + table((*self.players, "payoffs"), rows)
        first, second = self.actions.values()
        cells = [
            [row, *(formulas(self.payoffs[row, column]) for column in second)] for row in first
        ]
        return head + table((" \\ ".join(self.players), *second), cells)


def _some(labels: tuple[str, ...]) -> str:
    more = len(labels) - _SHOWN
    return ", ".join(labels[:_SHOWN]) + (f", … {more} more" if more > 0 else "")


def _check_actions(actions: Mapping[str, Sequence[str]]) -> None:
    if not actions:
        raise GameError("a game needs at least one player")
    for player, labels in actions.items():
        if not labels or len(set(labels)) != len(labels):
            raise GameError(
                f"the actions of {player} are {list(labels)}: give at least one, each label once"
            )
    size = prod(len(labels) for labels in actions.values())
    if size > LARGEST:
        raise GameError(
            f"the game has {size:,} profiles, more than {LARGEST:,}: "
            "write it as an ExtensiveForm or drop dominated actions first"
        )


def _check_profile(profile: Profile, actions: Mapping[str, Sequence[str]]) -> None:
    if len(profile) != len(actions):
        raise GameError(
            f"the profile {profile} has {len(profile)} actions for {len(actions)} players"
        )
    for (player, labels), action in zip(actions.items(), profile, strict=True):
        if action not in labels:
            raise unknown(f"action of {player}", action, labels)


def _payoffs_of(
    given: Payoffs, players: tuple[str, ...], profile: Profile
) -> tuple[sympy.Expr, ...]:
    where = f"({', '.join(profile)})"
    if isinstance(given, Mapping):
        for player in given:
            if player not in players:
                raise unknown(f"player in the payoffs at {where}", player, players)
        given = [given[player] for player in players if player in given]
    if len(given) != len(players):
        raise GameError(f"got {len(given)} payoffs for {len(players)} players at {where}")
    return tuple(
        expression(value, f"payoff of {player} at {where}")
        for player, value in zip(players, given, strict=True)
    )


def _lottery(given: Outcome, profile: Profile) -> immutabledict[str, sympy.Expr]:
    if isinstance(given, str):
        return immutabledict({given: sympy.Integer(1)})
    where = f"at ({', '.join(profile)})"
    exact = {o: expression(f, f"probability of {o!r} {where}") for o, f in given.items()}
    if not is_one(total := sympy.Add(*exact.values())):
        raise GameError(f"the outcome probabilities {where} sum to {total}: they must sum to 1")
    return immutabledict(exact)


def _symbols(
    payoffs: Iterable[tuple[sympy.Expr, ...]], outcomes: Iterable[Mapping[str, sympy.Expr]]
) -> frozenset[sympy.Symbol]:
    formulas = chain(*payoffs, *(lottery.values() for lottery in outcomes))
    return frozenset(symbol for formula in formulas for symbol in formula.free_symbols)
