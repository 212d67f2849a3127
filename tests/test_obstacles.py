"""Obstacles: what lifting one alone brings is what solving with it lifted brings."""

from fractions import Fraction

import pytest

import caucasus_games as cg
from caucasus_games import GameError, Parameter, Parameters
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR, GuarantorSetup
from caucasus_games.models import Obstacle, deterrence_by_chance, settlement
from caucasus_games.models.model import model
from caucasus_games.sweeps.response import MEASURES

SETUPS = [NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR]
X, Y = (Obstacle(f"low {name}", {name: 1}) for name in "xy")


@model("two keys", obstacles=(X, Y))
def two_keys(setup: GuarantorSetup) -> cg.ExtensiveForm:
    """Let A and B each keep peace if their number is at least one half."""
    x, y = (
        Parameter(name, name, "share", Fraction(0), Fraction(1, 2), Fraction(1), "assumption: toy")
        for name in "xy"
    )
    war = cg.Terminal("war", {"A": "1/2", "B": "1/2"})
    peace = cg.Terminal("peace", {"A": x.symbol, "B": y.symbol})
    second = cg.Decision("B", {"keep": peace, "break": war})
    return cg.ExtensiveForm(
        cg.Decision("A", {"keep": second, "break": war}), parameters=Parameters([x, y])
    )


def test_each_share_is_that_of_the_draws_where_it_alone_is_missing() -> None:
    found = cg.obstacles(two_keys, "peace", setups=[NONE], draws=400, seed=3)
    drawn = cg.sweep(two_keys, 400, setups=[NONE], seed=3)
    x, y = (drawn[name].values.ravel() >= 0.5 for name in "xy")
    assert found.now["NONE"][0] == pytest.approx((x & y).mean())
    for one, missing in ((X, ~x & y), (Y, x & ~y)):
        lifted = found.lifted["NONE", one.name]
        assert lifted.brings == pytest.approx(missing.mean())
        assert lifted.error == pytest.approx((missing.mean() * (1 - missing.mean()) / 400) ** 0.5)
        assert lifted.takes == 0
    assert found.several["NONE"][0] == pytest.approx((~x & ~y).mean())
    assert found.all_lifted["NONE"] == (1, 0)
    assert found.draws == 400


def test_obstacles_of_the_settlement_are_lifted_on_the_same_draws() -> None:
    setups, lifting = [NONE, US_OPERATOR], settlement.obstacles[-2:]
    plain = cg.summary(settlement, 200, setups=setups, seed=1)
    lifted = [
        cg.summary(settlement, 200, setups=setups, seed=1, values=one.lifted) for one in lifting
    ]
    for response in MEASURES:
        found = cg.obstacles(
            settlement,
            "peace",
            setups=setups,
            lifting=lifting,
            response=response,
            draws=200,
            seed=1,
        )
        for setup in found.setups:
            before = plain.share(setup, "peace", response)
            assert found.now[setup][0] == pytest.approx(before)
            for one, after in zip(lifting, lifted, strict=True):
                told = found.lifted[setup, one.name]
                moved = after.share(setup, "peace", response) - before
                assert told.brings - told.takes == pytest.approx(moved)


def test_every_obstacle_of_the_settlement_binds_somewhere_and_some_work_both_ways() -> None:
    found = cg.obstacles(settlement, "peace", setups=SETUPS, draws=200, seed=1)
    for one in settlement.obstacles:
        assert max(found.lifted[setup, one.name].brings for setup in SETUPS_NAMED) > 0.01, one
    # a threat of force brings peace as well as preventing it
    assert found.lifted["US_OPERATOR", "force"].takes > 0.01
    # Russia does not coerce where it is the guarantor, and own checks cost no sovereignty
    assert found.lifted["RUSSIAN_PEACEKEEPERS", "coercion"].brings == 0
    assert found.lifted["NONE", "sovereignty"].brings == 0
    assert all(share > 0.99 for share, _ in found.all_lifted.values())
    assert found.binding("US_OPERATOR") == "vote"
    with pytest.raises(GameError, match="unknown setup 'EU'"):
        found.binding("EU")


SETUPS_NAMED = [setup.name for setup in SETUPS]


def test_it_is_told_as_text_a_frame_and_a_page() -> None:
    found = cg.obstacles(two_keys, "peace", draws=50, seed=3)
    told = repr(found).splitlines()
    assert told[0] == (
        "peace possible, in % of 50 draws: what lifting one obstacle alone brings (and takes)"
    )
    assert max(map(len, told)) <= 100
    assert told[-1] == "low y: y = 1"
    frame = found.to_dataframe()
    assert list(frame.loc["NONE"].index) == [
        "as it is", "low x", "low y", "no one is enough", "all lifted"
    ]  # fmt: skip
    assert frame.loc[("NONE", "low x"), "share"] == found.lifted["NONE", "low x"].brings
    assert "<td>+ low x</td>" in found._repr_html_()
    chance = cg.obstacles(two_keys, "peace", response="probability", setups=[NONE], draws=50)
    assert repr(chance).startswith("mean probability of peace over 50 draws, in points of 100:")


def test_what_takes_is_shown() -> None:
    found = cg.obstacles(
        settlement, "peace", setups=[US_OPERATOR], draws=50, lifting=settlement.obstacles[6:7]
    )
    assert "(−" in repr(found)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"lifting": []}, "takes one Obstacle or more, each with its own name, and got none"),
        ({"lifting": [X, X]}, "and got low x: x = 1, low x: x = 1"),
        ({"lifting": ["vote"]}, "and got 'vote'"),
        ({"lifting": [Obstacle("z", {"z": 1})]}, "is lifted by z, which no game has: .* are x, y"),
        ({"outcome": "piece"}, "unknown outcome 'piece'"),
        ({"model": deterrence_by_chance}, "the model names no obstacles: give some with lifting"),
        ({"model": two_keys(NONE)}, "the model names no obstacles"),
        ({"response": "sure"}, "unknown response 'sure'"),
        ({"on": cg.Run(store="here.nc")}, "obstacles"),
    ],
)
def test_bad_input_is_told(given: dict[str, object], said: str) -> None:
    asked: dict[str, object] = {"model": two_keys, "outcome": "peace", "draws": 5} | given
    with pytest.raises(GameError, match=said):
        cg.obstacles(**asked)  # type: ignore[arg-type]


def test_an_obstacle_has_a_name_and_exact_values() -> None:
    for name, lifted in (("", {"x": 1}), ("x", {})):
        with pytest.raises(GameError, match="an obstacle has a name and values"):
            Obstacle(name, lifted)
    with pytest.raises(GameError, match=r"float 0\.1"):
        Obstacle("x", {"x": 0.1})
    assert repr(Obstacle("x", {"x": "1/2"}, "half of it")) == "x: half of it (x = 0.5)"
