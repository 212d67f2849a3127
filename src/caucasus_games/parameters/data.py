"""Reading ``data/parameters.toml`` and ``data/references.bib``, the package's only numbers."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from caucasus_games.errors import GameError, unknown
from caucasus_games.parameters.parameter import Parameter


@cache
def document(name: str = "parameters.toml") -> dict[str, Any]:
    """Read one of the package's data files.

    Parameters
    ----------
    name : str
        Its name in ``data/``; a TOML file.

    Returns
    -------
    dict
        Its tables.
    """
    return tomllib.loads((files("caucasus_games") / "data" / name).read_text(encoding="utf-8"))


_ENTRY = re.compile(r"^@\w+\{([^,\s]+),\n(.*?)^\}", flags=re.MULTILINE | re.DOTALL)


def _references() -> str:
    return (files("caucasus_games") / "data" / "references.bib").read_text(encoding="utf-8")


@cache
def bibliography() -> dict[str, dict[str, str]]:
    """Return the entries of ``data/references.bib``."""
    return {
        key: {
            name: re.sub(r"[{}]|\\(?=[%$&])", "", value)
            for name, value in re.findall(r"^\s*(\w+)\s*=\s*\{(.*)\},$", body, re.MULTILINE)
        }
        for key, body in _ENTRY.findall(_references())
    }


def bibliography_text(keys: Collection[str]) -> str:
    """Return entries of ``data/references.bib`` as they stand there."""
    found = _ENTRY.finditer(_references())
    return "\n\n".join(entry[0] for entry in found if entry[1] in keys)


def vintages() -> tuple[str, ...]:
    """Return the names of the vintages, the baseline first.

    Returns
    -------
    tuple of str
        Names for :func:`load` and for :func:`caucasus_games.guarantors.named`.

    Examples
    --------
    >>> vintages()
    ('2025-07', '2026-09')
    """
    return tuple(document()["vintages"])


def common_records(vintage: str) -> tuple[Parameter, ...]:
    """Read the parameters that do not depend on the guarantor."""
    return _common(_up_to(vintage))


def setup_entry(name: str) -> Mapping[str, Any]:
    """Read what is said about a named setup."""
    entry: Mapping[str, Any] = document()["setups"][name]
    return entry


def setup_records(name: str, vintage: str) -> tuple[Parameter, ...]:
    """Read the guarantor's parameters of a named setup."""
    return _own("setups", name, _up_to(vintage))


def regime_records(name: str, vintage: str) -> tuple[Parameter, ...]:
    """Read the numbers of a regime of checks."""
    return _own("regimes", name, _up_to(vintage))


def guarantor_vocabulary() -> Mapping[str, Mapping[str, str]]:
    """Return description and unit of each parameter that a setup binds."""
    words: Mapping[str, Mapping[str, str]] = document()["guarantor_parameters"]
    return words


def _up_to(vintage: str) -> tuple[str, ...]:
    """Return the vintages up to one, the baseline first."""
    names = vintages()
    if vintage not in names:
        raise unknown("vintage", vintage, names)
    return names[: names.index(vintage) + 1]


# every game that a model writes asks for these anew
@cache
def _common(active: tuple[str, ...]) -> tuple[Parameter, ...]:
    return tuple(_records(document()["parameters"], active, {}))


@cache
def _own(of: str, name: str, active: tuple[str, ...]) -> tuple[Parameter, ...]:
    entries = document()[of][name]["parameters"]
    return tuple(_records(entries, active, document()["guarantor_parameters"]))


def _records(
    entries: Mapping[str, Any], active: tuple[str, ...], words: Mapping[str, Any]
) -> Iterator[Parameter]:
    for name, entry in entries.items():
        fields = {"as_of": active[0], **words.get(name, {}), **entry}
        later = fields.pop("later", {})
        for vintage in active:
            fields.update(later.get(vintage, {}))
        record = Parameter(name=name, **fields)
        missing = [key for key in record.keys if key not in bibliography()]
        if missing:
            raise GameError(
                f"parameter {name!r} names the source {missing[0]!r}, "
                "which is not in references.bib"
            )
        yield record
