"""A regime: who runs the checks on the transit, whoever guarantees the agreement."""

from dataclasses import dataclass

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.parameters import Parameters
from caucasus_games.parameters.data import document, regime_records
from caucasus_games.text.plain import plain

NUMBERS = ("neutrality", "sovereignty_cost")


@dataclass(frozen=True, repr=False)
class Regime:
    """Who runs the checks on the transit, and what that costs Armenia in sovereignty.

    Take one of :func:`regimes`, or give a setup that has it to
    :meth:`~caucasus_games.guarantors.GuarantorSetup.with_regime`.

    Parameters
    ----------
    name : str
        How results call it.
    parameters : Parameters
        ``neutrality`` and ``sovereignty_cost``, with their sources.
    title : str
        What it is, in a phrase.
    account : str
        Who proposed it, when.

    Raises
    ------
    GameError
        If it lacks one of the two numbers, or has others.

    Examples
    --------
    >>> regimes()["THIRD_PARTY"]
    THIRD_PARTY: checks by a third party
    """

    name: str
    parameters: Parameters
    title: str = ""
    account: str = ""

    def __post_init__(self) -> None:
        if set(self.parameters) != set(NUMBERS):
            told = ", ".join(self.parameters) or "no numbers"
            raise GameError(
                f"regime {self.name!r} has {told}: give {' and '.join(NUMBERS)}, and no others"
            )

    def __repr__(self) -> str:
        return plain(f"{self.name}: {self.title or 'regime'}")


def regimes(vintage: str = "2025-07") -> immutabledict[str, Regime]:
    """Return the four regimes, from Armenian checks to a route outside Armenian jurisdiction.

    Parameters
    ----------
    vintage : str
        One of :func:`caucasus_games.parameters.vintages`.

    Returns
    -------
    immutabledict of str to Regime
        By name.

    Raises
    ------
    GameError
        If the vintage is unknown.

    Examples
    --------
    >>> list(regimes())
    ['ARMENIAN_CHECKS', 'ARMENIAN_LAW', 'THIRD_PARTY', 'EXTRATERRITORIAL']
    >>> regimes("2026-09")["ARMENIAN_LAW"].parameters["neutrality"].central
    Fraction(-1, 5)
    """
    return immutabledict(
        {
            name: Regime(
                name, Parameters(regime_records(name, vintage)), entry["title"], entry["account"]
            )
            for name, entry in document()["regimes"].items()
        }
    )
