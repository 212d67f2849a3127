r"""The cheapest design of a guarantor that makes an outcome robust.

A design gives values to some parameters, such as credibility, stake or detection; all others are
drawn, the same draws for every design. Its cost is :math:`\sum_k c_k v_k` with a price :math:`c_k`
for each parameter, its robustness the share of draws at which the outcome is possible, or
guaranteed. A design is on the front if none that is as robust costs less, and none that costs as
little is more robust.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.comparison.asked import Asked
from caucasus_games.comparison.deviations import check_outcome
from caucasus_games.concepts.concept import Solver
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name, fraction, show
from caucasus_games.games.kinds import Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.games.values import changed
from caucasus_games.parameters.relation import Given, relations
from caucasus_games.sweeps.execution import in_blocks
from caucasus_games.sweeps.exponents import check_whole
from caucasus_games.sweeps.plan import plan_of
from caucasus_games.sweeps.response import Response, check_response
from caucasus_games.sweeps.run import HERE, Run, check_storeless, seed_of
from caucasus_games.text.plain import counted, plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_MOST_DESIGNS = 10_000


@dataclass(frozen=True, repr=False)
class Design:
    """Values of some parameters, with what they cost and reach.

    Parameters
    ----------
    values : immutabledict of str to Fraction
        The values that were chosen.
    cost : Fraction
        What they cost together.
    share : float
        Share of the draws with the outcome.
    error : float
        Its standard error.
    """

    values: immutabledict[str, Fraction]
    cost: Fraction
    share: float
    error: float

    def __repr__(self) -> str:
        told = ", ".join(f"{name} {show(value)}" for name, value in self.values.items())
        return plain(f"{told} at a cost of {show(self.cost)}: {self.share:.1%} ± {self.error:.1%}")


@dataclass(frozen=True, repr=False)
class Designs:
    """All designs that were tried.

    Parameters
    ----------
    outcome : str
        The outcome.
    response : {"possible", "guaranteed"}
        What a share is of.
    designs : tuple of Design
        The cheapest first.
    asked : Asked
        What was asked.
    """

    outcome: str
    response: Response
    designs: tuple[Design, ...]
    asked: Asked

    @property
    def front(self) -> tuple[Design, ...]:
        """The designs that are more robust than all that cost no more; the cheapest first."""
        found: list[Design] = []
        for design in sorted(self.designs, key=lambda design: (design.cost, -design.share)):
            if not found or design.share > found[-1].share:
                found.append(design)
        return tuple(found)

    def cheapest(self, share: float) -> Design:
        """Return the cheapest design that reaches a share.

        Parameters
        ----------
        share : float
            From 0 to 1.

        Returns
        -------
        Design
            The design.

        Raises
        ------
        GameError
            If none does.
        """
        for design in self.front:
            if design.share >= share:
                return design
        raise GameError(
            f"no design reaches {share:.1%}: the most is {self.front[-1]!r}; widen the levels"
        )

    def to_dataframe(self) -> pd.DataFrame:
        """Return the designs as a pandas DataFrame, one row each.

        Returns
        -------
        pandas.DataFrame
            Values, cost, share, error, and whether the design is on the front.
        """
        import pandas as pd

        front = set(self.front)
        rows = [
            {
                **{name: float(value) for name, value in design.values.items()},
                "cost": float(design.cost),
                "share": design.share,
                "error": design.error,
                "front": design in front,
            }
            for design in self.designs
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        tried = counted(len(self.designs), "design")
        head = f"{self.outcome} {self.response}, of {tried} those on the front"
        return plain(head, *(f"  {design!r}" for design in self.front))


def optimal(
    game: Game,
    outcome: str,
    levels: Mapping[str, Sequence[object]],
    prices: Mapping[str, object],
    *,
    response: Response = "possible",
    draws: int = 10_000,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    given: Given | None = None,
    seed: int = 0,
    rng: np.random.Generator | int | None = None,
    on: Run = HERE,
) -> Designs:
    """Try designs of a guarantor, and say which are worth their cost.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game under a setup whose numbers are to be designed.
    outcome : str
        The outcome.
    levels : mapping of str to sequence of exact numbers
        The values to try of each parameter that is designed; every combination is.
    prices : mapping of str to exact number
        What one unit of each of them costs.
    response : {"possible", "guaranteed"}
        What a share is of.
    draws : int
        How many draws of all other parameters.
    solver, values, given, seed, rng, on
        As for :func:`caucasus_games.sweeps.sweep`; what is given is about numbers that are drawn.

    Returns
    -------
    Designs
        All of them; its ``front`` and its ``cheapest`` choose.

    Raises
    ------
    GameError
        As :func:`caucasus_games.sweeps.sweep`; if a name is unknown, a parameter that is designed
        has no price or no level or is fixed by its range, or there are more than 10,000 designs.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = optimal(
    ...     deterrence_by_chance(US_OPERATOR).at({"corridor_value": "0.6", "escalation_factor": 1}),
    ...     "peace",
    ...     levels={"guarantor_credibility": [0, "0.3", "0.6"]},
    ...     prices={"guarantor_credibility": 1},
    ...     draws=2_000,
    ... )
    >>> [float(design.cost) for design in found.front]
    [0.0, 0.3, 0.6]
    """
    import numpy as np

    check_outcome(game, outcome, "optimal")
    outcome = outcome_label(outcome)
    check_response(response)
    check_storeless(on, "optimal")
    seed = seed_of(seed, rng)
    game = _apart(game, levels)
    _check_given(given, levels)
    plan = plan_of(game, draws, None, solver, values, seed, "random", None, {}, on.arrays, given)
    (setup,) = plan.games
    tried, priced = _checked(levels, prices, list(plan.work.keys[setup]))
    for name in sorted(plan.whole.intersection(levels)):
        check_whole(name, [design[name] for design in tried])
    place, work = plan.outcomes.index(outcome), plan.work

    def count(start: int, stop: int) -> tuple[int, npt.NDArray[np.int64]]:
        drawn, size = work.drawn(start, stop)
        own = {name: drawn[key] for name, key in work.keys[setup].items()}
        found = []
        for chosen in tried:
            fixed = {n: np.full(size, float(x)) for n, x in chosen.items()}
            tally = work.solve[setup]({**own, **fixed}, size)
            reached = tally.possible if response == "possible" else tally.guaranteed
            found.append(reached[place].sum())
        return size, np.array(found)

    total, done, most = np.zeros(len(tried), np.int64), 0, 0
    for stop, (size, counts) in in_blocks(count, plan.total, on.workers, on.client, wide=work.wide):
        total += counts
        done += size
        most = stop
    plan.check_kept(done, most)
    designs = []
    for chosen, reached in zip(tried, total, strict=True):
        share = float(reached / done)
        cost = sum((priced[n] * x for n, x in chosen.items()), Fraction(0))
        error = (share * (1 - share) / done) ** 0.5
        designs.append(Design(immutabledict(chosen), cost, share, error))
    tried_all = tuple(sorted(designs, key=lambda design: design.cost))
    return Designs(outcome, response, tried_all, plan.asked)


def _check_given(given: Given | None, levels: Mapping[str, Sequence[object]]) -> None:
    """Refuse what is given of numbers that are chosen."""
    for one in relations(given):
        chosen = sorted({*by_name(levels)}.intersection(one.names))
        if chosen:
            raise one.refused(
                f"{one} is about {chosen[0]}, which is designed: leave it out, or choose levels "
                "at which it holds"
            )


def _apart(game: Game, levels: Mapping[str, Sequence[object]]) -> Game:
    """Leave out what is believed of numbers that are chosen now."""
    chosen, own = {*by_name(levels)}, game.parameters
    given = [one for one in own.given if chosen.isdisjoint(one.names)]
    return changed(game, parameters=own.holding(own.values(), given))


def _checked(
    levels: Mapping[str, Sequence[object]], prices: Mapping[str, object], known: list[str]
) -> tuple[list[dict[str, Fraction]], dict[str, Fraction]]:
    """Return all designs, and the price of each parameter."""
    levels, prices = by_name(levels), by_name(prices)
    if not levels:
        raise GameError("no parameter is designed: give the levels of one or more")
    for name in (*levels, *prices):
        if name not in known:
            raise unknown("parameter that is drawn", name, known)
    for name, points in levels.items():
        if name not in prices:
            raise GameError(f"{name} has no price: give what one unit of it costs")
        if not points:
            raise GameError(f"{name} has no level: give one value or more")
    exact = {n: [fraction(x, f"a level of {n}") for x in points] for n, points in levels.items()}
    combined = [dict(zip(exact, chosen, strict=True)) for chosen in product(*exact.values())]
    if len(combined) > _MOST_DESIGNS:
        raise GameError(
            f"the levels make {len(combined):,} designs, and up to {_MOST_DESIGNS:,} are tried: "
            "take fewer"
        )
    return combined, {n: fraction(price, f"the price of {n}") for n, price in prices.items()}
