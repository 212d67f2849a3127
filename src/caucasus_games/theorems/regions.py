r"""The parameter box by what happens: for each set of outcomes, where an equilibrium brings it.

Regions cover the box: a tree has an equilibrium everywhere, and where a normal form has none in
pure strategies is a region of its own. They overlap where there are several equilibria.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caucasus_games.algebra.formula import NEVER
from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.parameters import Relation
from caucasus_games.parameters.relation import Given
from caucasus_games.readings.given import given_of, told_given
from caucasus_games.readings.ranges import at_points, chosen_ranges
from caucasus_games.text.plain import plain
from caucasus_games.theorems.condition import Condition
from caucasus_games.theorems.equilibria import only, read
from caucasus_games.theorems.theorem import condition


@dataclass(frozen=True, repr=False)
class Region:
    """Where an equilibrium brings certain outcomes.

    Parameters
    ----------
    outcomes : tuple of str
        Those with a positive probability; none where there is no equilibrium.
    condition : Condition
        Where that is.
    concept : str
        Of which equilibria, such as ``"subgame perfect"``.
    """

    outcomes: tuple[str, ...]
    condition: Condition
    concept: str

    @property
    def name(self) -> str:
        """The outcomes, between commas as they come from one equilibrium; or that there is none."""
        return ", ".join(self.outcomes) or f"no {self.concept} equilibrium"

    def __repr__(self) -> str:
        told = str(self.condition).replace("\n", "\n  ")
        return f"{plain(f'{self.name} if')}\n  {told}"


@dataclass(frozen=True, repr=False)
class Regions:
    """The parameter box, divided by what happens in equilibrium.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game.
    concept : str
        Of which equilibria.
    found : tuple of Region
        They cover the box, and overlap where there are several equilibria.
    given : tuple of Relation
        What holds besides the ranges: they cover that part of the box alone.
    """

    game: Game
    concept: str
    found: tuple[Region, ...]
    given: tuple[Relation, ...] = ()

    def __iter__(self) -> Iterator[Region]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, place: int) -> Region:
        return self.found[place]

    def __repr__(self) -> str:
        head = [plain(told_given(self.given).removeprefix(", "))] if self.given else []
        return "\n".join([*head, *map(repr, self.found)])


def regions(
    game: Game,
    *,
    solver: Solver | None = None,
    within: Mapping[str, tuple[object, object]] | None = None,
    given: Given | None = None,
    time_limit: float | None = None,
) -> Regions:
    """Divide the parameter box by what happens in equilibrium.

    1. List the equilibria as cases, each with its condition.
    2. Join those with the same outcomes, and drop what follows from the ranges.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game; what has a value by ``at`` is a number, the rest are free.
    solver, within, given, time_limit
        As for :func:`caucasus_games.theorems.conditions`.

    Returns
    -------
    Regions
        They cover the box, and overlap where there are several equilibria; exact but at ties,
        where a player is indifferent or a probability is zero.

    Raises
    ------
    GameError
        As :func:`caucasus_games.theorems.conditions`.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import ceasefire
    >>> for region in regions(ceasefire(NONE)):
    ...     print(region.outcomes)
    ('peace',)
    ('war',)
    """
    check_game(game, "regions", *KINDS)
    check_solver(solver, "regions")
    ranges = chosen_ranges(game, within or {})
    game = at_points(game, ranges)
    listing = read(game, None, solver, ranges, time_limit, given_of(game, given, ranges))
    found = {ends: listing.possible(only(ends)) for ends in listing.ends}
    # where everybody sees what happened there is one in pure strategies, if names do not show it
    if not (isinstance(game, ExtensiveForm) and game.perfect_information and not game.offers):
        found[()] = listing.nowhere(found.values())
    return Regions(
        game,
        listing.named,
        tuple(
            Region(ends, condition(listing, formula), listing.named)
            for ends, formula in found.items()
            if formula != NEVER
        ),
        tuple(listing.plain.given),
    )
