"""One way to play a tree with offers, from a vertex on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.offers.line import Exact
from caucasus_games.concepts.offers.roots import has


class Play(NamedTuple):
    """A way to play from a vertex on.

    Payoffs are formulas in the numbers that were chosen before; ``taken`` holds at each vertex that
    play comes to which branch is taken, and ``named`` which number. ``form`` holds the same with
    numbers as formulas: it is the same at all numbers between two candidates. ``several`` says that
    numbers beside these may be chosen too.
    """

    values: tuple[Ratio | Exact, ...]
    taken: Mapping[int, int]
    named: Mapping[int, Exact]
    form: tuple[object, ...] = ()
    several: bool = False


Ways = Sequence[Play]


def apart(plays: Iterable[Play]) -> Iterator[Play]:
    """Leave out what comes to the same: two pieces hold at once only where they meet."""
    found = set()
    for play in plays:
        done = frozenset(play.taken.items()), frozenset(play.named.items())
        if done not in found:
            found.add(done)
            yield play


def hangs(play: Play, x: int) -> bool:
    """Tell whether what is paid hangs on a number."""
    return any(isinstance(value, Ratio) and has(value, x) for value in play.values)


def follows(play: Play, rest: Play) -> bool:
    """Tell whether a way to play ends as another, which starts later."""
    return rest.taken.items() <= play.taken.items() and rest.named.items() <= play.named.items()
