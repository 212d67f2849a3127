"""The set of subgame perfect payoffs of repeated games, against published corners."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from immutabledict import immutabledict

from caucasus_games import GameError
from caucasus_games.concepts import critical_discount, public_perfect
from caucasus_games.games import NormalForm
from caucasus_games.results import PublicPerfect

DILEMMA = NormalForm.from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]])
# Abreu & Sannikov (2014), Theoretical Economics 9, 313–338; the corners are those of QuantEcon's
# tests
CUBE = NormalForm.from_arrays(
    [[16, 3, 0], [21, 10, -1], [9, 5, -5]], [[9, 13, 3], [1, 4, 0], [0, -4, -15]]
)
CORNERS = [
    (1.1256824, 2.8),
    (7.33770472, 0),
    (7.86308964, 0),
    (19.7917977, 2.8),
    (15.5630896, 9.1),
    (7.33770472, 10.9826253),
]


def corners(found: PublicPerfect) -> list[Any]:
    return [tuple(vertex.values()) for vertex in found.vertices]


def test_published_corners_are_found() -> None:
    found = public_perfect(CUBE, "0.3")
    assert not found.exact
    assert len(found.vertices) == len(CORNERS)
    for own, wanted in zip(corners(found), CORNERS, strict=True):
        assert tuple(map(float, own)) == pytest.approx(wanted, abs=1e-6)
    found = public_perfect(DILEMMA, "0.9")
    assert found.exact
    assert corners(found) == [(3, 3), (Fraction(39, 4), 3), (9, 9), (3, Fraction(39, 4))]


def test_without_patience_only_what_is_an_equilibrium_of_the_stage_is_left() -> None:
    keep, never = ({"1": act, "2": act} for act in "12")
    critical = critical_discount(DILEMMA, keep, never).critical
    assert critical == Fraction(1, 7)
    assert corners(public_perfect(DILEMMA, "0.14")) == [(3, 3)]
    assert (9, 9) in corners(public_perfect(DILEMMA, Fraction(1, 7)))
    assert repr(public_perfect(DILEMMA, "0.14")) == (
        "subgame perfect payoffs: the hull of (1 3, 2 3)"
    )


def test_a_set_may_be_empty_or_a_line() -> None:
    pennies = NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    found = public_perfect(pennies, "0.5")
    assert found.vertices == ()
    assert repr(found) == "no subgame perfect equilibrium in pure strategies"
    meet = NormalForm.from_arrays([[2, 0], [0, 1]], [[2, 0], [0, 1]])
    assert corners(public_perfect(meet, "0.1")) == [(1, 1), (2, 2)]


def test_what_does_not_carry_itself_gets_no_certificate() -> None:
    more = immutabledict({"1": Fraction(10), "2": Fraction(10)})
    with pytest.raises(GameError, match=r"the payoffs \(10, 10\) are not carried by the set"):
        PublicPerfect(DILEMMA, Fraction(1, 2), (more,), True)
    # without anything worse nobody is deterred
    keep = immutabledict({"1": Fraction(9), "2": Fraction(9)})
    with pytest.raises(GameError, match=r"the payoffs \(9, 9\) are not carried by the set"):
        PublicPerfect(DILEMMA, Fraction(1, 2), (keep,), True)
    # what follows would have to lie beyond the set
    least = immutabledict({"1": Fraction(3), "2": Fraction(3)})
    beside = immutabledict({"1": Fraction(20), "2": Fraction(30)})
    with pytest.raises(GameError, match=r"the payoffs \(20, 30\) are not carried by the set"):
        PublicPerfect(DILEMMA, Fraction(1, 2), (least, beside), True)


def test_bad_input_is_refused_in_a_sentence() -> None:
    one = NormalForm({"A": ["x"]}, {("x",): [1]})
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: public_perfect(one, "0.5"), "is for two players and the game has 1"),
        (lambda: public_perfect(DILEMMA, 1), "discount is 1: it must lie between 0 and 1"),
        (lambda: public_perfect("x", "0.5"), "public_perfect is for a game in normal form"),  # type: ignore[arg-type]
    ]
    for call, sentence in refused:
        with pytest.raises(GameError, match=sentence):
            call()


def test_what_does_not_settle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caucasus_games.concepts.repeated.public_perfect._MOST_STEPS", 1)
    with pytest.raises(GameError, match="the set has not settled after 1 steps"):
        public_perfect(CUBE, "0.3")
