"""Writing numbers to a file that is read as they were: TOML, or CSV for a spreadsheet."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from fractions import Fraction
from io import StringIO
from json import dumps
from pathlib import Path

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.parameters.correlation import NO_CORRELATIONS, Correlations
from caucasus_games.parameters.own import COLUMNS, ENDINGS, FIELDS, NUMBERS
from caucasus_games.parameters.parameter import Parameter
from caucasus_games.text.files import place_of, replace_text

# after the point, of a decimal that is written
_DIGITS = 15


def write_numbers(
    path: str | os.PathLike[str],
    common: Mapping[str, Parameter],
    setups: Mapping[str, Mapping[str, Parameter]] | None = None,
) -> None:
    """Write numbers to a file that can be changed, mailed and read again.

    Parameters
    ----------
    path : str or path
        A ``.toml`` or ``.csv`` file; one of that name is replaced only when all is written.
    common : mapping of str to Parameter
        Those that do not depend on the guarantor; a table with the relations that it has,
        and with the name of its sample, which is to stand beside the file.
    setups : mapping, optional
        The parameters of guarantors, by setup.

    Raises
    ------
    GameError
        If the file has another ending or cannot be written, or has no place for relations.

    Examples
    --------
    >>> from caucasus_games.parameters import load
    >>> write_numbers("mine.xlsx", load())
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: mine.xlsx has the ending '.xlsx': write .toml or .csv
    """
    place = place_of(path, "write_numbers")
    tables = {"": common, **(setups or {})}
    ending = place.suffix.lower()
    if ending == ".toml":
        replace_text(
            place,
            _head(common) + "".join(_toml(tables)) + "".join(_correlated(_correlations(common))),
        )
    elif ending == ".csv":
        _check_plain(common, place)
        replace_text(place, _csv(tables))
    else:
        raise GameError(
            f"{place.name} has the ending {place.suffix or 'none'!r}: write {' or '.join(ENDINGS)}"
        )


def _check_plain(common: Mapping[str, Parameter], place: Path) -> None:
    """Refuse what a spreadsheet has no place for."""
    given = _given(common)
    if given or getattr(common, "sample", None) or _correlations(common).pairs:
        what = f"relations such as {given[0]}" if given else "samples and correlations"
        raise GameError(f"{place.name} has no place for {what}: write .toml")


def _given(common: Mapping[str, Parameter]) -> list[str]:
    """Return the relations that numbers come with, as they are written."""
    return [str(one) for one in getattr(common, "given", ())]


def _correlations(common: Mapping[str, Parameter]) -> Correlations:
    """Return the correlations that numbers come with."""
    found: Correlations = getattr(common, "correlations", NO_CORRELATIONS)
    return found


def _head(common: Mapping[str, Parameter]) -> str:
    """Write relations and the sample, which stand before all tables."""
    given, sample = _given(common), getattr(common, "sample", None)
    # a list of texts of JSON is one of TOML
    head = f"given = {dumps(given, ensure_ascii=False)}\n" if given else ""
    head += f"sample = {dumps(sample.title, ensure_ascii=False)}\n" if sample else ""
    return f"{head}\n" if head else ""


def _csv(tables: Mapping[str, Mapping[str, Parameter]]) -> str:
    """Write a row for each number of each setup."""
    page = StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(COLUMNS)
    for setup, table in tables.items():
        for record in table.values():
            writer.writerow([setup, record.name, *_written(record).values()])
    return page.getvalue()


def _correlated(correlations: Correlations) -> Iterator[str]:
    for name in dict.fromkeys(one for one, _ in correlations.pairs):
        yield f"[correlations.{name}]\n"
        for (one, other), value in correlations.pairs.items():
            if one == name:
                yield f'{other} = "{_decimal(value)}"\n'
        yield "\n"


def _decimal(number: Fraction) -> str:
    """Write a number exactly: as a decimal where that ends."""
    told = show(number, digits=_DIGITS)
    return str(number) if told.startswith("≈") else told


def _toml(tables: Mapping[str, Mapping[str, Parameter]]) -> Iterator[str]:
    for setup, table in tables.items():
        for record in table.values():
            yield f"[{f'setups.{setup}' if setup else 'parameters'}.{record.name}]\n"
            # a text of JSON is one of TOML
            for field, text in _written(record).items():
                yield f"{field} = {dumps(text, ensure_ascii=False)}\n"
            yield "\n"


def _written(record: Parameter) -> dict[str, str]:
    """Return what is to be written of a parameter, exactly: as decimals where these end."""
    said = {field: getattr(record, field) for field in FIELDS}
    for field in NUMBERS:
        said[field] = _decimal(said[field])
    return said
