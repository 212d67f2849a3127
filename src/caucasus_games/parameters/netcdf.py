"""Draws in a file of the classic NetCDF formats: which variables are columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from caucasus_games.errors import GameError

if TYPE_CHECKING:
    import xarray as xr

# the dimensions of rows, the second where draws come in several chains
_ROWS = ({"draw"}, {"chain", "draw"})
_SETUP, _WEIGHT = "setup", "weight"
_HDF = b"\x89HDF"


def columns_in(content: bytes, name: str) -> dict[str, array[float]]:
    """Return the columns of a file: what lies over draws, or over setups and draws.

    Where coordinates lie over draws they are the numbers, as in a sweep that was written to a file;
    else variables are.
    """
    import numpy as np

    data = _read(content, name)
    found: dict[str, array[float]] = {}
    for label, own in _columns(data):
        if own.dtype.kind not in "fiu":
            raise GameError(f"{name}: {label} has no numbers: give a number for each draw")
        rows = own.transpose(*(dim for dim in ("chain", "draw") if dim in own.dims))
        found[label] = array("d", np.ravel(rows.values).astype(float).tobytes())
    if _WEIGHT in found:
        raise GameError(
            f"{name}: the draws have weights, and those of a sample count alike: choose draws by "
            "their weights, and leave weight out"
        )
    if not found:
        raise GameError(
            f"{name} has no number over the dimension draw: give each number a variable over it"
        )
    return found


def _read(content: bytes, name: str) -> xr.Dataset:
    import xarray as xr

    if content.startswith(_HDF):
        raise GameError(
            f"{name} is NetCDF-4, and samples are read from the classic format: write it by "
            "to_netcdf(path, format='NETCDF3_64BIT')"
        )
    try:
        return xr.load_dataset(BytesIO(content), engine="scipy", decode_times=False)
    # what a damaged file brings about is of many kinds
    except Exception as problem:
        raise GameError(
            f"{name} cannot be read as NetCDF ({type(problem).__name__}): write it anew by "
            "to_netcdf(path, format='NETCDF3_64BIT')"
        ) from None


def _columns(data: xr.Dataset) -> Iterator[tuple[str, xr.DataArray]]:
    """Yield each number over draws by its name, and by setup where there are several."""
    coordinates = {n: x for n, x in data.coords.items() if n not in data.dims and _over(x)}
    for label, own in (coordinates or data.data_vars).items():
        if {*own.dims} in _ROWS:
            yield str(label), own
        elif _over(own) and _SETUP in data.coords:
            for setup in data[_SETUP].values:
                one = own.sel({_SETUP: setup})
                # a setup whose game has no such number has no draws of it
                if not one.isnull().all():
                    yield f"{setup}.{label}", one


def _over(own: xr.DataArray) -> bool:
    """Tell whether a variable lies over draws, and over setups at most."""
    return {*own.dims} - {_SETUP} in _ROWS
