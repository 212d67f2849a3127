"""A table of parameters: an immutable mapping from name to :class:`Parameter`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.errors import unknown
from caucasus_games.exact import by_name, name_of, show
from caucasus_games.parameters.correlation import NO_CORRELATIONS, Correlations
from caucasus_games.parameters.notation import NOTATION
from caucasus_games.parameters.own import OwnNumbers, overridden, own_numbers
from caucasus_games.parameters.parameter import Parameter
from caucasus_games.parameters.relation import Given, Relation, relations
from caucasus_games.parameters.sample import Sample
from caucasus_games.parameters.writing import write_numbers
from caucasus_games.text.html import table
from caucasus_games.text.latex import tabular

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Parameters(Mapping[str, Parameter]):
    """Parameters by name, in order.

    Parameters
    ----------
    records : mapping or iterable of Parameter
        The parameters.
    given : iterable of Relation or str
        Relations between them, and perhaps others, that are believed to hold.
    sample : Sample, optional
        Draws of them, and perhaps others, that take the place of distributions.
    correlations : Correlations
        Rank correlations between them, and perhaps others.

    Examples
    --------
    >>> table = load()
    >>> table["military_advantage"].central
    Fraction(19, 25)
    >>> table.select(["power_shift", "corridor_value"]).central["corridor_value"]
    Fraction(1, 4)
    """

    records: immutabledict[str, Parameter]
    given: tuple[Relation, ...] = ()
    sample: Sample | None = None
    correlations: Correlations = NO_CORRELATIONS

    def __init__(
        self,
        records: Iterable[Parameter] = (),
        given: Given = (),
        sample: Sample | None = None,
        correlations: Correlations = NO_CORRELATIONS,
    ) -> None:
        known = {record.name: record for record in records}
        object.__setattr__(self, "records", immutabledict(known))
        object.__setattr__(self, "given", relations(given))
        object.__setattr__(self, "sample", sample)
        object.__setattr__(self, "correlations", correlations)

    def __getitem__(self, name: str) -> Parameter:
        if name not in self.records:
            raise unknown("parameter", name, self.records)
        return self.records[name]

    def __contains__(self, name: object) -> bool:
        return name in self.records

    def __iter__(self) -> Iterator[str]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    @property
    def central(self) -> immutabledict[str, Fraction]:
        """The central value of each parameter."""
        return immutabledict({name: record.central for name, record in self.records.items()})

    def select(self, names: Iterable[str]) -> Parameters:
        """Return only the named parameters, in the order of this table, and relations of these.

        Parameters
        ----------
        names : iterable of str
            The parameters to keep.

        Returns
        -------
        caucasus_games.parameters.Parameters
            A smaller table.

        Raises
        ------
        GameError
            If a name is unknown.
        """
        wanted = {self[name_of(name)].name for name in names}
        return Parameters(
            (record for name, record in self.records.items() if name in wanted),
            (one for one in self.given if wanted.issuperset(one.names)),
            self.sample,
            self.correlations,
        )

    def override(self, records: Parameters | Iterable[Parameter], given: Given = ()) -> Parameters:
        """Return this table with some parameters replaced or added.

        Parameters
        ----------
        records : caucasus_games.parameters.Parameters, or iterable of Parameter
            They win over those of the same name here; a table comes with its relations and sample.
        given : iterable of Relation or str
            Relations that are added.

        Returns
        -------
        caucasus_games.parameters.Parameters
            The joint table.
        """
        table = records if isinstance(records, Parameters) else Parameters(records)
        return Parameters(
            [*self.records.values(), *table.records.values()],
            [*self.given, *table.given, *relations(given)],
            table.sample or self.sample,
            table.correlations if table.correlations.pairs else self.correlations,
        )

    def holding(self, records: Iterable[Parameter], given: Given | None = None) -> Parameters:
        """Return a table of other records, and perhaps relations, with all else as it is here.

        Parameters
        ----------
        records, given
            As for :class:`Parameters`; relations by default as here.

        Returns
        -------
        caucasus_games.parameters.Parameters
            The table.
        """
        kept = self.given if given is None else given
        return Parameters(records, kept, self.sample, self.correlations)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the table to a file; see :func:`write_numbers`.

        Parameters
        ----------
        path : str or path
            A ``.toml`` or ``.csv`` file.
        """
        write_numbers(path, self)

    @classmethod
    def read(cls, path: str | os.PathLike[str], vintage: str = "2025-07") -> Parameters:
        """Read a table from a file; what it does not say is as in the package.

        Parameters
        ----------
        path : str or path
            A file as :func:`read_numbers` takes it.
        vintage : str
            Which figures of the package.

        Returns
        -------
        caucasus_games.parameters.Parameters
            As :func:`load` returns it.
        """
        return load(vintage, own=path)

    def with_values(self, values: Mapping[str, object]) -> Parameters:
        """Return this table with other central values.

        Parameters
        ----------
        values : mapping of str to exact number
            The new central values; a range widens to hold its value.

        Returns
        -------
        caucasus_games.parameters.Parameters
            The new table.

        Raises
        ------
        GameError
            If a name is unknown or a value is not an exact number.
        """
        return self.override(
            self[name].with_value(value) for name, value in by_name(values).items()
        )

    def outside(self, values: Mapping[str, Fraction]) -> tuple[str, ...]:
        """Say in a sentence each which of the values lie outside their range.

        Parameters
        ----------
        values : mapping of str to Fraction
            Values by parameter name; names that are not in the table are passed over.

        Returns
        -------
        tuple of str
            One sentence per value outside its range.
        """
        return tuple(
            f"{name} = {show(value)} lies outside its range "
            f"[{show(self.records[name].low)}, {show(self.records[name].high)}]"
            for name, value in values.items()
            if name in self.records
            and not self.records[name].low <= value <= self.records[name].high
        )

    def to_dataframe(self) -> pd.DataFrame:
        """Return the table as a pandas DataFrame, one row per parameter.

        Returns
        -------
        pandas.DataFrame
            Indexed by name; numbers as floats.
        """
        import pandas as pd

        rows = [
            {
                "name": record.name,
                "low": float(record.low),
                "central": float(record.central),
                "high": float(record.high),
                "unit": record.unit,
                "distribution": record.distribution,
                "as_of": record.as_of,
                "description": record.description,
                "source": record.source,
            }
            for record in self.records.values()
        ]
        return pd.DataFrame(rows).set_index("name") if rows else pd.DataFrame()

    def __repr__(self) -> str:
        told: list[object] = [*self.records.values(), *(f"given {one}" for one in self.given)]
        told += [f"drawn from {self.sample}"] if self.sample else []
        told += [f"correlated: {self.correlations}"] if self.correlations.pairs else []
        return "\n".join(map(str, told)) or "no parameters"

    def _repr_html_(self) -> str:
        titles = ("name", "central", "range", "unit", "meaning", "source")
        rows = (
            (
                r.name,
                show(r.central),
                f"{show(r.low)} to {show(r.high)}{r.drawn}",
                r.unit,
                r.description,
                r.source,
            )
            for r in self.records.values()
        )
        told = "".join(f"<p>given {escape(str(one))}</p>" for one in self.given)
        told += f"<p>drawn from {escape(str(self.sample))}</p>" if self.sample else ""
        told += f"<p>correlated: {self.correlations}</p>" if self.correlations.pairs else ""
        return table(titles, rows) + told

    def to_latex(self, *, long_table: bool = False) -> str:
        """Write the table for a paper.

        Parameters
        ----------
        long_table : bool
            Whether it may go on over pages, which takes the package longtable.

        Returns
        -------
        str
            A ``tabular`` environment. A source is told by its keys of the bibliography, and by a
            word if a judgement enters; the reasons are too long for a table.
        """
        titles = ("parameter", "central (range)", "meaning (unit)", "source")
        rows = [
            (
                r.name,
                f"{show(r.central)} ({show(r.low)} to {show(r.high)}{r.drawn})",
                f"{r.description} ({r.unit})",
                ", ".join([*r.keys, *(["assumption"] if r.is_assumption else [])]),
            )
            for r in self.records.values()
        ]
        return tabular(titles, rows, long_table=long_table)

    @property
    def notation(self) -> dict[str, str]:
        r"""The letters that stand for the parameters, where there are any.

        Examples
        --------
        >>> load().notation["military_advantage"]
        'p'
        """
        return {name: NOTATION[name] for name in self.records if name in NOTATION}


def load(
    vintage: str = "2025-07", *, own: OwnNumbers | str | os.PathLike[str] | None = None
) -> Parameters:
    """Load the sourced parameter table.

    Parameters
    ----------
    vintage : str
        ``"2025-07"``, the situation before the Washington meeting (the baseline), or
        ``"2026-09"``, with the later figures where there are any; see :func:`vintages`.
    own : OwnNumbers or path, optional
        Numbers of one's own, or their file, which replace those of the package.

    Returns
    -------
    caucasus_games.parameters.Parameters
        Every parameter but those that a guarantor setup binds.

    Raises
    ------
    GameError
        If the vintage is unknown, or the file is not as :func:`read_numbers` takes it.

    Examples
    --------
    >>> load()["referendum_passes"].central, load("2026-09")["referendum_passes"].as_of
    (Fraction(9, 20), '2026-06')
    """
    from caucasus_games.parameters.data import common_records

    records = common_records(vintage)
    mine = own_numbers(own)
    if mine is None:
        return Parameters(records)
    given, correlations = mine.relations_of(records), mine.correlations_of(records)
    return Parameters(overridden(records, mine.common), given, mine.sample, correlations)
