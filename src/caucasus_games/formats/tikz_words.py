"""What is written in a tree in TikZ: at branches, at ends and beside fans."""

from collections.abc import Callable
from dataclasses import dataclass

import sympy

from caucasus_games.formats.followed import Followed, odds
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.vertices import Vertex
from caucasus_games.text.latex import tex_text

Lines = tuple[str, ...]


def mover(vertex: Vertex) -> str:
    """Return who chooses, or knows a number and answers."""
    return vertex.known.player if vertex.known else vertex.player


@dataclass(frozen=True)
class Telling:
    """Writes formulas, with the numbers that are chosen in an equilibrium."""

    write: Callable[[sympy.Expr], str]
    plays: Followed

    def labels(self, game: ExtensiveForm) -> list[Lines]:
        """Write what stands at the branch to each vertex."""
        labels: list[Lines] = [()] * len(game.vertices)
        for v, vertex in enumerate(game.vertices):
            for i, child in enumerate(vertex.children):
                labels[child] = (self._branch(vertex, i, v), *self._chance(vertex, i))
        return labels

    def end(self, vertex: Vertex, sideways: bool) -> Lines:
        """Write an end with its payoffs."""
        written = [f"${self._at(payoff)}$" for payoff in vertex.told or vertex.payoffs]
        outcome = tex_text(vertex.outcome)
        if sideways:
            return (": ".join(part for part in (outcome, ", ".join(written)) if part),)
        return (*([outcome] if outcome else []), *written)

    def ends(self, vertex: Vertex) -> Lines:
        """Write the ends of a fan, if there is one."""
        spread = vertex.offer or vertex.known
        if spread is None:
            return ()
        low, high = self._at(spread.low), self._at(spread.high)
        if vertex.offer:
            return f"${low}$", f"${high}$"
        name = self.write(spread.symbol)
        return rf"${low} \leq {name}$", rf"${name} \leq {high}$"

    def _branch(self, vertex: Vertex, i: int, v: int) -> str:
        if vertex.offer:
            name, number = self.write(vertex.offer.symbol), self.plays.labels.get(v, "")
            if number.startswith("≈"):
                return rf"${name} \approx {number[1:]}$"
            if number:
                return f"${name} = {self._at(vertex.offer.symbol)}$"
            low, high = self._at(vertex.offer.low), self._at(vertex.offer.high)
            return rf"${name} \in [{low}, {high}]$"
        if vertex.known:
            sign = ">" if i else "<"
            cutoff = self._at(vertex.known.cutoff)
            told = f"{self.write(vertex.known.symbol)} {sign} {cutoff}"
            return f"{tex_text(vertex.known.actions[i])}: ${told}$"
        return tex_text(vertex.branches[i])

    def _chance(self, vertex: Vertex, i: int) -> Lines:
        """Write the probability of an event; of an answer to a number only where it is a number."""
        told = odds(vertex, self._known)[i : i + 1]
        return tuple(f"${self.write(q)}$" for q in told if not vertex.known or q.is_number)

    def _at(self, formula: sympy.Expr) -> str:
        """Write a formula, its numbers put in where an equilibrium is drawn."""
        return self.write(formula.xreplace(self._known))

    @property
    def _known(self) -> dict[sympy.Symbol, sympy.Expr]:
        """The numbers that are put in, which are not those of which only some digits are known."""
        labels = self.plays.labels
        exact = not any(label.startswith("≈") for label in labels.values())
        return dict(self.plays.numbers) if labels and exact else {}
