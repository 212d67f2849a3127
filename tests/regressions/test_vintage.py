"""A vintage is applied, or refused in one sentence; it is never passed over."""

import pytest

from caucasus_games import GameError, compare, summary, sweep
from caucasus_games.guarantors import NONE, named
from caucasus_games.models import deterrence_by_chance, settlement

LATER = "2026-09"
TOLD = (
    r"the setup NONE has the figures of 2025-07, and 2026-09 is asked for: take "
    r"guarantors.named\('2026-09'\)\['NONE'\], or no vintage"
)


def test_setups_of_another_vintage_are_refused() -> None:
    with pytest.raises(GameError, match=TOLD):
        compare(settlement, [NONE], vintage=LATER)
    with pytest.raises(GameError, match=TOLD):
        sweep(settlement, draws=2, setups=[NONE], vintage=LATER)
    with pytest.raises(GameError, match=TOLD):
        summary(settlement, 2, setups=[NONE], vintage=LATER)
    with pytest.raises(GameError, match="the setup NONE has the figures of 2026-09, and 2025-07"):
        compare(settlement, [named(LATER)["NONE"]], vintage="2025-07")


def test_setups_of_the_same_vintage_are_taken() -> None:
    setup = named(LATER)["NONE"]
    same = compare(settlement, [setup], vintage=LATER)
    assert same == compare(settlement, [setup])
    whole = compare(settlement, vintage=LATER)
    assert whole.solutions["NONE"] == same.solutions["NONE"]
    assert compare(settlement).solutions == compare(settlement, vintage="2025-07").solutions


def test_a_game_has_its_figures_already() -> None:
    told = "vintage is for a model: a game has its figures already"
    with pytest.raises(GameError, match=told):
        sweep(deterrence_by_chance(NONE), draws=2, vintage=LATER)
    with pytest.raises(GameError, match=told):
        summary(deterrence_by_chance(NONE), 2, vintage=LATER)


def test_an_unknown_vintage_is_told() -> None:
    with pytest.raises(GameError, match="unknown vintage '2024-01'"):
        sweep(settlement, draws=2, vintage="2024-01")
