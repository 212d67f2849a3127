import sys
from collections.abc import Callable
from fractions import Fraction

import pytest
import sympy

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, NormalForm, Terminal
from caucasus_games.formats.nashpy import to_nashpy
from caucasus_games.formats.networkx import to_networkx
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import guarantee, settlement

x = sympy.Symbol("x")
two = {"A": ["in", "out"], "B": ["left", "middle", "right"]}


def entry() -> NormalForm:
    rows = [[1, 2, x], ["1/3", 4, 5]]
    return NormalForm.from_arrays(rows, [[6, 7, 8], [9, 10, "0.1"]], actions=two)


def test_nashpy_gets_the_payoffs_of_both_players_as_floats() -> None:
    first, second = to_nashpy(entry().at({"x": "0.3"})).payoff_matrices
    assert first.tolist() == [[1, 2, 0.3], [1 / 3, 4, 5]]
    assert second.tolist() == [[6, 7, 8], [9, 10, 0.1]]


def tree() -> ExtensiveForm:
    ends = {"yes": Terminal("deal", {"A": x, "B": "1/3"}), "no": Terminal("", {"A": 0, "B": 0})}
    asked = Decision("B", ends, information_set="asked")
    events = {"rain": (x, Decision("A", {"ask": asked})), "sun": (1 - x, asked)}
    return ExtensiveForm(Chance(events), ["A", "B"], title="a question")


def test_a_tree_is_a_graph_with_everything_at_its_nodes_and_edges() -> None:
    graph = to_networkx(tree())
    assert graph.name == "a question"
    assert list(graph) == [vertex.history for vertex in tree().vertices]
    assert graph.nodes["rain", "ask"] == {
        "player": "B",
        "information_set": "asked",
        "outcome": "",
        "payoffs": {},
    }
    assert graph.nodes["sun", "yes"]["payoffs"] == {"A": x, "B": Fraction(1, 3)}
    assert graph.nodes["sun", "yes"]["outcome"] == "deal"
    assert graph.nodes[()]["player"] == ""
    assert graph.edges[(), ("sun",)] == {"label": "sun", "probability": 1 - x}
    assert graph.edges[("rain",), ("rain", "ask")] == {"label": "ask"}


def test_values_are_put_into_the_graph() -> None:
    graph = to_networkx(tree().at({"x": "1/4"}))
    assert graph.edges[(), ("sun",)]["probability"] == Fraction(3, 4)
    assert type(graph.nodes["sun", "yes"]["payoffs"]["A"]) is Fraction


def test_a_model_is_an_arborescence_with_its_ends_as_leaves() -> None:
    networkx = pytest.importorskip("networkx")
    game = settlement(US_OPERATOR)
    graph = to_networkx(game)
    assert networkx.is_arborescence(graph)
    leaves = [node for node, degree in graph.out_degree if degree == 0]
    assert len(leaves) == sum(1 for vertex in game.vertices if not vertex.children)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: to_nashpy(entry()), "no value for x"),
        (lambda: to_nashpy(guarantee(NONE)), "for two players and the game has 3"),
        (lambda: to_nashpy(tree()), "is for a game in normal form and got a tree"),  # type: ignore[arg-type]
        (
            lambda: to_networkx(entry()),  # type: ignore[call-overload]
            "is for a tree or a Markov game and got a normal form",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    build: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(GameError, match=sentence):
        build()


@pytest.mark.parametrize(
    ("name", "build", "command"),
    [
        ("nashpy", lambda: to_nashpy(entry().at({"x": 1})), 'pip install "nashpy"'),
        ("networkx", lambda: to_networkx(tree()), r'pip install "caucasus-games\[networkx\]"'),
    ],
)
def test_a_missing_library_says_how_to_install_it(
    name: str, build: Callable[[], object], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(GameError, match=f"{name} is not installed: {command}"):
        build()
