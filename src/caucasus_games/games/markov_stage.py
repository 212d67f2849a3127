"""What is played in a state of a Markov game, and how it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Reader
from caucasus_games.games.labels import label, labelled, labels, shown
from caucasus_games.games.normal_form import NormalForm
from caucasus_games.games.profiles import Payoffs, Profile, actions_of, by_profile, payoffs_of
from caucasus_games.games.values import is_one


@dataclass(frozen=True)
class Stage:
    """What is played in a state.

    Parameters
    ----------
    actions : mapping of str to sequence of str
        The actions of those who choose there, all at once; none if nobody does.
    payoffs : mapping of tuple to mapping or sequence
        For each profile of those actions the payoff of every player of the game.
    to : str or mapping
        Which state comes next: its name, a probability for each of several, or either for each
        profile.
    outcomes : mapping of tuple to str, or str
        What a profile, or any, brings about, where that has a name.
    at_once : bool
        Whether the next state comes within the same period, so that nothing is discounted.

    Examples
    --------
    >>> Stage({"A": ["wait", "go"]}, {"wait": [0, 0], "go": [1, 0]}, "start").actions
    {'A': ['wait', 'go']}
    """

    actions: Mapping[str, Sequence[str]]
    payoffs: Mapping[Any, Payoffs]
    to: Any
    outcomes: Mapping[Any, str] | str = field(default_factory=immutabledict)
    at_once: bool = False

    @classmethod
    def of(cls, game: NormalForm, to: Any, outcomes: Any = immutabledict()) -> "Stage":  # noqa: B008  # immutable
        """Make a stage of a normal form.

        Parameters
        ----------
        game : NormalForm
            Who chooses what and gets what; its parameters are given to the Markov game.
        to, outcomes
            As for the stage.

        Returns
        -------
        Stage
            It.

        Examples
        --------
        >>> stag = NormalForm.from_arrays([[2, 0], [1, 1]], [[2, 1], [0, 1]])
        >>> Stage.of(stag, "again").payoffs["1", "2"]
        (0, 1)
        """
        return cls(game.actions, game.payoffs, to, outcomes)


@dataclass(frozen=True)
class Cell:
    """What a profile of a stage pays, where it leads to, and what it brings about."""

    payoffs: tuple[sympy.Expr, ...]
    to: immutabledict[str, sympy.Expr]
    outcome: str


@dataclass(frozen=True)
class Played:
    """A stage as it was read."""

    actions: immutabledict[str, tuple[str, ...]]
    cells: immutabledict[Profile, Cell]
    at_once: bool


def where_of(state: str, profile: Profile) -> str:
    """Say of which profile in which state something is."""
    return f"({', '.join(profile)}) in {state}" if profile else state


def players_of(stages: Mapping[str, Stage], given: Sequence[str] | None) -> tuple[str, ...]:
    """Return the players in order, as given or as they come up."""
    if given is not None:
        seats = labels(given, "the players")
        if not seats or len(set(seats)) < len(seats):
            raise GameError(f"the players are {list(seats)}: give at least one, each once")
        return seats
    found: dict[str, None] = {}
    for stage in stages.values():
        found |= dict.fromkeys(map(str, stage.actions))
        for paid in stage.payoffs.values() if isinstance(stage.payoffs, Mapping) else ():
            if isinstance(paid, Mapping):
                found |= dict.fromkeys(map(str, paid))
    if not found:
        raise GameError("no stage names a player: give the players in order, as players=['A', 'B']")
    return tuple(found)


def read_stage(
    state: str, stage: Stage, players: tuple[str, ...], states: tuple[str, ...], read: Reader
) -> Played:
    """Read a stage, each profile with its payoffs and what comes next."""
    actions = actions_of(stage.actions) if stage.actions else immutabledict[str, Any]()
    for player in actions:
        if player not in players:
            raise unknown(f"player in {state}", player, players)
    profiles = list(product(*actions.values()))
    payoffs = _by_profile(stage.payoffs, actions, f"payoffs in {state}")
    by_move = isinstance(stage.to, Mapping) and _is_by_profile(stage.to, profiles, states)
    to = (
        _by_profile(stage.to, actions, f"next states of {state}")
        if by_move
        else dict.fromkeys(profiles, stage.to)
    )
    outcomes = (
        _by_profile(stage.outcomes, actions, f"outcomes in {state}")
        if isinstance(stage.outcomes, Mapping)
        else dict.fromkeys(profiles, stage.outcomes)
    )
    cells = {}
    for profile in profiles:
        for what, own in (("payoffs", payoffs), ("next state", to)):
            if profile not in own:
                raise GameError(
                    f"no {what} for {where_of(state, profile)}: give one for each profile"
                )
        cells[profile] = Cell(
            payoffs_of(payoffs[profile], players, (state, *profile), read),
            _chances(to[profile], where_of(state, profile), states, read),
            label(outcomes[profile], "an outcome") if outcomes.get(profile) else "",
        )
    return Played(immutabledict(actions), immutabledict(cells), bool(stage.at_once))


def _is_by_profile(
    given: Mapping[Any, Any], profiles: Sequence[Profile], states: tuple[str, ...]
) -> bool:
    """Tell profiles from states: what a profile leads to is a state or several, not a chance."""
    if not set(map(str, given)) <= set(states):
        return True
    own = {(str(key),) for key in given}
    to_states = all(isinstance(to, Mapping) or to in states for to in given.values())
    return own <= set(profiles) and to_states


def _by_profile(
    given: Mapping[Any, Any], actions: Mapping[str, tuple[str, ...]], what: str
) -> dict[Profile, Any]:
    if actions or not isinstance(given, Mapping):
        return by_profile(given, actions, what)
    if [*given] != [()] and given:
        first = shown(next(iter(given)))
        raise GameError(f"nobody chooses there, and the {what} name {first}: give ()")
    return dict(given)


def _chances(
    given: object, where: str, states: tuple[str, ...], read: Reader
) -> immutabledict[str, sympy.Expr]:
    odds = given if isinstance(given, Mapping) else {given: 1}
    named = labelled(odds, f"a state after {where}", f"the states after {where}")
    for state in named:
        if state not in states:
            raise unknown(f"state after {where}", state, states)
    exact = {t: read(q, f"the chance of {t} after {where}") for t, q in named.items()}
    if not is_one(total := sympy.Add(*exact.values())):
        raise GameError(f"the chances of what follows {where} sum to {total}: they must sum to 1")
    return immutabledict({t: q for t, q in exact.items() if q != 0})
