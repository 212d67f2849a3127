r"""What each model says of every year since 1994, beside what was seen, and how good that is.

A year has the arrangement that was in force when it began, the balance of means of that year, and
all other numbers from their ranges. What a model says is the probability of war, the mean over
draws, where all equilibria of a draw count alike. What was seen is told by two thresholds: 25 or
more deaths, a conflict, and 1,000 or more, a war. With :math:`p_t` what was said and :math:`y_t`
what was seen the Brier score is :math:`\frac 1 n \sum (p_t - y_t)^2` [1]_; beside it stands what
needs no model: how often it was so in all other years, and that the last year comes again.

References
----------
.. [1] Brier (1950), Verification of forecasts expressed in terms of probability. Monthly Weather
   Review 78, 1–3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict

from caucasus_games.comparison.compare import own_values
from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence.rivalry_years import rivalry_says
from caucasus_games.evidence.score import Score
from caucasus_games.evidence.seen_years import (
    CONFLICT,
    WAR,
    in_force,
    known_in,
    recorded,
    seen_in,
    years_of,
)
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import MODELS, Model, rivalry
from caucasus_games.models.model import ModelLike, model_of
from caucasus_games.sweeps import summary
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import pandas as pd

# a Markov game takes as long as so many others
_TIMES = 20
_TITLES = ("model", "years", "25 deaths", "base", "last", "1,000", "base", "last")


@dataclass(frozen=True)
class Year:
    """A year, what was in force, what was seen, and what each model says.

    Parameters
    ----------
    year : int
        The year.
    setup : str
        What was in force when it began.
    conflict, war : bool or None
        Whether there were 25 deaths or more, and 1,000; not known where the source ends.
    said : immutabledict of str to pair of float
        By model the probability of what counts as a conflict, and as a war; only a model that
        knows clashes tells them apart.
    """

    year: int
    setup: str
    conflict: bool | None
    war: bool | None
    said: immutabledict[str, tuple[float, float]]

    @property
    def seen(self) -> str:
        """What was seen, in a word."""
        if self.war is None:
            return "open"
        return "war" if self.war else "conflict" if self.conflict else "quiet"


@dataclass(frozen=True, repr=False)
class Yearly:
    """What the models say of every year.

    Parameters
    ----------
    years : tuple of Year
        In their order.
    models : tuple of str
        Those that speak of any.
    draws : int
        How many.
    """

    years: tuple[Year, ...]
    models: tuple[str, ...]
    draws: int

    def score(self, model: str, deaths: int = WAR) -> Score:
        """Score what a model says of the years that are known.

        Parameters
        ----------
        model : str
            Which.
        deaths : {25, 1000}
            From how many deaths in a year on it counts as what the model says.

        Returns
        -------
        Score
            Beside what needs no model, in the same years.

        Raises
        ------
        GameError
            If the model is none of these, speaks of fewer than two years that are known, or there
            is no such threshold.
        """
        known = self.told(model, deaths)
        seen = [float(so) for _, _, so in known]
        count = len(known)
        if count < 2:
            raise GameError(
                f"{model} speaks of {counted(count, 'year')} that are known: two are the least "
                "that can be scored"
            )
        others = [(sum(seen) - y) / (count - 1) for y in seen]
        before = [float(bool(seen_in(year - 1, deaths))) for year, _, _ in known]
        return Score(
            count,
            _brier([p for _, p, _ in known], seen),
            _brier(others, seen),
            _brier(before, seen),
        )

    def told(self, model: str, deaths: int = WAR) -> list[tuple[int, float, bool]]:
        """Return each year that counts with what a model said of it, and whether it was so.

        Parameters
        ----------
        model : str
            Which.
        deaths : {25, 1000}
            From how many deaths in a year on it counts.

        Returns
        -------
        list of tuple
            Year, probability and what was seen.

        Raises
        ------
        GameError
            If the model is none of these, or there is no such threshold.
        """
        if model not in self.models:
            raise unknown("model", model, self.models)
        if deaths not in (CONFLICT, WAR):
            raise GameError(f"deaths is {deaths!r}: take 25, a conflict, or 1,000, a war")
        which = int(deaths == WAR)
        return [
            (one.year, one.said[model][which], bool((one.conflict, one.war)[which]))
            for one in self._known(model)
        ]

    def _known(self, model: str) -> list[Year]:
        """Return the years that count of which a model speaks."""
        first = recorded()["scored"]
        return [
            one
            for one in self.years
            if one.year >= first and one.war is not None and model in one.said
        ]

    def to_dataframe(self) -> pd.DataFrame:
        """Return a row for each year, with what was in force, what was seen and what was said.

        Returns
        -------
        pandas.DataFrame
            The probability of war by each model; of a clash too where it is told apart.
        """
        import pandas as pd

        rows = [
            {"setup": one.setup, "seen": one.seen}
            | {name: war for name, (_, war) in one.said.items()}
            | {f"{name}, clashes too": q for name, (q, war) in one.said.items() if q != war}
            for one in self.years
        ]
        years = pd.Index([one.year for one in self.years], name="year")
        return pd.DataFrame(rows, index=years)

    def __repr__(self) -> str:
        return "\n".join([plain(self._head()), *columns(_TITLES, *self._rows(), indent="  ")])

    def _repr_html_(self) -> str:
        return f"<p>{self._head()}</p>{table(_TITLES, self._rows())}"

    def _head(self) -> str:
        some = counted(len(self.models), "model")
        return f"{some} on {len(self.years)} years, {counted(self.draws, 'draw')}: Brier scores"

    def _rows(self) -> list[tuple[str, ...]]:
        rows = []
        for name in self.models:
            if len(self._known(name)) < 2:
                rows.append((name, str(len(self._known(name))), *[""] * 6))
                continue
            scores = [self.score(name, deaths) for deaths in (CONFLICT, WAR)]
            cells = [f"{x:.3f}" for own in scores for x in (own.brier, own.base, own.last)]
            rows.append((name, str(scores[0].years), *cells))
        return rows


def yearly(models: Iterable[ModelLike] | None = None, *, draws: int = 200, seed: int = 0) -> Yearly:
    """Ask the models of every year from 1994 to 2026.

    1. For each year take what was in force when it began, and what was known of the numbers.
    2. Of each model find the probability of war at draws from the ranges of all others.
    3. Put beside it what was seen.

    Parameters
    ----------
    models : iterable of callable, optional
        Which; by default all that have the outcomes peace and war, and ``rivalry``.
    draws : int
        How many; a twentieth of them for ``rivalry``, which takes longer.
    seed : int
        Of the draws.

    Returns
    -------
    Yearly
        A row for each year, and the scores of each model.

    Raises
    ------
    GameError
        If a model has no such outcomes.

    References
    ----------
    Brier (1950), Verification of forecasts expressed in terms of probability. Monthly Weather
    Review 78, 1–3.

    Examples
    --------
    >>> from caucasus_games.models import ceasefire
    >>> found = yearly([ceasefire], draws=20)
    >>> [(one.year, one.setup, one.seen) for one in found.years if one.war]
    [(1994, 'NONE', 'war'), (2020, 'MINSK_GROUP', 'war')]
    """
    spans: dict[str, tuple[GuarantorSetup, list[int]]] = {}
    for year in years_of():
        setup = in_force(year)
        spans.setdefault(setup.name, (setup, []))[1].append(year)
    said: dict[int, dict[str, tuple[float, float]]] = {year: {} for year in years_of()}
    chosen = _chosen(models, [setup for setup, _ in spans.values()])
    for model in chosen:
        for setup, years in spans.values():
            for year, chances in _said(model, setup, years, draws, seed).items():
                said[year][model.name] = chances
    rows = tuple(
        Year(
            year,
            in_force(year).name,
            seen_in(year, CONFLICT),
            seen_in(year, WAR),
            immutabledict(said[year]),
        )
        for year in years_of()
    )
    return Yearly(rows, tuple(model.name for model in chosen), draws)


def _chosen(
    models: Iterable[ModelLike] | None, setups: Sequence[GuarantorSetup]
) -> list[Model[..., Game]]:
    """Return the models that are asked, which are of peace and war under some of the setups."""
    asked: Iterable[ModelLike] = MODELS if models is None else models
    written = [model_of(one, "yearly") for one in asked]
    speaking = [one for one in written if one is rivalry or any(_of_war(one, s) for s in setups)]
    silent = [one for one in written if one not in speaking]
    if models is not None and silent:
        raise GameError(
            "yearly is for models with the outcomes peace and war, and for rivalry, and got "
            f"{silent[0].name}"
        )
    return speaking


def _of_war(model: Model[..., Game], setup: GuarantorSetup) -> Game | None:
    """Return a model's game, if it takes the setup and has peace and war as outcomes."""
    try:
        game: Any = model(setup)
    except GameError:
        return None
    known = isinstance(game, KINDS) and {"peace", "war"} <= game.outcome_labels
    return game if known else None


def _said(
    model: Model[..., Game], setup: GuarantorSetup, years: Sequence[int], draws: int, seed: int
) -> dict[int, tuple[float, float]]:
    """Return what a model says of the years of one setup."""
    if model is rivalry:
        found = rivalry_says(setup, years, max(1, draws // _TIMES), seed)
        return {year: (own[CONFLICT], own[WAR]) for year, own in found.items()}
    game = _of_war(model, setup)
    if game is None:
        return {}
    alike: dict[object, float] = {}
    told = {}
    for year in years:
        values = own_values(game, known_in(year))
        key = tuple(sorted(values.items()))
        if key not in alike:
            asked = summary(game.at(values), draws, seed=seed, solver=model.solver(game))
            alike[key] = asked.mean(asked.setups[0], "war")
        told[year] = (alike[key], alike[key])
    return told


def _brier(said: Sequence[float], seen: Sequence[float]) -> float:
    return sum((p - y) ** 2 for p, y in zip(said, seen, strict=True)) / len(seen)
