import importlib
import pickle
import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
import sympy
from immutabledict import immutabledict

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, Terminal
from caucasus_games.certificates import certified_tree
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games.nodes import Node


def end(*payoffs: object, outcome: str = "end") -> Terminal:
    return Terminal(outcome, dict(zip("ABC", payoffs, strict=False)))


def random_tree(rng: random.Random, depth: int) -> Node:
    if depth == 0 or rng.random() < 0.2:
        return end(*(rng.randint(0, 2) for _ in range(3)), outcome=rng.choice("xy"))
    children = [random_tree(rng, depth - 1) for _ in range(2)]
    if rng.random() < 0.25:
        chance = Fraction(rng.randint(0, 3), 3)
        return Chance({"l": (chance, children[0]), "r": (1 - chance, children[1])})
    return Decision(rng.choice("ABC"), dict(zip("lr", children, strict=True)))


def brute_force(game: ExtensiveForm) -> set[tuple[str, ...]]:
    """Check every profile of plans in every subgame by trying every plan of each player there."""
    sets = list(game.information_sets)
    below = {name: group[0].branches for name, group in game.information_sets.items()}

    def value(v: int, plan: dict[str, str]) -> list[Fraction]:
        vertex = game.vertices[v]
        if not vertex.children:
            return list(game.numbers.payoffs[v])
        if vertex.player:
            step = vertex.branches.index(plan[vertex.information_set])
            return value(vertex.children[step], plan)
        parts = [value(c, plan) for c in vertex.children]
        weights = game.numbers.chances[v]
        return [sum((w * x for w, x in zip(weights, xs)), Fraction(0)) for xs in zip(*parts)]  # noqa: B905

    def whole(v: int) -> bool:
        top = game.vertices[v].history
        met = {w.information_set for w in game.vertices if w.history[: len(top)] == top} - {""}
        return all(w.history[: len(top)] == top for h in met for w in game.information_sets[h])

    subgames = [v for v in range(len(game.vertices)) if whole(v)]

    def perfect(plan: dict[str, str]) -> bool:
        for v in subgames:
            got = value(v, plan)
            for i, player in enumerate(game.players):
                own = [s for s in sets if game.information_sets[s][0].player == player]
                for other in product(*(below[s] for s in own)):
                    deviating = {**plan, **dict(zip(own, other, strict=True))}
                    if value(v, deviating)[i] > got[i]:
                        return False
        return True

    plans = product(*(below[s] for s in sets))
    return {p for p in plans if perfect(dict(zip(sets, p, strict=True)))}


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(120))
def test_subgame_perfect_equals_brute_force(seed: int) -> None:
    game = ExtensiveForm(random_tree(random.Random(seed), 3), players=list("ABC"))
    found = [tuple(next(iter(m)) for m in e.strategies.values()) for e in subgame_perfect(game)]
    assert len(set(found)) == len(found)
    assert set(found) == brute_force(game)


def hidden_tree(rng: random.Random, depth: int, path: str = "") -> Node:
    if depth == 0 or rng.random() < 0.1:
        return end(*(rng.randint(0, 2) for _ in range(3)), outcome=rng.choice("xy"))
    first, second, third = rng.sample("ABC", 3)
    third = rng.choice([first, third, ""])

    def last(seen: str) -> Node:
        ends = {a: hidden_tree(rng, depth - 1, f"{path}{seen}{a}") for a in "uv"}
        # the third mover, if there is one, sees the first move at most
        known = seen[0] if third == first else ""
        return Decision(third, ends, f"{third}{path}{known}3") if third else ends["u"]

    after = {a: Decision(second, {b: last(a + b) for b in "st"}, f"{second}{path}2") for a in "lr"}
    if rng.random() < 0.3:
        chance = Fraction(rng.randint(0, 3), 3)
        return Chance({"l": (chance, after["l"]), "r": (1 - chance, after["r"])})
    return Decision(first, after)


