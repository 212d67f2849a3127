"""Numbers of one's own, as a file: what it says replaces the package's, the rest stays.

A file is TOML, or CSV as a spreadsheet exports it. Each entry names a parameter, and a setup where
the number is a guarantor's; what an entry does not give is as in the package's table.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction
from caucasus_games.parameters.correlation import Correlations
from caucasus_games.parameters.distribution import distribution_of
from caucasus_games.parameters.parameter import Parameter
from caucasus_games.parameters.relation import Relation, relation, relations
from caucasus_games.parameters.sample import Sample, sample_of
from caucasus_games.text.files import bytes_of, decoded, place_of

_MOST_BYTES = 4 * 2**20
ENDINGS = (".toml", ".csv")
NUMBERS = ("low", "central", "high")
# what may be given of a parameter, its name apart
FIELDS = tuple(field.name for field in fields(Parameter) if field.name != "name")
COLUMNS = ("setup", "name", *FIELDS)


@dataclass(frozen=True)
class Entry:
    """What a file says of one parameter.

    Parameters
    ----------
    name : str
        The parameter.
    given : immutabledict of str to str
        What is said of it, by field.
    place : str
        File and line.
    """

    name: str
    given: immutabledict[str, str]
    place: str

    def applied(self, known: Mapping[str, Parameter]) -> Parameter:
        """Return the parameter with what is said of it."""
        base = known.get(self.name)
        if base is None and not {"description", "unit"} <= set(self.given):
            refused = unknown("parameter", self.name, known)
            raise GameError(
                f"{self.place}: {refused}; one that is new is given with description and unit"
            )
        if base is not None and self.given.get("unit", base.unit) != base.unit:
            raise GameError(
                f"{self.place}: {self.name} is given in {self.given['unit']!r} and measured in "
                f"{base.unit!r}: give it in that"
            )
        had = {f: getattr(base, f) for f in FIELDS} if base else {}
        said: dict[str, Any] = {**had, **self._ends(had), **self.given}
        missing = [field for field in (*NUMBERS, "source") if field not in said]
        if missing:
            raise GameError(f"{self.place}: {self.name} lacks {', '.join(missing)}: give it")
        try:
            if "distribution" not in self.given:
                said["distribution"] = _spread(said, had.get("distribution", "fixed"))
            return Parameter(name=self.name, **said)
        except GameError as refused:
            raise GameError(f"{self.place}: {refused}") from None

    def _ends(self, had: Mapping[str, Any]) -> dict[str, Fraction]:
        """Return the range of a list, of which no more need be given."""
        try:
            drawn = distribution_of(self.given.get("distribution", "fixed"))
        except GameError as refused:
            raise GameError(f"{self.place}: {self.name} {refused}") from None
        if drawn.name != "list":
            return {}
        listed = sorted(drawn.numbers)
        middle = listed[(len(listed) - 1) // 2]
        known: Fraction = had.get("central", middle)
        central = known if listed[0] <= known <= listed[-1] else middle
        return {"low": listed[0], "central": central, "high": listed[-1]}


def _spread(said: Mapping[str, Any], had: str) -> str:
    """Return how a number is drawn where nothing is said of it: as before, if it has a range."""
    low, high = (fraction(said[end], f"{end}") for end in ("low", "high"))
    if low == high:
        return "fixed"
    return "triangular" if had == "fixed" else had


@dataclass(frozen=True)
class OwnNumbers:
    """Numbers of one's own.

    Parameters
    ----------
    title : str
        Whose they are; the name of the file unless it says so.
    common : tuple of Entry
        Those that do not depend on the guarantor.
    setups : immutabledict of str to tuple of Entry
        Those of a guarantor, by setup.
    given : tuple of Relation
        Inequalities between numbers, which hold in every game that has all of them.
    sample : Sample, optional
        Draws of numbers that take the place of distributions.
    correlations : tuple of pair of str and Correlations
        The rank correlation of each pair, with its place.
    """

    title: str
    common: tuple[Entry, ...]
    setups: immutabledict[str, tuple[Entry, ...]]
    given: tuple[Relation, ...] = ()
    sample: Sample | None = None
    correlations: tuple[tuple[str, Correlations], ...] = ()

    def relations_of(self, records: Iterable[Parameter]) -> tuple[Relation, ...]:
        """Return the relations, with no name that is not known."""
        return relations(self.given, self._known(records))

    def correlations_of(self, records: Iterable[Parameter]) -> Correlations:
        """Return the correlations together, with no name that is not known."""
        known, pairs = self._known(records), dict[tuple[str, str], Fraction]()
        where = ""
        try:
            for place, own in self.correlations:
                where = place
                own.check(known)
                for one, two in own.pairs:
                    if (two, one) in pairs:
                        told = f"the correlation of {one} with {two}"
                        raise GameError(f"{told} is given twice: give one")
                pairs |= own.pairs
            where = where.partition(",")[0]
            return Correlations(pairs)
        except GameError as refused:
            raise GameError(f"{where}: {refused}") from None

    def _known(self, records: Iterable[Parameter]) -> frozenset[str]:
        """Return the names of records, of guarantors' numbers and of new ones."""
        from caucasus_games.parameters.data import guarantor_vocabulary

        entries = (*self.common, *(entry for own in self.setups.values() for entry in own))
        names = (*(record.name for record in records), *(entry.name for entry in entries))
        return frozenset({*names, *guarantor_vocabulary()})


