"""Reasons are payoffs of deviations; a flip is where the outcomes change, and nowhere before."""

import random
from collections.abc import Callable
from fractions import Fraction

import pytest
import sympy

from caucasus_games import (
    Decision,
    ExtensiveForm,
    GameError,
    GuarantorSetup,
    NormalForm,
    Parameter,
    Parameters,
    Terminal,
    explain,
)
from caucasus_games.concepts import mixed_nash, perfect_bayesian, pure_nash, subgame_perfect
from caucasus_games.exact import Interval, fraction
from caucasus_games.games import menu
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_OPERATOR
from caucasus_games.models import (
    commitment,
    corridor,
    deterrence_by_chance,
    election,
    guarantee,
    normalisation,
    probe,
    settlement,
)
from caucasus_games.results import Solution, Solved

Model = Callable[[GuarantorSetup], ExtensiveForm]

TREES: tuple[Model, ...] = (settlement, corridor, deterrence_by_chance, election, normalisation)
t = sympy.Symbol("t")


def table(low: object = 0, central: object = 1, high: object = 3) -> Parameters:
    return Parameters(
        [
            Parameter(
                name="t",
                description="a number",
                unit="share",
                low=fraction(low),
                central=fraction(central),
                high=fraction(high),
                source="assumption: a test",
                distribution="uniform",
            )
        ]
    )


def choice(worth: object, parameters: Parameters) -> ExtensiveForm:
    ends = {"go": Terminal("war", {"A": worth}), "stay": Terminal("peace", {"A": 0})}
    return ExtensiveForm(Decision("A", ends), parameters=parameters)


def labels(solution: Solution[Solved]) -> list[set[str]]:
    return [set(e.outcomes) for e in solution]


@pytest.mark.no_cover
@pytest.mark.parametrize("model", TREES, ids=lambda m: m.__name__)
def test_reasons_are_what_is_played_and_no_deviation_gains(model: Model) -> None:
    for setup in (NONE, RUSSIAN_CORRIDOR, US_OPERATOR):
        solution = subgame_perfect(model(setup))
        for k, e in enumerate(solution.equilibria[:2]):
            reasons = explain(solution, k).reasons
            assert all(reason.margin >= 0 for reason in reasons)
            first = reasons[0]
            assert first.payoff == e.payoffs[first.player]
            assert all(f"{r.player}: {r.action}" in e.path for r in reasons)


@pytest.mark.no_cover
@pytest.mark.parametrize("model", TREES, ids=lambda m: m.__name__)
def test_the_outcomes_change_at_a_flip_and_not_before(model: Model) -> None:
    rng = random.Random(1)
    game = model(US_OPERATOR)
    solution = subgame_perfect(game)
    kept = set(solution.equilibria[0].outcomes)
    flips = {flip.parameter.name: flip for flip in explain(solution).flips}
    assert flips or model is deterrence_by_chance
    for name, record in game.parameters.items():
        # a power with a free exponent is no number in between
        if record.low == record.high or name == "operator_years":
            continue
        reach = record.high - record.low
        if name in flips:
            flip = flips[name]
            assert isinstance(flip.at, Fraction)
            reach = abs(flip.at - flip.now)
            beyond = flip.at + (flip.at - flip.now) / 10**9
            assert kept not in labels(subgame_perfect(game.at({name: beyond})))
        for _ in range(3):
            # strictly nearer than the flip, and within the range
            step = reach * Fraction(rng.randint(-999, 999), 1000)
            value = min(record.high, max(record.low, record.central + step))
            assert kept in labels(subgame_perfect(game.at({name: value})))


def test_flips_of_a_normal_form() -> None:
    rng = random.Random(2)
    game = guarantee(US_OPERATOR)
    solution = pure_nash(game)
    kept = set(solution.equilibria[0].outcomes)
    found = explain(solution)
    assert found.flips
    for flip in found.flips:
        assert isinstance(flip.at, Fraction)
        name, now = flip.parameter.name, flip.now
        beyond = flip.at + (flip.at - now) / 10**9
        after = labels(pure_nash(game.at({name: beyond})))
        assert kept not in after
        told = {label for one in flip.becomes for label in one.split(", ")}
        assert told == (set().union(*after) or {"no pure Nash equilibrium"})
        for _ in range(5):
            value = now + (flip.at - now) * Fraction(rng.randint(0, 999), 1000)
            assert kept in labels(pure_nash(game.at({name: value})))


