"""Designs against the shares that a summary counts, and the front by hand."""

from fractions import Fraction

import pytest
from immutabledict import immutabledict

from caucasus_games import GameError, optimal, summary
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import deterrence_by_chance, guarantee, settlement
from caucasus_games.sweeps import Design, Designs

LEVELS: dict[str, list[object]] = {
    "guarantor_credibility": [0, "0.4", "0.8"],
    "enforcement_strength": ["0.2", "0.7"],
}
PRICES = {"guarantor_credibility": 2, "enforcement_strength": "0.5"}


def test_each_design_reaches_what_its_game_does() -> None:
    game = deterrence_by_chance(US_OPERATOR).at({"corridor_value": "0.6", "escalation_factor": 1})
    found = optimal(game, "peace", LEVELS, PRICES, draws=3_000, seed=4)
    assert len(found.designs) == 6
    for design in found.designs:
        counted = summary(game.at(design.values), 3_000, seed=4)
        assert design.share == counted.share(counted.setups[0], "peace")
        assert design.error == pytest.approx(counted.error(counted.setups[0], "peace"))
        credible, strong = design.values.values()
        assert design.cost == 2 * credible + Fraction(1, 2) * strong
    costs = [design.cost for design in found.designs]
    assert costs == sorted(costs)
    frame = found.to_dataframe()
    assert frame["front"].sum() == len(found.front)
    best = found.cheapest(found.front[-1].share)
    assert best == found.front[-1]
    with pytest.raises(GameError, match=r"no design reaches 100.1%: the most is"):
        found.cheapest(1.001)
    assert str(found).startswith("peace possible, of 6 designs those on the front\n  guarantor")


def test_the_front_by_hand() -> None:
    def design(cost: int, share: float) -> Design:
        return Design(immutabledict({"x": Fraction(cost)}), Fraction(cost), share, 0.01)

    tried = [design(1, 0.2), design(1, 0.3), design(2, 0.3), design(3, 0.9), design(4, 0.8)]
    asked = summary(deterrence_by_chance, 1, setups=[US_OPERATOR]).asked
    found = Designs("peace", "possible", tuple(tried), asked)
    assert found.front == (tried[1], tried[3])
    assert found.cheapest(0.25) == tried[1]
    assert found.cheapest(0.31) == tried[3]
    assert str(tried[1]) == "x 1 at a cost of 1: 30.0% ± 1.0%"


def test_guarantees_of_a_table() -> None:
    levels, prices = {"guarantor_credibility": ["0.1", "0.9"]}, {"guarantor_credibility": 1}
    game = guarantee(US_OPERATOR)
    all_of_them = optimal(game, "peace", levels, prices, response="guaranteed", draws=500)
    some = optimal(game, "peace", levels, prices, draws=500)
    for sure, maybe in zip(all_of_them.designs, some.designs, strict=True):
        assert sure.share <= maybe.share


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"game": settlement}, "optimal is for a game .* and got the function"),
        ({"outcome": "piece"}, "unknown outcome 'piece'"),
        ({"response": "likely"}, "unknown response 'likely'"),
        ({"levels": {}}, "no parameter is designed"),
        ({"levels": {"credibility": [1]}}, "unknown parameter that is drawn 'credibility'"),
        ({"levels": {"detection": [1]}}, "detection has no price"),
        ({"levels": {"guarantor_credibility": []}}, "guarantor_credibility has no level"),
        ({"levels": dict.fromkeys(PRICES, range(101))}, "10,201 designs, and up to 10,000"),
    ],
)
def test_bad_input_is_told(arguments: dict[str, object], message: str) -> None:
    whole = {
        "game": settlement(US_OPERATOR),
        "outcome": "peace",
        "levels": LEVELS,
        "prices": PRICES,
        **arguments,
    }
    with pytest.raises(GameError, match=message):
        optimal(**whole)  # type: ignore[arg-type]
