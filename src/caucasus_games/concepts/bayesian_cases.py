r"""The perfect Bayesian equilibria of a tree with hidden moves as cases.

Pure strategies :math:`\sigma` are a weak perfect Bayesian equilibrium iff at every information set
:math:`h` no plan :math:`\tau` of its player from there on gains under a belief :math:`\mu_h`,

.. math:: \sum_{x \in h} \mu_h(x) [u_i(\sigma \mid x) - u_i(\tau \mid x)] \ge 0,

where :math:`\mu_h` follows by Bayes' rule if play reaches :math:`h`, and is any if not [1]_. In the
first case this is the sign of a polynomial, weighed by how play gets to each node; in the second
the beliefs are a polytope, which has a point iff it has a corner. In a signalling game the
partially mixed equilibria are added.

References
----------
.. [1] Mas-Colell, Whinston & Green (1995), Microeconomic Theory, definition 9.C.3. Oxford
   University Press.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from caucasus_games.algebra.formula import Formula
from caucasus_games.algebra.ratio import Ratio, number, total
from caucasus_games.concepts.signalling_cases import signalling_cases, signals
from caucasus_games.concepts.stages import Stage, left, stages
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.readings.placeholders import Letters
from caucasus_games.readings.symbols import (
    Case,
    Reading,
    constrained,
    ended,
    feasible,
    unrefuted,
)
from caucasus_games.readings.vertices import some_belief

Moves = Mapping[str, str]
# the vertices of each information set
Sets = Mapping[str, list[int]]

_LIMIT = 2_000


def bayesian_cases(reading: Reading) -> list[Case]:
    """List what may be played in a tree, with the conditions for a perfect Bayesian equilibrium.

    1. Settle what comes after the hidden moves by subgame perfection.
    2. For all ways to play before, say when no plan gains under some belief that is allowed.
    3. Drop those that are refuted, or add nothing to another with the same play.

    Parameters
    ----------
    reading : Reading
        Of a tree with hidden moves.

    Returns
    -------
    list of Case
        Pure strategies; in a signalling game the partially mixed ones too.

    Raises
    ------
    GameError
        If there are more than 2,000 ways to play before the hidden moves are over.
    """
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    kept: list[Case] = []
    for stage in stages(reading):
        shape = signals(reading, stage)
        reading.pure_only |= shape is None
        found = signalling_cases(reading, stage, shape) if shape else _pure(reading, stage)
        for case in found:
            same = [old.formula.negation for old in kept if old.moves == case.moves]
            if feasible(reading, case) and not reading.box.impossible(case.formula, *same):
                kept.append(case)
    return kept


def _pure(reading: Reading, stage: Stage) -> Iterator[Case]:
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    sets = stage.sets(game)
    actions = {name: game.vertices[nodes[0]].branches for name, nodes in sets.items()}
    ways = prod(map(len, actions.values()))
    if ways > _LIMIT:
        raise GameError(
            f"there are {ways:,} ways to play before the hidden moves are over, and conditions are "
            f"found for up to {_LIMIT:,}: solve the game at values of its parameters"
        )
    for chosen in product(*actions.values()):
        moves = dict(zip(actions, chosen, strict=True))
        reach = _reached(reading, stage, moves)
        case: Case | None = stage.known
        for name in sets:
            case = case and _rational(reading, stage, case, sets, name, moves, reach)
        if case:
            yield _played(reading, stage, case, sets, moves, reach)


def _rational(
    reading: Reading,
    stage: Stage,
    case: Case,
    sets: Sets,
    name: str,
    moves: Moves,
    reach: Mapping[int, Ratio],
) -> Case | None:
    """Add what keeps a player to its plan at an information set; ``None`` if nothing can."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    nodes = sets[name]
    player = game.vertices[nodes[0]].player
    i = game.players.index(player)
    now = [_worth(reading, stage, v, moves, i) for v in nodes]
    gains: dict[tuple[Ratio, ...], str] = {}
    for plan in _plans(game, stage, sets, name):
        then = [_worth(reading, stage, v, {**moves, **plan}, i) for v in nodes]
        row = tuple(a - b for a, b in zip(now, then, strict=True))
        changed = " then ".join(b for own, b in plan.items() if moves[own] != b)
        if any(row):
            gains.setdefault(row, changed)
    weights = [reach[v] for v in nodes]
    formulas: dict[str, Formula] = {}
    if any(weights) or len(nodes) == 1:
        for row, instead in gains.items():
            weighed = (q * x for q, x in zip(weights, row, strict=True))
            gain = total(reading.ring, weighed) if any(weights) else row[0]
            formulas[instead] = reading.margin(gain, player, moves[name], instead)
    elif gains:
        letters = Letters(reading, (gain for row in gains for gain in row))
        rows = [tuple(map(letters.short, row)) for row in gains]
        formulas["anything else"] = some_belief(letters, [], rows)
    for instead, formula in formulas.items():
        case = constrained(reading, case, (player, (name,), moves[name], instead), formula)
    return unrefuted(reading, case)


def _plans(game: ExtensiveForm, stage: Stage, sets: Sets, name: str) -> Iterator[dict[str, str]]:
    """Yield what the player of an information set may do there and at its own sets after it."""
    player = game.vertices[sets[name][0]].player
    below, waiting = {name: None}, list(sets[name])
    while waiting:
        v = waiting.pop()
        if v not in stage.ends:
            vertex = game.vertices[v]
            if vertex.player == player:
                below[vertex.information_set] = None
            waiting += vertex.children
    actions = [game.vertices[sets[own][0]].branches for own in below]
    for chosen in product(*actions):
        yield dict(zip(below, chosen, strict=True))


def _worth(reading: Reading, stage: Stage, v: int, moves: Moves, i: int) -> Ratio:
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    if v in stage.ends:
        return stage.ends[v].values[i]
    vertex = game.vertices[v]
    if vertex.player:
        k = vertex.branches.index(moves[vertex.information_set])
        return _worth(reading, stage, vertex.children[k], moves, i)
    return total(
        reading.ring,
        (
            chance * _worth(reading, stage, child, moves, i)
            for chance, child in zip(stage.odds[v], vertex.children, strict=True)
        ),
    )


def _reached(reading: Reading, stage: Stage, moves: Moves) -> dict[int, Ratio]:
    """Return how probable play makes each vertex up to the ends."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    reach: dict[int, Ratio] = {0: number(reading.ring, 1)}
    for v in left(game, stage.ends):
        vertex = game.vertices[v]
        for k, child in enumerate(vertex.children):
            if vertex.player:
                goes = vertex.branches[k] == moves[vertex.information_set]
                reach[child] = reach[v] if goes else number(reading.ring, 0)
            else:
                reach[child] = reach[v] * stage.odds[v][k]
    return reach


def _played(
    reading: Reading,
    stage: Stage,
    case: Case,
    sets: Sets,
    moves: Moves,
    reach: Mapping[int, Ratio],
) -> Case:
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    on_path = [
        (game.vertices[nodes[0]].player, (name,), moves[name])
        for name, nodes in sets.items()
        if any(reach[v] for v in nodes)
    ]
    later = [move for v, end in stage.ends.items() if reach[v] for move in end.moves]
    ends = ended(reading, ((reach[v], end.ends) for v, end in stage.ends.items()))
    return Case((*on_path, *later), case.given, case.constraints, (), ends)
