"""A directive that draws the tree of a model, with what is played at the central values."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from caucasus_games import ExtensiveForm
from caucasus_games.games import menu
from caucasus_games.guarantors import named
from caucasus_games.models import NAMED
from caucasus_games.plot import tree_svg


class GameTree(SphinxDirective):
    """The tree of a model under a setup; further arguments are ``name=whole number``.

    ``menu`` is into how many parts any number that is offered is cut, so that it can be drawn.
    """

    required_arguments = 2
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Draw it."""
        model, setup, *more = self.arguments
        options = {name: int(value) for name, value in (part.split("=") for part in more)}
        asked = NAMED[model]
        parts = options.pop("menu", 2)
        game = asked(named()[setup], **options)
        if isinstance(game, ExtensiveForm) and game.offers:
            game = menu(game, parts)
        said = f"Under {setup}; thick is one equilibrium at the central values."
        caption = nodes.paragraph("", "", nodes.emphasis(text=said))
        first = asked.solver(game)(game).equilibria[0]
        drawn = tree_svg(game, first, payoffs=False)
        return [nodes.raw("", f'<div class="game-tree">{drawn}</div>', format="html"), caption]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("game-tree", GameTree)
    return {"parallel_read_safe": True}
