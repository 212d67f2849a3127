"""What experts say of numbers, by quantile: asked on a sheet, and read back."""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from io import StringIO
from itertools import pairwise

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction, show
from caucasus_games.games.door import described
from caucasus_games.parameters import Parameters
from caucasus_games.text.files import bytes_of, decoded, place_of, replace_text
from caucasus_games.text.html import table
from caucasus_games.text.plain import plain
from caucasus_games.text.spreadsheet import safe_cell

_MOST_BYTES = 4 * 2**20
_WHO, _DATE, _NAME = "expert", "date", "name"
# what a sheet says of each number, which is not read back
_TOLD = ("question", "unit", "anchor", "source")


@dataclass(frozen=True, repr=False)
class Answer:
    """What one expert says of one number.

    Parameters
    ----------
    expert : str
        The name or a pseudonym.
    name : str
        The number.
    quantiles : mapping of exact number to exact number
        By probability, between 0 and 1, the value below which the expert puts as much.
    date : str
        When.

    Raises
    ------
    GameError
        If the expert has no name, there are less than two quantiles, a probability is none, or the
        values do not rise with it.

    Examples
    --------
    >>> Answer("expert A", "corridor_value", {"5%": "0.2", "50%": "0.3", "95%": "0.5"}, "2026-11")
    expert A on corridor_value, 2026-11: 5% below 0.2, 50% below 0.3, 95% below 0.5
    """

    expert: str
    name: str
    quantiles: Mapping[object, object]
    date: str = ""

    def __post_init__(self) -> None:
        if not str(self.expert).strip():
            raise GameError(
                f"the answer on {self.name or 'a number'} has no expert: give a name or a pseudonym"
            )
        where = f"the answer of {self.expert} on {self.name}"
        if not isinstance(self.quantiles, Mapping) or len(self.quantiles) < 2:
            raise GameError(f"{where} needs two quantiles or more, as {{'5%': 0, '95%': 1}}")
        said = {
            fraction(q, f"a probability in {where}"): fraction(x, f"the {q} quantile in {where}")
            for q, x in self.quantiles.items()
        }
        for q in said:
            if not 0 < q < 1:
                raise GameError(f"{where} has a quantile at {show(q)}: give one between 0 and 1")
        ordered = dict(sorted(said.items()))
        for (p, below), (q, above) in pairwise(ordered.items()):
            if below >= above:
                raise GameError(
                    f"{where} has {show(below)} at {_percent(p)} and {show(above)} at "
                    f"{_percent(q)}: values must rise with the probability"
                )
        object.__setattr__(self, "quantiles", immutabledict(ordered))

    def __repr__(self) -> str:
        told = ", ".join(f"{_percent(q)} below {show(x)}" for q, x in self.said.items())
        when = f", {self.date}" if self.date else ""
        return plain(f"{self.expert} on {self.name}{when}: {told}")

    @property
    def said(self) -> dict[Fraction, Fraction]:
        """The values by probability, as they were read."""
        return {fraction(q): fraction(x) for q, x in self.quantiles.items()}


def questionnaire(
    parameters: Parameters,
    path: str | os.PathLike[str],
    *,
    quantiles: Iterable[object] = ("5%", "50%", "95%"),
) -> None:
    """Write a sheet on which experts say what they think of numbers.

    Parameters
    ----------
    parameters : Parameters
        The numbers that are asked for, such as ``load().select([…])``.
    path : str or path
        A ``.csv`` file, to be filled in with a spreadsheet and read by :func:`read_answers`; or an
        ``.html`` file, to be printed.
    quantiles : iterable of exact number
        The probabilities that are asked about.

    Raises
    ------
    GameError
        If it is no table of numbers, a probability is none, or the file has another ending or
        cannot be written.

    Examples
    --------
    >>> from caucasus_games.parameters import load
    >>> questionnaire(load(), "sheet.xlsx")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: sheet.xlsx has the ending '.xlsx': write .csv or .html
    """
    if not isinstance(parameters, Parameters) or not len(parameters):
        got = "an empty table" if isinstance(parameters, Parameters) else described(parameters)
        raise GameError(f"questionnaire takes a table of numbers and got {got}: give load()")
    asked = sorted(fraction(q, "a probability of a questionnaire") for q in quantiles)
    if len(asked) < 2 or not 0 < asked[0] <= asked[-1] < 1:
        raise GameError("a questionnaire asks for two quantiles or more, each between 0 and 1")
    titles = (_WHO, _DATE, _NAME, *_TOLD, *map(_percent, asked))
    rows = [("", "", *_asked(parameters, name), *[""] * len(asked)) for name in parameters]
    place = place_of(path, "questionnaire")
    ending = place.suffix.lower()
    if ending == ".csv":
        page = StringIO(newline="")
        csv.writer(page).writerows([titles, *([safe_cell(cell) for cell in row] for row in rows)])
        replace_text(place, page.getvalue())
    elif ending == ".html":
        replace_text(place, _page(titles[2:], [row[2:] for row in rows], asked))
    else:
        raise GameError(
            f"{place.name} has the ending {place.suffix or 'none'!r}: write .csv or .html"
        )


