"""Published dynamic games, each with its source beside its numbers."""

from fractions import Fraction
from itertools import product
from math import sqrt

import pytest
import sympy

import caucasus_games as cg
from caucasus_games import Parameter, Parameters
from caucasus_games.concepts import markov_logit, markov_perfect
from caucasus_games.concepts.markov_mixed import mixed_equilibria
from caucasus_games.concepts.markov_response import Response
from caucasus_games.games import MarkovGame, NormalForm, Stage, one_deviation
from caucasus_games.guarantors import NONE
from caucasus_games.models import war_and_peace
from caucasus_games.results import MarkovLogit

D = sympy.Symbol("delta")


def range_of(name: str, low: object, high: object) -> Parameter:
    return Parameter(name, name, "share", low, low, high, "assumption: a test")


# Crisman-Cox & Gibilisco (2018), American Journal of Political Science 62, 566–580; the equilibrium
# is from their replication data, doi 10.7910/DVN/XBNJD9
PUBLISHED = {
    "Armenia": [
        [0.87202122, 0.01244754, 0.11553124],
        [0.50725774, 0.09445625, 0.39828601],
        [0.3958902, 0.04565009, 0.55845971],
    ],
    "Azerbaijan": [
        [0.88582413, 0.00987031, 0.10430556],
        [0.54575182, 0.08422023, 0.37002795],
        [0.4371495, 0.04448874, 0.51836176],
    ],
}
LEVELS = ("peace", "crisis", "war")
# months of 1993 to 2007, from the first to the second
PAIRS = [(state, then) for state in LEVELS for then in LEVELS]
MONTHS = dict(zip(PAIRS, [87, 1, 32, 1, 0, 2, 32, 2, 23], strict=True))


@pytest.fixture(scope="module")
def found() -> tuple[MarkovLogit, ...]:
    return markov_logit(war_and_peace(NONE), 1).equilibria


def published(found: tuple[MarkovLogit, ...]) -> MarkovLogit:
    (one,) = (e for e in found if off(e) < 1e-6)
    return one


def off(one: MarkovLogit) -> float:
    """Return how far an equilibrium is from the published one."""
    return max(
        abs(one.strategies[f"{side} in {level}"][action] - chance)
        for side, rows in PUBLISHED.items()
        for level, row in zip(LEVELS, rows, strict=True)
        for action, chance in zip(LEVELS, row, strict=True)
    )


def test_the_published_equilibrium_is_among_nine_and_unstable(
    found: tuple[MarkovLogit, ...],
) -> None:
    assert len(found) == 9
    assert sum(one.index for one in found) == 1
    one = published(found)
    assert off(one) < 4e-8
    assert not one.stable
    assert max(e.residual for e in found) < 1e-12


def test_its_long_run_and_what_the_months_say(found: tuple[MarkovLogit, ...]) -> None:
    one = published(found)
    shares = [one.chain.stationary()[level] for level in LEVELS]
    assert shares == pytest.approx([0.44053, 0.03292, 0.52655], abs=5e-6)
    # of the months' transitions; that of both sides' actions, -258.0619, takes more than these
    assert one.likelihood(MONTHS) == pytest.approx(-146.99132, abs=1e-5)


PAID = {("C", "C"): (2, 2), ("C", "D"): (-1, 3), ("D", "C"): (3, -1), ("D", "D"): (0, 0)}


def dilemma(kept: dict[int, tuple[str, str]], free: tuple[int, ...] = (1, 2)) -> MarkovGame:
    """Write a prisoner's dilemma in two states, with two more in the second, and a trigger."""
    stages = {}
    for phase, k in product(("trust", "feud"), (1, 2)):
        to = {}
        for profile in PAID:
            then = "trust" if phase == "trust" and profile == kept[k] else "feud"
            leaves = Fraction(2, 3) if profile[0] == profile[1] else Fraction(1, 2)
            to[profile] = {f"{then} {3 - k}": leaves, f"{then} {k}": 1 - leaves}
        both = "CD" if phase == "feud" or k in free else "C"
        paid = {p: x for p, x in PAID.items() if {*p} <= {*both}}
        to = {profile: to[profile] for profile in paid}
        stages[f"{phase} {k}"] = Stage(
            {"A": both, "B": both},
            {p: (x + 2 * (k == 2), y + 2 * (k == 2)) for p, (x, y) in paid.items()},
            to,
            {p: "conflict" for p in paid if phase == "trust" and p != kept[k]},
        )
    ranges = Parameters([range_of("delta", 0, "0.99")])
    return MarkovGame(stages, D, players=["A", "B"], otherwise="cooperation", parameters=ranges)


