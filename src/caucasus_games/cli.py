"""The command line: the comparison, one solution, theorems, sweeps, parameters and setups."""

import codecs
import csv
import io
import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from caucasus_games import comparison, concepts, models, sweeps, theorems
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import show
from caucasus_games.extras import optional
from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.markup import safe_cell
from caucasus_games.models.places import model_at, setup_at
from caucasus_games.parameters import Parameter, load, vintages
from caucasus_games.version import __version__

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The Armenia–Azerbaijan settlement, guarantor by guarantor.",
)

# what a terminal is told that has no such sign
_SPELLED = str.maketrans(
    {"≈": "~", "→": "->", "←": "<-", "−": "-", "–": "-", "—": "-", "─": "-", "━": "-", "│": "|",
     "≤": "<=", "≥": ">=", "≠": "!=", "×": "x", "±": "+/-", "∞": "inf", "δ": "delta", "θ": "theta",
     "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"', "✓": "+", "✗": "x"}
)  # fmt: skip

Rows = Sequence[Sequence[object]]

# the flagship first
_MODELS: dict[str, comparison.Model] = {
    name: getattr(models, name)
    for name in ("settlement", *(n for n in models.__all__ if n != "settlement"))
}
_SOLVERS: dict[str, comparison.Solver] = {
    "correlated": concepts.correlated,
    "intuitive_criterion": concepts.intuitive_criterion,
    "iterated_dominance": concepts.iterated_dominance,
    "mixed_nash": concepts.mixed_nash,
    "payoff_dominance": concepts.payoff_dominance,
    "perfect_bayesian": concepts.perfect_bayesian,
    "pure_nash": concepts.pure_nash,
    "risk_dominance": concepts.risk_dominance,
    "sequential": concepts.sequential,
    "stackelberg": concepts.stackelberg,
    "subgame_perfect": concepts.subgame_perfect,
    "iterated_weak_dominance": partial(concepts.iterated_dominance, weak=True),
}


class Format(StrEnum):
    """How a table is written."""

    table = "table"
    csv = "csv"
    json = "json"


Model = Annotated[
    str,
    typer.Argument(
        help="Which model; see the command models. One of your own is module:function or "
        "path/to/file.py:function, a function from a setup to a game; the file is run."
    ),
]
Setups = Annotated[
    list[str] | None,
    typer.Option(
        "--setup", help="Only this setup, or path/to/file.py:NAME for your own; repeatable."
    ),
]
Values = Annotated[
    list[str] | None, typer.Option("--set", help="name=value for a parameter; repeatable.")
]
Solver = Annotated[
    str, typer.Option("--solver", help=f"One of {', '.join(_SOLVERS)}; else the model's own.")
]
AsFormat = Annotated[Format, typer.Option("--format", help="How to write it.")]
Vintage = Annotated[str, typer.Option(help="Which figures: 2025-07 or 2026-09.")]
Setup = Annotated[str, typer.Option(help="Show the parameters of this setup instead.")]


def _version(asked: bool) -> None:
    if asked:
        _say(f"caucasus-games {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which it is.")
    ] = False,
) -> None:
    """Show the settlement under every guarantor setup if no command is given."""
    if context.invoked_subcommand is None:
        compare()
        _say("Next: caucasus-games compare --set bypass_value=0.3, or caucasus-games --help")


@app.command()
def compare(
    model: Model = "settlement",
    setup: Setups = None,
    values: Values = None,
    solver: Solver = "",
    vintage: Vintage = "2025-07",
    form: AsFormat = Format.table,
) -> None:
    """Solve a model under every guarantor setup."""
    chosen = [_setup(name, vintage) for name in setup] if setup else None
    found = comparison.compare(
        _model(model), chosen, solver=_solver(solver), values=_values(values), vintage=vintage
    )
    if form is Format.table:
        _say(repr(found))
    else:
        _write_frame(found.to_dataframe(), form)


@app.command()
def solve(
    model: Model = "settlement",
    setup: Annotated[str, typer.Option(help="Under which setup.")] = "US_OPERATOR",
    values: Values = None,
    solver: Solver = "",
    vintage: Vintage = "2025-07",
    why: Annotated[bool, typer.Option("--why", help="Say why, and what would change it.")] = False,
) -> None:
    """Solve a model under one setup and show the equilibria."""
    chosen = _setup(setup, vintage)
    found = comparison.compare(
        _model(model), [chosen], solver=_solver(solver), values=_values(values)
    )
    solution = found.solutions[chosen.name]
    _say(repr(solution))
    if why:
        for which in range(len(solution)):
            _say(f"\n{comparison.explain(solution, which)!r}")


