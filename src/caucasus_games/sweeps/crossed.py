"""Guarantors crossed with regimes: who guarantees, and who runs the checks, apart from each other.

Two named setups differ in both. Crossed, each guarantor stands with each regime on the same draws,
so that along a row only the regime changes and down a column only the guarantor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.comparison.asked import Asked
from caucasus_games.comparison.deviations import check_outcome
from caucasus_games.concepts.concept import Solver
from caucasus_games.errors import GameError
from caucasus_games.games.labels import outcome_label
from caucasus_games.guarantors import GuarantorSetup, Regime
from caucasus_games.guarantors import regimes as known_regimes
from caucasus_games.models.model import ModelLike, model_of
from caucasus_games.parameters.relation import Given
from caucasus_games.sweeps.response import MEASURES, Measure, check_response
from caucasus_games.sweeps.run import HERE, Run
from caucasus_games.sweeps.summary import summary
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Crossed:
    """The share of draws with an outcome, by guarantor and by regime.

    Parameters
    ----------
    outcome : str
        The outcome.
    response : {"possible", "guaranteed", "probability"}
        What a share is of; or the mean probability.
    guarantors, regimes : tuple of str
        Rows and columns.
    shares, errors : immutabledict of tuple of str to float
        By guarantor and regime; from 0 to 1, with their standard errors.
    draws : int
        How many draws the shares are of.
    asked : Asked
        What was asked.
    """

    outcome: str
    response: Measure
    guarantors: tuple[str, ...]
    regimes: tuple[str, ...]
    shares: immutabledict[tuple[str, str], float]
    errors: immutabledict[tuple[str, str], float]
    draws: int
    asked: Asked

    @property
    def spans(self) -> tuple[float, float]:
        """By how much the share moves with the guarantor, and with the regime, on average.

        From the least to the greatest down a column, averaged over regimes, and along a row,
        averaged over guarantors.
        """
        down = [[self.shares[g, r] for g in self.guarantors] for r in self.regimes]
        along = [[self.shares[g, r] for r in self.regimes] for g in self.guarantors]
        first, second = (
            sum(max(line) - min(line) for line in lines) / len(lines) for lines in (down, along)
        )
        return first, second

    def to_dataframe(self) -> pd.DataFrame:
        """Return the shares as a pandas DataFrame, a row for each guarantor.

        Returns
        -------
        pandas.DataFrame
            A column for each regime.
        """
        import pandas as pd

        rows = [[self.shares[g, r] for r in self.regimes] for g in self.guarantors]
        return pd.DataFrame(rows, pd.Index(self.guarantors, name="guarantor"), self.regimes)

    def __repr__(self) -> str:
        told = columns(("guarantor", *self.regimes), *self._rows(), indent="  ")
        return "\n".join([plain(self._head()), *told, plain(self._said())])

    def _repr_html_(self) -> str:
        shown = table(("guarantor", *self.regimes), self._rows())
        return f"<p>{self._head()}</p>{shown}<p>{self._said()}</p>"

    def _head(self) -> str:
        draws = counted(self.draws, "draw")
        if self.response == "probability":
            return f"mean probability of {self.outcome} over {draws}, in %"
        return f"{self.outcome} {self.response}, in % of {draws}"

    def _said(self) -> str:
        guarantor, regime = (f"{100 * span:.1f}" for span in self.spans)
        return (
            f"from least to greatest: {guarantor} points down a column, {regime} along a row, "
            "on average"
        )

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                guarantor,
                *(
                    f"{100 * self.shares[guarantor, r]:.1f} ± {100 * self.errors[guarantor, r]:.1f}"
                    for r in self.regimes
                ),
            )
            for guarantor in self.guarantors
        ]


def crossed(
    model: ModelLike,
    guarantors: Iterable[GuarantorSetup],
    outcome: str,
    *,
    regimes: Iterable[Regime | GuarantorSetup] | None = None,
    response: Measure = "possible",
    draws: int = 2_000,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    given: Given | None = None,
    seed: int = 0,
    rng: np.random.Generator | int | None = None,
    on: Run = HERE,
) -> Crossed:
    """Say how often an outcome comes about under each guarantor with each regime of checks.

    Parameters
    ----------
    model : callable
        From a setup to a game.
    guarantors : iterable of GuarantorSetup
        Rows, of one vintage; ``NONE`` for nobody.
    outcome : str
        The outcome.
    regimes : iterable of Regime or GuarantorSetup, optional
        Columns; by default all four of :func:`caucasus_games.guarantors.regimes`, with the figures
        of the guarantors' vintage.
    response : {"possible", "guaranteed", "probability"}
        What a share is of; or the mean probability.
    draws, solver, values, given, seed, rng, on
        As for :func:`caucasus_games.sweeps.summary`.

    Returns
    -------
    Crossed
        The shares.

    Raises
    ------
    GameError
        As :func:`caucasus_games.sweeps.summary`; if there is no guarantor or no regime, or two of
        one name.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = crossed(deterrence_by_chance, [NONE, US_OPERATOR], "peace", draws=500, seed=1)
    >>> found.spans[1] > found.spans[0]
    True
    """
    check_response(response, MEASURES)
    model = model_of(model, "crossed")
    rows = list(guarantors)
    if not all(isinstance(setup, GuarantorSetup) for setup in rows):
        raise GameError(f"crossed takes guarantor setups as rows and got {rows!r}")
    brought = _known(rows) if regimes is None else list(regimes)
    names = [[item.name for item in items] for items in (rows, brought)]
    for items, what in zip(names, ("guarantor", "regime"), strict=True):
        if not items or len(set(items)) < len(items):
            raise GameError(
                f"crossed takes one {what} or more, each with its own name, and got "
                f"{', '.join(items) or 'none'}"
            )
    setups = {(g.name, r.name): g.with_regime(r) for g in rows for r in brought}
    check_outcome(model(next(iter(setups.values()))), outcome, "crossed")
    label = outcome_label(outcome)
    found = summary(
        model,
        draws,
        setups=setups.values(),
        solver=solver,
        values=values,
        given=given,
        seed=seed,
        rng=rng,
        on=on,
    )
    return Crossed(
        label,
        response,
        tuple(names[0]),
        tuple(names[1]),
        immutabledict({pair: found.share(s.name, label, response) for pair, s in setups.items()}),
        immutabledict({pair: found.error(s.name, label, response) for pair, s in setups.items()}),
        found.draws,
        found.asked,
    )


def _known(rows: list[GuarantorSetup]) -> list[Regime | GuarantorSetup]:
    return list(known_regimes(rows[0].vintage).values()) if rows else []
