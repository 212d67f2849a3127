"""Bayesian games: published equilibria, a correlated prior by hand, and what is refused."""

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
import sympy

from caucasus_games.concepts import bayes_nash, mixed_nash, perfect_bayesian
from caucasus_games.errors import GameError
from caucasus_games.games import BayesianGame
from caucasus_games.results import Equilibrium

HALF = Fraction(1, 2)
Move = Mapping[str, str]


def battle(chance: object = HALF) -> BayesianGame:
    """Osborne (2004), An Introduction to Game Theory, example 273.1: does 2 wish to meet 1?"""

    def payoff(types: Move, moves: Move) -> list[int]:
        met = moves["1"] == moves["2"]
        liked = moves["2"] == "S"
        wishes = types["2"] == "meet"
        first = (1 + (moves["1"] == "B")) if met else 0
        return [first, (1 + liked) if met == wishes else 0]

    rest = (
        1 - sympy.sympify(chance) if isinstance(chance, sympy.Expr) else 1 - Fraction(str(chance))
    )
    return BayesianGame(
        {"1": ["one"], "2": ["meet", "avoid"]},
        {("one", "meet"): chance, ("one", "avoid"): rest},
        {"1": ["B", "S"], "2": ["B", "S"]},
        payoff,
    )


def said(equilibrium: Equilibrium) -> tuple[str, ...]:
    return tuple(" ".join(mix) for mix in equilibrium.strategies.values())


def test_whoever_does_not_know_whether_the_other_wishes_to_meet_goes_where_likely_met() -> None:
    # Osborne (2004), section 9.1: (B, (B, S)) is an equilibrium with one half; (S, (S, B)) is none,
    # for then B gives 1 the payoff 1 and S one half
    solution = bayes_nash(battle())
    pure = {said(e) for e in solution if all(len(m) == 1 for m in e.strategies.values())}
    assert pure == {("B", "B", "S")}
    assert solution.equilibria[0].payoffs["1"] == 1


def test_the_tree_has_the_same_pure_equilibria() -> None:
    tree = battle().tree()
    assert set(tree.information_sets) == {"1", "2 (meet)", "2 (avoid)"}
    pure = {
        tuple(" ".join(e.strategies[name]) for name in ("1", "2 (meet)", "2 (avoid)"))
        for e in perfect_bayesian(tree)
    }
    assert pure == {("B", "B", "S")}


def test_with_one_type_each_it_is_the_normal_form() -> None:
    game = battle().states[("one", "meet")]
    drawn = BayesianGame(
        {"1": ["one"], "2": ["meet"]},
        {("one", "meet"): 1},
        game.actions,
        lambda types, moves: game.payoffs[moves["1"], moves["2"]],
    )
    assert [e.strategies for e in bayes_nash(drawn)] == [e.strategies for e in mixed_nash(game)]


def matching(same: object, other: object) -> BayesianGame:
    """Each sees high or low; both gain by acting iff the other sees high too, and lose else."""

    def payoff(types: Move, moves: Move) -> list[int]:
        def own(player: str, rival: str) -> int:
            if moves[player] == "wait":
                return 0
            return 1 if types[rival] == "high" and moves[rival] == "act" else -1

        return [own("A", "B"), own("B", "A")]

    kinds = ["high", "low"]
    prior: dict[tuple[str, ...], object] = {
        (a, b): same if a == b else other for a, b in product(kinds, kinds)
    }
    actions = {"A": ["act", "wait"], "B": ["act", "wait"]}
    return BayesianGame({"A": kinds, "B": kinds}, prior, actions, payoff)


def test_a_correlated_prior_sustains_what_an_independent_one_does_not() -> None:
    # as high, A expects 2s - 2d by acting if B acts as high only: s on the diagonal, d off it, per
    # type; it acts iff s > d. With independence s = d leaves A indifferent, below it nobody acts
    act = ("act", "wait", "act", "wait")
    assert act in [said(e) for e in bayes_nash(matching("2/5", "1/10"))]
    assert [said(e) for e in bayes_nash(matching("1/10", "2/5"))] == [("wait",) * 4]
    (best,) = [e for e in bayes_nash(matching("2/5", "1/10")) if said(e) == act]
    # knowing high: 4/5 that the other is high too
    assert best.payoffs["A (high)"] == Fraction(3, 5)


