"""Linear dependence between rows of exact numbers."""

from fractions import Fraction


def extends(basis: list[list[Fraction]], row: list[Fraction]) -> bool:
    """Add what is new in a row to a basis; return whether anything is.

    Parameters
    ----------
    basis : list of list of Fraction
        Independent rows; grows by one if the row is independent of them.
    row : list of Fraction
        As long as they are.

    Returns
    -------
    bool
        Whether the row is no combination of the others.

    Examples
    --------
    >>> basis = [[Fraction(1), Fraction(1)]]
    >>> extends(basis, [Fraction(2), Fraction(2)]), extends(basis, [Fraction(1), Fraction(0)])
    (False, True)
    """
    for known in basis:
        lead = next(k for k, a in enumerate(known) if a)
        if row[lead]:
            row = [a - row[lead] / known[lead] * b for a, b in zip(row, known, strict=True)]
    if any(row):
        basis.append(row)
    return any(row)
