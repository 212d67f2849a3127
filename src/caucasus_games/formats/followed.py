"""What an equilibrium does at each vertex of a drawn tree, and which numbers are chosen in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import Interval
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.values import substitution
from caucasus_games.games.vertices import Vertex, own_set
from caucasus_games.results import EnclosedEquilibrium, Equilibrium, Solution

Drawn = Equilibrium | EnclosedEquilibrium
Branch = Literal["played", "chosen", "idle"]
Numbers = Mapping[sympy.Symbol, sympy.Expr]


@dataclass(frozen=True)
class Followed:
    """An equilibrium along a tree.

    Parameters
    ----------
    kinds : tuple of str
        Of the branch to each vertex: played, chosen where play does not come, or idle.
    numbers : mapping of sympy.Symbol to sympy.Expr
        The values of all symbols, with the numbers that are chosen.
    labels : mapping of int to str
        By vertex the number that is chosen there, as it is written.
    """

    kinds: tuple[Branch, ...]
    numbers: Numbers
    labels: Mapping[int, str]


def followed(game: ExtensiveForm, chosen: Drawn | None) -> Followed:
    """Follow an equilibrium along a tree; without one every branch may be chosen."""
    numbers = _known(game)
    kinds: list[Branch] = ["idle" if chosen else "chosen"] * len(game.vertices)
    if chosen is None:
        return Followed(tuple(kinds), numbers, {})
    kinds[0] = "played"
    labels: dict[int, str] = {}
    # what an equilibrium calls a place has the numbers that were chosen before it
    places = [vertex.history for vertex in game.vertices]
    for v, vertex in enumerate(game.vertices):
        own = own_set(vertex.player, places[v]) if game.offers else vertex.information_set
        mix: Mapping[str, Fraction | Interval] = chosen.strategies.get(own, immutabledict())
        names = list(vertex.branches)
        if vertex.offer and mix:
            (names[0],) = mix
            labels[v] = names[0].removeprefix(f"{vertex.offer.symbol} = ")
            numbers[vertex.offer.symbol] = sympy.Rational(labels[v].removeprefix("≈"))
        shares = [mix.get(name) for name in names] if vertex.player else odds(vertex, numbers)
        for share, name, child in zip(shares, names, vertex.children, strict=True):
            places[child] = (*places[v], name)
            if share and kinds[v] == "played":
                kinds[child] = "played"
            elif share and vertex.player:
                kinds[child] = "chosen"
    return Followed(tuple(kinds), numbers, labels)


def _known(game: ExtensiveForm) -> dict[sympy.Symbol, sympy.Expr]:
    """Return the values of all symbols, if each has one."""
    if not {s.name for s in game.symbols} <= {*game.values, *game.parameters}:
        return {}
    return dict(substitution(game.symbols, game.values, game.parameters))


def single(played: Drawn | Solution[Drawn] | None) -> Drawn | None:
    """Return the equilibrium to draw, if there is one."""
    if not isinstance(played, Solution):
        return played
    if len(played) != 1:
        raise GameError(
            f"the solution has {len(played)} equilibria and one is drawn: give one of its "
            "equilibria, or leave it out"
        )
    return played.equilibria[0]


def odds(vertex: Vertex, numbers: Numbers) -> list[sympy.Expr]:
    """Return the probabilities of chance; formulas as long as a number in them is not known."""
    return [chance.xreplace(dict(numbers)) for chance in vertex.probabilities]


def where(vertex: Vertex, plays: Followed) -> float | None:
    """Return where on an arc the number is that is chosen, or the cutoff; none if not known."""
    spread, numbers = vertex.offer or vertex.known, dict(plays.numbers)
    assert spread is not None  # as there is an arc
    marked = vertex.known.cutoff if vertex.known else spread.symbol
    low, own, high = (f.xreplace(numbers) for f in (spread.low, marked, spread.high))
    if not (low.is_number and own.is_number and high.is_number and low < high):
        return None
    return min(max(float((own - low) / (high - low)), 0.0), 1.0)


def starts(vertex: Vertex, marked: float | None) -> tuple[float, ...]:
    """Return where on an arc branches start: at the number, or in the middle of each side."""
    at = 0.5 if marked is None else marked
    return (at / 2, (1 + at) / 2) if vertex.known else (at,)
