"""A fan in a drawn tree: the numbers between two, of which a player chooses or knows one."""

from dataclasses import dataclass

# in units of the letters' size: how far the arc goes to each side, how far it bends, how long the
# fan is at least, and from the arc to the words on a branch
HALF, _BEND, _LENGTH, _SLOPE = 1.7, 0.5, 1.2, 1.3
_POINTS_OF_AN_ARC = 17
# from the ends of an arc to the words on a branch, and from the least that a fork needs
STEM = _BEND + _SLOPE
LEAD = _LENGTH + STEM


@dataclass(frozen=True)
class Fan:
    """A wedge from who moves to an arc of numbers, the least above.

    Parameters
    ----------
    apex, y : float
        Where it starts.
    arc : float
        How far to the right the ends of the arc are.
    player : str
        Whose number it is.
    vertex : int
        Where in the tree.
    """

    apex: float
    y: float
    arc: float
    player: str
    vertex: int

    def at(self, share: float) -> tuple[float, float]:
        """Return a point of the arc."""
        side = 2 * share - 1
        return self.arc + _BEND * (1 - side**2), self.y + HALF * side

    @property
    def outline(self) -> tuple[tuple[float, float], ...]:
        """Its corners and the points of its arc, around."""
        shares = (k / (_POINTS_OF_AN_ARC - 1) for k in range(_POINTS_OF_AN_ARC))
        return (self.apex, self.y), *map(self.at, shares)

    def branch(
        self, share: float, x: float, y: float
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return the way from a point of the arc to a vertex."""
        start, down = self.at(share)
        return (start, self.arc + STEM, x), (down, y, y)
