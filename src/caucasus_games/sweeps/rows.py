"""A sample instead of distributions: which column each number of a game is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from caucasus_games.errors import GameError, unknown
from caucasus_games.games.kinds import Game
from caucasus_games.parameters import Correlations, Parameter, Sample, load, sample_of
from caucasus_games.parameters.correlation import NO_CORRELATIONS
from caucasus_games.parameters.data import guarantor_vocabulary
from caucasus_games.parameters.sample import SampleLike
from caucasus_games.sweeps.exponents import check_whole

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True)
class Rows:
    """Draws of a sample, by column."""

    columns: Mapping[str, npt.NDArray[np.float64]]
    arrays: str

    def __call__(self, start: int, stop: int) -> Mapping[str, npt.NDArray[np.float64]]:
        """Return some of the draws."""
        from caucasus_games.readings.arrays import placed

        return placed(
            {name: column[start:stop] for name, column in self.columns.items()}, self.arrays
        )


def sample_in(
    games: Mapping[str, Game], sample: SampleLike | None, sampling: str, on_grid: bool
) -> Sample | None:
    """Return the sample that is given, or that the games' numbers come with."""
    if on_grid:
        if sample is not None:
            raise GameError("a grid takes its points as they are: leave the sample out")
        return None
    known = {own.parameters.sample for own in games.values()} - {None}
    if sample is None and len(known) > 1:
        raise GameError("setups come with different samples: give one with sample")
    found = next(iter(known), None) if sample is None else sample_of(sample)
    if found is not None and sampling != "random":
        raise GameError(
            f"{found.title} has its own draws, and got the sampling {sampling!r}: leave it out"
        )
    return found


def correlations_in(games: Mapping[str, Game]) -> Correlations:
    """Return the correlations that the games' numbers come with."""
    known = {own.parameters.correlations for own in games.values()} - {NO_CORRELATIONS}
    if len(known) > 1:
        raise GameError("setups come with different correlations: take them from one file")
    return next(iter(known), NO_CORRELATIONS)


def columns_of(sample: Sample, games: Mapping[str, Game]) -> dict[str, dict[str, Parameter | str]]:
    """Return under each setup the column of each number that has one; refuse what has none."""
    _check_names(sample, games)
    found: dict[str, dict[str, Parameter | str]] = {}
    missing: dict[str, None] = {}
    for setup, game in games.items():
        free = sorted({symbol.name for symbol in game.symbols} - {*game.values})
        found[setup] = {}
        for name in free:
            own = f"{setup}.{name}"
            if own in sample.columns:
                found[setup][name] = own
            elif name in sample.columns:
                _check_shared(name, games)
                found[setup][name] = name
            elif name not in game.parameters or game.parameters[name].low < (
                game.parameters[name].high
            ):
                missing[own if _differ(name, games) else name] = None
    if missing:
        raise GameError(
            f"{sample.title} has no column {', '.join(missing)}: add it, or give a value with "
            "values"
        )
    return found


def rows_of(
    sample: Sample,
    games: Mapping[str, Game],
    columns: Mapping[str, Mapping[str, Parameter | str]],
    whole: frozenset[str],
    arrays: str,
) -> Rows:
    """Return the draws of the columns that are used, and refuse numbers that no game takes."""
    import numpy as np

    found: dict[str, npt.NDArray[np.float64]] = {}
    for setup, own in columns.items():
        for name, column in own.items():
            assert isinstance(column, str)  # as columns_of returned it
            drawn = np.frombuffer(sample.columns[column])
            found[column] = np.round(drawn) if name in whole else drawn
            ends = [Fraction(float(end)) for end in (found[column].min(), found[column].max())]
            for end in ends:
                games[setup].limits.check_value(name, end)
            if name in whole:
                check_whole(name, ends)
    return Rows(found, arrays)


def _differ(name: str, games: Mapping[str, Game]) -> bool:
    """Tell whether setups have a number of this name that is not the same."""
    own = {game.parameters.records.get(name) for game in games.values() if name in _names(game)}
    return len(own) > 1


def _check_shared(name: str, games: Mapping[str, Game]) -> None:
    if _differ(name, games):
        own = ", ".join(f"{setup}.{name}" for setup, game in games.items() if name in _names(game))
        raise GameError(f"setups differ in {name}, and the sample has one column: name them {own}")


def _names(game: Game) -> set[str]:
    return {symbol.name for symbol in game.symbols}


def _check_names(sample: Sample, games: Mapping[str, Game]) -> None:
    """Refuse a column that is no number of the package, of a guarantor or of a game."""
    known = {*load(), *guarantor_vocabulary()}.union(*map(_names, games.values()))
    for column in sample.columns:
        name = column.rpartition(".")[2]
        if name not in known:
            raise GameError(f"{sample.title}: {unknown('column', column, sorted(known))}")
