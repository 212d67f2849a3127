"""Numbers for a reader."""

from decimal import Decimal
from fractions import Fraction

from caucasus_games.exact.intervals import Interval

# between these a number is written without a power of ten
_WITHOUT_POWER = Fraction(1, 10**12), 10**16


def show(value: Fraction | Interval | float, digits: int = 3) -> str:
    """Write a number for a reader: short fractions as decimals, exact when it fits.

    Parameters
    ----------
    value : fractions.Fraction, Interval or float
        The number.
    digits : int
        Decimals to show; below one tenth, significant digits.

    Returns
    -------
    str
        A decimal, with a power of ten if it would be long; with ``≈`` in front if it was rounded,
        or is no exact number.

    Examples
    --------
    >>> show(Fraction(9, 20)), show(Fraction(1, 3)), show(0.5), show(Fraction(10) ** 40)
    ('0.45', '≈0.333', '≈0.5', '1e40')
    """
    exactly = value if isinstance(value, Fraction) else Fraction(float(value))
    least, most = _WITHOUT_POWER
    if exactly and not least <= abs(exactly) < most:
        text = f"{Decimal(exactly.numerator) / exactly.denominator:.{digits - 1}e}"
        mantissa, _, power = text.partition("e")
        text = f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}e{int(power)}"
        rounded = Fraction(text)
    else:
        places = digits
        while exactly and abs(exactly) * 10**places < 10 ** (digits - 1):
            places += 1
        rounded = round(exactly, places)
        # written from its own digits: a decimal of the machine has sixteen
        whole = str(abs(rounded.numerator) * 10**places // rounded.denominator)
        whole = whole.rjust(places + 1, "0")
        text = f"{'-' * (rounded < 0)}{whole[:-places]}.{whole[-places:]}".rstrip("0").rstrip(".")
    return text if rounded == value and isinstance(value, Fraction) else f"≈{text}"
