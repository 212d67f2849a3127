"""How likely a model makes what a question asks: an outcome, a move on the way, or a toll."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from caucasus_games.evidence.rivalry_years import rivalry_says
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.values import changed
from caucasus_games.games.vertices import Vertex
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import NAMED
from caucasus_games.models.rivalry import LAST
from caucasus_games.sweeps import summary

# a Markov game takes as long as so many others
TIMES = 40
_YES, _NO = "yes", "no"

# by the kind of event: labels of outcomes, a move, or a number of deaths
Event = Mapping[str, Any]
# what a model says of each event under a setup
Said = dict[str, float]


def said_by(
    model: str, events: Mapping[str, Event], setup: GuarantorSetup, draws: int, seed: int
) -> Said:
    """Return how likely each event is in a model, the mean over draws and equilibria."""
    if model == "rivalry":
        # its balance ends there, and what is chosen in the last year holds in those after it
        by_deaths = rivalry_says(setup, [LAST], max(1, draws // TIMES), seed)[LAST]
        return {name: by_deaths[event["deaths"]] for name, event in events.items()}
    written = NAMED[model]
    game = written(setup)
    solver = written.solver(game)
    told: Said = {}
    # one solution serves all questions about outcomes
    for move in {event.get("move", "") for event in events.values()}:
        found = summary(by_move(game, move) if move else game, draws, solver=solver, seed=seed)
        for name, event in events.items():
            if event.get("move", "") == move:
                labels = sorted({*found.outcomes}.intersection(event.get("outcomes", [_YES])))
                told[name] = sum(found.mean(found.setups[0], label) for label in labels)
    return told


def by_move(game: ExtensiveForm, move: str) -> ExtensiveForm:
    """Label the ends of a tree by whether a move was made on the way: play is the same."""

    def relabelled(vertex: Vertex) -> Vertex:
        if vertex.children:
            return vertex
        return replace(vertex, outcome=_YES if move in vertex.history else _NO)

    vertices, short = (tuple(map(relabelled, own)) for own in (game.vertices, game.short))
    return changed(game, vertices=vertices, short=short)
