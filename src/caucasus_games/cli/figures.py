"""The command ``plot``: each figure of the library as a command that writes a file."""

from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from caucasus_games.cli.verbs import Verb


def figure_verbs() -> tuple[Verb, ...]:
    """Return a verb for each figure, with the model that the figure is about if none is named."""
    # figures load matplotlib, which takes as long as all the rest
    from caucasus_games import plot
    from caucasus_games.cli.files import write_figure

    return tuple(
        Verb(
            getattr(plot, name),
            "Figures",
            _ABOUT.get(name, {}),
            output=f"{name}.svg",
            write=write_figure,
        )
        for name in plot.__all__
    )


_CHAIN = {"model": "rivalry"}
_ABOUT: dict[str, Mapping[str, Any]] = {
    "beliefs": {"model": "probe", "setup": "US_TREATY"},
    "markov_branches": {"model": "war_and_peace", "state": "war"},
    "offer_curve": {"model": "ultimatum", "name": "demand"},
    "payoff_matrix": {"model": "ceasefire"},
    "quantal_response": {"model": "ceasefire"},
    "state_graph": {"model": "war_and_peace"},
    "state_path": {**_CHAIN, "periods": 30},
    "tree": {"model": "deterrence"},
    "tree_svg": {"model": "deterrence"},
}


class Figures(TyperGroup):
    """Reads the figures when one is asked for."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Return their names."""
        self._read()
        return super().list_commands(ctx)

    def get_command(self, ctx: typer.Context, cmd_name: str):  # type: ignore[no-untyped-def,override]
        """Return one of them."""
        self._read()
        return super().get_command(ctx, cmd_name)

    def _read(self) -> None:
        if self.commands:
            return
        app = typer.Typer(add_completion=False)
        # a group, however few there are
        app.callback()(lambda: None)
        for verb in figure_verbs():
            app.command(verb.spelled)(verb.command())
        self.commands = get_group(app).commands
