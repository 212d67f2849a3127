"""A sweep on disk: blocks that are done stay done, whatever happens to the run.

The folder is a Zarr group with one array for each variable of the result, and a file ``finished``
that says how many draws are in them. Blocks are written in their order, each before that number is
raised, and the number is replaced at one stroke. So a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from caucasus_games.errors import GameError
from caucasus_games.formats.neighbour import neighbour

if TYPE_CHECKING:
    import numpy.typing as npt

T = TypeVar("T")

_INSTALL = "caucasus-games[store]"


class Store:
    """The folder of one sweep.

    Parameters
    ----------
    path : str or os.PathLike
        Where it is, or is to be.
    told : mapping of str to str
        What is swept: a store of something else is refused.
    arrays : mapping of str to numpy.ndarray
        Variables of the result, the draws last.
    block : int
        How many draws are written at once.

    Raises
    ------
    GameError
        If the folder is something else, belongs to another sweep, is damaged or cannot be written,
        or Zarr is not installed.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        told: Mapping[str, str],
        arrays: Mapping[str, npt.NDArray[Any]],
        block: int,
    ) -> None:
        self.path = Path(path)
        self.arrays = arrays
        zarr = neighbour("zarr", _INSTALL)
        if self.path.exists():
            self._group = self._safely(lambda: zarr.open_group(self.path, mode="r+"))
            self._check({name: str(text) for name, text in self._group.attrs.items()}, told)
        else:
            self._group = self._safely(lambda: self._made(zarr, told, block))
        self.done = self._safely(lambda: json.loads((self.path / "finished").read_text()))
        self._safely(self._read)

    def _read(self) -> None:
        for name, array in self.arrays.items():
            array[..., : self.done] = self._group[name][..., : self.done]

    def keep(self, start: int, stop: int) -> None:
        """Write what the arrays hold of a block.

        Parameters
        ----------
        start, stop : int
            The first draw, and the one after the last.

        Raises
        ------
        GameError
            If it cannot be written; what was written before is kept.
        """

        def written() -> None:
            for name, array in self.arrays.items():
                self._group[name][..., start:stop] = array[..., start:stop]
            self._finished(stop)

        self._safely(written)
        self.done = stop

    def _made(self, zarr: Any, told: Mapping[str, str], block: int) -> Any:
        group = zarr.open_group(self.path, mode="w-", attributes=dict(told))
        for name, array in self.arrays.items():
            group.create_array(
                name,
                shape=array.shape,
                dtype=array.dtype,
                chunks=(*array.shape[:-1], min(block, array.shape[-1])),
            )
        self._finished(0)
        return group

    def _finished(self, draws: int) -> None:
        fresh = self.path / "finished.new"
        fresh.write_text(json.dumps(draws))
        fresh.replace(self.path / "finished")

    def _check(self, has: Mapping[str, str], told: Mapping[str, str]) -> None:
        for name, text in told.items():
            if has.get(name) != text:
                raise GameError(
                    f"the store {self.path} is of another sweep, {name} is {has.get(name)!r} there "
                    f"and {text!r} here: name another store, or ask for the same"
                )

    def _safely(self, action: Callable[[], T]) -> T:
        try:
            return action()
        except (OSError, RuntimeError, ValueError, KeyError) as error:
            raise GameError(
                f"the store {self.path} cannot be used ({error}): blocks that are done stay in it; "
                "make room or mend it, or name another"
            ) from None
