"""A tree told decision by decision: what is told, solved by itself, is what the solver finds."""

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
import sympy

import caucasus_games as cg
from caucasus_games import Chance, Decision, ExtensiveForm, GameError, Terminal
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import Model, alignment, commitment, corridor, guarantee, settlement
from caucasus_games.theorems import BackwardInduction

X, Y = sympy.symbols("x y")


def number(formula: sympy.Expr, values: Mapping[sympy.Symbol, sympy.Expr]) -> sympy.Rational:
    found = formula.xreplace(dict(values)).doit()
    assert found.is_Rational, formula
    return found


def reached(told: BackwardInduction, given: Mapping[str, Fraction]) -> bool:
    """Solve what is told at values: whether some choice among the best leads to the outcome."""
    values = {sympy.Symbol(n): sympy.Rational(x.numerator, x.denominator) for n, x in given.items()}
    for name, formula in told.definitions.items():
        values[sympy.Symbol(name)] = number(formula, values)

    def best(k: int, known: dict[sympy.Symbol, sympy.Expr], taken: dict[int, str]) -> bool:
        if k == len(told.steps):
            return any(
                number(route.probability, known) > 0
                and all(taken[n] == action for n, action in route.moves)
                for route in told.routes
            )
        step = told.steps[k]
        worths = {
            action: {who: number(formula, known) for who, formula in own.items()}
            for action, own in step.actions.items()
        }
        most = max(own[step.player] for own in worths.values())
        return any(
            best(
                k + 1,
                known
                | {
                    sympy.Symbol(f"{who.replace(' ', '_').lower()}_{step.number}"): worth
                    for who, worth in own.items()
                },
                taken | {step.number: action},
            )
            for action, own in worths.items()
            if own[step.player] == most
        )

    return best(0, values, {})


def draw(game: ExtensiveForm, rng: random.Random) -> dict[str, Fraction]:
    return {
        r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1_000), 999)
        for r in game.parameters.values()
        if r.low < r.high
    }


@pytest.mark.parametrize("setup", [NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR], ids=lambda s: s.name)
@pytest.mark.parametrize("model", [settlement, corridor], ids=lambda m: m.name)
def test_what_is_told_is_what_the_solver_finds(
    model: Model[..., ExtensiveForm], setup: cg.GuarantorSetup
) -> None:
    game = model(setup)
    rng = random.Random(4)
    told = {o: cg.backward_induction(game, o) for o in sorted(game.outcome_labels)}
    met = set()
    for _ in range(8):
        values = draw(game, rng)
        solution = subgame_perfect(game.at(values))
        whole = {r.name: r.central for r in game.parameters.values()} | values
        for outcome, own in told.items():
            possible = any(outcome in found.outcomes for found in solution.equilibria)
            assert reached(own, whole) == possible
            met |= {outcome} if possible else set()
    assert len(met) > 1


def random_tree(rng: random.Random, depth: int) -> Decision | Chance | Terminal:
    """A small tree with ties, chances and repeated parts."""
    kind = rng.choice(["decision", "decision", "chance", "end"]) if depth else "end"
    if kind == "end":
        paid = {p: rng.choice([X, Y, X + Y, -X, X * Y + 1]) + rng.randrange(2) for p in "AB"}
        return Terminal(rng.choice(["peace", "war"]), paid)
    below = {f"b{k}": random_tree(rng, depth - 1) for k in range(2)}
    if kind == "decision":
        return Decision(rng.choice("AB"), below)
    return Chance(
        {label: (c, node) for (label, node), c in zip(below.items(), (X, 1 - X), strict=True)}
    )


@pytest.mark.parametrize("seed", range(24))
def test_trees_with_ties_are_told_as_they_are_solved(seed: int) -> None:
    rng = random.Random(seed)
    game = ExtensiveForm(
        Decision("A", {"l": random_tree(rng, 3), "r": random_tree(rng, 3)}), ["A", "B"]
    )
    for x, y in product((Fraction(1, 3), Fraction(1, 2)), (Fraction(-1), Fraction(1, 2))):
        solution = subgame_perfect(
            game.at({s.name: v for s, v in ((X, x), (Y, y)) if s in game.symbols})
        )
        for outcome in game.outcome_labels:
            possible = any(outcome in found.outcomes for found in solution.equilibria)
            assert reached(cg.backward_induction(game, outcome), {"x": x, "y": y}) == possible


def test_the_settlement_s_theorem_fits_on_a_page() -> None:
    for setup in settlement.setups().values():
        told = str(cg.backward_induction(settlement(setup), "peace"))
        decisions, _, defined = told.partition("\nwhere\n")
        assert len(decisions.splitlines()) <= (60 if setup.guarantor == "United States" else 65)
        assert "waiting_armenia_granted = " in defined


def test_numbers_that_are_given_are_put_in() -> None:
    game = settlement(NONE).at({"positions_held": 0, "two_thirds": "1/2", "undone_risk": "1/10"})
    told = str(cg.backward_induction(game, "peace"))
    assert "positions_held" not in told
    assert "two_thirds" not in told
    assert "undone_risk" not in told


def test_it_is_a_frame_and_written_for_papers_and_pages() -> None:
    told = cg.backward_induction(settlement(NONE), "peace")
    frame = told.to_dataframe()
    assert frame.loc[(1, "keep", "Azerbaijan"), "worth"] == "peace_after_change_azerbaijan_granted"
    assert r"\begin{tabular}" in told.to_latex()
    assert r"\begin{longtable}" in told.to_latex(long_table=True)
    assert "<table" in told._repr_html_()
    assert "Azerbaijan, after refuse" in told._repr_html_()


def test_a_name_that_a_game_has_is_left_to_it() -> None:
    end = {"A": sympy.Symbol("a_1"), "B": X}
    below = Decision("B", {"l": Terminal("peace", end), "r": Terminal("war", {"A": 0, "B": Y})})
    game = ExtensiveForm(Decision("A", {"on": below, "off": Terminal("war", {"A": 1, "B": 0})}))
    assert "on: a_1_" in str(cg.backward_induction(game, "peace"))


@pytest.mark.parametrize(
    ("game", "outcome", "said"),
    [
        (commitment(NONE), "peace", "everybody sees what happened and chooses from a list"),
        (alignment(US_OPERATOR), "West", "everybody sees what happened and chooses from a list"),
        (settlement(NONE), "piece", "unknown outcome 'piece'"),
        (guarantee(NONE), "peace", "backward_induction is for a tree and got a normal form"),
    ],
)
def test_what_is_no_such_tree_is_refused(game: ExtensiveForm, outcome: str, said: str) -> None:
    with pytest.raises(GameError, match=said):
        cg.backward_induction(game, outcome)
