"""Logit equilibria: closed forms, selection, invariance, and what is refused."""

import importlib
import math
import random
from fractions import Fraction
from typing import Any

import pytest
from scipy.optimize import brentq

from caucasus_games.certificates import certified_logit
from caucasus_games.concepts import logit_limit, principal_branch, quantal_response
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node

BRANCH = importlib.import_module("caucasus_games.concepts.logit_branch")

TWO = {"A": ["x", "y"], "B": ["x", "y"]}


def game_of(a: list[list[int]], b: list[list[int]]) -> NormalForm:
    return NormalForm.from_arrays(a, b, actions=TWO)


def logistic(gain: float) -> float:
    return 1 / (1 + math.exp(-gain))


@pytest.mark.parametrize("precision", [0, 0.25, 1, 5])
def test_one_decision_is_the_logit_formula(precision: float) -> None:
    game = NormalForm({"A": ["x", "y"]}, {("x",): [3], ("y",): [1]})
    (found,) = quantal_response(game, precision)
    assert found.strategies["A"]["x"] == pytest.approx(logistic(2 * precision), abs=1e-12)
    assert found.residual < 1e-10


@pytest.mark.parametrize("top", [2, 4, 9])
@pytest.mark.parametrize("precision", [0.3, 1.0, 4.0])
def test_asymmetric_matching_pennies_solve_one_equation(top: int, precision: float) -> None:
    # the game of Ochs (1995) and McKelvey & Palfrey (1995), section 5: one fixed point in p
    def reply(p: float) -> float:
        return logistic(precision * ((1 - p) - p))

    def gap(p: float) -> float:
        q = reply(p)
        return float(logistic(precision * (top * q - (1 - q))) - p)

    expected = brentq(gap, 0, 1, xtol=1e-14)
    (found,) = quantal_response(game_of([[top, 0], [0, 1]], [[0, 1], [1, 0]]), precision)
    assert found.strategies["A"]["x"] == pytest.approx(expected, abs=1e-9)
    assert found.strategies["B"]["x"] == pytest.approx(reply(expected), abs=1e-9)


@pytest.mark.parametrize(("safe", "kept"), [(3, "y"), (1, "x")])
def test_the_limit_of_a_coordination_game_is_risk_dominant(safe: int, kept: str) -> None:
    # Turocy (2005), section 5: in 2x2 games the branch selects the risk dominant equilibrium
    game = game_of([[4, 0], [safe, 2]], [[4, safe], [0, 2]])
    (found,) = logit_limit(game)
    assert dict(found.strategies["A"]) == {kept: 1}


def test_the_limit_of_matching_pennies_is_mixed_and_exact() -> None:
    (found,) = logit_limit(game_of([[3, 0], [0, 1]], [[0, 1], [1, 0]]))
    assert dict(found.strategies["B"]) == {"x": Fraction(1, 4), "y": Fraction(3, 4)}


def test_the_branch_starts_where_all_is_alike_and_turns_where_it_must() -> None:
    # a coordination game that risk dominance decides against what players do at precision zero:
    # x is better against an even mix, and still the branch is followed through
    branch = principal_branch(game_of([[5, 0], [4, 2]], [[5, 4], [0, 2]]))
    assert branch[0].precision == 0
    assert branch[0].strategies["A"] == {"x": 0.5, "y": 0.5}
    assert branch[-1].precision * 5 >= 3000
    assert all(point.residual < 1e-9 for point in branch)


def test_three_players_who_all_have_to_agree() -> None:
    def payoff(move: Any) -> list[int]:
        return (
            [3] * 3
            if set(move.values()) == {"x"}
            else [1] * 3
            if set(move.values()) == {"y"}
            else [0] * 3
        )

    game = NormalForm.from_function({p: ["x", "y"] for p in "ABC"}, payoff)
    (found,) = logit_limit(game)
    assert all(dict(mix) == {"x": 1} for mix in found.strategies.values())


def test_the_limit_of_three_players_with_useless_actions_is_exact() -> None:
    # three players whose only equilibrium is mixed, with useless actions that make it too large
    # for mixed_nash
    def payoff(move: Any) -> list[int]:
        a, b, c = (move[p] == "x" for p in "ABC")
        useless = [9 * (move[p] in "vw") for p in "ABC"]
        return [int(x) - y for x, y in zip((a == b, b == c, c != a), useless, strict=True)]

    game = NormalForm.from_function({p: ["x", "y", "v", "w"] for p in "ABC"}, payoff)
    (found,) = logit_limit(game)
    half = Fraction(1, 2)
    assert all(dict(mix) == {"x": half, "y": half} for mix in found.strategies.values())


def horse() -> ExtensiveForm:
    """Selten (1975), figure 1."""

    def third(left: tuple[int, ...], right: tuple[int, ...]) -> Decision:
        ends = {
            name: Terminal("end", dict(zip("123", payoffs, strict=True)))
            for name, payoffs in (("L", left), ("R", right))
        }
        return Decision("3", ends, "3")

    second = Decision(
        "2", {"R": Terminal("end", {"1": 1, "2": 1, "3": 1}), "L": third((4, 4, 0), (0, 0, 1))}, "2"
    )
    return ExtensiveForm(Decision("1", {"R": second, "L": third((3, 2, 2), (0, 0, 0))}, "1"))


def test_the_limit_of_selten_s_horse_is_its_sequential_equilibrium() -> None:
    (found,) = logit_limit(horse()).exact
    assert {name: " ".join(mix) for name, mix in found.strategies.items()} == {
        "1": "R",
        "2": "R",
        "3": "R",
    }
    assert found.beliefs["3"].vertices


