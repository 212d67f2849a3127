"""What is looked at: a model, a setup, values of its numbers, and two of these for the map.

As an address, ``?model=settlement&setup=NONE&bypass_value=0.3``; what is left out is as it was
found. A state that can be written down can be shared, and what it shows can be found again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import sympy
from immutabledict import immutabledict

from caucasus_games.briefs import headline
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction, show
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.models import MODELS, Model, model_of
from caucasus_games.models.places import model_at, name_of, setup_at
from caucasus_games.parameters import vintages
from caucasus_games.results import Solution

Game = NormalForm | ExtensiveForm

# without these there is nothing to show
_GAME = ("model", "setup", "vintage")
_CHOICES = (*_GAME, "outcome", "x", "y")


@dataclass(frozen=True)
class Own:
    """What is the user's own, by where it is written."""

    model: str = ""
    setups: tuple[str, ...] = ()


_NOTHING = Own()


@dataclass(frozen=True)
class State:
    """One view of one model.

    Parameters
    ----------
    model, setup, vintage : str
        What is played, under whom, on which figures.
    values : immutabledict of str to str
        Numbers that are not at their central value.
    outcome : str
        The outcome of the theorem.
    x, y : str
        The numbers of the map.
    own : Own
        What the server was given of the user's own; it is no part of the address.
    """

    model: str
    setup: str
    vintage: str
    values: immutabledict[str, str]
    outcome: str
    x: str
    y: str
    own: Own = _NOTHING

    @property
    def written(self) -> Model[..., Any]:
        """The model itself."""
        return playable(self.own.model)[self.model]

    @property
    def guarantor(self) -> GuarantorSetup:
        """The setup itself."""
        return choices(self.vintage, self.own)[self.setup]

    @property
    def start(self) -> Game:
        """The game, with no value set."""
        return _game(self.model, self.setup, self.vintage, self.own)

    @property
    def game(self) -> Game:
        """The game at the values."""
        return self.start.at(self.values)

    @property
    def solution(self) -> Solution[Any]:
        """Its equilibria."""
        return _solution(self.model, self.setup, self.vintage, self.values, self.own)

    @property
    def solver(self) -> Any:
        """The concept that serves the game."""
        return self.written.solver(self.start)

    @property
    def exponents(self) -> frozenset[str]:
        """The numbers that some payoff has in an exponent: theorems are about polynomials."""
        return _exponents(self.model, self.setup, self.vintage, self.own)

    @property
    def movable(self) -> tuple[str, ...]:
        """The numbers that can go on a map: those with a range, but for exponents."""
        records = self.start.parameters.items()
        return tuple(n for n, r in records if r.low != r.high and n not in self.exponents)

    @property
    def query(self) -> str:
        """The address, from the question mark on."""
        chosen = {name: getattr(self, name) for name in _CHOICES}
        return urlencode({**chosen, **self.values})


def read(query: Mapping[str, str], own: Own = _NOTHING) -> State:
    """Read a state from an address."""
    return _read(immutabledict(query), own)


def sifted(query: Mapping[str, str], own: Own = _NOTHING) -> tuple[dict[str, str], tuple[str, ...]]:
    """Divide an address, as of an older link, into what is known and sentences about the rest."""
    state = read({name: query[name] for name in _GAME if name in query}, own)
    allowed = {"outcome": state.start.outcome_labels, "x": state.movable, "y": state.movable}
    known: dict[str, str] = {}
    dropped = []
    for name, text in query.items():
        try:
            if name in allowed:
                kind = "outcome" if name == "outcome" else "number for the map"
                # an axis may be empty
                _one_of(kind, text, {*allowed[name], *([] if name == "outcome" else [""])})
            elif name not in _GAME:
                _one_of("parameter", name, state.start.parameters)
                fraction(text, name)
        except GameError as error:
            dropped.append(f"{name}={text} is left out: {error}")
        else:
            known[name] = text
    return known, tuple(dropped)


