"""Axes on which lengths are those of letters, so that text has the room it needs at any size."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import matplotlib.pyplot as plt
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb, to_rgba
from matplotlib.font_manager import FontProperties, findfont, get_font

# of letters, in points, on a figure that is large enough
_SIZE_OF_TEXT = 10.0
_POINTS_OF_AN_INCH = 72.0
# how light a colour is to the eye, and from where on black is read on it
_LIGHT, _MIDDLE = (0.2126, 0.7152, 0.0722), 0.5


@dataclass(frozen=True)
class Canvas:
    """Axes that go down and to the right in units of the letters' size."""

    ax: Axes
    size: float

    def write(
        self, x: float, y: float, text: str, *, bold: bool = False, **options: object
    ) -> None:
        """Write a line of text."""
        weight = "bold" if bold else "normal"
        ink = shade(self.ax, 1)
        common = {
            "color": ink,
            "fontsize": self.size,
            "fontweight": weight,
            "va": "center",
            "parse_math": False,
        }
        self.ax.text(x, y, drawable(text), **{**common, **options})  # type: ignore[arg-type]


def canvas(ax: Axes | None, width: float, height: float) -> Canvas:
    """Make room for a drawing."""
    if ax is None:
        figure = plt.figure(
            figsize=(
                width * _SIZE_OF_TEXT / _POINTS_OF_AN_INCH,
                height * _SIZE_OF_TEXT / _POINTS_OF_AN_INCH,
            )
        )
        ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    box = ax.get_window_extent()
    dpi = ax.get_figure(root=True).dpi  # type: ignore[union-attr]
    unit = min(box.width / width, box.height / height) * _POINTS_OF_AN_INCH / dpi
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return Canvas(ax, min(unit, _SIZE_OF_TEXT))


def shade(ax: Axes, share: float, colour: str = "") -> str:
    """Mix a colour, or else what is read best on the figure, with the figure's own."""
    figure = ax.get_figure(root=True)
    *parts, opaque = to_rgba(figure.get_facecolor() if figure else "white")
    # what is seen through lies on paper
    ground = [opaque * part + 1 - opaque for part in parts]
    light = sum(weight * part for weight, part in zip(_LIGHT, ground, strict=True))
    ink = to_rgb(colour or ("black" if light > _MIDDLE else "white"))
    pairs = zip(ink, ground, strict=True)
    red, green, blue = (share * x + (1 - share) * y for x, y in pairs)
    return to_hex((red, green, blue))


def wide(text: str, bold: bool = False) -> float:
    """Return how wide a line of text is."""
    return sum(_advance(letter, bold) for letter in text)


def drawable(text: str) -> str:
    """Put � for each letter that no font has."""
    fonts = _fonts(False)
    return "".join(letter if _of(letter, fonts) else "�" for letter in text)


def _of(letter: str, fonts: tuple[str, ...]) -> str:
    """Return the first font that has a letter, if any does."""
    return next((font for font in fonts if get_font(font).get_char_index(ord(letter))), "")


def _fonts(bold: bool) -> tuple[str, ...]:
    return _found(tuple(rcParams["font.sans-serif"]), bold)


@cache
def _found(families: tuple[str, ...], bold: bool) -> tuple[str, ...]:
    found = [findfont(FontProperties(weight="bold" if bold else "normal"))]
    for family in families:
        wanted = FontProperties(family=[family], weight="bold" if bold else "normal")
        try:
            found.append(findfont(wanted, fallback_to_default=False))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def _advance(letter: str, bold: bool) -> float:
    return _measured(letter, _fonts(bold))


@cache
def _measured(letter: str, fonts: tuple[str, ...]) -> float:
    """Return how far a letter moves the next one; few letters make up all lines."""
    name = _of(letter, fonts)
    if not name:
        # as wide as letters are, in fonts that have it
        return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.8
    font = get_font(name)
    font.set_size(100, 72)
    return font.load_char(ord(letter)).linearHoriAdvance / 65536 / 100
