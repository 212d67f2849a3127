"""Arrays of other packages, on other devices, by the Python array API standard [1]_.

References
----------
.. [1] Consortium for Python Data API Standards, https://data-apis.org/array-api/latest/.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from caucasus_games.errors import GameError, unknown

Numbers = npt.NDArray[np.float64]

_PACKAGES = {
    "numpy": "array_api_compat.numpy",
    "cupy": "array_api_compat.cupy",
    "jax": "jax.numpy",
    "torch": "array_api_compat.torch",
    "array_api_strict": "array_api_strict",
}


def space(arrays: str) -> tuple[Any, str | None]:
    """Return the functions of a package, and the device that is meant."""
    name, _, device = arrays.partition(":")
    if name not in _PACKAGES:
        raise unknown("arrays", arrays, _PACKAGES)
    try:
        return import_module(_PACKAGES[name]), device or None
    except ImportError:
        raise GameError(f"{name} is not installed: install it, or leave arrays out") from None


def package_of(arrays: str) -> str:
    """Return the package and its version."""
    name = arrays.partition(":")[0]
    return f"{name} {import_module(name).__version__}"


def placed(values: Mapping[str, Numbers], arrays: str) -> Mapping[str, Any]:
    """Move values to where they are worked on."""
    if arrays == "numpy":
        return values
    xp, device = space(arrays)
    moved = {name: xp.asarray(x, device=device) for name, x in values.items()}
    if any(x.dtype != xp.float64 for x in moved.values()):
        raise GameError(f"{arrays} rounds to 32 bits: switch on its numbers of 64 bits first")
    return moved


def on_host(array: Any) -> Any:
    """Return an array as one of NumPy's."""
    if hasattr(array, "get"):
        return array.get()
    return np.asarray(array.cpu() if hasattr(array, "cpu") else array)


def filled(numbers: list[Any], values: Mapping[str, Any]) -> tuple[Any, list[Any]]:
    """Return the functions for arrays, and numbers that are the same at every draw as arrays."""
    from array_api_compat import array_namespace, device

    some = next(iter(values.values()), np.zeros(1))
    xp, where = array_namespace(some), device(some)
    return xp, [
        x if getattr(x, "shape", ()) else xp.asarray([float(x)], dtype=xp.float64, device=where)
        for x in numbers
    ]
