r"""One Nash equilibrium of two players, by the path of Lemke and Howson.

On the polytopes :math:`P = \{x \ge 0 : B^T x \le 1\}` and :math:`Q = \{y \ge 0 : A y \le 1\}`, with
payoffs above zero, a point has the labels of the actions that are unplayed or best replies. At
:math:`(0, 0)` all labels are there. Dropping one and moving along edges, in :math:`P` and :math:`Q`
by turns, from the label that is there twice, ends at another pair with all labels: an equilibrium
[1]_. Ties between edges are broken lexicographically, so that no pair comes twice, and pivots are
in integers [2]_. The path may be exponentially long, but seldom is.

References
----------
.. [1] Lemke & Howson (1964), Equilibrium points of bimatrix games. Journal of the Society for
   Industrial and Applied Mathematics 12, 413–423.
.. [2] von Stengel (2002), Computing equilibria for two-person games. Handbook of Game Theory 3,
   1723–1759.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from immutabledict import immutabledict

from caucasus_games.certificates import certified
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.concepts.reply_tables import reply_tables
from caucasus_games.errors import GameError, unknown
from caucasus_games.games import NormalForm
from caucasus_games.results import Mix, Solution

# a path of random payoffs takes tens of steps, of a hard family as many as this with 26 actions
_MOST_STEPS = 20_000
_ONE_OF_MANY = (
    "this is one equilibrium: there may be others, and another action to drop may find them"
)


@solution_concept(
    NormalForm,
    games="normal form, two players",
    finds="one Nash equilibrium, however many there are",
)
def lemke_howson(game: NormalForm, drop: Mapping[str, str] | None = None) -> Solution:
    """Find one Nash equilibrium of two players, however many there are.

    1. Start where nobody plays anything, and drop the label of one action.
    2. Pivot by turns in the two best-reply polytopes on the label that is there twice.
    3. Stop when the dropped label is there again, and scale both points to probabilities.

    Parameters
    ----------
    game : NormalForm
        Two players; fifty actions each take seconds.
    drop : mapping of str to str, optional
        A player and the action whose label is dropped; by default the first player's first. Others
        may lead to other equilibria.

    Returns
    -------
    Solution
        One equilibrium, exact and certified.

    Raises
    ------
    GameError
        If the game is a tree or has not two players, a symbol has no value, the player or action
        is unknown, or the path takes more than 20,000 steps.

    References
    ----------
    Lemke & Howson (1964), Equilibrium points of bimatrix games. Journal of the Society for
    Industrial and Applied Mathematics 12, 413–423.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[2, 0], [0, 1]],
    ...     [[1, 0], [0, 2]],
    ...     actions={"A": ["x", "y"], "B": ["x", "y"]},
    ... )
    >>> lemke_howson(game)
    1 Nash equilibrium
      A: x; B: x (payoffs: A 2, B 1)
      note: this is one equilibrium: there may be others, and another action to drop may find them
    >>> lemke_howson(game, drop={"A": "y"}).equilibria[0].path
    'A: y; B: y'
    """
    check_normal_form(game, "lemke_howson")
    if len(game.players) != 2:
        raise GameError(
            f"lemke_howson is for two players and the game has {len(game.players)}: "
            "logit_limit finds one equilibrium of more"
        )
    rows, columns = game.actions.values()
    labels = [(player, action) for player, own in game.actions.items() for action in own]
    dropped = _dropped(game, drop)
    first, second = map(_whole, reply_tables(game.numbers, rows, columns))
    m, n = len(rows), len(columns)
    # the tableau in which the first player's actions enter, and the one with the second's
    tableaux = (
        _Tableau(second, range(m), range(m, m + n)),
        _Tableau(first, range(m, m + n), range(m)),
    )
    entering = labels.index(dropped)
    side = 0 if entering < m else 1
    for _ in range(_MOST_STEPS):
        leaving = tableaux[side].enter(entering)
        if leaving == labels.index(dropped):
            break
        entering, side = leaving, 1 - side
    else:
        raise GameError(
            f"the path takes more than {_MOST_STEPS:,} steps: drop the label of another action, "
            "or take logit_limit"
        )
    mixes = {}
    for player, tableau in zip(game.players, tableaux, strict=True):
        played = {labels[k]: q for k, q in sorted(tableau.point().items())}
        mixes[player] = Mix(
            {
                a: Fraction(q, sum(played.values()))
                for (who, a), q in played.items()
                if who == player
            }
        )
    notes = (_ONE_OF_MANY, *game.parameters.outside(game.values))
    return Solution("Nash", game, (certified(game, immutabledict(mixes)),), notes)


def _dropped(game: NormalForm, drop: Mapping[str, str] | None) -> tuple[str, str]:
    if drop is None:
        return game.players[0], game.actions[game.players[0]][0]
    if len(drop) != 1:
        raise GameError(f"drop names one player and an action of it, and got {dict(drop)}")
    ((player, action),) = drop.items()
    if player not in game.players:
        raise unknown("player in drop", player, game.players)
    if action not in game.actions[player]:
        raise unknown(f"action of {player} in drop", action, game.actions[player])
    return player, action


def _whole(payoffs: Sequence[Sequence[Fraction]]) -> list[list[int]]:
    """Return the payoffs as integers above zero, in the same proportions of their differences."""
    least = min(x for row in payoffs for x in row)
    scale = lcm(*((x - least).denominator for row in payoffs for x in row))
    return [[int((x - least) * scale) + 1 for x in row] for row in payoffs]


class _Tableau:
    """``payoffs @ actions + slacks = 1``, in integers over one denominator; columns by label."""

    def __init__(self, payoffs: list[list[int]], actions: range, slacks: range) -> None:
        self.slacks, self.actions = slacks, actions
        self.basis = list(slacks)
        self.unit = 1
        self.rows = []
        for slack, paid in zip(slacks, payoffs, strict=True):
            row = [0] * (len(actions) + len(slacks)) + [1]
            row[actions.start : actions.stop] = paid
            row[slack] = 1
            self.rows.append(row)

    def enter(self, s: int) -> int:
        """Let a label enter the basis; return the one that leaves it."""
        r = self._leaving(s)
        top = self.rows[r]
        pivot = top[s]
        for i, row in enumerate(self.rows):
            if i != r:
                factor = row[s]
                self.rows[i] = [
                    (pivot * a - factor * b) // self.unit for a, b in zip(row, top, strict=True)
                ]
        self.unit = pivot
        leaving, self.basis[r] = self.basis[r], s
        return leaving

    def _leaving(self, s: int) -> int:
        """Return the row whose bounds, then slacks by turns, are least per unit of the column."""
        left = [r for r, row in enumerate(self.rows) if row[s] > 0]
        columns = iter((-1, *self.slacks))
        while len(left) > 1:
            column = next(columns)
            ratios = {r: Fraction(self.rows[r][column], self.rows[r][s]) for r in left}
            least = min(ratios.values())
            left = [r for r in left if ratios[r] == least]
        return left[0]

    def point(self) -> dict[int, int]:
        """Return the actions played, by label, times one number."""
        return {
            label: row[-1]
            for label, row in zip(self.basis, self.rows, strict=True)
            if label in self.actions and row[-1]
        }
