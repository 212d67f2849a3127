"""What the record teaches: sets that hold the truth, refutations, and weights by the definition."""

import random
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
import sympy

from caucasus_games import (
    Decision,
    ExtensiveForm,
    GameError,
    GuarantorSetup,
    Parameter,
    Parameters,
    Terminal,
    compare,
)
from caucasus_games.evidence import Observation, identified, observations, posterior, scores
from caucasus_games.guarantors import MINSK_GROUP, NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import (
    closing_window,
    commitment,
    deterrence_by_chance,
    normalisation,
    peacekeepers,
)

JUDGED = "assumption: for a test"


def threshold(setup: GuarantorSetup) -> ExtensiveForm:
    """War iff the gain is above the cost, which is the same at every moment."""
    cost = Parameter("cost", "", "", "0", "1/2", "1", JUDGED, "uniform")
    gain = Parameter("gain", "", "", "0", "1/2", "1", JUDGED, "uniform")
    attack = sympy.Symbol("gain") - sympy.Symbol("cost")
    return ExtensiveForm(
        Decision(
            "Azerbaijan",
            {
                "attack": Terminal("war", {"Azerbaijan": attack}),
                "refrain": Terminal("peace", {"Azerbaijan": 0}),
            },
        ),
        parameters=Parameters([cost, gain]),
        title="threshold",
    )


def seen(moment: str, gain: str, outcome: str) -> Observation:
    return Observation(moment, NONE, outcome, {"gain": gain})


def test_the_set_is_what_lies_between_what_was_seen() -> None:
    found = identified(threshold, [seen("1", "0.3", "peace"), seen("2", "0.6", "war")])
    assert "1 peace, 2 war: explained, for example at cost" in repr(found)
    assert found
    assert Fraction(3, 10) <= found.values["cost"] <= Fraction(6, 10)
    for cost, inside in (("0.2", False), ("0.3", True), ("0.5", True), ("0.7", False)):
        assert found.holds({"cost": cost}) == inside


def test_what_cannot_go_together_is_found_and_no_more() -> None:
    moments = [
        seen("1", "0.5", "peace"),
        seen("2", "0.2", "peace"),
        seen("3", "0.4", "war"),
        seen("4", "0.9", "war"),
    ]
    found = identified(threshold, moments)
    assert (found.verdict, found.alone) == ("none", ())
    assert [one.moment for one in found.conflict] == ["1", "3"]
    assert "peace in 1 and war in 3 cannot be explained together" in repr(found)
    assert not found
    # with other ranges too
    assert identified(threshold, moments[:2], within={"cost": ("0", "0.4")}).alone == (moments[0],)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.no_cover) for seed in range(1, 6))]
)
def test_a_set_from_what_a_model_says_holds_the_numbers_that_made_it(seed: int) -> None:
    rng = random.Random(seed)
    truth: dict[str, Fraction] = {}
    moments = []
    for k, setup in enumerate((NONE, MINSK_GROUP, NONE)):
        game = commitment(setup)
        for name, record in game.parameters.items():
            share = Fraction(rng.randrange(1, 997), 997)
            truth.setdefault(f"{name} of {record}", record.low + share * (record.high - record.low))
        values = {n: truth[f"{n} of {r}"] for n, r in game.parameters.items()}
        known = {"military_advantage": Fraction(rng.randrange(50, 90), 100)}
        at = game.at({**values, **{n: x for n, x in known.items() if n in values}})
        (equilibrium, *_) = commitment.solver(game)(at)
        outcomes = equilibrium.outcomes
        outcome = max(outcomes, key=lambda label: outcomes[label])
        moments.append(Observation(str(k), setup, outcome, known))
    found = identified(commitment, moments)
    assert found.verdict == "some"
    point: dict[str, Fraction] = {}
    for one, names in zip(moments, found.names, strict=True):
        records = commitment(one.setup).parameters
        point |= {new: truth[f"{old} of {records[old]}"] for old, new in names.items()}
    assert found.holds(point)


def test_no_value_explains_the_peace_of_1994_or_of_2021() -> None:
    found = identified(deterrence_by_chance, observations(deterrence_by_chance))
    assert found.verdict == "none"
    assert [one.moment for one in found.alone] == ["1994", "2021"]
    assert found.fixed["operator_years"] == 3
    assert "with operator_years, an exponent, kept" in repr(found)
    assert [
        one.moment for one in identified(closing_window, observations(closing_window)).alone
    ] == ["2021"]


