"""What is had at the numbers among which the best one is, and which of them are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from caucasus_games.concepts.offers.line import Exact, Line
from caucasus_games.concepts.offers.play import Play, Ways, hangs


class Tried(NamedTuple):
    """What is had at candidates and between them, and what follows them."""

    line: Line
    here: Sequence[Ways]
    inner: Sequence[Ways]


def best(
    tried: Tried, most: Exact, x: int, later: bool, waited: Sequence[bool]
) -> Iterator[tuple[int, Play]]:
    """Yield the number of a candidate with each way to play there that is good enough.

    Of a range of numbers those are told that are better than around them, and if somebody moved
    before also its ends, and those for which somebody may wait.
    """
    alike: set[object] = set()
    for k, (plays, worths) in enumerate(zip(tried.here, tried.line.at, strict=True)):
        for play, own in zip(plays, worths, strict=True):
            if play.form in alike or own < most:
                continue
            if tried.line.inside(k, play.form, own) and not (
                hangs(play, x) and (waited[k] or (later and tried.line.ends(k, play.form, most)))
            ):
                continue
            if not hangs(play, x):
                # the least number stands for all
                alike.add(play.form)
            yield k, play
