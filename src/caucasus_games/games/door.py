"""The door of every public function: who brings something else is told what is wanted."""

import inspect
from collections.abc import Callable
from numbers import Number
from typing import cast

from caucasus_games.errors import GameError
from caucasus_games.games.bayesian import BayesianGame
from caucasus_games.games.coalitional import CoalitionalGame
from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.labels import shown
from caucasus_games.games.markov import MarkovGame
from caucasus_games.games.nodes import Chance, Decision, Nature, Offer, Terminal
from caucasus_games.games.normal_form import NormalForm
from caucasus_games.guarantors import GuarantorSetup

_KINDS = {
    NormalForm: "a game in normal form",
    ExtensiveForm: "a tree",
    BayesianGame: "a Bayesian game",
    CoalitionalGame: "a coalitional game",
    MarkovGame: "a Markov game",
}
_CALLED = {**_KINDS, NormalForm: "a normal form"}
_TURN = {
    (NormalForm, ExtensiveForm): "subgame_perfect takes trees, and strategic_form writes them as "
    "normal forms",
    (NormalForm, BayesianGame): "agent_form() writes it as a normal form",
    (ExtensiveForm, NormalForm): "pure_nash, mixed_nash and iterated_dominance take normal forms",
    (ExtensiveForm, BayesianGame): "tree() writes it as a tree",
    (BayesianGame, ExtensiveForm): "perfect_bayesian takes trees",
    (BayesianGame, NormalForm): "pure_nash and mixed_nash take normal forms",
}
_TAKEN = {
    CoalitionalGame: "shapley, core and nucleolus take coalitional games",
    BayesianGame: "bayes_nash takes Bayesian games, and agent_form() or tree() writes them anew",
    NormalForm: "pure_nash and mixed_nash take normal forms",
    ExtensiveForm: "subgame_perfect takes trees",
    MarkovGame: "markov_perfect takes Markov games",
}


def check_game(game: object, taker: str, *kinds: type, advice: str = "") -> None:
    """Refuse what is not the kind of game that a function takes.

    Parameters
    ----------
    game : object
        What it got.
    taker : str
        The name of the function.
    *kinds : type
        The kinds of game that it takes; a normal form or a tree if none is said.
    advice : str
        What to do about another kind of game, instead of the usual words.

    Raises
    ------
    GameError
        If it is a game of another kind, or no game: a function, a class, a solution, a text.

    Examples
    --------
    >>> check_game("settlement", "pure_nash", NormalForm)
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: pure_nash is for a game in normal form and got the text 'settlement': give the game itself
    """  # noqa: E501  # the whole sentence
    allowed = kinds or (NormalForm, ExtensiveForm)
    if not isinstance(game, allowed):
        wanted = " or ".join(_KINDS[kind] for kind in allowed)
        raise GameError(f"{taker} is for {wanted} and got {_turned_away(game, allowed, advice)}")


def _turned_away(game: object, allowed: tuple[type, ...], advice: str) -> str:
    kind = type(game)
    if kind in _KINDS:
        turn = advice or _TURN.get((allowed[0], kind)) or _TAKEN[kind]
        return f"{_CALLED[kind]}: {turn}"
    return f"{described(game)}: {_remedy(game)}"


def described(value: object) -> str:
    """Say what something is that is wanted otherwise.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        A noun and what identifies it.

    Examples
    --------
    >>> described(None), described(NormalForm), described(check_game)
    ('None', 'the class NormalForm', 'the function check_game')
    """
    if type(value) in _KINDS:
        return _CALLED[type(value)]
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if _is_function(value):
        name = getattr(value, "__name__", "")
        noun = "solver" if _is_solver(value) else "function"
        return "a function without a name" if name == "<lambda>" else f"the {noun} {name}"
    if isinstance(value, str):
        return f"the text {shown(value)}"
    if value is None or isinstance(value, Number):
        return shown(value)
    if isinstance(value, GuarantorSetup):
        return f"the setup {value.name}"
    if isinstance(value, Decision | Chance | Offer | Nature | Terminal):
        return f"a {type(value).__name__}"
    if isinstance(getattr(value, "game", None), tuple(_KINDS)):
        return f"the {type(value).__name__} of a game"
    return shown(value) if isinstance(value, tuple | list | dict) else f"a {type(value).__name__}"


