"""What several commands take."""

from enum import StrEnum
from typing import Annotated

import typer

from caucasus_games.cli.names import SOLVERS


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
    str,
    typer.Option(
        "--solver",
        help=f"One of {', '.join(SOLVERS)}, with options as quantal_response(precision=2); else "
        "the model's own.",
    ),
]
AsFormat = Annotated[Format, typer.Option("--format", help="How to write it.")]
Vintage = Annotated[str, typer.Option(help="Which figures: 2025-07 or 2026-09.")]
Setup = Annotated[str, typer.Option(help="Show the parameters of this setup instead.")]
GivenRelations = Annotated[
    list[str] | None,
    typer.Option(
        "--given",
        help="A relation that holds, as 'corridor_value > constitution_value'; repeatable.",
    ),
]
Numbers = Annotated[
    str, typer.Option("--numbers", help="A file of your own numbers, .toml or .csv.")
]
