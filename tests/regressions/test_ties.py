"""Where ties make too many equilibria there is a rule, one equilibrium, or what is played."""

from collections import Counter
from fractions import Fraction
from importlib import import_module
from random import Random

import pytest

from caucasus_games.concepts import subgame_perfect
from caucasus_games.errors import GameError
from caucasus_games.games import KIND, Chance, Decision, ExtensiveForm, Terminal, TieRule
from caucasus_games.games.nodes import Node
from caucasus_games.results import Equilibrium, SharedPlay


def offers(rounds: int, parts: int = 5, discount: Fraction = Fraction(9, 10)) -> ExtensiveForm:
    """Alternating offers of Rubinstein (1982), Econometrica 50, cut off after some rounds."""
    node: Node = Terminal("none", {"A": 0, "B": 0})
    for turn in reversed(range(rounds)):
        who, other = ("A", "B") if turn % 2 == 0 else ("B", "A")
        worth = discount**turn
        replies: dict[str, Node] = {}
        for k in range(parts + 1):
            given = worth * Fraction(k, parts)
            deal = Terminal(f"{k} in round {turn + 1}", {who: worth - given, other: given})
            replies[f"offer {k}"] = Decision(other, {"accept": deal, "reject": node})
        node = Decision(who, replies)
    return ExtensiveForm(node)


def tree(random: Random, depth: int) -> Node:
    if depth == 0:
        return Terminal(str(random.random()), {p: random.randint(0, 2) for p in "AB"})
    below = [tree(random, depth - 1) for _ in range(2)]
    if random.random() < 0.25:
        return Chance({"x": ("1/2", below[0]), "y": ("1/2", below[1])})
    return Decision(random.choice("AB"), {"x": below[0], "y": below[1]})


def pure(game: ExtensiveForm, **asked: object) -> list[Equilibrium]:
    return list(subgame_perfect(game, **asked).exact)  # type: ignore[arg-type]


def test_five_rounds_on_fifths_are_refused_with_the_ways_out() -> None:
    with pytest.raises(GameError, match=r'ties="accept".*find="one".*find="play"'):
        subgame_perfect(offers(4))


def test_with_a_rule_in_order_one_equilibrium_is_left() -> None:
    order = ["accept", *(f"offer {k}" for k in range(5))]
    solution = subgame_perfect(offers(4), ties=order)
    assert len(solution) == 1
    assert solution.concept == f"subgame perfect ({', else '.join(order)} if indifferent)"
    assert "decides at 259 information sets" in solution.notes[0]


def test_one_equilibrium_of_many() -> None:
    solution = subgame_perfect(offers(4), find="one")
    assert len(solution) == 1
    assert "one equilibrium was asked for" in solution.notes[0]


def test_accepting_if_indifferent_gives_the_whole_to_the_last_proposer() -> None:
    # without discounting the last to offer keeps all: Stahl (1972), Bargaining Theory, chapter 3
    solution = subgame_perfect(offers(3, 5, Fraction(1)), ties="accept", find="play")
    assert {tuple(e.payoffs.values()) for e in solution} == {(1, 0)}


@pytest.mark.parametrize("rounds", [1, 2])
def test_what_is_played_and_how_often_adds_up(rounds: int) -> None:
    game = offers(rounds)
    played = [e for e in pure(game, find="play") if isinstance(e, SharedPlay)]
    assert Counter(e.path for e in pure(game)) == {e.path: e.count for e in played}


def test_it_adds_up_in_random_trees_also_under_rules() -> None:
    random = Random(21)
    shown = 0
    for _ in range(60):
        game = ExtensiveForm(tree(random, 3), ["A", "B"])
        for rule in (None, KIND, "x", TieRule("y, kindly", ("y",), kind=True)):
            actions = {a for vertex in game.vertices if vertex.player for a in vertex.branches}
            if not actions:
                continue
            every = pure(game, ties=rule)
            played = [e for e in pure(game, ties=rule, find="play") if isinstance(e, SharedPlay)]
            assert Counter(e.path for e in every) == {e.path: e.count for e in played}
            assert pure(game, ties=rule, find="one") == every[:1]
            shown += len(every) > len(played)
    assert shown > 20


