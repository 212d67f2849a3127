r"""Which channel of a guarantor does the work: a difference between two setups, divided.

For a set :math:`S` of channels let :math:`v(S)` be the share of draws with an outcome under the
setup that has the channels in :math:`S` as the second setup has them and the others as the first.
The part of a channel is what it adds to those changed before it, on average over all orders in
which they can be changed, which is its Shapley value [1]_. The parts add up to the whole difference
:math:`v(N) - v(\emptyset)`, channels that do the same get the same, and one that never moves
anything gets nothing.

All setups see the same draws. A part is :math:`\varphi_i = \sum_S w_i(S) v(S)` with fixed weights,
so that with the shares :math:`v(S, T)` of draws that have the outcome under both its variance over
:math:`n` draws is :math:`[\sum_{S, T} w_i(S) w_i(T) v(S, T) - \varphi_i^2] / n`.

References
----------
.. [1] Shapley (1953), A value for n-person games. Contributions to the Theory of Games II, 307–317.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.comparison.asked import Asked
from caucasus_games.comparison.deviations import check_outcome
from caucasus_games.concepts.concept import Solver
from caucasus_games.concepts.cooperative.shapley import weight_of
from caucasus_games.errors import GameError
from caucasus_games.games.coalitional import Coalition
from caucasus_games.games.door import described
from caucasus_games.games.kinds import Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.guarantors.channels import SEAT, between, check_vintages, differing, numbers_of
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

_TITLES = ("channel", "part", "alone", "last")
_SAID = "part: average over all orders of change; alone: changed before all others; last: after all"


@dataclass(frozen=True)
class Part:
    """What one channel does to the share of an outcome.

    Parameters
    ----------
    part : Fraction
        On average over all orders in which the channels can be changed.
    error : float
        Its standard error.
    alone, last : Fraction
        Changed before all others, and after them.
    """

    part: Fraction
    error: float
    alone: Fraction
    last: Fraction


@dataclass(frozen=True, repr=False)
class Decomposition:
    """The difference of an outcome's share between two setups, by channel.

    Parameters
    ----------
    before, after : str
        The setups.
    outcome : str
        The outcome.
    response : {"possible", "guaranteed", "probability"}
        What a share is of; or the mean probability.
    shares : immutabledict of frozenset of str to Fraction
        The share for each set of channels that are as in the second setup.
    parts : immutabledict of str to Part
        By channel in which the setups differ.
    absent : tuple of str
        Channels in which they differ and of which the model has no number: their part is nothing.
    draws : int
        How many draws the shares are of.
    asked : Asked
        What was asked.
    """

    before: str
    after: str
    outcome: str
    response: Measure
    shares: immutabledict[Coalition, Fraction]
    parts: immutabledict[str, Part]
    absent: tuple[str, ...]
    draws: int
    asked: Asked

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The shares under the first setup and under the second."""
        return self.shares[frozenset()], self.shares[frozenset(self.parts)]

    def to_dataframe(self) -> pd.DataFrame:
        """Return the parts as a pandas DataFrame, one row for each channel.

        Returns
        -------
        pandas.DataFrame
            Part, standard error, and what the channel does first and last.
        """
        import pandas as pd

        rows = [
            {
                "channel": channel,
                "part": float(own.part),
                "part ±": own.error,
                "alone": float(own.alone),
                "last": float(own.last),
            }
            for channel, own in self.parts.items()
        ]
        return pd.DataFrame(rows).set_index("channel")

    def __repr__(self) -> str:
        told = columns(_TITLES, *self._rows(), indent="  ")
        return "\n".join([plain(self._head()), *told, plain(_SAID, *self._notes())])

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{told}</p>" for told in (_SAID, *self._notes()))
        return f"<p>{self._head()}</p>{table(_TITLES, self._rows())}{said}"

    def _head(self) -> str:
        first, last = (f"{float(share):.1%}" for share in self.ends)
        draws = counted(self.draws, "draw")
        ends = f"under {self.before}, {last} under {self.after}; in points of 100"
        if self.response == "probability":
            return f"{self.outcome} over {draws}, mean probability: {first} {ends}"
        return f"{self.outcome} {self.response}: {first} of {draws} {ends}"

    def _rows(self) -> list[tuple[str, ...]]:
        found = []
        for channel, own in self.parts.items():
            part = f"{100 * float(own.part):+.2f} ± {100 * own.error:.2f}"
            ends = (f"{100 * float(end):+.2f}" for end in (own.alone, own.last))
            found.append((channel, part, *ends))
        whole = self.ends[1] - self.ends[0]
        return [*found, ("all", f"{100 * float(whole):+.2f}", "", "")]

    def _notes(self) -> list[str]:
        if not self.absent:
            return []
        return [f"note: the model has no number of {', '.join(self.absent)}"]