def _remedy(value: object) -> str:
    if isinstance(value, type):
        return "give a game that was made with it" if value in _KINDS else "give the game itself"
    if _is_function(value) and not _is_solver(value):
        name = getattr(value, "__name__", "")
        name = "model" if name == "<lambda>" else name
        return f"a model is called with a setup, as {name}(NONE)"
    if isinstance(value, Decision | Chance | Offer | Nature | Terminal):
        return "make it a game with ExtensiveForm(…)"
    if isinstance(getattr(value, "game", None), tuple(_KINDS)):
        return "give its game, which is its attribute game"
    return "give the game itself"


def _is_function(value: object) -> bool:
    # a model is an object around one
    return inspect.isroutine(inspect.unwrap(cast("Callable[..., object]", value)))


def _is_solver(function: object) -> bool:
    return str(getattr(function, "__module__", "")).startswith("caucasus_games.concepts.")


def check_listed(game: object, taker: str, call: str = "", steps: int = 20) -> None:
    """Refuse a tree in which a player chooses a number, and say what to call instead.

    Parameters
    ----------
    game : object
        What was got.
    taker : str
        The name of the function that takes it.
    call : str
        How the function is called instead, with a list of numbers.
    steps : int
        Of that list.

    Raises
    ------
    GameError
        If a player chooses a number.
    """
    if isinstance(game, ExtensiveForm) and game.offers:
        raise GameError(
            f"{taker} takes trees whose choices are listed, and {game.offers[0]} is any number "
            f"between two: subgame_perfect takes such trees, and menu(game, {steps}) lists "
            f"{steps + 1} numbers{f', as in {call}' if call else ''}"
        )


def check_function(given: object, taker: str, what: str, example: str) -> None:
    """Refuse what is no function where one is wanted, such as its name as a text."""
    if isinstance(given, type) or not callable(given):
        quotes = ", without quotes" if isinstance(given, str) else ""
        raise GameError(
            f"{taker} takes {what} and got {described(given)}: "
            f"give a function, such as {example}{quotes}"
        )


def check_model(model: object, taker: str) -> None:
    """Refuse what is no model, which is a function of a setup.

    Parameters
    ----------
    model : object
        What was got.
    taker : str
        The name of the function that takes it.

    Raises
    ------
    GameError
        If it cannot be called with a setup.

    Examples
    --------
    >>> check_model("settlement", "compare")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: compare takes a model and got the text 'settlement': give a function, such as models.settlement, without quotes
    """  # noqa: E501  # the whole sentence
    check_function(model, taker, "a model", "models.settlement")
    if _is_solver(model):
        raise GameError(
            f"{taker} takes a model and got {described(model)}: give it as solver, after a model"
        )
    try:
        inspect.signature(cast("Callable[..., object]", model)).bind(None)
    except TypeError:
        raise GameError(
            f"{taker} takes a model and got {described(model)}, which does not take one setup: "
            "give a function of a setup, such as models.settlement"
        ) from None
    except ValueError:
        # functions written in C may not say what they take
        return


def check_made(value: object, taker: str, kind: type, made: str) -> None:
    """Refuse what is not the kind of result that a function takes."""
    if not isinstance(value, kind):
        raise GameError(
            f"{taker} takes an object of the class {kind.__name__} and got {described(value)}: "
            f"give one, as {made} makes it"
        )


def check_setup(setup: object, taker: str) -> None:
    """Refuse what is no setup."""
    if not isinstance(setup, GuarantorSetup):
        raise GameError(
            f"{taker} takes a setup and got {described(setup)}: "
            "take one from caucasus_games.guarantors, or define your own"
        )