def test_cooperation_in_both_states_takes_a_patience_that_is_irrational() -> None:
    # worked out from the game: at the least factor nobody gains in the better state
    game = dilemma({1: ("C", "C"), 2: ("C", "C")})
    (span,) = cg.required(game, "cooperation", "delta").spans
    assert float(span.low) == pytest.approx((sqrt(97) - 7) / 8, abs=1e-11)
    assert span.high == Fraction(99, 100)
    theorem = cg.conditions(game, "cooperation")
    assert str(theorem.formula) == "delta*(4*delta + 7) >= 3"
    # where nobody could leave it in the second state, the first would need less
    bound = dilemma({1: ("C", "C"), 2: ("C", "C")}, free=(1,))
    (span,) = cg.required(bound, "cooperation", "delta").spans
    assert float(span.low) == pytest.approx((sqrt(105) - 9) / 4, abs=1e-11)


def test_one_state_is_the_repeated_game() -> None:
    paid: dict[tuple[str, ...], tuple[int, int]] = {
        ("C", "C"): (3, 3),
        ("C", "D"): (-1, 5),
        ("D", "C"): (5, -1),
        ("D", "D"): (0, 0),
    }
    stage = NormalForm({"A": "CD", "B": "CD"}, paid)
    told = {p: ("feud" if p != ("C", "C") else "trust") for p in paid}
    game = MarkovGame(
        {
            "trust": Stage.of(stage, told, {p: "conflict" for p in paid if p != ("C", "C")}),
            "feud": Stage.of(stage, "feud"),
        },
        D,
        otherwise="cooperation",
        parameters=Parameters([range_of("delta", 0, "0.99")]),
    )
    path, never = ({"A": act, "B": act} for act in "CD")
    repeated = one_deviation(
        stage, path, never, discount=D, parameters=Parameters([range_of("delta", 0, "0.99")])
    )
    (span,) = cg.required(game, "cooperation", "delta").spans
    (same,) = cg.required(repeated, "C, C", "delta").spans
    assert (span.low, span.high) == (same.low, same.high) == (Fraction(2, 5), Fraction(99, 100))


def test_a_chain_of_two_states_yields_the_theorem_of_commitment() -> None:
    # delta p2 - p1 > c (1 - delta)^2, as in Fearon (1995) and Powell (2006)
    p1, p2, c, k = sympy.symbols("p1 p2 c k")
    year = 1 - D

    def reply(share: sympy.Expr, p: sympy.Expr) -> Stage:
        accepted = {"Riser": (1 - share) * year, "Decliner": share * year}
        fought = {"Riser": p - k * year, "Decliner": 1 - p - c * year}
        return Stage(
            {"Decliner": ["accept", "fight"]},
            {"accept": accepted, "fight": fought},
            {"accept": "later", "fight": "after war"},
            {"fight": "war"},
        )

    def offers(*then: str) -> Stage:
        names = dict(zip(("nothing", "more"), then, strict=True))
        nothing = {name: {"Riser": 0, "Decliner": 0} for name in names}
        return Stage({"Riser": [*names]}, nothing, names, at_once=True)

    game = MarkovGame(
        {
            "now": offers("nothing now", "all now"),
            "nothing now": reply(sympy.Integer(0), p1),
            "all now": reply(sympy.Integer(1), p1),
            "later": offers("nothing later", "what war brings"),
            "nothing later": reply(sympy.Integer(0), p2),
            "what war brings": reply(1 - p2 - c * year, p2),
            "after war": Stage({}, {(): {"Riser": 0, "Decliner": 0}}, "after war"),
        },
        D,
        players=["Riser", "Decliner"],
        otherwise="peace",
        parameters=Parameters(
            [
                range_of("delta", "0.8", "0.99"),
                range_of("p1", "0.1", "0.6"),
                range_of("p2", "0.6", "0.8"),
                range_of("c", 0, "0.5"),
                range_of("k", "0.7", 1),
            ]
        ),
    )
    theorem = cg.conditions(game, "peace")
    (sign,) = [theorem.formula]
    wanted = sympy.expand(p1 + c * (1 - D) ** 2 - D * p2)
    told = sympy.expand(sign.lhs - sign.rhs)
    assert isinstance(sign, sympy.Ge)
    assert told == wanted


def test_finite_horizons_are_solved_backwards() -> None:
    # a dilemma is never kept to at its end; with two equilibria of the stage it may be before
    stage = Stage(
        {"A": "CDP", "B": "CDP"},
        {(a, b): {"A": _dilemma(a, b), "B": _dilemma(b, a)} for a, b in product("CDP", repeat=2)},
        "s",
    )
    found = markov_perfect(MarkovGame({"s": stage}, "1/2", horizon=2))
    assert len(found) == 4
    assert {e.payoffs["A"] for e in found} == {0, -1, Fraction(-1, 2), Fraction(-3, 2)}


