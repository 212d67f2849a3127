"""What can be taken away: figures, a table, and a script that makes all of it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Template

from caucasus_games import plot
from caucasus_games.errors import unknown
from caucasus_games.explorer.panels import DRAWS, comparison, field, figure_of, first, matrix
from caucasus_games.explorer.state import State, playable
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.menus import few
from caucasus_games.models.places import setup_at
from caucasus_games.text.spreadsheet import safe_frame

_SCRIPT = Template('''\
"""The $model under $setup, with the numbers that were set."""

import caucasus_games as cg
from caucasus_games import plot
$where

$read
values = {$values}
game = model(setup)

found = $solver(game.at(values))
print(found)
print(cg.compare(model, values=values, vintage="$vintage"))

# when is it an equilibrium, in two numbers; leave more open for more
central = game.parameters.central
others = {name: central[name] for name in central if name not in ("$x", "$y")}
others |= {name: value for name, value in values.items() if name in others}
print(cg.conditions(game.at(others), "$outcome", solver=$solver))
plot.regions(game.at(others), "$x", "$y", solver=$solver).figure.savefig("map.pdf")
$figure
# all numbers that were not set, drawn from their ranges
print(cg.summary(model, $draws, setups=[setup], solver=$solver, values=values))
''')
_TREE = """\
first = found.equilibria[0] if found.equilibria else None
plot.tree(game.at(values), first).figure.savefig("tree.pdf")
"""
_TREE_OF_OFFERS = """\
# some of the numbers that may be offered
plot.tree(cg.games.menu(game.at(values), 2)).figure.savefig("tree.pdf")
"""
_MATRIX = """\
plot.payoff_matrix(game.at(values), found).figure.savefig("payoffs.pdf")
"""


def script(state: State) -> str:
    """Write a script that shows the same."""
    own = {name: getattr(state, name) for name in ("model", "setup", "vintage", "outcome")}
    own |= {"x": state.x, "y": state.y}
    where, read = ["from caucasus_games import models"], [f"model = models.{state.model}"]
    # one of the user's own, by its place
    if state.model not in playable() or state.written is not playable()[state.model]:
        where = ["from caucasus_games.models.places import model_at"]
        read = [f"model = model_at({state.own.model!r})"]
    place = next((place for place in state.own.setups if setup_at(place) == state.guarantor), "")
    if place:
        where.append("from caucasus_games.models.places import setup_at")
        read.append(f"setup = setup_at({place!r})")
    else:
        where.append("from caucasus_games.guarantors import named")
        read.append(f"setup = named({state.vintage!r})[{state.setup!r}]")
    solver = "solver" if state.written.concept else state.solver.__name__
    if state.written.concept:
        read.append("solver = model.concept")
    else:
        where.append(f"from caucasus_games.concepts import {solver}")
    return _SCRIPT.substitute(
        own,
        solver=solver,
        where="\n".join(where),
        read="\n".join(read),
        values=", ".join(f"{name!r}: {value!r}" for name, value in state.values.items()),
        figure=_figure(state),
        draws=DRAWS,
    )


def _figure(state: State) -> str:
    if not isinstance(state.start, ExtensiveForm):
        return _MATRIX
    return _TREE_OF_OFFERS if state.start.offers else _TREE


def table(state: State) -> str:
    """Write every setup at the values as a table."""
    return safe_frame(comparison(state).to_dataframe()).to_csv()


def _game_svg(state: State) -> bytes:
    if isinstance(state.game, ExtensiveForm):
        return plot.tree_svg(few(state.game), first(state)).encode()
    return figure_of(matrix, state, "svg")


# the kind of each, and what makes it
FILES: Mapping[str, tuple[str, Callable[[State], bytes]]] = {
    "game.svg": ("image/svg+xml", _game_svg),
    "map.svg": ("image/svg+xml", lambda state: figure_of(field, state, "svg")),
    "map.png": ("image/png", lambda state: figure_of(field, state, "png")),
    "map.pdf": ("application/pdf", lambda state: figure_of(field, state, "pdf")),
    "setups.csv": ("text/csv; charset=utf-8", lambda state: table(state).encode()),
    "explored.py": ("text/x-python; charset=utf-8", lambda state: script(state).encode()),
}


def file(name: str, state: State) -> tuple[str, bytes]:
    """Make a file."""
    if name not in FILES:
        raise unknown("file", name, list(FILES))
    kind, make = FILES[name]
    return kind, make(state)
