"""What the options of a command come to: a game at its values, a solution, setups, ranges."""

from collections.abc import Mapping
from typing import Any

from caucasus_games.cli.names import (
    game_named,
    is_file,
    model_named,
    pairs,
    regime_named,
    setup_named,
    setups_named,
    solver_named,
)
from caucasus_games.comparison.compare import own_values
from caucasus_games.concepts.concept import check_solver
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence import observations
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS
from caucasus_games.results import Solution
from caucasus_games.sweeps import Run
from caucasus_games.sweeps.run import HERE

# what was given, by the name of the option
Given = Mapping[str, Any]


def game_asked(given: Given, setup: str = "") -> Any:
    """Write the game that is asked about, at the values that are set, or it under another setup."""
    chosen = setup or given["setup"]
    if not (chosen or is_file(given["model"])):
        chosen = given["otherwise"]
    game = game_named(given["model"], chosen, given["vintage"], given["numbers"])
    if given["set"]:
        values = pairs(given["set"], "--set")
        game = game.at(own_values(game, values) if setup else values)
    open_ = given["free"] or []
    known = sorted(symbol.name for symbol in getattr(game, "symbols", ()))
    for name in open_:
        if name not in known:
            raise unknown("parameter", name, known)
    if open_:
        fixed = {n: r.central for n, r in game.parameters.items() if n not in open_}
        game = game.at({**fixed, **game.values})
    return game


def concept_asked(given: Given) -> Any:
    """Return the concept that is asked for, or the model's own; none for a game from a file."""
    asked = solver_named(given["solver"])
    if asked is not None or is_file(given["model"]):
        return asked
    return model_named(given["model"]).concept


def solution_asked(given: Given) -> Solution[Any]:
    """Solve the game that is asked about."""
    game = game_asked(given)
    check_game(game, "solve", *KINDS)
    concept = concept_asked(given) or usual(game)
    check_solver(concept, "solve")
    found: Solution[Any] = concept(game)
    return found


def equilibrium_asked(given: Given) -> Any:
    """Return one of the equilibria."""
    solution, which = solution_asked(given), given["which"]
    if not len(solution):
        raise GameError(f"there is nothing to draw: {solution.none}")
    if not 0 <= which < len(solution):
        raise GameError(f"which is {which}: give a whole number from 0 to {len(solution) - 1}")
    return solution.equilibria[which]


def all_played(given: Given) -> Any:
    """Return all equilibria, which are marked in a table, or nothing."""
    return None if given["unsolved"] else solution_asked(given)


def one_played(given: Given) -> Any:
    """Return the equilibrium that is marked in a tree, or nothing."""
    return None if given["unsolved"] else equilibrium_asked(given)


def setups_asked(given: Given) -> Any:
    """Return the setups that are named, if any."""
    model = model_named(given["model"])
    return setups_named(given["setup"], model, given["vintage"], given["numbers"])


def setup_asked(name: str, given: Given) -> Any:
    """Return the setup that an option names."""
    return setup_named(given[name], given["vintage"], given["numbers"])


def several_setups(name: str, given: Given) -> Any:
    """Return the setups that are named; at least one is."""
    return [setup_named(one, given["vintage"], given["numbers"]) for one in given[name] or []]


def regimes_asked(given: Given) -> Any:
    """Return who runs the checks, if anybody is named."""
    return [
        regime_named(one, given["vintage"], given["numbers"]) for one in given["regime"] or []
    ] or None


def ends_of(text: str, told: str) -> tuple[str, str]:
    """Take the two ends of a range apart."""
    low, between, high = (part.strip() for part in text.partition(".."))
    if not (low and between and high):
        raise GameError(f"{told} is no range: write both ends, as 0..1/2")
    return low, high


def ranges_asked(given: Given) -> dict[str, tuple[str, str]] | None:
    """Return the ranges that are taken instead, if any."""
    taken = pairs(given["within"], "--within")
    return {name: ends_of(x, f"--within {name}={x}") for name, x in taken.items()} or None


def range_asked(given: Given) -> tuple[str, str] | None:
    """Return the range of the number that moves, if one is given."""
    return ends_of(given["range"], f"--range {given['range']}") if given["range"] else None


def lists_asked(name: str, spelled: str, given: Given) -> dict[str, list[str]]:
    """Return the values by name of an option that takes several."""
    taken = pairs(given[name], spelled)
    return {key: [one.strip() for one in text.split(",")] for key, text in taken.items()}


def observed(given: Given) -> Any:
    """Return what the record says in the terms of the model, at the moments that are named."""
    seen = observations(model_named(given["model"]))
    if not seen:
        raise GameError(
            f"the record says nothing in the terms of {given['model']}: take peacekeepers, "
            "deterrence_by_chance or another that the command hindsight lists"
        )
    chosen = given["moment"] or [one.moment for one in seen]
    for moment in chosen:
        if moment not in [one.moment for one in seen]:
            raise unknown("moment", moment, [one.moment for one in seen])
    return tuple(one for one in seen if one.moment in chosen)


def answers_asked(given: Given) -> Any:
    """Return what has happened, from a file or one by one."""
    told, file = pairs(given["answer"], "--answer"), given["answers"]
    if told and file:
        raise GameError(
            "answers are given one by one and as a file: take one of --answer, --answers"
        )
    return file or told


def run_asked(given: Given) -> Run:
    """Return how draws are worked on."""
    store, workers = given["store"], given["workers"]
    return Run(workers=workers, store=store or None) if store or workers else HERE
