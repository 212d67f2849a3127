"""Labels: what players, actions, types, events and outcomes are called, always text.

Quantities and bids are numbers: a number stands for its text, so that ``2`` and ``"2"`` are one
label. Functions that a game is made from get labels as they were given.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Rational
from typing import Any, TypeVar

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError

T = TypeVar("T")

LONGEST_LABEL = 1_000
_ALLOWED = "give a text, a whole number or a fraction"


def label(value: object, what: str, longest: int | None = LONGEST_LABEL) -> str:
    """Read a label.

    Parameters
    ----------
    value : str, int, Fraction, Decimal or exact sympy.Expr
        The label.
    what : str
        What it names, for the error.
    longest : int, optional
        How many characters it may have.

    Returns
    -------
    str
        Its text.

    Raises
    ------
    GameError
        If it is something else, empty or longer.

    Examples
    --------
    >>> label(2, "an action"), label("1/2", "an action")
    ('2', '1/2')
    >>> label(None, "an action of A")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: an action of A is None: give a text, a whole number or a fraction
    """  # noqa: E501  # the whole sentence
    if isinstance(value, float) or (isinstance(value, sympy.Expr) and value.has(sympy.Float)):
        raise GameError(f"{what} is the float {value}: give a text, '{value}', or a fraction")
    number = isinstance(value, Rational | Decimal | sympy.Expr) and not isinstance(value, bool)
    if not number and not isinstance(value, str):
        raise GameError(f"{what} is {shown(value)}: {_ALLOWED}")
    # of a member of an enumeration of texts, its text
    text = str.__str__(value) if isinstance(value, str) else str(value)
    if not text:
        raise GameError(f"{what} is an empty text: give it a name")
    if longest is not None and len(text) > longest:
        raise GameError(
            f"{what} is {text[:20]!r}… of {len(text):,} characters: give up to {longest:,}"
        )
    return text


def labels(values: object, what: str, longest: int | None = LONGEST_LABEL) -> tuple[str, ...]:
    """Read several labels.

    Parameters
    ----------
    values : iterable
        The labels; each sign of a text is one.
    what : str
        What they are, for the error.
    longest : int, optional
        How many characters each may have.

    Returns
    -------
    tuple of str
        Their texts.

    Raises
    ------
    GameError
        If these are no labels.

    Examples
    --------
    >>> labels(range(3), "the actions of A")
    ('0', '1', '2')
    """
    if not isinstance(values, Iterable):
        raise GameError(f"{what} are {shown(values)}: give a list")
    return tuple(label(value, f"one of {what}", longest) for value in values)


def labelled(
    given: Mapping[Any, T],
    what: str,
    where: str,
    longest: int | None = LONGEST_LABEL,
    *,
    outcomes: bool = False,
) -> immutabledict[str, T]:
    """Read the labels of a mapping.

    Parameters
    ----------
    given : mapping
        What each label stands for.
    what : str
        What a label names, for the error.
    where : str
        What the mapping is, for the error.
    longest : int, optional
        How many characters a label may have.
    outcomes : bool
        Whether they are outcomes, whose labels may be empty.

    Returns
    -------
    immutabledict
        By the texts of the labels.

    Raises
    ------
    GameError
        If it is no mapping, or two labels have one text.

    Examples
    --------
    >>> labelled({1: "x", "1": "y"}, "an action", "the actions of A")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: the actions of A name '1' twice: give each a label of its own
    """
    if not isinstance(given, Mapping):
        raise GameError(f"{where} are {shown(given)}: give a mapping, {{label: …}}")
    found: dict[str, T] = {}
    for key, value in given.items():
        text = "" if outcomes and key == "" else label(key, what, longest)
        if text in found:
            raise GameError(f"{where} name {text!r} twice: give each a label of its own")
        found[text] = value
    return immutabledict(found)


def outcome_label(outcome: object) -> str:
    """Read the label of an outcome that is asked for; ends without a label have an empty one."""
    return "" if isinstance(outcome, str) and not outcome else label(outcome, "the outcome", None)


def shown(value: object) -> str:
    """Write what was got, for an error, in one line that is not long.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        Its text, cut where it is long.

    Examples
    --------
    >>> shown([1, 2])
    '[1, 2]'
    """
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:59]}…"
