"""A model: a function from a guarantor setup to a game, and what there is to know about it.

Everything that lists models, names them or asks something of each takes it from here, so that a new
one is written in one place.
"""

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from immutabledict import immutabledict

from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError
from caucasus_games.games import CoalitionalGame, MarkovGame
from caucasus_games.games.door import check_model, described
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.models.gives import Gives
from caucasus_games.models.obstacle import Obstacle
from caucasus_games.models.written import Written
from caucasus_games.parameters import OwnNumbers

P = ParamSpec("P")
G = TypeVar("G")

# what is taken wherever a model is: a function of one's own serves too
ModelLike = Callable[[GuarantorSetup], Game]


@dataclass(frozen=True, repr=False, eq=False)
class Model(Generic[P, G]):
    """A function that writes a game, with what there is to know about it; called like the function.

    Made with :func:`model`, written over the function.

    Parameters
    ----------
    write : callable
        Takes a setup, and perhaps options, and gives a game; refuses a setup with a
        :class:`~caucasus_games.errors.GameError`.
    title : str
        What its games are called.
    concept : callable, optional
        The solver if none is asked for; by default the usual one of the game.
    gives : Gives, optional
        What a join takes from it.
    unclaimed : str
        Why no claim of the article leads to it, if none does.
    obstacles : tuple of Obstacle
        What may stand in the way of its outcomes.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import ultimatum
    >>> ultimatum
    model ultimatum(setup, costs=None): ultimatum
    >>> ultimatum(NONE, costs=(0, 1)).title
    'ultimatum under NONE'
    """

    write: Callable[Concatenate[GuarantorSetup, P], G]
    title: str
    concept: Solver | None = None
    gives: Gives | None = None
    unclaimed: str = ""
    obstacles: tuple[Obstacle, ...] = ()
    name: str = field(init=False)

    def __post_init__(self) -> None:
        told: Any = self.write
        while isinstance(told, partial):
            told = told.func
        name = getattr(told, "__name__", type(told).__name__)
        # help, doctest and pickle find it where they would find the function
        for key, value in {
            "name": name,
            "__name__": name,
            "__qualname__": getattr(told, "__qualname__", name),
            "__module__": told.__module__,
            "__doc__": told.__doc__,
            "__wrapped__": self.write,
        }.items():
            object.__setattr__(self, key, value)

    def __call__(self, setup: GuarantorSetup, *args: P.args, **kwargs: P.kwargs) -> G:
        """Write the game under a setup."""
        return self.write(setup, *args, **kwargs)

    @property
    def family(self) -> str:
        """The file that it is written in, and the page about it."""
        return self.__module__.rpartition(".")[2]

    @property
    def summary(self) -> str:
        """The first line of what is said about it."""
        return (self.__doc__ or "").strip().partition("\n")[0]

    @property
    def has_moves(self) -> bool:
        """Whether its game has moves, which a coalitional game has not."""
        return inspect.signature(self, eval_str=True).return_annotation is not CoalitionalGame

    @property
    def has_states(self) -> bool:
        """Whether its game goes on from state to state, and is no table or tree."""
        return inspect.signature(self, eval_str=True).return_annotation is MarkovGame

    def under(self, setup: GuarantorSetup) -> str:
        """Return the title of its game under a setup.

        Parameters
        ----------
        setup : GuarantorSetup
            The setup.

        Returns
        -------
        str
            For the game.

        Examples
        --------
        >>> from caucasus_games.guarantors import NONE
        >>> from caucasus_games.models import arms_for_oil
        >>> arms_for_oil.under(NONE)
        'arms for oil under NONE'
        """
        return f"{self.title} under {setup.name}"

    def solver(self, game: Game) -> Solver:
        """Return the solver of its game if none is asked for.

        Parameters
        ----------
        game : NormalForm or ExtensiveForm
            The game under a setup.

        Returns
        -------
        callable
            Its own concept, or the :func:`~caucasus_games.comparison.usual` one.

        Examples
        --------
        >>> from caucasus_games.guarantors import NONE
        >>> from caucasus_games.models import ceasefire
        >>> ceasefire.solver(ceasefire(NONE))
        pure_nash
        """
        return self.concept or usual(game)

    def written(self, vintage: str | None = None) -> Written[G]:
        """Write the games under the named setups.

        Parameters
        ----------
        vintage : str, optional
            Which figures, by default the first ones.

        Returns
        -------
        Written
            The games, and why there is none under some setups.

        Examples
        --------
        >>> from caucasus_games.models import probe
        >>> probe.written().games["US_OPERATOR"].players
        ('United States', 'Azerbaijan')
        """
        games, refused = {}, {}
        for setup in _named(vintage).values():
            try:
                games[setup.name] = cast("Callable[[GuarantorSetup], G]", self)(setup)
            except GameError as error:
                refused[setup.name] = str(error)
        return Written(immutabledict(games), immutabledict(refused))

    def setups(
        self,
        vintage: str | None = None,
        *,
        own: OwnNumbers | str | os.PathLike[str] | None = None,
    ) -> immutabledict[str, GuarantorSetup]:
        """Return the named setups that it takes.

        Parameters
        ----------
        vintage : str, optional
            Which figures, by default the first ones.
        own : OwnNumbers or path, optional
            Numbers of one's own, or their file, which the setups then have.

        Returns
        -------
        immutabledict of str to GuarantorSetup
            By name.

        Examples
        --------
        >>> from caucasus_games.models import alignment
        >>> list(alignment.setups())
        ['EU_MONITORS', 'US_OPERATOR', 'US_TREATY', 'WESTERN_MIX']
        """
        taken = self.written(vintage).games
        setups = _named(vintage, own)
        return immutabledict({n: s for n, s in setups.items() if n in taken})

    def refused(self, vintage: str | None = None) -> immutabledict[str, str]:
        """Return the named setups that it does not take, with its reason.

        Parameters
        ----------
        vintage : str, optional
            Which figures, by default the first ones.

        Returns
        -------
        immutabledict of str to str
            A sentence by the name of the setup.

        Examples
        --------
        >>> from caucasus_games.models import probe
        >>> probe.refused()["NONE"]
        'NONE has no guarantor to probe: probe takes a setup with one'
        """
        return self.written(vintage).refused

    def __repr__(self) -> str:
        signature = inspect.signature(self)
        bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
        taken = signature.replace(parameters=bare, return_annotation=signature.empty)
        return f"model {self.name}{taken}: {self.title}"

    def __reduce__(self) -> str | tuple[object, ...]:
        name = self.name
        # one that stands in a module is found there, as a function is
        if getattr(inspect.getmodule(self), name, None) is self:
            return name
        return Model, (
            self.write,
            self.title,
            self.concept,
            self.gives,
            self.unclaimed,
            self.obstacles,
        )


