"""Subgame perfect equilibria of a tree with offers, as a solution."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from caucasus_games.certificates import certified_offers, proved
from caucasus_games.concepts.checks import check_told
from caucasus_games.concepts.continuation import Find
from caucasus_games.concepts.offers.play import Play
from caucasus_games.concepts.offers.plays import SEVERAL, Plays
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, TieRule
from caucasus_games.games.values import substitution
from caucasus_games.readings.symbols import Symbols
from caucasus_games.results import EnclosedEquilibrium, Equilibrium, Solution

_PLAY = "equilibria that differ only where play does not come are listed once"


def offers_perfect(
    game: ExtensiveForm, *, ties: TieRule | str | Iterable[str] | None, find: Find
) -> Solution[Equilibrium | EnclosedEquilibrium]:
    """Find what is played in subgame perfect equilibria of a tree with offers."""
    check_told(game, "subgame_perfect", "an offer is made and answered by who knows where it is")
    if ties is not None or find == "one":
        raise GameError(
            "at an offer whoever is indifferent does what makes a best one exist: leave ties and "
            "find out where numbers are chosen"
        )
    valued = at_values(game)
    solver = Plays(valued, Symbols(valued).with_offers)
    plays = solver.found()
    several = solver.several or any(one.several for one in plays)
    told = [_PLAY, SEVERAL if several else "", proved(valued)]
    notes = dict.fromkeys(filter(None, told))
    if not plays:
        notes = {"no number is best: payoffs jump where one would be": None}
    return Solution(
        "subgame perfect",
        game,
        tuple(_certified(valued, one) for one in plays),
        (*notes, *game.parameters.outside(game.values)),
        sought="some" if SEVERAL in notes else "all",
    )


def at_values(game: ExtensiveForm) -> ExtensiveForm:
    """Return a game with the central value of each symbol that has no other."""
    swap = substitution(game.symbols, game.values, game.parameters)
    return game.at({s.name: Fraction(int(x.p), int(x.q)) for s, x in swap.items()})


def _certified(game: ExtensiveForm, play: Play) -> Equilibrium | EnclosedEquilibrium:
    return certified_offers(game, play.taken, play.named)