def test_numbers_of_other_figures_may_be_others() -> None:
    wars = [one for one in observations(deterrence_by_chance) if one.outcome == "war"]
    found = identified(deterrence_by_chance, wars)
    assert found.verdict == "some"
    # the arrangement of 2016 and 2020 is one, that of 2023 another
    assert "guarantor_credibility_2016" in found.ranges
    assert "guarantor_credibility_2020" not in found.ranges
    assert "war_cost_azerbaijan" in found.ranges
    # what was found is so by the exact solver
    for one, names in zip(found.observations, found.names, strict=True):
        values = {old: found.values[new] for old, new in names.items()}
        values |= {n: Fraction(str(x)) for n, x in one.values.items()} | found.fixed
        solution = compare(deterrence_by_chance, [one.setup], values=values)
        equilibria = solution.solutions[one.setup.name]
        assert any(one.outcome in equilibrium.outcomes for equilibrium in equilibria)


def test_a_place_where_there_is_no_game_explains_nothing() -> None:
    x = sympy.Symbol("x")

    def game_with(worth: sympy.Expr) -> Callable[[GuarantorSetup], ExtensiveForm]:
        ends = {label: Terminal(label, {"A": pay}) for label, pay in (("peace", worth), ("war", 0))}
        share = Parameter("x", "", "", "0", "1/2", "1", JUDGED, "uniform")
        game = ExtensiveForm(Decision("A", ends), parameters=Parameters([share]))
        return lambda _: game

    one = Observation("1", NONE, "peace")
    first = identified(game_with(x + 1), [one]).values["x"]
    # the same points are tried, and at the first of them nothing is defined
    pole = sympy.Rational(first.numerator, first.denominator)
    found = identified(game_with(1 / (x - pole) ** 2), [one])
    assert found.verdict == "some"
    assert found.values["x"] != first


def test_weights_are_products_of_logit_probabilities() -> None:
    moments = [seen("1", "0.3", "peace"), seen("2", "0.6", "war")]
    found = posterior(threshold, moments, draws=400, precision=8, seed=4)
    cost = found.values["cost"]
    war = [1 / (1 + np.exp(-8 * (gain - cost))) for gain in (0.3, 0.6)]
    likely = np.stack([1 - war[0], war[1]])
    assert found.likelihoods == pytest.approx(likely, abs=1e-6)
    weights = likely.prod(axis=0) / likely.prod(axis=0).sum()
    assert found.weights == pytest.approx(weights, rel=1e-5)
    assert found.mean("cost") == pytest.approx(float(weights @ cost), rel=1e-5)
    assert found.effective == pytest.approx(1 / (weights**2).sum(), rel=1e-5)
    assert found.evidence == pytest.approx(likely.prod(axis=0).mean(), rel=1e-5)
    low, high = found.interval("cost", 0.8)
    assert weights[cost < low].sum() <= 0.1 <= weights[cost <= low].sum() + 1e-9
    assert weights[cost <= high].sum() >= 0.9 - 1e-9
    assert repr(found).startswith("threshold after 1 peace, 2 war, at precision 8: evidence")


def test_truth_lies_in_nine_of_ten_ranges() -> None:
    rng = np.random.default_rng(5)
    runs, held = 60, 0
    for run in range(runs):
        cost = rng.random()
        moments = []
        for k, gain in enumerate(("0.2", "0.4", "0.6", "0.8")):
            war = rng.random() < 1 / (1 + np.exp(-10 * (float(gain) - cost)))
            moments.append(seen(str(k), gain, "war" if war else "peace"))
        low, high = posterior(threshold, moments, draws=400, precision=10, seed=run).interval(
            "cost"
        )
        held += low <= cost <= high
    # three standard errors of a share of nine tenths
    assert abs(held / runs - 0.9) < 3 * (0.9 * 0.1 / runs) ** 0.5


def test_what_each_observation_taught() -> None:
    found = posterior(threshold, [seen("1", "0.3", "peace"), seen("2", "0.6", "war")], draws=500)
    taught = found.taught()
    assert list(taught.columns) == ["1", "2", "all"]
    (first, second, _) = taught.to_numpy()[0]
    assert first > 0 > second
    data = found.to_xarray()
    assert float(data.weight.sum()) == pytest.approx(1)
    assert data.log_likelihood.shape == (2, 500)
    assert found.profile[found.precision] == max(found.profile.values())
    assert len(found.profile) > 1


def test_a_fraction_is_a_precision_at_draws() -> None:
    third = posterior(threshold, [seen("1", "0.5", "war")], draws=50, precision="1/3")
    assert third.precision == pytest.approx(1 / 3)
    even = posterior(threshold, [seen("1", "0.5", "war")], draws=50, precision=0)
    assert even.likelihoods == pytest.approx(0.5)