def test_priors_and_payoffs_are_formulas() -> None:
    p = sympy.Symbol("p")
    game = battle(p)
    with pytest.raises(GameError, match="no value for p"):
        bayes_nash(game)
    assert ("B", "B", "S") in [said(e) for e in bayes_nash(game.at({"p": "2/3"}))]
    assert {str(s) for s in game.agent_form().symbols} == {"p"}
    with pytest.raises(GameError, match="the probability of one, meet is 2 at these values"):
        bayes_nash(game.at({"p": 2}))
    with pytest.raises(GameError, match="unknown parameter 'q'"):
        game.at({"q": 1})


def test_outcomes_keep_their_labels() -> None:
    def outcome(types: Move, moves: Move) -> str | dict[str, object]:
        return {"war": HALF, "peace": HALF} if moves["A"] == "go" else "peace"

    game = BayesianGame(
        {"A": ["x", "y"]},
        {("x",): "1/4", ("y",): "3/4"},
        {"A": ["go", "stay"]},
        lambda types, moves: {"A": (types["A"] == "x") * (1 if moves["A"] == "go" else 0)},
        outcome,
        title="one player",
    )
    assert game.tree().outcome_labels == {"war", "peace"}
    assert repr(game) == "one player: Bayesian game of A (x or y)"
    solution = bayes_nash(game)
    assert {e.outcomes.get("war", 0) for e in solution} == {Fraction(1, 8), HALF}
    assert "only pure strategies were looked for" in repr(solution)


@pytest.mark.parametrize("seed", range(10))
def test_every_equilibrium_is_one_before_types_are_known(seed: int) -> None:
    """No plan of either player gains in the ex-ante game, computed state by state."""
    rng = random.Random(seed)
    kinds, acts = ["s", "t"], ["x", "y"]
    states = list(product(kinds, kinds))
    weights = [rng.randint(1, 4) for _ in states]
    prior: dict[tuple[str, ...], Fraction] = {
        s: Fraction(w, sum(weights)) for s, w in zip(states, weights, strict=True)
    }
    table = {
        (s, m): (rng.randint(0, 3), rng.randint(0, 3)) for s in states for m in product(acts, acts)
    }
    game = BayesianGame(
        {"A": kinds, "B": kinds},
        prior,
        {"A": acts, "B": acts},
        lambda types, moves: table[(types["A"], types["B"]), (moves["A"], moves["B"])],
    )

    def worth(
        i: int, one: Mapping[str, Mapping[str, Fraction]], two: Mapping[str, Mapping[str, Fraction]]
    ) -> Fraction:
        return sum(
            (
                prior[s] * one[s[0]].get(a, 0) * two[s[1]].get(b, 0) * table[s, (a, b)][i]
                for s in states
                for a in acts
                for b in acts
            ),
            Fraction(0),
        )

    solution = bayes_nash(game)
    assert len(solution) % 2 == 1 or "degenerate" in repr(solution)
    for equilibrium in solution:
        one = {k: equilibrium.strategies[f"A ({k})"] for k in kinds}
        two = {k: equilibrium.strategies[f"B ({k})"] for k in kinds}
        for plan in product(acts, acts):
            other = {k: {a: Fraction(1)} for k, a in zip(kinds, plan, strict=True)}
            assert worth(0, other, two) <= worth(0, one, two)
            assert worth(1, one, other) <= worth(1, one, two)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"types": {"A": ["t"]}}, "types are given for A and actions for A, B: give both"),
        ({"prior": {("t", "u"): "1/2"}}, "the prior sums to 1/2: it must sum to 1"),
        ({"prior": {("t",): 1}}, "names the types t for 2 players: give one for each"),
        ({"prior": {("t", "z"): 1}}, "unknown type of B 'z'"),
        ({"types": {"A": ["t", "never"], "B": ["u"]}}, "A is never never: leave the type out"),
    ],
)
def test_what_is_refused(change: dict[str, object], words: str) -> None:
    parts: dict[str, object] = {
        "types": {"A": ["t"], "B": ["u"]},
        "prior": {("t", "u"): 1},
        "actions": {"A": ["x"], "B": ["y"]},
        "payoff": lambda types, moves: (0, 0),
        **change,
    }
    with pytest.raises(GameError, match=words):
        BayesianGame(**parts)  # type: ignore[arg-type]
