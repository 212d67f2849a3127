"""What there are several of, such as claims or moments, as rows by name."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import singledispatch
from typing import Any

from caucasus_games.errors import GameError
from caucasus_games.evidence import Claim, Hindsight, Observation, Verdict
from caucasus_games.exact import fraction, show
from caucasus_games.results import Indifference, LogitEquilibrium, MixtureFormula


@singledispatch
def records_of(one: Any) -> Sequence[Mapping[str, object]]:
    """Write one of several results."""
    if isinstance(one, Mapping):
        return [one]
    raise GameError(f"{type(one).__name__} has no rows: leave --format out")


@records_of.register
def _claim(one: Claim) -> Sequence[Mapping[str, object]]:
    held = {"models": "; ".join(one.models), "parameters": "; ".join(one.parameters)}
    return [{**asdict(one), **held}]


@records_of.register
def _verdict(one: Verdict) -> Sequence[Mapping[str, object]]:
    head = {"number": one.number, "claim": one.text}
    tried = [{**head, **asdict(trial), "verdict": trial.verdict} for trial in one.trials]
    return tried or [{**head, "verdict": one.verdict}]


@records_of.register
def _moment(one: Hindsight) -> Sequence[Mapping[str, object]]:
    return [
        {
            "moment": one.moment,
            "setup": one.setup,
            "model": one.model,
            "says": one.said,
            "happened": one.happened,
            "verdict": one.verdict,
            "sources": one.sources,
        }
    ]


@records_of.register
def _seen(one: Observation) -> Sequence[Mapping[str, object]]:
    known = ", ".join(f"{name} {show(fraction(value, name))}" for name, value in one.values.items())
    return [
        {
            "moment": one.moment,
            "setup": one.setup.name,
            "outcome": one.outcome,
            "known": known,
            "source": one.source,
        }
    ]


@records_of.register
def _mixture(one: MixtureFormula) -> Sequence[Mapping[str, object]]:
    return [
        {"player": player, "action": action, "probability": share}
        for player, mix in one.strategies.items()
        for action, share in mix.items()
    ]


@records_of.register
def _indifferent(one: Indifference) -> Sequence[Mapping[str, object]]:
    return [
        {
            "player": one.player,
            "information set": one.information_set,
            "action": one.actions[0],
            "from": piece.low,
            "to": piece.high,
            "path": piece.equilibrium.path,
        }
        for piece in one.pieces
    ]


@records_of.register
def _logit(one: LogitEquilibrium) -> Sequence[Mapping[str, object]]:
    return [{"precision": one.precision, **play(one)}]


def play(one: Any) -> dict[str, object]:
    """Write what is played, with the outcomes and payoffs of it."""
    return {
        "path": one.path,
        **{f"P({outcome})": chance for outcome, chance in one.outcomes.items() if outcome},
        **one.payoffs,
    }
