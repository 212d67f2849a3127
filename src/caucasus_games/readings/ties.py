r"""When two sums of decimals count as equal.

Every step of a computation is off by at most :math:`2^{-53}` of what comes out of it, and hands on
what goes into it is off by. So every number is kept as a *pair*, its value :math:`f` and its
magnitude :math:`|f|`, of which the error of :math:`f` is a few times :math:`2^{-53}`; and two of
them count as equal if

.. math:: |f - g| \le t \, (|f| + |g|), \qquad t = 2^{-48},

which thirty-two steps one after another do not go beyond. Of a difference whose sides are known the
error is small even if little is left of them: of :math:`(x - y)^2` it is of the order of
:math:`2^{-53} |x - y| (|x| + |y|)`.

Nothing but the two enters: what else might have been played, or what others get, does not. Pairs
are arrays with the values first and the magnitudes second; sums and products go by both at once.
"""

from collections.abc import Mapping
from functools import reduce
from operator import mul
from typing import Any

import sympy
from array_api_compat import array_namespace, device
from immutabledict import immutabledict

# numbers that differ by less count as equal, as a share of what they are made of
TIE = 2.0**-48
# terms of a sum that round no more often than is allowed for
_FEW = 8
_NONE: immutabledict[sympy.Symbol, sympy.Expr] = immutabledict()


def magnitude(formula: sympy.Expr, named: Mapping[sympy.Symbol, sympy.Expr] = _NONE) -> sympy.Expr:
    """Write how far a formula may be off, in units of the last place of one.

    Parameters
    ----------
    formula : sympy.Expr
        The formula.
    named : mapping of Symbol to Expr
        What the names in it that stand for other formulas may be off by.

    Returns
    -------
    sympy.Expr
        At least as large as the formula, and as what is rounded on the way to it.

    Examples
    --------
    >>> x, y = sympy.symbols("x y")
    >>> magnitude(x - 3 * y)
    Abs(x) + 3*Abs(y)
    >>> magnitude((x - 3 * y) ** 2)
    2*(Abs(x) + 3*Abs(y))*Abs(x - 3*y)
    """
    if not formula.args:
        return named.get(formula, sympy.Abs(formula))
    if isinstance(formula, sympy.Piecewise):
        return sympy.Piecewise(*((magnitude(own, named), when) for own, when in formula.args))
    parts = [magnitude(own, named) for own in formula.args]
    if isinstance(formula, sympy.Add):
        return sympy.Add(*parts) * max(sympy.S.One, sympy.Rational(len(parts), _FEW))
    if isinstance(formula, sympy.Mul):
        return _of_product(formula.args, parts, named)
    if isinstance(formula, sympy.Max | sympy.Min):
        # which of them is larger whatever the symbols are takes long to find out, and to no end
        return sympy.Max(*parts, evaluate=False)
    if isinstance(formula, sympy.Abs):
        return parts[0]
    if isinstance(formula, sympy.Pow):
        base, power = formula.args
        if power.is_Integer and power > 0:
            return power * sympy.Abs(base) ** (power - 1) * parts[0]
        # what the base is off by counts by as much as the base is larger
        return sympy.Abs(formula) * (1 + parts[1]) * parts[0] / sympy.Abs(base)
    if isinstance(formula, sympy.log):
        return sympy.Abs(formula) + parts[0] / sympy.Abs(formula.args[0])
    return sympy.Abs(formula) * (1 + sympy.Add(*parts))


def _of_product(
    factors: tuple[sympy.Expr, ...],
    parts: list[sympy.Expr],
    named: Mapping[sympy.Symbol, sympy.Expr],
) -> sympy.Expr:
    """Let each factor be off in turn; those without parts of their own are off by one unit."""
    whole = [k for k, factor in enumerate(factors) if factor.args or factor in named]
    plain = [part for k, part in enumerate(parts) if k not in whole]
    in_turn = [
        reduce(mul, (parts[j] if j == k else sympy.Abs(factors[j]) for j in whole)) for k in whole
    ]
    return sympy.Mul(*plain, sympy.Add(*in_turn) if in_turn else sympy.S.One)


def lost(formula: sympy.Expr, named: Mapping[sympy.Symbol, sympy.Expr] = _NONE) -> sympy.Expr:
    """Write how much of a formula is lost where steps come too near to zero for decimals.

    Parameters
    ----------
    formula : sympy.Expr
        The formula.
    named : mapping of Symbol to Expr
        What is lost of the names in it that stand for other formulas.

    Returns
    -------
    sympy.Expr
        In units of the least decimal, :math:`2^{-1074}`.

    Examples
    --------
    >>> x = sympy.Symbol("x")
    >>> lost(x + 1), lost(x**3), lost(1 + x**3)
    (0, 1, 1)
    """
    if not formula.args:
        return named.get(formula, sympy.S.Zero)
    if isinstance(formula, sympy.Piecewise):
        return sympy.Piecewise(*((lost(own, named), when) for own, when in formula.args))
    parts = [lost(own, named) for own in formula.args]
    if isinstance(formula, sympy.Add):
        return sympy.Add(*parts)
    if isinstance(formula, sympy.Max | sympy.Min):
        return sympy.Max(*parts)
    sizes = [sympy.Abs(own) for own in formula.args]
    if isinstance(formula, sympy.Mul):
        # the step that loses may come before all the others
        return sympy.Mul(*(1 + part + size for part, size in zip(parts, sizes, strict=True)))
    if isinstance(formula, sympy.Pow) and formula.exp.is_Integer and formula.exp > 0:
        return 1 + formula.exp * sizes[0] ** (formula.exp - 1) * parts[0]
    if isinstance(formula, sympy.Pow):
        return 1 + sympy.Abs(formula) * (1 + sizes[1]) * parts[0] / sizes[0]
    return 1 + (1 + sympy.Abs(formula)) * sympy.Add(*parts)


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
