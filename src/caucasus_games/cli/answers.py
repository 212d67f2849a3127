"""What is asked on the command line in one breath, and takes two calls of the library."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from caucasus_games import comparison
from caucasus_games.concepts.concept import Solver
from caucasus_games.concepts.usual import usual
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models.model import ModelLike, model_of
from caucasus_games.parameters.data import bibliography, bibliography_text
from caucasus_games.results import Solution


@dataclass(frozen=True, repr=False)
class Reasoned:
    """A solution, and why each of its equilibria is one."""

    solution: Solution[Any]
    explanations: tuple[comparison.Explanation, ...]

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, [self.solution, *self.explanations]))


@dataclass(frozen=True, repr=False)
class Joined:
    """What follows from a model at what other models' answers give it."""

    comment: str
    solution: Solution[Any]

    def __repr__(self) -> str:
        return f"{self.comment}\n{self.solution!r}"


@dataclass(frozen=True)
class Sources:
    """Entries of the bibliography by key."""

    entries: dict[str, dict[str, str]]

    def to_latex(self) -> str:
        """Write the entries as BibTeX has them."""
        return bibliography_text(self.entries)


def solve(
    game: Game, *, solver: Solver | None = None, why: bool = False
) -> Solution[Any] | Reasoned:
    """Solve a model under one setup, or a game from a file, and show the equilibria."""
    check_game(game, "solve", *KINDS)
    solution: Solution[Any] = (solver or usual(game))(game)
    if not why:
        return solution
    explained = tuple(comparison.explain(solution, k) for k in range(len(solution)))
    return Reasoned(solution, explained)


def joined(
    model: ModelLike,
    setup: GuarantorSetup,
    sources: Iterable[ModelLike],
    *,
    values: dict[str, object] | None = None,
) -> Joined:
    """Solve a model with what other models' answers give it."""
    game = comparison.join(model, setup, sources, values=values)
    return Joined(game.comment, model_of(model, "join").solver(game)(game))


def sources(game: Game | None) -> Sources:
    """List the sources of the numbers of a model, or all of them."""
    known = bibliography()
    if game is None:
        return Sources(known)
    keys = dict.fromkeys(key for record in game.parameters.values() for key in record.keys)
    return Sources({key: known[key] for key in sorted(keys) if key in known})


def converted(game: Game) -> Game:
    """Write a game to a file of Gambit's, .efg for a tree and .nfg for a table."""
    return game
