"""What a name on the command line stands for: a model, a game, a concept, a setup, values."""

import ast
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import typer

from caucasus_games import concepts, models
from caucasus_games.concepts.concept import Solver as ConceptSolver
from caucasus_games.errors import GameError, unknown
from caucasus_games.formats import read
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import GuarantorSetup, Regime, named, regimes
from caucasus_games.models.places import model_at, setup_at
from caucasus_games.theorems.statements import (
    Claim,
    Excluded,
    Guaranteed,
    Implies,
    Raising,
    Unique,
)

SOLVERS = {
    concept.name: concept
    for concept in concepts.CONCEPTS
    if {NormalForm, ExtensiveForm}.intersection(concept.kinds)
}
_CLAIMS: dict[str, Callable[..., Claim]] = {
    kind.__name__: kind for kind in (Guaranteed, Excluded, Raising, Implies, Unique)
}
_ENDINGS = (".efg", ".nfg")


def solver_named(text: str) -> ConceptSolver | None:
    """Read a concept as it is written in a call."""
    if not text:
        return None
    name = text.partition("(")[0].strip()
    if name not in SOLVERS:
        raise unknown("solver", name, SOLVERS)
    try:
        places, options = _written(text)
        if places:
            raise ValueError
    except (SyntaxError, ValueError):
        raise GameError(
            f"the solver {text!r} cannot be read: give options by name, as "
            "quantal_response(precision=2)"
        ) from None
    return SOLVERS[name].given(**options)


def claim_named(text: str, game: Callable[[str], Game]) -> Claim | str:
    """Read a claim as it is written in a call, or an outcome; ``game`` writes it under a setup."""
    name = text.partition("(")[0].strip()
    if "(" not in text and name not in _CLAIMS:
        return text
    if name not in _CLAIMS:
        raise unknown("claim", name, _CLAIMS)
    try:
        places, options = _written(text)
        if name == "Implies":
            places = [places[0], game(str(places[1]))]
        return _CLAIMS[name](*places, **options)
    except (SyntaxError, ValueError, TypeError, IndexError) as error:
        if isinstance(error, GameError):
            raise
        raise GameError(
            f"the claim {text!r} cannot be read: write an outcome, Guaranteed(peace), "
            "Excluded(war), Raising(corridor_value, peace), Unique() or Implies(peace, US_TREATY)"
        ) from None


def _written(text: str) -> tuple[list[Any], dict[str, Any]]:
    """Take a call apart without running it; a bare name stands for its text."""
    written = ast.parse(text.strip(), mode="eval").body
    if isinstance(written, ast.Name):
        return [], {}
    if not isinstance(written, ast.Call) or not isinstance(written.func, ast.Name):
        raise ValueError
    options = {str(one.arg): ast.literal_eval(one.value) for one in written.keywords}
    return [_word(one) for one in written.args], options


def _word(written: ast.expr) -> Any:
    return written.id if isinstance(written, ast.Name) else ast.literal_eval(written)


def is_file(name: str) -> bool:
    """Tell whether a model is named by a file with one game."""
    return name.casefold().endswith(_ENDINGS)


def model_named(name: str) -> models.Model[..., Any]:
    """Return a model of the library, or one's own by its place."""
    if is_file(name):
        raise GameError(
            f"{name} holds one game, and a model writes one for every setup: name a model, or ask "
            "what takes one game, such as solve, explain or plot tree"
        )
    if ":" in name:
        return models.model_of(model_at(name), "the command line")
    if name not in models.NAMED:
        raise unknown("model", name, models.NAMED)
    return models.NAMED[name]


def game_named(name: str, setup: str, vintage: str, numbers: str) -> Game:
    """Write a model under a setup, or read a game from a file."""
    if not is_file(name):
        written: Game = model_named(name)(setup_named(setup, vintage, numbers))
        return written
    given = [f"--setup {setup}"] * bool(setup) + [f"--numbers {numbers}"] * bool(numbers)
    if given:
        raise GameError(
            f"{PurePath(name).name} is one game with its numbers in it: leave out {given[0]}"
        )
    return read(name)


def setup_named(name: str, vintage: str, numbers: str = "") -> GuarantorSetup:
    """Return a setup of the library, perhaps with one's own numbers, or one's own by its place."""
    if ":" in name:
        if numbers:
            raise GameError(
                f"{name} is a setup of your own, with its numbers: give {numbers} with named setups"
            )
        return setup_at(name)
    known = named(vintage, own=numbers or None)
    if name not in known:
        raise unknown("setup", name, known)
    return known[name]


def regime_named(name: str, vintage: str, numbers: str) -> Regime | GuarantorSetup:
    """Return who runs the checks: a regime of the library, or that of a setup."""
    known = regimes(vintage)
    if name in known:
        return known[name]
    if ":" in name or name in named(vintage):
        return setup_named(name, vintage, numbers)
    raise unknown("regime", name, [*known, *named(vintage)])


def setups_named(
    names: list[str] | None, model: models.Model[..., Any], vintage: str, numbers: str
) -> list[GuarantorSetup] | None:
    """Return the setups that are named, or else all that the model takes if numbers are given."""
    if names:
        return [setup_named(name, vintage, numbers) for name in names]
    return [*model.setups(vintage, own=numbers).values()] if numbers else None


def pairs(settings: list[str] | None, spelled: str) -> dict[str, str]:
    """Take each ``name=value`` apart; ``spelled`` is the option, for the error."""
    found = {}
    for setting in settings or []:
        name, _, value = (part.strip() for part in setting.partition("="))
        if not (name and value):
            raise typer.BadParameter(f"{setting!r}: write {spelled} name=value")
        if name in found:
            raise typer.BadParameter(f"{name} is given twice with {spelled}: give it once")
        found[name] = value
    return found
