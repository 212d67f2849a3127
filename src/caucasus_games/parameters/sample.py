"""Draws that somebody else made: a table with a column for each number and a row for each draw.

Numbers of one row belong together: what goes with what is as it was. A column is named by a number,
or by a setup and a number of its guarantor, as ``US_OPERATOR.detection``.
"""

from __future__ import annotations

import csv
import os
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from math import isfinite
from pathlib import Path

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact.numbers import quoted
from caucasus_games.parameters.netcdf import columns_in
from caucasus_games.text.files import bytes_of, decoded, place_of
from caucasus_games.text.plain import counted, plain

_MOST_BYTES = 512 * 2**20
_DIGITS_OF_A_DIGEST = 16


@dataclass(frozen=True, repr=False, eq=False)
class Sample:
    """Draws of several numbers.

    Parameters
    ----------
    title : str
        The name of the file, or what it is.
    columns : immutabledict of str to array
        The draws of each number, all equally many.
    """

    title: str
    columns: immutabledict[str, array[float]]

    @property
    def size(self) -> int:
        """How many draws there are."""
        return len(next(iter(self.columns.values())))

    @property
    def digest(self) -> str:
        """What tells the draws apart from others."""
        found = sha256()
        for name, column in self.columns.items():
            found.update(f"{name}\n".encode())
            found.update(column.tobytes())
        return found.hexdigest()[:_DIGITS_OF_A_DIGEST]

    @property
    def told(self) -> str:
        """Its name, its size and what tells it apart."""
        return f"{self.title}, {counted(self.size, 'row')}, {self.digest}"

    def __eq__(self, other: object) -> bool:
        """Tell whether another has the same draws under the same names."""
        return isinstance(other, Sample) and self.columns == other.columns

    def __hash__(self) -> int:
        return hash((self.size, *self.columns))

    def __repr__(self) -> str:
        return plain(f"{self.title}: {counted(self.size, 'draw')} of {', '.join(self.columns)}")


SampleLike = Sample | str | os.PathLike[str] | Mapping[str, Iterable[float]]


def sample_of(sample: SampleLike) -> Sample:
    r"""Read draws from a file, or take those that are given by name.

    Parameters
    ----------
    sample : path or mapping of str to iterable of float
        A ``.csv`` file in UTF-8 whose first row names the columns; a ``.nc`` file, NetCDF in the
        classic format, with variables over ``draw``; or the draws of each number.

    Returns
    -------
    Sample
        The draws.

    Raises
    ------
    GameError
        If it cannot be read, a cell is no number, or columns are not equally long; with the line.

    Examples
    --------
    >>> sample_of({"corridor_value": [0.2, 0.3], "power_shift": [0.1, 0.2]})
    a sample: 2 draws of corridor_value, power_shift
    """
    if isinstance(sample, Sample):
        return sample
    if isinstance(sample, Mapping):
        return _taken({str(name): list(column) for name, column in sample.items()})
    place = place_of(sample, "sample")
    if place.suffix.lower() not in (".csv", ".nc"):
        raise GameError(
            f"{place.name} has the ending {place.suffix or 'none'!r}: a sample is read from .csv "
            "or .nc"
        )
    content = bytes_of(place, _MOST_BYTES, "file", ".csv or .nc")
    if place.suffix.lower() == ".csv":
        return _read(decoded(content, place.name), place)
    return _taken(columns_in(content, place.name), place.name)


def _taken(columns: Mapping[str, Sequence[float]], title: str = "a sample") -> Sample:
    sizes = {name: len(column) for name, column in columns.items()}
    if not sizes or len(set(sizes.values())) > 1 or not all(sizes.values()):
        told = ", ".join(f"{n} of {name}" for name, n in sizes.items()) or "none"
        raise GameError(f"a sample has as many draws of each number, and got {told}")
    for name, column in columns.items():
        for k, value in enumerate(column):
            if isinstance(value, str) or not isfinite(value):
                raise GameError(
                    f"{title}, draw {k} of {name} is {quoted(value)}: give a finite number"
                )
    kept = {name: array("d", map(float, column)) for name, column in columns.items()}
    return Sample(title, immutabledict(kept))


def _read(text: str, place: Path) -> Sample:
    # spreadsheets of many countries divide by semicolons, and their decimals have commas
    semicolons = ";" in text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if semicolons else ",")
    head = [cell.strip() for cell in next(reader, [])]
    _check_head(head, place)
    columns = [array("d") for _ in head]
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head):
            raise GameError(
                f"{place.name}, line {reader.line_num}: there are {len(row)} cells and {len(head)} "
                "columns: give each draw a number in every column"
            )
        for name, column, cell in zip(head, columns, row, strict=True):
            text = cell.replace(",", ".") if semicolons else cell
            column.append(_number(text, name, place, reader.line_num))
    if not columns[0]:
        raise GameError(f"{place.name} has no row of draws: give one or more")
    return Sample(place.name, immutabledict(zip(head, columns, strict=True)))


def _check_head(head: list[str], place: Path) -> None:
    """Refuse a first row that does not name each column once."""
    twice = [name for name in head if head.count(name) > 1]
    if not all(head) or twice or not head:
        why = f"{twice[0]!r} is named twice" if twice and twice[0] else "a column has no name"
        raise GameError(f"{place.name}, line 1: {why}: the first row names each column once")


def _number(cell: str, name: str, place: Path, line: int) -> float:
    try:
        found = float(cell)
    except ValueError:
        found = float("nan")
    if not isfinite(found):
        raise GameError(
            f"{place.name}, line {line}: {name} is {quoted(cell)}: give a finite number"
        )
    return found
