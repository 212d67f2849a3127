r"""Weights of models by the record: how probable each makes it, and which mixture foresees it best.

With the evidence :math:`E_m`, the probability of the record under a model, its ranges and the
precisions that are tried, all alike before, the weight by evidence is :math:`E_m / \sum E`. With
:math:`p_{km}` the probability of moment :math:`k` by the other moments, the weights of a mixture
that foresees best maximise :math:`\sum_k \log \sum_m w_m p_{km}` [1]_; they are found by
:math:`w_m \leftarrow w_m \frac 1 n \sum_k p_{km} / \sum_j w_j p_{kj}`, which never lowers it. Two
that need no model take part: even chances, and the base rate, which begins with half an outcome of
each kind and learns. A model below them has taught nothing about what happened.

References
----------
.. [1] Yao, Vehtari, Simpson & Gelman (2018), Using stacking to average Bayesian predictive
   distributions. Bayesian Analysis 13, 917–1007.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, prod
from statistics import fmean
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.evidence.observation import Observation, observations
from caucasus_games.evidence.posterior import posterior
from caucasus_games.evidence.scores import BASE, foreseen
from caucasus_games.evidence.weighed import Posterior
from caucasus_games.games.kinds import Game
from caucasus_games.models import MODELS
from caucasus_games.models.model import Model, ModelLike, model_of
from caucasus_games.parameters.relation import Given
from caucasus_games.sweeps import Run
from caucasus_games.sweeps.run import HERE
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import pandas as pd

EVEN = "even chances"
_TITLES = ("model", "evidence", "weight", "log, left out", "in the mixture")
# of moments that a model speaks of, if none is named
_LEAST = 4
_ROUNDS = 2_000


@dataclass(frozen=True)
class Weight:
    """What the record makes of one model.

    Parameters
    ----------
    evidence : float
        How probable it makes the record.
    weight : float
        Its share of the evidence of all.
    left_out : tuple of float
        How probable each moment is by the others.
    mixed : float
        Its weight in the mixture that foresees best.
    """

    evidence: float
    weight: float
    left_out: tuple[float, ...]
    mixed: float

    @property
    def logarithmic(self) -> float:
        """The logarithmic score of moments by the others; the smaller, the better."""
        return -fmean(map(log, self.left_out))


@dataclass(frozen=True, repr=False)
class ModelWeights:
    """Weights of models, and of what needs none.

    Parameters
    ----------
    moments : tuple of str
        Those of which all models speak.
    weights : immutabledict of str to Weight
        By model; then even chances and the base rate.
    """

    moments: tuple[str, ...]
    weights: immutabledict[str, Weight]

    def to_dataframe(self) -> pd.DataFrame:
        """Return the weights as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            One row for each model, with the probability of each moment by the others.
        """
        import pandas as pd

        rows = [
            {
                "model": name,
                "evidence": own.evidence,
                "weight": own.weight,
                "log": own.logarithmic,
                "in the mixture": own.mixed,
                **dict(zip(self.moments, own.left_out, strict=True)),
            }
            for name, own in self.weights.items()
        ]
        return pd.DataFrame(rows).set_index("model")

    def __repr__(self) -> str:
        return "\n".join([plain(self._head()), *columns(_TITLES, *self._rows(), indent="  ")])

    def _repr_html_(self) -> str:
        return f"<p>{self._head()}</p>{table(_TITLES, self._rows())}"

    def _head(self) -> str:
        return f"weights by {counted(len(self.moments), 'moment')}, {', '.join(self.moments)}"

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                name,
                f"{own.evidence:.2g}",
                f"{own.weight:.3f}",
                f"{own.logarithmic:.3f}",
                f"{own.mixed:.3f}",
            )
            for name, own in self.weights.items()
        ]


def model_weights(
    models: Iterable[ModelLike] | None = None,
    *,
    draws: int = 2_000,
    precision: object = None,
    given: Given | None = None,
    seed: int = 0,
    on: Run = HERE,
) -> ModelWeights:
    """Weigh models by the record of the moments of which all of them speak.

    Parameters
    ----------
    models : iterable of callable, optional
        Which; by default those that the record has four moments of or more.
    draws, precision, given, seed, on
        As for :func:`posterior`.

    Returns
    -------
    ModelWeights
        By evidence, and in the mixture that foresees best, beside what needs no model.

    Raises
    ------
    GameError
        As :func:`posterior`; if there are not two moments of which all models speak, or they do not
        have the same outcomes.

    References
    ----------
    Yao, Vehtari, Simpson & Gelman (2018), Using stacking to average Bayesian predictive
    distributions. Bayesian Analysis 13, 917–1007.

    Examples
    --------
    >>> from caucasus_games.models import ceasefire, deterrence_by_chance
    >>> found = model_weights([ceasefire, deterrence_by_chance], draws=200, precision=2)
    >>> found.moments
    ('1994', '2016', '2020', '2021', '2023')
    >>> list(found.weights)
    ['ceasefire', 'deterrence_by_chance', 'even chances', 'base rate']
    """
    asked: list[Model[..., Game]] = (
        [one for one in MODELS if len(observations(one)) >= _LEAST]
        if models is None
        else [model_of(one, "model_weights") for one in models]
    )
    seen = _common(asked)
    found: list[Posterior] = [
        posterior(one, own, draws=draws, precision=precision, given=given, seed=seed, on=on)
        for one, own in zip(asked, seen, strict=True)
    ]
    labels = _labels(asked, seen)
    outcomes = [one.outcome for one in seen[0]]
    names = [*(one.model for one in found), EVEN, BASE]
    evidence = [
        *(fmean(own.profile.values()) for own in found),
        len(labels) ** -len(outcomes),
        _base_evidence(outcomes, len(labels)),
    ]
    left_out = [
        *(foreseen(own)[1] for own in found),
        [1 / len(labels)] * len(outcomes),
        [_next(outcomes[:k] + outcomes[k + 1 :], o, len(labels)) for k, o in enumerate(outcomes)],
    ]
    mixed = _mixed(left_out)
    return ModelWeights(
        tuple(one.moment for one in seen[0]),
        immutabledict(
            {
                name: Weight(own, own / sum(evidence), tuple(ps), share)
                for name, own, ps, share in zip(names, evidence, left_out, mixed, strict=True)
            }
        ),
    )


def _common(asked: Sequence[Model[..., Game]]) -> list[tuple[Observation, ...]]:
    """Return what each model says was seen at the moments of which all speak."""
    seen = [observations(one) for one in asked]
    moments = [{one.moment for one in own} for own in seen]
    common = set.intersection(*moments) if moments else set()
    if len(common) < 2:
        told = ", ".join(one.name for one in asked) or "no model"
        raise GameError(
            f"the record has {counted(len(common), 'moment')} of which {told} all speak: two are "
            "the least; name fewer models"
        )
    return [tuple(one for one in own if one.moment in common) for own in seen]


def _labels(
    asked: Sequence[Model[..., Game]], seen: Sequence[Sequence[Observation]]
) -> frozenset[str]:
    """Return the outcomes that all models have, and refuse models of different ones."""
    first: frozenset[str] | None = None
    for model, own in zip(asked, seen, strict=True):
        labels = frozenset().union(*(one.game(model).outcome_labels for one in own))
        if first is not None and labels != first:
            raise GameError(
                f"{model.name} has the outcomes {', '.join(sorted(labels))}, and {asked[0].name} "
                f"{', '.join(sorted(first))}: weigh models of the same outcomes"
            )
        first = labels
    assert first is not None  # there is a model
    return first


def _next(before: Sequence[str], outcome: str, kinds: int) -> float:
    """Return how probable an outcome is after others, with half of each kind added."""
    return (before.count(outcome) + 0.5) / (len(before) + kinds / 2)


def _base_evidence(outcomes: Sequence[str], kinds: int) -> float:
    return prod(_next(outcomes[:k], outcome, kinds) for k, outcome in enumerate(outcomes))


def _mixed(left_out: Sequence[Sequence[float]]) -> list[float]:
    """Return the weights of the mixture that foresees best."""
    import numpy as np

    likely = np.array(left_out)
    weights = np.full(len(likely), 1 / len(likely))
    for _ in range(_ROUNDS):
        weights = weights * (likely / (weights @ likely)).mean(axis=1)
    found: list[float] = weights.tolist()
    return found
