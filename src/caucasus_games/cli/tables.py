"""What was found as rows: one for each equilibrium, interval, claim or whatever it is made of.

What has a method ``to_dataframe`` is its frame; the other results are told here, one function each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Any, cast

import sympy

from caucasus_games.cli.answers import Joined, Reasoned, Sources
from caucasus_games.cli.records import play, records_of
from caucasus_games.comparison import Explanation
from caucasus_games.errors import GameError
from caucasus_games.evidence import Claim, Identified, Posterior, Verdict
from caucasus_games.exact import Interval
from caucasus_games.results import (
    Core,
    MarkovBranches,
    PublicPerfect,
    Solution,
)
from caucasus_games.sweeps import Crossed
from caucasus_games.theorems import Proof, Regions, Requirement, Theorem

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Rows = Sequence[Sequence[object]]
Told = tuple[Sequence[str], Rows]

# columns; in less room words of a table would be cut
_LEAST_OF_A_TABLE = 72


def said_by(result: object, room: int) -> str:
    """Return what a result says of itself, or each of several; nothing if it is a table alone."""
    if hasattr(result, "to_text") and room >= _LEAST_OF_A_TABLE:
        return str(result.to_text(room))
    if isinstance(result, Mapping | tuple):
        several = list(result.values() if isinstance(result, Mapping) else result)
        return "\n".join(map(repr, several)) if all(map(_is_record, several)) else ""
    return "" if isinstance(result, Sources) else repr(result)


def _is_record(one: object) -> bool:
    return is_dataclass(one)


def _cell(value: object) -> object:
    """Write what has no cell of its own, such as a formula."""
    if isinstance(value, Interval):
        return (value.low + value.high) / 2
    if isinstance(value, sympy.Basic):
        return str(value)
    return value


def _listed(records: Sequence[Mapping[str, object]]) -> Told:
    """Write records as rows under all of their names."""
    head = list(dict.fromkeys(name for record in records for name in record))
    return head, [[_cell(record.get(name)) for name in head] for record in records]


@singledispatch
def rows_of(result: Any) -> Told:
    """Write what was found as rows."""
    if hasattr(result, "to_dataframe"):
        return _framed(result.to_dataframe())
    raise GameError(f"{type(result).__name__} has no rows: leave --format out")


def _framed(frame: "pd.DataFrame") -> Told:
    """Write a frame, its index first where it is more than the place of a row."""
    import pandas as pd

    if not isinstance(frame.index, pd.RangeIndex):
        frame = frame.reset_index()
    whole = frame.astype(object).where(frame.notna(), None)
    return [str(name) for name in frame.columns], whole.to_numpy().tolist()


def _drawn(result: "xr.Dataset") -> Told:
    """Write a sweep, a row for each setup, draw and outcome; payoffs have a column each."""
    several = [name for name in result.data_vars if "player" in result[name].dims]
    each = {
        f"{name} {player}": result[name].sel(player=player, drop=True)
        for name in several
        for player in result["player"].values
    }
    return _framed(result.drop_dims("player").assign(each).to_dataframe())


@rows_of.register
def _mapping(result: Mapping) -> Told:  # type: ignore[type-arg]
    if hasattr(result, "data_vars"):
        return _drawn(cast("xr.Dataset", result))
    values = list(result.values())
    if values and isinstance(values[0], Claim | Verdict):
        return rows_of(tuple(values))
    return _listed([{"name": name, "value": value} for name, value in result.items()])


@rows_of.register
def _several(result: tuple) -> Told:  # type: ignore[type-arg]
    return _listed([record for one in result for record in records_of(one)])


@rows_of.register
def _solution(result: Solution) -> Told:
    labels = sorted({x for one in result for x in one.outcomes} - {""})
    records = []
    for number, one in enumerate(result):
        played = {**{f"P({x})": 0 for x in labels}, **play(one)}
        records.append({"equilibrium": number, "path": one.path, **played})
    return _listed(records or [{"equilibrium": None, "path": result.none}])


@rows_of.register
def _joined(result: Joined) -> Told:
    return rows_of(result.solution)


@rows_of.register
def _reasoned(result: Reasoned) -> Told:
    return _listed(
        [
            {"equilibrium": number, **record}
            for number, one in enumerate(result.explanations)
            for record in _explained(one)
        ]
    )


@rows_of.register
def _explanation(result: Explanation) -> Told:
    return _listed(_explained(result))


def _explained(result: Explanation) -> list[dict[str, object]]:
    """Write a row for each alternative of a decision, and one for each change of the outcomes."""
    reasons: list[dict[str, object]] = [
        {
            "kind": "reason",
            "about": reason.player,
            "after": ", ".join(reason.after),
            "now": reason.action,
            "brings": reason.payoff,
            "instead": action,
            "would bring": worth,
        }
        for reason in result.reasons
        for action, worth in reason.instead
    ]
    flips: list[dict[str, object]] = [
        {
            "kind": "change",
            "about": flip.parameter.name,
            "now": flip.now,
            "at": flip.at,
            "share of range": flip.share,
            "becomes": " or ".join(flip.becomes),
        }
        for flip in result.flips
    ]
    return reasons + flips


@rows_of.register
def _crossed(result: Crossed) -> Told:
    return _listed(
        [
            {
                "guarantor": guarantor,
                "regime": regime,
                "share": share,
                "share ±": result.errors[guarantor, regime],
            }
            for (guarantor, regime), share in result.shares.items()
        ]
    )


@rows_of.register
def _theorem(result: Theorem) -> Told:
    return _listed(
        [
            {
                "outcome": result.outcome,
                "concept": result.concept,
                "when": name,
                "condition": str(one.expression),
            }
            for name, one in (("possible", result.possible), ("guaranteed", result.guaranteed))
        ]
    )


@rows_of.register
def _regions(result: Regions) -> Told:
    return _listed([{"outcomes": r.name, "condition": str(r.condition.expression)} for r in result])


@rows_of.register
def _requirement(result: Requirement) -> Told:
    about = {"parameter": result.name, "outcome": result.outcome}
    searched = dict(zip(("searched from", "searched to"), result.within, strict=True))
    spans = [
        {
            **about,
            "from": span.low,
            "to": span.high,
            "from is": span.low_formula,
            "to is": span.high_formula,
            **searched,
        }
        for span in result.spans
    ]
    return _listed(spans or [{**about, "from": None, "to": None, **searched}])


@rows_of.register
def _proof(result: Proof) -> Told:
    about = {"claim": type(result.claim).__name__, "verdict": result.verdict}
    points = [{**about, "parameter": n, "value": value} for n, value in result.values.items()]
    return _listed(points or [about])


@rows_of.register
def _identified(result: Identified) -> Told:
    about = {"model": result.model, "verdict": result.verdict}
    values: list[dict[str, object]] = [
        {**about, "number": n, "value": value} for n, value in result.values.items()
    ]
    conflict: list[dict[str, object]] = [
        {**about, "moment": one.moment, "outcome": one.outcome}
        for one in (*result.alone, *result.conflict)
    ]
    return _listed(values + conflict or [about])


@rows_of.register
def _posterior(result: Posterior) -> Told:
    records = []
    for name, drawn in result.values.items():
        low, high = result.interval(name)
        records.append(
            {
                "number": name,
                "mean before": float(drawn.mean()),
                "mean": result.mean(name),
                "low (5 %)": low,
                "high (95 %)": high,
            }
        )
    return _listed(records)


@rows_of.register
def _core(result: Core) -> Told:
    empty = [{"coalition": ", ".join(sorted(g)), "weight": w} for g, w in result.weights.items()]
    return _listed([{"player": p, "share": x} for p, x in result.point.items()] or empty)


@rows_of.register
def _public(result: PublicPerfect) -> Told:
    return _listed([dict(vertex) for vertex in result.vertices])


@rows_of.register
def _branches(result: MarkovBranches) -> Told:
    return _listed(
        [
            {"branch": number, result.parameter: value, "index": one.index, "stable": one.stable}
            for number, branch in enumerate(result.branches)
            for value, one in zip(branch.values, branch.equilibria, strict=True)
        ]
    )


@rows_of.register
def _sources(result: Sources) -> Told:
    names = ("author", "title", "year", "url", "doi")
    return _listed(
        [
            {"key": key, **{name: entry[name] for name in names if name in entry}}
            for key, entry in result.entries.items()
        ]
    )