def read_numbers(path: str | os.PathLike[str]) -> OwnNumbers:
    r"""Read numbers of one's own from a file.

    Parameters
    ----------
    path : str or path
        A ``.toml`` or ``.csv`` file in UTF-8.

    Returns
    -------
    OwnNumbers
        For :func:`load` and :func:`caucasus_games.guarantors.named`.

    Raises
    ------
    GameError
        If it cannot be read or says something that is not known; with the line.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from caucasus_games.parameters import load
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.csv"
    ...     _ = file.write_text("name,low,central,high\ncorridor_value,0.3,0.4,0.5\n")
    ...     own = read_numbers(file)
    >>> load(own=own)["corridor_value"]  # doctest: +ELLIPSIS
    corridor_value = 0.4 [0.3, 0.5] share of stake: value to Azerbaijan of ...
    """
    place = place_of(path, "read_numbers")
    if place.suffix.lower() not in ENDINGS:
        raise GameError(
            f"{place.name} has the ending {place.suffix or 'none'!r}: numbers are read from "
            f"{' and '.join(ENDINGS)}"
        )
    content = bytes_of(place, _MOST_BYTES, "file", " or ".join(ENDINGS))
    text = decoded(content, place.name)
    return (_read_toml if place.suffix.lower() == ".toml" else _read_csv)(text, place)


def _read_toml(text: str, place: Path) -> OwnNumbers:
    try:
        # decimals stay as they are written
        document = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as problem:
        raise GameError(f"{place.name} is no TOML: {problem}") from None
    known = ("title", "source", "given", "sample", "correlations", "parameters", "setups")
    for name in document:
        if name not in known:
            raise GameError(f"{place.name}: {unknown('table', name, known)}")
    source = str(document.get("source", ""))

    def entries(said: object, path: str) -> tuple[Entry, ...]:
        if not isinstance(said, dict):
            raise GameError(f"{place.name}: {path} is no table: write [{path}.NAME]")
        return tuple(
            _entry(n, own, source, _place(text, place, path, n)) for n, own in said.items()
        )

    setups = document.get("setups", {})
    if not isinstance(setups, dict):
        raise GameError(f"{place.name}: setups is no table: write [setups.SETUP.NAME]")
    return OwnNumbers(
        str(document.get("title", place.name)),
        entries(document.get("parameters", {}), "parameters"),
        immutabledict({name: entries(own, f"setups.{name}") for name, own in setups.items()}),
        _relations(document.get("given", []), text, place),
        _sample(document["sample"], place) if "sample" in document else None,
        _correlations(document.get("correlations", {}), text, place),
    )


def _correlations(said: object, text: str, place: Path) -> tuple[tuple[str, Correlations], ...]:
    """Read the correlations of each number with others, with the line in which they begin."""
    found = []
    for name, others in said.items() if isinstance(said, dict) else [("", said)]:
        where = _place(text, place, "correlations", name)
        if not isinstance(others, dict):
            raise GameError(f"{where}: write [correlations.NAME] and below it OTHER = 0.5")
        for other, value in others.items():
            try:
                found.append((where, Correlations({(name, other): value})))
            except GameError as refused:
                raise GameError(f"{where}: {refused}") from None
    return tuple(found)