# every part of a page asks for the same
@lru_cache(maxsize=64)
def _read(query: Mapping[str, str], own: Own) -> State:
    known = playable(own.model)
    model = _one_of("model", query.get("model", next(iter(known))), known)
    vintage = _one_of("vintage", query.get("vintage", vintages()[0]), vintages())
    setups = choices(vintage, own)
    first = next(iter(setups)) if own.setups else "US_OPERATOR"
    setup = _one_of("setup", query.get("setup", first), setups)
    game = _game(model, setup, vintage, own)
    values = {}
    for name, text in query.items():
        if name in _CHOICES:
            continue
        _one_of("parameter", name, game.parameters)
        number = fraction(text, name)
        if number != game.parameters[name].central:
            values[name] = written(number)
    # the values must be ones that the game takes
    game.at(values)
    outcomes = sorted(game.outcome_labels)
    outcome = _one_of("outcome", query.get("outcome", headline(outcomes)), outcomes)
    state = State(model, setup, vintage, immutabledict(values), outcome, "", "", own)
    given = [query.get(name, "") for name in ("x", "y")]
    axes = [
        # a game may have fewer than two numbers
        _one_of("number for the map", one or chosen, state.movable) if one or chosen else ""
        for one, chosen in zip(given, _axes(state), strict=True)
    ]
    return replace(state, x=axes[0], y=axes[1])


def written(number: Fraction) -> str:
    """Write a number so that it can be read again exactly, by a slider too if it is a decimal."""
    told = show(number, 12)
    return str(number) if told.startswith("≈") else told


def playable(own: str = "") -> dict[str, Model[..., Any]]:
    """List the models that have moves, the user's own first, then the flagship."""
    known = {model.name: model for model in MODELS if model.has_moves and not model.has_states}
    return {name_of(own): _own(own), **known} if own else known


def choices(vintage: str, own: Own) -> dict[str, GuarantorSetup]:
    """List the setups to choose from, the user's own first."""
    mine = own_setups(own)
    return {**mine, **named(vintage), **mine}


def own_setups(own: Own) -> dict[str, GuarantorSetup]:
    """Read the setups of the user's own."""
    return {setup.name: setup for setup in map(_own_setup, own.setups)}


# a file is read once by each process
@lru_cache(maxsize=4)
def _own(where: str) -> Model[..., Any]:
    return model_of(model_at(where), "the explorer")


@lru_cache(maxsize=64)
def _own_setup(where: str) -> GuarantorSetup:
    return setup_at(where)


def _one_of(kind: str, name: str, known: Any) -> str:
    if name not in known:
        raise unknown(kind, name, list(known))
    return name


# a session looks at few games, at many values of each
@lru_cache(maxsize=16)
def _game(model: str, setup: str, vintage: str, own: Own) -> Game:
    game: Game = playable(own.model)[model](choices(vintage, own)[setup])
    return game


@lru_cache(maxsize=64)
def _solution(
    model: str, setup: str, vintage: str, values: immutabledict[str, str], own: Own
) -> Solution[Any]:
    game = _game(model, setup, vintage, own)
    return playable(own.model)[model].solver(game)(game.at(values))


@lru_cache(maxsize=16)
def _exponents(model: str, setup: str, vintage: str, own: Own) -> frozenset[str]:
    game = _game(model, setup, vintage, own)
    if isinstance(game, NormalForm):
        paid = [payoff for payoffs in game.payoffs.values() for payoff in payoffs]
    else:
        paid = [payoff for vertex in game.vertices for payoff in vertex.payoffs or ()]
    powers = {power for payoff in paid for power in payoff.atoms(sympy.Pow)}
    return frozenset(symbol.name for power in powers for symbol in power.exp.free_symbols)


def _axes(state: State) -> tuple[str, str]:
    """Choose two numbers that, each moved through its range, change what happens."""
    return _turning(state.model, state.setup, state.vintage, state.movable, state.own)


@lru_cache(maxsize=16)
def _turning(
    model: str, setup: str, vintage: str, names: tuple[str, ...], own: Own
) -> tuple[str, str]:
    game = _game(model, setup, vintage, own)
    solve = playable(own.model)[model].solver(game)

    def ends(values: Mapping[str, object]) -> set[tuple[str, ...]] | None:
        try:
            return {tuple(sorted(one.outcomes)) for one in solve(game.at(values))}
        # at the end of a range there may be too many ties
        except GameError:
            return None

    now = ends({})
    limits = {name: (game.parameters[name].low, game.parameters[name].high) for name in names}
    change = [
        name
        for name, pair in limits.items()
        if any(ends({name: end}) not in (now, None) for end in pair)
    ]
    x, y, *_ = [*dict.fromkeys([*change, *names]), "", ""]
    return x, y
