r"""How often each outcome comes about, over any number of draws.

With :math:`n` draws and :math:`x_k` whether an outcome is possible at the draw :math:`k`, its share
is :math:`\bar x` with the standard error :math:`\sqrt{\bar x (1 - \bar x) / n}`. Two setups see the
same draws, so that the error of the difference of their shares is that of a paired sample,

.. math:: \sqrt{\frac{\bar x + \bar y - 2 \overline{xy} - (\bar x - \bar y)^2}{n}},

which is the smaller, the more their answers go together. Only counts are kept, one block at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from caucasus_games.analysis.blocks import in_blocks
from caucasus_games.analysis.compare import Model
from caucasus_games.analysis.kernels import Solver
from caucasus_games.analysis.margins import Game
from caucasus_games.analysis.sweep import plan_of
from caucasus_games.errors import unknown
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.markup import table, tabular

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from distributed import Client

    from caucasus_games.batched import Sampling

    # together, solved and totals of a summary
    _Counts = tuple[
        dict[str, npt.NDArray[np.int64]],
        npt.NDArray[np.int64],
        dict[str, npt.NDArray[np.float64]],
    ]

Kind = Literal["possible", "guaranteed"]

_TITLES = ("setup", "outcome", "possible %", "guaranteed %", "mean")


@dataclass(frozen=True, repr=False)
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
        Sums of the ``"least"`` and the ``"most"`` probability over the equilibria of these; shape
        ``(outcomes, setups)``.
    """

    setups: tuple[str, ...]
    outcomes: tuple[str, ...]
    draws: int
    together: Mapping[str, npt.NDArray[np.int64]]
    solved: npt.NDArray[np.int64]
    totals: Mapping[str, npt.NDArray[np.float64]]

    def share(self, setup: str, outcome: str, kind: Kind = "possible") -> float:
        """Return the share of draws at which an outcome is possible, or guaranteed.

        Parameters
        ----------
        setup, outcome : str
            Under which setup, which outcome.
        kind : {"possible", "guaranteed"}
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
        return self._both(setup, setup, outcome, kind)

    def error(self, setup: str, outcome: str, kind: Kind = "possible") -> float:
        """Return the standard error of a share.

        Parameters
        ----------
        setup, outcome, kind
            As for :meth:`share`.

        Returns
        -------
        float
            Of independent draws; the points of a sequence do better.
        """
        share = self.share(setup, outcome, kind)
        return float((share * (1 - share) / self.draws) ** 0.5)

    def difference(
        self, setup: str, other: str, outcome: str, kind: Kind = "possible"
    ) -> tuple[float, float]:
        """Return by how much a share is larger under one setup than under another.

        Parameters
        ----------
        setup, other : str
            The two setups.
        outcome, kind
            As for :meth:`share`.

        Returns
        -------
        tuple of float
            The difference and its standard error, from the same draws.
        """
        x, y = (self.share(name, outcome, kind) for name in (setup, other))
        spread = max(x + y - 2 * self._both(setup, other, outcome, kind) - (x - y) ** 2, 0)
        return x - y, float((spread / self.draws) ** 0.5)

    def probability(self, setup: str, outcome: str) -> tuple[float, float]:
        """Return the mean probability of an outcome over the draws that have an equilibrium.

        Parameters
        ----------
        setup, outcome : str
            As for :meth:`share`.

        Returns
        -------
        tuple of float
            The means of the least and of the greatest over a draw's equilibria; NaN if no draw has
            any.
        """
        self.share(setup, outcome)
        s, o = self.setups.index(setup), self.outcomes.index(outcome)
        count = int(self.solved[s])
        low, high = (float(self.totals[end][o, s]) for end in ("least", "most"))
        return (low / count, high / count) if count else (float("nan"), float("nan"))

    def to_dataframe(self) -> pd.DataFrame:
        """Return the shares as a pandas DataFrame, one row for each setup and outcome.

        Returns
        -------
        pandas.DataFrame
            Mean probabilities, and shares and standard errors of both kinds.
        """
        import pandas as pd

        rows = [
            {
                "setup": setup,
                "outcome": outcome,
                "probability_low": self.probability(setup, outcome)[0],
                "probability_high": self.probability(setup, outcome)[1],
                **{
                    name: value
                    for kind in ("possible", "guaranteed")
                    for name, value in (
                        (kind, self.share(setup, outcome, kind)),
                        (f"{kind} ±", self.error(setup, outcome, kind)),
                    )
                },
            }
            for setup in self.setups
            for outcome in self.outcomes
        ]
        return pd.DataFrame(rows).set_index(["setup", "outcome"])

    def _both(self, setup: str, other: str, outcome: str, kind: Kind) -> float:
        for what, name, known in (
            ("setup", setup, self.setups),
            ("setup", other, self.setups),
            ("outcome", outcome, self.outcomes),
            ("kind", kind, tuple(self.together)),
        ):
            if name not in known:
                raise unknown(what, name, known)
        place = (
            self.outcomes.index(outcome),
            self.setups.index(setup),
            self.setups.index(other),
        )
        return float(self.together[kind][place] / self.draws)

    def __repr__(self) -> str:
        rows = [_TITLES, *self._rows()]
        wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(f"{cell:{w}}" for cell, w in zip(row, wide, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([self._head(), *lines])

    def _repr_html_(self) -> str:
        return f"<p>{self._head()}</p>{table(_TITLES, self._rows())}"

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
        return f"shares of {self.draws:,} draws, with standard errors"

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                setup,
                outcome,
                self._told(setup, outcome, "possible"),
                self._told(setup, outcome, "guaranteed"),
                self._mean(setup, outcome),
            )
            for setup in self.setups
            for outcome in self.outcomes
        ]

    def _mean(self, setup: str, outcome: str) -> str:
        low, high = (f"{mean:.3f}" for mean in self.probability(setup, outcome))
        if low == "nan":
            return "no equilibrium"
        return low if low == high else f"{low} to {high}"

    def _told(self, setup: str, outcome: str, kind: Kind) -> str:
        share, error = self.share(setup, outcome, kind), self.error(setup, outcome, kind)
        return f"{100 * share:6.2f} ± {100 * error:.2f}"


def summary(
    model: Model | Game,
    draws: int,
    setups: Iterable[GuarantorSetup] | None = None,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    seed: int = 0,
    sampling: Sampling = "random",
    vintage: str = "2025-07",
    workers: int | None = None,
    client: Client | None = None,
    arrays: str = "numpy",
) -> Summary:
    """Count in what share of draws each outcome is possible, and guaranteed, under each setup.

    Parameters
    ----------
    model, setups, solver, values, seed, sampling, vintage, workers, client, arrays
        As for :func:`caucasus_games.analysis.sweep`, with the same draws for the same seed.
    draws : int
        How many, in memory that does not grow with it.

    Returns
    -------
    Summary
        The shares with their standard errors; if interrupted, of the draws that were done.

    Raises
    ------
    GameError
        As :func:`caucasus_games.analysis.sweep`.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = summary(deterrence_by_chance, 10_000, [NONE, US_OPERATOR], seed=1)
    >>> change, error = found.difference("US_OPERATOR", "NONE", "peace")
    >>> change > 2 * error
    True
    """
    import numpy as np

    plan = plan_of(model, draws, setups, solver, values, seed, sampling, vintage, {}, arrays)
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
        numbers = {kind: truth.swapaxes(0, 1).astype(float) for kind, truth in answers.items()}
        some = [tally.equilibria > 0 for tally in tallies]
        ends = {"least": [t.least for t in tallies], "most": [t.most for t in tallies]}
        return (
            {kind: (x @ x.swapaxes(1, 2)).astype(np.int64) for kind, x in numbers.items()},
            np.array([here.sum() for here in some]),
            {
                end: np.stack(
                    [x.sum(axis=1, where=w) for x, w in zip(own, some, strict=True)], axis=1
                )
                for end, own in ends.items()
            },
        )

    together = {kind: np.zeros(shape, np.int64) for kind in ("possible", "guaranteed")}
    solved = np.zeros(len(plan.games), np.int64)
    totals = {end: np.zeros(shape[:2]) for end in ("least", "most")}
    done = 0
    for stop, (counts, some, sums) in in_blocks(count, draws, workers, client, wide=work.wide):
        done = stop
        solved += some
        for kind in together:
            together[kind] += counts[kind]
        for end in totals:
            totals[end] += sums[end]
    return Summary(tuple(plan.games), plan.outcomes, done, together, solved, totals)
