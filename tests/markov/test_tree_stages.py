"""Trees that are played in a state, against the same played once and against values by hand."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest
import sympy

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, Terminal, conditions
from caucasus_games.concepts import markov_perfect, subgame_perfect
from caucasus_games.games import MarkovGame, Stage, tree_stages
from caucasus_games.parameters import Parameter, Parameters


def grown(rng: Random, depth: int, count: list[int]) -> Any:
    """Grow a tree in which no two ends pay the same."""
    if depth == 0 or rng.random() < 0.2:
        count[0] += 1
        paid = {p: Fraction(rng.randrange(1000)) + Fraction(count[0], 1009) for p in "AB"}
        return Terminal(f"end {count[0] % 3}", paid)
    branches = {act: grown(rng, depth - 1, count) for act in "xyz"[: rng.choice([2, 3])]}
    if rng.random() < 0.2:
        share = Fraction(1, len(branches))
        return Chance({act: (share, node) for act, node in branches.items()})
    return Decision(rng.choice("AB"), branches)


@pytest.mark.parametrize("seed", range(30))
def test_a_tree_that_is_played_once(seed: int) -> None:
    tree = ExtensiveForm(grown(Random(seed), 3, [0]), players=["A", "B"])
    ends = {v.outcome: "over" for v in tree.vertices if not v.children}
    over = Stage({}, {(): {"A": 0, "B": 0}}, "over")
    stages = {**tree_stages("tree", tree, ends, {end: end for end in ends}), "over": over}
    game = MarkovGame(stages, "0.7", players=["A", "B"])
    (own,), (other,) = markov_perfect(game).equilibria, subgame_perfect(tree).equilibria
    assert own.payoffs == other.payoffs
    assert own.outcomes == other.outcomes


def test_a_tree_that_is_played_again() -> None:
    answer = Decision(
        "B",
        {
            "yes": Terminal("deal", {"A": 0, "B": 0}),
            "no": Terminal("delay", {"A": 0, "B": sympy.Symbol("share")}),
        },
    )
    tree = ExtensiveForm(
        Decision("A", {"offer": answer, "keep": Terminal("delay", {"A": 1, "B": 0})})
    )
    share = Parameter("share", "of delay", "payoff", 0, "1/2", 2, "assumption: an example")
    agreed = Stage({}, {(): {"A": 3, "B": 1}}, "agreed")
    game = MarkovGame(
        {
            **tree_stages("talks", tree, {"deal": "agreed", "delay": "talks"}, {"deal": "deal"}),
            "agreed": agreed,
        },
        "0.9",
        otherwise="no deal",
        parameters=Parameters([share]),
    )
    (one,) = markov_perfect(game).equilibria
    # from the next period on 3 and 1 a period, for good
    assert one.payoffs == {"A": Fraction(27), "B": Fraction(9)}
    assert one.values["talks: offer, yes"]["A"] == 27
    assert one.chain.moves["talks"] == {"agreed": 1}
    # B says yes iff 9 is not below the share and what the next talks bring, 8.1
    told = str(conditions(game, "deal"))
    assert "share <= 9/10" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"to": {}}, "no state after the end 'deal': give one for each of"),
        ({"to": {"deal": "s", "war": "s"}}, "there is no end 'war' in the tree: its ends are"),
        ({"outcomes": {"war": "s"}}, "there is no end 'war' in the tree"),
        ({"tree": "tree"}, "tree_stages is for a tree and got the text 'tree'"),
    ],
)
def test_refusals(change: dict[str, Any], told: str) -> None:
    ends = {act: Terminal("deal", {"A": 1}) for act in "xy"}
    given = {"state": "s", "tree": ExtensiveForm(Decision("A", ends)), "to": {"deal": "s"}}
    with pytest.raises(GameError, match=told):
        tree_stages(**{**given, **change})


def test_moves_at_once_are_a_stage_of_their_own() -> None:
    hidden = {
        act: Decision("B", {x: Terminal("end", {"A": 0, "B": 0}) for x in "xy"}, "B")
        for act in "xy"
    }
    with pytest.raises(GameError, match="a tree of perfect information, and in this one a player"):
        tree_stages("s", ExtensiveForm(Decision("A", hidden)), {"end": "s"})
