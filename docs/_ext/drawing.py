"""A directive that draws the tree of a model, with what is played at the central values."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from caucasus_games import models
from caucasus_games.formats.layout import breadths, levels
from caucasus_games.games import ExtensiveForm
from caucasus_games.guarantors import named
from caucasus_games.results.tree import weights_of
from caucasus_games.solvers import perfect_bayesian, subgame_perfect

# lengths in pixels, for letters of 12 pixels
_LETTER = 6.7
_ROW = 26.0
_BOX = 20.0
_SLOPE = 24.0


@dataclass(frozen=True)
class _Drawing:
    """Where each vertex is and which of them play reaches."""

    game: ExtensiveForm
    left: list[float]
    right: list[float]
    y: list[float]
    label: list[str]
    reached: list[bool]

    @classmethod
    def of(cls, game: ExtensiveForm) -> "_Drawing":
        level = levels(game)
        label = [""] * len(game.vertices)
        for vertex in game.vertices:
            for branch, child in zip(vertex.branches, vertex.children, strict=True):
                label[child] = branch
        box, above = [0.0] * (max(level) + 1), [0.0] * (max(level) + 1)
        for v, vertex in enumerate(game.vertices):
            box[level[v]] = max(box[level[v]], _width(_name(game, v)) if vertex.children else 0.0)
            above[level[v]] = max(above[level[v]], _width(label[v]))
        starts = [0.0]
        for k in range(1, len(box)):
            starts.append(starts[-1] + box[k - 1] + _SLOPE + above[k])
        # an end takes the levels that its outcome, written to the right, reaches into
        deep = [
            1
            + sum(
                starts[k] + _width(vertex.outcome) > at - above[j]
                for j, at in enumerate(starts)
                if j > k
            )
            for k, vertex in zip(level, game.vertices, strict=True)
        ]
        place = breadths(game, level, [0.5] * len(level), deep, 0.0)
        top = min(place)
        return cls(
            game,
            [starts[k] for k in level],
            [
                starts[k] + (_width(_name(game, v)) if game.vertices[v].children else 4.0)
                for v, k in enumerate(level)
            ],
            [(p - top + 0.8) * _ROW for p in place],
            label,
            _reached(game),
        )

    def svg(self) -> str:
        wide = max(
            self.right[v] + 1.1 * _width(vertex.outcome)
            for v, vertex in enumerate(self.game.vertices)
        )
        tall = max(self.y) + 0.8 * _ROW
        words = escape(f"tree of {self.game.title}", quote=True)
        return (
            f'<div class="game-tree"><svg role="img" aria-label="{words}" width="{wide:.0f}" '
            f'height="{tall:.0f}" viewBox="-2 0 {wide + 4:.0f} {tall:.0f}">'
            f"{''.join(self._parts())}</svg></div>"
        )

    def _parts(self) -> Iterator[str]:
        joined = [n for n in self.game.information_sets.values() if len(n) > 1]
        for k, together in enumerate(joined):
            places = [self.game.vertices.index(node) for node in together]
            x = max(self.right[v] for v in places) + 3 + 4 * k
            ends = [self.y[v] for v in places]
            yield f'<path class="set" d="M{x:.1f} {min(ends):.1f}V{max(ends):.1f}"></path>'
        for v, vertex in enumerate(self.game.vertices):
            for child in vertex.children:
                bend = self.left[child] - _width(self.label[child])
                kind = "played" if self.reached[child] else "branch"
                yield (
                    f'<path class="{kind}" d="M{self.right[v]:.1f} {self.y[v]:.1f}'
                    f'L{bend:.1f} {self.y[child]:.1f}H{self.left[child]:.1f}"></path>'
                    f'<text x="{bend + 5:.1f}" y="{self.y[child] - 4:.1f}">'
                    f"{escape(self.label[child])}</text>"
                )
        for v, vertex in enumerate(self.game.vertices):
            x, y = self.left[v], self.y[v]
            if vertex.children:
                corner = 2 if vertex.player else _BOX / 2
                yield (
                    f'<rect x="{x:.1f}" y="{y - _BOX / 2:.1f}" width="{self.right[v] - x:.1f}" '
                    f'height="{_BOX}" rx="{corner}"></rect>'
                    f'<text x="{x + 7:.1f}" y="{y + 4.5:.1f}">{escape(_name(self.game, v))}</text>'
                )
            else:
                bold = ' class="end-played"' if self.reached[v] else ""
                yield (
                    f'<circle cx="{x + 1:.1f}" cy="{y:.1f}" r="3"></circle>'
                    f'<text{bold} x="{x + 8:.1f}" y="{y + 4.5:.1f}">{escape(vertex.outcome)}</text>'
                )


def _width(text: str) -> float:
    return _LETTER * len(text) + 16


def _name(game: ExtensiveForm, v: int) -> str:
    return game.vertices[v].player or "chance"


def _reached(game: ExtensiveForm) -> list[bool]:
    """Tell for each vertex whether the first equilibrium comes there."""
    hidden = any(len(nodes_at) > 1 for nodes_at in game.information_sets.values())
    solver = perfect_bayesian if hidden else subgame_perfect
    weights = weights_of(game, solver(game).equilibria[0].strategies)
    reached = [False] * len(game.vertices)
    reached[0] = True
    for v, vertex in enumerate(game.vertices):
        for weight, child in zip(weights[v], vertex.children, strict=True):
            reached[child] = reached[v] and weight > 0
    return reached


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
        return [nodes.raw("", _Drawing.of(game).svg(), format="html"), caption]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("game-tree", GameTree)
    return {"parallel_read_safe": True}
