"""Formulas as one function on arrays; parts that they share are computed once."""

import builtins
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from types import FunctionType
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy
from array_api_compat import array_namespace

from caucasus_games.errors import GameError
from caucasus_games.readings.arrays import filled
from caucasus_games.readings.ties import lost, magnitude

Numbers = npt.NDArray[np.float64]
Definitions = Mapping[sympy.Symbol, sympy.Expr]

# the least decimal, and how much of a number may be lost
_LEAST, _NOTHING = 2.0**-1074, 2.0**-53

# what stands for them in the function
_CALLED = {sympy.Max: "greatest", sympy.Min: "least"}


@dataclass(frozen=True)
class Compiled:
    """Formulas that are ready for arrays."""

    names: tuple[str, ...]
    function: Callable[..., list[Any]]
    formulas: tuple[sympy.Expr, ...] = field(repr=False)
    definitions: Definitions = field(repr=False, default_factory=dict)

    @cached_property
    def magnitudes(self) -> "Compiled":
        """The same with every term without its sign, as in :mod:`~caucasus_games.readings.ties`."""
        return self._told_by(magnitude)

    @cached_property
    def losses(self) -> "Compiled":
        """What is lost of each near to zero, as in :func:`~caucasus_games.readings.ties.lost`."""
        return self._told_by(lost)

    def _told_by(self, tell: Callable[[sympy.Expr, Definitions], sympy.Expr]) -> "Compiled":
        """Compile what is told of the formulas, and of what the names in them stand for."""
        told = {name: sympy.Dummy(name.name) for name in self.definitions}
        own = {told[name]: tell(formula, told) for name, formula in self.definitions.items()}
        whole = {**self.definitions, **own}
        return compiled([tell(f, told) for f in self.formulas], definitions=whole)

    def __call__(self, values: Mapping[str, Numbers]) -> list[Any]:
        """Evaluate the formulas."""
        given = [values[name] for name in self.names]
        if not all(isinstance(x, np.ndarray) for x in given):
            return _of(self.function, array_namespace(*given))(*given)
        with np.errstate(divide="ignore", invalid="ignore", over="raise", under="raise"):
            try:
                return self.function(*given)
            except FloatingPointError:
                return self._beyond(values)
            # in a case of a payoff NumPy keeps a whole number beyond decimals as an object
            except (OverflowError, TypeError):
                raise _too("large") from None

    def _beyond(self, values: Mapping[str, Numbers]) -> list[Any]:
        """Evaluate where some step leaves the range of decimals; refuse if that matters."""
        with np.errstate(all="ignore"):
            found, losses = (
                own.function(*(values[name] for name in own.names)) for own in (self, self.losses)
            )
            if not all(np.isfinite(x).all() for x in found):
                raise _too("large")
            for own, less in zip(found, losses, strict=True):
                if np.any(less * _LEAST > _NOTHING * np.abs(own)):
                    raise _too("small")
        return found

    def rows(self, values: Mapping[str, Numbers], size: int) -> Numbers:
        """Evaluate the formulas into one array."""
        xp, parts = filled(self(values), values)
        found: Numbers = xp.stack([xp.broadcast_to(part, (size,)) for part in parts])
        return found

    def pairs(self, values: Mapping[str, Numbers], size: int) -> Numbers:
        """Evaluate the formulas, and how large what goes into each is."""
        own = self.rows(values, size)
        found: Numbers = array_namespace(own).stack([own, self.magnitudes.rows(values, size)])
        return found


def compiled(
    formulas: Iterable[sympy.Expr],
    fixed: Mapping[sympy.Symbol, sympy.Expr] | None = None,
    definitions: Definitions | None = None,
) -> Compiled:
    """Make one function of formulas, and of names in them that stand for others, in order."""
    numbers = dict(fixed or {})
    whole = [formula.xreplace(numbers) for formula in formulas]
    named = {name: formula.xreplace(numbers) for name, formula in (definitions or {}).items()}
    contained = {s for formula in [*whole, *named.values()] for s in formula.free_symbols}
    symbols = sorted(contained - named.keys(), key=str)
    # numbers and arrays may be mixed in them
    modules = [{"greatest": _greatest, "least": _least}, "numpy"]
    written = [_opaque(formula) for formula in whole]
    # what has a name is computed once as it is; looking for what is shared beyond it takes longer
    cases = [(name, _opaque(formula)) for name, formula in named.items()]
    shared = (lambda written: (cases, written)) if cases else True
    function = sympy.lambdify(symbols, written, modules, cse=shared)
    return Compiled(tuple(s.name for s in symbols), function, tuple(whole), named)


def _opaque(formula: sympy.Expr) -> sympy.Expr:
    """Write Max and Min as functions that sympy does not know: it would compare what is in them."""
    return formula.replace(
        lambda part: isinstance(part, sympy.Max | sympy.Min),
        lambda part: sympy.Function(_CALLED[part.func])(*part.args),
    )


def _of(function: Callable[..., list[Any]], xp: Any) -> Callable[..., list[Any]]:
    """Return the function with the functions of another package in it."""

    def select(cases: list[Any], values: list[Any], default: float) -> Any:
        found = xp.full_like(cases[0], default, dtype=xp.float64)
        for case, value in zip(reversed(cases), reversed(values), strict=True):
            # what holds otherwise is no array
            found = xp.zeros_like(found) + value if case is True else xp.where(case, value, found)
        return found

    own = {
        "greatest": lambda *values: reduce(xp.maximum, values),
        "least": lambda *values: reduce(xp.minimum, values),
        "select": select,
        "nan": xp.nan,
    }
    code = function.__code__
    names = {name: own.get(name) or getattr(xp, name) for name in code.co_names}
    return FunctionType(code, {**names, "__builtins__": builtins})


def _too(how: str) -> GameError:
    bound = "beyond 10^308" if how == "large" else "nearer to zero than 10^-308"
    return GameError(
        f"a payoff or probability is too {how} for the decimals of many draws, {bound} itself or "
        "on the way to it: give payoffs and parameters in other units, or solve the game at single "
        "values"
    )


def _greatest(*values: Numbers) -> Numbers:
    return reduce(np.maximum, values)


def _least(*values: Numbers) -> Numbers:
    return reduce(np.minimum, values)
