r"""Subgame perfection in a tree of perfect information at many draws at once.

A decision takes the branch that is worth most, so that only differences of payoffs count. A subtree
is therefore written as what its players get more, or less, than at its first end: subtrees that
differ by a constant for each player are then alike, and are solved once. This is right unless
somebody is indifferent: two that are alike may then be played in two ways. At draws where a
difference is small beside the largest numbers in the tree it is solved as it is written, with pairs
of a value and a magnitude: what each node is worth, and what it is worth beyond its first end. Two
branches tie if they do by both (:mod:`~caucasus_games.readings.ties`). Each of the best branches is
taken in turn: the first in the run that found the tie, and each other one in a run of its own, with
what was taken at ties before it. So every equilibrium in pure strategies comes up once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import add

import numpy as np
import sympy

from caucasus_games.concepts.fast.nodes import (
    NONE,
    Drawn,
    Node,
    Taken,
    Tree,
    Worth,
    below_of,
    brought,
    or_zero,
    upwards,
    value_of,
)
from caucasus_games.concepts.fast.runs import in_turn
from caucasus_games.concepts.fast.tied_trees import Pairs, Run, with_ties
from caucasus_games.games import ExtensiveForm
from caucasus_games.readings.arrays import filled, on_host
from caucasus_games.readings.compiled import compiled
from caucasus_games.readings.tally import Numbers, Tally, Truth
from caucasus_games.readings.ties import TIE

# a difference that is a smaller share of the largest numbers may be a tie
_NEAR = 1e-9
# of so many draws one shows how large numbers are
_APART = 64


def tree_of(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Tree:
    """Make a tree ready for arrays."""
    rows: dict[sympy.Expr, int] = {}
    paid: dict[sympy.Expr, int] = {}
    first: dict[int, list[sympy.Expr]] = {}
    found: dict[Node, int] = {}
    whole: list[Node] = []
    shared_at: dict[int, int] = {}
    whole_at: dict[int, int] = {}

    def row(formula: sympy.Expr) -> int:
        return rows.setdefault(formula, len(rows)) if formula else NONE

    # where names stand for formulas, differences are written in them
    vertices = game.short or game.vertices
    for v in reversed(range(len(vertices))):
        vertex = vertices[v]
        below = [first[child] for child in vertex.children]
        written = tuple(paid.setdefault(f.xreplace(fixed), len(paid)) for f in vertex.payoffs)
        ends = [sympy.expand_mul(payoff.xreplace(fixed)) for payoff in vertex.payoffs]
        first[v] = below[0] if below else ends
        added = tuple(
            tuple(row(sympy.expand_mul(x - y)) for x, y in zip(own, below[0], strict=True))
            for own in below
        )
        seat = game.players.index(vertex.player) if vertex.player else NONE
        chances = tuple(row(chance.xreplace(fixed)) for chance in vertex.probabilities)
        outcome = NONE if vertex.children else outcomes.index(vertex.outcome)
        shared, own = (
            Node(seat, chances, tuple(at[child] for child in vertex.children), added, outcome)
            for at in (shared_at, whole_at)
        )
        shared_at[v] = found.setdefault(shared, len(found))
        whole_at[v] = len(whole)
        whole.append(replace(own, payoffs=written))
    start = tuple(rows.setdefault(payoff, len(rows)) for payoff in first[0])
    definitions = {sympy.Symbol(name): formula for name, formula in game.definitions.items()}
    formulas = compiled(rows, fixed, definitions)
    return Tree(
        formulas,
        tuple(found),
        tuple(whole),
        start,
        len(outcomes),
        compiled(paid, fixed, definitions),
        formulas.magnitudes,
    )


def tree_equilibria(
    tree: Tree, values: Mapping[str, Numbers], size: int, tie: float = TIE
) -> Tally:
    """Find the subgame perfect equilibria at many draws."""
    tally = Tally.empty(tree.outcomes, len(tree.first), size)
    given = Drawn(*filled(tree.formulas(values), values), size, len(tree.first))
    taken, worth, tied = _quick(tree.shared, given, _near(tree, values))
    tally.add(slice(None), *brought(tree, tree.shared, given, taken, worth))
    draws = np.flatnonzero(np.broadcast_to(on_host(tied), size))
    if not len(draws):
        return tally
    tally.forget(draws)
    own_values = {name: on_host(x)[draws] for name, x in values.items()}
    pairs = Pairs(
        tree.formulas.pairs(own_values, len(draws)), tree.ends.pairs(own_values, len(draws))
    )
    runs = [Run(draws, pairs, {})]
    for run in in_turn(runs, size, "ties make"):
        taken, others = with_ties(tree.whole, run, tie)
        runs += others
        own = Drawn(np, list(run.pairs.added[0]), len(run.draws), len(tree.first))
        worth = upwards(tree.whole, own, taken)
        tally.add(run.draws, *brought(tree, tree.whole, own, taken, worth))
    return tally


def _near(tree: Tree, values: Mapping[str, Numbers]) -> float:
    """Return below what a difference may be a tie: more than any is off by."""
    some = {name: on_host(x[::_APART]) for name, x in values.items()}
    sizes = np.asarray(reduce(add, tree.sizes(some)))
    return float(_NEAR * np.max(sizes, initial=0, where=np.isfinite(sizes)))


def _quick(
    nodes: Sequence[Node], given: Drawn, near: float
) -> tuple[dict[int, Taken], Worth, Truth]:
    """Return what is taken at each decision, what the root is worth, and where there is a tie."""
    xp, zero = given.xp, given.zero
    value: list[Worth] = []
    taken: dict[int, Taken] = {}
    tied = zero > 0
    for v, node in enumerate(nodes):
        below = below_of(node, given, value)
        if node.seat >= 0:
            best = or_zero(below[0][node.seat], zero)
            better: Taken = []
            for branch in below[1:]:
                other = or_zero(branch[node.seat], zero)
                gap = other - best
                tied = tied | (xp.abs(gap) <= near)
                better.append(gap > 0)
                best = xp.maximum(best, other)
            # a branch is taken if it was better than those before and none after it is better yet
            own: Taken = []
            rest = zero == 0
            for own_better in reversed(better):
                own.append(own_better & rest)
                rest = rest & ~own_better
            own = [rest, *reversed(own)]
            taken[v] = own
            # what the player gets is known already
            below = [[best if i == node.seat else x for i, x in enumerate(b)] for b in below]
        value.append(value_of(node, given, below, taken.get(v, [])))
    return taken, value[-1], tied
