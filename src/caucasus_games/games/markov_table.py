"""A Markov game as a table, a row for each state and profile."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from caucasus_games.errors import GameError, unknown
from caucasus_games.games.labels import shown
from caucasus_games.games.markov_stage import Stage

_PAYS, _TO = "pays ", "to "

Row = Mapping[str, Any]


def stages_of(rows: Iterable[Mapping[str, object]]) -> tuple[dict[str, Stage], tuple[str, ...]]:
    """Return the stages of a table, and its players in order."""
    table = [dict(row) for row in rows] if not isinstance(rows, str | Mapping) else []
    if not table:
        raise GameError(f"the table is {shown(rows)}: give a row for each state and profile")
    players = _players(list(dict.fromkeys(name for row in table for name in row)))
    states: dict[str, list[Row]] = {}
    for k, row in enumerate(table):
        if _empty(row.get("state")):
            raise GameError(f"row {k + 1} of the table has no state")
        states.setdefault(str(row["state"]), []).append(row)
    return {state: _stage(state, own, players) for state, own in states.items()}, players


def _players(columns: Sequence[str]) -> tuple[str, ...]:
    """Return whose payoffs there are; refuse columns that say nothing."""
    players = tuple(c.removeprefix(_PAYS) for c in columns if c.startswith(_PAYS))
    if not players:
        raise GameError("the table has no payoffs: give a column 'pays A' for each player A")
    known = ["state", "outcome", *players, *(c for c in columns if c.startswith((_PAYS, _TO)))]
    for column in columns:
        if column not in known:
            raise unknown("column", column, known)
    return players


def _stage(state: str, table: Sequence[Row], players: tuple[str, ...]) -> Stage:
    """Return a stage from the rows of a state."""
    movers = _movers(state, table, players)
    rows: dict[tuple[str, ...], Row] = {}
    for row in table:
        profile = tuple(str(row[player]) for player in movers)
        if profile in rows:
            raise GameError(f"({', '.join(profile)}) in {state} comes twice: give each one row")
        rows[profile] = row
    actions = {
        player: list(dict.fromkeys(profile[i] for profile in rows))
        for i, player in enumerate(movers)
    }
    for profile in product(*actions.values()):
        if profile not in rows:
            raise GameError(
                f"the table has no row for ({', '.join(profile)}) in {state}: give one for each "
                "profile"
            )
    return Stage(
        actions,
        {p: _paid(f"({', '.join(p)}) in {state}", row, players) for p, row in rows.items()},
        {p: _chances(row) for p, row in rows.items()},
        {p: str(row["outcome"]) for p, row in rows.items() if not _empty(row.get("outcome"))},
    )


def _movers(state: str, table: Sequence[Row], players: tuple[str, ...]) -> tuple[str, ...]:
    """Return who chooses in a state, which must be the same in all its rows."""
    first, *others = (tuple(p for p in players if not _empty(row.get(p))) for row in table)
    for own in others:
        if own != first:
            raise GameError(
                f"{state} has rows in which {', '.join(first) or 'nobody'} chooses and "
                f"one in which {', '.join(own) or 'nobody'} does: give all an action, or none"
            )
    return first


def _paid(where: str, row: Row, players: tuple[str, ...]) -> list[Any]:
    """Return what a row pays all players."""
    for player in players:
        if _empty(row.get(_PAYS + player)):
            raise GameError(f"{where} does not say what it pays {player}")
    return [row[_PAYS + player] for player in players]


def _chances(row: Row) -> dict[str, Any]:
    """Return with what chance each state follows."""
    return {
        column.removeprefix(_TO): chance
        for column, chance in row.items()
        if column.startswith(_TO) and not _empty(chance)
    }


def _empty(value: object) -> bool:
    # what is missing in a table of pandas is not equal to itself
    return value is None or value == "" or value != value
