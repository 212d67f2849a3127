"""Names, order and units carry no meaning: they change the labels of an answer, nothing else."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caucasus_games import Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.concepts import iterated_dominance, mixed_nash, pure_nash, subgame_perfect
from caucasus_games.games.nodes import Node
from caucasus_games.results import Solution, Solved

pytestmark = pytest.mark.no_cover

Answer = frozenset[frozenset[tuple[str, str, Fraction]]]

small = st.integers(-3, 3)
sizes = st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def bimatrices(draw: st.DrawFn) -> NormalForm:
    m, n = draw(sizes)
    actions = {"A": [f"a{i}" for i in range(m)], "B": [f"b{j}" for j in range(n)]}
    return NormalForm(
        actions, {p: draw(st.tuples(small, small)) for p in product(*actions.values())}
    )


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Node:
    if depth == 0 or draw(st.booleans()):
        return Terminal(draw(st.sampled_from("xy")), {"A": draw(small), "B": draw(small)})
    children = {action: draw(trees(depth - 1)) for action in ("l", "r")}
    return Decision(draw(st.sampled_from("AB")), children)


def said(solution: Solution[Solved], names: dict[str, str] | None = None) -> Answer:
    swap = names or {}
    return frozenset(
        frozenset(
            (swap.get(who, who), swap.get(action, action), chance)
            for who, mix in equilibrium.strategies.items()
            for action, chance in mix.items()
        )
        for equilibrium in solution.exact
    )


@given(bimatrices())
def test_swapping_the_players_swaps_the_answer(game: NormalForm) -> None:
    swapped = NormalForm(
        {player: game.actions[player] for player in reversed(game.players)},
        {p[::-1]: payoffs[::-1] for p, payoffs in game.payoffs.items()},
    )
    for solver in (pure_nash, mixed_nash, iterated_dominance):
        assert said(solver(game)) == said(solver(swapped))


@given(bimatrices())
def test_permuting_and_renaming_actions_changes_labels_only(game: NormalForm) -> None:
    names = {a: f"{a} renamed" for actions in game.actions.values() for a in actions}
    mixed = {p: [names[a] for a in reversed(actions)] for p, actions in game.actions.items()}
    renamed = NormalForm(
        mixed, {tuple(names[a] for a in p): payoffs for p, payoffs in game.payoffs.items()}
    )
    for solver in (pure_nash, mixed_nash, iterated_dominance):
        assert said(solver(game), names) == said(solver(renamed))


@given(bimatrices(), st.integers(1, 5), small)
def test_the_unit_of_a_payoff_does_not_matter(game: NormalForm, scale: int, shift: int) -> None:
    moved = NormalForm(
        game.actions, {p: (a * Fraction(scale, 7) + shift, b) for p, (a, b) in game.numbers.items()}
    )
    for solver in (pure_nash, mixed_nash, iterated_dominance):
        assert said(solver(game)) == said(solver(moved))


@given(bimatrices())
def test_pure_equilibria_are_the_pure_ones_among_the_mixed(game: NormalForm) -> None:
    pure = {e for e in said(mixed_nash(game)) if all(chance == 1 for _, _, chance in e)}
    assert pure == said(pure_nash(game))


@settings(deadline=None)
@given(trees(), st.integers(1, 5), small)
def test_the_unit_of_a_payoff_does_not_matter_in_a_tree(root: Node, scale: int, shift: int) -> None:
    def moved(node: Node) -> Node:
        if isinstance(node, Decision):
            return Decision(node.player, {a: moved(child) for a, child in node.actions.items()})
        assert isinstance(node, Terminal)
        a = Fraction(str(node.payoffs["A"])) * scale + shift
        return Terminal(node.outcome, {**node.payoffs, "A": a})

    one = ExtensiveForm(root, ["A", "B"])
    two = ExtensiveForm(moved(root), ["A", "B"])
    assert said(subgame_perfect(one)) == said(subgame_perfect(two))


@settings(deadline=None)
@given(bimatrices())
def test_two_who_move_at_once_in_a_tree_play_the_normal_form(game: NormalForm) -> None:
    rows, columns = game.actions.values()
    tree = Decision(
        "A",
        {
            r: Decision(
                "B",
                {
                    c: Terminal("end", dict(zip("AB", game.numbers[r, c], strict=True)))
                    for c in columns
                },
                information_set="B",
            )
            for r in rows
        },
        information_set="A",
    )
    assert said(subgame_perfect(ExtensiveForm(tree, ["A", "B"]))) == said(mixed_nash(game))