def small_hidden_game(seed: int) -> ExtensiveForm:
    rng = random.Random(seed)
    while True:
        try:
            game = ExtensiveForm(hidden_tree(rng, 2), players=list("ABC"))
        except GameError:  # the draw made somebody forget
            continue
        if 2 <= len(game.information_sets) <= 7:
            return game


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(120))
def test_subgame_perfect_with_information_sets_equals_brute_force(seed: int) -> None:
    game = small_hidden_game(seed)
    found = set()
    solution = subgame_perfect(game)
    for equilibrium in solution:
        mixes = [equilibrium.strategies.get(h) for h in game.information_sets]
        if all(mix is None or len(mix) == 1 for mix in mixes):
            sets = game.information_sets.values()
            # a set that is left out is one where any action serves
            found |= set(
                product(
                    *(
                        group[0].branches if mix is None else mix
                        for group, mix in zip(sets, mixes, strict=True)
                    )
                )
            )
    assert found == brute_force(game)


def stage(a: str, b: str, payoffs: dict[str, tuple[int, ...]]) -> Decision:
    return Decision(
        a,
        {x: Decision(b, {y: end(*payoffs[x + y]) for y in "st"}, f"{b}!") for x in "lr"},
        information_set=f"{a}!",
    )


def test_matching_pennies_in_a_subgame_is_played_half_and_half() -> None:
    pennies = stage("A", "B", {"ls": (1, -1), "lt": (-1, 1), "rs": (-1, 1), "rt": (1, -1)})
    game = ExtensiveForm(Decision("B", {"in": pennies, "out": end(0, -1)}))
    (only,) = subgame_perfect(game).exact
    assert only.strategies["A!"] == {"l": Fraction(1, 2), "r": Fraction(1, 2)}
    assert only.payoffs == {"A": 0, "B": 0}
    assert only.path.startswith("B: in")
    assert "if A: l (0.5)" in only.path


def test_mixed_equilibria_of_three_players_at_once_are_left_to_others_and_it_says_so() -> None:
    crowd = Decision(
        "A",
        {
            a: Decision(
                "B",
                {b: Decision("C", {c: end(0, 0, 0) for c in "xy"}, "C!") for b in "st"},
                "B!",
            )
            for a in "lr"
        },
    )
    solution = subgame_perfect(ExtensiveForm(crowd))
    assert len(solution) == 8
    assert "three or more players" in solution.notes[0]


def test_a_mixture_that_is_no_equilibrium_is_caught() -> None:
    pennies = stage("A", "B", {"ls": (1, -1), "lt": (-1, 1), "rs": (-1, 1), "rt": (1, -1)})
    one = Fraction(1)
    sure = immutabledict({"A!": immutabledict({"l": one}), "B!": immutabledict({"t": one})})
    with pytest.raises(GameError, match="A gains 2 by deviating"):
        certified_tree(ExtensiveForm(pennies), sure)


def test_a_tie_lists_both_and_says_so() -> None:
    solution = subgame_perfect(ExtensiveForm(Decision("A", {"x": end(1), "y": end(1)})))
    assert [e.path for e in solution] == ["A: x → end", "A: y → end"]
    assert "indifferent" in solution.notes[0]


def test_a_deep_tree_is_solved_without_recursion() -> None:
    node: Node = end(1)
    for _ in range(1000):
        node = Decision("A", {"go": node, "stop": end(0)})
    (only,) = subgame_perfect(ExtensiveForm(node)).equilibria
    assert only.payoffs["A"] == 1
    with pytest.raises(GameError, match="more than 1,000 moves in a row"):
        ExtensiveForm(Decision("A", {"go": node}))


def test_a_tree_with_too_many_nodes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caucasus_games.games.vertices.MOST_NODES", 3)
    ExtensiveForm(Decision("A", {"x": end(1), "y": end(0)}))
    with pytest.raises(GameError, match="or 3 nodes: write a shorter game"):
        ExtensiveForm(Decision("A", {"x": end(1), "y": end(0), "z": end(0)}))


def forgetful() -> list[ExtensiveForm]:
    """A player who forgets its own move, what it knew, and whether it has passed already."""
    move = Decision("A", {"x": end(1), "y": end(0)}, "last")
    known = Chance({e: ("1/2", Decision("A", {e: move}, f"told {e}")) for e in ("l", "r")})
    second = Decision("A", {"on": end(1), "exit": end(4)}, "road")
    driver = Decision("A", {"on": second, "exit": end(0)}, "road")
    games: list[Node] = [Decision("A", {"l": move, "r": move}), known, driver]
    return [ExtensiveForm(root) for root in games]


