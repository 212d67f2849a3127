"""What is done at each draw: draw, leave out what is outside the region, and solve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict

from caucasus_games.parameters import Parameter
from caucasus_games.sweeps.drawing import Draw
from caucasus_games.sweeps.execution import pieces
from caucasus_games.sweeps.region import EVERYWHERE, Region

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from caucasus_games.concepts.concept import Kernel
    from caucasus_games.readings.tally import Tally

_NOTHING: Mapping[str, float] = immutabledict()


@dataclass(frozen=True)
class Work:
    """What is done at each draw, ready to be sent to another process."""

    solve: Mapping[str, Kernel]
    draw: Draw
    keys: Mapping[str, Mapping[str, Parameter | str]]
    wide: int = 1
    region: Region = EVERYWHERE

    def drawn(self, start: int, stop: int) -> tuple[Mapping[Any, npt.NDArray[np.float64]], int]:
        """Draw, leave out what is outside the region, and say how many draws are left."""
        drawn = self.draw(start, stop)
        if not self.region.signs:
            return drawn, stop - start
        inside = self.region.inside(drawn)
        return {key: values[inside] for key, values in drawn.items()}, int(inside.sum())

    def inside(self, start: int, stop: int) -> npt.NDArray[np.bool_]:
        """Tell which of some draws are in the region."""
        from caucasus_games.readings.arrays import on_host

        found: npt.NDArray[np.bool_] = on_host(self.region.inside(self.draw(start, stop)))
        return found

    def block(
        self, start: int, stop: int, fixed: Mapping[str, float] = _NOTHING
    ) -> list[tuple[str, Tally]]:
        """Solve every setup's game at those of some draws that are in the region.

        What is fixed has one value at all of them, whatever was drawn.
        """
        from caucasus_games.readings.tally import Tally

        found: dict[str, list[Tally]] = {name: [] for name in self.keys}
        for first, last in pieces(start, stop):
            drawn, count = self.drawn(first, last)
            for name, keys in self.keys.items():
                values = {
                    n: 0 * drawn[key] + fixed[n] if n in fixed else drawn[key]
                    for n, key in keys.items()
                }
                found[name].append(self.solve[name](values, count))
        return [(name, Tally.joined(parts)) for name, parts in found.items()]
