"""Which models, setups and parameters there are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from caucasus_games import models
from caucasus_games.cli.names import SOLVERS, setup_named
from caucasus_games.cli.options import AsFormat, Format, Numbers, Setup, Vintage
from caucasus_games.cli.output import say, write
from caucasus_games.guarantors import GuarantorSetup, named, regimes
from caucasus_games.parameters import Parameter, Parameters, load, write_numbers
from caucasus_games.parameters.data import guarantor_vocabulary, setup_entry


def list_models(form: AsFormat = Format.table) -> None:
    """List the models."""
    write(["model", "what it is"], [[m.name, m.summary] for m in models.MODELS], form)


def list_solvers(form: AsFormat = Format.table) -> None:
    """List the solution concepts."""
    rows = [
        [concept.name, (concept.__doc__ or "").strip().partition("\n")[0]]
        for concept in SOLVERS.values()
    ]
    write(["concept", "what it finds"], rows, form)


def list_regimes(vintage: Vintage = "2025-07", form: AsFormat = Format.table) -> None:
    """List who may run the checks on the transit."""
    found = regimes(vintage).values()
    names = list(dict.fromkeys(name for regime in found for name in regime.parameters))
    rows = [
        [r.name, *(r.parameters[n].central if n in r.parameters else None for n in names)]
        for r in found
    ]
    write(["regime", *names], rows, form)


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
    vintage: Vintage = "2025-07",
    setup: Setup = "",
    numbers: Numbers = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write all to this .toml or .csv, to be changed."),
    ] = None,
    form: AsFormat = Format.table,
) -> None:
    """List the parameters with their ranges and sources, or write them to a file of your own."""
    if output is not None:
        own = named(vintage, own=numbers or None)
        write_numbers(output, load(vintage, own=numbers or None), _of_guarantors(own))
        say(f"{output}: change what you know better, and give it to any command with --numbers")
        return
    table = (
        setup_named(setup, vintage, numbers).parameters
        if setup
        else load(vintage, own=numbers or None)
    )
    head = ["name", "low", "central", "high", "drawn", "unit", "as of", "source"]
    rows = [
        [
            r.name,
            r.low,
            r.central,
            r.high,
            r.distribution,
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


def _of_guarantors(setups: Mapping[str, GuarantorSetup]) -> dict[str, Parameters]:
    """Return the numbers of guarantors by setup, but not of those made of others."""
    words = guarantor_vocabulary()
    return {
        name: setup.parameters.select(words)
        for name, setup in setups.items()
        if "combines" not in setup_entry(name)
    }


def _short(record: Parameter) -> str:
    return ", ".join([*record.keys, *(["assumption"] if record.is_assumption else [])])