def test_a_player_who_forgets_is_a_tree_but_no_solver_takes_it() -> None:
    for game, name in zip(forgetful(), ("last", "last", "road"), strict=True):
        assert game.forgotten == name
        with pytest.raises(GameError, match=f"perfect recall, and in the information set '{name}'"):
            subgame_perfect(game)
    assert not ExtensiveForm(Decision("A", {"x": end(1)})).forgotten


x = sympy.Symbol("x")


def lottery(chance: object) -> ExtensiveForm:
    return ExtensiveForm(
        Chance({"won": (chance, end(1, outcome="w")), "lost": (1 - x, end(0, outcome="l"))}),
        players=["A"],
    )


def test_trees_are_values() -> None:
    game = lottery(x).at({"x": "1/3"})
    assert pickle.loads(pickle.dumps(game)) == game
    assert subgame_perfect(game).equilibria[0].path == "if won (≈0.333): w; if lost (≈0.667): l"
    assert repr(game) == "tree of A: 0 decisions, 1 chance move, 2 ends"
    assert repr(ExtensiveForm(end(1), ["A"], title="t")) == (
        "t: tree of A: 0 decisions, 0 chance moves, 1 end"
    )


def hidden(first: str, second: str, names: tuple[str, str] = ("l", "r")) -> ExtensiveForm:
    top = Decision(first, {"l": end(0, 0), "r": end(0, 0)}, information_set="h")
    low = Decision(second, {names[0]: end(0, 0), names[1]: end(0, 0)}, information_set="h")
    return ExtensiveForm(Decision("A", {"l": top, "r": low}), ["A", "B"])


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: ExtensiveForm(Decision("A", {"x": end()})), "no payoff for A after x"),
        (lambda: ExtensiveForm(Decision("A", {"x": end(1, 2)})), "unknown player in the payoffs"),
        (lambda: ExtensiveForm(Decision("A", {}), ["A"]), "no branches"),
        (lambda: ExtensiveForm(Decision("A", {"x": end(1)}), ["B"]), "unknown player after"),
        (lambda: ExtensiveForm(Decision("A", {"x": end(0.1)})), "write '0.1'"),
        (lambda: lottery(x / 2), "they must sum to 1"),
        (lambda: lottery(x).at({"x": 2}).numbers, "each must lie between 0 and 1"),
        (lambda: lottery(x).numbers, "no value for x"),
        (
            lambda: ExtensiveForm(Decision("A", {"go": end(sympy.sqrt(x))})).at({"x": 2}).numbers,
            r"payoff of A after go is sqrt\(2\) at these values: a finite rational is needed",
        ),
        (
            lambda: (
                ExtensiveForm(
                    Chance({"won": (sympy.sqrt(x), end(1)), "lost": (1 - sympy.sqrt(x), end(0))}),
                    ["A"],
                )
                .at({"x": "1/2"})
                .numbers
            ),
            r"probability of 'won' after the start is sqrt\(2\)/2 at these values",
        ),
        (lambda: ExtensiveForm("x"), "the start leads to 'x'"),  # type: ignore[arg-type]
        (lambda: Decision("A", {"x": 3}), "A's 'x' leads to 3"),  # type: ignore[dict-item]
        (lambda: Chance({"x": "1/2"}), "a pair of its probability and a node"),  # type: ignore[dict-item]
        (lambda: Chance({"x": (1, 2)}), "the event 'x' leads to 2"),  # type: ignore[dict-item]
        (lambda: hidden("B", "A"), "its nodes need one player and the same actions"),
        (lambda: hidden("B", "B", ("l", "m")), "its nodes need one player and the same actions"),
    ],
)
def test_a_bad_tree_is_refused_in_a_sentence(build: Callable[[], object], sentence: str) -> None:
    with pytest.raises(GameError, match=sentence):
        build()


def test_too_many_ties_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("continuation", "moves_at_once"):
        monkeypatch.setattr(
            importlib.import_module(f"caucasus_games.concepts.{module}"), "_LIMIT", 3
        )
    tie = Decision("A", {"x": end(0), "y": end(0)})
    with pytest.raises(GameError, match="more than 3 combinations of plans"):
        subgame_perfect(
            ExtensiveForm(stage("A", "B", dict.fromkeys(("ls", "lt", "rs", "rt"), (0, 0))))
        )
    with pytest.raises(GameError, match="ties make more than 3"):
        subgame_perfect(ExtensiveForm(Decision("A", {"l": tie, "r": tie})))
