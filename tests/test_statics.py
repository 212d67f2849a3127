"""What raising a number does, on choices whose answer is known and against the exact solver."""

import random
from fractions import Fraction

import pytest
import sympy

from caucasus_games import GameError, statics
from caucasus_games.concepts import perfect_bayesian, pure_nash, subgame_perfect
from caucasus_games.concepts.concept import Solver
from caucasus_games.games import Decision, ExtensiveForm, Terminal
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import EU_MONITORS, NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import (
    ceasefire,
    commitment,
    deterrence,
    guarantee,
    probe,
    settlement,
)
from caucasus_games.theorems import Statics

X, Y, Z = sympy.symbols("x y z")
UNIT = {"x": (0, 1), "y": (0, 1), "z": (0, 1)}


def choice(worth: sympy.Expr) -> ExtensiveForm:
    """Return the choice of one player between peace, which is worth something, and war."""
    ends = {"keep": Terminal("peace", {"A": worth}), "break": Terminal("war", {"A": 0})}
    return ExtensiveForm(Decision("A", ends))


def effects(worth: sympy.Expr, time_limit: float = 5) -> dict[str, str]:
    game = choice(worth)
    over = {symbol.name: UNIT[symbol.name] for symbol in game.symbols}
    return dict(statics(game, "peace", within=over, time_limit=time_limit).effects)


def test_each_direction() -> None:
    assert effects(X - Y) == {"x": "+", "y": "−"}
    assert effects(X * (Y - sympy.Rational(1, 2)) + Z - sympy.Rational(1, 2)) == {
        "x": "±",
        "y": "+",
        "z": "+",
    }
    assert effects(X + Y + 1) == {"x": "0", "y": "0"}
    assert effects(-X - 1) == {"x": "0"}


def test_a_slope_that_turns_is_seen() -> None:
    # it rises to 1/2 and falls after it
    assert effects(X * (1 - X) - Y) == {"x": "±", "y": "−"}
    # it never falls, though no product of the range says so of the square
    assert effects(X**2 - Y) == {"x": "+", "y": "−"}


def test_where_the_slope_has_the_sign_of_another_margin() -> None:
    # A goes on only if y > z, and then more x is better
    later = Decision(
        "B",
        {
            "on": Terminal("peace", {"A": X * (Y - Z), "B": Y - Z}),
            "off": Terminal("war", {"A": 0, "B": 0}),
        },
    )
    game = ExtensiveForm(
        Decision("A", {"try": later, "rest": Terminal("war", {"A": "1/4", "B": 0})})
    )
    found = statics(game, "peace", within=UNIT)
    assert dict(found.effects) == {"x": "+", "y": "+", "z": "−"}


def test_what_is_open_is_marked() -> None:
    # never positive, which takes a square to see
    hidden = -((X - Y) ** 2) - sympy.Rational(1, 10**8)
    assert effects(hidden, time_limit=0.001) == {"x": "?", "y": "?"}
    # with too few steps the solver is not asked
    assert effects(hidden, time_limit=0.00001) == {"x": "?", "y": "?"}
    assert effects(hidden) == {"x": "0", "y": "0"}


@pytest.mark.parametrize(
    ("takes", "brings", "sign"),
    [
        ("unknown", "refuted", "+?"),
        ("proved", "unknown", "+?"),
        ("refuted", "unknown", "−?"),
        ("unknown", "proved", "−?"),
    ],
)
def test_half_an_answer_is_half_an_answer(takes: str, brings: str, sign: str) -> None:
    found = statics(choice(X - Y), "peace", within={"x": (0, 1), "y": (0, 1)})
    for proof, verdict in zip(found.proofs["x"], (takes, brings), strict=True):
        object.__setattr__(proof, "verdict", verdict)
    assert found.effects["x"] == sign
    assert sign in repr(found)


def test_it_is_shown() -> None:
    found = statics(choice(X - Y), "peace", within={"x": (0, 1), "y": (0, "1/2")})
    assert repr(found).splitlines() == [
        "peace, when one number is raised",
        "  + may bring it, never takes it away",
        "    x",
        "  − may take it away, never brings it",
        "    y",
    ]
    assert "<td>y</td><td>0</td><td>0.5</td><td>−</td>" in found._repr_html_()
    assert "y & 0 & 0.5 & $-$ & " in found.to_latex()
    assert list(found.to_dataframe().loc["x"]) == ["+", "proved", "refuted"]


def test_bad_questions_are_refused() -> None:
    with pytest.raises(GameError, match="y has no range"):
        statics(choice(X - Y), "peace", within={"x": (0, 1)})
    with pytest.raises(GameError, match="unknown outcome 'calm'"):
        statics(choice(X), "calm", within={"x": (0, 1)})


def outcomes(game: Game, values: dict[str, Fraction], solver: Solver) -> set[str]:
    return {label for equilibrium in solver(game.at(values)) for label in equilibrium.outcomes}


# what is there without a guarantor is kept at its central value
CENTRAL = {
    name: record.central
    for name, record in settlement(NONE).parameters.items()
    if name in settlement(EU_MONITORS).parameters
}
FREE = ("backdown_cost", "escalation_risk", "two_thirds")
MODELS = [
    (
        settlement(NONE).at({n: x for n, x in CENTRAL.items() if n not in FREE}),
        subgame_perfect,
    ),
    (settlement(EU_MONITORS).at(CENTRAL), subgame_perfect),
    (guarantee(NONE), pure_nash),
    (commitment(US_OPERATOR), subgame_perfect),
    (deterrence(US_OPERATOR).at({"operator_years": 10}), subgame_perfect),
    (ceasefire(EU_MONITORS), pure_nash),
    (probe(RUSSIAN_PEACEKEEPERS), perfect_bayesian),
]


@pytest.mark.no_cover
@pytest.mark.parametrize(("game", "solver"), MODELS, ids=lambda x: getattr(x, "title", ""))
def test_no_draw_shows_what_is_said_never_to_happen(game: Game, solver: Solver) -> None:
    found = statics(game, "peace", time_limit=1, solver=solver)
    check_values(found, solver)
    rng = random.Random(1)
    names = list(found.proofs)
    for name in names:
        takes, brings = (proof.verdict == "proved" for proof in found.proofs[name])
        for _ in range(6):
            low = {n: _between(rng, *found.ranges[n]) for n in names}
            high = {**low, name: _between(rng, low[name], found.ranges[name][1])}
            # where nothing is said never to happen there is nothing to see
            if takes or brings:
                before, after = ("peace" in outcomes(game, at, solver) for at in (low, high))
                assert not (takes and before and not after), (name, low, high)
                assert not (brings and after and not before), (name, low, high)


def check_values(found: Statics, solver: Solver) -> None:
    """Solve the game at the values with which a claim was refuted."""
    for name, proofs in found.proofs.items():
        for proof, first in zip(proofs, (True, False), strict=True):
            if proof.verdict == "refuted":
                at = dict(proof.values)
                raised = at.pop(f"{name}_there")
                assert raised > at[name]
                assert ("peace" in outcomes(found.game, at, solver)) == first
                assert ("peace" in outcomes(found.game, at | {name: raised}, solver)) != first


def _between(rng: random.Random, low: Fraction, high: Fraction) -> Fraction:
    return low + (high - low) * Fraction(rng.randint(1, 9_972), 9_973)
