"""The pure Nash equilibria of a normal form in symbols."""

from __future__ import annotations

from collections.abc import Iterator

from caucasus_games.algebra.formula import ALWAYS, both, either
from caucasus_games.games import NormalForm
from caucasus_games.readings.case import Case, constrained, ended, feasible
from caucasus_games.readings.symbols import Symbols


def profile_cases(reading: Symbols) -> Iterator[Case]:
    """List the profiles of a normal form with the conditions for a pure Nash equilibrium.

    Parameters
    ----------
    reading : Symbols
        Of a normal form.

    Yields
    ------
    Case
        Those whose condition is not refuted.
    """
    game = reading.game
    assert isinstance(game, NormalForm)
    for profile, payoffs in game.payoffs.items():
        moves = tuple((p, (), a) for p, a in zip(game.players, profile, strict=True))
        labels = game.outcomes[profile]
        for known, chances in reading.ways(tuple(labels.values())):
            ends = ended(
                reading, ((q, ((o, ALWAYS),)) for o, q in zip(labels, chances, strict=True))
            )
            case = Case(moves, known, (), (), ends)
            for i, player in enumerate(game.players):
                for other in game.actions[player]:
                    if other != profile[i]:
                        there = game.payoffs[(*profile[:i], other, *profile[i + 1 :])][i]
                        formula = either(
                            *(
                                both(
                                    given,
                                    reading.prefers(
                                        gain, player, profile[i], other, worth=payoffs[i]
                                    ),
                                )
                                for given, gain in reading.branches(payoffs[i] - there)
                            )
                        )
                        what = (player, (), profile[i], other)
                        case = constrained(reading, case, what, formula)
            if feasible(reading, case):
                yield case
