r"""A game in normal form: players :math:`N`, actions :math:`A_i`, payoffs :math:`u_i : A \to R`.

Every player chooses at once; a profile :math:`a \in A = \prod_i A_i` names one action of each.
Payoffs are formulas over named parameters [1]_.

References
----------
.. [1] Nash (1951), Non-cooperative games. Annals of Mathematics 54, 286–295.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from html import escape
from itertools import product

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import Reader
from caucasus_games.games.limits import Limits
from caucasus_games.games.profiles import (
    Outcome,
    Payoffs,
    Profile,
    actions_of,
    by_profile,
    lottery_of,
    numbered,
    payoffs_of,
    some_of,
    symbols_of,
)
from caucasus_games.games.values import checked, evaluator, with_values
from caucasus_games.parameters import Parameters
from caucasus_games.text.html import formulas, table
from caucasus_games.text.plain import counted, plain


@dataclass(frozen=True, repr=False)
class NormalForm:
    """A game in which all players choose at once.

    Parameters
    ----------
    actions : mapping of str to sequence of str
        The actions of each player; its order is the order of the players. A number stands for its
        text, here as in all labels.
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
    limits: Limits

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
        table = actions_of(actions)
        profiles = list(product(*table.values()))
        payoffs = by_profile(payoffs, table, "payoffs")
        outcomes = by_profile(outcomes or {}, table, "outcomes")
        lacking = [profile for profile in profiles if profile not in payoffs]
        if lacking:
            raise GameError(f"no payoffs for the profile ({', '.join(lacking[0])})")
        read = Reader()
        exact = {p: payoffs_of(payoffs[p], tuple(table), p, read) for p in profiles}
        lotteries = {
            p: lottery_of(outcomes[p], p, read)
            if p in outcomes
            else immutabledict({", ".join(p): sympy.Integer(1)})
            for p in profiles
        }
        names = {s.name for s in symbols_of(exact.values(), lotteries.values())}
        ranges = parameters or Parameters()
        object.__setattr__(self, "actions", table)
        object.__setattr__(self, "payoffs", immutabledict(exact))
        object.__setattr__(self, "outcomes", immutabledict(lotteries))
        object.__setattr__(self, "parameters", ranges.select(n for n in ranges if n in names))
        object.__setattr__(self, "values", checked(values or {}, sorted(names)))
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "comment", comment)
        object.__setattr__(self, "limits", Limits.of(read))
        self.limits.check(self.values, self.parameters)

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
            Gets ``{player: action}``, as they were given, returns the payoffs by player or in their
            order.
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
        profiles = list(product(*actions_of(actions).values()))
        # the functions get numbers as numbers
        moves = [dict(zip(actions, own, strict=True)) for own in product(*actions.values())]
        payoffs = {p: payoff(move) for p, move in zip(profiles, moves, strict=True)}
        outcomes = (
            {p: outcome(move) for p, move in zip(profiles, moves, strict=True)} if outcome else None
        )
        return cls(actions, payoffs, outcomes, parameters, title=title)

    @classmethod
    def from_arrays(
        cls, *arrays: object, actions: Mapping[str, Sequence[str]] | None = None, title: str = ""
    ) -> "NormalForm":
        """Build a game from one payoff array for each player.

        Parameters
        ----------
        *arrays : nested sequence or numpy.ndarray
            One for each player, of shape (actions of the first player, of the second, …).
        actions : mapping of str to sequence of str, optional
            The actions of each player; by default players and actions are called 1, 2, …
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
        >>> NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
        game of 1 (1, 2) and 2 (1, 2), 4 profiles
        """
        import numpy as np

        tables = [np.asarray(array, dtype=object) for array in arrays]
        if actions is None:
            sizes = tables[0].shape if tables else ()
            actions = {str(i + 1): numbered(size) for i, size in enumerate(sizes)}
        if len(arrays) != len(actions):
            raise GameError(
                f"got {counted(len(arrays), 'payoff array')} for "
                f"{counted(len(actions), 'player')}: give one for each"
            )
        shape = tuple(len(own) for own in actions_of(actions).values())
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
        return symbols_of(self.payoffs.values(), self.outcomes.values())

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
        number = evaluator(self)
        return immutabledict(
            {
                profile: tuple(
                    number(f, partial("payoff of {} at ({})".format, player, ", ".join(profile)))
                    for player, f in zip(self.players, formulas, strict=True)
                )
                for profile, formulas in self.payoffs.items()
            }
        )

    @cached_property
    def chances(self) -> immutabledict[Profile, immutabledict[str, Fraction]]:
        """The probability of each outcome of each profile as a number, like :attr:`numbers`."""
        number = evaluator(self)
        found = {}
        sure = Fraction(1)
        for profile, lottery in self.outcomes.items():
            if set(lottery.values()) == {sympy.S.One}:
                found[profile] = immutabledict(dict.fromkeys(lottery, sure))
                continue
            where = f"at ({', '.join(profile)})"
            found[profile] = immutabledict(
                {
                    o: number(f, partial("probability of {!r} {}".format, o, where))
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
        seats = [f"{player} ({some_of(labels)})" for player, labels in self.actions.items()]
        named = f"{self.title}: " if self.title else ""
        joined = " and ".join([", ".join(seats[:-1]), seats[-1]] if seats[1:] else seats)
        told = f", for {self.limits.note}" if self.limits.note else ""
        return plain(f"{named}game of {joined}, {counted(len(self.payoffs), 'profile')}{told}")

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
