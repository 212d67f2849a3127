"""Theorems: for which numbers an outcome comes about, and which way each pushes it."""

from typing import Annotated

import typer

from caucasus_games import theorems
from caucasus_games.cli.names import model_named, setup_named, solver_named, values_set
from caucasus_games.cli.options import (
    AsFormat,
    Format,
    GivenRelations,
    Model,
    Numbers,
    Solver,
    Values,
    Vintage,
)
from caucasus_games.cli.output import say, write_frame
from caucasus_games.errors import unknown


def conditions(
    model: Model = "settlement",
    outcome: Annotated[str, typer.Option(help="Which outcome.")] = "peace",
    setup: Annotated[str, typer.Option(help="Under which setup.")] = "NONE",
    free: Annotated[
        list[str] | None,
        typer.Option("--free", help="Leave only this number open; repeat for several."),
    ] = None,
    values: Values = None,
    given: GivenRelations = None,
    solver: Solver = "",
    vintage: Vintage = "2025-07",
    numbers: Numbers = "",
) -> None:
    """Say for which numbers an outcome is an equilibrium."""
    own = model_named(model)
    game = own(setup_named(setup, vintage, numbers)).at(values_set(values))
    names = sorted(symbol.name for symbol in game.symbols)
    for name in free or []:
        if name not in names:
            raise unknown("parameter", name, names)
    if free:
        central = {n: r.central for n, r in game.parameters.items() if n not in free}
        game = game.at({**central, **game.values})
    concept = solver_named(solver) or own.concept
    say(repr(theorems.conditions(game, outcome, solver=concept, given=given)))


def statics(
    model: Model = "settlement",
    outcome: Annotated[str, typer.Option(help="Which outcome.")] = "peace",
    setup: Annotated[str, typer.Option(help="Under which setup.")] = "NONE",
    values: Values = None,
    given: GivenRelations = None,
    solver: Solver = "",
    vintage: Vintage = "2025-07",
    numbers: Numbers = "",
    form: AsFormat = Format.table,
) -> None:
    """Say which way each number pushes an outcome, whatever the others are."""
    own = model_named(model)
    game = own(setup_named(setup, vintage, numbers)).at(values_set(values))
    concept = solver_named(solver) or own.concept
    found = theorems.statics(game, outcome, solver=concept, given=given)
    if form is Format.table:
        say(repr(found))
    else:
        write_frame(found.to_dataframe(), form)
