"""Where a solver turns: each case lies on a boundary, and on either side of it."""

from fractions import Fraction

import pytest

from caucasus_games.concepts import (
    core,
    critical_discount,
    intuitive_criterion,
    mixed_nash,
    perfect_bayesian,
    risk_dominance,
    stackelberg,
)
from caucasus_games.games import (
    Chance,
    CoalitionalGame,
    Decision,
    ExtensiveForm,
    NormalForm,
    Terminal,
)
from caucasus_games.results import Temptation

HALF = Fraction(1, 2)
TWO = {"A": ["x", "y"], "B": ["x", "y"]}
X, Y = ({"A": act, "B": act} for act in "xy")


def dilemma(tempted: object, punished: object = 0) -> NormalForm:
    return NormalForm.from_arrays(
        [[2, -9], [tempted, punished]], [[2, tempted], [-9, punished]], actions=TWO
    )


@pytest.mark.parametrize("periods", [1, 2, 3])
def test_a_factor_of_exactly_one_is_not_below_one(periods: int) -> None:
    # a gain of n losses needs d + ... + d**n = n, that is d = 1
    assert critical_discount(dilemma(2 + 2 * periods), X, Y, periods=periods).critical is None
    below = critical_discount(dilemma(2 + 2 * periods - HALF), X, Y, periods=periods).critical
    assert below is not None
    assert 0 < float(below) < 1


def test_a_loss_that_turns_at_one() -> None:
    # punishment is better than the target by what the deviation costs: at one they are even
    for cost, enough in ((Fraction(1), True), (HALF, False)):
        game = NormalForm.from_arrays(
            [[2, -9], [2 - cost, 3]], [[2, 2 - cost], [-9, 3]], actions=TWO
        )
        found = critical_discount(game, X, Y, periods=1)
        assert (found.critical == 0) is enough
    # forever no loss is large enough
    assert critical_discount(game, X, Y).critical is None


def test_no_loss_and_no_gain_needs_no_patience() -> None:
    assert critical_discount(dilemma(2, 2), X, Y).critical == 0
    assert critical_discount(dilemma(3, 2), X, Y).critical is None
    assert Temptation(*map(Fraction, (2, 2, 2))).gain(HALF, Fraction(1), None) == 0


def game_of(a: list[list[int]], b: list[list[int]]) -> NormalForm:
    return NormalForm.from_arrays(a, b, actions=TWO)


def test_a_weak_equilibrium_is_not_compared() -> None:
    # y, y is weak for B: leaving it costs nothing
    weak = game_of([[2, 0], [0, 1]], [[2, 0], [1, 1]])
    solution = risk_dominance(weak)
    assert len(solution) == 0
    assert "no two strict equilibria" in solution.notes[0]
    for row in ([[2, 0], [0, 1]], [[1, 0], [0, 2]]):
        solution = risk_dominance(game_of(row, [[1, 1], [0, 1]]))
        assert len(solution) == 0
        assert "no two strict equilibria" in solution.notes[0]
    # a game without pure ones, one with a strict one alone, and a tie
    assert len(risk_dominance(game_of([[1, 0], [0, 1]], [[0, 1], [1, 0]]))) == 0
    assert len(risk_dominance(game_of([[3, 1], [2, 0]], [[3, 1], [2, 0]]))) == 1
    tied = risk_dominance(game_of([[1, 0], [0, 1]], [[1, 0], [0, 1]]))
    assert "equally risky" in tied.notes[0]


def breakfast(weak_gains: object, strong_gains: object) -> ExtensiveForm:
    """Both may stay quiet for 0; a cry is answered by yes to the strong, and by no to the weak."""

    def cry(kind: str, gains: object) -> Decision:
        right = kind == "strong"
        ends = {
            "yes": Terminal("yes", {"S": gains, "R": int(right)}),
            "no": Terminal("no", {"S": -1, "R": int(not right)}),
        }
        quiet = Terminal("quiet", {"S": 0, "R": 0})
        return Decision("S", {"cry": Decision("R", ends, "heard"), "quiet": quiet}, kind)

    return ExtensiveForm(
        Chance({"s": (HALF, cry("strong", strong_gains)), "w": (HALF, cry("weak", weak_gains))})
    )


def quiet_passes(weak_gains: object, strong_gains: object) -> bool:
    game = breakfast(weak_gains, strong_gains)
    quiet = [e for e in perfect_bayesian(game) if set(e.outcomes) == {"quiet"}]
    assert quiet
    return any(set(e.outcomes) == {"quiet"} for e in intuitive_criterion(game))


def test_both_boundaries_of_the_intuitive_criterion() -> None:
    # a type is set aside only if it loses by the message whatever follows: at 0 it may still send
    # it, and then no reply is ruled out
    assert quiet_passes(weak_gains="-1/2", strong_gains=1) is False
    assert quiet_passes(weak_gains=0, strong_gains=1) is True
    assert quiet_passes(weak_gains="1/2", strong_gains=1) is True
    # the other type breaks it only if it gains: what pays the same does not
    assert quiet_passes(weak_gains="-1/2", strong_gains=0) is True
    assert quiet_passes(weak_gains="-1/2", strong_gains="1/9") is False


@pytest.mark.parametrize("turned", [False, True])
def test_degeneracy_is_seen_on_either_side(turned: bool) -> None:
    # against the sure action of one alone the other has two best replies
    b = [[2, 0, 1], [0, 1, 0]]
    assert "degenerate" not in repr(mixed_nash(table(b, [[1, 0, 2], [0, 2, 1]], turned)))
    one, other = [[3, 0], [0, 2]], [[1, 1], [0, 1]]
    assert "degenerate" in repr(mixed_nash(table(one, other, turned)))


def table(a: list[list[int]], b: list[list[int]], turned: bool) -> NormalForm:
    rows, columns = "abc"[: len(a)], "abc"[: len(a[0])]
    if turned:
        a, b = ([list(own) for own in zip(*m, strict=True)] for m in (b, a))
        rows, columns = columns, rows
    return NormalForm.from_arrays(a, b, actions={"A": rows, "B": columns})


def test_what_stackelberg_looked_for_is_noted() -> None:
    pair = game_of([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    three = NormalForm.from_function({p: ["x", "y"] for p in "ABC"}, lambda _: [0, 0, 0])
    assert stackelberg(pair).notes == ("followers who are indifferent do what the leader prefers",)
    assert stackelberg(pair, mixed=True).notes == stackelberg(pair).notes
    assert stackelberg(three).notes[1] == "only pure replies were looked for"


def test_weights_that_prove_a_core_empty_name_no_coalition_in_vain() -> None:
    pairs = CoalitionalGame.from_function("ABC", lambda own: int(len(own) > 1))
    assert all(weight > 0 for weight in core(pairs).weights.values())
    # D adds nothing and is in no pair: it is made up by itself
    aside = CoalitionalGame.from_function("ABCD", lambda own: int(len(own - {"D"}) > 1))
    weights = core(aside).weights
    assert all(weight > 0 for weight in weights.values())
    assert sum(weight for own, weight in weights.items() if "D" in own) == 1
