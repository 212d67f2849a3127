r"""What choices that were counted teach: maximum likelihood under logit play.

With :math:`n_{ak}` how often agent :math:`a`, a player or an information set, chose :math:`k`, and
:math:`p(\lambda, \theta)` the logit equilibrium on the branch from precision zero, the estimate
maximises :math:`\sum_a \sum_k n_{ak} \log p_{ak}(\lambda, \theta)` over the precision
:math:`\lambda` and the numbers :math:`\theta` in payoffs that are asked for [1]_. It climbs by the
score and the information that is expected; standard errors are from the information observed,
minus the second derivatives of the log-likelihood.

Only differences of payoffs to the one who chooses, times the precision, are ever seen. What does
not move them cannot be estimated, whatever the data: then the information is singular, and the
direction is told [2]_.

References
----------
.. [1] McKelvey & Palfrey (1995), Quantal response equilibria for normal form games. Games and
   Economic Behavior 10, 6–38; (1998), Quantal response equilibria for extensive form games.
   Experimental Economics 1, 9–41.
.. [2] Rothenberg (1971), Identification in parametric models. Econometrica 39, 577–591.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from immutabledict import immutabledict

from caucasus_games.concepts.quantal_response import checked_precision, mixes_of
from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence.choices import Choices, Listed, choices_of
from caucasus_games.evidence.fitted import PRECISION, Branch, Fit
from caucasus_games.exact import by_name, fraction, show
from caucasus_games.text.plain import counted

if TYPE_CHECKING:
    import pandas as pd

    from caucasus_games.evidence.climb import Summit

_TAKEN = {"zero": "from zero", "data": "nearest to the data"}
# of log-likelihood, which is more than rounding
_LIKELIER = 1e-6


def fit(
    games: Listed | Mapping[str, Listed],
    choices: Mapping[str, object] | pd.DataFrame,
    *,
    estimate: Iterable[str] | Mapping[str, object] = (),
    precision: object = None,
    branch: Literal["zero", "data"] = "zero",
    seed: int = 0,
) -> Fit:
    """Estimate the precision of play, and numbers in payoffs, from choices that were counted.

    1. Read which agent chose what how often, at which values of what was known.
    2. From several precisions climb to the maximum of the likelihood on the branch from zero.
    3. Refuse what the choices cannot tell apart; else take standard errors from the curvature.
    4. From random places look for other equilibria at the estimate, and climb along each.

    Parameters
    ----------
    games : NormalForm, ExtensiveForm, or mapping of str to these
        The game; several are given by name, and have one precision.
    choices : mapping or pandas.DataFrame
        Counts by agent and action, for several games by name before that; an agent is a player, in
        a tree an information set. A table has columns ``agent`` and ``action``, and as needed
        ``count``, ``game``, and numbers of the game that were known then, under their names.
    estimate : iterable of str, or mapping of str to exact number
        Which numbers in payoffs and chances are estimated, with where to begin; by default at their
        central values. They are not kept to their ranges.
    precision : number, optional
        Per unit of payoff, if it is not to be estimated.
    branch : {"zero", "data"}
        Which equilibria are taken where there are several: those on the branch from precision
        zero, or those nearest to the shares that were chosen.
    seed : int
        Of the random places from which others are looked for.

    Returns
    -------
    Fit
        Estimates, standard errors and the log-likelihood; what other equilibria would say.

    Raises
    ------
    GameError
        If the data are not in the game's terms, the choices cannot tell what is estimated, or the
        likelihood still rises where play is exact or even.

    References
    ----------
    McKelvey & Palfrey (1995), Quantal response equilibria for normal form games. Games and Economic
    Behavior 10, 6–38.

    Examples
    --------
    >>> from caucasus_games import NormalForm
    >>> game = NormalForm.from_arrays(
    ...     [[9, 0], [0, 1]],
    ...     [[0, 1], [1, 0]],
    ...     actions={"A": ["up", "down"], "B": ["left", "right"]},
    ... )
    >>> found = fit(game, {"A": {"up": 70, "down": 30}, "B": {"left": 32, "right": 68}})
    >>> print(f"{found.estimates['precision']:.3f} ({found.standard_errors['precision']:.3f})")
    0.284 (0.079)
    """
    from caucasus_games.evidence.climb import climbed, covariance_of, highest
    from caucasus_games.evidence.likelihood import likelihood_of

    read = choices_of(games, choices)
    kept = None if precision is None else checked_precision(float(fraction(precision, PRECISION)))
    start = _start(read, estimate)
    if kept is not None and not start:
        raise GameError(
            f"the precision is {kept:g} and nothing else is estimated: leave it out, or name "
            "numbers in estimate"
        )
    if branch not in _TAKEN:
        raise unknown("branch", branch, _TAKEN)
    likelihood = likelihood_of(read, start, kept)
    summit = highest(likelihood if branch == "zero" else likelihood.near_data(), [*start.values()])
    covariance = covariance_of(summit)
    taken = _branch(_TAKEN[branch], summit)
    others = tuple(
        _branch(label, climbed(other, summit.at))
        for label, other in summit.likelihood.others(summit.at, summit.reading, seed)
    )
    notes = (*_outside(read, taken), *_several(taken, others))
    return Fit(read, summit, covariance, (taken, *others), notes)


def _start(
    read: Sequence[Choices], estimate: Iterable[str] | Mapping[str, object]
) -> dict[str, float]:
    """Return what is estimated in payoffs, and where it begins."""
    if isinstance(estimate, str):
        raise GameError(
            f"estimate is the text {estimate!r}: give a list of names, as [{estimate!r}]"
        )
    if isinstance(estimate, Mapping):
        return {
            n: float(fraction(x, f"the beginning of {n}")) for n, x in by_name(estimate).items()
        }
    known: dict[str, float] = {}
    for one in reversed(read):
        known |= {n: float(x) for n, x in (one.game.parameters.central | one.game.values).items()}
    names = [str(name) for name in estimate]
    for name in names:
        if name not in known and any(name in {s.name for s in one.game.symbols} for one in read):
            raise GameError(f"{name} has no value to begin at: give estimate={{{name!r}: '0.5'}}")
    return {name: known.get(name, 0.0) for name in names}


def _branch(name: str, summit: Summit) -> Branch:
    """Tell what was found on a branch."""
    likelihood, reading = summit.likelihood, summit.reading
    played = {
        situation: mixes_of(part.choices.game, chances[:, d])
        for part, chances in zip(likelihood.parts, reading.chances, strict=True)
        for d, situation in enumerate(part.choices.labels)
    }
    return Branch(
        name,
        immutabledict(zip(likelihood.names, summit.at.tolist(), strict=True)),
        reading.value,
        immutabledict(played),
        summit.end,
    )


def _outside(read: Sequence[Choices], taken: Branch) -> Iterator[str]:
    """Say which estimates are outside of their ranges."""
    for name, value in taken.estimates.items():
        record = next(
            (r for one in read for n, r in one.game.parameters.items() if n == name), None
        )
        if record is not None and not float(record.low) <= value <= float(record.high):
            yield (
                f"{name} is estimated outside of its range, {show(record.low)} to "
                f"{show(record.high)}"
            )


def _several(taken: Branch, others: Sequence[Branch]) -> Iterator[str]:
    """Say that there are other equilibria, and whether the choices are likelier there."""
    if not others:
        return
    best = max(others, key=lambda one: one.log_likelihood)
    more = best.log_likelihood - taken.log_likelihood
    told = f"one by {more:.4g} likelier" if more > _LIKELIER else "none likelier"
    yield (
        f"the branch {taken.name} was taken, and {counted(len(others), 'other')} found at the "
        f"estimate: the choices are {told} there, as branches has it"
    )
