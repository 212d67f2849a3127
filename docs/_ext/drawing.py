"""A directive that draws the tree of a model, with what is played at the central values."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from caucasus_games import models
from caucasus_games.concepts import perfect_bayesian, subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.plot import tree_svg


class GameTree(SphinxDirective):
    """The tree of a model under a setup; further arguments are ``name=whole number``."""

    required_arguments = 2
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Draw it."""
        model, setup, *more = self.arguments
        options = {name: int(value) for name, value in (part.split("=") for part in more)}
        game = getattr(models, model)(named()[setup], **options)
        said = f"Under {setup}; thick is one equilibrium at the central values."
        caption = nodes.paragraph("", "", nodes.emphasis(text=said))
        solver = subgame_perfect if game.perfect_information else perfect_bayesian
        drawn = tree_svg(game, solver(game).equilibria[0], payoffs=False)
        return [nodes.raw("", f'<div class="game-tree">{drawn}</div>', format="html"), caption]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("game-tree", GameTree)
    return {"parallel_read_safe": True}
