"""The perfect Bayesian equilibria of a tree with hidden moves as cases.

What comes after the hidden moves is settled by subgame perfection; before, the cases are those of
a signalling game, or else pure strategies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import prod

from caucasus_games.algebra.formula import Formula
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.assessments import Assessments
from caucasus_games.concepts.signalling import Play, Signalling
from caucasus_games.concepts.stages import Stage, stages
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.signals import Key, Signals, signals
from caucasus_games.readings.case import Case, ended, feasible
from caucasus_games.readings.placeholders import Letters, Short
from caucasus_games.readings.symbols import Symbols

_LIMIT = 2_000
_SIGNALLING_LIMIT = 5_000


def bayesian_cases(reading: Symbols) -> list[Case]:
    """List what may be played in a tree, with the conditions for a perfect Bayesian equilibrium.

    1. Settle what comes after the hidden moves by subgame perfection.
    2. For all ways to play before, say when no plan gains under some belief that is allowed.
    3. Drop those that are refuted, or add nothing to another with the same play.

    Parameters
    ----------
    reading : Symbols
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
        shape = signals(game, stage.ends)
        reading.pure_only |= shape is None
        found = _signalling(reading, stage, shape) if shape else _pure(reading, stage)
        for case in found:
            same = [old.formula.negation for old in kept if old.moves == case.moves]
            if feasible(reading, case) and not reading.box.impossible(case.formula, *same):
                kept.append(case)
    return kept


def _signalling(reading: Symbols, stage: Stage, shape: Signals) -> Iterator[Case]:
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    ends = {key: stage.ends[v] for key, v in shape.ends.items()}
    prior = {t: stage.odds[0][k] for t, k in shape.events.items()}
    events = zip(stage.odds[0], game.vertices[0].children, strict=True)
    rest = [(chance, stage.ends[v]) for chance, v in events if v in stage.ends]
    sender, receiver = (game.players.index(player) for player in (shape.sender, shape.receiver))
    # each type's payoffs from one message and reply on, and what the receiver gains by a reply
    bases = {t: end.values[sender] for (t, _, _), end in reversed(ends.items())}
    paid = {key: end.values[sender] - bases[key[0]] for key, end in ends.items()}
    gains = _gains({key: end.values[receiver] for key, end in ends.items()})
    letters = Letters(reading, (*prior.values(), *paid.values(), *gains.values()))

    def gain(key: Key, more: str, less: str) -> Short:
        if (key, more, less) in gains:
            return letters.short(gains[key, more, less])
        return -letters.short(gains[key, less, more])

    played: Signalling[Short, Formula, Case] = Signalling(
        letters,
        shape,
        {t: letters.short(chance) for t, chance in prior.items()},
        {key: letters.short(ratio) for key, ratio in paid.items()},
        gain,
    )
    if played.work > _SIGNALLING_LIMIT:
        raise GameError(
            f"this signalling game has {played.work:,} choices of messages and replies, and "
            f"conditions are found for up to {_SIGNALLING_LIMIT:,}: solve it at values of its "
            "parameters"
        )
    for play in played.equilibria(stage.known):
        ways = [(prior[key[0]], ends[key]) for key in _ends_of(shape, play)]
        yield _signalled(reading, shape, play, ways + rest)


def _ends_of(shape: Signals, play: Play[Short, Case]) -> Iterator[tuple[str, str, str]]:
    """Yield each type, message and reply that may come about."""
    for t, own in play.sends.items():
        for m in own:
            for a in play.replies.get(shape.messages[t][m], ("",)):
                yield t, m, a


def _gains(paid: Mapping[tuple[str, str, str], Ratio]) -> dict[tuple[Key, str, str], Ratio]:
    """Return by type and message what a reply gains over a later one."""
    return {
        (key[:2], key[2], other[2]): worth - there
        for (key, worth), (other, there) in combinations(paid.items(), 2)
        if key[:2] == other[:2]
    }


def _signalled(
    reading: Symbols, shape: Signals, play: Play[Short, Case], ways: list[tuple[Ratio, Case]]
) -> Case:
    """Say what is played and what comes of it, by what it may lead to and how probably."""
    reached = {shape.messages[t][m] for t, own in play.sends.items() for m in own}
    moves = [
        *((shape.sender, (t,), " or ".join(own)) for t, own in play.sends.items()),
        *(
            (shape.receiver, (name,), " or ".join(own))
            for name, own in play.replies.items()
            if name in reached
        ),
        *(move for _, end in ways for move in end.moves),
    ]
    case = play.known
    ends = ended(reading, ((chance, end.ends) for chance, end in ways))
    return Case(tuple(dict.fromkeys(moves)), case.given, case.constraints, (), ends)


def _pure(reading: Symbols, stage: Stage) -> Iterator[Case]:
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    ends = {v: end.values for v, end in stage.ends.items()}
    tree: Assessments[Ratio, Formula, Case] = Assessments(reading, game, ends, stage.odds)
    ways = prod(map(len, tree.actions.values()))
    if ways > _LIMIT:
        raise GameError(
            f"there are {ways:,} ways to play before the hidden moves are over, and conditions are "
            f"found for up to {_LIMIT:,}: solve the game at values of its parameters"
        )
    for found in tree.equilibria(stage.known):
        reach = {v: chance for v, chance in found.reach.items() if chance}
        on_path = [
            (game.vertices[nodes[0]].player, (name,), found.moves[name])
            for name, nodes in tree.sets.items()
            if reach.keys() & set(nodes)
        ]
        later = [move for v, end in stage.ends.items() if v in reach for move in end.moves]
        met = ((reach[v], end.ends) for v, end in stage.ends.items() if v in reach)
        case = found.known
        moves = (*on_path, *later)
        yield Case(moves, case.given, case.constraints, (), ended(reading, met))
