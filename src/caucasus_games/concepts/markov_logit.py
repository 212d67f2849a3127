r"""Logit equilibria of a Markov game, all that are found, with index and stability.

Each player's payoffs have a private shock for each action in each state, of the type-1
extreme-value distribution, so that an action is played with a probability proportional to
:math:`e^{\lambda v}` [1]_. There are an odd number of such equilibria in general, whose indices sum
to one, and best replies come back to some of them only [2]_: so they are sought along a path from
precision zero and by Newton's method from many places, and every one that is found is told.

References
----------
.. [1] Rust (1987), Optimal replacement of GMC bus engines. Econometrica 55, 999–1033; Breitmoser,
   Tan & Zizzo (2010), Understanding perpetual R&D races. Economic Theory 44, 445–467.
.. [2] Crisman-Cox & Gibilisco (2018), Audience costs and the dynamics of war and peace. American
   Journal of Political Science 62, 566–580.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caucasus_games.certificates.markov_logit import certified_markov_logit
from caucasus_games.concepts.checks import check_markov
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.concepts.quantal_response import checked_precision
from caucasus_games.errors import GameError
from caucasus_games.games import MarkovGame
from caucasus_games.results import Solution
from caucasus_games.results.markov_logit import MarkovLogit

if TYPE_CHECKING:
    from caucasus_games.concepts.markov_response import Response

# of actions at all spots, and of starts
_MOST_ACTIONS = 300
_MOST_STARTS = 100_000
_TOGETHER = 100
# times as many starts where the indices say that some are left
_TIMES = 10
# two equilibria whose chances differ by less are one
_APART = 1e-7


@solution_concept(
    MarkovGame,
    games="Markov game",
    finds="the logit equilibria that a path and many starts lead to, with index and stability",
    checks={"precision": lambda precision: checked_precision(precision)},
)
def markov_logit(
    game: MarkovGame, precision: float, *, shocks: bool = True, starts: int = 400, seed: int = 0
) -> Solution[MarkovLogit]:
    r"""Find logit equilibria in strategies that depend on the state alone.

    1. Follow the roots of :math:`v = T(v)` by length from payoffs of nothing.
    2. Go to roots from many random places by Newton's method.
    3. Of each root compute the response anew from the strategies, the sign of the determinant that
       is its index, and whether best replies come back to it.

    Parameters
    ----------
    game : MarkovGame
        Any number of players.
    precision : float
        Above zero, per unit of payoff; with shocks of scale one it is one.
    shocks : bool
        Whether shocks are part of payoffs, so that a state is worth :math:`\log \sum e^v`; else
        they are mistakes, and it is worth :math:`\sum p v`.
    starts : int
        How many random places, up to 100,000; ten times as many while the indices do not sum to
        one.
    seed : int
        Of the places.

    Returns
    -------
    Solution
        Those that are found, stable ones first; a note says what the indices sum to.

    Raises
    ------
    GameError
        If the precision is no finite number above zero, a symbol has no value, or the game has more
        than 300 actions in all states.

    References
    ----------
    Crisman-Cox & Gibilisco (2018), Audience costs and the dynamics of war and peace. American
    Journal of Political Science 62, 566–580.

    Examples
    --------
    >>> from caucasus_games.games import MarkovGame, Stage
    >>> meet = Stage(
    ...     {"A": "xy", "B": "xy"},
    ...     {("x", "x"): [3, 3], ("x", "y"): [0, 0], ("y", "x"): [0, 0], ("y", "y"): [2, 2]},
    ...     "again",
    ... )
    >>> found = markov_logit(MarkovGame({"again": meet}, "0.5", players="AB"), 3, starts=40)
    >>> [(one.index, one.stable) for one in found]
    [(1, True), (1, True), (-1, False)]
    """
    # loads NumPy
    from caucasus_games.concepts.markov_response import Response

    wanted = checked_logit(game, precision, starts, "markov_logit")
    response = Response(game, wanted, shocks)
    found = roots_found(response, starts, seed)
    told = [
        certified_markov_logit(
            game,
            response.mixes(x),
            response.worth(x),
            wanted,
            shocks,
            response.index(x),
            response.stable(x),
        )
        for x in found
    ]
    told.sort(key=lambda one: (not one.stable, -one.index))
    total = sum(one.index for one in told)
    alarm = "" if total == 1 else ": they are not all, as those of all sum to 1"
    notes = (
        f"their indices sum to {total}{alarm}; that they sum to 1 is no proof that they are all",
        *game.parameters.outside(game.values),
    )
    return Solution("logit Markov", game, tuple(told), notes, sought="some")


def checked_logit(game: object, precision: float, starts: int, taker: str) -> float:
    """Refuse what logit equilibria are not looked for in; return the precision."""
    check_markov(game, taker)
    assert isinstance(game, MarkovGame)  # as the door made sure
    wanted = checked_precision(precision)
    if wanted == 0:
        raise GameError("the precision is 0: give a finite number above zero")
    if isinstance(starts, bool) or not isinstance(starts, int) or not 0 <= starts <= _MOST_STARTS:
        raise GameError(f"starts is {starts!r}: give a whole number up to {_MOST_STARTS:,}")
    size = sum(len(own) for spot in game.spots for own in spot.actions.values())
    if size > _MOST_ACTIONS:
        raise GameError(
            f"the game has {size:,} actions in all its states and periods, and logit equilibria "
            f"are found for up to {_MOST_ACTIONS}: take markov_perfect, or a shorter horizon"
        )
    return wanted


def roots_found(response: Response, starts: int, seed: int) -> list[Any]:
    """Go to roots along the path and from random places; return each once."""
    import numpy as np

    rng = np.random.default_rng(seed)
    found: list[Any] = []
    apart: list[Any] = []

    def search(places: Any) -> None:
        for x in response.roots(places):
            chances = np.concatenate(response.chances(x))
            if all(np.abs(chances - before).max() > _APART for before in apart):
                apart.append(chances)
                found.append(x)

    search(np.array(list(response.path())).reshape(-1, response.size))
    for first in range(0, _TIMES * starts, _TOGETHER):
        # beyond the starts only as long as some are known to be left
        if first >= starts and sum(map(response.index, found)) == 1:
            break
        search(response.places(rng, min(_TOGETHER, _TIMES * starts - first)))
    return found
