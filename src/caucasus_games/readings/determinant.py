"""The determinant of numbers of any kind, by minors."""

from collections.abc import Sequence

from caucasus_games.readings.reading import N


def determinant(rows: Sequence[Sequence[N]]) -> N:
    """Expand along the first row; as many rows as columns."""
    if len(rows) == 1:
        return rows[0][0]
    first, *rest = (
        factor * determinant([[*row[:k], *row[k + 1 :]] for row in rows[1:]])
        for k, factor in enumerate(rows[0])
    )
    for k, term in enumerate(rest):
        first = first + term if k % 2 else first - term
    return first
