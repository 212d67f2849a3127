"""The command line: the comparison, one solution, theorems, sweeps, parameters and setups."""

import codecs
import io
import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from caucasus_games.cli.lists import list_models, parameters, setups
from caucasus_games.cli.output import say, spelled
from caucasus_games.cli.pages import explore, report
from caucasus_games.cli.proving import conditions, statics
from caucasus_games.cli.solving import compare, solve
from caucasus_games.cli.sweeping import summary
from caucasus_games.errors import GameError
from caucasus_games.version import __version__

__all__ = ["app", "run"]

app = typer.Typer(
    add_completion=False,
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
        compare()
        say("Next: caucasus-games compare --set bypass_value=0.3, or caucasus-games --help")


# in the order of the help
_COMMANDS: dict[str, Callable[..., None]] = {
    "compare": compare,
    "solve": solve,
    "conditions": conditions,
    "statics": statics,
    "summary": summary,
    "report": report,
    "explore": explore,
    "models": list_models,
    "setups": setups,
    "parameters": parameters,
}
for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)


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
