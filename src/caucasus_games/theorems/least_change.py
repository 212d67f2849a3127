"""The least change of one number, as a share of its range, that makes an outcome possible.

Each number with a range is moved alone, the others at their values; the stretches of its range in
which some equilibrium brings the outcome are exact, and the nearest end of the nearest one counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import sympy

from caucasus_games.comparison.deviations import Value
from caucasus_games.comparison.offers import along
from caucasus_games.concepts.concept import Solver
from caucasus_games.exact import least, most
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.kinds import Game
from caucasus_games.parameters import Parameter
from caucasus_games.theorems.required import bringing

# beyond the end, where a tie decides, by at most this share of the range
_BEYOND = Fraction(1, 100)


@dataclass(frozen=True)
class Change:
    """One number moved to where the outcome becomes possible.

    Parameters
    ----------
    parameter : Parameter
        Which number.
    now : Fraction
        Its value.
    at : Fraction or Interval
        From where on, away from the value, the outcome is possible; enclosed if irrational.
    until : Fraction or Interval
        Up to where.
    """

    parameter: Parameter
    now: Fraction
    at: Value
    until: Value

    @property
    def share(self) -> Fraction:
        """How far that is, as a share of the range."""
        return abs(_middle(self.at) - self.now) / (self.parameter.high - self.parameter.low)

    @property
    def beyond(self) -> Fraction:
        """A value a little beyond, where no tie decides."""
        at, until = _middle(self.at), _middle(self.until)
        step = _BEYOND * (self.parameter.high - self.parameter.low)
        return at + max(min((until - at) / 2, step), -step)


@dataclass(frozen=True)
class Least:
    """The least change, and what could not be followed.

    Parameters
    ----------
    change : Change or None
        None if no number alone makes the outcome possible within its range.
    lost : tuple of str
        Numbers in which payoffs are no polynomials, such as exponents.
    """

    change: Change | None
    lost: tuple[str, ...] = ()


def least_change(game: Game, outcome: str, solver: Solver | None = None) -> Least:
    """Find the least change of one number that makes an outcome possible where it is not."""
    changes, lost = [], []
    for name, record in game.parameters.items():
        if record.low == record.high:
            continue
        now = game.values.get(name, record.central)
        try:
            ends = list(_ends(game, outcome, record, solver))
        except sympy.PolynomialError:
            lost.append(name)
            continue
        for low, high in ends:
            near, far = (low, high) if least(low) > now else (high, low)
            changes.append(Change(record, now, near, far))
    return Least(min(changes, key=lambda one: one.share, default=None), tuple(lost))


def _ends(
    game: Game, outcome: str, record: Parameter, solver: Solver | None
) -> Iterator[tuple[Value, Value]]:
    """Yield between which values of a number the outcome is possible."""
    if isinstance(game, ExtensiveForm) and game.offers:
        for stretch in along(game, record.name, record.low, record.high):
            if any(outcome in ends for ends in stretch.outcomes):
                yield stretch.low, stretch.high
        return
    for low, high, _ in bringing(game, outcome, record.name, record.low, record.high, solver):
        yield low, high


def _middle(value: Value) -> Fraction:
    return (least(value) + most(value)) / 2
