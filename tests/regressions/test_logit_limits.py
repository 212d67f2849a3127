"""The logit branch ends in an equilibrium that is exact, enclosed, or comes with its regret."""

import importlib
import math
from collections.abc import Mapping
from fractions import Fraction

import pytest

from caucasus_games.concepts import logit_limit, principal_branch, quantal_response
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.results import EnclosedEquilibrium, Equilibrium, LogitEquilibrium

BRANCH, LIMIT, RESPONSE = (
    importlib.import_module(f"caucasus_games.concepts.{name}")
    for name in ("logit_branch", "logit_limit", "quantal_response")
)


def pennies(top: Fraction | int, side: Fraction | int = 1) -> NormalForm:
    """B plays left with 1/(1 + top): Ochs (1995), Games and Economic Behavior 10, 202-217."""
    return NormalForm.from_arrays(
        [[top, 0], [0, 1]], [[0, side], [1, 0]], actions={"A": ["u", "d"], "B": ["l", "r"]}
    )


@pytest.mark.parametrize("actions", [1, 2])
def test_a_tree_whose_only_decision_is_none(actions: int) -> None:
    ends = {str(k): Terminal(str(k), {"A": 0}) for k in range(actions)}
    (found,) = logit_limit(ExtensiveForm(Decision("A", ends)))
    assert float(found.payoffs["A"]) == 0
    alone = NormalForm({"A": ["x"], "B": ["y"]}, {("x", "y"): [1, 2]})
    assert len(logit_limit(alone).exact) == 1


@pytest.mark.parametrize(
    ("top", "side"), [(Fraction(501, 499), 1), (Fraction(997, 3), Fraction(7, 11)), (1, 1)]
)
def test_the_fractions_are_those_of_the_game_and_no_simpler_ones_near_them(
    top: Fraction, side: Fraction
) -> None:
    (found,) = logit_limit(pennies(top, side)).exact
    assert found.strategies["B"]["l"] == 1 / (1 + top)
    assert found.strategies["A"]["u"] == 1 / (1 + side)


def volunteers(costs: Mapping[str, Fraction]) -> NormalForm:
    def payoff(move: Mapping[str, str]) -> list[Fraction]:
        ready = [move[p] == "volunteer" for p in costs]
        return [any(ready) - cost * own for cost, own in zip(costs.values(), ready, strict=True)]

    return NormalForm.from_function({p: ["volunteer", "wait"] for p in costs}, payoff)


def test_an_irrational_limit_of_a_table_is_enclosed() -> None:
    # Diekmann (1985), Journal of Conflict Resolution 29: 1 - 1/sqrt(2) of three
    (found,) = logit_limit(volunteers(dict.fromkeys("ABC", Fraction(1, 2))))
    assert isinstance(found, EnclosedEquilibrium)
    assert float(found.strategies["A"]["volunteer"]) == pytest.approx(1 - math.sqrt(0.5), abs=1e-12)


def test_an_irrational_limit_of_a_tree_is_the_last_point_with_its_regret() -> None:
    def node(said: tuple[bool, ...]) -> Decision | Terminal:
        if len(said) == 3:
            paid = {p: any(said) - Fraction(own, 2) for p, own in zip("ABC", said, strict=True)}
            return Terminal("end", paid)
        ways = {"volunteer": node((*said, True)), "wait": node((*said, False))}
        return Decision("ABC"[len(said)], ways, "ABC"[len(said)])

    start = node(())
    assert isinstance(start, Decision)
    solution = logit_limit(ExtensiveForm(start))
    (found,) = solution
    assert isinstance(found, LogitEquilibrium)
    assert found.precision > 10_000
    assert max(found.regret.values()) < 1e-4
    assert "no exact equilibrium was proved where the branch leads" in solution.notes[0]
    assert found.strategies["A"]["volunteer"] == pytest.approx(1 - math.sqrt(0.5), abs=1e-3)


def test_payoffs_of_very_different_size() -> None:
    # Shoham & Leyton-Brown (2008), Multiagent Systems, figure 5.15: 1 moves R, 2 then D
    reply = {
        move: Decision("2", {"U": Terminal("end", up), "D": Terminal("end", down)}, "2")
        for move, up, down in (
            ("C", {"1": 0, "2": 1000}, {"1": 0, "2": 0}),
            ("R", {"1": 1, "2": 0}, {"1": 3, "2": 1}),
        )
    }
    root = Decision("1", {"L": Terminal("end", {"1": 1, "2": 1}), **reply}, "1")
    (found,) = logit_limit(ExtensiveForm(root)).exact
    assert {name: " ".join(mix) for name, mix in found.strategies.items()} == {"1": "R", "2": "D"}