def _asked(parameters: Parameters, name: str) -> tuple[str, ...]:
    """Say what is asked, in which unit, what others hold, and from where."""
    record = parameters[name]
    held = f"{show(record.low)} to {show(record.high)}, most likely {show(record.central)}"
    dated = f" ({record.as_of})" if record.as_of else ""
    return name, f"What is the {record.description}?", record.unit, held + dated, record.source


def _page(titles: Sequence[str], rows: Iterable[Sequence[str]], asked: Sequence[Fraction]) -> str:
    """Write a page to be printed."""
    told = ", ".join(_percent(q) for q in asked)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Questionnaire</title>'
        "<style>table{border-collapse:collapse}th,td{border:1px solid;padding:.4em;"
        "vertical-align:top}</style><p>Name or pseudonym: ____________________ "
        f"Date: __________</p><p>For each number give the values below which you put "
        f"{escape(told)} of your belief. Begin with the outer ones; the range that others hold is "
        f"an anchor to doubt, and no answer.</p>{table(titles, rows)}</html>\n"
    )


def read_answers(path: str | os.PathLike[str]) -> tuple[Answer, ...]:
    r"""Read what experts filled in on a sheet.

    Parameters
    ----------
    path : str or path
        A ``.csv`` file with columns ``expert``, ``name`` and, as needed, ``date``, and one for each
        quantile, such as ``5%``; rows without any quantile are left out.

    Returns
    -------
    tuple of Answer
        In the order of the file.

    Raises
    ------
    GameError
        If it cannot be read, a column is not known, or an answer is none; with the line.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "sheet.csv"
    ...     _ = file.write_text("expert,name,5%,95%\nexpert A,bypass_value,0.4,0.8\n")
    ...     read_answers(file)
    (expert A on bypass_value: 5% below 0.4, 95% below 0.8,)
    """
    place = place_of(path, "read_answers")
    if place.suffix.lower() != ".csv":
        raise GameError(
            f"{place.name} has the ending {place.suffix or 'none'!r}: answers are read from .csv"
        )
    text = decoded(bytes_of(place, _MOST_BYTES, "file", ".csv"), place.name)
    semicolons = ";" in text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if semicolons else ",")
    head = [cell.strip() for cell in next(reader, [])]
    asked = [title for title in head if title.endswith("%")]
    _check_head(head, asked, place.name)
    found = []
    for row in reader:
        cells = {t: cell.strip() for t, cell in zip(head, row, strict=False)}
        said: dict[object, object] = {t: cells[t] for t in asked if cells.get(t)}
        if said:
            found.append(_answer(cells, said, f"{place.name}, line {reader.line_num}"))
    if not found:
        raise GameError(f"{place.name} has no answer: fill in the columns of the quantiles")
    return tuple(found)


def _check_head(head: Collection[str], asked: Collection[str], where: str) -> None:
    """Refuse a first row with a column that is not known, or without one that is needed."""
    known = (_WHO, _DATE, _NAME, *_TOLD)
    for title in head:
        if title not in known and title not in asked:
            refused = unknown("column", title, [*known, "5%", "50%", "95%"])
            raise GameError(f"{where}, line 1: {refused}")
    for title in (_WHO, _NAME):
        if title not in head:
            raise GameError(f"{where}, line 1: no column is {title!r}: name it there")


def _answer(cells: Mapping[str, str], said: Mapping[object, object], where: str) -> Answer:
    try:
        return Answer(cells.get(_WHO, ""), cells.get(_NAME, ""), said, cells.get(_DATE, ""))
    except GameError as refused:
        raise GameError(f"{where}: {refused}") from None


def checked_answers(answers: Iterable[Answer], taker: str) -> tuple[Answer, ...]:
    """Refuse what are no answers, or two of one expert on one number."""
    found = tuple(answers)
    if not found:
        raise GameError(f"{taker} takes one answer or more and got none")
    seen: set[tuple[str, str]] = set()
    for one in found:
        if not isinstance(one, Answer):
            raise GameError(f"{taker} takes answers and got {described(one)}: give Answer(…)")
        if (one.expert, one.name) in seen:
            raise GameError(f"{one.expert} has two answers on {one.name}: give one of them")
        seen.add((one.expert, one.name))
    return found


def _percent(q: Fraction) -> str:
    return f"{show(100 * q)}%"
