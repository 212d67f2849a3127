"""Join models: solve one, and carry what it says into another as values of parameters.

What a model says, and by which of its equilibria, stands in the model itself (``gives``). Each is
solved at the values that those before it have given. Two that need each other are refused, and so
is one whose equilibria say different things: a choice between them is the user's.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from caucasus_games.comparison.compare import own_values
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction, show
from caucasus_games.games.door import check_game, check_setup
from caucasus_games.games.kinds import Game
from caucasus_games.games.values import checked
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import MODELS, Model, model_of
from caucasus_games.models.gives import Gives
from caucasus_games.models.model import ModelLike
from caucasus_games.models.terms import parameters_of

Values = Mapping[str, Fraction]


def join(
    model: ModelLike,
    setup: GuarantorSetup,
    sources: Iterable[ModelLike],
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
    sources : iterable of Model
        Which give the values, in any order: models with ``gives``, such as ``referendum``.
    values : mapping of str to exact number, optional
        Values of parameters, in every model that has them; a join does not change these.

    Returns
    -------
    NormalForm or ExtensiveForm
        The model at those values: ``game.values`` holds them, ``game.comment`` says whose they are.

    Raises
    ------
    GameError
        If a source gives nothing at all or nothing to the model, or is named twice, if two need
        each other, or if a source's equilibria disagree or say nothing.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_TREATY
    >>> from caucasus_games.models import referendum, settlement
    >>> from caucasus_games.concepts import subgame_perfect
    >>> game = join(settlement, US_TREATY, [referendum])
    >>> game.comment
    'referendum gives referendum_passes = 0.632'
    >>> subgame_perfect(game).equilibria[0].outcomes["peace"]
    Fraction(1, 1)
    """
    asked = model_of(model, "join")
    check_setup(setup, "join")
    if not isinstance(sources, Iterable) or isinstance(sources, str):
        raise GameError(f"join takes a list of models, such as [referendum], and got {sources!r}")
    target = asked(setup)
    check_game(target, "join")
    used = _sources(asked, target, setup, [model_of(source, "join") for source in sources])
    known = {s.name for s in target.symbols}.union(*(source.uses for source in used.values()))
    set_by_hand = checked(values or {}, sorted(known))
    given, said = dict(set_by_hand), []
    for name in _ordered(used):
        found = used[name].read(setup, given)
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
class _Source:
    """A model that gives values, with the game that is solved for them."""

    gives: Gives
    game: Game

    @property
    def uses(self) -> frozenset[str]:
        """The parameters whose values it takes."""
        return self.gives.way.needs(self.game) | {s.name for s in self.game.symbols}

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that it gives a value."""
        return self.gives.way.parameters

    def read(self, setup: GuarantorSetup, given: Values) -> list[dict[str, Fraction]]:
        """Return what each equilibrium says at the values that are given so far."""
        records = {**parameters_of(setup), **self.game.parameters}

        def number(formula: sympy.Expr) -> Fraction:
            values = {s: given.get(s.name, records[s.name].central) for s in formula.free_symbols}
            exact = {s: sympy.Rational(q.numerator, q.denominator) for s, q in values.items()}
            return fraction(formula.xreplace(exact))

        return self.gives.read(self.game.at(own_values(self.game, given)), number)


def _sources(
    asked: Model[..., Any], target: Game, setup: GuarantorSetup, sources: list[Model[..., Any]]
) -> dict[str, _Source]:
    """Return each source by its name, once all of them are found to be of use."""
    own = {s.name for s in target.symbols}
    found: dict[str, _Source] = {}
    for source in sources:
        if source.gives is None:
            raise unknown("model to join", source.name, [m.name for m in MODELS if m.gives])
        if source.name in found:
            raise GameError(f"{source.name} is named twice: name each model to join once")
        if source.name == asked.name:
            raise GameError(
                f"{source.name} cannot be joined to itself: leave it out of the sources"
            )
        found[source.name] = _Source(source.gives, (source.gives.game or source)(setup))
    for name, one in found.items():
        # what it gives may serve the model by way of another source
        served = own.union(*(other.uses for other in found.values() if other is not one))
        if not one.parameters & served:
            raise GameError(
                f"{name} gives {', '.join(sorted(one.parameters))}, which {target.title} does "
                "not have: leave it out"
            )
    return found


def _ordered(sources: Mapping[str, _Source]) -> list[str]:
    """Put each source after those whose values it uses."""
    before = {
        name: [
            other
            for other, earlier in sources.items()
            if other != name and earlier.parameters & source.uses
        ]
        for name, source in sources.items()
    }
    ordered: list[str] = []
    while len(ordered) < len(sources):
        left = [name for name in sources if name not in ordered]
        ready = [name for name in left if set(before[name]) <= set(ordered)]
        if not ready:
            needs = [
                f"{name} needs {', '.join(sorted(sources[other].parameters & sources[name].uses))} "
                f"from {other}"
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
