r"""Labels as Gambit's formats write them."""


def quoted(label: str) -> str:
    r"""Put a label in double quotes.

    Parameters
    ----------
    label : str
        The label.

    Returns
    -------
    str
        With ``\"`` for each quote in it and ``\\`` for each backslash.

    Examples
    --------
    >>> print(quoted('say "no"'))
    "say \"no\""
    """
    escaped = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
