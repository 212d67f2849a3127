r"""Polynomials that are negative in a box, by Bernstein coefficients.

A polynomial in :math:`x = l + (h-l)t` has Bernstein coefficients :math:`b_k`, and
:math:`\min_k b_k \le f \le \max_k b_k` for :math:`t` in the unit box [1]_.

References
----------
.. [1] Garloff (1985), Convergent bounds for the range of multivariate polynomials. Interval
   Mathematics 1985, LNCS 212, 37–56.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import comb, prod
from typing import Any

import numpy as np
import numpy.typing as npt
from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import rational
from caucasus_games.algebra.linearisation import SLACK, power_of_two, scaled
from caucasus_games.algebra.scaling import Scaled

_MOST_COEFFICIENTS = 2**14


class Bernstein:
    """The coefficients of polynomials over one box."""

    def __init__(self, scale: Scaled) -> None:
        self._scale = scale
        self._matrices: dict[tuple[int, int], npt.NDArray[np.object_]] = {}

    def negative(self, polynomial: PolyElement) -> bool:
        """Prove by Bernstein coefficients that a polynomial is negative within the box."""
        polynomial = self._scale.wide(polynomial)
        degrees = [max(powers) for powers in zip(*polynomial.monoms(), strict=True)]
        used = [k for k, degree in enumerate(degrees) if degree]
        if any(self._scale.ranges[k] is None for k in used):
            return False
        shape = [degrees[k] + 1 for k in used]
        if prod(shape) > _MOST_COEFFICIENTS:
            return False
        # floats tell most, as no entry of a matrix exceeds one; exact numbers where they come near
        # to zero
        terms, _ = scaled(polynomial, self._scale.exponents)
        near = np.zeros(shape)
        for powers, one in terms.items():
            near[tuple(powers[k] for k in used)] = one
        top = self._coefficients(near, used, float).max()
        if abs(top) > SLACK * np.abs(near).sum():
            return bool(top < 0)
        exact = np.full(shape, Fraction(0), dtype=object)
        for powers, factor in polynomial.terms():
            units = sum(e * k for e, k in zip(self._scale.exponents, powers, strict=True))
            exact[tuple(powers[k] for k in used)] = rational(factor) * power_of_two(units)
        # if all are zero or less and not all zero, it is negative but for the box's faces
        return bool(self._coefficients(exact, used, object).max() <= 0)

    def _coefficients(
        self, coefficients: npt.NDArray[Any], used: Sequence[int], kind: type
    ) -> npt.NDArray[Any]:
        for axis, k in enumerate(used):
            matrix: npt.NDArray[Any] = self._matrix(k, coefficients.shape[axis] - 1).astype(kind)
            coefficients = np.moveaxis(np.tensordot(matrix, coefficients, (1, axis)), 0, axis)
        return coefficients

    def _matrix(self, k: int, degree: int) -> npt.NDArray[np.object_]:
        """Return what turns powers of a scaled symbol into Bernstein coefficients."""
        if (k, degree) not in self._matrices:
            low, high = self._scale.ranges[k] or (Fraction(0), Fraction(0))
            rows = [
                [
                    sum(
                        (
                            comb(j, i)
                            * low ** (j - i)
                            * (high - low) ** i
                            * Fraction(comb(b, i), comb(degree, i))
                            for i in range(min(b, j) + 1)
                        ),
                        Fraction(0),
                    )
                    for j in range(degree + 1)
                ]
                for b in range(degree + 1)
            ]
            self._matrices[k, degree] = np.array(rows, dtype=object)
        return self._matrices[k, degree]
