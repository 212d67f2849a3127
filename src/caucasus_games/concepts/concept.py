"""A solution concept as a thing: what it is called and finds, of which games, and how it is read.

A concept is read at values, where it is a function of a game; some are also read in symbols, as the
cases of a theorem, and at many draws at once, on arrays. Whatever is asked by a concept asks it
here, so that a new one is known everywhere.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.games.door import check_function, described
from caucasus_games.games.kinds import Game
from caucasus_games.results import Solution

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from caucasus_games.readings.case import Case
    from caucasus_games.readings.symbols import Symbols
    from caucasus_games.readings.tally import Tally

    # from the values of the symbols, and how many draws there are
    Kernel = Callable[[Mapping[str, npt.NDArray[np.float64]], int], Tally]
    # who moves first, with the cases after each action
    AtRoot = tuple[str, dict[str, list[Case]]]

P = ParamSpec("P")
R = TypeVar("R", covariant=True)


def _never(_: object) -> bool:
    return False


def _always(_: object) -> bool:
    return True


@dataclass(frozen=True)
class InSymbols:
    """How a concept is read in symbols.

    Parameters
    ----------
    cases : callable
        From a reading of a game to every equilibrium, with its condition.
    equilibria : str
        What they are called, such as ``"pure Nash"``.
    games : str
        Of which games, in words.
    at_root : callable
        From a reading to who moves first with the cases after each action, where these need be
        compared only as far as a question goes; to ``None`` where they are not had.
    """

    cases: Callable[[Symbols], Iterable[Case]]
    equilibria: str
    games: str
    at_root: Callable[[Symbols], AtRoot | None] = lambda _: None

    def __call__(self, reading: Symbols) -> list[Case]:
        """List every equilibrium."""
        return list(self.cases(reading))


@dataclass(frozen=True)
class AtDraws:
    """How a concept is read at many draws.

    Parameters
    ----------
    kernel : callable
        From a game, the values of the symbols that are the same at every draw, the labels to count
        and the options to what solves many draws.
    games : str
        Of which games, in words.
    serves : callable
        Tells whether a game is one of them.
    elsewhere : callable
        Tells whether other packages of arrays serve the game too.
    options : tuple of str
        The options that are taken.
    only_pure : callable
        Tells of what solves many draws of a game whether mixtures are left out that are found at
        values.
    """

    kernel: Callable[..., Kernel]
    games: str
    serves: Callable[[Any], bool] = _always
    elsewhere: Callable[[Any], bool] = _never
    options: tuple[str, ...] = ()
    only_pure: Callable[[Kernel], bool] = _never

    def __call__(
        self, game: Game, fixed: Mapping[Any, Any], outcomes: tuple[str, ...], **options: object
    ) -> Kernel:
        """Return what solves many draws of a game."""
        return self.kernel(game, fixed, outcomes, **options)


@dataclass(frozen=True, repr=False)
class Concept(Generic[P, R]):
    """A solution concept, to be called with a game.

    Parameters
    ----------
    name : str
        As it is written in a call.
    solve : callable
        From a game at values to what is found.
    kinds : tuple of type
        The kinds of game that it takes.
    games : str
        The same in words.
    finds : str
        What it finds, in words.
    mixed : bool
        Whether players may mix in what is found.
    symbols : InSymbols or None
        How it is read in symbols.
    draws : AtDraws or None
        How it is read at many draws.
    checks : mapping of str to callable
        What refuses a wrong value of an option, by its name.
    offers : bool
        Whether it takes trees in which players choose numbers.
    options : tuple
        The options that are given, by name, sorted.

    Examples
    --------
    >>> from caucasus_games.concepts import quantal_response, subgame_perfect
    >>> subgame_perfect, quantal_response.given(precision=2)
    (subgame_perfect, quantal_response(precision=2))
    """

    name: str
    solve: Callable[P, R]
    kinds: tuple[type, ...] = field(compare=False)
    games: str = field(compare=False)
    finds: str = field(compare=False)
    mixed: bool = field(default=True, compare=False)
    symbols: InSymbols | None = field(default=None, compare=False)
    draws: AtDraws | None = field(default=None, compare=False)
    checks: Mapping[str, Callable[[Any], object]] = field(
        default_factory=immutabledict, compare=False
    )
    offers: bool = field(default=False, compare=False)
    options: tuple[tuple[str, object], ...] = ()

    def __post_init__(self) -> None:
        # what tells a reader, a page or a test of docstrings what the function is
        for name in (*_TOLD, "__wrapped__"):
            told = self.solve if name == "__wrapped__" else getattr(self.solve, name)
            object.__setattr__(self, name, told)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Solve a game at values."""
        return self.solve(*args, **{**dict(self.options), **kwargs})  # type: ignore[arg-type]

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        """Stay the same in a class; what has this is documented as a function."""
        return self

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={_written(value)}" for name, value in self.options)
        return f"{self.name}({told})" if told else self.name

    def __reduce__(self) -> str | tuple[Any, ...]:
        if self.options:
            return _again, (self.solve.__module__, self.name, dict(self.options))
        return self.name

    @property
    def possible(self) -> tuple[str, ...]:
        """The names of its options."""
        return tuple(inspect.signature(self.solve).parameters)[1:]

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of those options that have to be given, and are not."""
        parameters = inspect.signature(self.solve).parameters
        given = dict(self.options)
        return tuple(
            name
            for name in self.possible
            if parameters[name].default is inspect.Parameter.empty and name not in given
        )

    @property
    def call(self) -> str:
        """How it is written where a solver is wanted."""
        wanted = ", ".join(f"{name}=…" for name in self.needed)
        return f"{self.name}.given({wanted})" if wanted else repr(self)

    def given(self, **options: object) -> Concept[..., R]:
        """Return the concept with options, which are part of what is asked.

        Parameters
        ----------
        **options
            Those of the function, by name.

        Returns
        -------
        Concept
            The same with these options.

        Raises
        ------
        GameError
            If it has no such option, or not with such a value.

        Examples
        --------
        >>> from caucasus_games.concepts import iterated_dominance
        >>> iterated_dominance.given(weak=True)
        iterated_dominance(weak=True)
        """
        for name, value in options.items():
            if not self.possible:
                raise GameError(f"{self.name} has no options and got {name}: leave it out")
            if name not in self.possible:
                raise unknown(f"option of {self.name}", name, self.possible)
            default = inspect.signature(self.solve).parameters[name].default
            if isinstance(default, bool) and not isinstance(value, bool):
                raise GameError(f"{name} of {self.name} is True or False, and got {value!r}")
            if name in self.checks:
                self.checks[name](value)
        own = dict(self.options) | {name: _frozen(value) for name, value in options.items()}
        return replace(self, options=tuple(sorted(own.items())))


# what a concept is asked for: its equilibria
Solver = Concept[..., Solution[Any]]

_TOLD = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")


def solution_concept(
    *kinds: type,
    games: str,
    finds: str,
    mixed: bool = True,
    symbols: InSymbols | None = None,
    draws: AtDraws | None = None,
    checks: Mapping[str, Callable[[Any], object]] | None = None,
    offers: bool = False,
) -> Callable[[Callable[P, R]], Concept[P, R]]:
    """Make a concept of a function from a game, the first parameter, to what it finds.

    Parameters
    ----------
    *kinds, games, finds, mixed, symbols, draws, checks, offers
        As for :class:`Concept`.

    Returns
    -------
    callable
        From the function to the concept, which has its name.
    """

    def made(solve: Callable[P, R]) -> Concept[P, R]:
        own = immutabledict(checks or {})
        name = solve.__name__
        return Concept(name, solve, kinds, games, finds, mixed, symbols, draws, own, offers)

    return made


def check_solver(solver: object, taker: str, *, own: bool = False) -> None:
    """Refuse what is no solution concept where one may be given.

    Parameters
    ----------
    solver : object
        What was got; ``None`` stands for the usual one.
    taker : str
        The name of the function that takes it.
    own : bool
        Whether it may be a function of the user's own, which has a name.

    Raises
    ------
    GameError
        If it is given and none, or an option that it needs is not given.

    Examples
    --------
    >>> check_solver(None, "compare")
    """
    if solver is None:
        return
    check_function(solver, taker, "a solver", "concepts.subgame_perfect")
    if isinstance(solver, Concept):
        if solver.needed:
            raise GameError(
                f"give the {' and the '.join(solver.needed)} of {solver.name} by name: "
                f"{solver.call}"
            )
    elif not own or not hasattr(solver, "__name__"):
        also = ", or a function of your own that has a name" if own else ""
        raise GameError(
            f"{taker} takes a solution concept and got {described(solver)}: take one of "
            "caucasus_games.concepts, with its options as in quantal_response.given(precision=2)"
            f"{also}"
        )


def _again(module: str, name: str, options: Mapping[str, object]) -> object:
    """Return what was sent to another process."""
    return getattr(import_module(module), name).given(**options)


def _frozen(value: object) -> object:
    if isinstance(value, Mapping):
        return immutabledict(value)
    return tuple(value) if isinstance(value, list) else value


def _written(value: object) -> str:
    return repr(dict(value)) if isinstance(value, immutabledict) else repr(value)
