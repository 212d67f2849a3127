"""What the article of July 2025 claims, and which model holds it.

The numbered claims stand in ``data/claims.toml`` in words of this project, each with its kind, what
supports it, the models and parameters that represent it, and a remark; one that no model holds says
why.
"""

from dataclasses import dataclass

from immutabledict import immutabledict

from caucasus_games.parameters.data import document
from caucasus_games.text.plain import plain


@dataclass(frozen=True, repr=False)
class Claim:
    """A claim of the article.

    Parameters
    ----------
    number : str
        Such as ``"S32"``.
    text : str
        What is claimed.
    kind : str
        ``"fact"``, ``"fact, loosely put"``, ``"reported"`` or ``"opinion"``.
    sources : str
        Keys of the bibliography, divided by ``;``.
    models : tuple of str
        Names in :mod:`caucasus_games.models`; empty if no model holds it.
    parameters : tuple of str
        Names of parameters that stand for it.
    remark : str
        What a reader must know; why there is no model if there is none.

    Examples
    --------
    >>> claims()["S32"]
    S32 (fact): First obstacle: Azerbaijan wants Armenia's constitution changed
      in referendum, referendum_known, settlement by constitution_value, constitution_binding,
          backdown_cost
    """

    number: str
    text: str
    kind: str
    sources: str
    models: tuple[str, ...]
    parameters: tuple[str, ...]
    remark: str = ""

    def __repr__(self) -> str:
        held = f"in {', '.join(self.models)}" if self.models else "in no model"
        by = f" by {', '.join(self.parameters)}" if self.parameters else ""
        remark = [f"  {self.remark}"] if self.remark else []
        return plain(f"{self.number} ({self.kind}): {self.text}", f"  {held}{by}", *remark)


def claims() -> immutabledict[str, Claim]:
    """Return the claims of the article by number.

    Returns
    -------
    immutabledict of str to Claim
        In the order of the article.

    Examples
    --------
    >>> [number for number, claim in claims().items() if not claim.models]
    ['S11', 'S30', 'S31', 'S37', 'S46']
    """
    return immutabledict(
        {
            number: Claim(
                number,
                entry["text"],
                entry["kind"],
                entry["sources"],
                tuple(entry["models"]),
                tuple(entry["parameters"]),
                entry.get("remark", ""),
            )
            for number, entry in document("claims.toml").items()
        }
    )
