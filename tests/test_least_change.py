"""The least change of one number that makes an outcome possible."""

from fractions import Fraction

import pytest
import sympy

from caucasus_games import Decision, ExtensiveForm, Terminal
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Offer
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import corridor, deterrence, settlement
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.theorems import required
from caucasus_games.theorems.least_change import least_change

A, B, N = sympy.symbols("a b n")


def number(name: str, low: object, central: object, high: object) -> Parameter:
    return Parameter(name, f"what {name} is", "share", low, central, high, "assumption: a test")


def game(
    a: tuple[object, object, object], b: tuple[object, object, object] = (0, 0, 0)
) -> ExtensiveForm:
    tree = Decision("X", {"fight": Terminal("war", {"X": A}), "rest": Terminal("peace", {"X": B})})
    return ExtensiveForm(tree, parameters=Parameters([number("a", *a), number("b", *b)]))


def test_the_nearest_of_all_numbers_counts_as_a_share_of_its_range() -> None:
    # a must fall by 1/2 of a range of 4, b rise by 1/2 of a range of 1
    found = least_change(game((-3, "1/2", 1), (0, 0, 1)), "peace").change
    assert found
    assert (found.parameter.name, found.now, found.at) == ("a", Fraction(1, 2), Fraction(0))
    assert found.share == Fraction(1, 8)
    assert found.beyond == Fraction(-1, 25)
    # and the other way round
    found = least_change(game((0, "1/2", 1), (-1, 0, 9)), "peace").change
    assert found
    assert (found.parameter.name, found.share) == ("b", Fraction(1, 20))
    assert found.beyond == Fraction(6, 10)


def test_what_is_beyond_stays_in_the_stretch() -> None:
    found = least_change(game(("-1/1000", "1/2", 1)), "peace").change
    assert found
    assert (found.at, found.until, found.beyond) == (
        Fraction(0),
        Fraction(-1, 1000),
        Fraction(-1, 2000),
    )


def test_no_number_alone_may_do() -> None:
    assert least_change(game(("1/4", "1/2", 1)), "peace").change is None


def test_an_exponent_is_said_to_be_lost() -> None:
    tree = Decision(
        "X", {"fight": Terminal("war", {"X": "1/2"}), "rest": Terminal("peace", {"X": A**N})}
    )
    records = [number("a", "1/8", "1/4", "3/4"), number("n", 1, 1, 3)]
    found = least_change(ExtensiveForm(tree, parameters=Parameters(records)), "peace")
    assert found.lost == ("n",)
    assert found.change
    assert found.change.at == Fraction(1, 2)


def test_where_numbers_are_offered() -> None:
    answer = Decision("Y", {"yes": Terminal("deal", {"X": 1 - N, "Y": N}), "no": _war()})
    tree = Decision("X", {"offer": Offer("X", "n", 0, "1/2", answer), "fight": _war()})
    offered = ExtensiveForm(tree, ["X", "Y"], parameters=Parameters([number("a", 0, "3/4", 1)]))
    found = least_change(offered, "deal").change
    assert found
    assert found.at == Fraction(1, 2)
    assert any("deal" in one.outcomes for one in subgame_perfect(offered.at({"a": found.beyond})))


def _war() -> Terminal:
    return Terminal("war", {"X": 0, "Y": A})


@pytest.mark.parametrize(
    ("written", "outcome"), [(corridor, "Armenian checks"), (settlement, "peace")]
)
def test_it_brings_the_outcome_and_less_does_not(written: object, outcome: str) -> None:
    assert callable(written)
    at = written(US_OPERATOR)
    found = least_change(at, outcome).change
    assert found
    name = found.parameter.name

    def there(value: object) -> bool:
        return any(outcome in one.outcomes for one in subgame_perfect(at.at({name: value})))

    assert there(found.beyond)
    assert isinstance(found.at, Fraction)
    before = found.at + (found.now - found.at) / 1000
    assert not there(before)
    whole = required(at, outcome, name)
    assert found.at in {end for span in whole.spans for end in (span.low, span.high)}


def test_values_that_were_set_are_where_it_begins() -> None:
    at = deterrence(NONE).at({"military_advantage": "0.9"})
    found = least_change(at, "peace").change
    assert found is None or found.now in {Fraction(9, 10), *at.parameters.central.values()}