def last(own: int, other: int, third: int) -> ExtensiveForm:
    ends = {
        "x": Terminal("x", {"A": 0, "B": own}),
        "y": Terminal("y", {"A": other, "B": own}),
        "z": Terminal("z", {"A": third, "B": own}),
    }
    return ExtensiveForm(Decision("A", {"in": Decision("B", ends, "reply")}, "start"))


def test_a_kind_player_gives_the_one_before_the_most() -> None:
    found = subgame_perfect(last(1, 2, 1), ties=KIND)
    assert [e.path for e in found] == ["A: in → B: y → y"]
    assert found.concept == "subgame perfect (who is indifferent is kind to the player before)"
    assert len(subgame_perfect(last(1, 2, 2), ties=KIND)) == 2


def test_a_player_who_moves_first_has_nobody_to_be_kind_to() -> None:
    ends = {a: Terminal(a, {"A": 1, "B": k}) for k, a in enumerate("xy")}
    assert len(subgame_perfect(ExtensiveForm(Decision("A", ends), ["A", "B"]), ties=KIND)) == 2


def test_a_rule_that_was_not_needed_is_not_named() -> None:
    ends = {a: Terminal(a, {"A": k}) for k, a in enumerate("xy")}
    solution = subgame_perfect(ExtensiveForm(Decision("A", ends)), ties="x")
    assert (solution.concept, solution.notes) == ("subgame perfect", ())
    assert solution.equilibria[0].path == "A: y → y"


def test_what_cannot_be_asked() -> None:
    game = last(1, 2, 1)
    with pytest.raises(GameError, match="unknown action of a rule for ties 'acept'"):
        subgame_perfect(game, ties="acept")
    with pytest.raises(GameError, match="unknown answer to find 'some'"):
        subgame_perfect(game, find="some")  # type: ignore[arg-type]
    with pytest.raises(GameError, match="needs a name and says which"):
        TieRule("", ("x",))
    with pytest.raises(GameError, match="needs a name and says which"):
        TieRule("nothing")


def test_too_many_ways_to_play_are_refused_with_the_ways_that_are_left() -> None:
    ends = {str(k): Terminal(str(k), {"A": 0}) for k in range(101)}
    coin = Chance({"x": ("1/2", Decision("A", ends)), "y": ("1/2", Decision("A", ends))})
    with pytest.raises(GameError, match="played differently: name a rule") as refused:
        subgame_perfect(ExtensiveForm(coin), find="play")
    assert 'find="play"' not in str(refused.value)
    two = [*map(str, range(99))]
    assert len(subgame_perfect(ExtensiveForm(coin), ties=two, find="one")) == 1
    many = {str(k): Terminal(str(k), {"A": 0}) for k in range(10_001)}
    with pytest.raises(GameError, match="name more actions in the rule"):
        subgame_perfect(ExtensiveForm(Decision("A", many)), ties=KIND)


def test_many_equilibria_of_a_large_tree_are_refused_before_they_are_certified() -> None:
    ends = {str(k): Terminal(str(k), {"A": 0}) for k in range(5_000)}
    with pytest.raises(GameError, match="ties make more than"):
        subgame_perfect(ExtensiveForm(Decision("A", ends)))


def test_the_number_of_equilibria_is_rounded_in_text_alone() -> None:
    played = subgame_perfect(offers(4), find="play").equilibria[0]
    assert isinstance(played, SharedPlay)
    assert played.count > 10**68
    assert " ".join(repr(played).split()).endswith("in about 10^69 equilibria")


def test_ways_to_play_are_counted_at_every_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("caucasus_games.concepts.continuation"), "_LIMIT", 3)
    ends = {str(k): Terminal(str(k), {"A": 0}) for k in range(5)}
    with pytest.raises(GameError, match="more than 3 subgame perfect equilibria that are played"):
        subgame_perfect(ExtensiveForm(Decision("A", ends)), find="play")
