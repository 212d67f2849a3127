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

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.concepts import quantal_response
from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence.observation import Observation, checked_observations, told_apart
from caucasus_games.exact import fraction
from caucasus_games.games import ExtensiveForm, menu
from caucasus_games.games.kinds import Game
from caucasus_games.models.model import ModelLike, model_of
from caucasus_games.sweeps import Run, sweep
from caucasus_games.sweeps.run import HERE, seed_of
from caucasus_games.text.plain import counted, plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    import xarray as xr

    Numbers = npt.NDArray[np.float64]

# of payoffs that are shares of the stake: from nearly even chances to few mistakes
_PRECISIONS = (1, 2, 5, 10, 20)
# into which a number that a player chooses is divided
_STEPS = 20


@dataclass(frozen=True, repr=False, eq=False)
class Posterior:
    """Draws of the numbers with weights by what was seen.

    Parameters
    ----------
    model : str
        The model.
    observations : tuple of Observation
        What was seen.
    precision : float
        Of the players' choices.
    values : mapping of str to numpy.ndarray
        The draws of each number; one that is another at another moment ends in the moment. Shape
        ``(draws,)``.
    likelihoods : numpy.ndarray
        How probable each observation is at each draw; shape ``(observations, draws)``.
    profile : immutabledict of float to float
        The evidence at each precision that was tried.
    """

    model: str
    observations: tuple[Observation, ...]
    precision: float
    values: Mapping[str, Numbers]
    likelihoods: Numbers
    profile: immutabledict[float, float]

    @cached_property
    def weights(self) -> Numbers:
        """The weight of each draw; they add up to one. Shape ``(draws,)``."""
        return _weights(self.likelihoods)

    @property
    def effective(self) -> float:
        """The effective sample size: how many draws of equal weight are worth as much."""
        return float(1 / (self.weights**2).sum())

    @property
    def evidence(self) -> float:
        """How probable the record is, on average over the draws."""
        return float(self.likelihoods.prod(axis=0).mean())

    def mean(self, name: str) -> float:
        """Return the mean of a number.

        Parameters
        ----------
        name : str
            The number.

        Returns
        -------
        float
            In its unit.

        Raises
        ------
        GameError
            If it is unknown.
        """
        return float(self._drawn(name) @ self.weights)

    def interval(self, name: str, share: float = 0.9) -> tuple[float, float]:
        """Return the range that holds a share of the weight, with as much below it as above.

        Parameters
        ----------
        name : str
            The number.
        share : float
            Between 0 and 1.

        Returns
        -------
        tuple of float
            Low and high.

        Raises
        ------
        GameError
            If the number is unknown or the share is none.
        """
        import numpy as np

        if not 0 < share < 1:
            raise GameError(f"share is {share!r}: give a number between 0 and 1")
        drawn = self._drawn(name)
        order = np.argsort(drawn)
        below = np.cumsum(self.weights[order])
        tail = (1 - share) / 2
        places = np.minimum(np.searchsorted(below, [tail, 1 - tail]), len(order) - 1)
        low, high = np.sort(drawn).take(places).tolist()
        return low, high

    def taught(self) -> pd.DataFrame:
        """Return how far each observation alone moves the mean of each number.

        Returns
        -------
        pandas.DataFrame
            One row for each number and one column for each moment and for all together, in standard
            deviations of the prior; the number that is moved furthest comes first.
        """
        import pandas as pd

        alone = [_weights(own[None]) for own in self.likelihoods]
        rows = {}
        for name, drawn in self.values.items():
            spread = drawn.std()
            moves = [(drawn @ own - drawn.mean()) / spread for own in (*alone, self.weights)]
            rows[name] = [float(move) for move in moves]
        columns = [*(one.moment for one in self.observations), "all"]
        found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        return found.sort_values("all", key=abs, ascending=False)

    def to_xarray(self) -> xr.Dataset:
        """Return the draws with their weights and the likelihoods, as other packages take them.

        Returns
        -------
        xarray.Dataset
            Numbers and ``weight`` by ``draw``, ``log_likelihood`` by ``moment`` and ``draw``.
        """
        import numpy as np
        import xarray as xr

        with np.errstate(divide="ignore"):
            logs = np.log(self.likelihoods)
        return xr.Dataset(
            {
                **{name: ("draw", drawn) for name, drawn in self.values.items()},
                "weight": ("draw", self.weights),
                "log_likelihood": (("moment", "draw"), logs),
            },
            coords={"moment": [one.moment for one in self.observations]},
            attrs={"model": self.model, "precision": self.precision, "evidence": self.evidence},
        )

    def _drawn(self, name: str) -> Numbers:
        if name not in self.values:
            raise unknown("number", name, self.values)
        return self.values[name]

    def __repr__(self) -> str:
        moments = ", ".join(f"{one.moment} {one.outcome}" for one in self.observations)
        draws = self.likelihoods.shape[1]
        head = (
            f"{self.model} after {moments}, at precision {self.precision:g}: evidence "
            f"{self.evidence:.3g}, {counted(draws, 'draw')} worth {self.effective:.0f}"
        )
        rows = []
        for name in self.taught().index[:_SHOWN]:
            low, high = self.interval(name)
            before = self.values[name].mean()
            rows.append(
                f"  {name}: mean {before:.3g} → {self.mean(name):.3g} [{low:.3g}, {high:.3g}]"
            )
        return "\n".join([plain(head), *rows])


# of the numbers that were moved furthest
_SHOWN = 5


def posterior(
    model: ModelLike,
    observations: Iterable[Observation],
    *,
    draws: int = 10_000,
    precision: object = None,
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
    tried = map(fraction, _PRECISIONS) if precision is None else [fraction(precision, "precision")]
    best: Posterior | None = None
    profile: dict[float, float] = {}
    for rate in tried:
        solver = quantal_response.given(precision=rate)
        found = _joint([sweep(game, draws, solver=solver, seed=seed, on=on) for game in games])
        new = Posterior(
            written.name,
            seen,
            float(rate),
            _values(seen, games, found),
            _seen(seen, found),
            immutabledict(),
        )
        profile[float(rate)] = new.evidence
        if best is None or new.evidence > best.evidence:
            best = new
    assert best is not None  # some precision is tried
    if not best.evidence:
        raise GameError(
            f"no draw of {counted(draws, 'draw')} makes the record possible: identified says "
            "whether any value does"
        )
    return replace(best, profile=immutabledict(profile))


def _listed(game: Game) -> Game:
    """List the numbers that players choose, as logit choice is among finitely many."""
    return menu(game, _STEPS) if isinstance(game, ExtensiveForm) and game.offers else game


def _joint(found: list[xr.Dataset]) -> list[xr.Dataset]:
    """Return the draws that are kept at every moment; relations may leave out some."""
    import xarray as xr

    # without relations all are kept, and not named
    others = {dim for data in found for dim in data.dims if dim != "draw"}
    return list(xr.align(*found, join="inner", exclude=others))


def _weights(likelihoods: Numbers) -> Numbers:
    joint: Numbers = likelihoods.prod(axis=0)
    found: Numbers = joint / joint.sum()
    return found


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
