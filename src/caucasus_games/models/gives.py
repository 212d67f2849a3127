r"""What a join takes from a model: values of parameters, read from the model's equilibria.

They are read in one of three ways: from the outcome that comes about, from the chance of an event,
or from what is believed where somebody does not know who is there.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates.subgame_perfect import weights_of
from caucasus_games.errors import unknown
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.kinds import Game
from caucasus_games.games.menus import with_numbers
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.results import Solution

Values = dict[str, Fraction]
Number = Callable[[sympy.Expr], Fraction]

_ONE = sympy.Integer(1)


class Way(Protocol):
    """How values are read from an equilibrium."""

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that get a value."""

    def needs(self, game: Game) -> frozenset[str]:
        """Return the parameters whose values it takes to read, besides those of the game."""

    def values(self, game: Any, equilibrium: Any, number: Number) -> Iterator[Values]:
        """Read what an equilibrium says, if it says anything."""


@dataclass(frozen=True)
class ByOutcome:
    """Parameters that have a value by what comes about.

    Parameters
    ----------
    by_label : mapping of str to mapping of str to sympy.Expr
        For the label of each outcome that counts the parameters, as formulas of others.

    Examples
    --------
    >>> p, arms = sympy.symbols("p arms")
    >>> print(ByOutcome({"exchange": {"p": p}, "no exchange": {"p": p - arms}}))
    p = p after exchange, -arms + p after no exchange
    """

    by_label: Mapping[str, Mapping[str, sympy.Expr]]

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that get a value."""
        return frozenset().union(*self.by_label.values())

    def needs(self, game: Game) -> frozenset[str]:
        """Return what stands in the formulas of outcomes that the game can have."""
        rows = [row for label, row in self.by_label.items() if label in game.outcome_labels]
        symbols = {s for row in rows for formula in row.values() for s in formula.free_symbols}
        return frozenset(symbol.name for symbol in symbols)

    def values(self, game: Any, equilibrium: Any, number: Number) -> Iterator[Values]:
        """Read the values of each outcome that may come about."""
        for label in equilibrium.outcomes:
            if label in self.by_label:
                yield {name: number(formula) for name, formula in self.by_label[label].items()}

    def __str__(self) -> str:
        told = (
            f"{name} = {', '.join(f'{row[name]} after {o}' for o, row in self.by_label.items())}"
            for name in sorted(self.parameters)
        )
        return "; ".join(told)


@dataclass(frozen=True)
class ChanceOf:
    """A parameter that is the probability of a chance event, where play comes to it.

    Parameters
    ----------
    event : str
        The label of the branch.
    parameter : str
        Which gets the probability.
    times : sympy.Expr
        By what it is multiplied.
    as_if : mapping of str to str
        What players are taken to do wherever they move, whatever the equilibrium says.

    Examples
    --------
    >>> print(ChanceOf("passes", "referendum_passes", as_if={"Russia": "abstain"}))
    referendum_passes = the chance of passes, as if Russia chose abstain
    """

    event: str
    parameter: str
    times: sympy.Expr = _ONE
    as_if: Mapping[str, str] = field(default_factory=immutabledict)

    @property
    def parameters(self) -> frozenset[str]:
        """The parameter that gets a value."""
        return frozenset({self.parameter})

    def needs(self, game: Game) -> frozenset[str]:
        """Return what stands in the factor."""
        return frozenset(symbol.name for symbol in self.times.free_symbols)

    def values(self, game: Any, equilibrium: Any, number: Number) -> Iterator[Values]:
        """Read the probability, if play comes to where the event may happen."""
        if isinstance(game, ExtensiveForm) and game.offers:
            game = with_numbers(game, _chosen(equilibrium, game.offers))
        fixed = {
            name: immutabledict({self.as_if[nodes[0].player]: Fraction(1)})
            for name, nodes in game.information_sets.items()
            if nodes[0].player in self.as_if
        }
        weights = weights_of(game, immutabledict({**equilibrium.strategies, **fixed}))
        reached = [Fraction(0)] * len(game.vertices)
        reached[0], happens, could = Fraction(1), Fraction(0), Fraction(0)
        for v, vertex in enumerate(game.vertices):
            below = zip(vertex.branches, vertex.children, weights[v], strict=True)
            for branch, child, weight in below:
                reached[child] = reached[v] * weight
                if branch == self.event:
                    happens, could = happens + reached[child], could + reached[v]
        if could:
            yield {self.parameter: number(self.times) * happens / could}

    def __str__(self) -> str:
        factor = "" if self.times == 1 else f"{self.times} times "
        choices = " and ".join(f"{who} chose {act}" for who, act in self.as_if.items())
        as_if = f", as if {choices}" if choices else ""
        return f"{self.parameter} = {factor}the chance of {self.event}{as_if}"


def _chosen(equilibrium: Any, offers: Container[str]) -> dict[str, Fraction]:
    """Return the numbers that are offered."""
    labels = (label for mix in equilibrium.strategies.values() for label in mix)
    parts = (label.rpartition(" = ") for label in labels)
    return {name: Fraction(number) for name, _, number in parts if name in offers}


@dataclass(frozen=True)
class BeliefIn:
    """A parameter that is what somebody believes of another's type.

    Parameters
    ----------
    start : str
        How the histories begin that are believed.
    information_set : str
        Where.
    parameter : str
        Which gets the probability.

    Examples
    --------
    >>> print(BeliefIn("reliable", "after standing by", "guarantor_credibility"))
    guarantor_credibility = the belief in reliable after standing by
    """

    start: str
    information_set: str
    parameter: str

    @property
    def parameters(self) -> frozenset[str]:
        """The parameter that gets a value."""
        return frozenset({self.parameter})

    def needs(self, game: Game) -> frozenset[str]:
        """Return nothing: a belief stands in the equilibrium."""
        return frozenset()

    def values(self, game: Any, equilibrium: Any, number: Number) -> Iterator[Values]:
        """Read the extreme beliefs that support the equilibrium."""
        if self.information_set not in equilibrium.beliefs:
            raise unknown("information set", self.information_set, equilibrium.beliefs)
        for vertex in equilibrium.beliefs[self.information_set].vertices:
            held = (q for node, q in vertex.items() if node.startswith(self.start))
            yield {self.parameter: sum(held, Fraction(0))}

    def __str__(self) -> str:
        return f"{self.parameter} = the belief in {self.start} {self.information_set}"


@dataclass(frozen=True)
class Gives:
    """What a join takes from a model.

    Parameters
    ----------
    concept : callable
        The solver whose equilibria are read.
    way : ByOutcome, ChanceOf or BeliefIn
        What they say.
    game : callable, optional
        Another model that is solved in its place, such as what follows after a first move.

    Examples
    --------
    >>> from caucasus_games.models import referendum
    >>> print(referendum.gives.way)
    referendum_passes = the chance of passes, as if Russia chose abstain
    """

    concept: Callable[..., Solution[Any]]
    way: Way
    game: Callable[[GuarantorSetup], Game] | None = None

    def read(self, game: Game, number: Number) -> list[Values]:
        """Return the values that each exact equilibrium of the game says."""
        solution: Solution[Any] = self.concept(game)
        return [found for e in solution.exact for found in self.way.values(game, e, number)]
