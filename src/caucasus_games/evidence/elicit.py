r"""From quantiles that experts give to distributions of numbers, and to one that pools them.

Each answer becomes a beta distribution on the range of the number, widened where values lie
outside: the one whose distribution function is nearest, in least squares, to the probabilities at
the values that were given. What it says at other quantiles is told back, as an expert who had not
thought of them may want to change an answer [1]_. Experts are pooled linearly, by a mixture
:math:`\sum_e w_e F_e`, with equal weights unless others are asked for.

References
----------
.. [1] O'Hagan et al. (2006), Uncertain Judgements: Eliciting Experts' Probabilities. Wiley.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import log
from typing import TYPE_CHECKING, Literal

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence.classical import Classical, classical
from caucasus_games.evidence.experts import Answer, checked_answers
from caucasus_games.games.door import check_made
from caucasus_games.parameters import Parameter, Parameters, load
from caucasus_games.sweeps.draws import Uniforms, quantiles
from caucasus_games.text.plain import counted, plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Numbers = npt.NDArray[np.float64]

_OVERSHOOT = Fraction(1, 10)
# at which fitted distributions are told back, and the pooled one is taken
_TOLD = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
_POOLED = (0.05, 0.25, 0.5, 0.75, 0.95)
# of the exponents of a beta distribution
_DIGITS, _LEAST, _MOST = 1_000, 0.05, 1_000.0
# exponents from which the nearest beta distribution is sought
_BEGINNINGS = ((1.0, 1.0), (2.0, 8.0), (8.0, 2.0), (20.0, 20.0))
# by how much a probability may be missed without a word
_CLOSE = 0.03
# a mixture's distribution function is read off at so many values
_GRID = 4_001


@dataclass(frozen=True, repr=False)
class Elicited:
    """Distributions of numbers, by expert and pooled.

    Parameters
    ----------
    answers : tuple of Answer
        What was said.
    fitted : immutabledict
        For each number and expert a parameter with the distribution.
    weights : immutabledict of str to float
        Of the experts.
    pooled : Parameters
        For each number the beta distribution that is nearest to the pool.
    scores : Classical, optional
        Where the weights come from, if not equal.
    notes : tuple of str
        Where a distribution does not say what was said.
    """

    answers: tuple[Answer, ...]
    fitted: immutabledict[str, immutabledict[str, Parameter]]
    weights: immutabledict[str, float]
    pooled: Parameters
    scores: Classical | None
    notes: tuple[str, ...]

    def feedback(self) -> pd.DataFrame:
        """Return what each distribution says, at what was asked and at other quantiles.

        Returns
        -------
        pandas.DataFrame
            One row for each number, expert and probability, with ``said``, not a number where
            nothing was, and ``fitted``.
        """
        import numpy as np
        import pandas as pd

        rows = []
        for one in self.answers:
            if one.name not in self.fitted:
                continue
            said = {float(q): float(x) for q, x in one.said.items()}
            probabilities = sorted({*_TOLD, *said})
            values = _at(self.fitted[one.name][one.expert], np.array(probabilities))
            for q, x in zip(probabilities, values.tolist(), strict=True):
                rows.append((one.name, one.expert, q, said.get(q, float("nan")), x))
        return pd.DataFrame(rows, columns=["name", "expert", "probability", "said", "fitted"])

    def sample(self, draws: int, *, seed: int = 0) -> dict[str, Numbers]:
        """Draw from the pool: each draw is of one expert, whose numbers stay together.

        Parameters
        ----------
        draws : int
            How many.
        seed : int
            Of the draws.

        Returns
        -------
        dict of str to numpy.ndarray
            By number, as ``sample=`` takes it. Shape ``(draws,)``.

        Raises
        ------
        GameError
            If an expert with a weight has no answer on some number.
        """
        import numpy as np

        chosen = [expert for expert, weight in self.weights.items() if weight]
        for name, own in self.fitted.items():
            lacking = [expert for expert in chosen if expert not in own]
            if lacking:
                raise GameError(
                    f"{lacking[0]} has no answer on {name}: draws keep an expert's numbers "
                    "together, so ask, or use pooled"
                )
        drawn = Uniforms((*self.fitted, "expert"), seed, draws).block(0, draws)
        edges = np.cumsum([self.weights[expert] for expert in chosen])
        who = np.minimum(np.searchsorted(edges, drawn["expert"]), len(chosen) - 1)
        return {
            name: np.stack([_at(own[expert], drawn[name]) for expert in chosen])[
                who, np.arange(draws)
            ]
            for name, own in self.fitted.items()
        }

    def __repr__(self) -> str:
        weights = ", ".join(f"{expert} {weight:.3g}" for expert, weight in self.weights.items())
        head = f"{counted(len(self.fitted), 'number')} of {counted(len(self.weights), 'expert')}"
        lines = [f"  {record!r}" for record in self.pooled.values()]
        return plain(
            f"{head}, with weights {weights}", *lines, *(f"note: {note}" for note in self.notes)
        )


def elicit(
    answers: Iterable[Answer],
    *,
    parameters: Parameters | None = None,
    pool: Literal["equal", "classical"] = "equal",
    truth: Mapping[str, object] | None = None,
    cutoff: object = 0,
) -> Elicited:
    """Turn what experts say of numbers into distributions, and pool them.

    1. Fit a beta distribution to each answer.
    2. Weigh the experts alike, or by how they did on questions with known answers.
    3. Fit one to quantiles of the mixture.

    Parameters
    ----------
    answers : iterable of Answer
        Such as from :func:`read_answers`; those on questions of ``truth`` are for the weights.
    parameters : Parameters, optional
        What the numbers are, with their ranges; by default the package's table.
    pool : {"equal", "classical"}
        Equal weights, or those of Cooke's classical model.
    truth : mapping of str to exact number, optional
        Known answers, for the classical model.
    cutoff : exact number
        As for :func:`classical`.

    Returns
    -------
    Elicited
        The distributions; ``pooled`` is a table that ``load().override(…)`` takes.

    Raises
    ------
    GameError
        If an answer is on no number that is known, there are two by one expert on one number, or
        the pool lacks what it needs.

    References
    ----------
    O'Hagan et al. (2006), Uncertain Judgements: Eliciting Experts' Probabilities. Wiley.

    Examples
    --------
    >>> said = {"5%": "0.18", "50%": "0.25", "95%": "0.35"}
    >>> found = elicit([Answer("expert A", "corridor_value", said)])
    >>> round(float(found.pooled["corridor_value"].central), 2)
    0.25
    """
    given = checked_answers(answers, "elicit")
    known = load() if parameters is None else parameters
    check_made(known, "elicit", Parameters, "load()")
    if pool not in ("equal", "classical"):
        raise unknown("pool", pool, ["equal", "classical"])
    if (pool == "classical") != (truth is not None):
        raise GameError("known answers, truth, go with pool='classical': give both or neither")
    asked = _asked(given, known, truth or {})
    scores = classical(given, truth, cutoff=cutoff) if truth is not None else None
    weights = _weights(asked, scores)
    fitted: dict[str, dict[str, Parameter]] = {}
    notes = []
    for name in dict.fromkeys(one.name for one in asked):
        own = [one for one in asked if one.name == name]
        ranged = _ranged(known[name], own)
        fitted[name] = {}
        for one in own:
            said = {float(q): float(x) for q, x in one.said.items()}
            fitted[name][one.expert], missed = _fitted(ranged, said, f"answer of {one.expert}")
            if missed > _CLOSE:
                notes.append(
                    f"no beta distribution says what {one.expert} says of {name}: a probability is "
                    f"missed by {missed:.2g}"
                )
    pooled = Parameters(_pooled(own, weights) for own in fitted.values())
    return Elicited(
        given,
        immutabledict({name: immutabledict(own) for name, own in fitted.items()}),
        immutabledict(weights),
        pooled,
        scores,
        tuple(notes),
    )


def _asked(given: Iterable[Answer], known: Parameters, truth: Mapping[str, object]) -> list[Answer]:
    """Return the answers on numbers, which are not questions with known answers."""
    asked = [one for one in given if one.name not in truth]
    if not asked:
        raise GameError("all answers are on questions of truth: give some on numbers too")
    for one in asked:
        if one.name not in known:
            raise unknown("parameter", one.name, known)
    return asked


def _weights(asked: Iterable[Answer], scores: Classical | None) -> Mapping[str, float]:
    """Return the weight of each expert."""
    experts = list(dict.fromkeys(one.expert for one in asked))
    if scores is None:
        return dict.fromkeys(experts, 1 / len(experts))
    for expert in experts:
        if expert not in scores.weights:
            raise GameError(f"{expert} has not answered the questions of truth: ask, or leave out")
    return scores.weights


def _ranged(record: Parameter, own: Iterable[Answer]) -> Parameter:
    """Return a number with a range that holds what is said of it."""
    values = [x for one in own for x in one.said.values()]
    low, high = min(values), max(values)
    beyond = _OVERSHOOT * (high - low)
    ends = [low - beyond, high + beyond]
    # a share stays one
    if min(low, record.low) >= 0 and max(high, record.high) <= 1:
        ends = [max(ends[0], Fraction(0)), min(ends[1], Fraction(1))]
    low = record.low if record.low < low else ends[0]
    high = record.high if record.high > high else ends[1]
    return replace(record, low=low, central=(low + high) / 2, high=high, distribution="uniform")


def _fitted(record: Parameter, said: Mapping[float, float], whose: str) -> tuple[Parameter, float]:
    """Return a number with the nearest beta distribution, and how far a probability is missed."""
    import numpy as np
    from scipy.optimize import least_squares
    from scipy.stats import beta

    low, wide = float(record.low), float(record.high - record.low)
    shares = (np.array(list(said.values())) - low) / wide
    probabilities = np.array(list(said))

    def missed(logs: Numbers) -> Numbers:
        gaps: Numbers = beta.cdf(shares, *np.exp(logs)) - probabilities
        return gaps

    bounds = log(_LEAST), log(_MOST)
    begun = [least_squares(missed, np.log([a, b]), bounds=bounds) for a, b in _BEGINNINGS]
    best = min(begun, key=lambda found: float(found.cost))
    exponents = [Fraction(round(float(x) * _DIGITS), _DIGITS) for x in np.exp(best.x)]
    middle = float(beta.ppf(0.5, *map(float, exponents)))
    digits = max(_DIGITS, round(10 * _DIGITS / wide))
    central = Fraction(round((low + wide * middle) * digits), digits)
    new = replace(
        record,
        central=min(max(central, record.low), record.high),
        distribution=f"beta({', '.join(str(x) for x in exponents)})",
        source=f"assumption: {whose}",
    )
    return new, float(np.abs(best.fun).max())


def _pooled(own: Mapping[str, Parameter], weights: Mapping[str, float]) -> Parameter:
    """Return the beta distribution that is nearest to a mixture."""
    import numpy as np

    first = next(iter(own.values()))
    total = sum(weights[expert] for expert in own)
    if not total:
        raise GameError(
            f"nobody who answered on {first.name} has a weight: lower the cutoff, or ask others"
        )
    if len(own) == 1:
        return first
    grid, steps = np.linspace(float(first.low), float(first.high), _GRID), np.linspace(0, 1, _GRID)
    below = np.zeros(_GRID)
    for expert, record in own.items():
        below += weights[expert] / total * np.interp(grid, _at(record, steps), steps)
    said = {q: float(np.interp(q, below, grid)) for q in _POOLED}
    whose = f"answers of {', '.join(own)}, pooled"
    return _fitted(first, said, whose)[0]


def _at(record: Parameter, probabilities: Numbers) -> Numbers:
    """Return quantiles of a number."""
    return quantiles([record], {record.name: probabilities})[record]
