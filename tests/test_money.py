"""Shares of the stake in money: at the stake's own source, and nothing else is priced."""

from fractions import Fraction

import pytest

from caucasus_games import GameError, load
from caucasus_games.parameters import in_dollars, stake


def test_a_share_is_priced_at_three_yearly_outputs() -> None:
    worth = stake()
    assert worth.central == 3 * Fraction("24.2")
    assert worth.low <= worth.central <= worth.high
    assert {"WorldBankGDP", "Damage2022"} <= {*worth.keys}
    for record in load().values():
        priced = in_dollars(record)
        if not record.unit.startswith("share of stake"):
            assert priced is None, record
        else:
            assert priced == tuple(
                worth.central * x for x in (record.low, record.central, record.high)
            )


def test_what_is_no_parameter_has_no_price() -> None:
    with pytest.raises(GameError, match=r"in_dollars takes a Parameter and got 0\.5: take one"):
        in_dollars(0.5)  # type: ignore[arg-type]
