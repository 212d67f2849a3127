r"""The words of Gambit's file formats, each with its place.

A text is a sequence of labels in double quotes (in which ``\"`` is a quote and ``\\`` a backslash),
exact numbers :math:`\pm d.d\,\mathrm{e}\pm d / d`, bare words and the marks ``{``, ``}`` and ``,``;
between them white space is free [1]_. Words are found one at a time, so that memory is bounded by
the text.

References
----------
.. [1] Savani & Turocy, Gambit: The package for computation in game theory, version 17, Game
   representation formats.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from caucasus_games.errors import GameError

# int() and gcd() take more than linear time in the digits
_MOST_DIGITS = 300
LONGEST_LABEL = 1_000
_SIGNS_SHOWN = 30
_SPACE = re.compile(r"\s*")
_LABEL = re.compile(r'"((?:\\[\\"]|[^"])*+)"')
_ESCAPE = re.compile(r"\\([\\\"])")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?(?:/\d+)?", re.ASCII)
_WORD = re.compile(r"[A-Za-z]+")
_MARKS = "{},"


@dataclass(frozen=True)
class Token:
    """A word of the text."""

    kind: str
    text: str
    start: int
    stop: int


class Lexer:
    r"""A text that is read once, from its beginning to its end.

    Parameters
    ----------
    text : str
        The text.
    name : str
        What it is called in errors, such as the name of its file.

    Raises
    ------
    GameError
        If what comes first is no word of the formats.

    Examples
    --------
    >>> lexer = Lexer(r'{ "say \"no\"" -1.5e1 }')
    >>> lexer.mark("{"), lexer.label("a label"), lexer.number("a number")
    (None, 'say "no"', Fraction(-15, 1))
    """

    def __init__(self, text: str, name: str = "") -> None:
        self._text = text
        self._name = name
        self._next = self._after(0)

    @property
    def next(self) -> Token:
        """The word that comes next."""
        return self._next

    def error(self, problem: str, at: int | None = None) -> GameError:
        """Build an error that says where.

        Parameters
        ----------
        problem : str
            What is wrong and what is to be done.
        at : int, optional
            Where, in characters from the beginning; by default the next word.

        Returns
        -------
        GameError
            To be raised by the caller.
        """
        start = self._next.start if at is None else at
        line = self._text.count("\n", 0, start) + 1
        column = start - (self._text.rfind("\n", 0, start) + 1) + 1
        return GameError(f"{self._name or 'text'}, line {line}, column {column}: {problem}")

    def expected(self, what: str) -> GameError:
        """Build the error for a word that should be something else.

        Parameters
        ----------
        what : str
            What it should be.

        Returns
        -------
        GameError
            To be raised by the caller.
        """
        got = self._next
        shown = {"end": "the end of the text", "label": f'"{_short(got.text)}"'}
        return self.error(f"expected {what} and got {shown.get(got.kind, _short(got.text))}")

    def sees(self, text: str) -> bool:
        """Tell whether a mark, or ``"label"`` or ``"number"``, comes next.

        Parameters
        ----------
        text : str
            The mark or kind.

        Returns
        -------
        bool
            Whether it does.
        """
        return text in (self._next.kind, self._next.text if self._next.kind == "mark" else "")

    def take(self) -> Token:
        """Return the next word and go on.

        Returns
        -------
        Token
            The word.

        Raises
        ------
        GameError
            If what follows is no word of the formats.
        """
        taken = self._next
        self._next = self._after(taken.stop)
        return taken

    def mark(self, text: str) -> None:
        """Go past a mark.

        Parameters
        ----------
        text : str
            One of ``{``, ``}`` and ``,``.

        Raises
        ------
        GameError
            If something else comes.
        """
        if not self.sees(text):
            raise self.expected(f"{text!r}")
        self.take()

    def word(self, allowed: Sequence[str], what: str) -> str:
        """Read one of several bare words.

        Parameters
        ----------
        allowed : sequence of str
            The words.
        what : str
            What they are, for the error.

        Returns
        -------
        str
            The word.

        Raises
        ------
        GameError
            If something else comes.
        """
        if self._next.kind != "word" or self._next.text not in allowed:
            raise self.expected(f"{what} {' or '.join(allowed)}")
        return self.take().text

    def label(self, what: str, most: int = LONGEST_LABEL) -> str:
        """Read a label.

        Parameters
        ----------
        what : str
            What it names, for the error.
        most : int
            How many characters it may have.

        Returns
        -------
        str
            The label.

        Raises
        ------
        GameError
            If something else comes, or it is longer.
        """
        if not self.sees("label"):
            raise self.expected(f"{what} in double quotes")
        if len(self._next.text) > most:
            raise self.error(f"{what} has more than {most:,} characters: shorten it")
        return _ESCAPE.sub(r"\1", self.take().text)

    def number(self, what: str) -> Fraction:
        """Read an exact number.

        Parameters
        ----------
        what : str
            What it is, for the error.

        Returns
        -------
        fractions.Fraction
            The number.

        Raises
        ------
        GameError
            If something else comes, it is too long or it is divided by zero.
        """
        if not self.sees("number"):
            raise self.expected(what)
        token = self._next
        top, _, bottom = token.text.partition("/")
        power = re.search(r"[eE](.*)", top)
        digits = power[1].lstrip("+-0") if power else ""
        if len(token.text) > _MOST_DIGITS or len(digits) > 4 or int(digits or 0) > _MOST_DIGITS:
            raise self.error(f"{what} has more than {_MOST_DIGITS:,} digits: write it shorter")
        if bottom and not int(bottom):
            raise self.error(f"{what} {token.text} is divided by zero")
        self.take()
        return Fraction(top) / int(bottom or 1)

    def count(self, what: str, most: int, least: int = 0) -> int:
        """Read a whole number.

        Parameters
        ----------
        what : str
            What it is, for the error.
        most : int
            The greatest that is allowed.
        least : int
            The least.

        Returns
        -------
        int
            The number.

        Raises
        ------
        GameError
            If something else comes or it is out of range.
        """
        start = self._next.start
        number = self.number(what)
        if number.denominator != 1 or not least <= number <= most:
            raise self.error(
                f"{what} is {_short(str(number))}: it must be a whole number from {least} to "
                f"{most:,}",
                start,
            )
        return int(number)

    def _after(self, place: int) -> Token:
        space = _SPACE.match(self._text, place)
        start = space.end() if space else place
        if start == len(self._text):
            return Token("end", "", start, start)
        first = self._text[start]
        if first in _MARKS:
            return Token("mark", first, start, start + 1)
        if first == '"':
            label = _LABEL.match(self._text, start)
            if label is None:
                raise self.error("this label has no closing quote", start)
            return Token("label", label[1], start, label.end())
        for kind, pattern in (("number", _NUMBER), ("word", _WORD)):
            if found := pattern.match(self._text, start):
                return Token(kind, found[0], start, found.end())
        raise self.error(f"{first!r} is no part of the format: put labels in double quotes", start)


def _short(text: str) -> str:
    return text if len(text) <= _SIGNS_SHOWN else f"{text[:_SIGNS_SHOWN]}…"