def _sample(said: object, place: Path) -> Sample:
    """Read a sample that stands beside a file, and nowhere else: the file may be somebody's."""
    if not isinstance(said, str) or Path(said).name != said:
        raise GameError(
            f"{place.name}: sample is {said!r}: name a .csv or .nc file that stands beside it"
        )
    return sample_of(place.with_name(said))


def _relations(said: object, text: str, place: Path) -> tuple[Relation, ...]:
    """Read relations, each with the line in which it stands."""
    if not isinstance(said, list):
        raise GameError(f'{place.name}: given is no list: write given = ["a > b"]')
    rows = text.splitlines()
    found = []
    for one in said:
        line = next((k for k, row in enumerate(rows, 1) if str(one) in row), 0)
        found.append(relation(one, f"{place.name}, line {line}" if line else place.name))
    return tuple(found)


def _place(text: str, place: Path, path: str, name: str) -> str:
    """Return where an entry begins: the first line in which its table or its name is opened."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.replace(" ", "").replace('"', "")
        if bare.startswith("["):
            inside = bare.startswith(f"[{path}]")
            if bare.startswith(f"[{path}.{name}]"):
                return f"{place.name}, line {number}"
        elif inside and bare.startswith(f"{name}="):
            return f"{place.name}, line {number}"
    return place.name


def _entry(name: str, said: object, source: str, place: str) -> Entry:
    if not isinstance(said, dict):
        # a bare number is a value without a range
        said = dict.fromkeys((*NUMBERS,), said)
    for field, value in said.items():
        if field not in FIELDS:
            raise GameError(f"{place}: {unknown('field', field, FIELDS)}")
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise GameError(f"{place}: {field} of {name} is {value!r}: give a number or a text")
    given = {"source": source} if source else {}
    return Entry(name, immutabledict(given | {f: str(v) for f, v in said.items()}), place)


def _read_csv(text: str, place: Path) -> OwnNumbers:
    first = text.partition("\n")[0]
    # spreadsheets of many countries divide by semicolons
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    head = [cell.strip() for cell in next(reader, [])]
    for column in head:
        if column not in COLUMNS:
            raise GameError(f"{place.name}, line 1: {unknown('column', column, COLUMNS)}")
    if "name" not in head:
        raise GameError(f"{place.name}, line 1: no column is 'name': the first row names them")
    common: list[Entry] = []
    setups: dict[str, list[Entry]] = {}
    for row in reader:
        where = f"{place.name}, line {reader.line_num}"
        if len(row) > len(head):
            raise GameError(
                f"{where}: there are {len(row)} cells and {len(head)} columns: put a cell that has "
                "the divider in it between quotation marks"
            )
        said = {column: cell.strip() for column, cell in zip(head, row, strict=False)}
        said = {column: cell for column, cell in said.items() if cell}
        if not said:
            continue
        if "name" not in said:
            raise GameError(f"{where}: the row has no name")
        name, setup = said.pop("name"), said.pop("setup", "")
        entry = Entry(name, immutabledict(said), where)
        (setups.setdefault(setup, []) if setup else common).append(entry)
    own = {setup: tuple(entries) for setup, entries in setups.items()}
    return OwnNumbers(place.name, tuple(common), immutabledict(own))


def own_numbers(own: OwnNumbers | str | os.PathLike[str] | None) -> OwnNumbers | None:
    """Return numbers as they are, and read those of a file."""
    return own if own is None or isinstance(own, OwnNumbers) else read_numbers(own)


def overridden(
    records: Iterable[Parameter], entries: Iterable[Entry], known: Iterable[Parameter] = ()
) -> tuple[Parameter, ...]:
    """Return parameters with what entries say of them, and of others that are known or new."""
    table = {record.name: record for record in records}
    before = {record.name: record for record in known} | table
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.name in seen:
            raise GameError(
                f"{entry.place}: {entry.name} was given before, in {seen[entry.name]}: give it once"
            )
        seen[entry.name] = entry.place
        table[entry.name] = entry.applied(before)
    return tuple(table.values())
