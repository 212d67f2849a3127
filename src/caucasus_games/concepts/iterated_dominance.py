r"""Iterated dominance: drop actions that another is better than, round by round.

In what is left of the game, :math:`a_i'` strictly dominates :math:`a_i` if
:math:`u_i(a_i', a_{-i}) > u_i(a_i, a_{-i})` for every :math:`a_{-i}`; weakly, if never worse and
somewhere better. Strict dominance leaves the same whatever the order; weak dominance may not, so
every round drops all the weakly dominated actions of all players at once and is recorded [1]_. The
dominator may be a mixture of actions. What strict dominance by mixtures leaves is what is a best
reply to some belief on what is left of the others, correlated if they are several: the
rationalizable actions [2]_.

References
----------
.. [1] Fudenberg & Tirole (1991), Game Theory, sections 1.1.2 and 2.1. MIT Press.
.. [2] Pearce (1984), Rationalizable strategic behavior and the problem of perfection. Econometrica
   52, 1029–1050, lemma 3.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.certificates import certified
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.exact import show
from caucasus_games.games import NormalForm
from caucasus_games.results import Solution

Actions = Mapping[str, tuple[str, ...]]


@solution_concept(
    NormalForm,
    games="normal form",
    finds="the actions that survive, strict or weak, by actions or mixtures",
    mixed=False,
)
def iterated_dominance(game: NormalForm, *, weak: bool = False, mixed: bool = False) -> Solution:
    """Drop dominated actions until none is left.

    1. In what is left of the game find every action that another one of its player dominates.
    2. Drop them all, record it, and start again until there are none.

    Parameters
    ----------
    game : NormalForm
        Any number of players and actions.
    weak : bool
        Drop weakly dominated actions too.
    mixed : bool
        Drop what a mixture of actions dominates too; strictly, the rationalizable ones are left.

    Returns
    -------
    Solution
        ``surviving`` and ``steps``; the equilibrium, certified, if one profile is left.

    Raises
    ------
    GameError
        If the game is a tree or a symbol has no value.

    References
    ----------
    Fudenberg & Tirole (1991), Game Theory, sections 1.1.2 and 2.1. MIT Press.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[1, 1, 0], [0, 0, 2]],
    ...     [[0, 2, 1], [3, 1, 0]],
    ...     actions={"A": ["up", "down"], "B": ["left", "middle", "right"]},
    ... )
    >>> iterated_dominance(game)
    1 equilibrium by iterated strict dominance
      A: up; B: middle (payoffs: A 1, B 2)
      round 1: B: middle strictly dominates right
      round 2: A: up strictly dominates down
      round 3: B: middle strictly dominates left
    """
    check_normal_form(game, "iterated_dominance")
    kind = "weak" if weak else "strict"
    by_mixtures = " by mixtures" if mixed else ""
    left: dict[str, tuple[str, ...]] = dict(game.actions)
    steps: list[str] = []
    while found := _dominated(game, left, weak, mixed):
        number = len({step.partition(":")[0] for step in steps}) + 1
        for (player, action), better in found.items():
            steps.append(f"round {number}: {player}: {better} {kind}ly dominates {action}")
        left = {
            player: tuple(a for a in actions if (player, a) not in found)
            for player, actions in left.items()
        }
    one = all(len(actions) == 1 for actions in left.values())
    mixes = {player: immutabledict({actions[0]: Fraction(1)}) for player, actions in left.items()}
    return Solution(
        f"iterated {kind} dominance{by_mixtures}",
        game,
        (certified(game, immutabledict(mixes)),) if one else (),
        game.parameters.outside(game.values),
        immutabledict(left),
        tuple(steps),
    )


def _dominated(
    game: NormalForm, left: Actions, weak: bool, mixed: bool
) -> dict[tuple[str, str], str]:
    found = {}
    for i, (player, actions) in enumerate(left.items()):
        others = [own for j, own in enumerate(left.values()) if j != i]
        columns = {
            action: [game.numbers[(*a[:i], action, *a[i:])][i] for a in product(*others)]
            for action in actions
        }
        for action in actions:
            better = [b for b in actions if _dominates(columns[b], columns[action], weak)]
            # a dominator that is itself undominated always exists, and reads best
            best = [
                b
                for b in better
                if not any(_dominates(columns[c], columns[b], weak) for c in actions)
            ]
            if best:
                found[player, action] = best[0]
            elif mixed and (mixture := _mixture(columns, action, weak)):
                found[player, action] = mixture
    return found


def _mixture(columns: Mapping[str, list[Fraction]], action: str, weak: bool) -> str:
    """Name a mixture that dominates an action, or nothing."""
    gains = {
        other: [a - b for a, b in zip(column, columns[action], strict=True)]
        for other, column in columns.items()
    }
    rows = [
        Constraint(
            {**{other: -gain[c] for other, gain in gains.items()}, "least gain": int(not weak)}
        )
        for c in range(len(columns[action]))
    ]
    whole = Constraint(dict.fromkeys(gains, 1), 1)
    goal = {other: sum(gain) for other, gain in gains.items()} if weak else {"least gain": 1}
    best = maximise(Polytope([*gains, "least gain"], rows, [whole]), goal)
    assert best is not None  # the action itself is a mixture that gains nothing
    if best.value == 0:
        return ""
    return " or ".join(f"{a} {show(best.point[a])}" for a in gains if best.point[a])


def _dominates(one: list[Fraction], two: list[Fraction], weak: bool) -> bool:
    pairs = list(zip(one, two, strict=True))
    if weak:
        return one != two and all(a >= b for a, b in pairs)
    return all(a > b for a, b in pairs)
