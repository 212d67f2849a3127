r"""When two sums of decimals count as equal.

A sum of decimals is off by less than a few units in the last place of what goes into it, and not of
what comes out: with :math:`|f|` for a formula in which every term is taken without its sign, the
error of :math:`f` is a small multiple of :math:`2^{-53} |f|`. So every number is kept as a *pair*,
its value :math:`f` and its magnitude :math:`|f|`, and two of them count as equal if

.. math:: |f - g| \le t \, (|f| + |g|), \qquad t = 10^{-12}.

Nothing but the two enters: what else might have been played, or what others get, does not. Pairs
are arrays with the values first and the magnitudes second; sums and products go by both at once.
"""

from typing import Any

import sympy
from array_api_compat import array_namespace, device

# numbers that differ by less count as equal, as a share of what they are made of
TIE = 1e-12


def magnitude(formula: sympy.Expr) -> sympy.Expr:
    """Write a formula with every term taken without its sign.

    Parameters
    ----------
    formula : sympy.Expr
        The formula.

    Returns
    -------
    sympy.Expr
        At least as large as the formula, and as what is rounded on the way to it.

    Examples
    --------
    >>> x, y = sympy.symbols("x y")
    >>> magnitude((x - 3 * y) ** 2) == (abs(x) + 3 * abs(y)) ** 2
    True
    """
    if not formula.args:
        return sympy.Abs(formula)
    if isinstance(formula, sympy.Piecewise):
        return sympy.Piecewise(*((magnitude(own), when) for own, when in formula.args))
    parts = [magnitude(own) for own in formula.args]
    if isinstance(formula, sympy.Add | sympy.Mul | sympy.Max):
        return formula.func(*parts)
    if isinstance(formula, sympy.Min):
        return sympy.Max(*parts)
    if isinstance(formula, sympy.Pow):
        base, power = formula.args
        if power.is_Integer and power > 0:
            return parts[0] ** power
        # what the base is off by counts by as much as the base is larger
        return sympy.Abs(formula) * (1 + parts[1]) * parts[0] / sympy.Abs(base)
    return sympy.Abs(formula) * (1 + sympy.Add(*parts))


def minus(one: Any, other: Any) -> Any:
    """Subtract a pair from another: magnitudes add up.

    Parameters
    ----------
    one, other : array
        Pairs, of any package.

    Returns
    -------
    array
        The pair of the difference.
    """
    xp = array_namespace(one)
    signs = xp.asarray([-1.0, 1.0], dtype=xp.float64, device=device(one))
    return one + other * xp.reshape(signs, (2,) + (1,) * (other.ndim - 1))


def tied(gap: Any, tie: float) -> Any:
    """Say where a difference is as good as zero.

    Parameters
    ----------
    gap : array
        A pair.
    tie : float
        As a share of its magnitude.

    Returns
    -------
    array of bool
        Of the shape of its value.
    """
    return array_namespace(gap).abs(gap[0, ...]) <= tie * gap[1, ...]
