"""Numbers of any kind that add, multiply and divide by themselves, where nothing is compared."""

from typing import Any

import sympy


class Arithmetic:
    """Formulas of sympy, or elements of one of its fields."""

    def number(self, value: int) -> Any:
        """Return a whole number."""
        return sympy.Integer(value)

    def divide(self, x: Any, y: Any) -> Any:
        """Return a ratio, in lowest terms."""
        ratio = x / y
        return sympy.cancel(ratio) if isinstance(ratio, sympy.Expr) else ratio
