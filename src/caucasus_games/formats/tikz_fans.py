"""A fan of a tree in TikZ: the numbers between two, of which a player chooses or knows one."""

# along the levels and across, in centimetres
Place = tuple[float, float]

# how far the arc is from where the fan starts, how far it goes to each side, and how far it bends
LENGTH, SIDE, _BEND = 1.0, 0.7, 0.15
# straight pieces of an arc
PARTS = 12


def arc(start: Place, share: float) -> Place:
    """Return a point of the arc, the least number at a share of zero."""
    side = 2 * share - 1
    return start[0] + LENGTH - _BEND * side**2, start[1] + SIDE * side
