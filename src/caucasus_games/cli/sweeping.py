"""Shares of draws."""

from typing import Annotated

import typer

from caucasus_games import sweeps
from caucasus_games.cli.names import model_named, setups_named, solver_named, values_set
from caucasus_games.cli.options import (
    AsFormat,
    Format,
    GivenRelations,
    Model,
    Numbers,
    Setups,
    Solver,
    Values,
    Vintage,
)
from caucasus_games.cli.output import say, write_frame


def summary(
    model: Model = "settlement",
    draws: Annotated[
        int, typer.Option(help="How many draws of the numbers; of a sample at most.")
    ] = 100_000,
    setup: Setups = None,
    values: Values = None,
    given: GivenRelations = None,
    sample: Annotated[
        str, typer.Option(help="A .csv file of draws to take, a column for each number.")
    ] = "",
    solver: Solver = "",
    seed: Annotated[int, typer.Option(help="The same seed gives the same draws.")] = 0,
    vintage: Vintage = "2025-07",
    numbers: Numbers = "",
    form: AsFormat = Format.table,
) -> None:
    """Count in what share of draws each outcome comes about under every setup."""
    own = model_named(model)
    chosen = setups_named(setup, own, vintage, numbers)
    found = sweeps.summary(
        own,
        draws,
        setups=chosen,
        solver=solver_named(solver),
        values=values_set(values),
        given=given,
        sample=sample or None,
        seed=seed,
        vintage=vintage,
    )
    if form is Format.table:
        say(repr(found))
    else:
        write_frame(found.to_dataframe(), form)
