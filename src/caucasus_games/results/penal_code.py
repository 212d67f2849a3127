r"""A target kept to by punishments of each player, and the discount factor from which it is.

The certificate computes what a player is worth in each state, at the target and in each period of
each punishment, and what every deviation in every state gains: at the critical factor and half way
from it to one nothing, and if it is above zero, just below it something.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, show
from caucasus_games.games import NormalForm
from caucasus_games.games.profiles import Profile
from caucasus_games.text.plain import plain

# how far below a rational factor a deviation is shown to gain
_STEP_BELOW = Fraction(1, 10**12)


@dataclass(frozen=True, repr=False)
class PenalCode:
    """From which discount factor on nobody leaves the target or a punishment for one period.

    Parameters
    ----------
    game : NormalForm
        The stage game at its values.
    target : tuple of str
        What is to be kept to.
    punishments : immutabledict of str to tuple
        By player what is played after its deviation.
    detection : Fraction
        Probability that a deviation is punished.
    periods : int, optional
        How long; forever if ``None``.
    discounts : immutabledict of str to Fraction or Interval or None
        By player the factor from which on it deviates nowhere; ``None`` if it does however near one
        the factor is.

    Raises
    ------
    GameError
        If somebody gains at the critical factor or above, or nobody gains below it.
    """

    game: NormalForm
    target: Profile
    punishments: immutabledict[str, Profile]
    detection: Fraction
    periods: int | None
    discounts: immutabledict[str, Fraction | Interval | None]

    def __post_init__(self) -> None:
        for player, critical in self.discounts.items():
            if critical is None:
                continue
            exact = not isinstance(critical, Interval)
            low = critical - _STEP_BELOW if isinstance(critical, Fraction) else critical.low
            high = critical if isinstance(critical, Fraction) else critical.high
            held = all(self.gain(player, d) <= 0 for d in (high, (1 + high) / 2))
            if not held or (low > 0 and self.gain(player, low) <= 0):
                word = "is" if exact else "lies near"
                raise GameError(f"{show(high)} {word} not the critical discount factor of {player}")

    @property
    def critical(self) -> Fraction | Interval | None:
        """The factor from which on nobody gains: the largest; ``None`` if there is none."""
        found = [critical for critical in self.discounts.values() if critical is not None]
        return max(found, key=float) if len(found) == len(self.discounts) else None

    def gain(self, player: str, discount: Fraction) -> Fraction:
        """Return the most that one deviation in any state gains, in present value.

        Parameters
        ----------
        player : str
            Who deviates.
        discount : Fraction
            At least 0 and below 1.

        Returns
        -------
        Fraction
            In units of payoff.
        """
        i = self.game.players.index(player)
        kept = self.game.numbers[self.target][i] / (1 - discount)
        worth: dict[str, list[Fraction]] = {}
        for other, path in self.punishments.items():
            paid = self.game.numbers[path][i]
            values = [kept]
            for _ in range(self.periods or 0):
                values.append(paid + discount * values[-1])
            worth[other] = values if self.periods else [paid / (1 - discount)]
        punished = worth[player][-1]

        def gains() -> Iterator[Fraction]:
            states = [(self.target, kept, kept)]
            for other, path in self.punishments.items():
                values = worth[other]
                if self.periods:
                    states += [(path, values[k], values[k - 1]) for k in range(1, len(values))]
                else:
                    states.append((path, values[0], values[0]))
            for path, now, then in states:
                for action in self.game.actions[player]:
                    away = (*path[:i], action, *path[i + 1 :])
                    after = self.detection * punished + (1 - self.detection) * then
                    if away != path:
                        yield self.game.numbers[away][i] + discount * after - now

        return max(gains(), default=Fraction(0))

    def __repr__(self) -> str:
        words = [
            f"{player} {'none below 1' if critical is None else show(critical)}"
            for player, critical in self.discounts.items()
        ]
        whole = "none below 1" if self.critical is None else show(self.critical)
        return plain(f"critical discount factor {whole} ({', '.join(words)})")
