"""How many draws are worked on: by what, on what, and where they are kept."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caucasus_games.errors import GameError

if TYPE_CHECKING:
    import numpy as np
    from distributed import Client


@dataclass(frozen=True)
class Run:
    """How a sweep is carried out; what it finds does not depend on it, but for rounding.

    Parameters
    ----------
    workers : int, optional
        Threads; by default one for each processor, and four at most.
    client : distributed.Client, optional
        A Dask cluster to work on; by default the active one, if there is any.
    arrays : str
        The package that computes, where an accelerator is at hand: ``"cupy"``, ``"jax"`` or
        ``"torch"``, then perhaps a device, as ``"torch:cuda"``. For pure and mixed Nash equilibria
        and subgame perfection; the answers differ by rounding.
    store : str or os.PathLike, optional
        A folder that keeps every block as soon as it is done: the same sweep goes on where it was
        stopped, even by force; another is refused. Needs the extra ``store``.

    Examples
    --------
    >>> from caucasus_games import sweep
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import settlement
    >>> found = sweep(settlement, 100, setups=[NONE], on=Run(workers=2))
    >>> found.attrs["solved"]
    100
    """

    workers: int | None = None
    client: Client | None = None
    arrays: str = "numpy"
    store: str | os.PathLike[str] | None = None


HERE = Run()


def check_storeless(run: Run, taker: str) -> None:
    """Refuse a store where nothing but counts is kept."""
    if run.store is not None:
        raise GameError(
            f"{taker} keeps counts alone, and got a store: take sweep, which keeps every draw, or "
            "leave the store out"
        )


def seed_of(seed: int, rng: np.random.Generator | int | None) -> int:
    """Return the seed of a sweep, from a generator of random numbers where one is given."""
    import numpy as np

    if rng is None:
        return seed
    if seed:
        raise GameError(f"seed is {seed} and rng {rng!r}: give one of them")
    return int(np.random.default_rng(rng).integers(2**63))