def model(
    title: str,
    *,
    concept: Solver | None = None,
    gives: Gives | None = None,
    unclaimed: str = "",
    obstacles: tuple[Obstacle, ...] = (),
) -> Callable[[Callable[Concatenate[GuarantorSetup, P], G]], Model[P, G]]:
    """Make a function that writes a game a model; written above it.

    Parameters
    ----------
    title, concept, gives, unclaimed, obstacles
        As for :class:`Model`.

    Returns
    -------
    callable
        From the function to the model.

    Raises
    ------
    GameError
        If there is no title, the concept is no solver, or what is below takes no setup.

    Examples
    --------
    >>> from caucasus_games import Decision, ExtensiveForm, Terminal
    >>> @model("short truce")
    ... def truce(setup):
    ...     moves = {"keep": Terminal("peace", {"A": 1}), "break": Terminal("war", {"A": 0})}
    ...     return ExtensiveForm(Decision("A", moves), title=truce.under(setup))
    >>> from caucasus_games.guarantors import NONE
    >>> truce, truce(NONE).title
    (model truce(setup): short truce, 'short truce under NONE')
    """
    if not isinstance(title, str) or not title:
        raise GameError(
            f"a model has a title and got {described(title)}: write @model('title') above it"
        )
    check_solver(concept, "a model")
    if gives is not None and not isinstance(gives, Gives):
        raise GameError(f"gives is {described(gives)}: give Gives(…), or leave it out")

    def made(write: Callable[Concatenate[GuarantorSetup, P], G]) -> Model[P, G]:
        check_model(write, "@model")
        return Model(write, title, concept, gives, unclaimed, obstacles)

    return made


def model_of(given: Callable[..., G], taker: str) -> Model[..., G]:
    """Return a model as it is, and make one of a function of one's own.

    Parameters
    ----------
    given : callable
        A model, a function from a setup to a game, or either with options given by
        ``functools.partial``, which keeps what is known of it.
    taker : str
        What takes it, for the error.

    Returns
    -------
    Model
        Called with a setup.

    Raises
    ------
    GameError
        If it is something else.

    Examples
    --------
    >>> from caucasus_games.models import referendum
    >>> model_of(partial(referendum, order="vote first"), "compare").gives == referendum.gives
    True
    >>> model_of("settlement", "compare")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: compare takes a model and got the text 'settlement': give a function, such as models.settlement, without quotes
    """  # noqa: E501  # the whole sentence
    if isinstance(given, Model):
        return given
    check_model(given, taker)
    known: object = given
    while isinstance(known, partial):
        known = known.func
    if isinstance(known, Model):
        return replace(known, write=given)
    return Model(given, getattr(known, "__name__", type(known).__name__))


def _named(
    vintage: str | None, own: OwnNumbers | str | os.PathLike[str] | None = None
) -> immutabledict[str, GuarantorSetup]:
    return named(own=own) if vintage is None else named(vintage, own=own)
