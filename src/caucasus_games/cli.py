"""The command line: parameters and guarantor setups as tables, CSV or JSON."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import show
from caucasus_games.guarantors import named
from caucasus_games.parameters import Parameters, load

app = typer.Typer(
    add_completion=False, help="The Armenia–Azerbaijan settlement, guarantor by guarantor."
)

Rows = Sequence[Sequence[str]]


class Format(StrEnum):
    """How a table is written."""

    table = "table"
    csv = "csv"
    json = "json"


AsFormat = Annotated[Format, typer.Option("--format", help="How to write it.")]
Vintage = Annotated[str, typer.Option(help="Which figures: 2025-07 or 2026-09.")]
Setup = Annotated[str, typer.Option(help="Show the parameters of this setup instead.")]


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Show the guarantor setups if no command is given."""
    if context.invoked_subcommand is None:
        setups()
        typer.echo("Next: caucasus-games parameters --setup US_OPERATOR, or caucasus-games --help")


@app.command()
def setups(vintage: Vintage = "2025-07", form: AsFormat = Format.table) -> None:
    """List the named guarantor setups."""
    head = ["setup", "guarantor", "credibility", "stake", "enforcement", "neutrality", "in force"]
    keys = ["guarantor_credibility", "guarantor_stake", "enforcement_strength", "neutrality"]
    rows = [
        [
            setup.name,
            setup.guarantor or "nobody",
            *(show(setup.parameters[key].central) for key in keys),
            setup.in_force,
        ]
        for setup in named(vintage).values()
    ]
    _write(head, rows, form)


@app.command()
def parameters(
    vintage: Vintage = "2025-07", setup: Setup = "", form: AsFormat = Format.table
) -> None:
    """List the parameters with their ranges and sources."""
    table = _parameters_of(setup, vintage) if setup else load(vintage)
    head = ["name", "low", "central", "high", "unit", "as of", "source"]
    rows = [
        [
            r.name,
            *(show(n, digits=6) for n in (r.low, r.central, r.high)),
            r.unit,
            r.as_of,
            r.source,
        ]
        for r in table.values()
    ]
    _write(head, rows, form)


def _parameters_of(name: str, vintage: str) -> Parameters:
    known = named(vintage)
    if name not in known:
        raise unknown("setup", name, known)
    return known[name].parameters


def _write(head: Sequence[str], rows: Rows, form: Format) -> None:
    if form is Format.json:
        records = [dict(zip(head, row, strict=True)) for row in rows]
        typer.echo(json.dumps(records, indent=2, ensure_ascii=False))
    elif form is Format.csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([head, *rows])
        typer.echo(text.getvalue(), nl=False)
    else:
        table = Table(box=SIMPLE_HEAD)
        table.add_column(head[0], no_wrap=True)
        for title in head[1:]:
            table.add_column(title, no_wrap=title == "guarantor")
        for row in rows:
            table.add_row(*row)
        Console(width=max(100, Console().width)).print(table)


def run() -> None:
    """Run the command line; a failed solve or bad name ends with exit code 1 and one sentence."""
    try:
        app()
    except GameError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)
