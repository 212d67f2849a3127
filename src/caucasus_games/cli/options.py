"""What several commands take."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from caucasus_games import models
from caucasus_games.cli.names import SOLVERS
from caucasus_games.guarantors import named


class Format(StrEnum):
    """How a result is written."""

    table = "table"
    csv = "csv"
    json = "json"
    latex = "latex"


def setup_names() -> list[str]:
    """Return the names of the setups, for a shell to complete."""
    return list(named())


def option(told: str, *spelled: str, complete: Any = None) -> Any:
    """Describe an option; ``complete`` gives the words that a shell completes."""
    return typer.Option(*spelled, help=told, autocompletion=complete)


Model = Annotated[
    str,
    typer.Argument(
        help="Which model; see the command models. One of your own is module:function or "
        "path/to/file.py:function, a function from a setup to a game; the file is run.",
        autocompletion=lambda: list(models.NAMED),
    ),
]
Game = Annotated[
    str,
    typer.Argument(
        help="Which model; see the command models. One of your own is module:function or "
        "path/to/file.py:function, a function from a setup to a game; the file is run. "
        "A game of your own is path/to/game.efg or .nfg.",
        autocompletion=lambda: list(models.NAMED),
    ),
]
Setups = Annotated[
    list[str] | None,
    option(
        "Only this setup, or path/to/file.py:NAME for your own; repeatable.",
        "--setup",
        complete=setup_names,
    ),
]
Values = Annotated[list[str] | None, option("name=value for a parameter; repeatable.", "--set")]
Solver = Annotated[
    str,
    option(
        f"One of {', '.join(SOLVERS)}, with options as quantal_response(precision=2); else "
        "the model's own.",
        complete=lambda: list(SOLVERS),
    ),
]
AsFormat = Annotated[Format, option("How to write it.", "--format")]
Vintage = Annotated[str, option("Which figures: 2025-07 or 2026-09.")]
Setup = Annotated[str, option("Show the parameters of this setup instead.", complete=setup_names)]
GivenRelations = Annotated[
    list[str] | None,
    option(
        "A relation that holds, as 'corridor_value > constitution_value'; repeatable.", "--given"
    ),
]
Numbers = Annotated[str, option("A file of your own numbers, .toml or .csv.", "--numbers")]
