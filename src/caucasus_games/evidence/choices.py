"""What was chosen how often, in which game and at which values of what was known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from numbers import Real
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict

from caucasus_games.concepts.quantal_response import actions_of
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact.numbers import quoted
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.door import check_game, check_listed, described

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Numbers = npt.NDArray[np.float64]

Listed = NormalForm | ExtensiveForm
# an agent is a player, in a tree an information set
_AGENT, _ACTION, _COUNT, _GAME = "agent", "action", "count", "game"
# what is counted, by agent and action
Counts = dict[str, dict[str, float]]


@dataclass(frozen=True, eq=False)
class Choices:
    """What was chosen in one game, at some values of what was known.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game.
    labels : tuple of str
        What each situation is called.
    values : immutabledict of str to numpy.ndarray
        The numbers that were known, in each situation. Shape ``(situations,)``.
    counts : numpy.ndarray
        How often each action was chosen. Shape ``(actions, situations)``.
    """

    game: Listed
    labels: tuple[str, ...]
    values: immutabledict[str, Numbers]
    counts: Numbers

    @property
    def agents(self) -> Iterator[tuple[str, slice]]:
        """Each agent, and where its actions stand."""
        first = 0
        for name, own in actions_of(self.game).items():
            yield name, slice(first, first + len(own))
            first += len(own)


def choices_of(games: Listed | Mapping[str, Listed], data: object) -> tuple[Choices, ...]:
    """Read what was chosen, from a table or by name."""
    import pandas as pd

    named = dict(games) if isinstance(games, Mapping) else {"": games}
    if not named:
        raise GameError("fit takes one game or more by name and got none")
    for game in named.values():
        check_game(game, "fit")
        check_listed(game, "fit", "fit(menu(game, 20), …)")
    alone = not isinstance(games, Mapping)
    if isinstance(data, pd.DataFrame):
        found = list(_rows(named, data))
    elif isinstance(data, Mapping):
        by_game = {"": data} if alone else dict(data)
        found = [(name, (), _counts(named, name, own)) for name, own in by_game.items()]
    else:
        raise GameError(
            f"fit takes counts by agent and action, or a table of them, and got {described(data)}: "
            "give them as {'Armenia': {'settle': 12, 'resist': 3}}"
        )
    read = tuple(_joined(name, game, found) for name, game in named.items())
    kept = tuple(one for one in read if one.labels)
    if not sum(one.counts.sum() for one in kept):
        raise GameError("nothing was chosen in the data: give counts above zero")
    return kept


def _joined(
    name: str, game: Listed, found: list[tuple[str, tuple[tuple[str, float], ...], Counts]]
) -> Choices:
    """Put the situations of one game side by side."""
    import numpy as np

    own = [(known, counts) for other, known, counts in found if other == name]
    places = [(agent, action) for agent, of in actions_of(game).items() for action in of]
    columns = [[counts.get(at, {}).get(action, 0.0) for at, action in places] for _, counts in own]
    names = [n for n, _ in own[0][0]] if own else []
    values = {n: np.array([dict(known)[n] for known, _ in own]) for n in names}
    labels = tuple(_label(name, game, known) for known, _ in own)
    return Choices(game, labels, immutabledict(values), np.array(columns, dtype=float).T)


def _label(name: str, game: Listed, known: Iterable[tuple[str, float]]) -> str:
    """Call a situation after its game and what was known."""
    told = ([name] if name else []) + [f"{n} {x:g}" for n, x in known]
    return ", ".join(told) or game.title or "the game"


def _counts(named: Mapping[str, Listed], name: str, own: object) -> Counts:
    """Read how often each agent of a game chose what, by name."""
    if name not in named:
        raise unknown("game", name, named)
    if not isinstance(own, Mapping):
        raise GameError(
            f"the counts{f' of {name}' if name else ''} are {described(own)}: give them by agent "
            "and action, as {'Armenia': {'settle': 12, 'resist': 3}}"
        )
    counts: Counts = {}
    for agent, chosen in own.items():
        if not isinstance(chosen, Mapping):
            raise GameError(
                f"the counts of {agent} are {described(chosen)}: give them by action, as "
                "{'settle': 12, 'resist': 3}"
            )
        for action, count in chosen.items():
            where = f"the count of {action!r} of {agent}"
            _add(counts, named[name], str(agent), str(action), _number(count, where, least=0))
    return counts


def _rows(
    named: Mapping[str, Listed], frame: pd.DataFrame
) -> Iterator[tuple[str, tuple[tuple[str, float], ...], Counts]]:
    """Read a table: rows of one game at the same values are one situation."""
    titles = [str(title) for title in frame.columns]
    known = _known(named, titles)
    found: dict[tuple[str, tuple[tuple[str, float], ...]], Counts] = {}
    for k, row in enumerate(frame.set_axis(titles, axis=1).to_dict("records")):
        name = "" if "" in named else str(row[_GAME])
        if name not in named:
            raise unknown("game", name, named)
        game = named[name]
        own = {symbol.name for symbol in game.symbols}
        values = tuple((t, _number(row[t], f"{t} in row {k}")) for t in known if t in own)
        count = _number(row.get(_COUNT, 1), f"the count in row {k}", least=0)
        counts = found.setdefault((name, values), {})
        _add(counts, game, str(row[_AGENT]), str(row[_ACTION]), count)
    for (name, values), counts in found.items():
        yield name, values, counts


def _known(named: Mapping[str, Listed], titles: Collection[str]) -> list[str]:
    """Return which columns are of numbers that were known; refuse a table that lacks others."""
    needed = (_AGENT, _ACTION) if "" in named else (_AGENT, _ACTION, _GAME)
    missing = [title for title in needed if title not in titles]
    if missing:
        raise GameError(
            f"the table lacks the column {missing[0]}: give agent and action, and as needed game, "
            "count and columns of numbers that are named as in the game"
        )
    symbols = sorted({s.name for game in named.values() for s in game.symbols})
    known = [t for t in titles if t not in (_AGENT, _ACTION, _COUNT, _GAME)]
    for title in known:
        if title not in symbols:
            raise unknown("column", title, [_AGENT, _ACTION, _COUNT, _GAME, *symbols])
    return known


def _add(counts: Counts, game: Listed, agent: str, action: str, count: float) -> None:
    """Add to how often an agent chose an action."""
    agents = actions_of(game)
    if agent not in agents:
        kind = "player" if isinstance(game, NormalForm) else "information set"
        raise unknown(kind, agent, agents)
    if action not in agents[agent]:
        raise unknown(f"action of {agent}", action, agents[agent])
    chosen = counts.setdefault(agent, {})
    chosen[action] = chosen.get(action, 0.0) + count


def _number(value: Any, where: str, least: float | None = None) -> float:
    """Read a number that was measured."""
    real = isinstance(value, Real) and not isinstance(value, bool)
    if not real or not isfinite(value) or (least is not None and value < least):
        wanted = "a number of at least zero" if least is not None else "a finite number"
        raise GameError(f"{where} is {quoted(value)}: give {wanted}")
    return float(value)