def decompose(
    model: ModelLike,
    before: GuarantorSetup,
    after: GuarantorSetup,
    outcome: str,
    *,
    response: Measure = "possible",
    draws: int = 2_000,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    given: Given | None = None,
    seed: int = 0,
    rng: np.random.Generator | int | None = None,
    on: Run = HERE,
) -> Decomposition:
    """Say which channels make the difference between two setups.

    1. Write the model under every setup that has some of the channels from the second.
    2. Count the draws with the outcome under each, on the same draws.
    3. Divide the difference by the Shapley value.

    Parameters
    ----------
    model : callable
        From a setup to a game.
    before, after : GuarantorSetup
        Of one vintage.
    outcome : str
        The outcome.
    response : {"possible", "guaranteed", "probability"}
        What a share is of; or the mean probability.
    draws, solver, values, given, seed, rng, on
        As for :func:`caucasus_games.sweeps.summary`.

    Returns
    -------
    Decomposition
        The parts add up to the difference exactly.

    Raises
    ------
    GameError
        As :func:`caucasus_games.sweeps.summary`; if the setups do not differ in a number of the
        model or are of two vintages, or the model has no game under one that lies between them.

    References
    ----------
    Shapley (1953), A value for n-person games. Contributions to the Theory of Games II, 307–317.

    Examples
    --------
    >>> from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS, US_OPERATOR
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = decompose(
    ...     deterrence_by_chance, RUSSIAN_PEACEKEEPERS, US_OPERATOR, "peace", draws=2_000, seed=1
    ... )
    >>> max(found.parts, key=lambda channel: found.parts[channel].part)
    'regime'
    >>> sum(own.part for own in found.parts.values()) == found.ends[1] - found.ends[0]
    True
    """
    check_response(response, MEASURES)
    model = model_of(model, "decompose")
    changed = _changed(before, after)
    games = [model(setup) for setup in (before, after)]
    check_outcome(games[-1], outcome, "decompose")
    channels, absent = _told_apart(games, changed, (before, after))
    if not channels:
        raise GameError(
            f"{before.name} and {after.name} have one guarantor, and the model has none of the "
            "numbers in which they differ: there is nothing to divide"
        )
    setups = {
        frozenset(taken): between(before, after, taken, _name(before, after, taken))
        for size in range(len(channels) + 1)
        for taken in combinations(channels, size)
    }
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
    label = outcome_label(outcome)
    place = found.outcomes.index(label)
    # as many rows and columns as there are setups, in their order
    products: list[list[float]] = found.together[response][place].tolist()
    totals = found.totals["mean"] if response == "probability" else None
    shares = {
        taken: Fraction(products[k][k] if totals is None else totals[place, k]) / found.draws
        for k, taken in enumerate(setups)
    }
    parts = {channel: _part(channel, shares, products, found.draws) for channel in channels}
    return Decomposition(
        before.name,
        after.name,
        label,
        response,
        immutabledict(shares),
        immutabledict(parts),
        absent,
        found.draws,
        found.asked,
    )


def _changed(before: GuarantorSetup, after: GuarantorSetup) -> tuple[str, ...]:
    """Return the channels in which setups differ, and refuse those that cannot be compared."""
    for setup in (before, after):
        if not isinstance(setup, GuarantorSetup):
            raise GameError(
                f"decompose takes two setups and got {described(setup)}: take them from "
                "caucasus_games.guarantors or define your own"
            )
    check_vintages(before, after)
    return differing(before, after)


def _name(before: GuarantorSetup, after: GuarantorSetup, taken: Sequence[str]) -> str:
    if not taken:
        return before.name
    return f"{before.name} with {', '.join(taken)} of {after.name}"


def _part(
    channel: str, shares: Mapping[Coalition, Fraction], products: list[list[float]], draws: int
) -> Part:
    everything = max(shares, key=len)
    size = len(everything)
    weights = [
        weight_of(len(taken), size) if channel in taken else -weight_of(len(taken) + 1, size)
        for taken in shares
    ]
    part = sum((w * v for w, v in zip(weights, shares.values(), strict=True)), Fraction(0))
    pairs = product(enumerate(weights), repeat=2)
    square = (
        sum((w * x * Fraction(products[k][j]) for (k, w), (j, x) in pairs), Fraction(0)) / draws
    )
    return Part(
        part,
        float((square - part**2) / draws) ** 0.5,
        shares[frozenset({channel})] - shares[frozenset()],
        shares[everything] - shares[everything - {channel}],
    )


def _told_apart(
    games: Sequence[Game], changed: Sequence[str], setups: Sequence[GuarantorSetup]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divide channels into those of which the model has a number, and the rest."""
    known = {symbol.name for game in games for symbol in game.symbols}
    numbers = [numbers_of(setup) for setup in setups]
    absent = [c for c in changed if c != SEAT and all(known.isdisjoint(own[c]) for own in numbers)]
    return tuple(c for c in changed if c not in absent), tuple(absent)
