"""What takes seconds, worked out beside the page by processes of their own.

A theorem in all numbers takes from a tenth of a second to some ten, and so does an explanation of a
large game; the page goes on meanwhile, and asks again. What is no longer wanted is ended.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from immutabledict import immutabledict

from caucasus_games import analysis
from caucasus_games.analysis.margins import Game
from caucasus_games.analysis.statics import Statics
from caucasus_games.analysis.theorem import Theorem
from caucasus_games.errors import GameError
from caucasus_games.explorer.state import State

T = TypeVar("T")

# for what takes long to prove, of each number
_SECONDS = 1


@dataclass(frozen=True)
class _Job:
    """A process, and where its answer arrives."""

    process: BaseProcess
    answer: Connection

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.answer.close()


class Workers:
    """The processes under way, one for each kind of work, and what was found before."""

    def __init__(self) -> None:
        # processes that start from one with everything imported are there at once
        quick = "forkserver" in multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if quick else "spawn")
        if quick:
            self._context.set_forkserver_preload([__name__])
        self._found: dict[tuple[str, State], tuple[bool, Any]] = {}
        self._jobs: dict[str, tuple[State, _Job]] = {}

    def result(self, work: Callable[[State], T], state: State) -> T | None:
        """Return what a function says of a state.

        Parameters
        ----------
        work : callable
            The function.
        state : State
            What is looked at.

        Returns
        -------
        object or None
            Nothing yet, while it is being worked out; what the same function was asked for before
            is dropped.

        Raises
        ------
        GameError
            As the function; or if its process was ended from outside.
        """
        name = work.__name__
        if (name, state) not in self._found:
            asked, job = self._jobs.get(name, (None, None))
            if asked != state:
                if job:
                    job.end()
                job = self._started(work, state)
                self._jobs[name] = state, job
            assert job
            if not job.answer.poll():
                return None
            del self._jobs[name]
            try:
                self._found[name, state] = job.answer.recv()
            except EOFError:
                raise GameError(
                    "what worked it out was ended: move a number to try again"
                ) from None
            finally:
                job.end()
        well, told = self._found[name, state]
        if not well:
            raise GameError(told)
        found: T = told
        return found

    def _started(self, work: Callable[[State], object], state: State) -> _Job:
        answer, own = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_send, args=(own, work, state), daemon=True)
        process.start()
        own.close()
        return _Job(process, answer)

    def close(self) -> None:
        """End all of it."""
        for _, job in self._jobs.values():
            job.end()
        self._jobs.clear()


def _send(answer: Connection, work: Callable[[State], object], state: State) -> None:
    try:
        told: tuple[bool, object] = True, work(state)
    except GameError as error:
        told = False, str(error)
    answer.send(told)


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
        As :func:`caucasus_games.analysis.conditions`.
    """
    return analysis.conditions(_free(state), state.outcome, state.solver)


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
        As :func:`caucasus_games.analysis.comparative_statics`.
    """
    return analysis.comparative_statics(
        _free(state), state.outcome, time_limit=_SECONDS, solver=state.solver
    )


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
        As :func:`caucasus_games.analysis.explain`.
    """
    if not state.solution.equilibria:
        return state.solution.none
    return repr(analysis.explain(state.solution))
