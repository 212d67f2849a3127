"""The page that is mailed, and the page that answers."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

import typer

from caucasus_games.cli.files import write_text
from caucasus_games.cli.names import model_named, pairs, setup_named
from caucasus_games.cli.options import GivenRelations, Model, Numbers, Values, Vintage
from caucasus_games.cli.output import say
from caucasus_games.extras import optional
from caucasus_games.parameters import vintages


def report(
    model: Model = "settlement",
    output: Annotated[Path, typer.Option("--output", "-o", help="Which file to write.")] = Path(
        "report.html"
    ),
    setup: Annotated[str, typer.Option(help="Which setup to look at closely.")] = "US_OPERATOR",
    values: Values = None,
    given: GivenRelations = None,
    draws: Annotated[int, typer.Option(help="How many draws of the numbers.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 0,
    vintage: Vintage = "2025-07",
    numbers: Numbers = "",
) -> None:
    """Write a page to mail: figures, tables, reasons, numbers and sources in one file."""
    from caucasus_games.reports import report as written

    def tell(step: str) -> None:
        say(f"{step} …", err=True)

    own = model_named(model)
    chosen = setup_named(setup, vintage, numbers) if ":" in setup else setup
    write_text(
        lambda: written(
            own,
            chosen,
            vintage,
            pairs(values, "--set"),
            draws,
            seed,
            given=given,
            own=numbers or None,
            tell=tell,
        ),
        output,
    )
    say("open it in a browser")


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
    model_named(model)
    asked = {} if own or model == "settlement" else {"model": model}
    places = setup or []
    if places:
        asked["setup"] = setup_named(places[0], vintages()[0]).name
    query = f"?{urlencode(asked)}" if asked else ""
    mine = [place for place in places if ":" in place]
    serve(port, query, browser=browser, own=own, setups=mine)
