"""A Markov game as a table, a row for each state and profile."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from caucasus_games.errors import GameError, unknown
from caucasus_games.games.labels import shown
from caucasus_games.games.markov_stage import Stage

_PAYS, _TO = "pays ", "to "


def stages_of(rows: Iterable[Mapping[str, object]]) -> tuple[dict[str, Stage], tuple[str, ...]]:
    """Return the stages of a table, and its players in order."""
    table = [dict(row) for row in rows] if not isinstance(rows, str | Mapping) else []
    if not table:
        raise GameError(f"the table is {shown(rows)}: give a row for each state and profile")
    columns = list(dict.fromkeys(name for row in table for name in row))
    players = tuple(c.removeprefix(_PAYS) for c in columns if c.startswith(_PAYS))
    if not players:
        raise GameError("the table has no payoffs: give a column 'pays A' for each player A")
    known = ["state", "outcome", *players, *(c for c in columns if c.startswith((_PAYS, _TO)))]
    for column in columns:
        if column not in known:
            raise unknown("column", column, known)
    kept: dict[str, dict[tuple[str, ...], dict[str, Any]]] = {}
    movers: dict[str, tuple[str, ...]] = {}
    for k, row in enumerate(table):
        if _empty(row.get("state")):
            raise GameError(f"row {k + 1} of the table has no state")
        state = str(row["state"])
        own = tuple(player for player in players if not _empty(row.get(player)))
        if movers.setdefault(state, own) != own:
            raise GameError(
                f"{state} has rows in which {', '.join(movers[state]) or 'nobody'} chooses and "
                f"one in which {', '.join(own) or 'nobody'} does: give all an action, or none"
            )
        profile = tuple(str(row[player]) for player in own)
        if profile in kept.setdefault(state, {}):
            raise GameError(f"({', '.join(profile)}) in {state} comes twice: give each one row")
        kept[state][profile] = row
    return {
        state: _stage(state, own, movers[state], players) for state, own in kept.items()
    }, players


def _stage(
    state: str,
    rows: Mapping[tuple[str, ...], Mapping[str, Any]],
    movers: tuple[str, ...],
    players: tuple[str, ...],
) -> Stage:
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
    for profile, row in rows.items():
        lacking = [player for player in players if _empty(row.get(_PAYS + player))]
        if lacking:
            raise GameError(
                f"({', '.join(profile)}) in {state} does not say what it pays {lacking[0]}"
            )
    return Stage(
        actions,
        {p: [row[_PAYS + player] for player in players] for p, row in rows.items()},
        {
            p: {
                column.removeprefix(_TO): chance
                for column, chance in row.items()
                if column.startswith(_TO) and not _empty(chance)
            }
            for p, row in rows.items()
        },
        {p: str(row["outcome"]) for p, row in rows.items() if not _empty(row.get("outcome"))},
    )


def _empty(value: object) -> bool:
    # what is missing in a table of pandas is not equal to itself
    return value is None or value == "" or value != value
