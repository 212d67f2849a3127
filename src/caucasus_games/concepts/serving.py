"""Which concept serves a game beyond values: in symbols, for theorems, or at many draws."""

from typing import Literal

from caucasus_games.concepts import CONCEPTS
from caucasus_games.concepts.concept import Solver
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.kinds import Game

Beyond = Literal["symbols", "draws"]

_FOUND = {
    "symbols": "conditions of this game are found for",
    "draws": "many draws of this game are solved by",
}
_INSTEAD = {
    "symbols": "solve the game at values of its parameters",
    "draws": "solve it at single values",
}


def check_served(concept: Solver, game: Game, reading: Beyond) -> None:
    """Refuse a concept that a game is not asked for in a reading."""
    why = _why_not(concept, game, reading)
    if why:
        *others, last = [one.call for one in serving(game, reading)]
        known = f"{', '.join(others)} or {last}" if others else last
        raise GameError(
            f"{_FOUND[reading]} {known}, and got {concept}, {why}: take one of these, or "
            f"{_INSTEAD[reading]}"
        )


def serving(game: Game, reading: Beyond) -> tuple[Solver, ...]:
    """Return the concepts that a game may be asked for in a reading."""
    return tuple(concept for concept in CONCEPTS if not _why_not(concept, game, reading))


def _why_not(concept: Solver, game: Game, reading: Beyond) -> str:
    if not isinstance(game, concept.kinds):
        return f"which is for a {concept.games}"
    if isinstance(game, ExtensiveForm) and game.offers and not concept.offers:
        return "which takes trees whose choices are listed, as by menu(game)"
    own = concept.symbols if reading == "symbols" else concept.draws
    if own is None:
        return "which is found at single values alone"
    taken: tuple[str, ...] = ()
    if concept.draws and reading == "draws":
        taken = concept.draws.options
        if not concept.draws.serves(game):
            return f"which is found there for a {own.games}"
    left = [name for name, _ in concept.options if name not in taken]
    return f"whose {left[0]} is for single values" if left else ""
