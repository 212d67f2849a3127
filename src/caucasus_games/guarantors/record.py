r"""How likely a guarantor is to act, by one rule for all: a base rate and its own record.

Before its record is looked at, a guarantor is taken to act at the rate :math:`b` at which
commitments of its kind were honoured, as if that had been seen in :math:`w` tests. With :math:`k`
acts in :math:`n` tests its chance to act has the distribution
:math:`\text{Beta}(wb + k,\ w(1-b) + n - k)`, with the mean :math:`(wb + k)/(w + n)`.
"""

from dataclasses import replace

from caucasus_games.errors import GameError
from caucasus_games.exact import fraction, show
from caucasus_games.guarantors.setup import GuarantorSetup
from caucasus_games.parameters import Parameter

_TAIL = 0.05
_NAME = "guarantor_credibility"


def by_record(
    setup: GuarantorSetup,
    acted: int,
    tests: int,
    *,
    base_rate: object,
    weight: object = 2,
    source: str = "",
) -> GuarantorSetup:
    """Return a setup whose guarantor acts as a base rate and its own record have it.

    Parameters
    ----------
    setup : GuarantorSetup
        One with a guarantor.
    acted, tests : int
        How often it acted, of how many tests.
    base_rate : exact number
        How often commitments of its kind are honoured, between 0 and 1.
    weight : exact number
        How many tests that rate counts for, above 0.
    source : str
        Where the record is from, a key of the bibliography; by default that of the number that is
        replaced.

    Returns
    -------
    GuarantorSetup
        With another ``guarantor_credibility``: the mean, within the middle nine tenths of the
        distribution.

    Raises
    ------
    GameError
        If nobody guarantees, there are more acts than tests, or the rate or its weight is out of
        range.

    References
    ----------
    Leeds, Long & Mitchell (2000), Reevaluating alliance reliability. Journal of Conflict Resolution
    44, 686–699: 74.5 % of commitments honoured in war. Berkemeier & Fuhrmann (2018), Reassessing
    the fulfillment of alliance commitments in war. Research & Politics 5: 50 % in 1816–2003, 22 %
    since 1945.

    Examples
    --------
    >>> from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS
    >>> found = by_record(RUSSIAN_PEACEKEEPERS, 0, 5, base_rate="0.5")
    >>> found.parameters["guarantor_credibility"].central
    Fraction(1, 7)
    """
    rate, strength = fraction(base_rate, "base_rate"), fraction(weight, "weight")
    if setup.guarantor is None:
        raise GameError(f"{setup.name} has no guarantor and no record: take a setup with one")
    if not (isinstance(acted, int) and isinstance(tests, int) and 0 <= acted <= tests):
        raise GameError(
            f"{acted!r} acts in {tests!r} tests is no record: give whole numbers of each"
        )
    if not (0 < rate < 1 and strength > 0):
        raise GameError(
            f"a base rate of {show(rate)} with the weight {show(strength)} says nothing that a "
            "record could change: give a rate between 0 and 1, and a weight above 0"
        )
    import scipy.special

    yes, no = strength * rate + acted, strength * (1 - rate) + tests - acted
    low, high = (
        fraction(f"{scipy.special.betaincinv(float(yes), float(no), tail):.3f}", _NAME)
        for tail in (_TAIL, 1 - _TAIL)
    )
    old = setup.parameters[_NAME]
    judged = (
        f"assumption: {acted} acts in {tests} tests, after a base rate of {show(rate)} that counts "
        f"for {show(strength)}"
    )
    new: Parameter = replace(
        old,
        low=low,
        central=yes / (yes + no),
        high=high,
        distribution="triangular",
        source="; ".join([*([source] if source else old.keys), judged]),
    )
    return replace(setup, parameters=setup.parameters.holding([*setup.parameters.values(), new]))
