"""Shares of draws, with their standard errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from caucasus_games.comparison.asked import Asked
from caucasus_games.errors import unknown
from caucasus_games.sweeps.response import RESPONSES, Measure, Response, check_response
from caucasus_games.text.html import lines, table
from caucasus_games.text.latex import tabular
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_TITLES = ("setup", "outcome", "mean", "possible %", "guaranteed %")
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
        and another, for ``"probability"`` the sum of the products of its mean probabilities; shape
        ``(outcomes, setups, setups)``.
    solved : numpy.ndarray of int
        At how many draws there is an equilibrium; shape ``(setups,)``.
    totals : mapping of str to numpy.ndarray
        Sums over these of the ``"least"``, the ``"most"`` and the ``"mean"`` probability over the
        equilibria; shape ``(outcomes, setups)``.
    asked : Asked
        What was asked; if interrupted, of more draws than were done.
    notes : tuple of str
        Which equilibria are not counted, if there are such.
    tried : int, optional
        Of how many draws those are that were counted, at which what is given holds.
    """

    setups: tuple[str, ...]
    outcomes: tuple[str, ...]
    draws: int
    together: Mapping[str, npt.NDArray[np.float64]]
    solved: npt.NDArray[np.int64]
    totals: Mapping[str, npt.NDArray[np.float64]]
    asked: Asked
    notes: tuple[str, ...] = ()
    tried: int | None = None

    def __eq__(self, other: object) -> bool:
        """Tell whether another counted the same."""
        return isinstance(other, Summary) and self._told_whole == other._told_whole

    def __hash__(self) -> int:
        return hash((self.setups, self.outcomes, self.draws, self.asked))

    @property
    def _told_whole(self) -> tuple[object, ...]:
        arrays = self.together, self.totals
        counts = [{name: array.tolist() for name, array in own.items()} for own in arrays]
        asked = self.setups, self.outcomes, self.draws, self.asked, self.notes, self.tried
        return *asked, self.solved.tolist(), counts

    @property
    def kept(self) -> float:
        """The share of the draws that were tried at which what is given holds."""
        return self.draws / (self.tried or self.draws)

    def share(self, setup: str, outcome: str, response: Measure = "possible") -> float:
        """Return the share of draws at which an outcome is possible, or guaranteed, or its mean.

        Parameters
        ----------
        setup, outcome : str
            Under which setup, which outcome.
        response : {"possible", "guaranteed", "probability"}
            Which of them; the last is :meth:`mean`.

        Returns
        -------
        float
            From 0 to 1.

        Raises
        ------
        GameError
            If the setup or the outcome was not counted.
        """
        both = self._both(setup, setup, outcome, response)
        return self.mean(setup, outcome) if response == "probability" else both

    def error(self, setup: str, outcome: str, response: Measure = "possible") -> float:
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
        spread = self._both(setup, setup, outcome, response) - share**2
        return float((max(spread, 0) / self.draws) ** 0.5)

    def difference(
        self, setup: str, other: str, outcome: str, response: Measure = "possible"
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
        pairs = ((setup, setup), (other, other), (setup, other))
        own, others, both = (self._both(*pair, outcome, response) for pair in pairs)
        square = own + others - 2 * both
        return x - y, float((max(square - (x - y) ** 2, 0) / self.draws) ** 0.5)

    def exchanged(
        self, before: str, after: str, outcome: str, response: Response = "possible"
    ) -> tuple[float, float]:
        """Return at what share of draws an outcome comes from one setup to another, and goes.

        Parameters
        ----------
        before, after : str
            The two setups.
        outcome, response
            As for :meth:`share`.

        Returns
        -------
        tuple of float
            The share of draws with the outcome after and not before, and before and not after.
        """
        check_response(response)
        both = self._both(before, after, outcome, response)
        first, last = (self.share(name, outcome, response) for name in (before, after))
        # whole draws, so that one draw of a hundred is a hundredth
        gone, come = (round((share - both) * self.draws) / self.draws for share in (first, last))
        return come, gone

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
            Equilibria of a draw alike, zero if there is none: with :meth:`missing` they are one.
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
        return self.error(setup, outcome, "probability")

    def missing(self, setup: str) -> float:
        """Return the share of draws at which no equilibrium was found.

        Parameters
        ----------
        setup : str
            Under which setup.

        Returns
        -------
        float
            Of the concept that was asked for, as pure ones need not exist; an unknown setup is
            refused.
        """
        if setup not in self.setups:
            raise unknown("setup", setup, self.setups)
        return 1 - float(self.solved[self.setups.index(setup)] / self.draws)

    @property
    def none(self) -> str:
        """What a draw without an equilibrium is called."""
        pure = not self.asked.mixed or self.notes
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
        for response in RESPONSES:
            found[response] = self.share(setup, label, response)
            found[f"{response} ±"] = self.error(setup, label, response)
        return found

    def _mean(self, setup: str, outcome: str, which: str) -> float:
        self._both(setup, setup, outcome, "possible")
        place = self.outcomes.index(outcome), self.setups.index(setup)
        return float(self.totals[which][place] / self.draws)

    def _both(self, setup: str, other: str, outcome: str, response: Measure) -> float:
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
        told = columns(_TITLES, *self._rows())
        notes = (f"note: {note}" for note in self.notes)
        return "\n".join([plain(self._head()), *told, plain(_SAID, *notes)])

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>note: {lines(note)}</p>" for note in self.notes)
        return f"<p>{escape(self._head())}</p>{table(_TITLES, self._rows())}<p>{_SAID}</p>{notes}"

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
        rows = f" of {self.asked.drawn.sample}".partition(",")[0] if self.asked.drawn else ""
        head = counted(self.draws, "draw") + rows.removesuffix(" of ")
        head += f" by {self.asked.solver}, with standard errors"
        if not self.asked.given:
            return head
        given = " and ".join(map(str, self.asked.given))
        return f"{head}, given {given} ({self.kept:.1%} of {self.tried:,})"

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
