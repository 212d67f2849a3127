r"""Numbers between 0 and 1 that go together as rank correlations say: a Gaussian copula.

With :math:`R` the matrix of the copula, :math:`R = A A^T` with :math:`A` lower triangular and
:math:`u` independent, the numbers are :math:`\Phi(A \, \Phi^{-1}(u))`. So the first number that is
named keeps its draws, and each other is moved by those before it alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from caucasus_games.parameters.correlation import Correlations

Numbers = npt.NDArray[np.float64]

# what is left of a variance is none, beside rounding
_NOTHING = 1e-12
# neither end comes up, of which the normal quantile is infinite
_ENDS = 2.0**-54, 1 - 2.0**-53


@dataclass(frozen=True)
class Copula:
    """How numbers go together.

    Parameters
    ----------
    correlations : Correlations
        Of some of them.
    """

    correlations: Correlations

    @cached_property
    def factor(self) -> Numbers:
        """The lower triangular root of the matrix, which may be singular."""
        matrix = self.correlations.matrix
        found = np.zeros_like(matrix)
        for j in range(len(matrix)):
            left = matrix[j:, j] - found[j:, :j] @ found[j, :j]
            if left[0] > _NOTHING:
                found[j:, j] = left / np.sqrt(left[0])
        return found

    def together(self, block: Mapping[str, Numbers]) -> dict[str, Numbers]:
        """Return draws of all numbers, of which those with correlations are moved."""
        from scipy.special import ndtr, ndtri

        names = self.correlations.names
        if not names:
            return dict(block)
        apart = np.clip(np.stack([block[name] for name in names]), *_ENDS)
        moved = np.clip(ndtr(self.factor @ ndtri(apart)), *_ENDS)
        return {**block, **dict(zip(names, moved, strict=True))}
