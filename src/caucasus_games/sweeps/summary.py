r"""How often each outcome comes about, over any number of draws.

All means and shares are of all draws. The *mean* of an outcome is that of its probability, where
each equilibrium of a draw counts as much as another; with the share of draws at which none was
found the means of all outcomes add up to one. With :math:`n` draws and :math:`x_k` whether an
outcome is possible at the draw :math:`k`, which any probability above zero in any equilibrium makes
it, its share is :math:`\bar x` with the standard error :math:`\sqrt{\bar x (1 - \bar x) / n}`. Two
setups see the same draws, so that the error of the difference of their shares is that of a paired
sample,

.. math:: \sqrt{\frac{\bar x + \bar y - 2 \overline{xy} - (\bar x - \bar y)^2}{n}},

which is the smaller, the more their answers go together. Only counts are kept, one block at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from caucasus_games.comparison.compare import Model
from caucasus_games.errors import unknown
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.markup import counted, lines, plain, table, tabular
from caucasus_games.sweeps.execution import in_blocks
from caucasus_games.sweeps.kernels import Solver
from caucasus_games.sweeps.run import HERE, Run, check_storeless
from caucasus_games.sweeps.sweep import plan_of, seed_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from caucasus_games.sweeps.draws import Sampling

    # together, solved and totals of a summary
    _Counts = tuple[
        dict[str, npt.NDArray[np.int64]],
        npt.NDArray[np.int64],
        dict[str, npt.NDArray[np.float64]],
    ]

Response = Literal["possible", "guaranteed"]

_TITLES = ("setup", "outcome", "mean", "possible %", "guaranteed %")
# what was sought where nothing was found
_PURE = ("pure_nash", "perfect_bayesian")
_SAID = (
    "mean: probability, equilibria alike; possible: above zero in some equilibrium; "
    "guaranteed: in all"
)


@dataclass(frozen=True, repr=False, eq=False)
class Summary:
    """Shares of draws.

    Parameters
    ----------
    setups, outcomes : tuple of str
        What was counted.
    draws : int
        How many there were.
    together : mapping of str to numpy.ndarray of int
        For ``"possible"`` and ``"guaranteed"`` at how many draws an outcome was so under one setup
        and another; shape ``(outcomes, setups, setups)``.
    solved : numpy.ndarray of int
        At how many draws there is an equilibrium; shape ``(setups,)``.
    totals : mapping of str to numpy.ndarray
        Sums over these of the ``"least"``, the ``"most"`` and the ``"mean"`` probability over the
        equilibria, and of the ``"square"`` of the last; shape ``(outcomes, setups)``.
    solver : str
        The solution concept with its options.
    notes : tuple of str
        Which equilibria are not counted, if there are such.
    """

    setups: tuple[str, ...]
    outcomes: tuple[str, ...]
    draws: int
    together: Mapping[str, npt.NDArray[np.int64]]
    solved: npt.NDArray[np.int64]
    totals: Mapping[str, npt.NDArray[np.float64]]
    solver: str
    notes: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Tell whether another counted the same."""
        return isinstance(other, Summary) and self._told_whole == other._told_whole

    def __hash__(self) -> int:
        return hash((self.setups, self.outcomes, self.draws, self.solver))

    @property
    def _told_whole(self) -> tuple[object, ...]:
        counts = [
            {name: array.tolist() for name, array in own.items()}
            for own in (self.together, self.totals)
        ]
        asked = self.setups, self.outcomes, self.draws, self.solver, self.notes
        return *asked, self.solved.tolist(), counts

    def share(self, setup: str, outcome: str, response: Response = "possible") -> float:
        """Return the share of draws at which an outcome is possible, or guaranteed.

        Parameters
        ----------
        setup, outcome : str
            Under which setup, which outcome.
        response : {"possible", "guaranteed"}
            Which of the two.

        Returns
        -------
        float
            From 0 to 1.

        Raises
        ------
        GameError
            If the setup or the outcome was not counted.
        """
        return self._both(setup, setup, outcome, response)

    def error(self, setup: str, outcome: str, response: Response = "possible") -> float:
        """Return the standard error of a share.

        Parameters
        ----------
        setup, outcome, response
            As for :meth:`share`.

        Returns
        -------
        float
            Of independent draws; the points of a sequence do better.
        """
        share = self.share(setup, outcome, response)
        return float((share * (1 - share) / self.draws) ** 0.5)

    def difference(
        self, setup: str, other: str, outcome: str, response: Response = "possible"
    ) -> tuple[float, float]:
        """Return by how much a share is larger under one setup than under another.

        Parameters
        ----------
        setup, other : str
            The two setups.
        outcome, response
            As for :meth:`share`.

        Returns
        -------
        tuple of float
            The difference and its standard error, from the same draws.
        """
        x, y = (self.share(name, outcome, response) for name in (setup, other))
        spread = max(x + y - 2 * self._both(setup, other, outcome, response) - (x - y) ** 2, 0)
        return x - y, float((spread / self.draws) ** 0.5)

    def probability(self, setup: str, outcome: str) -> tuple[float, float]:
        """Return the mean probability of an outcome, equilibria chosen against it or for it.

        Parameters
        ----------
        setup, outcome : str
            As for :meth:`share`.

        Returns
        -------
        tuple of float
            The means over all draws of the least and of the greatest over a draw's equilibria; zero
            where there is none.
        """
        return self._mean(setup, outcome, "least"), self._mean(setup, outcome, "most")

    def mean(self, setup: str, outcome: str) -> float:
        """Return the mean probability of an outcome over all draws.

        Parameters
        ----------
        setup, outcome : str
            As for :meth:`share`.

        Returns
        -------
        float
            Each equilibrium of a draw as likely as another, and zero where there is none: with
            :meth:`missing` the means of all outcomes add up to one.
        """
        return self._mean(setup, outcome, "mean")

    def mean_error(self, setup: str, outcome: str) -> float:
        """Return the standard error of a mean.

        Parameters
        ----------
        setup, outcome : str
            As for :meth:`share`.

        Returns
        -------
        float
            Of independent draws.
        """
        spread = self._mean(setup, outcome, "square") - self.mean(setup, outcome) ** 2
        return float((max(spread, 0) / self.draws) ** 0.5)

    def missing(self, setup: str) -> float:
        """Return the share of draws at which no equilibrium was found.

        Parameters
        ----------
        setup : str
            Under which setup.

        Returns
        -------
        float
            From 0 to 1; of the concept that was asked for, as pure ones need not exist.

        Raises
        ------
        GameError
            If the setup was not counted.
        """
        if setup not in self.setups:
            raise unknown("setup", setup, self.setups)
        return 1 - float(self.solved[self.setups.index(setup)] / self.draws)

    @property
    def none(self) -> str:
        """What a draw without an equilibrium is called."""
        pure = self.solver in _PURE or self.notes
        return "no pure equilibrium" if pure else "no equilibrium"

    @property
    def labels(self) -> tuple[str, ...]:
        """The outcomes, then what draws without an equilibrium are called if there are any."""
        return (*self.outcomes, self.none) if (self.solved < self.draws).any() else self.outcomes

    def to_dataframe(self) -> pd.DataFrame:
        """Return the shares as a pandas DataFrame, one row for each setup and outcome.

        Returns
        -------
        pandas.DataFrame
            The mean, the means of the least and the greatest probability, and the shares of both
            kinds, with standard errors. If there are draws without an equilibrium they have a row
            under every setup, so that the means of a setup add up to one.
        """
        import pandas as pd

        rows = [
            {"setup": setup, "outcome": label, **self._row(setup, label)}
            for setup in self.setups
            for label in self.labels
        ]
        return pd.DataFrame(rows).set_index(["setup", "outcome"])

    def _row(self, setup: str, label: str) -> dict[str, float]:
        if label not in self.outcomes:
            # what is not there is neither possible nor guaranteed
            share = self.missing(setup)
            error = (share * (1 - share) / self.draws) ** 0.5
            ends = {"probability_low": share, "probability_high": share}
            return {"mean": share, "mean ±": error, **ends}
        low, high = self.probability(setup, label)
        found = {"mean": self.mean(setup, label), "mean ±": self.mean_error(setup, label)}
        found |= {"probability_low": low, "probability_high": high}
        kinds: tuple[Response, ...] = ("possible", "guaranteed")
        for response in kinds:
            found[response] = self.share(setup, label, response)
            found[f"{response} ±"] = self.error(setup, label, response)
        return found

    def _mean(self, setup: str, outcome: str, which: str) -> float:
        self.share(setup, outcome)
        place = self.outcomes.index(outcome), self.setups.index(setup)
        return float(self.totals[which][place] / self.draws)

    def _both(self, setup: str, other: str, outcome: str, response: Response) -> float:
        for what, name, known in (
            ("setup", setup, self.setups),
            ("setup", other, self.setups),
            ("outcome", outcome, self.outcomes),
            ("response", response, tuple(self.together)),
        ):
            if name not in known:
                raise unknown(what, name, known)
        place = (
            self.outcomes.index(outcome),
            self.setups.index(setup),
            self.setups.index(other),
        )
        return float(self.together[response][place] / self.draws)

    def __repr__(self) -> str:
        rows = [_TITLES, *self._rows()]
        wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
        told = [
            "  ".join(f"{cell:{w}}" for cell, w in zip(row, wide, strict=True)).rstrip()
            for row in rows
        ]
        notes = (f"note: {note}" for note in self.notes)
        return "\n".join([self._head(), *told, plain(_SAID, *notes)])

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>note: {lines(note)}</p>" for note in self.notes)
        return f"<p>{self._head()}</p>{table(_TITLES, self._rows())}<p>{_SAID}</p>{notes}"

    def to_latex(self, *, long_table: bool = False) -> str:
        """Write it for a paper.

        Parameters
        ----------
        long_table : bool
            Whether it may go on over pages, which takes the package longtable.

        Returns
        -------
        str
            A ``tabular`` environment.
        """
        return tabular(_TITLES, self._rows(), long_table=long_table)

    def _head(self) -> str:
        return f"{counted(self.draws, 'draw')} by {self.solver}, with standard errors"

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (setup, label, *self._cells(setup, label))
            for setup in self.setups
            for label in self.labels
        ]

    def _cells(self, setup: str, label: str) -> tuple[str, str, str]:
        row = self._row(setup, label)
        mean = f"{row['mean']:.3f} ± {row['mean ±']:.3f}"
        ends = f"{row['probability_low']:.3f}", f"{row['probability_high']:.3f}"
        if ends[0] != ends[1]:
            mean = f"{mean} ({ends[0]} to {ends[1]})"
        shares = (
            f"{100 * row[response]:6.2f} ± {100 * row[f'{response} ±']:.2f}"
            if response in row
            else ""
            for response in ("possible", "guaranteed")
        )
        return mean, next(shares), next(shares)


