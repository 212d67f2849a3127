r"""A Markov game: states, in each of which players choose, and chances of what state comes next.

In state :math:`s` the profile :math:`a` pays player :math:`i` the amount :math:`u_i(s, a)` and
leads to state :math:`t` with probability :math:`q(t \mid s, a)`. With the discount factor
:math:`\delta_i`, and strategies that depend on the state alone, play is worth

.. math:: V_i(s) = u_i(s, a) + \delta_i \sum_t q(t \mid s, a) V_i(t),

where :math:`\delta_i` is left out if the stage is played at once, within the same period [1]_. All
of these are formulas over named parameters. Play lasts forever, or for a number of periods.

What comes about is the first outcome on the way: stages may give profiles a label, and
``otherwise`` is what is said if none of them is ever played.

References
----------
.. [1] Shapley (1953), Stochastic games. Proceedings of the National Academy of Sciences 39,
   1095–1100; Maskin & Tirole (2001), Markov perfect equilibrium. Journal of Economic Theory 100,
   191–219.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Reader, show
from caucasus_games.games.labels import label, labelled, shown
from caucasus_games.games.limits import Limits
from caucasus_games.games.markov_stage import Played, Stage, players_of, read_stage, where_of
from caucasus_games.games.spots import Layout, Spot, laid_out
from caucasus_games.games.values import checked, number, substitution, with_values
from caucasus_games.parameters import Parameters
from caucasus_games.text.plain import counted, plain

_LONGEST_HORIZON = 1_000


@dataclass(frozen=True, repr=False)
class MarkovGame:
    """States, what is played in each, and with what chances another comes next.

    Parameters
    ----------
    stages : mapping of str to Stage
        By the name of the state.
    discounts : exact number or formula, or mapping of str to such
        The discount factor of all, or of each player: at least 0 and below 1.
    players : sequence of str, optional
        In order; by default as they come up in the stages.
    start : str, optional
        The first state; by default the first that is given.
    horizon : int, optional
        After how many periods play ends, up to 1,000; never if not given.
    otherwise : str
        What comes about where no profile with an outcome is ever played.
    parameters, values, title, comment
        As for :class:`NormalForm`.

    Raises
    ------
    GameError
        If a state lacks a profile or payoffs, the chances of what comes next do not sum to one or
        name a state that there is not, a state is never reached, states that follow at once go
        round in a circle, a discount factor is missing or not in [0, 1), or the horizon is no whole
        number from 1 to 1,000.

    Examples
    --------
    >>> d = sympy.Symbol("delta")
    >>> MarkovGame(
    ...     {
    ...         "truce": Stage(
    ...             {"A": ["keep", "break"]},
    ...             {"keep": {"A": 2, "B": 2}, "break": {"A": 3, "B": 0}},
    ...             {"keep": "truce", "break": "war"},
    ...             {"break": "war"},
    ...         ),
    ...         "war": Stage({}, {(): {"A": 1, "B": 1}}, "war"),
    ...     },
    ...     d,
    ...     otherwise="peace",
    ... )
    Markov game of A and B, 2 states, without end
    """

    players: tuple[str, ...]
    stages: immutabledict[str, Played]
    discounts: immutabledict[str, sympy.Expr]
    start: str
    horizon: int | None
    otherwise: str
    parameters: Parameters
    values: immutabledict[str, Fraction]
    title: str
    comment: str
    limits: Limits

    def __init__(
        self,
        stages: Mapping[str, Stage],
        discounts: object,
        *,
        players: Sequence[str] | None = None,
        start: str | None = None,
        horizon: int | None = None,
        otherwise: str = "",
        parameters: Parameters | None = None,
        values: Mapping[str, object] | None = None,
        title: str = "",
        comment: str = "",
    ) -> None:
        given = labelled(stages, "a state", "the stages")
        if not given:
            raise GameError("a Markov game needs at least one state")
        for state, stage in given.items():
            if not isinstance(stage, Stage):
                raise GameError(f"the stage of {state} is {shown(stage)}: give a Stage(…)")
        seats = players_of(given, players)
        read = Reader()
        played = {
            state: read_stage(state, stage, seats, tuple(given), read)
            for state, stage in given.items()
        }
        first = next(iter(given)) if start is None else label(start, "the start")
        if first not in given:
            raise unknown("state", first, given)
        factors = _discounts(discounts, seats, read)
        names = {s.name for formula in _formulas(played, factors) for s in formula.free_symbols}
        ranges = parameters or Parameters()
        own: dict[str, object] = {
            "players": seats,
            "stages": immutabledict(played),
            "discounts": factors,
            "start": first,
            "horizon": _checked_horizon(horizon),
            "otherwise": otherwise if otherwise == "" else label(otherwise, "otherwise"),
            "parameters": ranges.select(n for n in ranges if n in names),
            "values": checked(values or {}, sorted(names)),
            "title": title,
            "comment": comment,
            "limits": Limits.of(read),
        }
        for name, value in own.items():
            object.__setattr__(self, name, value)
        self.limits.check(self.values, self.parameters)
        self._check_states()
        self._check_discounts()

    @classmethod
    def from_table(
        cls, rows: Iterable[Mapping[str, object]], discounts: object, **options: Any
    ) -> "MarkovGame":
        """Build a game from a table, a row for each state and profile.

        Parameters
        ----------
        rows : iterable of mapping
            With the columns ``state``; by player ``A``, its action, empty where it has none to
            choose; ``pays A``, its payoff; ``to STATE``, the probability that this state comes
            next, empty for none; and perhaps ``outcome``. A table of pandas gives them by
            ``to_dict("records")``.
        discounts, **options
            As for the game.

        Returns
        -------
        MarkovGame
            The game.

        Raises
        ------
        GameError
            If a column is missing or unknown, a profile comes twice or not at all, or as for the
            game.

        Examples
        --------
        >>> rows = [
        ...     {"state": "on", "A": "stay", "pays A": 1, "to on": 1},
        ...     {"state": "on", "A": "stop", "pays A": 2, "to off": 1, "outcome": "end"},
        ...     {"state": "off", "A": "", "pays A": 0, "to off": 1},
        ... ]
        >>> MarkovGame.from_table(rows, "0.9")
        Markov game of A, 2 states, without end
        """
        from caucasus_games.games.markov_table import stages_of

        stages, players = stages_of(rows)
        return cls(stages, discounts, players=players, **options)

    @cached_property
    def symbols(self) -> frozenset[sympy.Symbol]:
        """The free symbols of payoffs, chances and discount factors."""
        return frozenset(s for formula in self.formulas for s in formula.free_symbols)

    @cached_property
    def formulas(self) -> tuple[sympy.Expr, ...]:
        """Every payoff, chance and discount factor, each once."""
        return tuple(dict.fromkeys(_formulas(self.stages, self.discounts)))

    @property
    def outcome_labels(self) -> frozenset[str]:
        """What may come about."""
        own = (c.outcome for stage in self.stages.values() for c in stage.cells.values())
        return frozenset({*filter(None, own), self.otherwise})

    @cached_property
    def layout(self) -> Layout:
        """The places at which players choose: states, or states in periods where play ends."""
        return laid_out(self)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The same, as a list."""
        return self.layout.spots

    def at(self, values: Mapping[str, object]) -> "MarkovGame":
        """Return the game with values for some of its symbols.

        Parameters
        ----------
        values : mapping of str to exact number
            Values by name; they add to those chosen before.

        Returns
        -------
        MarkovGame
            The same formulas at these values.

        Raises
        ------
        GameError
            If a name is unknown, a value is not exact, or a discount factor leaves [0, 1).
        """
        game = with_values(self, values, sorted(s.name for s in self.symbols))
        game._check_discounts()
        return game

    @cached_property
    def numbers(self) -> immutabledict[sympy.Expr, Fraction]:
        """Each formula as a number, at the chosen values and else the central ones."""
        swap = substitution(self.symbols, self.values, self.parameters)
        found = {f: number(f, swap, partial("{} of the game".format, f)) for f in self.formulas}
        for state, stage in self.stages.items():
            for profile, cell in stage.cells.items():
                if any(not 0 <= found[chance] <= 1 for chance in cell.to.values()):
                    told = ", ".join(f"{t} {show(found[q])}" for t, q in cell.to.items())
                    raise GameError(
                        f"the chances of what follows {where_of(state, profile)} are {told} at "
                        "these values: each must lie between 0 and 1"
                    )
        for player, factor in self.discounts.items():
            _check_factor(player, found[factor])
        return immutabledict(found)

    def _check_states(self) -> None:
        reached = {spot.state for spot in self.spots}
        for state in self.stages:
            if state not in reached:
                within = f" in {self.horizon} periods" if self.horizon else ""
                raise GameError(
                    f"the state {state!r} is never reached from {self.start!r}{within}: leave it "
                    "out, or let a profile lead to it"
                )

    def _check_discounts(self) -> None:
        for player, factor in self.discounts.items():
            known = {sympy.Symbol(n): sympy.Rational(x) for n, x in self.values.items()}
            fixed = factor.xreplace(known)
            if fixed.is_Rational:
                _check_factor(player, Fraction(int(fixed.p), int(fixed.q)))
            elif fixed.is_Symbol and fixed.name in self.parameters:
                for end in (self.parameters[fixed.name].low, self.parameters[fixed.name].high):
                    _check_factor(player, end)

    def __repr__(self) -> str:
        named = f"{self.title}: " if self.title else ""
        *some, last = self.players
        seats = f"{', '.join(some)} and {last}" if some else last
        long = f"{counted(self.horizon, 'period')}" if self.horizon else "without end"
        told = f", for {self.limits.note}" if self.limits.note else ""
        return plain(
            f"{named}Markov game of {seats}, {counted(len(self.stages), 'state')}, {long}{told}"
        )


