"""Estimates from choices: published ones, those of what is simulated, and what cannot be told."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sympy

from caucasus_games import (
    Decision,
    ExtensiveForm,
    GameError,
    NormalForm,
    Parameter,
    Parameters,
    Terminal,
)
from caucasus_games.concepts import quantal_response
from caucasus_games.evidence import Fit, fit, likelihood
from caucasus_games.evidence.climb import read_at
from caucasus_games.games import Chance, Offer

TWO = {"Row": ["up", "down"], "Column": ["left", "right"]}
JUDGED = "assumption: for a test"
# row and column payoffs, and how often left and up were played in the last 100 rounds, of Selten &
# Chmura (2008), Stationary concepts for experimental 2×2 games, American Economic Review 98
GAMES = (
    (((10, 0), (9, 10)), ((8, 18), (9, 8)), 3424, 309),
    (((9, 0), (6, 8)), ((4, 13), (7, 5)), 2584, 966),
    (((8, 0), (7, 10)), ((6, 14), (7, 4)), 3922, 753),
    (((7, 0), (5, 9)), ((4, 11), (6, 2)), 3573, 1423),
    (((7, 0), (4, 8)), ((2, 9), (5, 1)), 3230, 1579),
    (((7, 1), (3, 8)), ((1, 7), (5, 0)), 2876, 2115),
    (((10, 4), (9, 14)), ((12, 22), (9, 8)), 1506, 246),
    (((9, 3), (6, 11)), ((7, 16), (7, 5)), 1481, 568),
    (((8, 3), (7, 13)), ((9, 17), (7, 4)), 2017, 595),
    (((7, 2), (5, 11)), ((6, 13), (6, 2)), 1666, 852),
    (((7, 2), (4, 10)), ((4, 11), (5, 1)), 1573, 814),
    (((7, 3), (3, 10)), ((3, 9), (5, 0)), 1478, 1059),
)
ROUNDS = 4800, 2400
NAMES = "abcdefgh"


def table(number: int) -> NormalForm:
    row, column, _, _ = GAMES[number]
    return NormalForm.from_arrays(row, column, actions=TWO)


def pooled() -> NormalForm:
    """All twelve as one game of two by two whose payoffs are data."""
    own = np.array(sympy.symbols(" ".join(NAMES))).reshape(2, 2, 2)
    return NormalForm.from_arrays(*own, actions=TWO, title="twelve games")


def rounds(numbers: range) -> pd.DataFrame:
    rows = []
    for k in numbers:
        row, column, left, up = GAMES[k]
        total = ROUNDS[k >= 6]
        paid = dict(zip(NAMES, np.array([row, column]).ravel(), strict=True))
        for agent, (action, other), count in (
            ("Row", TWO["Row"], up),
            ("Column", TWO["Column"], left),
        ):
            rows.append({"agent": agent, "action": action, "count": count, **paid})
            rows.append({"agent": agent, "action": other, "count": total - count, **paid})
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def all_twelve() -> Fit:
    return fit(pooled(), rounds(range(12)))


def coordination() -> NormalForm:
    return NormalForm.from_arrays([[2, 0], [0, 1]], [[2, 0], [0, 1]], actions=TWO)


def test_ochs_as_in_mckelvey_and_palfrey() -> None:
    # McKelvey & Palfrey (1995), Games and Economic Behavior 10, table 3: from Ochs (1995)
    game = NormalForm.from_arrays(
        [["1.1141", 0], [0, "0.2785"]], [[0, "1.1141"], ["1.1141", 0]], actions=TWO
    )
    found = fit(
        game,
        {
            "Row": {"up": 128 * 0.527, "down": 128 * 0.473},
            "Column": {"left": 128 * 0.366, "right": 128 * 0.634},
        },
    )
    assert found.estimates["precision"] == pytest.approx(1.8456097, abs=5e-8)
    assert found.log_likelihood == pytest.approx(-174.7645319, abs=5e-8)
    (played,) = found.branches[0].played.values()
    assert played["Row"]["up"] == pytest.approx(0.6156513, abs=5e-8)
    assert played["Column"]["left"] == pytest.approx(0.3832909, abs=5e-8)
    assert "256 choices: log-likelihood -174.76, of even play -177.45, at best -172.61" in repr(
        found
    )
    assert "<td>1.846</td>" in found._repr_html_()


def test_twelve_games_pooled(all_twelve: Fit) -> None:
    assert all_twelve.estimates["precision"] == pytest.approx(1.2468120, abs=5e-8)
    assert all_twelve.standard_errors["precision"] == pytest.approx(0.0252583, abs=5e-8)
    assert all_twelve.log_likelihood == pytest.approx(-49854.036854, abs=5e-7)
    # each of them has one equilibrium
    assert len(all_twelve.branches) == 1
    assert all_twelve.notes == ()


def test_games_of_a_pair_are_equivalent() -> None:
    for k in range(6):
        one, other = quantal_response(table(k), 1), quantal_response(table(k + 6), 1)
        for player, mix in one.equilibria[0].strategies.items():
            assert dict(mix) == pytest.approx(dict(other.equilibria[0].strategies[player]))


def test_games_by_name_and_a_table_with_their_names_say_the_same() -> None:
    data = rounds(range(2))
    expected = fit(pooled(), data)
    games = {f"game {k + 1}": table(k) for k in range(2)}
    by_name = {
        name: {
            "Row": {"up": up, "down": 4800 - up},
            "Column": {"left": left, "right": 4800 - left},
        }
        for name, (_, _, left, up) in zip(games, GAMES, strict=False)
    }
    named = data.drop(columns=list(NAMES)).assign(game=np.repeat(list(games), 4))
    for choices in (by_name, named):
        found = fit(games, choices)
        assert found.estimates["precision"] == pytest.approx(expected.estimates["precision"])
        assert found.log_likelihood == pytest.approx(expected.log_likelihood)
    assert "2 games, 19,200 choices" in repr(found)
    frame = found.to_dataframe()
    assert frame["count"].sum() == 19200
    assert set(frame.situation) == set(games)
    # only differences of payoffs count
    assert set(expected.to_dataframe().fitted.round(9)) == set(frame.fitted.round(9))


def test_a_profile_is_highest_at_the_estimate_and_curved_as_the_error_says(
    all_twelve: Fit,
) -> None:
    error = all_twelve.standard_errors["precision"]
    middle = all_twelve.estimates["precision"]
    profile = all_twelve.profile("precision", ["1.2", str(middle), "1.3"])
    assert profile.idxmax() == middle
    assert profile.max() == pytest.approx(all_twelve.log_likelihood)
    lost = profile.max() - profile.iloc[[0, 2]]
    away = (np.array([1.2, 1.3]) - middle) / error
    assert list(lost) == pytest.approx(list(away**2 / 2), rel=0.1)
    low, high = all_twelve.interval("precision")
    assert (high - low) / error == pytest.approx(2 * 1.6448536)


def entry() -> ExtensiveForm:
    """A tree that not everybody sees: chance, then one who knows it, then one who does not."""
    gain, cost = sympy.symbols("gain cost")
    records = [
        Parameter("gain", "", "", "0", "1", "3", JUDGED, "uniform"),
        Parameter("cost", "", "", "1/2", "1", "2", JUDGED, "uniform"),
    ]

    def asked(strong: bool) -> Decision:
        fought = Terminal("war", {"A": 1 if strong else -2, "B": -cost if strong else 1})
        return Decision(
            "A",
            {
                "press": Decision(
                    "B", {"yield": Terminal("peace", {"A": gain, "B": 0}), "fight": fought}, "B"
                ),
                "stay": Terminal("peace", {"A": 0, "B": 1}),
            },
            "strong" if strong else "weak",
        )

    return ExtensiveForm(
        Chance({"strong": ("1/2", asked(True)), "weak": ("1/2", asked(False))}),
        parameters=Parameters(records),
        title="entry",
    )


def counts_of(
    game: ExtensiveForm, precision: float, total: int, seed: int
) -> dict[str, dict[str, float]]:
    (found,) = quantal_response(game, precision)
    rng = np.random.default_rng(seed)
    return {
        agent: dict(zip(mix, map(float, rng.multinomial(total, list(mix.values()))), strict=True))
        for agent, mix in found.strategies.items()
    }


@pytest.mark.no_cover
def test_estimates_hold_the_truth_as_often_as_their_errors_say() -> None:
    game = entry()
    truth = {"precision": 1.5, "gain": 1.2, "cost": 0.9}
    at = game.at({"gain": "1.2", "cost": "0.9"})
    inside, runs = dict.fromkeys(truth, 0), 20
    for seed in range(runs):
        found = fit(game, counts_of(at, 1.5, 2000, seed), estimate=["gain", "cost"])
        for name, value in truth.items():
            low, high = found.interval(name)
            inside[name] += low <= value <= high
    # 18 of 20 are expected, and three binomial deviations fewer are allowed
    assert all(count >= 14 for count in inside.values()), inside


def test_numbers_in_payoffs_with_the_precision_that_is_given() -> None:
    game = entry()
    exact = {
        agent: {a: 1000 * q for a, q in mix.items()}
        for agent, mix in quantal_response(game.at({"gain": "4", "cost": "0.7"}), 2)
        .equilibria[0]
        .strategies.items()
    }
    found = fit(game, exact, estimate={"gain": 3, "cost": 1}, precision=2)
    assert dict(found.estimates) == pytest.approx({"gain": 4, "cost": 0.7}, abs=1e-6)
    assert "gain is estimated outside of its range, 0 to 3" in found.notes
    # the others go along a profile: it is nowhere lower than a slice
    slices = [
        fit(game, exact, estimate=["cost"], precision=2).log_likelihood
        for game in (entry().at({"gain": "3.9"}), entry().at({"gain": "4.1"}))
    ]
    assert list(found.profile("gain", ["3.9", "4.1"])) == pytest.approx(slices)
    assert len(found.profile("cost")) == 13
    together = fit(game, exact, estimate=["gain", "cost"])
    assert together.profile("cost", ["0.7"]).iloc[0] == pytest.approx(together.log_likelihood)
    assert min(together.profile("precision").index) > 0


def test_situations_of_a_tree_with_numbers_that_were_known() -> None:
    game = entry()
    rows = []
    for gain in ("0.5", "1", "2"):
        (at,) = quantal_response(game.at({"gain": gain, "cost": "1.3"}), 1.2)
        for agent, mix in at.strategies.items():
            rows += [(agent, a, 500 * q, float(gain)) for a, q in mix.items()]
    data = pd.DataFrame(rows, columns=["agent", "action", "count", "gain"])
    found = fit(game, data, estimate=["cost"])
    assert dict(found.estimates) == pytest.approx({"precision": 1.2, "cost": 1.3}, abs=1e-6)
    assert sorted(set(found.to_dataframe().situation)) == ["gain 0.5", "gain 1", "gain 2"]
    # a row without a count is one choice
    times = data["count"].round().astype(int)
    single = data.loc[data.index.repeat(times)].drop(columns="count")
    assert fit(game, single).to_dataframe()["count"].sum() == times.sum()


def test_what_is_added_to_all_that_a_player_gets_is_refused() -> None:
    bonus = sympy.Symbol("bonus")
    game = NormalForm.from_arrays(
        [[bonus + 2, bonus], [bonus, bonus + 1]], [[0, 2], [2, 0]], actions=TWO
    )
    data = {"Row": {"up": 7, "down": 5}, "Column": {"left": 3, "right": 9}}
    with pytest.raises(GameError, match="no choice hangs on bonus, as it moves no difference"):
        fit(game, data, estimate={"bonus": 1})


def test_the_scale_of_payoffs_and_the_precision_are_not_told_apart() -> None:
    worth = sympy.Symbol("worth")
    game = NormalForm.from_arrays(
        [[3 * worth, 0], [0, worth]], [[0, worth], [worth, 0]], actions=TWO
    )
    data = {"Row": {"up": 70, "down": 50}, "Column": {"left": 40, "right": 80}}
    told = "stay as they are if precision rises by 1 and worth falls by"
    with pytest.raises(GameError, match=told):
        fit(game, data, estimate={"worth": 1})
    kept = fit(game, data, estimate={"worth": 1}, precision="1/2")
    alone = fit(game.at({"worth": 1}), data)
    assert kept.estimates["worth"] / 2 == pytest.approx(alone.estimates["precision"])
    # the two numbers of one difference
    more, less = sympy.symbols("more less")
    game = NormalForm({"A": "xy"}, {("x",): [more], ("y",): [less]})
    with pytest.raises(GameError, match="if more rises by 1 and less rises by 1: they cannot"):
        fit(game, {"A": {"x": 3, "y": 2}}, estimate={"more": 1, "less": "1/2"}, precision=1)


def test_a_tree_in_which_all_is_seen_has_one_equilibrium() -> None:
    # A moves, then B who has seen it: the precision is that at which B errs so often
    last = Decision(
        "B",
        {"take": Terminal("x", {"A": 0, "B": 1}), "leave": Terminal("y", {"A": 2, "B": 0})},
        "B",
    )
    game = ExtensiveForm(Decision("A", {"stop": Terminal("z", {"A": 1, "B": 0}), "go": last}, "A"))
    found = fit(game, {"B": {"take": 75, "leave": 25}})
    assert found.estimates["precision"] == pytest.approx(np.log(3))
    assert len(found.branches) == 1
    frame = found.to_dataframe().set_index(["agent", "action"])
    # what A expects is 2 in 4 cases of each
    assert frame.fitted["A", "stop"] == pytest.approx(1 / (1 + np.exp(-np.log(3) / 2)))
    assert np.isnan(frame.share["A", "stop"])


def test_play_that_is_exact_or_even_has_no_precision() -> None:
    game = NormalForm({"A": "xy"}, {("x",): [1], ("y",): [0]})
    with pytest.raises(GameError, match="likelier the more precise play is, and no precision is"):
        fit(game, {"A": {"x": 9}})
    with pytest.raises(GameError, match="likelier the less precise play is, and no precision is"):
        fit(game, {"A": {"x": 3, "y": 9}})
    assert fit(game, {"A": {"x": 9, "y": 3}}).estimates["precision"] == pytest.approx(np.log(3))


def test_other_equilibria_are_told_with_what_they_would_say() -> None:
    # the branch from zero leads to up and left
    game = coordination()
    data = {"Row": {"up": 9990, "down": 10}, "Column": {"left": 9991, "right": 9}}
    other = {"Row": {"up": 1, "down": 9}, "Column": {"left": 0, "right": 10}}
    found = fit({"first": game, "second": game}, {"first": data, "second": other})
    taken, *others = found.branches
    assert taken.name == "from zero"
    assert {one.name for one in others} == {"first", "second"}
    for one in (taken, *others):
        precision = one.estimates["precision"]
        for mixes in one.played.values():
            up, left = mixes["Row"]["up"], mixes["Column"]["left"]
            assert up == pytest.approx(1 / (1 + np.exp(-precision * (3 * left - 1))))
            assert left == pytest.approx(1 / (1 + np.exp(-precision * (3 * up - 1))))
    assert re.search(r"from zero was taken, and 4 others .* one by [\d.]+ likelier", found.notes[0])
    assert "<p>note: the branch from zero" in found._repr_html_()
    assert found.log_likelihood < max(one.log_likelihood for one in others) < found.free


def test_the_branch_nearest_to_the_data() -> None:
    data = {"Row": {"up": 5, "down": 95}, "Column": {"left": 4, "right": 96}}
    with pytest.raises(GameError, match="likelier the less precise play is"):
        fit(coordination(), data)
    found = fit(coordination(), data, branch="data")
    ((played),) = found.branches[0].played.values()
    assert played["Row"]["up"] < 0.1
    assert found.branches[0].name == "nearest to the data"
    assert "the branch nearest to the data was taken, and 2 others found at the" in found.notes[0]
    assert "the choices are none likelier" in found.notes[0]
    # where play is less precise that equilibrium is no more
    profile = found.profile("precision", ["0.5", "3.4"])
    assert np.isnan(profile.iloc[0])
    assert profile.iloc[1] < found.log_likelihood
    with pytest.raises(GameError, match="has come to an end before precision 0"):
        read_at(found.summit.likelihood, np.array([0.5]))


def test_a_branch_that_turns() -> None:
    # from precision 9.709 the branch from zero goes back to 9.57, and on with other play
    a, b = [[7, 5, 3], [3, 5, 5], [4, 1, 4]], [[0, 8, 7], [4, 1, 1], [3, 5, 0]]
    game = NormalForm.from_arrays(a, b, actions={"A": "xyz", "B": "xyz"})
    (at,) = quantal_response(game, 9.9)
    data = {p: {x: 1e3 * q for x, q in mix.items()} for p, mix in at.strategies.items()}
    assert fit(game, data).estimates["precision"] == pytest.approx(9.9, abs=1e-5)


def test_a_way_that_leads_to_nothing_is_told() -> None:
    game = NormalForm({"A": "xy"}, {("x",): [1], ("y",): [0]})
    offered = ExtensiveForm(
        Offer("A", "share", 0, 1, Terminal("peace", {"A": sympy.Symbol("share")}))
    )
    gain = NormalForm({"A": "xy"}, {("x",): [sympy.Symbol("gain")], ("y",): [0]})
    counts = {"A": {"x": 9, "y": 3}}
    nothing: Any = 3
    best: Any = "best"
    good = pd.DataFrame({"agent": ["A", "A"], "action": ["x", "y"], "count": [9, 3]})
    refused: dict[str, Callable[[], object]] = {
        "fit takes one game or more by name and got none": lambda: fit({}, {}),
        "fit is for a game in normal form or a tree and got 3": lambda: fit({"one": nothing}, {}),
        "fit takes trees whose choices are listed": lambda: fit(offered, counts),
        "fit takes counts by agent and action, or a table .* got 3": lambda: fit(game, nothing),
        "unknown game 'two'": lambda: fit({"one": game}, {"two": counts}),
        "the counts of one are 3: give them by agent": lambda: fit({"one": game}, {"one": 3}),
        "the counts of A are 3: give them by action": lambda: fit(game, {"A": 3}),
        "unknown player 'B'": lambda: fit(game, {"B": {"x": 1}}),
        "unknown action of A 'z'": lambda: fit(game, {"A": {"z": 1}}),
        "unknown information set 'W'": lambda: fit(entry(), {"W": {"stay": 1}}),
        "the count of 'x' of A is -1: give a number of": lambda: fit(game, {"A": {"x": -1}}),
        "the count of 'x' of A is True": lambda: fit(game, {"A": {"x": True}}),
        "nothing was chosen in the data": lambda: fit(game, {"A": {"x": 0}}),
        "lacks the column action: give agent": lambda: fit(game, good.drop(columns="action")),
        "lacks the column game": lambda: fit({"one": game}, good),
        "unknown column 'cost'": lambda: fit(game, good.assign(cost=1)),
        "unknown game 'three'": lambda: fit({"one": game}, good.assign(game="three")),
        "gain in row 0 is nan: give a finite": lambda: fit(gain, good.assign(gain=float("nan"))),
        "the count in row 1 is -3": lambda: fit(game, good.assign(count=[9, -3])),
        "gain is a column of the data": lambda: fit(
            gain, good.assign(gain=1), estimate={"gain": 1}
        ),
        "unknown parameter 'loss'": lambda: fit(gain, counts, estimate={"loss": 1}),
        "gain has no value to begin at": lambda: fit(gain, counts, estimate=["gain"]),
        "unknown parameter 'lost'": lambda: fit(gain, counts, estimate=["lost"]),
        r"estimate is the text 'gain': give a list": lambda: fit(gain, counts, estimate="gain"),
        "no value for gain": lambda: fit(gain, counts),
        "the precision is 2 and nothing else is": lambda: fit(game, counts, precision=2),
        "the precision is -1.0": lambda: fit(gain, counts, estimate={"gain": 1}, precision=-1),
        "unknown branch 'best'": lambda: fit(game, counts, branch=best),
        "unknown estimate 'gain'": lambda: fit(game, counts).interval("gain"),
        "share is 2: give a number": lambda: fit(game, counts).interval("precision", 2),
        "the precision is -1: give values": lambda: fit(game, counts).profile("precision", [-1]),
    }
    for told, call in refused.items():
        with pytest.raises(GameError, match=told) as refusal:
            call()
        assert "\n" not in str(refusal.value)


def test_no_equilibrium_is_near_to_what_no_branch_has(monkeypatch: pytest.MonkeyPatch) -> None:
    # with no step at all nothing is reached
    monkeypatch.setattr(likelihood, "_STEPS_NEAR", 1)
    data = {"Row": {"up": 5, "down": 95}, "Column": {"left": 95, "right": 5}}
    with pytest.raises(GameError, match="no equilibrium is near to what was chosen"):
        fit(coordination(), data, branch="data")
