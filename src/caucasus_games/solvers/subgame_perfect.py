r"""Subgame perfect equilibria: a Nash equilibrium in every subgame.

With perfect information each node starts a subgame, so :math:`\sigma` is subgame perfect iff at
every decision :math:`v` of player :math:`i` the action taken is in
:math:`\arg\max_a u_i(\sigma \mid va)` [1]_.

References
----------
.. [1] Selten (1975), Reexamination of the perfectness concept for equilibrium points in extensive
   games. International Journal of Game Theory 4, 25–55.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.results import Solution, certified_tree

_LIMIT = 10_000


@dataclass(frozen=True)
class _Plan:
    """An equilibrium of a subgame: its payoffs, its choice at the top, and the plans below."""

    payoffs: tuple[Fraction, ...]
    choice: tuple[str, str] | None = None
    below: tuple["_Plan", ...] = ()


def subgame_perfect(game: ExtensiveForm) -> Solution:
    """Find every pure subgame perfect equilibrium of a tree with perfect information.

    1. Walk the tree from its ends to its start.
    2. At chance, join the equilibria of the branches in every way, and average the payoffs.
    3. At a decision, join them in every way and keep each action that is best for the player.

    Parameters
    ----------
    game : ExtensiveForm
        A tree in which every information set has one node.

    Returns
    -------
    Solution
        All of them, ties included, certified in every subgame.

    Raises
    ------
    GameError
        If the tree has imperfect information, a symbol has no value, or ties make more than
        10,000 equilibria.

    References
    ----------
    Selten (1975), Reexamination of the perfectness concept for equilibrium points in extensive
    games. International Journal of Game Theory 4, 25–55.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> reply = Decision(
    ...     "Guarantor",
    ...     {
    ...         "intervene": Terminal("contested war", {"Attacker": -1, "Guarantor": -1}),
    ...         "abandon": Terminal("war", {"Attacker": 2, "Guarantor": -2}),
    ...     },
    ... )
    >>> peace = Terminal("peace", {"Attacker": 0, "Guarantor": 0})
    >>> subgame_perfect(ExtensiveForm(Decision("Attacker", {"attack": reply, "refrain": peace})))
    1 subgame perfect equilibrium
      Attacker: refrain → peace (payoffs: Attacker 0, Guarantor 0)
    """
    shared = [name for name, nodes in game.information_sets.items() if len(nodes) > 1]
    if shared:
        raise GameError(
            f"the information set {shared[0]!r} has several nodes: subgame_perfect is for perfect "
            "information; write the simultaneous moves as a NormalForm and use mixed_nash"
        )
    plans: list[list[_Plan]] = [[] for _ in game.vertices]
    for v in reversed(range(len(game.vertices))):
        plans[v] = _solve(game, v, [plans[c] for c in game.vertices[v].children])
    found = tuple(certified_tree(game, _strategies(plan, game)) for plan in plans[0])
    tie = "some player is indifferent: mixtures at its ties may be equilibria too"
    notes = (*((tie,) if len(found) > 1 else ()), *game.parameters.outside(game.values))
    return Solution("subgame perfect", game, found, notes)


def _solve(game: ExtensiveForm, v: int, branches: list[list[_Plan]]) -> list[_Plan]:
    vertex = game.vertices[v]
    if not branches:
        return [_Plan(game.numbers.payoffs[v])]
    if prod(len(branch) for branch in branches) > _LIMIT:
        raise GameError(
            f"ties make more than {_LIMIT:,} subgame perfect equilibria: "
            "choose values that break some of them"
        )
    found: list[_Plan] = []
    for joint in product(*branches):
        if not vertex.player:
            weights = game.numbers.chances[v]
            mean = tuple(
                sum(
                    (w * plan.payoffs[i] for w, plan in zip(weights, joint, strict=True)),
                    Fraction(),
                )
                for i in range(len(game.players))
            )
            found.append(_Plan(mean, None, joint))
            continue
        i = game.players.index(vertex.player)
        top = max(plan.payoffs[i] for plan in joint)
        found.extend(
            _Plan(plan.payoffs, (vertex.information_set, action), joint)
            for action, plan in zip(vertex.branches, joint, strict=True)
            if plan.payoffs[i] == top
        )
    return found


def _strategies(plan: _Plan, game: ExtensiveForm) -> immutabledict[str, str]:
    chosen: dict[str, str] = {}
    stack = [plan]
    while stack:
        here = stack.pop()
        if here.choice:
            chosen[here.choice[0]] = here.choice[1]
        stack.extend(here.below)
    return immutabledict({name: chosen[name] for name in game.information_sets})
