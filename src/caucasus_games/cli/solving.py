"""The comparison under every setup, and one solution."""

from typing import Annotated

import typer

from caucasus_games import comparison
from caucasus_games.cli.names import (
    model_named,
    setup_named,
    setups_named,
    solver_named,
    values_set,
)
from caucasus_games.cli.options import (
    AsFormat,
    Format,
    Model,
    Numbers,
    Setups,
    Solver,
    Values,
    Vintage,
)
from caucasus_games.cli.output import say, write_frame


def compare(
    model: Model = "settlement",
    setup: Setups = None,
    values: Values = None,
    solver: Solver = "",
    vintage: Vintage = "2025-07",
    numbers: Numbers = "",
    form: AsFormat = Format.table,
) -> None:
    """Solve a model under every guarantor setup."""
    own = model_named(model)
    chosen = setups_named(setup, own, vintage, numbers)
    found = comparison.compare(
        own,
        chosen,
        solver=solver_named(solver),
        values=values_set(values),
        vintage=vintage,
    )
    if form is Format.table:
        say(repr(found))
    else:
        write_frame(found.to_dataframe(), form)


def solve(
    model: Model = "settlement",
    setup: Annotated[str, typer.Option(help="Under which setup.")] = "US_OPERATOR",
    values: Values = None,
    solver: Solver = "",
    vintage: Vintage = "2025-07",
    numbers: Numbers = "",
    why: Annotated[bool, typer.Option("--why", help="Say why, and what would change it.")] = False,
) -> None:
    """Solve a model under one setup and show the equilibria."""
    chosen = setup_named(setup, vintage, numbers)
    found = comparison.compare(
        model_named(model), [chosen], solver=solver_named(solver), values=values_set(values)
    )
    solution = found.solutions[chosen.name]
    say(repr(solution))
    if why:
        for which in range(len(solution)):
            say(f"\n{comparison.explain(solution, which)!r}")
