r"""Cooke's classical model: experts weighed by how they do on questions with known answers.

Quantiles at :math:`q_1 < \dots < q_m` cut the line into bins of probability
:math:`p_0, \dots, p_m`; a share :math:`s_b` of the :math:`N` known answers fell into bin
:math:`b`. The **calibration** is the chance that a deviation as large comes about for an expert
whose quantiles are right,

.. math:: C = P\big[\chi^2_m \ge 2 N \sum_b s_b \ln (s_b / p_b)\big],

the **information** is the mean over questions of
:math:`\sum_b p_b \ln \big(p_b\, L / (x_{b+1} - x_b)\big)`, the entropy relative to a uniform
distribution on the range of length :math:`L` that holds all experts' values and the answer, and an
overshoot of a tenth on both sides. An expert weighs :math:`C` times the information if :math:`C` is
above a cut-off [1]_.

References
----------
.. [1] Cooke (1991), Experts in Uncertainty. Oxford University Press.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import log
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.evidence.experts import Answer, checked_answers
from caucasus_games.exact import by_name, fraction, show
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import pandas as pd

_OVERSHOOT = Fraction(1, 10)
# of questions with known answers, below which scores tell next to nothing
_FEW = 10


@dataclass(frozen=True, repr=False)
class Classical:
    """How experts did on questions whose answers are known.

    Parameters
    ----------
    questions : int
        How many.
    calibration, information, weights : immutabledict of str to float
        By expert; the weights add up to one.
    """

    questions: int
    calibration: immutabledict[str, float]
    information: immutabledict[str, float]
    weights: immutabledict[str, float]

    def to_dataframe(self) -> pd.DataFrame:
        """Return the scores as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            One row for each expert, with ``calibration``, ``information`` and ``weight``.
        """
        import pandas as pd

        scores = {
            "calibration": dict(self.calibration),
            "information": dict(self.information),
            "weight": dict(self.weights),
        }
        return pd.DataFrame(scores, index=list(self.weights))

    def __repr__(self) -> str:
        head = f"{counted(len(self.weights), 'expert')}, {counted(self.questions, 'known answer')}"
        few = ": so few tell next to nothing" if self.questions < _FEW else ""
        rows = [
            (name, f"{self.calibration[name]:.3g}", f"{self.information[name]:.3g}", f"{w:.3f}")
            for name, w in self.weights.items()
        ]
        told = columns(("expert", "calibration", "information", "weight"), *rows, indent="  ")
        return "\n".join([plain(head + few), *told])


def calibration(counts: Sequence[int], chances: Sequence[object]) -> float:
    """Return how well known answers fit quantiles, as Cooke's classical model has it.

    Parameters
    ----------
    counts : sequence of int
        How many answers fell below the lowest quantile, between it and the next, and so on.
    chances : sequence of exact number
        The probability of each of these bins.

    Returns
    -------
    float
        Between 0 and 1; one if the shares are the probabilities.

    Raises
    ------
    GameError
        If there are not as many chances as counts, they do not add up to one, or none is counted.

    References
    ----------
    Cooke (1991), Experts in Uncertainty. Oxford University Press.

    Examples
    --------
    >>> round(calibration([0, 0, 2, 5, 1, 2], ["5%", "20%", "25%", "25%", "20%", "5%"]), 7)
    0.0698213
    """
    from scipy.stats import chi2

    bins = [fraction(p, "the chance of a bin") for p in chances]
    if len(counts) != len(bins) or sum(bins) != 1 or min(bins) <= 0:
        raise GameError(
            f"there are {len(counts)} counts and {len(bins)} chances that add up to "
            f"{show(Fraction(sum(bins)))}: give as many, above zero, that add up to one"
        )
    total = sum(counts)
    if min(counts) < 0 or not total:
        raise GameError(f"the counts are {list(counts)}: give numbers that are not below zero")
    apart = sum(n * log(n / (total * p)) for n, p in zip(counts, bins, strict=True) if n)
    return float(chi2.sf(2 * apart, len(bins) - 1))


def classical(
    answers: Iterable[Answer], truth: Mapping[str, object], *, cutoff: object = 0
) -> Classical:
    """Score experts by their answers to questions with known answers.

    1. Count into which bin of each expert's quantiles the known answers fell.
    2. Compute calibration and information, and from them the weights.

    Parameters
    ----------
    answers : iterable of Answer
        Of every expert to every question, with the same quantiles; others are left aside.
    truth : mapping of str to exact number
        The known answer by question.
    cutoff : exact number
        The calibration below which an expert has no weight.

    Returns
    -------
    Classical
        The scores and weights.

    Raises
    ------
    GameError
        If an expert lacks an answer, quantiles differ, or nobody is above the cut-off.

    References
    ----------
    Cooke (1991), Experts in Uncertainty. Oxford University Press.

    Examples
    --------
    >>> answers = [
    ...     Answer("expert A", "q", {"5%": 1, "50%": 2, "95%": 3}),
    ...     Answer("expert B", "q", {"5%": 5, "50%": 6, "95%": 7}),
    ... ]
    >>> classical(answers, {"q": "2.5"}).weights["expert A"] > 0.7
    True
    """
    known = {name: fraction(x, f"the answer to {name}") for name, x in by_name(truth).items()}
    if not known:
        raise GameError("classical takes the known answers to some questions and got none")
    said = _seeds(checked_answers(answers, "classical"), known)
    experts = list(dict.fromkeys(expert for expert, _ in said))
    first = tuple(next(iter(said.values())))
    chances = [above - below for below, above in pairwise([Fraction(0), *first, Fraction(1)])]
    calibrated, informed = {}, {}
    for expert in experts:
        counts = [0] * len(chances)
        for name, x in known.items():
            counts[sum(x > edge for edge in said[expert, name].values())] += 1
        calibrated[expert] = calibration(counts, chances)
        own = (_information(said, expert, experts, name, x, chances) for name, x in known.items())
        informed[expert] = sum(own) / len(known)
    least = float(fraction(cutoff, "the cutoff"))
    raw = {e: calibrated[e] * informed[e] * (calibrated[e] >= least) for e in experts}
    total = sum(raw.values())
    if not total:
        raise GameError(
            f"nobody's calibration is above {least:g}: lower the cutoff, or pool with equal weights"
        )
    return Classical(
        len(known),
        immutabledict(calibrated),
        immutabledict(informed),
        immutabledict({expert: weight / total for expert, weight in raw.items()}),
    )


def _seeds(
    answers: Iterable[Answer], known: Collection[str]
) -> dict[tuple[str, str], dict[Fraction, Fraction]]:
    """Return what each expert says to each question; refuse gaps and other quantiles."""
    seeds = [one for one in answers if one.name in known]
    said = {(one.expert, one.name): one.said for one in seeds}
    experts = list(dict.fromkeys(one.expert for one in seeds)) or ["nobody"]
    for expert, name in product(experts, known):
        if (expert, name) not in said:
            raise GameError(
                f"{expert} has no answer to {name}: all answer all questions, or leave it out"
            )
    if len({tuple(own) for own in said.values()}) > 1:
        raise GameError("answers have different quantiles: ask all questions with the same ones")
    return said


def _information(
    said: Mapping[tuple[str, str], Mapping[Fraction, Fraction]],
    expert: str,
    experts: Iterable[str],
    name: str,
    truth: Fraction,
    chances: Sequence[Fraction],
) -> float:
    """Return how much more one says of a question than a uniform distribution."""
    values = [truth, *(x for other in experts for x in said[other, name].values())]
    low, high = min(values), max(values)
    beyond = _OVERSHOOT * (high - low)
    edges = [low - beyond, *said[expert, name].values(), high + beyond]
    length = edges[-1] - edges[0]
    return sum(
        float(p) * log(p * length / (above - below))
        for p, (below, above) in zip(chances, pairwise(edges), strict=True)
    )
