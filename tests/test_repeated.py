"""Repeated games: published critical discount factors, minmax payoffs, and what is refused."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from immutabledict import immutabledict

from caucasus_games.concepts import (
    critical_discount,
    feasible_payoffs,
    individually_rational,
    minmax,
)
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval
from caucasus_games.games import NormalForm
from caucasus_games.results import Cooperation, Temptation

TWO = {"A": ["keep", "break"], "B": ["keep", "break"]}
KEEP, BREAK = {"A": "keep", "B": "keep"}, {"A": "break", "B": "break"}


def dilemma(target: object = 2, tempted: object = 3, fallen: object = -1) -> NormalForm:
    rows = [[target, fallen], [tempted, 0]]
    columns = [[target, tempted], [fallen, 0]]
    return NormalForm.from_arrays(rows, columns, actions=TWO)


def cournot() -> NormalForm:
    """Gibbons (1992), Game Theory for Applied Economists, section 2.3.C: price a - Q, cost c.

    In units of (a - c): half the monopoly quantity 1/4, Cournot's 1/3, the best deviation 3/8.
    """
    amounts = {"half monopoly": Fraction(1, 4), "Cournot": Fraction(1, 3), "best": Fraction(3, 8)}

    def profit(chosen: Mapping[str, str]) -> list[Fraction]:
        one, two = (amounts[chosen[firm]] for firm in ("1", "2"))
        return [one * (1 - one - two), two * (1 - one - two)]

    return NormalForm.from_function({firm: list(amounts) for firm in "12"}, profit)


def test_a_cartel_of_two_in_quantities_needs_nine_seventeenths() -> None:
    # Gibbons (1992), p. 104
    target, punishment = (dict.fromkeys("12", name) for name in ("half monopoly", "Cournot"))
    found = critical_discount(cournot(), target, punishment)
    assert found.critical == Fraction(9, 17)
    assert repr(found) == "critical discount factor ≈0.529 (1 ≈0.529, 2 ≈0.529)"


@pytest.mark.parametrize("firms", [2, 3, 4])
def test_a_cartel_in_prices_needs_one_minus_one_over_n(firms: int) -> None:
    # Tirole (1988), The Theory of Industrial Organization, p. 246: whoever undercuts takes all
    names = [str(k) for k in range(firms)]

    def profit(chosen: Mapping[str, str]) -> list[Fraction]:
        low = [name for name in names if chosen[name] == "undercut"]
        cost = [name for name in names if chosen[name] == "at cost"]
        sellers = cost or low or names
        margin = 0 if cost else 1
        return [
            Fraction(margin, len(sellers)) if name in sellers else Fraction(0) for name in names
        ]

    actions = {name: ["monopoly", "undercut", "at cost"] for name in names}
    game = NormalForm.from_function(actions, profit)
    found = critical_discount(
        game, dict.fromkeys(names, "monopoly"), dict.fromkeys(names, "at cost")
    )
    assert found.critical == 1 - Fraction(1, firms)


def test_the_formula_holds_for_every_value() -> None:
    t, r, p, s, m = sympy.symbols("T R P S m")
    game = NormalForm.from_arrays([[r, s], [t, p]], [[r, t], [s, p]], actions=TWO)
    game = game.at({"T": 5, "R": 3, "P": 1, "S": 0})
    found = critical_discount(game, KEEP, BREAK, detection=m, values={"m": "1/2"})
    assert sympy.simplify(found.formulas["A"] - (t - r) / (t - r + m * (r - p))) == 0
    assert found.critical == Fraction(2, 3)
    perfect = critical_discount(game, KEEP, BREAK)
    assert sympy.simplify(perfect.formulas["B"] - (t - r) / (t - p)) == 0


def test_a_short_punishment_needs_more_patience_and_may_be_irrational() -> None:
    one = critical_discount(dilemma(), KEEP, BREAK, periods=1)
    two = critical_discount(dilemma(), KEEP, BREAK, periods=2)
    assert one.critical == Fraction(1, 2)
    # d + d^2 = 1/2
    assert isinstance(two.critical, Interval)
    assert float(two.critical) == pytest.approx((3**0.5 - 1) / 2, abs=1e-14)
    # d + d^2 = 3/4 at 1/2
    exact = critical_discount(dilemma(tempted="7/2"), KEEP, BREAK, periods=2)
    assert exact.critical == Fraction(1, 2)
    assert exact.formulas["A"] == sympy.Rational(3, 4)
    assert float(two.critical) > float(critical_discount(dilemma(), KEEP, BREAK).critical or 0)


def test_where_one_period_of_punishment_is_less_than_the_gain_none_is_enough() -> None:
    found = critical_discount(dilemma(tempted=5), KEEP, BREAK, periods=1)
    assert found.critical is None
    assert repr(found) == "critical discount factor none below 1 (A none below 1, B none below 1)"
    undetected = critical_discount(dilemma(), KEEP, BREAK, detection=0)
    assert undetected.critical is None


@pytest.mark.parametrize("periods", [None, 1, 3])
def test_a_formula_that_nothing_reaches_is_infinite(periods: int | None) -> None:
    # punished forever for what already paid as much, or for some periods with what is paid anyway
    t, r = sympy.symbols("T R")
    p = t if periods is None else r
    game = NormalForm.from_arrays([[r, 0], [t, p]], [[r, t], [0, p]], actions=TWO)
    found = critical_discount(game.at({"T": 2, "R": 1}), KEEP, BREAK, periods=periods)
    assert found.critical is None
    assert dict(found.formulas) == {"A": sympy.oo, "B": sympy.oo}


@pytest.mark.parametrize("periods", [1, 2, 3])
def test_a_factor_may_be_as_near_to_one_as_the_payoffs_have_it(periods: int) -> None:
    little = Fraction(1, 5 * 10**29)
    stage = NormalForm.from_arrays(
        [[2, 0], [2 + periods * (2 - little), 0]],
        [[2, 2], [0, 0]],
        actions={"A": ["keep", "break"], "B": ["keep", "break"]},
    )
    keep, never = ({"A": act, "B": act} for act in ("keep", "break"))
    found = critical_discount(stage, keep, never, periods=periods).discounts["A"]
    if periods == 1:
        assert found == 1 - little / 2
    else:
        # the sum of the powers lacks that much of its greatest, with that slope
        assert isinstance(found, Interval)
        slope = Fraction(periods + 1, 2)
        assert found.low < 1 - little / 2 / slope < found.high + little**2 < 1


def test_an_equilibrium_of_the_stage_game_needs_no_patience() -> None:
    found = critical_discount(dilemma(), BREAK, BREAK)
    assert found.critical == 0
    assert found.formulas["A"] == 0
    # both (keep, keep) and (break, break) are equilibria
    assert critical_discount(dilemma(tempted=1), KEEP, BREAK).critical == 0


def test_who_is_better_off_punished_does_not_keep_to_the_target() -> None:
    # at (keep, keep) B gets 0 and nothing else tempts it, but being punished pays 1
    actions = {"A": ["keep", "break"], "B": ["keep", "break"]}
    game = NormalForm.from_arrays([[1, 0], [0, 1]], [[0, -1], [-1, 1]], actions=actions)
    found = critical_discount(game, KEEP, BREAK)
    assert found.discounts["B"] is None
    # one period of it is worth as much as the deviation costs: no factor below one makes it gain
    assert critical_discount(game, KEEP, BREAK, periods=1).discounts["B"] == 0
    assert critical_discount(game, KEEP, BREAK, periods=2).discounts["B"] is None


def test_who_has_one_action_cannot_deviate() -> None:
    game = NormalForm.from_arrays(
        [[1, 2]], [[0, 3]], actions={"A": ["only"], "B": ["keep", "break"]}
    )
    found = critical_discount(game, {"A": "only", "B": "keep"}, {"A": "only", "B": "break"})
    assert found.discounts["A"] == 0
    assert found.discounts["B"] is None


SMALL = st.fractions(min_value=Fraction(1, 10), max_value=3, max_denominator=10)


@settings(deadline=None, max_examples=40)
@given(SMALL, SMALL, st.fractions(min_value=Fraction(1, 10), max_value=1), st.integers(1, 6))
def test_the_states_of_the_agreement_solved_as_linear_equations_agree(
    gain: Fraction, loss: Fraction, detection: Fraction, periods: int
) -> None:
    """Worth of cooperation and of each period of punishment, from the transition matrix."""
    game = dilemma(target=loss, tempted=loss + gain, fallen=-gain - loss)
    found = critical_discount(game, KEEP, BREAK, periods=periods, detection=detection)

    def deviation_gains(discount: Fraction) -> bool:
        d = sympy.Rational(discount.numerator, discount.denominator)
        size = periods + 1
        moves = sympy.zeros(size, size)
        moves[0, 0] = 1
        for k in range(1, size):
            moves[k, (k + 1) % size] = 1
        paid = sympy.Matrix([sympy.Rational(loss), *[0] * periods])
        worth = (sympy.eye(size) - d * moves).LUsolve(paid)
        m = sympy.Rational(detection)
        deviating = sympy.Rational(loss + gain) + d * (m * worth[1] + (1 - m) * worth[0])
        return bool(deviating > worth[0])

    critical = found.critical
    step = Fraction(1, 10**9)
    if critical is None:
        assert deviation_gains(1 - step)
        return
    low = critical.low if isinstance(critical, Interval) else critical
    high = critical.high if isinstance(critical, Interval) else critical
    assert deviation_gains(low - step)
    assert not deviation_gains(high)


def test_a_wrong_factor_is_no_certificate() -> None:
    stakes = immutabledict({"A": Temptation(Fraction(2), Fraction(3), Fraction(0))})
    formula = immutabledict({"A": sympy.Integer(0)})
    for wrong in (Fraction(1, 4), Fraction(1, 2)):
        with pytest.raises(GameError, match="is not the critical discount factor of A"):
            Cooperation(immutabledict({"A": wrong}), formula, stakes, Fraction(1), None)


def test_minmax_of_three_players_and_matching_pennies() -> None:
    pennies = NormalForm.from_arrays(
        [[1, -1], [-1, 1]], [[-1, 1], [1, -1]], actions={"A": ["h", "t"], "B": ["h", "t"]}
    )
    assert dict(minmax(pennies)) == {"A": 1, "B": 1}
    assert dict(minmax(pennies, mixed=True)) == {"A": 0, "B": 0}

    # 3 gets 1 iff it matches neither of two others who differ: they hold it to 1/2 by a common coin
    def payoff(chosen: Mapping[str, str]) -> list[int]:
        return [0, 0, int(chosen["1"] != chosen["2"] or chosen["3"] != chosen["1"])]

    game = NormalForm.from_function({name: ["h", "t"] for name in "123"}, payoff)
    assert minmax(game)["3"] == 1
    assert minmax(game, mixed=True)["3"] == Fraction(1, 2)


def test_the_feasible_set_of_the_dilemma_and_its_rational_part() -> None:
    # Fudenberg & Tirole (1991), figure 5.1, for these payoffs
    corners = {tuple(map(float, corner.values())) for corner in feasible_payoffs(dilemma())}
    assert corners == {(2, 2), (3, -1), (-1, 3), (0, 0)}
    rational: set[tuple[object, ...]] = {
        tuple(corner.values()) for corner in individually_rational(dilemma())
    }
    assert rational == {(2, 2), (Fraction(8, 3), 0), (0, Fraction(8, 3)), (0, 0)}


def test_payoffs_inside_the_hull_are_no_corners() -> None:
    game = NormalForm.from_arrays([[4, 0], [0, 1]], [[0, 4], [0, 1]], actions=TWO)
    corners = {tuple(map(float, corner.values())) for corner in feasible_payoffs(game)}
    assert corners == {(4, 0), (0, 4), (0, 0)}
    alone = NormalForm({"A": ["x"]}, {("x",): [1]})
    assert [dict(c) for c in feasible_payoffs(alone)] == [{"A": 1}]
    assert [dict(c) for c in individually_rational(alone, mixed=True)] == [{"A": 1}]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target": {"A": "keep", "C": "keep"}}, "unknown player 'C'"),
        ({"target": {"A": "keep"}}, "no action for B: give one of keep, break"),
        ({"target": {"A": "keep", "B": "kep"}}, "unknown action of B 'kep': did you mean 'keep'"),
        ({"punishment": KEEP}, "no Nash equilibrium of the stage game: A gains by 'break'"),
        ({"periods": 0}, "the punishment lasts 0 periods: give 1 to 1,000"),
        ({"detection": 2}, "detection is 2: it must lie between 0 and 1"),
        ({"detection": sympy.Symbol("m")}, "no value for m"),
        ({"values": {"m": 1}}, "unknown parameter 'm'"),
    ],
)
def test_what_is_refused(change: dict[str, object], words: str) -> None:
    asked: dict[str, object] = {"target": KEEP, "punishment": BREAK, **change}
    with pytest.raises(GameError, match=words):
        critical_discount(dilemma(), **asked)  # type: ignore[arg-type]
