r"""What the record teaches about the numbers: weights on draws, by how likely each makes it.

Players choose with noise: at the logit equilibrium of precision :math:`\lambda` the draw
:math:`\theta` gives the outcome of the observation :math:`k` the probability
:math:`p_k(\theta, \lambda)`. Given the numbers, the moments are taken to be independent; the weight
of a draw from the ranges is then :math:`w(\theta) \propto \prod_k p_k(\theta, \lambda)` [1]_. What
remains of :math:`n` draws is told by the effective sample size :math:`1 / \sum w^2`, and how well
the model with its ranges foresaw the record by the mean of :math:`\prod_k p_k`, the evidence. Seven
dependent moments teach little: a posterior range that is nearly the prior one says so. Where a
player may choose any number it chooses among those of a list, in twenty steps.

References
----------
.. [1] McKelvey & Palfrey (1998), Quantal response equilibria for extensive form games. Experimental
   Economics 1, 9–41.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.concepts import quantal_response
from caucasus_games.errors import GameError
from caucasus_games.evidence.observation import Observation, checked_observations, told_apart
from caucasus_games.evidence.weighed import Posterior, evidence_of
from caucasus_games.exact import fraction
from caucasus_games.games import ExtensiveForm, menu
from caucasus_games.games.kinds import Game
from caucasus_games.models.model import ModelLike, model_of
from caucasus_games.parameters.relation import Given, relations
from caucasus_games.readings.given import given_among
from caucasus_games.sweeps import Run, sweep
from caucasus_games.sweeps.run import HERE, seed_of
from caucasus_games.text.plain import counted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import xarray as xr

    Numbers = npt.NDArray[np.float64]

# of payoffs that are shares of the stake: from nearly even chances to few mistakes
_PRECISIONS = (1, 2, 5, 10, 20)
# into which a number that a player chooses is divided
_STEPS = 20


def posterior(
    model: ModelLike,
    observations: Iterable[Observation],
    *,
    draws: int = 10_000,
    precision: object = None,
    given: Given | None = None,
    seed: int = 0,
    rng: np.random.Generator | int | None = None,
    on: Run = HERE,
) -> Posterior:
    """Weigh draws of the numbers by how likely each makes what was seen.

    1. Draw the numbers from their ranges, the same where they are the same at several moments.
    2. Find the logit equilibrium of each moment's game at each draw.
    3. Multiply the probabilities of what was seen.

    Parameters
    ----------
    model : callable
        From a setup to a game.
    observations : iterable of Observation
        What was seen; see :func:`observations`.
    draws : int
        How many.
    precision : number, optional
        Of the players' choices; by default that of 1, 2, 5, 10 and 20 which makes the record
        most probable.
    given : list of str, optional
        Relations, as for :func:`caucasus_games.sweeps.sweep`: draws at which one does not hold at a
        moment whose game has its numbers are left out.
    seed, rng, on
        As for :func:`caucasus_games.sweeps.sweep`.

    Returns
    -------
    Posterior
        The draws with their weights.

    Raises
    ------
    GameError
        If an observation is not in the model's terms, the logit equilibria of its game are not
        found at draws, or no draw makes the record possible.

    References
    ----------
    McKelvey & Palfrey (1998), Quantal response equilibria for extensive form games. Experimental
    Economics 1, 9–41.

    Examples
    --------
    >>> from caucasus_games.evidence import observations
    >>> from caucasus_games.models import peacekeepers
    >>> seen = observations(peacekeepers)
    >>> found = posterior(peacekeepers, seen, draws=1_000, precision=20, seed=1)
    >>> found.taught().index[0]
    'probe_gain'
    """
    seen = checked_observations(observations, "posterior")
    written = model_of(model, "posterior")
    seed = seed_of(seed, rng)
    games = [_listed(one.game(written)) for one in seen]
    inside = given_among([[game] for game in games], given)
    rates = _PRECISIONS if precision is None else [precision]
    tried: dict[float, Numbers] = {}
    for rate in (fraction(one, "precision") for one in rates):
        solver = quantal_response.given(precision=rate)
        # the same draws at every precision
        found = _joint(
            sweep(game, draws, solver=solver, given=own, seed=seed, on=on)
            for game, own in zip(games, inside, strict=True)
        )
        tried[float(rate)] = _seen(seen, found)
    best = max(tried, key=lambda rate: evidence_of(tried[rate]))
    if not evidence_of(tried[best]):
        raise GameError(
            f"no draw of {counted(draws, 'draw')} makes the record possible: identified says "
            "whether any value does"
        )
    return Posterior(
        written.name,
        seen,
        best,
        _values(seen, games, found),
        tried[best],
        immutabledict(tried),
        relations(given),
    )


def _listed(game: Game) -> Game:
    """List the numbers that players choose, as logit choice is among finitely many."""
    return menu(game, _STEPS) if isinstance(game, ExtensiveForm) and game.offers else game


def _joint(found: Iterable[xr.Dataset]) -> list[xr.Dataset]:
    """Return the draws that are kept at every moment; relations may leave out some."""
    import numpy as np
    import xarray as xr

    # where all are kept they are not named
    named = [
        data if "draw" in data.coords else data.assign_coords(draw=np.arange(data.sizes["draw"]))
        for data in found
    ]
    others = {dim for data in named for dim in data.dims if dim != "draw"}
    joint = list(xr.align(*named, join="inner", exclude=others))
    if not joint[0].sizes["draw"]:
        raise GameError(
            "at no draw what is given holds at every moment: take more draws or other relations"
        )
    return joint


def _seen(seen: Iterable[Observation], found: Iterable[xr.Dataset]) -> Numbers:
    """Return how probable what was seen is at each draw."""
    import numpy as np

    rows = []
    for one, data in zip(seen, found, strict=True):
        own = data.isel(setup=0).sel(outcome=one.outcome)
        # where there are several logit equilibria they count alike
        rows.append((own.probability_low.values + own.probability_high.values).astype(float) / 2)
    return np.stack(rows)


def _values(
    seen: Iterable[Observation], games: Iterable[Game], found: Iterable[xr.Dataset]
) -> dict[str, Numbers]:
    """Return the draws of each number: those with one record are the same at every moment."""
    drawn: dict[tuple[str, Hashable], Numbers] = {}
    moments = []
    for one, game, data in zip(seen, games, found, strict=True):
        own = {
            name: record
            for name, record in game.parameters.items()
            if name in data.coords and data.coords[name].dims == ("draw",)
        }
        drawn = {(name, kind): data.coords[name].values for name, kind in own.items()} | drawn
        moments.append((one.moment, own))
    return {new: drawn[kind] for kind, new in told_apart(moments).items()}
