"""A family of equilibria: a player who is indifferent mixes, and others may turn with the mix."""

from dataclasses import dataclass
from fractions import Fraction

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.results.equilibrium import Equilibrium
from caucasus_games.text.plain import plain


@dataclass(frozen=True)
class Piece:
    """Shares of a mix at which all earlier players do the same.

    Parameters
    ----------
    low, high : Fraction
        From and to which share of the first action, ends included.
    equilibrium : Equilibrium
        The one at the share half way, certified in every subgame; at the others the strategies are
        the same but for that share.
    """

    low: Fraction
    high: Fraction
    equilibrium: Equilibrium


@dataclass(frozen=True)
class Threshold:
    """The share at which an earlier player turns to another action.

    Parameters
    ----------
    share : Fraction
        Of the first action of who mixes.
    player, information_set : str
        Who turns, and where.
    below, above : str
        What it does at smaller and at larger shares; at the share itself it is indifferent.
    """

    share: Fraction
    player: str
    information_set: str
    below: str
    above: str


@dataclass(frozen=True, repr=False)
class Indifference:
    """What follows from each mix of two actions between which a player is indifferent.

    Parameters
    ----------
    player, information_set : str
        Who mixes, and where.
    actions : tuple of str
        The two; shares are those of the first.
    pieces : tuple of Piece
        From share zero to one.
    thresholds : tuple of Threshold
        Where an earlier player turns.

    Raises
    ------
    GameError
        If the pieces leave a share out, or a threshold is not where pieces meet.
    """

    player: str
    information_set: str
    actions: tuple[str, str]
    pieces: tuple[Piece, ...]
    thresholds: tuple[Threshold, ...]

    def __post_init__(self) -> None:
        lows, highs = ([getattr(p, end) for p in self.pieces] for end in ("low", "high"))
        if [*lows, 1] != [0, *highs] or {t.share for t in self.thresholds} != set(lows[1:]):
            raise GameError("the pieces of an indifference must lead from 0 to 1 by its thresholds")

    def __repr__(self) -> str:
        first, second = self.actions
        words = [
            f"{first} from {show(p.low)} to {show(p.high)}: {p.equilibrium.path}"
            for p in self.pieces
        ]
        lines = [f"  {word}" for word in words]
        head = (
            f"{self.player} is indifferent at {self.information_set!r} between {first} and {second}"
        )
        return plain(head, *lines)
