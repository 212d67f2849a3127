"""What a name on the command line stands for: a model, a concept, a setup, values."""

import ast
from typing import Any

import typer

from caucasus_games import concepts, models
from caucasus_games.concepts.concept import Solver as ConceptSolver
from caucasus_games.errors import GameError, unknown
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.models.places import model_at, setup_at

SOLVERS = {
    concept.name: concept
    for concept in concepts.CONCEPTS
    if {NormalForm, ExtensiveForm}.intersection(concept.kinds)
}


def solver_named(text: str) -> ConceptSolver | None:
    """Read a concept as it is written in a call."""
    if not text:
        return None
    name = text.partition("(")[0].strip()
    if name not in SOLVERS:
        raise unknown("solver", name, SOLVERS)
    try:
        options = _options(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError):
        raise GameError(
            f"the solver {text!r} cannot be read: give options by name, as "
            "quantal_response(precision=2)"
        ) from None
    return SOLVERS[name].given(**options)


def _options(written: ast.expr) -> dict[str, object]:
    if isinstance(written, ast.Name):
        return {}
    if not isinstance(written, ast.Call) or not isinstance(written.func, ast.Name) or written.args:
        raise ValueError
    return {str(one.arg): ast.literal_eval(one.value) for one in written.keywords}


def model_named(name: str) -> models.Model[..., Any]:
    """Return a model of the library, or one's own by its place."""
    if ":" in name:
        return models.model_of(model_at(name), "the command line")
    if name not in models.NAMED:
        raise unknown("model", name, models.NAMED)
    return models.NAMED[name]


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


def setups_named(
    names: list[str] | None, model: models.Model[..., Any], vintage: str, numbers: str
) -> list[GuarantorSetup] | None:
    """Return the setups that are named, or else all that the model takes if numbers are given."""
    if names:
        return [setup_named(name, vintage, numbers) for name in names]
    return [*model.setups(vintage, own=numbers).values()] if numbers else None


def values_set(settings: list[str] | None) -> dict[str, object]:
    """Take each ``name=value`` apart."""
    pairs = [setting.partition("=") for setting in settings or []]
    for name, sign, value in pairs:
        if not (name and sign and value):
            raise typer.BadParameter(f"{name + sign + value!r}: write --set name=value")
    return {name.strip(): value.strip() for name, _, value in pairs}
