r"""A linear inequality or equation between labelled numbers: :math:`a \cdot x \le b`."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from immutabledict import immutabledict

from caucasus_games.exact import fraction, show
from caucasus_games.markup import plain


@dataclass(frozen=True, repr=False)
class Constraint:
    r"""The weighted sum :math:`a \cdot x` and its bound :math:`b`.

    Parameters
    ----------
    weights : mapping of str to exact number
        :math:`a` by label; labels that are left out have weight zero.
    bound : exact number
        :math:`b`.

    Raises
    ------
    GameError
        If a number is not exact.

    Examples
    --------
    >>> Constraint({"weak": 1, "strong": -2}, 0)
    weak - 2 strong ≤ 0
    """

    weights: immutabledict[str, Fraction]
    bound: Fraction

    def __init__(self, weights: Mapping[str, object], bound: object = 0) -> None:
        exact = {label: fraction(a, f"weight of {label}") for label, a in weights.items()}
        object.__setattr__(self, "weights", immutabledict({x: a for x, a in exact.items() if a}))
        object.__setattr__(self, "bound", fraction(bound, "bound"))

    def at(self, point: Mapping[str, Fraction]) -> Fraction:
        """Return the weighted sum at a point; labels that it leaves out are zero."""
        return sum((a * point.get(x, 0) for x, a in self.weights.items()), Fraction(0))

    def integers(self, labels: tuple[str, ...]) -> list[int]:
        """Return the weights in the order of the labels and last the bound, times one number."""
        row = [*(self.weights.get(label, Fraction(0)) for label in labels), self.bound]
        scale = lcm(*(a.denominator for a in row))
        return [a.numerator * (scale // a.denominator) for a in row]

    def text(self, relation: str) -> str:
        """Write it with ``≤`` or ``=`` in between."""
        terms = "".join(_term(x, a) for x, a in self.weights.items())
        if terms.startswith(" - "):
            terms = f"-{terms[3:]}"
        return f"{terms.removeprefix(' + ') or '0'} {relation} {show(self.bound)}"

    def __repr__(self) -> str:
        return plain(self.text("≤"))


def _term(label: str, weight: Fraction) -> str:
    size = "" if abs(weight) == 1 else f"{show(abs(weight))} "
    return f" {'-' if weight < 0 else '+'} {size}{label}"
