"""Join models: solve one, and carry what it says into another as values of parameters.

==================  =====================================================  =======================
model               gives                                                  reads it from
==================  =====================================================  =======================
``arms_for_oil``    ``military_advantage``: less the arms if the exchange  the payoff dominant
                    is not kept                                            equilibrium
``corridor``        ``neutrality``, ``sovereignty_cost``: of the checks    subgame perfect
                    agreed on
``referendum``      ``referendum_passes``: of the demand that is made      subgame perfect
``election``        ``referendum_passes``: times the chance that the       subgame perfect
                    government stays to call it
``peacekeepers``    ``guarantor_credibility``: the belief after standing   intuitive criterion
                    by in the probe
==================  =====================================================  =======================

Each is solved at the values that those before it have given. Two that need each other are refused,
and so is one whose equilibria say different things: a choice between them is the user's.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from immutabledict import immutabledict

from caucasus_games import models
from caucasus_games.comparison.compare import Model, own_values
from caucasus_games.concepts import intuitive_criterion, payoff_dominance, subgame_perfect
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import show
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.door import check_game, check_model, check_setup
from caucasus_games.games.values import checked
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models.terms import parameters_of
from caucasus_games.results import Mix
from caucasus_games.results.tree import weights_of

Game = NormalForm | ExtensiveForm
Form = TypeVar("Form", NormalForm, ExtensiveForm)
Values = Mapping[str, Fraction]
Strategies = Mapping[str, Mix]

_SURE = Fraction(1)
_RUSSIAN_SILENCE = immutabledict({"abstain": _SURE})


def join(
    model: Model,
    setup: GuarantorSetup,
    sources: Iterable[Callable[[GuarantorSetup], Game]],
    *,
    values: Mapping[str, object] | None = None,
) -> Game:
    """Give a model the values that other models' equilibria lead to.

    Parameters
    ----------
    model : callable
        That takes the values, such as :func:`caucasus_games.models.settlement`.
    setup : GuarantorSetup
        For all of them.
    sources : iterable of callable
        Which give the values: any of ``arms_for_oil``, ``corridor``, ``referendum``, ``election``
        and ``peacekeepers``, in any order.
    values : mapping of str to exact number, optional
        Values of parameters, in every model that has them; a join does not change these.

    Returns
    -------
    NormalForm or ExtensiveForm
        The model at those values: ``game.values`` holds them, ``game.comment`` says whose they are.

    Raises
    ------
    GameError
        If a source is unknown, named twice or gives nothing to the model, if two need each other,
        or if a source's equilibria disagree or say nothing.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.models import referendum, settlement
    >>> from caucasus_games.concepts import subgame_perfect
    >>> game = join(settlement, US_OPERATOR, [referendum])
    >>> game.comment
    'referendum gives referendum_passes = 0.65'
    >>> subgame_perfect(game).equilibria[0].outcomes["peace"]
    Fraction(13, 20)
    """
    check_model(model, "join")
    check_setup(setup, "join")
    if not isinstance(sources, Iterable) or isinstance(sources, str):
        raise GameError(f"join takes a list of models, such as [referendum], and got {sources!r}")
    target = model(setup)
    check_game(target, "join")
    uses = _uses(target, setup, list(sources))
    known = {s.name for s in target.symbols}.union(*uses.values())
    set_by_hand = checked(values or {}, sorted(known))
    given, said = dict(set_by_hand), []
    for name in _ordered(uses):
        found = _RULES[name].read(setup, given)
        options = sorted({_said(one) for one in found})
        if len(options) != 1:
            raise GameError(
                f"the equilibria of {name} under {setup.name} give {' or '.join(options)}: "
                "choose one and set it with at"
                if options
                else f"{name} under {setup.name} comes to nothing that could be carried over: "
                "leave it out, or change what keeps its parties apart"
            )
        fresh = {key: q for key, q in found[0].items() if key not in set_by_hand}
        given |= fresh
        said.append(f"{name} gives {_said(fresh)}" if fresh else f"{name} is overruled")
    joined = copy(target.at(own_values(target, given)))
    object.__setattr__(joined, "comment", "; ".join(said))
    return joined


@dataclass(frozen=True)
class _Rule:
    """What a model gives, what it needs besides its own symbols, and how it is read."""

    gives: frozenset[str]
    read: Callable[[GuarantorSetup, Values], list[dict[str, Fraction]]]
    needs: frozenset[str] = frozenset()


def _uses(
    target: Game, setup: GuarantorSetup, sources: list[Callable[[GuarantorSetup], Game]]
) -> dict[str, frozenset[str]]:
    """Return the parameters that each source uses, once all of them are found to be of use."""
    own = {s.name for s in target.symbols}
    uses: dict[str, frozenset[str]] = {}
    for source in sources:
        check_model(source, "join")
        name = getattr(source, "__name__", repr(source))
        if name not in _RULES:
            raise unknown("model to join", name, _RULES)
        if name in uses:
            raise GameError(f"{name} is named twice: name each model to join once")
        game = source(setup)
        if target.title == game.title:
            raise GameError(f"{name} cannot be joined to itself: leave it out of the sources")
        uses[name] = _RULES[name].needs | {s.name for s in game.symbols}
    for name in uses:
        gives = _RULES[name].gives
        # what it gives may serve the model by way of another source
        served = own.union(*(used for other, used in uses.items() if other != name))
        if not gives & served:
            raise GameError(
                f"{name} gives {', '.join(sorted(gives))}, which {target.title} does not "
                "have: leave it out"
            )
    return uses


def _ordered(uses: Mapping[str, frozenset[str]]) -> list[str]:
    """Put each source after those whose values it uses."""
    before = {
        name: [other for other in uses if other != name and _RULES[other].gives & uses[name]]
        for name in uses
    }
    ordered: list[str] = []
    while len(ordered) < len(uses):
        ready = [name for name in uses if name not in ordered and set(before[name]) <= set(ordered)]
        if not ready:
            left = [name for name in uses if name not in ordered]
            needs = [
                f"{name} needs {', '.join(sorted(_RULES[other].gives & uses[name]))} from {other}"
                for name in left
                for other in before[name]
                if other in left
            ]
            raise GameError(f"this join is circular: {' and '.join(needs)}: join one of them")
        ordered += ready[:1]
    return ordered


def _said(values: Values) -> str:
    shown = ((name, show(q)) for name, q in sorted(values.items()))
    return ", ".join(f"{name} {text if text[0] == '≈' else f'= {text}'}" for name, text in shown)


def _value(setup: GuarantorSetup, given: Values, name: str) -> Fraction:
    return given.get(name, parameters_of(setup)[name].central)


def _solvable(game: Form, given: Values) -> Form:
    return game.at(own_values(game, given))


def _likely(game: ExtensiveForm, strategies: Strategies, event: str) -> Fraction | None:
    """Return the probability of an event where chance may bring it, if play comes there at all."""
    weights = weights_of(game, immutabledict(strategies))
    reached = [Fraction(0)] * len(game.vertices)
    reached[0], happens, could = _SURE, Fraction(0), Fraction(0)
    for v, vertex in enumerate(game.vertices):
        for branch, child, weight in zip(vertex.branches, vertex.children, weights[v], strict=True):
            reached[child] = reached[v] * weight
            if branch == event:
                happens, could = happens + reached[child], could + reached[v]
    return happens / could if could else None


def _power(setup: GuarantorSetup, given: Values) -> list[dict[str, Fraction]]:
    game = _solvable(models.arms_for_oil(setup), given)
    advantage, arms = (_value(setup, given, n) for n in ("military_advantage", "arms_shift"))
    return [
        {"military_advantage": advantage - (0 if "exchange" in e.outcomes else arms)}
        for e in payoff_dominance(game)
    ]


def _transit(setup: GuarantorSetup, given: Values) -> list[dict[str, Fraction]]:
    game = _solvable(models.corridor(setup), given)
    regimes = {
        "Armenian checks": (Fraction(-1), Fraction(0)),
        "third party": tuple(_value(setup, given, n) for n in ("neutrality", "sovereignty_cost")),
        "extraterritorial": (_SURE, _value(setup, given, "extraterritorial_cost")),
    }
    return [
        {"neutrality": regimes[label][0], "sovereignty_cost": regimes[label][1]}
        for e in subgame_perfect(game)
        for label in e.outcomes
        if label in regimes
    ]


def _passage(setup: GuarantorSetup, given: Values) -> list[dict[str, Fraction]]:
    game = _solvable(models.referendum(setup), given)
    quiet = {
        name: _RUSSIAN_SILENCE
        for name, nodes in game.information_sets.items()
        if nodes[0].player == "Russia"
    }
    chances = [
        _likely(game, {**e.strategies, **quiet}, "passes") for e in subgame_perfect(game).exact
    ]
    return [{"referendum_passes": q} for q in chances if q is not None]


def _office(setup: GuarantorSetup, given: Values) -> list[dict[str, Fraction]]:
    game = _solvable(models.election(setup), given)
    passes = _value(setup, given, "referendum_passes")
    chances = [_likely(game, e.strategies, "government stays") for e in subgame_perfect(game).exact]
    return [{"referendum_passes": q * passes} for q in chances if q is not None]


def _belief(setup: GuarantorSetup, given: Values) -> list[dict[str, Fraction]]:
    game = _solvable(models.probe(setup), given)
    return [
        {
            "guarantor_credibility": sum(
                (q for node, q in vertex.items() if node.startswith("reliable")), Fraction(0)
            )
        }
        for e in intuitive_criterion(game)
        for vertex in e.beliefs["after standing by"].vertices
    ]


_RULES = {
    "arms_for_oil": _Rule(
        frozenset({"military_advantage"}),
        _power,
        frozenset({"military_advantage"}),
    ),
    "corridor": _Rule(frozenset({"neutrality", "sovereignty_cost"}), _transit),
    "referendum": _Rule(frozenset({"referendum_passes"}), _passage),
    "election": _Rule(
        frozenset({"referendum_passes"}),
        _office,
        frozenset({"referendum_passes"}),
    ),
    "peacekeepers": _Rule(frozenset({"guarantor_credibility"}), _belief),
}