@app.command()
def conditions(
    model: Model = "settlement",
    outcome: Annotated[str, typer.Option(help="Which outcome.")] = "peace",
    setup: Annotated[str, typer.Option(help="Under which setup.")] = "NONE",
    free: Annotated[
        list[str] | None,
        typer.Option("--free", help="Leave only this number open; repeat for several."),
    ] = None,
    values: Values = None,
    solver: Solver = "",
    vintage: Vintage = "2025-07",
) -> None:
    """Say for which numbers an outcome is an equilibrium."""
    game = _model(model)(_setup(setup, vintage)).at(_values(values))
    names = sorted(symbol.name for symbol in game.symbols)
    for name in free or []:
        if name not in names:
            raise unknown("parameter", name, names)
    if free:
        central = {n: r.central for n, r in game.parameters.items() if n not in free}
        game = game.at({**central, **game.values})
    _say(repr(theorems.conditions(game, outcome, solver=_solver(solver))))


@app.command()
def statics(
    model: Model = "settlement",
    outcome: Annotated[str, typer.Option(help="Which outcome.")] = "peace",
    setup: Annotated[str, typer.Option(help="Under which setup.")] = "NONE",
    values: Values = None,
    solver: Solver = "",
    vintage: Vintage = "2025-07",
    form: AsFormat = Format.table,
) -> None:
    """Say which way each number pushes an outcome, whatever the others are."""
    game = _model(model)(_setup(setup, vintage)).at(_values(values))
    found = theorems.statics(game, outcome, solver=_solver(solver))
    if form is Format.table:
        _say(repr(found))
    else:
        _write_frame(found.to_dataframe(), form)


@app.command()
def summary(
    model: Model = "settlement",
    draws: Annotated[int, typer.Option(help="How many draws of the numbers.")] = 100_000,
    setup: Setups = None,
    values: Values = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 0,
    vintage: Vintage = "2025-07",
    form: AsFormat = Format.table,
) -> None:
    """Count in what share of draws each outcome comes about under every setup."""
    chosen = [_setup(name, vintage) for name in setup] if setup else None
    found = sweeps.summary(
        _model(model), draws, setups=chosen, values=_values(values), seed=seed, vintage=vintage
    )
    if form is Format.table:
        _say(repr(found))
    else:
        _write_frame(found.to_dataframe(), form)


