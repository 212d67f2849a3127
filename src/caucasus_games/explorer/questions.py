"""What the page asks: each a function of a state or an address, worked out in a process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

from immutabledict import immutabledict

from caucasus_games import comparison, sweeps, theorems
from caucasus_games.briefs import Now, nows_of
from caucasus_games.errors import GameError
from caucasus_games.explorer import panels
from caucasus_games.explorer.downloads import file
from caucasus_games.explorer.page import page
from caucasus_games.explorer.state import Own, State, choices, read, sifted
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.sweeps import Obstacles, Summary
from caucasus_games.theorems.statics import Statics
from caucasus_games.theorems.theorem import Theorem

# for what takes long to prove, of each number
_SECONDS_FOR_A_PROOF = 1
# of the first view: a standard error of two in a hundred, within seconds
DRAWS_AT_FIRST = 500


def whole(query: Mapping[str, str], own: Own) -> str:
    """Write the page of an address, without what of it is not there any more."""
    known, dropped = sifted(query, own)
    return page(read(known, own), dropped)


def several(
    names: Sequence[str], query: Mapping[str, str], own: Own
) -> tuple[State, State, State, dict[str, str]]:
    """Write parts of the page of an address."""
    state = read(query, own)
    told = {}
    for name in names:
        try:
            told[name] = panels.PANELS[name](state)
        except GameError as error:
            told[name] = f'<p class="error">{escape(str(error))}</p>'
    return state, about(state), first(state), told


def download(name: str, query: Mapping[str, str], own: Own) -> tuple[str, bytes]:
    """Make a file."""
    return file(name, read(query, own))


def kept(query: Mapping[str, str], own: Own) -> str:
    """Write the address of another setup, with those numbers that it has too."""
    choice = {name: query[name] for name in ("model", "setup", "vintage") if name in query}
    there = read(choice, own)
    game = there.start
    allowed = {"outcome": game.outcome_labels, "x": there.movable, "y": there.movable}
    left = {name: value for name, value in query.items() if name in game.parameters}
    left |= {name: query[name] for name, known in allowed.items() if query.get(name) in known}
    return urlencode(choice | left)


def theorem(state: State) -> Theorem:
    """Find the theorem of the outcome in all numbers but those in exponents."""
    return theorems.conditions(_free(state), state.outcome, solver=state.solver)


def effects(state: State) -> Statics:
    """Find what raising each number does to the outcome, but for those in exponents."""
    return theorems.statics(
        _free(state), state.outcome, time_limit=_SECONDS_FOR_A_PROOF, solver=state.solver
    )


def shares(state: State) -> Summary:
    """Count how often the outcome comes about under every setup, all numbers drawn."""
    return sweeps.summary(state.written, DRAWS_AT_FIRST, setups=_taken(state))


def changes(state: State) -> Mapping[str, Now]:
    """Say of every setup whether the central values bring the outcome, and what would."""
    solutions = comparison.compare(state.written, _taken(state)).solutions
    return nows_of(state.written, solutions, state.outcome)


def hindered(state: State) -> tuple[Obstacles, ...]:
    """Say what stands in the way of the outcome over the same draws, if the model has obstacles."""
    if not state.written.obstacles:
        return ()
    asked: dict[str, Any] = {"response": "probability", "draws": DRAWS_AT_FIRST}
    return (sweeps.obstacles(state.written, state.outcome, setups=_taken(state), **asked),)


def _taken(state: State) -> list[GuarantorSetup]:
    """List the setups that the model takes."""
    taken = []
    for setup in choices(state.vintage, state.own).values():
        with suppress(GameError):
            state.written(setup)
            taken.append(setup)
    return taken


def first(state: State) -> State:
    """Leave out what the first view does not depend on."""
    setup = next(iter(choices(state.vintage, state.own)))
    return replace(state, setup=setup, values=immutabledict(), x="", y="")


def _free(state: State) -> Game:
    game = state.start
    central = game.parameters.central
    values = {name: state.values.get(name, central[name]) for name in state.exponents}
    return game.at(values)


def about(state: State) -> State:
    """Leave out what a theorem and effects do not depend on."""
    kept = state.exponents
    values = {name: value for name, value in state.values.items() if name in kept}
    return replace(state, values=immutabledict(values), x="", y="")


def explanation(state: State) -> str:
    """Say why what is played is played."""
    if not state.solution.equilibria:
        return state.solution.none
    return repr(comparison.explain(state.solution))
