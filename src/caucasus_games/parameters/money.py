"""What shares of the stake are in money."""

from __future__ import annotations

from fractions import Fraction

from caucasus_games.errors import GameError
from caucasus_games.parameters.data import document
from caucasus_games.parameters.parameter import Parameter

_SHARES = ("share of stake", "share of stake a year")


def stake() -> Parameter:
    """Return what the whole stake is taken to be worth.

    Returns
    -------
    Parameter
        In billion dollars of a stated year, with its source.

    Examples
    --------
    >>> stake().central, stake().unit
    (Fraction(363, 5), 'billion dollars of 2023')
    """
    return Parameter(name="stake", **document()["stake"])


def in_dollars(record: Parameter) -> tuple[Fraction, Fraction, Fraction] | None:
    """Return a number's low, central and high value in money.

    Parameters
    ----------
    record : Parameter
        Any number.

    Returns
    -------
    tuple of three Fraction or None
        In the unit of :func:`stake`; nothing if it is no share of the stake.

    Raises
    ------
    GameError
        If it is no parameter.

    Examples
    --------
    >>> from caucasus_games.parameters import load
    >>> [float(x) for x in in_dollars(load()["corridor_value"])]
    [7.26, 18.15, 43.56]
    >>> in_dollars(load()["military_advantage"])
    """
    if not isinstance(record, Parameter):
        raise GameError(f"in_dollars takes a Parameter and got {record!r}: take one from load()")
    if record.unit not in _SHARES:
        return None
    worth = stake().central
    return record.low * worth, record.central * worth, record.high * worth
