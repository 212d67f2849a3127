"""Punishments of each player's own: in one_deviation and with their critical discount factor."""

from fractions import Fraction
from random import Random

import pytest
import sympy
from immutabledict import immutabledict

from caucasus_games.concepts import critical_discount, penal_code, pure_nash
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval
from caucasus_games.games import NormalForm, one_deviation
from caucasus_games.results import PenalCode

TWO = {"A": ["keep", "break"], "B": ["keep", "break"]}
KEEP, BREAK = {"A": "keep", "B": "keep"}, {"A": "break", "B": "break"}
PENANCE = {"A": {"A": "keep", "B": "break"}, "B": {"A": "break", "B": "keep"}}


def dilemma(target: object, tempted: object, fallen: object, both: object = 0) -> NormalForm:
    return NormalForm.from_arrays(
        [[target, fallen], [tempted, both]], [[target, tempted], [fallen, both]], actions=TWO
    )


@pytest.mark.parametrize(
    ("target", "tempted", "fallen", "critical"),
    [
        (3, 6, -1, Fraction(3, 4)),
        # (T - R) / (R - S) or (P - S) / (R - S): van Damme (1989), Journal of Economic Theory 47
        (3, 5, 0, Fraction(2, 3)),
        (4, 5, -4, Fraction(1, 2)),
    ],
)
def test_a_period_of_penance(target: int, tempted: int, fallen: int, critical: Fraction) -> None:
    found = penal_code(dilemma(target, tempted, fallen), KEEP, PENANCE, periods=1)
    assert found.critical == critical
    assert repr(found).startswith("critical discount factor")


def test_it_is_where_keeping_is_an_equilibrium_of_one_deviation() -> None:
    game = dilemma(3, 6, -1)
    for factor, kept in ((Fraction(3, 4), True), (Fraction(74, 100), False)):
        once = one_deviation(game, KEEP, PENANCE, discount=factor, periods=1)
        assert ("keep, keep" in {o for e in pure_nash(once) for o in e.outcomes}) is kept
    table = one_deviation(game, KEEP, PENANCE, discount="1/2", periods=2)
    assert "break in the punishment of A, 2 left" in table.actions["A"]
    d = sympy.Symbol("d")
    forever = one_deviation(game, KEEP, PENANCE, discount=d)
    gain = forever.payoffs["break in the punishment of A", "keep to it"][0]
    assert sympy.expand(gain - (1 - d)) == 0


@pytest.mark.parametrize("periods", [None, 1, 2, 3])
def test_a_nash_punishment_gives_the_factor_of_grim_trigger(periods: int | None) -> None:
    game = dilemma(2, 3, -1)
    mine = penal_code(game, KEEP, BREAK, periods=periods)
    known = critical_discount(game, KEEP, BREAK, periods=periods)
    assert (mine.critical is None) == (known.critical is None)
    if mine.critical is not None and known.critical is not None:
        assert float(mine.critical) == pytest.approx(float(known.critical), abs=1e-14)
        assert isinstance(mine.critical, Interval) == isinstance(known.critical, Interval)


def test_detection_makes_it_harder() -> None:
    seen = penal_code(dilemma(3, 4, -1), KEEP, PENANCE, periods=1)
    half = penal_code(dilemma(3, 4, -1), KEEP, PENANCE, periods=1, detection="1/2")
    assert isinstance(seen.critical, Fraction)
    assert isinstance(half.critical, Fraction)
    assert half.critical == 2 * seen.critical == Fraction(1, 2)


def test_where_no_factor_is_enough() -> None:
    found = penal_code(dilemma(1, 9, 0), KEEP, KEEP)
    assert found.critical is None
    assert "none below 1" in repr(found)


def test_random_codes_turn_at_their_factor() -> None:
    random = Random(4)
    held = 0
    for _ in range(60):
        more, less = random.randint(1, 5), random.randint(1, 5)
        game = dilemma(3, 3 + more, -less)
        found = penal_code(game, KEEP, PENANCE, periods=random.choice([None, 1, 2, 3]))
        critical = found.critical
        if critical is None or float(critical) == 0:
            continue
        held += 1
        assert max(found.gain(p, Fraction(99, 100)) for p in "AB") <= 0 or critical > 0.99  # type: ignore[operator]
        below = Fraction(float(critical)) - Fraction(1, 10**6)
        assert max(found.gain(p, below) for p in "AB") > 0
    assert held > 5


def test_a_false_factor_is_not_certified() -> None:
    game = dilemma(3, 6, -1)
    found = penal_code(game, KEEP, PENANCE, periods=1)
    for wrong in (Fraction(1, 2), Fraction(9, 10), Interval(Fraction(1, 4), Fraction(1, 2))):
        with pytest.raises(GameError, match="not the critical discount factor"):
            PenalCode(
                game,
                found.target,
                found.punishments,
                Fraction(1),
                1,
                immutabledict({"A": wrong, "B": wrong}),
            )


def test_what_is_refused() -> None:
    game = dilemma(3, 6, -1)
    with pytest.raises(GameError, match="no punishment of B"):
        penal_code(game, KEEP, {"A": BREAK})
    with pytest.raises(GameError, match="unknown player 'C'"):
        penal_code(game, KEEP, {**PENANCE, "C": BREAK})
    with pytest.raises(GameError, match="lasts 51 periods"):
        penal_code(game, KEEP, PENANCE, periods=51)
    with pytest.raises(GameError, match="detection is 2: it must lie"):
        penal_code(game, KEEP, PENANCE, detection=2)
    with pytest.raises(GameError, match="lasts 0 periods"):
        penal_code(game, KEEP, PENANCE, periods=0)
