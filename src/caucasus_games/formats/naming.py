"""Names for what a file leaves without one, or calls by one name twice."""

from collections.abc import Iterable


def distinct(labels: Iterable[str], fallback: Iterable[str]) -> list[str]:
    """Name what has no label, and number labels that come again.

    Parameters
    ----------
    labels : iterable of str
        The labels, maybe empty or repeated.
    fallback : iterable of str
        For each a name if its label is empty.

    Returns
    -------
    list of str
        Different names; a label that is there once keeps it.

    Examples
    --------
    >>> distinct(["go", "", "go", "2"], "1234")
    ['go', '2 #2', 'go #2', '2']
    """
    given = list(labels)
    wanted = [label or other for label, other in zip(given, fallback, strict=False)]
    names = dict.fromkeys(given)
    used: set[str] = set()
    last: dict[str, int] = {}
    found = [""] * len(given)
    # labels that were given come before names that were made
    for i in sorted(range(len(given)), key=lambda i: not given[i]):
        found[i] = wanted[i]
        while found[i] in used or (last.get(wanted[i], 1) > 1 and found[i] in names):
            last[wanted[i]] = last.get(wanted[i], 1) + 1
            found[i] = f"{wanted[i]} #{last[wanted[i]]}"
        used.add(found[i])
    return found