def test_two_guarantors_have_numbers_of_their_own() -> None:
    moments = [
        Observation("2021", RUSSIAN_PEACEKEEPERS, "peace"),
        Observation("2025", US_OPERATOR, "peace"),
    ]
    found = posterior(deterrence_by_chance, moments, draws=200, precision=5)
    assert {"guarantor_credibility_2021", "guarantor_credibility_2025"} <= set(found.values)
    assert "war_cost_azerbaijan" in found.values


def test_the_library_s_observations() -> None:
    assert [one.moment for one in observations(peacekeepers)] == ["2021", "2023"]
    assert observations(normalisation) == ()
    assert repr(observations(commitment)[1]) == (
        "2016 under MINSK_GROUP: war, with military_advantage 0.79, corridor_value 1, "
        "escalation_factor 1,\n    access_risk 1"
    )


def test_scores_are_what_they_are_defined_as() -> None:
    outcomes = ["peace", "peace", "war", "war", "war"]
    gains = ["0.1", "0.2", "0.6", "0.7", "0.9"]
    moments = [seen(str(k), g, o) for k, (g, o) in enumerate(zip(gains, outcomes, strict=True))]
    weighed = posterior(threshold, moments, draws=600, precision=10, seed=2)
    found = scores(weighed, floor=0.05)
    assert found.given["base rate"] == (0.25, 0.25, 0.5, 0.5, 0.5)
    assert found.given["last outcome"] == (0.5, 1, 0, 1, 1)
    likely = weighed.likelihoods
    without = [likely[[j for j in range(5) if j != k]].prod(axis=0) for k in range(5)]
    expected = [float(own @ likely[k] / own.sum()) for k, own in enumerate(without)]
    assert found.given["the other moments"] == pytest.approx(expected)
    assert found.given["the ranges"] == pytest.approx(likely.mean(axis=1))
    assert found.brier["last outcome"] == pytest.approx((0.25 + 1) / 5)
    assert found.logarithmic["last outcome"] == pytest.approx(-(np.log(0.5) + np.log(0.05)) / 5)
    assert found.brier["one half"] == 0.25
    # the numbers that made the record foresee it better than what needs no model
    assert found.brier["the other moments"] == min(found.brier.values())
    assert found.skill() == pytest.approx(
        1 - found.brier["the other moments"] / found.brier["base rate"]
    )
    assert "best by Brier is the other moments" in repr(found)
    assert "<td>one half</td>" in found._repr_html_()
    assert found.to_dataframe().shape == (5, 5)


def is_told(ask: Callable[[], object], words: str) -> None:
    with pytest.raises(GameError, match=words):
        ask()


def test_bad_input_is_one_sentence() -> None:
    peace = seen("1", "0.3", "peace")
    is_told(lambda: identified(threshold, []), "takes one observation or more and got none")
    is_told(lambda: identified(threshold, ["1994"]), "takes observations and got the text")  # type: ignore[list-item]
    is_told(lambda: posterior(threshold, [peace, peace]), "two observations are of '1'")
    is_told(
        lambda: identified(threshold, [seen("1", "0.3", "truce")]),
        "the observation of 1: unknown outcome 'truce'",
    )
    is_told(lambda: Observation("1", "NONE", "war"), "the observation of 1 has the text")  # type: ignore[arg-type]
    is_told(lambda: Observation("1", NONE, "war", {"gain": "much"}), "gain in 1")
    found = identified(threshold, [peace])
    is_told(lambda: found.holds({}), "cost has no value")
    is_told(lambda: found.holds({"gain": 1, "cost": 0}), "unknown number 'gain'")
    weighed = posterior(threshold, [peace], draws=20, precision=1)
    is_told(lambda: weighed.mean("gain"), "unknown number 'gain'")
    is_told(lambda: weighed.interval("cost", 1), "share is 1")
    is_told(
        lambda: posterior(
            threshold, [Observation("1", NONE, "war", {"gain": "-1e6"})], draws=20, precision=20
        ),
        "no draw of 20 draws makes the record possible",
    )
    is_told(lambda: scores(weighed), "takes two moments or more")
    is_told(lambda: scores(found), "scores")  # type: ignore[arg-type]
    both = posterior(threshold, [peace, seen("2", "0.2", "peace")], draws=20, precision=1)
    is_told(lambda: scores(both, floor=1), "floor is 1")
    is_told(lambda: scores(both).skill("luck"), "skill beside 'luck'")
    is_told(lambda: scores(both).skill("base rate"), "base rate is never wrong here")
