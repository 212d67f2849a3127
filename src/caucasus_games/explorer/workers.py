"""Everything that is worked out, beside the server, by processes of their own.

The server itself solves nothing: no question waits for another's answer, what takes too long or is
no longer wanted is ended, and whatever a process does with its own memory ends with it. A theorem
in all numbers takes from a tenth of a second to some ten, and so does an explanation of a large
game, and effects some minutes; the page goes on meanwhile, and asks again.
"""

from __future__ import annotations

import multiprocessing
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from time import monotonic
from typing import Any, TypeVar

from caucasus_games.errors import GameError
from caucasus_games.explorer.hands import Hand
from caucasus_games.explorer.state import State

T = TypeVar("T")
_MOST_PROCESSES = 16
# what a process that answers imports before it is asked
_PRELOADED = "caucasus_games.explorer.questions"
_MOST_ANSWERS = 64
# for an answer that the page waits for, for one that it asks for again, and for a free process
_SECONDS_AT_ONCE = 60.0
_SECONDS_LATER = 600.0
_SECONDS_FOR_A_PROCESS = 10.0
# after which a page that asks no more is taken to be closed
_SECONDS_OF_SILENCE = 30.0
_ENDED = "what worked it out was ended: move a number to try again"


@dataclass
class _Job:
    """Work that is asked for again until it is done."""

    state: State
    hand: Hand
    asked: float


class Workers:
    """The processes, what they work on, and the last answers."""

    def __init__(
        self,
        most: int = _MOST_PROCESSES,
        at_once: float = _SECONDS_AT_ONCE,
        later: float = _SECONDS_LATER,
    ) -> None:
        # processes that start from one with everything imported are there at once
        quick = "forkserver" in multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if quick else "spawn")
        if quick:
            self._context.set_forkserver_preload([_PRELOADED])
        self._most, self._at_once, self._later = most, at_once, later
        self._free = Condition()
        self._count = 0
        self._idle: list[Hand] = []
        self._busy: dict[object, Hand] = {}
        self._found: OrderedDict[tuple[str, State], tuple[bool, Any]] = OrderedDict()
        self._jobs: dict[tuple[str, str], _Job] = {}

    def begin(self) -> None:
        """Start a process before anybody asks."""
        hand = self._taken(None, 0)
        if hand:
            self._given_back(hand)

    def answer(self, page: tuple[str, str] | None, work: Callable[..., T], *told: object) -> T:
        """Return what a function says, worked out in a process."""
        key = page or object()
        self._forget()
        self.drop(key)
        hand = self._taken(key, _SECONDS_FOR_A_PROCESS)
        if hand is None:
            raise GameError("too much is asked at once: wait a moment and ask again")
        with self._free:
            self._busy[key] = hand
        try:
            hand.begin(work, told, self._at_once)
            well, found = hand.answer()
        except (EOFError, OSError):
            raise GameError(_ENDED) from None
        finally:
            with self._free:
                if self._busy.get(key) is hand:
                    del self._busy[key]
            self._given_back(hand)
        if not well:
            raise GameError(found)
        told_back: T = found
        return told_back

    def drop(self, page: object) -> None:
        """End what is worked out for a page, if anything is."""
        with self._free:
            hand = self._busy.pop(page, None)
            if hand:
                hand.kill()

    def result(self, page: str, work: Callable[..., T], state: State, *told: object) -> T | None:
        """Return what a function says of a state, and what follows from it, if it is known."""
        self._forget()
        name = work.__name__
        job = None
        with self._free:
            known = self._found.get((name, state))
            if known is None:
                job = self._jobs.get((page, name))
        if known is None:
            if job and job.state != state:
                self._given_up(page, name, job)
                job = None
            if job is None:
                hand = self._taken((page, name), 0)
                if hand is None:
                    return None
                job = _Job(state, hand, monotonic())
                try:
                    hand.begin(work, (state, *told), self._later)
                except OSError:
                    self._given_back(hand)
                    raise GameError(_ENDED) from None
                with self._free:
                    self._jobs[page, name] = job
            job.asked = monotonic()
            if not job.hand.pipe.poll():
                return None
            known = self._done(page, name, job)
        well, answer = known
        if not well:
            raise GameError(answer)
        found: T = answer
        return found

    def _done(self, page: str, name: str, job: _Job) -> tuple[bool, Any]:
        with self._free:
            self._jobs.pop((page, name), None)
        try:
            known = job.hand.answer()
        except (EOFError, OSError):
            raise GameError(_ENDED) from None
        finally:
            self._given_back(job.hand)
        with self._free:
            self._found[name, job.state] = known
            while len(self._found) > _MOST_ANSWERS:
                self._found.popitem(last=False)
        return known

    def _forget(self) -> None:
        """End what no page asks for any more."""
        with self._free:
            jobs = list(self._jobs.items())
        for (who, name), job in jobs:
            if monotonic() - job.asked > _SECONDS_OF_SILENCE:
                self._given_up(who, name, job)

    def _given_up(self, page: str, name: str, job: _Job) -> None:
        with self._free:
            self._jobs.pop((page, name), None)
        job.hand.kill()
        self._given_back(job.hand)

    def _taken(self, page: object, seconds: float) -> Hand | None:
        with self._free:
            if not self._free.wait_for(lambda: self._idle or self._count < self._most, seconds):
                return None
            # the process that answered last knows the game already
            for hand in sorted(self._idle, key=lambda hand: hand.page == page, reverse=True):
                self._idle.remove(hand)
                hand.page = page
                return hand
            self._count += 1
        hand = Hand(self._context)
        hand.page = page
        return hand

    def _given_back(self, hand: Hand) -> None:
        """Keep a process for the next question, or see that one that was ended is gone."""
        if hand.ended or not hand.process.is_alive():
            hand.kill()
            hand.process.join()
            hand.pipe.close()
        with self._free:
            if hand.ended:
                self._count -= 1
            else:
                self._idle.append(hand)
            self._free.notify()

    def close(self) -> None:
        """End all of it."""
        with self._free:
            jobs = [job.hand for job in self._jobs.values()]
            hands = [*self._idle, *self._busy.values(), *jobs]
            self._idle.clear()
            self._jobs.clear()
        for hand in hands:
            hand.kill()
            hand.process.join()