@app.command()
def report(
    model: Model = "settlement",
    output: Annotated[Path, typer.Option("--output", "-o", help="Which file to write.")] = Path(
        "report.html"
    ),
    setup: Annotated[str, typer.Option(help="Which setup to look at closely.")] = "US_OPERATOR",
    values: Values = None,
    draws: Annotated[int, typer.Option(help="How many draws of the numbers.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 0,
    vintage: Vintage = "2025-07",
) -> None:
    """Write a page to mail: figures, tables, reasons, numbers and sources in one file."""
    from caucasus_games.reports import report as written

    def tell(step: str) -> None:
        _say(f"{step} …", err=True)

    own = _model(model)
    chosen = _setup(setup, vintage) if ":" in setup else setup
    _check_writable(output)
    page = written(own, chosen, vintage, _values(values), draws, seed, tell=tell)
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise _unwritable(output, error) from None
    _say(f"{output}: {len(page):,} characters; open it in a browser")


def _check_writable(output: Path) -> None:
    """Refuse a file that cannot be written before the work that it is for."""
    there = output.exists()
    try:
        with output.open("ab"):
            pass
        if not there:
            output.unlink()
    except OSError as error:
        raise _unwritable(output, error) from None


def _unwritable(output: Path, error: OSError) -> GameError:
    return GameError(f"{output} cannot be written ({error.strerror}): choose another")


@app.command()
def explore(
    model: Model = "settlement",
    setup: Annotated[
        list[str] | None,
        typer.Option(
            "--setup",
            help="Begin with this setup, or path/to/file.py:NAME for your own, which is then one "
            "of those to choose from; repeatable.",
        ),
    ] = None,
    port: Annotated[int, typer.Option(help="Where it is served; 0 for any that is free.")] = 8000,
    browser: Annotated[bool, typer.Option(help="Open it in a browser.")] = True,
) -> None:
    """Open a page on this machine to pick a guarantor, move the numbers and see what follows."""
    optional("starlette", "caucasus-games[explore]")
    from caucasus_games.explorer import serve

    own = model if ":" in model else ""
    _model(model)
    asked = {} if own or model == "settlement" else {"model": model}
    places = setup or []
    if places:
        asked["setup"] = _setup(places[0], vintages()[0]).name
    query = f"?{urlencode(asked)}" if asked else ""
    mine = [place for place in places if ":" in place]
    serve(port, query, browser=browser, own=own, setups=mine)


@app.command("models")
def list_models() -> None:
    """List the models."""
    _write(["model", "what it is"], [[n, _first_line(m)] for n, m in _MODELS.items()], Format.table)


@app.command()
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
    _write(head, rows, form)


@app.command()
def parameters(
    vintage: Vintage = "2025-07", setup: Setup = "", form: AsFormat = Format.table
) -> None:
    """List the parameters with their ranges and sources."""
    table = _setup(setup, vintage).parameters if setup else load(vintage)
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
    _write(head, rows, form)
    if form is Format.table:
        _say("The reason of each assumption: --format csv or json.")


def _short(record: Parameter) -> str:
    return ", ".join([*record.keys, *(["assumption"] if record.is_assumption else [])])


def _solver(name: str) -> comparison.Solver | None:
    if name and name not in _SOLVERS:
        raise unknown("solver", name, _SOLVERS)
    return _SOLVERS.get(name)


def _model(name: str) -> comparison.Model:
    if ":" in name:
        return model_at(name)
    if name not in _MODELS:
        raise unknown("model", name, _MODELS)
    return _MODELS[name]


def _first_line(model: comparison.Model) -> str:
    return (model.__doc__ or "").splitlines()[0]


def _setup(name: str, vintage: str) -> GuarantorSetup:
    if ":" in name:
        return setup_at(name)
    known = named(vintage)
    if name not in known:
        raise unknown("setup", name, known)
    return known[name]


def _values(settings: list[str] | None) -> dict[str, object]:
    pairs = [setting.partition("=") for setting in settings or []]
    for name, sign, value in pairs:
        if not (name and sign and value):
            raise typer.BadParameter(f"{name + sign + value!r}: write --set name=value")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _write_frame(indexed: "pd.DataFrame", form: Format) -> None:
    frame = indexed.reset_index()
    whole = frame.astype(object).where(frame.notna(), None)
    _write(list(frame.columns), whole.to_numpy().tolist(), form)


def _number(cell: object) -> object:
    """Write an exact number as one that other programs read."""
    return float(cell) if isinstance(cell, Fraction) else cell


def _write(head: Sequence[str], rows: Rows, form: Format) -> None:
    if form is Format.json:
        records = [dict(zip(head, map(_number, row), strict=True)) for row in rows]
        _say(json.dumps(records, indent=2, ensure_ascii=False))
    elif form is Format.csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(
            [safe_cell(_number(cell)) for cell in row] for row in [head, *rows]
        )
        _say(text.getvalue(), nl=False)
    else:
        table = Table(box=SIMPLE_HEAD)
        table.add_column(head[0], no_wrap=True)
        for title in head[1:]:
            table.add_column(title, no_wrap=title == "guarantor")
        for row in rows:
            table.add_row(
                *(show(cell, 6) if isinstance(cell, Fraction) else str(cell) for cell in row)
            )
        # what goes to a file or another command has room
        terminal = Console()
        width = max(60, terminal.width) if terminal.is_terminal else max(100, terminal.width)
        Console(width=width).print(table)


def _say(text: str, nl: bool = True, err: bool = False) -> None:
    """Write as the stream is set; click would write utf-8 to one that is set to ascii."""
    print(text, end="\n" if nl else "", file=sys.stderr if err else sys.stdout)


def _spelled(error: UnicodeError) -> tuple[str, int]:
    """Spell what an encoding lacks in letters that each has."""
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end].translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", signs).encode("ascii", "ignore").decode()
    return plain or "?", error.end


def run() -> None:
    """Run the command line; a failed solve or bad name ends with exit code 1 and one sentence."""
    codecs.register_error("spelled", _spelled)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="spelled")
    try:
        app()
    except GameError as error:
        _say(f"error: {error}", err=True)
        sys.exit(1)
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            # whoever reads has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
