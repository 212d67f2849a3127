"""The command line: a command for each function of the library, and one for each page."""

import codecs
import io
import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from caucasus_games.cli.catalogue import COMPARE, VERBS
from caucasus_games.cli.figures import Figures
from caucasus_games.cli.lists import (
    list_models,
    list_regimes,
    list_solvers,
    parameters,
    setups,
)
from caucasus_games.cli.options import Format
from caucasus_games.cli.output import say, spelled
from caucasus_games.cli.pages import explore, report
from caucasus_games.errors import GameError
from caucasus_games.version import __version__

__all__ = ["app", "run"]

app = typer.Typer(
    pretty_exceptions_enable=False,
    help="The Armenia–Azerbaijan settlement, guarantor by guarantor.",
)


def _version(asked: bool) -> None:
    if asked:
        say(f"caucasus-games {__version__}")
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
        COMPARE.ask(form=Format.table)
        say("Next: caucasus-games compare --set bypass_value=0.3, or caucasus-games --help")


# in the order of the help
for _verb in VERBS:
    app.command(_verb.spelled, rich_help_panel=_verb.group)(_verb.command())
app.add_typer(
    typer.Typer(cls=Figures, help="Draw a figure into a file.", no_args_is_help=True),
    name="plot",
    rich_help_panel="Files and pages",
)
_PAGES: dict[str, dict[str, Callable[..., None]]] = {
    "Files and pages": {"report": report, "explore": explore},
    "What there is": {
        "models": list_models,
        "setups": setups,
        "regimes": list_regimes,
        "parameters": parameters,
        "solvers": list_solvers,
    },
}
for _group, _commands in _PAGES.items():
    for _name, _command in _commands.items():
        app.command(_name, rich_help_panel=_group)(_command)


def run() -> None:
    """Run the command line; a failed solve or bad name ends with exit code 1 and one sentence."""
    codecs.register_error("spelled", spelled)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="spelled")
    try:
        app()
    except GameError as error:
        say(f"error: {error}", err=True)
        sys.exit(1)
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            # whoever reads has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
