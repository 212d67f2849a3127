"""A zero-sum game of any usual size has one call for an optimal pair, exact and certified."""

import random
from fractions import Fraction
from importlib import import_module
from itertools import permutations

import pytest
import sympy

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, NormalForm, Terminal
from caucasus_games.concepts import lemke_howson, minmax, mixed_nash, zero_sum
from caucasus_games.games import strategic_form
from caucasus_games.games.nodes import Node
from caucasus_games.games.plans import plans_at_least

HALF = Fraction(1, 2)


def end(won: object, scale: object = 1, more: object = 0) -> Terminal:
    return Terminal("end", {"A": won, "B": more - scale * won})  # type: ignore[operator]


def kuhn(cards: int, bets: int = 1) -> ExtensiveForm:
    """Kuhn (1950), A simplified two-person poker; with more bets each may be raised."""

    def play(a: int, b: int, said: str, pots: tuple[int, int], left: int) -> Node:
        turn = len(said) % 2
        sign = 1 if a > b else -1
        name = f"{'AB'[turn]} {(a, b)[turn]} {said}"
        facing = pots[turn] < pots[1 - turn]
        raised = (pots[0], pots[0] + 1) if turn else (pots[1] + 1, pots[1])
        further = {"bet": play(a, b, said + "b", raised, left - 1)} if left else {}
        if facing:
            lost = end(pots[1] if turn else -pots[0])
            acts: dict[str, Node] = {"fold": lost, "call": end(sign * max(pots))}
        else:
            acts = {"check": end(sign) if said else play(a, b, "c", pots, left)}
        return Decision("AB"[turn], {**acts, **further}, name)

    odds = Fraction(1, cards * (cards - 1))
    deals = permutations(range(cards), 2)
    events = {f"{a} {b}": (odds, play(a, b, "", (1, 1), bets)) for a, b in deals}
    return ExtensiveForm(Chance(events), ["A", "B"])


# of larger decks: best replies prove them
@pytest.mark.parametrize(("cards", "value"), [(3, "-1/18"), (5, "-1/15"), (9, None)])
def test_kuhn_s_poker_as_a_tree(cards: int, value: str | None) -> None:
    (found,) = zero_sum(kuhn(cards)).exact
    assert value is None or found.payoffs == {"A": Fraction(value), "B": -Fraction(value)}
    assert sum(found.payoffs.values()) == 0
    assert set(found.regret.values()) == {0}


def test_kuhn_s_poker_with_a_raise_needs_no_table() -> None:
    game = kuhn(3, bets=2)
    assert plans_at_least(game, range(len(game.vertices))) == {"A": 5**3, "B": 9**3}
    (found,) = zero_sum(game).exact
    assert set(found.regret.values()) == {0}
    # A may still check, and never call more than B may raise: between nothing and the ante
    assert -1 < found.payoffs["A"] < 0


def table_of(matrix: list[list[int]], other: list[list[int]] | None = None) -> NormalForm:
    second = other or [[-x for x in row] for row in matrix]
    actions = {"A": [f"r{k}" for k in range(len(matrix))]}
    actions |= {"B": [f"c{k}" for k in range(len(matrix[0]))]}
    return NormalForm.from_arrays(matrix, second, actions=actions)


@pytest.mark.parametrize("size", [1, 14, 50])
def test_random_tables(size: int) -> None:
    rng = random.Random(size)
    game = table_of([[rng.randint(-99, 99) for _ in range(size)] for _ in range(size)])
    (found,) = zero_sum(game).exact
    assert set(found.regret.values()) == {0}
    if size < 50:
        assert found.payoffs == minmax(game, mixed=True)
    assert zero_sum(game).concept == "minimax"


@pytest.mark.parametrize("seed", range(12))
def test_a_small_table_has_the_payoffs_of_all_its_equilibria(seed: int) -> None:
    rng = random.Random(seed)
    rows, columns = rng.randint(1, 4), rng.randint(1, 4)
    game = table_of([[rng.randint(-2, 2) for _ in range(columns)] for _ in range(rows)])
    (found,) = zero_sum(game).exact
    assert {found.payoffs} == {other.payoffs for other in mixed_nash(game)}


def random_tree(rng: random.Random, depth: int, known: dict[str, str]) -> Node:
    if depth == 0 or rng.random() < 0.1:
        return end(rng.randint(-5, 5), 2, 3)
    if rng.random() < 0.2:
        # one event never happens
        odds = rng.choice([(HALF, HALF), (0, 1)])
        return Chance({str(k): (q, random_tree(rng, depth - 1, known)) for k, q in enumerate(odds)})
    player, other = rng.sample("AB", 2)
    seen = rng.random() < 0.5
    acts = {
        str(k): random_tree(
            rng,
            depth - 1,
            {player: f"{known[player]}{k}", other: known[other] + (f"s{k}" if seen else "")},
        )
        for k in range(2)
    }
    return Decision(player, acts, f"{player} {depth} {known[player]}")


