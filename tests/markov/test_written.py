"""Markov games and their equilibria as LaTeX and as graphs, and what Gambit is not given."""

from fractions import Fraction
from pathlib import Path

import pytest
import sympy

from caucasus_games import GameError
from caucasus_games.concepts import markov_logit, markov_perfect
from caucasus_games.formats import to_efg, to_gambit, to_latex, to_networkx, to_nfg, write
from caucasus_games.games import MarkovGame, Stage
from caucasus_games.guarantors import NONE
from caucasus_games.models import rivalry, war_and_peace

DELTA = sympy.Symbol("delta")


def truce(**options: object) -> MarkovGame:
    stages = {
        "truce": Stage(
            {"A": ["keep", "break"]},
            {"keep": {"A": 2, "B": 2}, "break": {"A": 4, "B": "-1/3"}},
            {"keep": "truce", "break": {"war": "2/3", "truce": "1/3"}},
            {"break": "war"},
        ),
        "war": Stage({}, {(): {"A": 1, "B": 1}}, "talks", at_once=True),
        "talks": Stage({}, {(): {"A": 0, "B": 0}}, "war"),
    }
    return MarkovGame(stages, DELTA, **{"otherwise": "peace", **options})  # type: ignore[arg-type]


def test_the_table_of_a_game() -> None:
    assert to_latex(truce(), notation={"delta": r"\delta"}).splitlines() == [
        r"\begin{tabular}{@{}llllll@{}}",
        r"\hline",
        r"state & played & A gets & B gets & next & outcome \\",
        r"\hline",
        r"truce & keep & $2$ & $2$ & truce &  \\",
        r" & break & $4$ & $-1/3$ & war $2/3$, truce $1/3$ & war \\",
        r"war &  & $1$ & $1$ & talks, at once &  \\",
        r"talks &  & $0$ & $0$ & war &  \\",
        r"\hline",
        r"\multicolumn{6}{@{}l@{}}{first state: truce; discount factors: A $\delta$, B $\delta$; "
        r"no outcome: peace}",
        r"\end{tabular}",
    ]
    ends = to_latex(truce(horizon=3).at({"delta": "0.9"}), standalone=True)
    assert r"A $0.9$, B $0.9$; 3 periods; no outcome: peace" in ends
    assert ends.startswith(r"\documentclass")
    assert "longtable" not in ends
    bare = MarkovGame({"s": Stage({"A": ["x"]}, {"x": [1]}, "s")}, "0.5", players=["A"])
    assert r"state & played & A gets & next \\" in to_latex(bare)
    assert to_latex(bare).splitlines()[-2].endswith(r"discount factors: A $0.5$}")


def test_many_states_go_over_pages() -> None:
    whole = to_latex(rivalry(NONE))
    assert whole.startswith(r"\begin{longtable}")
    assert len(whole.splitlines()) > 600
    assert to_latex(rivalry(NONE), standalone=True).count(r"\begin{tabular}") == 1


def test_the_table_of_an_equilibrium() -> None:
    (one,) = markov_perfect(truce().at({"delta": "0.9"})).equilibria
    assert one.to_latex().splitlines() == [
        r"\begin{tabular}{@{}llll@{}}",
        r"\hline",
        r"state & A & worth to A & worth to B \tabularnewline",
        r"\hline",
        r"truce & keep & 20 & 20 \tabularnewline",
        r"war &  & 10 & 10 \tabularnewline",
        r"talks &  & 9 & 9 \tabularnewline",
        r"\hline",
        r"\end{tabular}",
    ]
    half = MarkovGame(
        {
            "s": Stage(
                {"A": "xy", "B": "xy"},
                {
                    ("x", "x"): [1, 0],
                    ("x", "y"): [0, 1],
                    ("y", "x"): [0, 1],
                    ("y", "y"): [1, 0],
                },
                "s",
            )
        },
        "0.5",
        players="AB",
    )
    (mixed,) = markov_perfect(half, mixed=True).equilibria
    assert r"s & x 0.5 or y 0.5 & x 0.5 or y 0.5 & 1 & 1" in mixed.to_latex()
    logit = markov_logit(war_and_peace(NONE), 1, starts=0).equilibria[0]
    assert logit.to_latex().count(r"\raggedright peace $\approx$") == 6
    assert logit.to_latex(long_table=True).startswith(r"\begin{longtable}")


def test_the_graph_of_states() -> None:
    graph = to_networkx(truce(title="truce"))
    assert graph.name == "truce"
    assert set(graph.nodes) == {"truce", "war", "talks"}
    assert graph.nodes["truce"] == {
        "actions": {"A": ("keep", "break")},
        "at_once": False,
        "first": True,
    }
    assert graph.nodes["war"]["at_once"]
    assert graph.edges["truce", "war", ("break",)] == {
        "probability": Fraction(2, 3),
        "payoffs": {"A": Fraction(4), "B": Fraction(-1, 3)},
        "outcome": "war",
    }
    assert graph.number_of_edges() == 5
    # of each state and profile the chances sum to one, also as formulas
    months = to_networkx(war_and_peace(NONE))
    assert {own["probability"] for own in months.edges.values()} == {Fraction(1)}
    told = months.edges["peace", "crisis", ("crisis", "peace")]["payoffs"]
    assert told["Armenia"] == sympy.Symbol("armenia_crisis_action")


def test_what_gambit_is_not_given(tmp_path: Path) -> None:
    for taker in (to_gambit, to_efg, to_nfg):
        with pytest.raises(GameError, match="as Gambit has none, and got a Markov game: solve it"):
            taker(truce())  # type: ignore[arg-type]
    with pytest.raises(GameError, match="write is for games without states"):
        write(truce(), tmp_path / "x.efg")  # type: ignore[arg-type]
    with pytest.raises(GameError, match="sgame is for normal forms and this is a Markov game"):
        to_latex(truce(), sgame=True)
    with pytest.raises(GameError, match="sideways is for trees and this is a Markov game"):
        to_latex(truce(), sideways=True)
    (one,) = markov_perfect(truce().at({"delta": "0.9"})).equilibria
    with pytest.raises(GameError, match="an equilibrium is drawn in trees and this is a Markov"):
        to_latex(truce(), one)
