r"""Cooperation in a repeated game, with the discount factor from which it holds.

The certificate solves what a player is worth in each state of the agreement, cooperation and each
period of punishment, at the critical discount factor :math:`\delta^*`, and finds that one deviation
gains exactly nothing; where :math:`\delta^*` is enclosed, that it gains at one end and loses at the
other.
"""

from dataclasses import dataclass
from fractions import Fraction

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, show
from caucasus_games.text.plain import plain


@dataclass(frozen=True)
class Temptation:
    """What a player gets in the stage game by keeping to the target, deviating and punished.

    Parameters
    ----------
    target : Fraction
        Payoff at the target.
    deviation : Fraction
        The most against the others' target actions.
    punishment : Fraction
        Payoff in a period of punishment.
    """

    target: Fraction
    deviation: Fraction
    punishment: Fraction

    def gain(self, discount: Fraction, detection: Fraction, periods: int | None) -> Fraction:
        """Return what one deviation gains, in present value, if all keep to the target after it.

        Parameters
        ----------
        discount : Fraction
            The discount factor, at least 0 and below 1.
        detection : Fraction
            Probability that the deviation is punished.
        periods : int, optional
            How many periods the punishment lasts; forever if not given.

        Returns
        -------
        Fraction
            In units of payoff.
        """
        kept = self.target / (1 - discount)
        if periods is None:
            punished = self.punishment / (1 - discount)
        else:
            punished = kept
            for _ in range(periods):
                punished = self.punishment + discount * punished
        after = detection * punished + (1 - detection) * kept
        return self.deviation + discount * after - kept


@dataclass(frozen=True)
class Cooperation:
    r"""From which discount factor on nobody gains by leaving the target for one period.

    Parameters
    ----------
    discounts : immutabledict of str to Fraction or Interval or None
        By player the critical discount factor; ``None`` if no factor below one is enough.
    formulas : immutabledict of str to sympy.Expr
        By player the critical factor as a formula; for a punishment of two or more periods the
        sum :math:`\delta + \dots + \delta^n` that is needed. Infinite where what divides it is
        zero whatever the values: no factor is enough.
    temptations : immutabledict of str to Temptation
        By player the stage payoffs behind it.
    detection : Fraction
        Probability that a deviation is punished.
    periods : int, optional
        How long; forever if ``None``.

    Raises
    ------
    GameError
        If a deviation gains at a player's critical factor.
    """

    discounts: immutabledict[str, Fraction | Interval | None]
    formulas: immutabledict[str, sympy.Expr]
    temptations: immutabledict[str, Temptation]
    detection: Fraction
    periods: int | None

    def __post_init__(self) -> None:
        for player, critical in self.discounts.items():
            stakes = self.temptations[player]
            if critical is None:
                continue
            low, high = (
                (critical.low, critical.high)
                if isinstance(critical, Interval)
                else (critical, critical)
            )
            gains = [stakes.gain(d, self.detection, self.periods) for d in (low, high)]
            if gains[1] > 0 or (gains[0] < 0 and low > 0):
                raise GameError(f"{show(high)} is not the critical discount factor of {player}")

    @property
    def critical(self) -> Fraction | Interval | None:
        """The factor from which on nobody gains: the largest; ``None`` if there is none."""
        found = [critical for critical in self.discounts.values() if critical is not None]
        if len(found) < len(self.discounts):
            return None
        return max(found, key=float)

    def __repr__(self) -> str:
        words = {
            player: "none below 1" if critical is None else show(critical)
            for player, critical in self.discounts.items()
        }
        whole = "none below 1" if self.critical is None else show(self.critical)
        each = ", ".join(f"{player} {word}" for player, word in words.items())
        return plain(f"critical discount factor {whole} ({each})")
