"""A game read at its values, at many draws and in symbols says the same."""

from fractions import Fraction
from typing import TypeVar

import numpy as np
import pytest
import sympy

from caucasus_games import sweep
from caucasus_games.algebra.formula import holds
from caucasus_games.concepts import perfect_bayesian
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.readings.draws import prepared
from caucasus_games.readings.placeholders import Letters
from caucasus_games.readings.reading import Number, Reading
from caucasus_games.readings.symbols import Symbols
from caucasus_games.readings.values import Values

N = TypeVar("N", bound=Number)
T = TypeVar("T")

X, Y = sympy.symbols("x y")
PLACES = [(0, 0), (1, 2), (2, 1), (3, 3), (1, 1)]


def tree() -> ExtensiveForm:
    ends = {"go": Terminal("war", {"A": X}), "stay": Terminal("peace", {"A": Y})}
    records = [Parameter(n, n, "1", 0, 1, 3, "assumption: a range") for n in "xy"]
    return ExtensiveForm(Decision("A", ends), parameters=Parameters(records))


def asked(reading: Reading[N, T]) -> list[T]:
    """Ask a reading for everything once."""
    x, y = reading.of(X), reading.of(Y)
    ((given, (same, _)),) = reading.ways([X, Y])
    two, minus_one = reading.number(2), reading.number(-1)
    over = reading.divide(x, two)
    more = reading.prefers(x - y, "A", "go", "stay", (), x)
    return [
        reading.always,
        reading.never,
        given,
        reading.zero(same - x),
        more,
        reading.at_least(y + minus_one * x),
        reading.at_least(over + reading.number(-1)),
        reading.at_least(-x + reading.number(1)),
        reading.all_of(more, reading.at_least(y - x)),
        reading.any_of(more, reading.at_least(y - x)),
        reading.negation(more),
        reading.all_of(),
        reading.any_of(),
    ]


def expected(x: int, y: int) -> list[bool]:
    equal = x == y
    return [
        *(True, False, True, True, x >= y, y >= x, x >= 2, x <= 1),
        *(equal, True, x < y, True, False),
    ]


def test_the_three_readings_agree() -> None:
    game = tree()
    draws = prepared([X, Y], {}).at(
        {name: np.array([float(p[k]) for p in PLACES]) for k, name in enumerate("xy")}, len(PLACES)
    )
    symbols = Symbols(game)
    at_draws, in_symbols = asked(draws), asked(symbols)
    in_letters = asked(Letters(symbols, (symbols.of(X), symbols.of(Y))))
    for k, (x, y) in enumerate(PLACES):
        values = {"x": Fraction(x), "y": Fraction(y)}
        told = expected(x, y)
        assert asked(Values(game.at(values))) == told
        assert [bool(truth[k]) for truth in at_draws] == told
        assert [holds(formula, values) for formula in in_symbols] == told
    # with letters ties are left aside
    for x, y in ((0, 1), (3, 0)):
        values = {"x": Fraction(x), "y": Fraction(y)}
        assert [holds(formula, values) for formula in in_letters] == expected(x, y)


def test_what_holds_nowhere_is_dead() -> None:
    game = tree()
    symbols, values = Symbols(game), Values(game)
    draws = prepared([X, Y], {}).at({"x": np.zeros(2), "y": np.ones(2)}, 2)
    assert draws.dead(draws.at_least(draws.of(X) - draws.of(Y)))
    assert not draws.dead(draws.at_least(draws.of(Y) - draws.of(X)))
    assert symbols.dead(symbols.at_least(-(symbols.of(X) + symbols.number(1))))
    assert not symbols.dead(symbols.at_least(symbols.of(X)))
    assert symbols.dead(symbols.never)
    assert symbols.dead(symbols.zero(symbols.of(X)))
    assert values.dead(values.never)
    assert not values.dead(values.always)


def test_what_is_divided_by_zero_is_left_as_it_is() -> None:
    values, draws = Values(tree()), prepared([X], {}).at({"x": np.array([3.0])}, 1)
    assert values.divide(Fraction(3), Fraction(0)) == 3
    assert draws.divide(draws.of(X), draws.number(0)).value[0] == 3


def test_a_ratio_is_off_by_what_its_divisor_is_off_by() -> None:
    draws = prepared([X, Y], {}).at({"x": np.array([6.0]), "y": np.array([2.0])}, 1)
    # 6 / (5 - 2) with 7 units in the divisor: (6 + 2 · 7) / 3
    divisor = draws.number(5) - draws.of(Y)
    assert draws.divide(draws.of(X), divisor).parts[:, 0].tolist() == pytest.approx([2, 20 / 3])


def test_a_table_is_read_at_its_values() -> None:
    payoffs: dict[tuple[str, ...], list[object]] = {("go",): [X], ("stay",): [Y]}
    lotteries: dict[tuple[str, ...], str | dict[str, object]] = {
        ("go",): {"war": Y / 3, "peace": 1 - Y / 3},
        ("stay",): "peace",
    }
    game = NormalForm({"A": ["go", "stay"]}, payoffs, lotteries)
    values = Values(game.at({"x": 2, "y": 1}))
    assert values.of(X) == 2
    assert values.of(1 - Y / 3) == Fraction(2, 3)


def test_a_payoff_by_cases_has_several_ways_in_symbols() -> None:
    ends = {"go": Terminal("war", {"A": sympy.Max(X, Y)}), "stay": Terminal("peace", {"A": 0})}
    reading = Symbols(ExtensiveForm(Decision("A", ends)))
    ways = dict(reading.ways([sympy.Max(X, Y)]))
    assert len(ways) == 2
    for given, (value,) in ways.items():
        assert any(value == reading.of(one) for one in (X, Y))
        assert given not in (reading.always, reading.never)


def test_a_set_that_play_reaches_at_some_draws_alone() -> None:
    p = sympy.Symbol("p")

    def guess(left: int, right: int) -> Decision:
        ends = {"l": Terminal("left", {"A": left}), "r": Terminal("right", {"A": right})}
        return Decision("A", ends, "in the dark")

    game = ExtensiveForm(
        Chance(
            {
                "one": (p / 3, guess(1, 0)),
                "two": (2 * p / 3, guess(0, 1)),
                "home": (1 - p, Terminal("home", {"A": 0})),
            }
        )
    )
    found = sweep(game, grid={"p": [0, "1/2"]}, solver=perfect_bayesian).isel(setup=0)
    for k, value in enumerate((0, "1/2")):
        exact = perfect_bayesian(game.at({"p": value}))
        assert found.equilibria.values[k] == len(exact)
        for outcome in ("left", "right", "home"):
            brought = any(outcome in one.outcomes for one in exact)
            assert bool(found.possible.sel(outcome=outcome).values[k]) == brought
    # unreached, either guess has a belief; reached, the likelier one
    assert found.equilibria.values.tolist() == [2, 1]
