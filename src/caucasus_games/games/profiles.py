"""What is given for the profiles of a game in normal form, read and checked."""

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import chain
from math import prod
from typing import TypeVar

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Reader
from caucasus_games.games.labels import labelled, labels, shown
from caucasus_games.games.values import is_one
from caucasus_games.text.plain import counted

Profile = tuple[str, ...]
Payoffs = Mapping[str, object] | Sequence[object]
Outcome = str | Mapping[str, object]
T = TypeVar("T")
MOST_PROFILES = 1_000_000


def numbered(size: int) -> list[str]:
    """Return the names of so many actions without any."""
    return [str(k + 1) for k in range(size)]


def actions_of(actions: Mapping[str, Sequence[str]]) -> immutabledict[str, tuple[str, ...]]:
    """Read the actions of each player."""
    if not isinstance(actions, Mapping):
        raise GameError(
            f"the actions are {shown(actions)}: give them by player, as {{'A': ['x', 'y']}}"
        )
    if not actions:
        raise GameError("a game needs at least one player")
    players = labels(actions, "the players")
    if len(set(players)) < len(players):
        raise GameError(f"the players are {', '.join(players)}: give each a name of its own")
    table = {}
    for player, given in zip(players, actions.values(), strict=True):
        # the plans of a tree are long
        table[player] = labels(given, f"the actions of {player}", None)
        if not table[player] or len(set(table[player])) != len(table[player]):
            raise GameError(
                f"the actions of {player} are {list(table[player])}: "
                "give at least one, each label once"
            )
    size = prod(len(own) for own in table.values())
    if size > MOST_PROFILES:
        raise GameError(
            f"the game has {size:,} profiles, more than {MOST_PROFILES:,}: "
            "write it as an ExtensiveForm or drop dominated actions first"
        )
    return immutabledict(table)


def by_profile(
    given: Mapping[Profile, T], actions: Mapping[str, tuple[str, ...]], what: str
) -> dict[Profile, T]:
    """Read what is given by profile, each of which comes once."""
    if not isinstance(given, Mapping):
        raise GameError(
            f"the {what} are {shown(given)}: give them by profile, as {{('x', 'y'): …}}"
        )
    found: dict[Profile, T] = {}
    for key, value in given.items():
        profile = _profile(key, actions)
        if profile in found:
            raise GameError(f"the {what} name the profile ({', '.join(profile)}) twice")
        found[profile] = value
    return found


def _profile(given: object, actions: Mapping[str, tuple[str, ...]]) -> Profile:
    # the one action of one player needs no brackets
    listed = given if isinstance(given, tuple) or len(actions) > 1 else (given,)
    if not isinstance(listed, tuple):
        raise GameError(
            f"the profile {shown(given)} is no tuple: name an action of each player, "
            f"{', '.join(actions)}"
        )
    if len(listed) != len(actions):
        raise GameError(
            f"the profile {shown(listed)} has {counted(len(listed), 'action')} for "
            f"{counted(len(actions), 'player')}"
        )
    profile = labels(listed, f"the profile {shown(listed)}", None)
    for (player, own), action in zip(actions.items(), profile, strict=True):
        if action not in own:
            raise unknown(f"action of {player}", action, own)
    return profile


def payoffs_of(
    given: Payoffs, players: tuple[str, ...], profile: Profile, read: Reader
) -> tuple[sympy.Expr, ...]:
    """Read the payoffs of a profile, by name or in the order of the players."""
    where = f"({', '.join(profile)})"
    if isinstance(given, Mapping):
        paid = labelled(given, f"a player in the payoffs at {where}", f"the payoffs at {where}")
        for player in paid:
            if player not in players:
                error = unknown(f"player in the payoffs at {where}", player, players)
                raise GameError(
                    f"{error}; who only looks on has one action, as {player!r}: ['wait']"
                )
        given = [paid[player] for player in players if player in paid]
    if isinstance(given, str | Set) or not isinstance(given, Iterable):
        raise GameError(
            f"the payoffs at {where} are {shown(given)}: "
            f"give one of each player, {', '.join(players)}"
        )
    given = list(given)
    if len(given) != len(players):
        raise GameError(
            f"got {counted(len(given), 'payoff')} for {counted(len(players), 'player')} at {where}"
        )
    return tuple(
        read(value, f"payoff of {player} at {where}")
        for player, value in zip(players, given, strict=True)
    )


def lottery_of(given: Outcome, profile: Profile, read: Reader) -> immutabledict[str, sympy.Expr]:
    """Read the outcome of a profile, or the probability of each of several."""
    where = f"at ({', '.join(profile)})"
    if not isinstance(given, Mapping):
        given = {given: sympy.Integer(1)}
    what = f"an outcome {where}"
    lottery = labelled(given, what, f"the outcomes {where}", None, outcomes=True)
    exact = {o: read(f, f"probability of {o!r} {where}") for o, f in lottery.items()}
    if not is_one(total := sympy.Add(*exact.values())):
        raise GameError(f"the outcome probabilities {where} sum to {total}: they must sum to 1")
    return immutabledict(exact)


_LABELS_SHOWN = 8


def some_of(labels: tuple[str, ...]) -> str:
    """Write labels, the first few if they are many."""
    more = len(labels) - _LABELS_SHOWN
    return ", ".join(labels[:_LABELS_SHOWN]) + (f", … {more} more" if more > 0 else "")


def symbols_of(
    payoffs: Iterable[tuple[sympy.Expr, ...]], outcomes: Iterable[Mapping[str, sympy.Expr]]
) -> frozenset[sympy.Symbol]:
    """Return the free symbols of payoffs and of the probabilities of outcomes."""
    formulas = chain(*payoffs, *(lottery.values() for lottery in outcomes))
    return frozenset(symbol for formula in formulas for symbol in formula.free_symbols)
