"""The nine named setups, read from the package's data."""

from dataclasses import replace

from immutabledict import immutabledict

from caucasus_games.guarantors.setup import GuarantorSetup
from caucasus_games.parameters import Parameters
from caucasus_games.parameters.data import setup_entry, setup_records

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


def named(vintage: str = "2025-07") -> immutabledict[str, GuarantorSetup]:
    """Return the nine named setups as they stood at a vintage.

    Parameters
    ----------
    vintage : str
        One of :func:`caucasus_games.parameters.vintages`.

    Returns
    -------
    immutabledict of str to GuarantorSetup
        By name, in the order of history.

    Raises
    ------
    GameError
        If the vintage is unknown.

    Examples
    --------
    >>> later = named("2026-09")["US_OPERATOR"]
    >>> later.parameters["operator_share"].central
    Fraction(37, 50)
    """
    return immutabledict({name: _setup(name, vintage) for name in names})


def _setup(name: str, vintage: str) -> GuarantorSetup:
    entry = setup_entry(name)
    if "combines" in entry:
        one, two = (_setup(part, vintage) for part in entry["combines"])
        joint = one.combine(two, name, title=entry["title"])
        return replace(joint, account=entry["account"])
    return GuarantorSetup(
        name=name,
        guarantor=entry.get("guarantor"),
        parameters=Parameters(setup_records(name, vintage)),
        title=entry["title"],
        in_force=entry["in_force"],
        partners=tuple(entry.get("partners", ())),
        account=entry["account"],
        sources=entry["sources"],
        vintage=vintage,
    )
