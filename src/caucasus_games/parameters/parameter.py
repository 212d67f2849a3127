"""A parameter: one number that nobody knows exactly, with its range and its source."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact import fraction, name_of, show
from caucasus_games.parameters.distribution import distribution_of
from caucasus_games.text.plain import plain


@dataclass(frozen=True)
class Parameter:
    r"""A named number :math:`\theta` with :math:`low \le central \le high`.

    Parameters
    ----------
    name : str or sympy.Symbol
        A Python identifier; the sympy symbol has the same name.
    description : str
        What it measures, in a phrase.
    unit : str
        Such as ``"probability"`` or ``"share of stake"``.
    low, central, high : exact number
        Range and central value; see :func:`caucasus_games.exact.fraction`.
    source : str
        Keys of the bibliography divided by ``;`` and, for a judgement, ``assumption: why``.
    distribution : str
        How it is drawn in a sweep: ``"fixed"``, ``"uniform"``, ``"triangular"`` with its mode at
        the central value, ``"pert"``, ``"beta(2, 5)"``, ``"normal(0.1)"`` that is cut at low and
        high, ``"log_uniform"``, or ``"list(0.1, 0.2)"``.
    as_of : str
        The date that the value describes, ``YYYY`` or ``YYYY-MM``.

    Raises
    ------
    GameError
        If the name is no identifier, the range is out of order, the source is missing, or the
        distribution is none or not one of the range.

    Examples
    --------
    >>> p = Parameter("p", "chance of victory", "probability", "0.6", "0.76", "0.92", "Singer1972")
    >>> p
    p = 0.76 [0.6, 0.92] probability: chance of victory
    >>> p.symbol
    p
    """

    name: str
    description: str
    unit: str
    low: Fraction
    central: Fraction
    high: Fraction
    source: str
    distribution: str = "triangular"
    as_of: str = ""

    if TYPE_CHECKING:
        # numbers of any exact kind are taken, and fractions kept
        def __init__(
            self,
            name: str | sympy.Symbol,
            description: str,
            unit: str,
            low: object,
            central: object,
            high: object,
            source: str,
            distribution: str = "triangular",
            as_of: str = "",
        ) -> None: ...

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", name_of(self.name))
        if not self.name.isidentifier():
            raise GameError(
                f"parameter name {self.name!r} is not an identifier: "
                "use letters, digits and underscores"
            )
        for field in ("low", "central", "high"):
            number = fraction(getattr(self, field), f"{field} of parameter {self.name!r}")
            object.__setattr__(self, field, number)
        if not self.low <= self.central <= self.high:
            raise GameError(
                f"parameter {self.name!r} has low {self.low}, central {self.central}, "
                f"high {self.high}: they must be in that order"
            )
        if not self.source.strip():
            raise GameError(
                f"parameter {self.name!r} has no source: give a key of the bibliography "
                "or 'assumption: why'"
            )
        try:
            drawn = distribution_of(str(self.distribution))
            drawn.check(self.low, self.high)
        except GameError as refused:
            raise GameError(f"parameter {self.name!r} {refused}") from None
        object.__setattr__(self, "distribution", str(drawn))

    @property
    def symbol(self) -> sympy.Symbol:
        """The plain sympy symbol of that name."""
        return sympy.Symbol(self.name)

    @property
    def keys(self) -> tuple[str, ...]:
        """The bibliography keys in the source."""
        parts = (part.strip() for part in self.source.split(";"))
        return tuple(part for part in parts if part and not part.startswith("assumption:"))

    @property
    def is_assumption(self) -> bool:
        """Whether a judgement enters the value."""
        return "assumption:" in self.source

    def with_value(self, value: object) -> "Parameter":
        """Return this parameter with another central value; the range widens to hold it.

        Parameters
        ----------
        value : exact number
            The new central value.

        Returns
        -------
        Parameter
            The same parameter around the new value.
        """
        number = fraction(value, f"value of parameter {self.name!r}")
        low, high = min(self.low, number), max(self.high, number)
        spread = "triangular" if low < high else self.distribution
        return replace(self, low=low, central=number, high=high, distribution=spread)

    def __repr__(self) -> str:
        span = f" [{show(self.low)}, {show(self.high)}]" if self.low < self.high else ""
        how = f"{span}{self.drawn}"
        return plain(f"{self.name} = {show(self.central)}{how} {self.unit}: {self.description}")

    @property
    def drawn(self) -> str:
        """The distribution after a comma, unless it is fixed or triangular as most are."""
        return "" if self.distribution in ("fixed", "triangular") else f", {self.distribution}"