def test_random_trees_have_the_value_of_their_tables() -> None:
    compared = 0
    for seed in range(30):
        root = random_tree(random.Random(seed), 4, {"A": "", "B": ""})
        game = ExtensiveForm(root, ["A", "B"])
        if not game.forgotten:
            compared += 1
            assert (
                zero_sum(game).exact[0].payoffs == zero_sum(strategic_form(game)).exact[0].payoffs
            )
    assert compared > 20


def test_what_is_zero_sum_is_told_at_the_values() -> None:
    x = sympy.Symbol("x")
    root = Decision("A", {"l": Terminal("l", {"A": x, "B": -1}), "r": end(0)})
    game = ExtensiveForm(root, ["A", "B"])
    assert zero_sum(game.at({"x": 1})).exact[0].payoffs["A"] == 1
    # B loses 1/2 where A gains 1
    note, *_ = zero_sum(game.at({"x": 2})).notes
    assert note.startswith("B loses 0.5 where A gains 1: every equilibrium pays the same")
    with pytest.raises(GameError, match=r"sum to -2 at \(l\) and to 0 at \(r\): subgame_perfect"):
        zero_sum(game.at({"x": -1}))


def test_payoffs_that_are_opposed_but_for_what_a_player_does_not_decide() -> None:
    # Moulin & Vial (1978): B loses twice what A gains, A's row moves B, B's column moves A
    rng = random.Random(3)
    core = [[rng.randint(-9, 9) for _ in range(4)] for _ in range(3)]
    first = [[x + 5 * c * c for c, x in enumerate(row)] for row in core]
    second = [[7 * r - 2 * x for x in row] for r, row in enumerate(core)]
    game = table_of(first, second)
    found = zero_sum(game)
    assert "may be exchanged" in found.notes[0]
    assert found.exact[0].strategies in {other.strategies for other in mixed_nash(game).exact}


@pytest.mark.parametrize(
    ("game", "words"),
    [
        (table_of([[1, 0], [0, 1]], [[1, 0], [0, 1]]), "to 0 at .* and to 2 at .*: lemke_howson"),
        (NormalForm({"A": ["x"]}, {("x",): [1]}), "is for two players and the game has 1: minmax"),
        ("chess", "a game in normal form or a tree and got the text 'chess'"),
    ],
)
def test_what_is_not_zero_sum_is_refused(game: NormalForm, words: str) -> None:
    with pytest.raises(GameError, match=words):
        zero_sum(game)


def test_who_forgets_has_no_sequence_form() -> None:
    inner = Decision("A", {"l": end(1), "r": end(0)}, "same")
    game = ExtensiveForm(Decision("A", {"l": inner, "r": end(0)}, "same"), ["A", "B"])
    with pytest.raises(GameError, match="zero_sum is for a tree of perfect recall"):
        zero_sum(game)


@pytest.mark.parametrize("seed", range(25))
def test_lemke_and_howson_find_an_equilibrium_whatever_is_dropped(seed: int) -> None:
    rng = random.Random(seed)
    rows, columns = rng.randint(1, 4), rng.randint(1, 4)
    # many ties: the lexicographic rule is what keeps the path from going round
    one, two = ([[rng.randint(0, 2) for _ in range(columns)] for _ in range(rows)] for _ in "AB")
    game = table_of(one, two)
    every = {other.strategies for other in mixed_nash(game).exact}
    for player, own in game.actions.items():
        for action in own:
            assert lemke_howson(game, {player: action}).exact[0].strategies in every


def test_lemke_and_howson_where_all_are_too_many() -> None:
    rng = random.Random(40)
    one, two = ([[rng.randint(0, 99) for _ in range(40)] for _ in range(40)] for _ in "AB")
    assert len(lemke_howson(table_of(one, two))) == 1


def test_what_lemke_and_howson_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    game = table_of([[0, 3], [1, 0]])
    with pytest.raises(GameError, match="drop names one player and an action"):
        lemke_howson(game, {})
    with pytest.raises(GameError, match="unknown player in drop 'C'"):
        lemke_howson(game, {"C": "x"})
    with pytest.raises(GameError, match="unknown action of A in drop 'c0'"):
        lemke_howson(game, {"A": "c0"})
    with pytest.raises(GameError, match="two players and the game has 1"):
        lemke_howson(NormalForm({"A": ["x"]}, {("x",): [1]}))
    module = import_module("caucasus_games.concepts.lemke_howson")
    monkeypatch.setattr(module, "_MOST_STEPS", 1)
    with pytest.raises(GameError, match="takes more than 1 steps: drop the label of another"):
        lemke_howson(game)
