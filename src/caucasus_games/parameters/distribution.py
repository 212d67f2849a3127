r"""How a number is drawn within its range, as a text: ``"uniform"``, ``"beta(2, 5)"``.

With :math:`a \le c \le b` the low, central and high number:

- ``fixed`` and ``uniform``; ``triangular``, with its mode at :math:`c`;
- ``pert`` or ``pert(s)``: :math:`a + (b - a) B` with :math:`B` of the beta distribution of
  :math:`1 + s (c - a) / (b - a)` and :math:`1 + s (b - c) / (b - a)`, where :math:`s` is four [1]_;
- ``beta(p, q)``: :math:`a + (b - a) B` with :math:`B` of the beta distribution of :math:`p` and
  :math:`q`;
- ``normal(s)``: the normal distribution around :math:`c` with the standard deviation :math:`s`, cut
  at :math:`a` and :math:`b`;
- ``log_uniform``: its logarithm is uniform, and :math:`a > 0`;
- ``list(x, y, …)``: each of these numbers as often as it is named.

References
----------
.. [1] Malcolm et al. (1959), Application of a technique for research and development program
   evaluation. Operations Research 7, 646–669.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from caucasus_games.errors import GameError
from caucasus_games.exact import fraction, show
from caucasus_games.exact.numbers import quoted

_TEXT = re.compile(r"\s*([a-z]+(?:[-_ ][a-z]+)*)\s*(?:\((.*)\))?\s*", re.DOTALL)
# how many numbers each may take
_TAKES = {
    "fixed": (0, 0),
    "uniform": (0, 0),
    "triangular": (0, 0),
    "pert": (0, 1),
    "beta": (2, 2),
    "normal": (1, 1),
    "log_uniform": (0, 0),
    "list": (1, 10_000),
}
_WRITTEN = {"pert": "pert or pert(4)", "beta": "beta(2, 5)", "normal": "normal(0.1)"}
_SHORTEST = 15


@dataclass(frozen=True)
class Distribution:
    """A distribution with its numbers, as it is read from a text such as ``"beta(2, 5)"``.

    Parameters
    ----------
    name : str
        Such as ``"beta"``.
    numbers : tuple of Fraction
        Those in brackets.
    """

    name: str
    numbers: tuple[Fraction, ...] = ()

    def check(self, low: Fraction, high: Fraction) -> None:
        """Refuse a range in which it cannot be."""
        if self.name == "fixed" and low != high:
            raise GameError("is fixed, so low and high must be equal")
        if self.name == "log_uniform" and low <= 0:
            raise GameError(f"is log_uniform from {show(low)}: its low must be above zero")
        outside = [x for x in self.numbers if self.name == "list" and not low <= x <= high]
        if outside:
            raise GameError(
                f"lists {show(outside[0])}, which is not between low {show(low)} and high "
                f"{show(high)}: widen the range or leave it out"
            )

    def __str__(self) -> str:
        told = (show(x, digits=_SHORTEST) for x in self.numbers)
        exact = (
            str(x) if text.startswith("≈") else text
            for x, text in zip(self.numbers, told, strict=True)
        )
        return f"{self.name}({', '.join(exact)})" if self.numbers else self.name


@lru_cache(maxsize=1_000)
def distribution_of(text: str) -> Distribution:
    """Read a distribution; the error goes on a sentence that begins with whose it is."""
    found = _TEXT.fullmatch(text)
    name = re.sub("[- ]", "_", found[1]) if found else ""
    if found is None or name not in _TAKES:
        raise GameError(f"has distribution {quoted(text)}: use one of {', '.join(_TAKES)}")
    inside = found[2] or ""
    least, most = _TAKES[name]
    # where decimals have commas, numbers are divided by semicolons
    divided = ";" in inside or most == 1
    parts = [part for part in inside.split(";" if divided else ",") if part.strip()]
    if not least <= len(parts) <= most:
        how = _WRITTEN.get(name, "list(0.1, 0.2)" if name == "list" else name)
        raise GameError(f"has distribution {quoted(text)}: write {how}")
    whose = f"has distribution {quoted(text)}, of which a number"
    numbers = tuple(fraction(part.strip(), whose) for part in parts)
    if name != "list" and any(number <= 0 for number in numbers):
        raise GameError(f"has distribution {quoted(text)}: give numbers above zero")
    return Distribution(name, numbers)