def _dilemma(own: str, other: str) -> int:
    return {"CC": 3, "CD": -1, "DC": 5, "DD": 0, "PP": -1}.get(own + other, -4)


def test_stages_without_a_pure_equilibrium_are_mixed_on_request() -> None:
    pennies = Stage(
        {"A": "ht", "B": "ht"},
        {(a, b): [1, -1] if a == b else [-1, 2] for a, b in product("ht", repeat=2)},
        "s",
    )
    game = MarkovGame({"s": pennies}, "1/2", horizon=2, players=["A", "B"])
    assert len(markov_perfect(game)) == 0
    (one,) = markov_perfect(game, mixed=True)
    assert one.strategies["A in s in period 2"] == {"h": Fraction(1, 2), "t": Fraction(1, 2)}
    assert one.payoffs["A"] == 0
    assert one.payoffs["B"] == Fraction(3, 4)


def test_a_loaded_game_is_found_in_fractions() -> None:
    # rock, paper, scissors, where after sole scissors one wins ties on scissors: the documentation
    # of sgamesolver; values worked out from the game
    beats = {("rock", "scissors"), ("paper", "rock"), ("scissors", "paper")}
    moves = ("rock", "paper", "scissors")
    stages = {}
    for state in ("neutral", "A", "B"):
        paid, to = {}, {}
        for a, b in product(moves, repeat=2):
            x = ((a, b) in beats) - ((b, a) in beats)
            if a == b == "scissors":
                x = {"neutral": 0, "A": 1, "B": -1}[state]
            paid[a, b] = [x, -x]
            sole = (a == "scissors") - (b == "scissors")
            to[a, b] = {1: "A", -1: "B", 0: "neutral"}[sole]
        stages[state] = Stage({"A": moves, "B": moves}, paid, to)
    game = MarkovGame(stages, "19/20", players=["A", "B"])
    assert len(markov_perfect(game)) == 0
    (found,) = markov_perfect(game, mixed=True)
    ninth = Fraction(1, 9)
    assert [found.values[s]["A"] for s in ("neutral", "A", "B")] == [0, ninth, -ninth]
    w = Fraction(19, 180)
    neutral = [(1 + w) / 3, (1 - w) / 3, Fraction(1, 3)]
    assert [found.strategies["A in neutral"][move] for move in moves] == neutral


def test_an_equilibrium_that_is_irrational_is_not_told_but_near() -> None:
    paid = {("h", "h"): [1, -1], ("h", "t"): [-1, 2], ("t", "h"): [-1, 1], ("t", "t"): [2, -1]}
    to = {("h", "h"): "s", ("h", "t"): "e", ("t", "h"): "s", ("t", "t"): {"s": "1/3", "e": "2/3"}}
    game = MarkovGame(
        {"s": Stage({"A": "ht", "B": "ht"}, paid, to), "e": Stage({}, {(): [0, 0]}, "s")},
        "0.9",
        players=["A", "B"],
    )
    found = markov_perfect(game, mixed=True)
    assert len(found) == 0
    assert "markov_logit at a high precision is near to the others" in found.notes[0]
    assert len(markov_logit(game, 50, shocks=False, starts=0)) == 1


def test_where_somebody_would_have_to_play_less_than_never_there_is_no_mixture() -> None:
    # one action of each is better by a thousandth at least, which mistakes hide
    rest = sympy.Rational(1, 1000)
    paid = {
        ("h", "h"): [1 + rest, 0],
        ("h", "t"): [rest, rest],
        ("t", "h"): [0, 0],
        ("t", "t"): [0, 1 + rest],
    }
    game = MarkovGame({"s": Stage({"A": "ht", "B": "ht"}, paid, "s")}, "1/2", players=["A", "B"])
    assert list(mixed_equilibria(game)) == []
    (pure,) = markov_perfect(game)
    assert {name: [*mix] for name, mix in pure.strategies.items()} == {
        "A in s": ["h"],
        "B in s": ["t"],
    }


@pytest.mark.parametrize(
    ("limit", "to"), [("_PATH_STEPS", 2), ("_STRAIGHT", 2.0), ("_CORRECTIONS", 0)]
)
def test_a_path_that_is_too_long_or_cannot_be_followed_is_given_up(
    limit: str, to: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage({"A": "ht"}, {"h": [1], "t": [0]}, "s")
    game = MarkovGame({"s": stage}, "1/2", players=["A"])
    response = Response(game, 5.0, shocks=False)
    (whole,) = response.path()
    assert response(whole) == pytest.approx(whole, rel=1e-3)
    monkeypatch.setattr(f"caucasus_games.concepts.markov_response.{limit}", to)
    assert list(response.path()) == []
