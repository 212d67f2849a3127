"""Which models, setups and parameters there are."""

from caucasus_games import models
from caucasus_games.cli.names import setup_named
from caucasus_games.cli.options import AsFormat, Format, Setup, Vintage
from caucasus_games.cli.output import say, write
from caucasus_games.guarantors import named
from caucasus_games.parameters import Parameter, load


def list_models() -> None:
    """List the models."""
    write(["model", "what it is"], [[m.name, m.summary] for m in models.MODELS], Format.table)


def setups(vintage: Vintage = "2025-07", form: AsFormat = Format.table) -> None:
    """List the named guarantor setups."""
    head = ["setup", "guarantor", "credibility", "stake", "enforcement", "neutrality", "in force"]
    keys = ["guarantor_credibility", "guarantor_stake", "enforcement_strength", "neutrality"]
    rows = [
        [
            setup.name,
            setup.guarantor or "nobody",
            *(setup.parameters[key].central for key in keys),
            setup.in_force,
        ]
        for setup in named(vintage).values()
    ]
    write(head, rows, form)


def parameters(
    vintage: Vintage = "2025-07", setup: Setup = "", form: AsFormat = Format.table
) -> None:
    """List the parameters with their ranges and sources."""
    table = setup_named(setup, vintage).parameters if setup else load(vintage)
    head = ["name", "low", "central", "high", "unit", "as of", "source"]
    rows = [
        [
            r.name,
            r.low,
            r.central,
            r.high,
            r.unit,
            r.as_of,
            # a terminal has no room for the reasons
            r.source if form is not Format.table else _short(r),
        ]
        for r in table.values()
    ]
    write(head, rows, form)
    if form is Format.table:
        say("The reason of each assumption: --format csv or json.")


def _short(record: Parameter) -> str:
    return ", ".join([*record.keys, *(["assumption"] if record.is_assumption else [])])