def centipede(rounds: int) -> ExtensiveForm:
    node: Node = Terminal("end", {"1": rounds, "2": rounds})
    for k in reversed(range(rounds)):
        ends = {"12"[k % 2]: k + 2, "12"[1 - k % 2]: k}
        node = Decision("12"[k % 2], {"stop": Terminal("stop", ends), "go": node}, f"round {k}")
    return ExtensiveForm(node, players=["1", "2"])


def test_the_centipede_is_played_on_for_a_while_and_stops_in_the_limit() -> None:
    # McKelvey & Palfrey (1998): at low precision all go on; backward induction in the limit
    (noisy,) = quantal_response(centipede(6), 0.5)
    assert noisy.strategies["round 0"]["go"] > 0.5
    (found,) = logit_limit(centipede(6))
    assert all(dict(mix) == {"stop": 1} for mix in found.strategies.values())
    assert found.outcomes["stop"] == 1


def test_chance_that_excludes_an_event_does_no_harm() -> None:
    def choose(good: int) -> Decision:
        ends = {"x": Terminal("x", {"A": good}), "y": Terminal("y", {"A": 0})}
        return Decision("A", ends, "A")

    game = ExtensiveForm(Chance({"sure": (1, choose(1)), "never": (0, choose(-5))}))
    (found,) = quantal_response(game, 2)
    assert found.strategies["A"]["x"] == pytest.approx(logistic(2), abs=1e-12)


def test_a_mixed_limit_of_a_tree_is_found_among_the_signalling_equilibria() -> None:
    # Myerson (1991), figure 2.2: the only equilibrium mixes
    def raised(sign: int) -> Decision:
        meet = Terminal("met", {"1": 2 * sign, "2": -2 * sign})
        return Decision("2", {"meet": meet, "pass": Terminal("passed", {"1": 1, "2": -1})}, "2")

    def card(sign: int, name: str) -> Decision:
        fold = Terminal("folded", {"1": sign, "2": -sign})
        return Decision("1", {"raise": raised(sign), "fold": fold}, name)

    half = Fraction(1, 2)
    game = ExtensiveForm(
        Chance({"red": (half, card(1, "red")), "black": (half, card(-1, "black"))})
    )
    (found,) = logit_limit(game)
    assert found.strategies["2"]["meet"] == Fraction(2, 3)


@pytest.mark.parametrize("seed", range(5))
def test_names_and_order_do_not_matter(seed: int) -> None:
    rng = random.Random(seed)
    a, b = ([[rng.randint(0, 5) for _ in range(3)] for _ in range(2)] for _ in range(2))
    game = NormalForm.from_arrays(a, b, actions={"A": ["p", "q"], "B": ["r", "s", "t"]})
    flipped = NormalForm.from_arrays(
        [row[::-1] for row in a[::-1]],
        [row[::-1] for row in b[::-1]],
        actions={"A": ["q", "p"], "B": ["t", "s", "r"]},
    )
    (one,), (two,) = (quantal_response(g, 1.5) for g in (game, flipped))
    for player, mix in one.strategies.items():
        for action, chance in mix.items():
            assert two.strategies[player][action] == pytest.approx(chance, abs=1e-9)


@pytest.mark.parametrize("precision", [-1, math.nan, math.inf, "1"])
def test_a_precision_that_is_none_is_refused(precision: Any) -> None:
    with pytest.raises(GameError, match="give a finite number of at least zero"):
        quantal_response(game_of([[1, 0], [0, 1]], [[1, 0], [0, 1]]), precision)


def test_other_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    game = game_of([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    with pytest.raises(
        GameError, match="no logit equilibrium at precision 1: the response differs"
    ):
        certified_logit(game, {p: {"x": 0.9, "y": 0.1} for p in "AB"}, 1.0)
    wide = NormalForm({"A": [str(k) for k in range(201)]}, {(str(k),): [0] for k in range(201)})
    with pytest.raises(GameError, match="201 actions in all and the branch is followed for up to"):
        quantal_response(wide, 1)
    with pytest.raises(GameError, match="normal form or a tree and got the text 'chess'"):
        quantal_response("chess", 1)  # type: ignore[arg-type]
    monkeypatch.setattr(BRANCH, "_STEPS", 5)
    with pytest.raises(GameError, match="could not be followed beyond precision"):
        quantal_response(game_of([[3, 0], [0, 1]], [[1, 0], [0, 1]]), 50)


@pytest.mark.parametrize("first", [3.0, 300.0])
def test_a_step_that_is_too_long_is_halved(monkeypatch: pytest.MonkeyPatch, first: float) -> None:
    game = game_of([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    (usual,) = quantal_response(game, 2)
    monkeypatch.setattr(BRANCH, "_FIRST", first)
    (found,) = quantal_response(game, 2)
    assert found.strategies["A"]["x"] == pytest.approx(usual.strategies["A"]["x"], abs=1e-9)


def test_a_step_that_misses_the_branch_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    game = game_of([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    (usual,) = quantal_response(game, 2)
    real, calls = BRANCH._nearest, []

    def missing(*arguments: object) -> object:
        calls.append(1)
        return None if len(calls) in (1, 4) else real(*arguments)

    monkeypatch.setattr(BRANCH, "_nearest", missing)
    (found,) = quantal_response(game, 2)
    assert len(calls) > 4
    assert found.strategies["A"]["x"] == pytest.approx(usual.strategies["A"]["x"], abs=1e-9)
