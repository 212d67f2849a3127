r"""What :func:`~caucasus_games.models.rivalry` says of a year, given what had been decided by then.

The equilibrium is that of all years. In year :math:`t` play is at the arrangement that was seen,
and the sides are rested with the probability :math:`1 - (1-\varrho)^{t - t_0}`, where :math:`t_0`
is the year after the last war: that no war was seen since then teaches nothing here.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from caucasus_games.concepts import markov_perfect
from caucasus_games.evidence.seen_years import CONFLICT, WAR, arrangement_of
from caucasus_games.games import MarkovGame
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import rivalry
from caucasus_games.results import MarkovEquilibrium
from caucasus_games.sweeps.draws import Uniforms, quantiles

# what Azerbaijan chooses after
_AFTER = {"offer": "offered", "hold": "no offer"}
# of a drawn number
_DIGITS = 10**6


def rivalry_says(
    setup: GuarantorSetup, years: Iterable[int], draws: int, seed: int
) -> dict[int, dict[int, float]]:
    """Return for each year how likely a clash or an attack is, and an attack alone, over draws."""
    game = rivalry(setup)
    listed = list(years)
    total = {year: {CONFLICT: Fraction(0), WAR: Fraction(0)} for year in listed}
    for values in _drawn(game, draws, seed):
        found = markov_perfect(game.at(values)).equilibria
        for year in listed:
            for one in found:
                for deaths, chance in _chances(one, year, values["recovery"]).items():
                    total[year][deaths] += chance / len(found) / draws
    return {year: {d: float(q) for d, q in own.items()} for year, own in total.items()}


def _drawn(game: MarkovGame, draws: int, seed: int) -> Iterable[Mapping[str, Fraction]]:
    """Yield values of all numbers, as a sweep draws them, with few digits."""
    records = game.parameters.values()
    drawn = quantiles(records, Uniforms(tuple(game.parameters), seed, draws).block(0, draws))
    for k in range(draws):
        yield {
            record.name: min(
                max(Fraction(round(float(x[k]) * _DIGITS), _DIGITS), record.low), record.high
            )
            for record, x in drawn.items()
        }


def _chances(one: MarkovEquilibrium, year: int, recovery: Fraction) -> dict[int, Fraction]:
    """Return how likely a clash or an attack is in a year, and an attack alone."""
    name, since = arrangement_of(year)
    tired = (1 - recovery) ** (year - since)
    found = {CONFLICT: Fraction(0), WAR: Fraction(0)}
    for part, place in ((1 - tired, f"{year} {name}"), (tired, f"{year} {name}, exhausted")):
        if f"Armenia in {place}" not in one.strategies:
            # nobody is rested in the first year
            continue
        for act, chance in one.strategies[f"Armenia in {place}"].items():
            after = one.strategies[f"Azerbaijan in {place}: {_AFTER[act]}"]
            attack = part * chance * after.get("attack", Fraction(0))
            found[WAR] += attack
            found[CONFLICT] += attack + part * chance * after.get("clash", Fraction(0))
    return found
