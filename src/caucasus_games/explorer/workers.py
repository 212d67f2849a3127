"""Everything that is worked out, beside the server, by processes of their own.

The server itself solves nothing: no question waits for another's answer, what takes too long or is
no longer wanted is ended, and whatever a process does with its own memory ends with it. A theorem
in all numbers takes from a tenth of a second to some ten, and so does an explanation of a large
game; the page goes on meanwhile, and asks again.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from multiprocessing.connection import Connection
from threading import Condition, Timer
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urlencode

from immutabledict import immutabledict

from caucasus_games import comparison, theorems
from caucasus_games.errors import GameError
from caucasus_games.explorer import panels
from caucasus_games.explorer.downloads import file
from caucasus_games.explorer.page import page
from caucasus_games.explorer.state import Own, State, read
from caucasus_games.games.kinds import Game
from caucasus_games.theorems.conditions import Theorem
from caucasus_games.theorems.statics import Statics

T = TypeVar("T")

# for what takes long to prove, of each number
_SECONDS = 1
_PROCESSES = 16
_REMEMBERED = 64
# for an answer that the page waits for, for one that it asks for again, and for a free process
_AT_ONCE = 60.0
_LATER = 120.0
_FREE = 10.0
# after which a page that asks no more is taken to be closed
_FORGOTTEN = 30.0
_ENDED = "what worked it out was ended: move a number to try again"


class _Hand:
    """A process that answers questions one after another."""

    def __init__(self, context: Any) -> None:
        self.pipe, own = context.Pipe()
        self.process = context.Process(target=_answers, args=(own,), daemon=True)
        self.process.start()
        own.close()
        self.page: object = None
        self.ended = False
        self._late = False
        self._seconds = 0.0

    def begin(self, work: Callable[..., object], told: Sequence[object], seconds: float) -> None:
        try:
            self.pipe.send((work, told))
        except OSError:
            self.kill()
            raise
        self._seconds = seconds
        self._limit = Timer(seconds, self._end_late)
        self._limit.daemon = True
        self._limit.start()

    def answer(self) -> tuple[bool, Any]:
        """Wait for the answer, at most until the time is over."""
        try:
            well, found = self.pipe.recv()
        except (EOFError, OSError):
            # it may still be about to end
            self.kill()
            if self._late:
                return False, (
                    f"this takes more than {self._seconds:g} seconds and was ended: "
                    "set other numbers"
                )
            raise
        finally:
            self._limit.cancel()
        return well, found

    def _end_late(self) -> None:
        self._late = True
        self.kill()

    def kill(self) -> None:
        """End it; whoever waits for its answer is told at once."""
        self.ended = True
        self.process.kill()


@dataclass
class _Job:
    """Work that is asked for again until it is done."""

    state: State
    hand: _Hand
    asked: float


class Workers:
    """The processes, what they work on, and the last answers.

    Parameters
    ----------
    most : int
        How many processes at most.
    at_once, later : float
        After how many seconds an answer is given up that is waited for, or asked for again.
    """

    def __init__(
        self, most: int = _PROCESSES, at_once: float = _AT_ONCE, later: float = _LATER
    ) -> None:
        # processes that start from one with everything imported are there at once
        quick = "forkserver" in multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if quick else "spawn")
        if quick:
            self._context.set_forkserver_preload([__name__])
        self._most, self._at_once, self._later = most, at_once, later
        self._free = Condition()
        self._count = 0
        self._idle: list[_Hand] = []
        self._busy: dict[object, _Hand] = {}
        self._found: OrderedDict[tuple[str, State], tuple[bool, Any]] = OrderedDict()
        self._jobs: dict[tuple[str, str], _Job] = {}

    def begin(self) -> None:
        """Start a process before anybody asks."""
        hand = self._taken(None, 0)
        if hand:
            self._given_back(hand)

    def answer(self, page: tuple[str, str] | None, work: Callable[..., T], *told: object) -> T:
        """Return what a function says, worked out in a process.

        Parameters
        ----------
        page : tuple of str or None
            Which page asks for which part of it: an older question of the same is ended. Questions
            of none stand by themselves.
        work : callable
            A function of a module.
        *told : object
            What it is given.

        Returns
        -------
        object
            What it returns.

        Raises
        ------
        GameError
            As the function; or if it takes too long, its process was ended, or all are at work.
        """
        key = page or object()
        self._forget()
        self.drop(key)
        hand = self._taken(key, _FREE)
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
        """End what is worked out for a page, if anything is.

        Parameters
        ----------
        page : tuple of str
            Which page, and which part of it.
        """
        with self._free:
            hand = self._busy.pop(page, None)
            if hand:
                hand.kill()

    def result(self, page: str, work: Callable[[State], T], state: State) -> T | None:
        """Return what a function says of a state, if it is known already.

        Parameters
        ----------
        page : str
            Which page asks.
        work : callable
            The function.
        state : State
            What is looked at.

        Returns
        -------
        object or None
            Nothing yet, while it is being worked out; what the same page asked the same function
            for before is dropped.

        Raises
        ------
        GameError
            As the function; or if it takes too long, or its process was ended from outside.
        """
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
                    hand.begin(work, (state,), self._later)
                except OSError:
                    self._given_back(hand)
                    raise GameError(_ENDED) from None
                with self._free:
                    self._jobs[page, name] = job
            job.asked = monotonic()
            if not job.hand.pipe.poll():
                return None
            known = self._done(page, name, job)
        well, told = known
        if not well:
            raise GameError(told)
        found: T = told
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
            while len(self._found) > _REMEMBERED:
                self._found.popitem(last=False)
        return known

    def _forget(self) -> None:
        """End what no page asks for any more."""
        with self._free:
            jobs = list(self._jobs.items())
        for (who, name), job in jobs:
            if monotonic() - job.asked > _FORGOTTEN:
                self._given_up(who, name, job)

    def _given_up(self, page: str, name: str, job: _Job) -> None:
        with self._free:
            self._jobs.pop((page, name), None)
        job.hand.kill()
        self._given_back(job.hand)

    def _taken(self, page: object, seconds: float) -> _Hand | None:
        with self._free:
            if not self._free.wait_for(lambda: self._idle or self._count < self._most, seconds):
                return None
            # the process that answered last knows the game already
            for hand in sorted(self._idle, key=lambda hand: hand.page == page, reverse=True):
                self._idle.remove(hand)
                hand.page = page
                return hand
            self._count += 1
        hand = _Hand(self._context)
        hand.page = page
        return hand

    def _given_back(self, hand: _Hand) -> None:
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


def _answers(pipe: Connection) -> None:
    """Answer until nobody asks."""
    # Ctrl+C is for the server, which ends its processes
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            work, told = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            found: tuple[bool, object] = True, work(*told)
        except GameError as error:
            found = False, str(error)
        pipe.send(found)


def whole(query: Mapping[str, str], own: Own) -> str:
    """Write the page of an address.

    Parameters
    ----------
    query : mapping of str to str
        As :func:`caucasus_games.explorer.state.read` takes it.
    own : Own
        What the server was given of the user's own.

    Returns
    -------
    str
        HTML.
    """
    return page(read(query, own))


def several(
    names: Sequence[str], query: Mapping[str, str], own: Own
) -> tuple[State, State, dict[str, str]]:
    """Write parts of the page of an address.

    Parameters
    ----------
    names : sequence of str
        Which.
    query, own
        As :func:`whole`.

    Returns
    -------
    tuple
        The state, what a theorem depends on of it, and the parts; what is wrong stands in place of
        the part.
    """
    state = read(query, own)
    told = {}
    for name in names:
        try:
            told[name] = panels.PANELS[name](state)
        except GameError as error:
            told[name] = f'<p class="error">{escape(str(error))}</p>'
    return state, about(state), told


def download(name: str, query: Mapping[str, str], own: Own) -> tuple[str, bytes]:
    """Make a file.

    Parameters
    ----------
    name : str
        Its name.
    query, own
        As :func:`whole`.

    Returns
    -------
    tuple of str and bytes
        Its media type and what is in it.
    """
    return file(name, read(query, own))


def kept(query: Mapping[str, str], own: Own) -> str:
    """Write the address of another setup, with those numbers that it has too.

    Parameters
    ----------
    query, own
        As :func:`whole`; of the setup that was left, but for its name.

    Returns
    -------
    str
        The address, from the question mark on.
    """
    choice = {name: query[name] for name in ("model", "setup", "vintage") if name in query}
    there = read(choice, own)
    game = there.start
    allowed = {"outcome": game.outcome_labels, "x": there.movable, "y": there.movable}
    left = {name: value for name, value in query.items() if name in game.parameters}
    left |= {name: query[name] for name, known in allowed.items() if query.get(name) in known}
    return urlencode(choice | left)


def theorem(state: State) -> Theorem:
    """Find the theorem of the outcome in all numbers but those in exponents.

    Parameters
    ----------
    state : State
        As :func:`about` gives it.

    Returns
    -------
    Theorem
        Within the ranges of the numbers.

    Raises
    ------
    GameError
        As :func:`caucasus_games.theorems.conditions`.
    """
    return theorems.conditions(_free(state), state.outcome, solver=state.solver)


def effects(state: State) -> Statics:
    """Find what raising each number does to the outcome, but for those in exponents.

    Parameters
    ----------
    state : State
        As :func:`about` gives it.

    Returns
    -------
    Statics
        Within the ranges of the numbers.

    Raises
    ------
    GameError
        As :func:`caucasus_games.theorems.statics`.
    """
    return theorems.statics(_free(state), state.outcome, time_limit=_SECONDS, solver=state.solver)


def _free(state: State) -> Game:
    game = state.start
    central = game.parameters.central
    values = {name: state.values.get(name, central[name]) for name in state.exponents}
    return game.at(values)


def about(state: State) -> State:
    """Leave out what a theorem and effects do not depend on.

    Parameters
    ----------
    state : State
        What is looked at.

    Returns
    -------
    State
        The same for all values but those in exponents.
    """
    kept = state.exponents
    values = {name: value for name, value in state.values.items() if name in kept}
    return replace(state, values=immutabledict(values), x="", y="")


def explanation(state: State) -> str:
    """Say why what is played is played.

    Parameters
    ----------
    state : State
        What is looked at.

    Returns
    -------
    str
        Plain text.

    Raises
    ------
    GameError
        As :func:`caucasus_games.comparison.explain`.
    """
    if not state.solution.equilibria:
        return state.solution.none
    return repr(comparison.explain(state.solution))
