r"""Sequential equilibria: perfect Bayesian ones whose beliefs come from vanishing mistakes.

The strategies are those of a weak perfect Bayesian equilibrium. Beliefs are consistent iff there
are an order :math:`k_a \ge 1` and a weight :math:`w_a > 0` for every action that is not played,
such that at each information set :math:`\mu(x) \propto w(x)` on the nodes where :math:`k(x)` is
least and zero elsewhere [1]_. That the strategies are best there is linear in :math:`\mu`, so
whether such numbers exist is a question about polynomials in :math:`w` and linear inequalities in
:math:`k`, which is decidable [2]_.

References
----------
.. [1] Kreps & Wilson (1982), Sequential equilibria. Econometrica 50, 863–894.
.. [2] Jovanović & de Moura (2012), Solving non-linear arithmetic. IJCAR 2012, Lecture Notes in
   Computer Science 7364, 339–354.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from caucasus_games.algebra import Constraint
from caucasus_games.certificates import certified_sequential
from caucasus_games.concepts.checks import check_tree
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.concepts.perfect_bayesian import perfect_bayesian
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.results import Equilibrium, Mistake, SequentialEquilibrium, Solution
from caucasus_games.text.plain import counted

# steps of the decision procedure, which are the same on every machine: for one equilibrium, and
# for all of a game
_EFFORT, _TOTAL = 50_000_000, 200_000_000
# what to try for a weight that was found irrational
_SIMPLE = ("1", "2", "1/2", "3", "1/3", "4", "1/4")

Action = tuple[str, str]


@dataclass(frozen=True)
class _Node:
    """A node as its information set sees it: how likely, after which mistakes."""

    label: str
    weight: Fraction
    mistakes: tuple[Action, ...]


@dataclass(frozen=True)
class _Set:
    """An information set off the path, and what its belief must satisfy."""

    nodes: tuple[_Node, ...]
    at_most: tuple[Constraint, ...]


@solution_concept(
    ExtensiveForm,
    games="tree",
    finds="which of the perfect Bayesian equilibria are sequential, with the mistakes that "
    "prove it",
)
def sequential(game: ExtensiveForm) -> Solution[SequentialEquilibrium]:
    """Find the perfect Bayesian equilibria that are sequential.

    1. Find the perfect Bayesian equilibria with all beliefs that support them.
    2. At the information sets that play does not reach, ask for mistakes that lead to one of these
       beliefs everywhere at once; what all nodes of a set have in common cancels.
    3. Decide it exactly, and certify the mistakes that are found.

    Parameters
    ----------
    game : ExtensiveForm
        Any tree; an event of probability zero is taken for impossible, whatever the mistakes.

    Returns
    -------
    Solution
        Those that pass, each a :class:`~caucasus_games.results.SequentialEquilibrium` with the
        mistakes that prove it; ``steps`` names the others.

    Raises
    ------
    GameError
        If the game is no tree, a symbol has no value, or the search or the decision takes too long.

    References
    ----------
    Kreps & Wilson (1982), Sequential equilibria. Econometrica 50, 863–894.

    Examples
    --------
    A pledges without knowing whether it is strong; B must not read weakness into a pledge.

    >>> from caucasus_games.games import Chance, Decision, Terminal
    >>> def pledge(fight: int) -> Decision:
    ...     ends = {"fight": Terminal("war", {"A": -1, "B": fight})}
    ...     ends["yield"] = Terminal("peace", {"A": 1, "B": 0})
    ...     silent = Terminal("peace", {"A": 0, "B": 1})
    ...     return Decision("A", {"pledge": Decision("B", ends, "pledged"), "silence": silent}, "A")
    >>> game = ExtensiveForm(Chance({"strong": ("2/3", pledge(-1)), "weak": ("1/3", pledge(1))}))
    >>> [str(equilibrium.payoffs["A"]) for equilibrium in perfect_bayesian(game)]
    ['0', '1']
    >>> [str(equilibrium.payoffs["A"]) for equilibrium in sequential(game)]
    ['1']
    """
    check_tree(game, "sequential")
    found = perfect_bayesian(game)
    passed, steps = [], []
    for equilibrium in found:
        mistakes = _mistakes(_hidden_sets(game, equilibrium), _TOTAL // len(found))
        if mistakes is None:
            steps.append(f"not sequential, for no mistakes lead to its beliefs: {equilibrium!r}")
            continue
        own = {
            name: {
                action: mistakes.get((name, action), Mistake(1, Fraction(1)))
                for action in group[0].branches
                if action not in equilibrium.strategies[name]
            }
            for name, group in game.information_sets.items()
        }
        passed.append(certified_sequential(game, equilibrium, own))
    # of mixed replies to messages that nobody sends only some are listed
    sought = found.sought if found.sought == "pure" or passed else "some"
    return Solution(
        "sequential", game, tuple(passed), found.notes, steps=tuple(steps), sought=sought
    )


def _hidden_sets(game: ExtensiveForm, equilibrium: Equilibrium) -> list[_Set]:
    """Return the sets off the path at which not every belief serves."""
    ways: list[tuple[Fraction, tuple[Action, ...]]] = [(Fraction(1), ())] * len(game.vertices)
    sets: dict[str, list[int]] = {}
    for v, vertex in enumerate(game.vertices):
        name = vertex.information_set
        if vertex.player:
            sets.setdefault(name, []).append(v)
        weight, before = ways[v]
        for k, child in enumerate(vertex.children):
            action = vertex.branches[k]
            if not vertex.player:
                ways[child] = (weight * game.numbers.chances[v][k], before)
            elif action in equilibrium.strategies[name]:
                ways[child] = (weight * equilibrium.strategies[name][action], before)
            else:
                ways[child] = (weight, (*before, (name, action)))
    found = []
    for name, nodes in sets.items():
        allowed = equilibrium.beliefs[name]
        possible = {x: ways[v] for x, v in zip(allowed.labels, nodes, strict=True) if ways[v][0]}
        if allowed.at_most and possible and all(before for _, before in possible.values()):
            shared = _shared(before for _, before in possible.values())
            seen = [
                _Node(label, weight, tuple((Counter(before) - shared).elements()))
                for label, (weight, before) in possible.items()
            ]
            found.append(_Set(tuple(seen), allowed.at_most))
    return found


def _shared(paths: Iterable[tuple[Action, ...]]) -> Counter[Action]:
    first, *others = map(Counter, paths)
    for other in others:
        first &= other
    return first


def _mistakes(sets: list[_Set], most: int = _TOTAL) -> dict[Action, Mistake] | None:
    """Return orders and weights that give every set a belief it allows, or None."""
    import z3

    # no two threads may use one
    context = z3.Context()
    solver = z3.SolverFor("QF_NRA", ctx=context)
    solver.set("rlimit", min(_EFFORT, most))
    actions = list(dict.fromkeys(a for one in sets for node in one.nodes for a in node.mistakes))
    order = {action: z3.Real(f"k{i}", ctx=context) for i, action in enumerate(actions)}
    weight = {action: z3.Real(f"w{i}", ctx=context) for i, action in enumerate(actions)}
    for action in actions:
        solver.add(order[action] >= 1, weight[action] > 0)
    for i, one in enumerate(sets):
        masses = _weigh(solver, one, str(i), order, weight)
        for constraint in one.at_most:
            gains = constraint.weights.items()
            gain = z3.Sum(
                [_real(g, context) * masses[label] for label, g in gains if label in masses]
            )
            bound = _real(constraint.bound, context)
            solver.add(gain <= bound * z3.Sum(list(masses.values())))
    answer = solver.check()
    if answer == z3.unsat:
        return None
    if answer != z3.sat:
        raise GameError(
            f"sequential could not decide {counted(len(sets), 'information set')} off the path "
            f"with {counted(len(actions), 'mistake')}: split the game, or use perfect_bayesian"
        )
    orders, weights = _numbers(solver, order), _numbers(solver, weight)
    whole = lcm(*(k.denominator for k in orders.values()))
    return {a: Mistake(int(orders[a] * whole), weights[a]) for a in actions}


def _weigh(
    solver: Any, one: _Set, name: str, order: Mapping[Action, Any], weight: Mapping[Action, Any]
) -> dict[str, Any]:
    """Have a solver know how much the nodes of a set weigh: those of the least order alone."""
    import z3

    context = solver.ctx
    least = z3.Real(f"least{name}", ctx=context)
    masses: dict[str, Any] = {}
    here = []
    for j, node in enumerate(one.nodes):
        counts = z3.Bool(f"counts{name}_{j}", ctx=context)
        mass = z3.Real(f"mass{name}_{j}", ctx=context)
        total = z3.Sum([order[a] for a in node.mistakes])
        product = z3.Product([_real(node.weight, context), *(weight[a] for a in node.mistakes)])
        solver.add(z3.Implies(counts, z3.And(total == least, mass == product)))
        solver.add(z3.Implies(z3.Not(counts), z3.And(total > least, mass == 0)))
        masses[node.label] = mass
        here.append(counts)
    solver.add(z3.Or(here))
    return masses


def _numbers(solver: Any, unknowns: dict[Action, Any]) -> dict[Action, Fraction]:
    """Return rational values, and hold the solver to them."""
    import z3

    for unknown in unknowns.values():
        found = solver.model().eval(unknown, model_completion=True)
        for value in (found, *(z3.RealVal(one, solver.ctx) for one in _SIMPLE)):
            if z3.is_rational_value(value) and solver.check(unknown == value) == z3.sat:
                solver.add(unknown == value)
                solver.check()
                break
        else:
            raise GameError(
                "sequential found beliefs that only irrational mistakes give, and cannot certify "
                "them: choose values that break ties, or use perfect_bayesian"
            )
    model = solver.model()
    values = {action: model.eval(unknown) for action, unknown in unknowns.items()}
    return {
        action: Fraction(value.numerator_as_long(), value.denominator_as_long())
        for action, value in values.items()
    }


def _real(number: Fraction, context: Any) -> Any:
    import z3

    return z3.Q(number.numerator, number.denominator, context)