def test_at_a_fork_it_is_told_which_way_was_taken() -> None:
    # both would rather do what the other does not, and from both seats the game looks the same
    chicken = NormalForm.from_arrays(
        [[0, 1], [1, 0]], [[0, 1], [1, 0]], actions={"A": ["x", "y"], "B": ["x", "y"]}
    )
    solution = logit_limit(chicken)
    (found,) = solution.exact
    assert dict(found.strategies["A"]) == {"x": Fraction(1, 2), "y": Fraction(1, 2)}
    # p = 1 / (1 + exp(precision (2 p - 1))) for both has slope -precision / 2: it forks at 2
    (note,) = [n for n in solution.notes if "crosses another" in n]
    assert float(note.split()[2]) == pytest.approx(2, abs=0.3)
    assert "straight on" in note
    assert not quantal_response(chicken, 1).notes
    assert "straight on" in quantal_response(chicken, 4).notes[0]
    assert not logit_limit(pennies(3)).notes


def test_where_the_limit_is_not_isolated_it_is_exact_or_near() -> None:
    # whatever B does is the same to it, so that A's payoffs alone matter
    idle = NormalForm.from_arrays(
        [[2, 0], [0, 1]], [[0, 0], [0, 0]], actions={"A": ["u", "d"], "B": ["l", "r"]}
    )
    (found,) = logit_limit(idle).exact
    assert dict(found.strategies["B"]) == {"l": Fraction(1, 2), "r": Fraction(1, 2)}


def test_a_branch_that_stops_early_gives_its_last_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BRANCH, "_STEPS", 12)
    solution = logit_limit(pennies(3))
    (found,) = solution
    assert isinstance(found, LogitEquilibrium)
    assert "could not be followed beyond precision" in solution.notes[0]
    monkeypatch.setattr(BRANCH, "_STEPS", 3)
    with pytest.raises(GameError, match="could not be followed"):
        logit_limit(pennies(3))


def test_a_point_that_is_not_certified_is_left_for_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, precisions = LIMIT.certified_logit, []

    def rarely(game: object, strategies: object, precision: float) -> object:
        precisions.append(precision)
        if len(precisions) < 3:
            raise GameError("not close enough")
        return real(game, strategies, precision)

    monkeypatch.setattr(LIMIT, "certified_logit", rarely)
    monkeypatch.setattr(LIMIT, "_rational", lambda *_: None)
    monkeypatch.setattr(LIMIT, "_enclosed", lambda *_: None)
    (found,) = logit_limit(pennies(3))
    assert isinstance(found, LogitEquilibrium)
    assert found.precision == precisions[2] < precisions[1] < precisions[0]
    precisions[:] = [1.0]
    monkeypatch.setattr(
        LIMIT,
        "certified_logit",
        lambda g, s, q: real(g, s, q) if q == 0 else rarely(g, s, precisions.clear() or q),  # type: ignore[func-returns-value]
    )
    assert logit_limit(pennies(3)).equilibria[0].precision == 0  # type: ignore[union-attr]


def test_a_limit_that_is_approached_slowly_says_how_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LIMIT, "_ends", lambda trail: (LIMIT.np_ends(trail), 1e-9))
    ends = [0.26, 0.74, 0.26, 0.74]
    import numpy as np

    monkeypatch.setattr(LIMIT, "np_ends", lambda trail: np.array(ends), raising=False)
    game = pennies(3, 3)
    solution = logit_limit(game)
    (found,) = solution
    assert isinstance(found, Equilibrium)
    assert "ends within 0.02 of it" in solution.notes[0]
    ends[:] = [0.3, 0.7, 0.3, 0.7]
    assert isinstance(logit_limit(game).equilibria[0], LogitEquilibrium)
    third = NormalForm.from_arrays(
        [[2, 0], [0, 1]], [[0, 1], [0, 1]], actions={"A": ["u", "d"], "B": ["l", "r"]}
    )
    assert isinstance(logit_limit(third).equilibria[0], LogitEquilibrium)


def test_steps_that_turn_sharply_are_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    (usual,) = quantal_response(pennies(9), 50)
    monkeypatch.setattr(BRANCH, "_STRAIGHT", 0.9999)
    (found,) = quantal_response(pennies(9), 50)
    assert found.strategies["A"]["u"] == pytest.approx(usual.strategies["A"]["u"], abs=1e-9)


def test_what_is_too_unlikely_for_a_float_does_no_harm() -> None:
    def then(depth: int) -> Decision | Terminal:
        if depth == 0:
            return Terminal("end", {"A": 0, "B": 0})
        player = "AB"[depth % 2]
        return Decision(
            player, {"stop": Terminal("stop", {"A": depth, "B": depth}), "go": then(depth - 1)}
        )

    game = ExtensiveForm(then(5))
    assert principal_branch(game)[-1].precision * 5 >= 3000
    (found,) = logit_limit(game).exact
    assert all(dict(mix) == {"stop": 1} for mix in found.strategies.values())


def test_a_tree_that_is_too_large_is_refused_by_its_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RESPONSE, "_SIZE", 10)
    game = ExtensiveForm(
        Chance({e: ("1/2", Decision("A", {a: Terminal(a, {"A": 0}) for a in "xy"})) for e in "uv"})
    )
    with pytest.raises(GameError, match="4 actions in all and 7 nodes"):
        logit_limit(game)
