r"""A tree with hidden moves, once what has none from there on is settled.

Where nothing is hidden from a vertex on, perfect Bayesian equilibrium is subgame perfection, and
the vertex has cases. A stage takes one case at each such vertex that lies after one with hidden
moves; what is left to find are the moves before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caucasus_games.algebra.formula import ALWAYS, both
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.assessments import left
from caucasus_games.concepts.subgame_cases import subgames
from caucasus_games.games import ExtensiveForm
from caucasus_games.readings.case import Case, constrained, unrefuted
from caucasus_games.readings.symbols import Symbols


@dataclass(frozen=True)
class Stage:
    """One way in which what comes after the hidden moves is played."""

    known: Case
    ends: Mapping[int, Case]
    odds: Mapping[int, tuple[Ratio, ...]]


def stages(reading: Symbols) -> Iterator[Stage]:
    """List how what comes after the hidden moves may be played."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    settled = subgames(reading)
    before = left(game, settled)
    draws = [v for v in before if game.vertices[v].probabilities]
    found: list[tuple[Case, dict[int, Case], dict[int, tuple[Ratio, ...]]]] = [
        (Case((), ALWAYS, (), (), ()), {}, {})
    ]
    for v in draws:
        found = [
            (Case((), both(known.given, given), (), (), ()), {}, {**odds, v: chances})
            for known, _, odds in found
            for given, chances in reading.ways(game.vertices[v].probabilities)
        ]
    for v in (c for u in before for c in game.vertices[u].children if c in settled):
        found = [
            (known, {**ends, v: case}, odds)
            for old, ends, odds in found
            for case in settled[v]
            if (known := _joined(reading, old, case)) is not None
        ]
    for known, ends, odds in found:
        yield Stage(known, ends, odds)


def _joined(reading: Symbols, known: Case, case: Case) -> Case | None:
    """Add the conditions of a case to those that are known; ``None`` if they contradict."""
    if case.formula == ALWAYS:
        return known
    joint = Case((), both(known.given, case.given), known.constraints, (), ())
    for one in case.constraints:
        what = (one.player, one.after, one.action, one.instead)
        joint = constrained(reading, joint, what, one.formula)
    return unrefuted(reading, joint)
