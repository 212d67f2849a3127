"""What is played from a subgame on, and what was asked of who looks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import Interval
from caucasus_games.games import ExtensiveForm, TieRule

# equilibria of a subgame
_LIMIT = 10_000
# vertices that are looked at in all equilibria together: about a minute
_VISITS = 20_000_000

SURE = Fraction(1)
STILL: Moves = immutabledict()

Number = Fraction | int | Interval
Payoffs = tuple[Number, ...]
Moves = immutabledict[str, immutabledict[str, Fraction | Interval]]
Find = Literal["all", "one", "play"]


# tuples, because a large tree makes one of each at every vertex
class Continuation(NamedTuple):
    """An equilibrium of a subgame: what it pays in whole units, its first moves, and the rest.

    It stands for ``ways`` equilibria with the same ``play``.
    """

    payoffs: Payoffs
    moves: Moves
    below: tuple[Continuation, ...] = ()
    ways: int = 1
    play: object = None

    def strategies(self, game: ExtensiveForm) -> Moves:
        """Return what is done at each set, in the order of the game."""
        chosen: dict[str, immutabledict[str, Fraction | Interval]] = {}
        stack = [self]
        while stack:
            here = stack.pop()
            chosen.update(here.moves)
            stack.extend(here.below)
        return immutabledict(
            {name: chosen[name] for name in game.information_sets if name in chosen}
        )


@dataclass
class Task:
    """The game, what was asked, and what a reader must know about the answer.

    Parameters
    ----------
    game : ExtensiveForm
        The tree.
    rule : TieRule or None
        What is done by who is indifferent.
    find : str
        All, one, or one for each way to play.
    before : list of str
        Who of the others moved last before each vertex.
    rough : bool
        Whether payoffs may be only enclosed.
    crowds : int
        How many tables of three players or more were solved in full.
    notes, ruled : dict
        What a reader must know, and the sets at which the rule decided.
    visits : int
        How much work was done.
    """

    game: ExtensiveForm
    rule: TieRule | None
    find: Find
    before: list[str]
    rough: bool = False
    crowds: int = 0
    notes: dict[str, None] = field(default_factory=dict)
    ruled: dict[str, None] = field(default_factory=dict)
    visits: int = 0

    def visit(self, steps: int) -> None:
        """Count work before it is done, and refuse more than about a minute."""
        self.visits += steps
        if self.visits > _VISITS:
            raise self._crowded()

    def count(self, equilibria: int) -> None:
        """Refuse more equilibria of a subgame than can be listed."""
        if equilibria > _LIMIT:
            raise self._crowded()

    def _crowded(self) -> GameError:
        name = (
            "name a rule for ties"
            if self.rule is None
            else "name more actions in the rule for ties"
        )
        play = "" if self.find == "play" else 'for what is played, find="play"; '
        return GameError(
            f"ties make more than {_LIMIT:,} subgame perfect equilibria"
            f"{' that are played differently' if not play else ''}: "
            f'{name}, as ties="accept"; ask for one equilibrium, find="one"; {play}'
            "or choose values that break some of them"
        )