def summary(
    model: Model | Game,
    draws: int,
    *,
    setups: Iterable[GuarantorSetup] | None = None,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    seed: int = 0,
    rng: np.random.Generator | int | None = None,
    sampling: Sampling = "random",
    vintage: str | None = None,
    on: Run = HERE,
) -> Summary:
    """Count in what share of draws each outcome is possible, and guaranteed, under each setup.

    Parameters
    ----------
    model, setups, solver, values, seed, sampling, rng, vintage, on
        As for :func:`caucasus_games.sweeps.sweep`, with the same draws for the same seed.
    draws : int
        How many, in memory that does not grow with it.

    Returns
    -------
    Summary
        The shares with their standard errors; if interrupted, of the draws that were done.

    Raises
    ------
    GameError
        As :func:`caucasus_games.sweeps.sweep`; or if the run has a store, as nothing but counts is
        kept.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = summary(deterrence_by_chance, 10_000, setups=[NONE, US_OPERATOR], seed=1)
    >>> change, error = found.difference("US_OPERATOR", "NONE", "peace")
    >>> change > 2 * error
    True
    """
    import numpy as np

    check_storeless(on, "summary")
    seed = seed_of(seed, rng)
    plan = plan_of(model, draws, setups, solver, values, seed, sampling, vintage, {}, on.arrays)
    # the function that counts is sent to other processes, and the games are not needed there
    work = plan.work
    shape = (len(plan.outcomes), len(plan.games), len(plan.games))

    def count(start: int, stop: int) -> _Counts:
        tallies = [tally for _, tally in work.block(start, stop)]
        answers = {
            "possible": np.stack([tally.possible for tally in tallies]),
            "guaranteed": np.stack([tally.guaranteed for tally in tallies]),
        }
        # products of decimals are quick, and exact for such counts
        numbers = {
            response: truth.swapaxes(0, 1).astype(float) for response, truth in answers.items()
        }
        some = [tally.equilibria > 0 for tally in tallies]
        means = [tally.mean for tally in tallies]
        ends = {
            "least": [tally.least for tally in tallies],
            "most": [tally.most for tally in tallies],
            "mean": means,
            "square": [mean**2 for mean in means],
        }
        return (
            {response: (x @ x.swapaxes(1, 2)).astype(np.int64) for response, x in numbers.items()},
            np.array([here.sum() for here in some]),
            {
                end: np.stack(
                    [x.sum(axis=1, where=w) for x, w in zip(own, some, strict=True)], axis=1
                )
                for end, own in ends.items()
            },
        )

    together = {response: np.zeros(shape, np.int64) for response in ("possible", "guaranteed")}
    solved = np.zeros(len(plan.games), np.int64)
    totals = {end: np.zeros(shape[:2]) for end in ("least", "most", "mean", "square")}
    done = 0
    blocks = in_blocks(count, draws, on.workers, on.client, wide=work.wide)
    for stop, (counts, some, sums) in blocks:
        done = stop
        solved += some
        for response in together:
            together[response] += counts[response]
        for end in totals:
            totals[end] += sums[end]
    names = tuple(plan.games)
    return Summary(names, plan.outcomes, done, together, solved, totals, plan.solver, plan.notes)
