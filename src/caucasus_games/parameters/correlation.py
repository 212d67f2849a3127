r"""Rank correlations between numbers: which are high together, whatever their distributions.

Of a Gaussian copula with correlations :math:`r` the rank correlation (Spearman's) of two numbers is
:math:`\rho = \tfrac{6}{\pi} \arcsin(r / 2)`, so that :math:`r = 2 \sin(\pi \rho / 6)` brings the
one that is given [1]_. Numbers of which nothing is said are drawn apart.

References
----------
.. [1] Kruskal (1958), Ordinal measures of association. Journal of the American Statistical
   Association 53, 814–861.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction, show

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Pair = tuple[str, str]
Given = Mapping[Pair, object]

# an eigenvalue that rounding alone makes negative
_ROUNDED = 1e-9


@dataclass(frozen=True, repr=False)
class Correlations:
    """Rank correlations of pairs of numbers.

    Parameters
    ----------
    pairs : mapping of pair of str to exact number
        From minus one to one.

    Raises
    ------
    GameError
        If one is beyond that, a pair is one number, is given twice, or together they are no
        correlation matrix.

    Examples
    --------
    >>> Correlations({("corridor_value", "access_risk"): "0.5"})
    corridor_value with access_risk 0.5
    """

    pairs: immutabledict[Pair, Fraction]

    def __init__(self, pairs: Given | None = None) -> None:
        found: dict[Pair, Fraction] = {}
        for (one, other), value in (pairs or {}).items():
            number = fraction(value, f"the correlation of {one} with {other}")
            if one == other:
                raise GameError(f"{one} is correlated with itself: name two numbers")
            if (one, other) in found or (other, one) in found:
                raise GameError(f"the correlation of {one} with {other} is given twice: give one")
            if abs(number) > 1:
                raise GameError(
                    f"the correlation of {one} with {other} is {show(number)}: give a number from "
                    "-1 to 1"
                )
            found[one, other] = number
        object.__setattr__(self, "pairs", immutabledict(found))
        if found:
            self._check()

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers in them, in the order in which they were named."""
        return tuple(dict.fromkeys(name for pair in self.pairs for name in pair))

    def check(self, known: Iterable[str]) -> None:
        """Refuse a name that is not known."""
        allowed = set(known)
        for name in self.names:
            if name not in allowed:
                raise unknown("parameter", name, sorted(allowed))

    @property
    def matrix(self) -> npt.NDArray[np.float64]:
        """The correlations of the Gaussian copula, in the order of the names."""
        import numpy as np

        place = {name: k for k, name in enumerate(self.names)}
        found = np.eye(len(place))
        for (one, other), value in self.pairs.items():
            r = 2 * np.sin(np.pi * float(value) / 6)
            found[place[one], place[other]] = found[place[other], place[one]] = r
        return found

    def _check(self) -> None:
        import numpy as np

        if np.linalg.eigvalsh(self.matrix)[0] < -_ROUNDED:
            raise GameError(
                f"the correlations {self} are no correlation matrix, where a pair that is not "
                "named has 0: bring some nearer to zero, or name more pairs"
            )

    def __repr__(self) -> str:
        told = (f"{one} with {other} {show(x)}" for (one, other), x in self.pairs.items())
        return ", ".join(told) or "none"


NO_CORRELATIONS = Correlations()