def test_the_threshold_of_a_page_comes_out() -> None:
    # nothing is granted that would be guarded, so that an incursion pays iff its cost is below this
    found = explain(subgame_perfect(settlement(NONE)))
    flips = {flip.parameter.name: flip for flip in found.flips}
    value = settlement(NONE).parameters.central
    assert flips["fighting_cost"].at == value["incursion_gain"] / value["escalation_factor"]
    assert found.flips[0].share == min(flip.share for flip in found.flips)


def test_an_irrational_flip_is_enclosed() -> None:
    found = explain(subgame_perfect(choice(t**2 - 2, table())))
    (flip,) = found.flips
    assert isinstance(flip.at, Interval)
    assert flip.at.low**2 < 2 < flip.at.high**2
    assert flip.at.high - flip.at.low < Fraction(1, 10**9)
    assert flip.becomes == ("war",)
    assert "to ≈1.41" in repr(found)
    downwards = explain(subgame_perfect(choice(t**2 - 2, table(0, 2, 3))))
    assert downwards.flips[0].becomes == ("peace",)


def test_a_tie_flips_at_once_and_what_only_touches_does_not() -> None:
    tied = subgame_perfect(choice(t - 1, table()))
    for k, e in enumerate(tied):
        (flip,) = explain(tied, k).flips
        assert flip.at == 1
        assert flip.share == 0
        assert {*flip.becomes, *e.outcomes} == {"peace", "war"}
    touching = subgame_perfect(choice(-((t - 2) ** 2), table()))
    assert explain(touching).flips == ()
    assert "no single parameter changes the outcomes" in repr(explain(touching))


def test_a_change_of_plan_with_the_same_outcome_is_followed_further() -> None:
    # A's best way to the same end changes at 3/2, and the end at 2
    ends = {
        "near": Terminal("peace", {"A": 3 - 2 * t}),
        "far": Terminal("peace", {"A": 0}),
        "away": Terminal("war", {"A": t - 2}),
    }
    game = ExtensiveForm(Decision("A", ends), parameters=table())
    (flip,) = explain(subgame_perfect(game)).flips
    assert flip.at == 2
    assert flip.becomes == ("war",)


def test_where_no_pure_equilibrium_is_left_it_is_said() -> None:
    pennies = NormalForm(
        {"A": ["x", "y"], "B": ["x", "y"]},
        {("x", "x"): (1, t - 1), ("x", "y"): (0, 1), ("y", "x"): (0, 1), ("y", "y"): (1, 0)},
        parameters=table(0, "2.5", 3),
    )
    (flip,) = explain(pure_nash(pennies)).flips
    assert flip.at == 2
    assert flip.becomes == ("no pure Nash equilibrium",)


def test_what_cannot_be_followed_is_noted() -> None:
    bargaining = explain(subgame_perfect(menu(commitment(US_OPERATOR), 1)))
    assert any("payoffs are no polynomials in it" in note for note in bargaining.notes)


def test_what_is_not_explained_is_refused() -> None:
    solution = subgame_perfect(settlement(NONE))
    with pytest.raises(GameError, match="there is no equilibrium 1: the solution has 1"):
        explain(solution, 1)
    with pytest.raises(GameError, match="explain takes trees of perfect information"):
        explain(perfect_bayesian(probe(US_OPERATOR)))
    pennies = NormalForm.from_arrays(
        [[1, 0], [0, 1]], [[0, 1], [1, 0]], actions={"A": ["x", "y"], "B": ["x", "y"]}
    )
    with pytest.raises(GameError, match="A mixes: explain takes equilibria in pure strategies"):
        explain(mixed_nash(pennies))