def _check_factor(player: str, factor: Fraction) -> None:
    if not 0 <= factor < 1:
        raise GameError(
            f"the discount factor of {player} is {show(factor)}: it must be at least 0 and below 1"
        )


def _discounts(
    given: object, players: tuple[str, ...], read: Reader
) -> immutabledict[str, sympy.Expr]:
    named = (
        labelled(given, "a player", "the discount factors")
        if isinstance(given, Mapping)
        else dict.fromkeys(players, given)
    )
    for player in named:
        if player not in players:
            raise unknown("player", player, players)
    for player in players:
        if player not in named:
            raise GameError(f"no discount factor for {player}: give one for each, or for all")
    return immutabledict({p: read(named[p], f"the discount factor of {p}") for p in players})


def _checked_horizon(horizon: int | None) -> int | None:
    whole = isinstance(horizon, int) and not isinstance(horizon, bool)
    if horizon is not None and not (whole and 1 <= horizon <= _LONGEST_HORIZON):
        raise GameError(
            f"the horizon is {shown(horizon)}: give 1 to {_LONGEST_HORIZON:,} periods, or none for "
            "play without end"
        )
    return horizon


def _formulas(
    stages: Mapping[str, Played], discounts: Mapping[str, sympy.Expr]
) -> Iterator[sympy.Expr]:
    for stage in stages.values():
        for cell in stage.cells.values():
            yield from cell.payoffs
            yield from cell.to.values()
    yield from discounts.values()
