"""Results about trees in which numbers are chosen, in LaTeX: offers are formulas."""

import pytest
import sympy
from offered_games import alternating, irrational, ultimatum, valued, valued_risk, x

import caucasus_games as cg
from caucasus_games import GameError
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Decision, ExtensiveForm, Offer, Terminal
from caucasus_games.text.latex import tex_numbers

WITHIN = {"p": ("0.3", "0.7"), "cost_a": ("-0.2", "0.2"), "cost_c": ("-0.2", "0.2")}


def test_a_solution_has_numbers_in_formulas() -> None:
    assert r"A: $\mathit{share} = 3/10$ $\to$ C: accept" in subgame_perfect(valued()).to_latex()
    assert r"A: $\mathit{share} = 3/5$ \newline if" in subgame_perfect(valued_risk()).to_latex()
    assert r"$\mathit{share} \approx 0.7071$ $\to$" in subgame_perfect(irrational()).to_latex()
    assert r"A: $x_{0} = 9/100$ $\to$ C" in subgame_perfect(alternating()).to_latex()


def test_a_theorem_has_offers_in_its_own_symbols() -> None:
    theorem = cg.conditions(ultimatum(), "war", within=WITHIN)
    told = theorem.to_latex({"share": "s", "cost_c": "c_C", "p": "p", "cost_a": "c_A"})
    assert r"\text{A: any $s$, then fight rather than $s = - c_C - p + 1$:}" in told
    assert r"c_A + c_C \leq 0" in told
    words = theorem.to_latex()
    assert r"any $\text{share}$, then fight rather than $\text{share} = - \text{cost c}" in words
    assert r"any $\text{share}$" in theorem._repr_html_()
    with pytest.raises(GameError, match="did you mean 'share'"):
        theorem.to_latex({"shar": "s"})


@pytest.mark.parametrize("name", ["lambda", "cost of war", "S"])
def test_names_that_no_language_reads_stay_words(name: str) -> None:
    cost = sympy.Symbol(name)
    ends = {
        "yes": Terminal("peace", {"A": 1 - x, "C": x}),
        "no": Terminal("war", {"A": "1/2", "C": cost}),
    }
    game = ExtensiveForm(Offer("A", x, 0, 1, Decision("C", ends)))
    told = cg.conditions(game, "peace", within={name: (0, 1)}).to_latex({name: "c", "share": "s"})
    assert (f"share = {name}" in told) if name != "S" else (r"$s = c$ rather than" in told)
    assert "any $s$" in told


def test_what_is_no_offer_stays_as_it_is() -> None:
    assert tex_numbers("A: x = 1/2 & y", []) == r"A: x = 1/2 \& y"
    assert tex_numbers("box = 1", ["x"]) == "box = 1"
    assert tex_numbers(" x = 1", ["x"]) == " $x = 1$"
    assert tex_numbers("", ["x"]) == ""
    assert (
        tex_numbers("x_1 = 1 rather than x = 2", ["x", "x_1"]) == "$x_{1} = 1$ rather than $x = 2$"
    )
    assert tex_numbers("100% = x, then x = 1", ["x"]) == r"100\% = x, then $x = 1$"
