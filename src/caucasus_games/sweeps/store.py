"""A sweep on disk: blocks that are done stay done, whatever happens to the run.

The folder is a Zarr group with one array for each variable of the result, and a group ``blocks``
with a file for each block of draws that is done: where the block ends, and a checksum of what was
asked and of every number in it. The folder is made beside its place and moved there at one stroke.
A block is written before its file, and the file is put into place at one stroke. So a run that was
killed goes on where it stopped, and a block that is not what was written is never taken.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from caucasus_games.errors import GameError
from caucasus_games.extras import optional

if TYPE_CHECKING:
    import numpy.typing as npt

T = TypeVar("T")

_INSTALL = "caucasus-games[store]"
# how the folder is laid out
_LAYOUT = "2"


class Store:
    """The folder of one sweep."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        told: Mapping[str, str],
        arrays: Mapping[str, npt.NDArray[Any]],
        block: int,
    ) -> None:
        self.path = Path(path)
        self.arrays = arrays
        self.told = {"layout": _LAYOUT, **told}
        zarr = optional("zarr", _INSTALL)
        if not self.path.exists():
            self._safely(lambda: self._made(zarr, block))
        self._group = self._safely(lambda: zarr.open_group(self.path, mode="r+"))
        self._check(self._safely(lambda: dict(self._group.attrs)))
        self.done = 0
        while self._read():
            pass

    def keep(self, start: int, stop: int) -> None:
        """Write what the arrays hold of a block."""

        def written() -> None:
            for name, array in self.arrays.items():
                self._group[name][..., start:stop] = _written(array[..., start:stop])
            note = {"stop": stop, "checksum": self._checksum(start, stop)}
            fresh = self.path / "blocks" / f"{start}.new"
            fresh.write_text(json.dumps(note))
            fresh.replace(self._note(start))

        self._safely(written)
        self.done = stop

    def _made(self, zarr: Any, block: int) -> None:
        fresh = self.path.with_name(f".{self.path.name}-{secrets.token_hex(4)}")
        try:
            group = zarr.open_group(fresh, mode="w-", attributes=self.told)
            for name, array in self.arrays.items():
                kind = _written(array[..., :0]).dtype
                group.create_array(
                    name,
                    shape=array.shape,
                    dtype=kind,
                    chunks=(*array.shape[:-1], min(block, array.shape[-1])),
                    # what is not there is no number, or none that may be
                    fill_value=float("nan") if kind.kind == "f" else -1,
                )
            # a group too, so that who lists the folder is not told that it is none
            group.create_group("blocks")
            fresh.replace(self.path)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def _check(self, has: Mapping[str, object]) -> None:
        for name in (*self.told, *has):
            there, here = has.get(name), self.told.get(name)
            if there != here:
                raise GameError(
                    f"the store {self.path} is of another sweep, {name} is {there!r} there and "
                    f"{here!r} here: name another store, or ask for the same"
                )

    def _read(self) -> bool:
        """Read the next block that is done, if there is one more."""
        start = self.done
        size = next(iter(self.arrays.values())).shape[-1]
        if start == size or not self._note(start).exists():
            return False
        try:
            note = json.loads(self._note(start).read_text())
            stop = note["stop"]
            whole = type(stop) is int and start < stop <= size
            for name, array in self.arrays.items() if whole else ():
                array[..., start:stop] = self._group[name][..., start:stop]
            whole = whole and note == {"stop": stop, "checksum": self._checksum(start, stop)}
        # a package for arrays that meets damaged bytes may raise anything
        except Exception as error:
            raise self._damaged(start, f" ({error})") from None
        if not whole:
            raise self._damaged(start, "")
        self.done = stop
        return True

    def _note(self, start: int) -> Path:
        return self.path / "blocks" / str(start)

    def _checksum(self, start: int, stop: int) -> str:
        found = blake2b(json.dumps([self.told, start, stop]).encode(), digest_size=16)
        for name, array in self.arrays.items():
            here = _written(array[..., start:stop])
            found.update(f"{name} {here.dtype.str} {here.shape}".encode())
            found.update(here.tobytes())
        return found.hexdigest()

    def _damaged(self, start: int, why: str) -> GameError:
        return GameError(
            f"the block of draws from {start} on in the store {self.path} is damaged{why}: remove "
            f"{self._note(start)} to have it and those after it solved again, or name another store"
        )

    def _safely(self, action: Callable[[], T]) -> T:
        try:
            return action()
        # a package for arrays that meets damaged bytes may raise anything
        except Exception as error:
            raise GameError(
                f"the store {self.path} cannot be used ({error}): blocks that are done stay in it; "
                "make room or mend it, or name another"
            ) from None


def _written(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return an array as it is written: truth as whole numbers, missing numbers all alike."""
    import numpy as np

    if array.dtype.kind == "b":
        return array.astype(np.int8)
    if array.dtype.kind == "f":
        return np.where(np.isnan(array), array.dtype.type(np.nan), array)
    return array
