"""The nine named setups, read from the package's data."""

import os
from dataclasses import replace

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.guarantors.setup import GuarantorSetup
from caucasus_games.parameters import OwnNumbers, Parameters, load
from caucasus_games.parameters.data import setup_entry, setup_records
from caucasus_games.parameters.own import overridden, own_numbers

names = (
    "NONE",
    "MINSK_GROUP",
    "RUSSIAN_PEACEKEEPERS",
    "RUSSIAN_CORRIDOR",
    "RUSSIAN_TURKISH_CENTRE",
    "EU_MONITORS",
    "US_OPERATOR",
    "US_TREATY",
    "WESTERN_MIX",
)


def named(
    vintage: str = "2025-07", *, own: OwnNumbers | str | os.PathLike[str] | None = None
) -> immutabledict[str, GuarantorSetup]:
    """Return the nine named setups as they stood at a vintage.

    Parameters
    ----------
    vintage : str
        One of :func:`caucasus_games.parameters.vintages`.
    own : OwnNumbers or path, optional
        Numbers of one's own, or their file. Those of a guarantor replace its own; the others are
        in every setup and reach every model through it.

    Returns
    -------
    immutabledict of str to GuarantorSetup
        By name, in the order of history.

    Raises
    ------
    GameError
        If the vintage is unknown, or the file names another setup or is not as
        :func:`caucasus_games.parameters.read_numbers` takes it.

    Examples
    --------
    >>> later = named("2026-09")["US_OPERATOR"]
    >>> later.parameters["operator_share"].central
    Fraction(37, 50)
    """
    mine = own_numbers(own) or OwnNumbers("", (), immutabledict())
    for name, entries in mine.setups.items():
        if name not in names:
            raise GameError(f"{entries[0].place}: {unknown('setup', name, names)}")
    # the package's own setups need none of the common numbers
    some = mine.common or mine.setups or mine.given or mine.sample or mine.correlations
    known = load(vintage, own=mine) if some else Parameters()
    return immutabledict({name: _setup(name, vintage, mine, known) for name in names})


def _setup(name: str, vintage: str, own: OwnNumbers, known: Parameters) -> GuarantorSetup:
    entry = setup_entry(name)
    if "combines" in entry:
        one, two = (_setup(part, vintage, own, known) for part in entry["combines"])
        joint = one.combine(two, name, title=entry["title"])
        records = overridden(joint.parameters.values(), own.setups.get(name, ()), known.values())
        return replace(joint, account=entry["account"], parameters=known.holding(records))
    common = [known[mine.name] for mine in own.common]
    records = (*common, *setup_records(name, vintage))
    return GuarantorSetup(
        name=name,
        guarantor=entry.get("guarantor"),
        parameters=known.holding(overridden(records, own.setups.get(name, ()), known.values())),
        title=entry["title"],
        in_force=entry["in_force"],
        partners=tuple(entry.get("partners", ())),
        account=entry["account"],
        sources=entry["sources"],
        vintage=vintage,
    )
