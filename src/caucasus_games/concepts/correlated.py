r"""Correlated equilibria: a mediator draws a profile and tells each player the own action.

The distributions :math:`\pi` that nobody gains by departing from are a polytope:

.. math:: \sum_{a_{-i}} \pi(a_i, a_{-i}) [u_i(a_i', a_{-i}) - u_i(a_i, a_{-i})] \le 0
   \text{ for every } i, a_i, a_i'.

In a coarse one a player decides before being told, and the sum runs over :math:`a_i` too [1]_.

References
----------
.. [1] Aumann (1974), Subjectivity and correlation in randomized strategies. Journal of Mathematical
   Economics 1, 67–96; Moulin & Vial (1978), Strategically zero-sum games. International Journal of
   Game Theory 7, 201–221.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.certificates import certified_correlated
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.errors import unknown
from caucasus_games.exact import fraction
from caucasus_games.games import NormalForm
from caucasus_games.games.labels import labelled
from caucasus_games.results import CorrelatedEquilibrium, Solution


@solution_concept(
    NormalForm,
    games="normal form",
    finds="the correlated equilibrium, coarse or not, that is best for a weighted sum of payoffs, "
    "or for whoever gets least",
)
def correlated(
    game: NormalForm,
    objective: Mapping[str, object] | Literal["egalitarian"] | None = None,
    *,
    coarse: bool = False,
) -> Solution[CorrelatedEquilibrium]:
    """Find the correlated equilibrium that is best for a weighted sum of payoffs.

    1. Write the conditions that nobody gains: a polytope of distributions on profiles.
    2. Maximise the sum on it, exactly; for the egalitarian one the least payoff, and then the sum
       where that is as large as it can be.

    Parameters
    ----------
    game : NormalForm
        Any number of players.
    objective : mapping of str to exact number or "egalitarian", optional
        The weight of each player's payoff, negative for the least; by default 1 for all. The
        egalitarian one gives whoever gets least as much as can be.
    coarse : bool
        Whether players decide before they are told.

    Returns
    -------
    Solution
        One :class:`~caucasus_games.results.CorrelatedEquilibrium`, certified.

    Raises
    ------
    GameError
        If the game is a tree, a symbol has no value or a player or an objective is unknown.

    References
    ----------
    Aumann (1974), Subjectivity and correlation in randomized strategies. Journal of Mathematical
    Economics 1, 67–96.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[6, 2], [7, 0]],
    ...     [[6, 7], [2, 0]],
    ...     actions={"A": ["yield", "dare"], "B": ["yield", "dare"]},
    ... )
    >>> correlated(game)
    1 correlated equilibrium found
      (yield, yield) 0.5; (yield, dare) 0.25; (dare, yield) 0.25 (payoffs: A 5.25, B 5.25)

    What is best for one may leave the other little; the egalitarian one does not.

    >>> correlated(game, {"A": 1}).equilibria[0].payoffs["B"]
    Fraction(2, 1)
    >>> correlated(game, "egalitarian").equilibria[0].payoffs["B"]
    Fraction(21, 4)
    """
    check_normal_form(game, "correlated")
    polytope = correlated_polytope(game, coarse=coarse)
    weights = dict.fromkeys(game.players, Fraction(1))
    if isinstance(objective, str):
        if objective != "egalitarian":
            raise unknown("objective", objective, ["egalitarian"])
        polytope = _fairest(game, polytope)
    elif objective is not None:
        given = labelled(objective, "a player in the objective", "the weights of the objective")
        for player in given:
            if player not in game.players:
                raise unknown("player in the objective", player, game.players)
        weights = {p: fraction(given.get(p, 0), f"weight of {p}") for p in game.players}
    profiles = {_label(profile): profile for profile in game.numbers}
    goal = {
        label: sum(
            (w * x for w, x in zip(weights.values(), game.numbers[profile], strict=True)),
            Fraction(0),
        )
        for label, profile in profiles.items()
    }
    best = maximise(polytope, goal)
    assert best is not None  # every game has a Nash equilibrium
    found = certified_correlated(
        game, {profiles[label]: chance for label, chance in best.point.items()}, coarse=coarse
    )
    concept = "coarse correlated" if coarse else "correlated"
    notes = game.parameters.outside(game.values)
    return Solution(concept, game, (found,), notes, sought="some")


def _fairest(game: NormalForm, polytope: Polytope) -> Polytope:
    """Return the part of the polytope in which the least payoff is as large as it can be."""
    lowest = min(x for paid in game.numbers.values() for x in paid)
    floors = [
        {_label(profile): lowest - paid[i] for profile, paid in game.numbers.items()}
        for i in range(len(game.players))
    ]
    # every payoff is at least what all get more than the lowest of the table
    held = [Constraint({"least": 1, **floor}) for floor in floors]
    wider = Polytope([*polytope.labels, "least"], [*polytope.at_most, *held], polytope.equal)
    best = maximise(wider, {"least": 1})
    assert best is not None  # every game has a Nash equilibrium
    kept = [Constraint(floor, -best.value) for floor in floors]
    return Polytope(polytope.labels, [*polytope.at_most, *kept], polytope.equal)


def correlated_polytope(game: NormalForm, *, coarse: bool = False) -> Polytope:
    """Return all correlated equilibria, as a polytope of distributions on profiles.

    1. For each player, action and other action, one inequality; for a coarse one, one for each
       player and action.

    Parameters
    ----------
    game : NormalForm
        Any number of players.
    coarse : bool
        Whether players decide before they are told.

    Returns
    -------
    Polytope
        Over the profiles, labelled ``"(action, action)"``; ``vertices`` lists the extreme ones.

    Raises
    ------
    GameError
        If the game is a tree or a symbol has no value.

    References
    ----------
    Aumann (1974), Subjectivity and correlation in randomized strategies. Journal of Mathematical
    Economics 1, 67–96.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[6, 2], [7, 0]],
    ...     [[6, 7], [2, 0]],
    ...     actions={"A": ["yield", "dare"], "B": ["yield", "dare"]},
    ... )
    >>> len(correlated_polytope(game).vertices)
    5
    """
    check_normal_form(game, "correlated_polytope")
    rows = []
    for i, player in enumerate(game.players):
        for told in ("",) if coarse else game.actions[player]:
            for other in game.actions[player]:
                row = {}
                for profile, payoffs in game.numbers.items():
                    if coarse or profile[i] == told:
                        changed = game.numbers[(*profile[:i], other, *profile[i + 1 :])]
                        row[_label(profile)] = changed[i] - payoffs[i]
                if any(row.values()):
                    rows.append(Constraint(row))
    labels = [_label(profile) for profile in game.numbers]
    return Polytope(labels, rows, [Constraint(dict.fromkeys(labels, 1), 1)])


def _label(profile: tuple[str, ...]) -> str:
    return f"({', '.join(profile)})"
