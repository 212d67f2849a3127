"""An equilibrium of a Markov game as a table for a paper: a row for each state."""

from collections.abc import Mapping
from fractions import Fraction

from caucasus_games.exact import show
from caucasus_games.text.latex import tabular


def by_state(
    strategies: Mapping[str, Mapping[str, Fraction | float]],
    values: Mapping[str, Mapping[str, Fraction | float]],
    *,
    long_table: bool,
) -> str:
    """Write what is played in each state and what it is worth to each player."""
    players = list(next(iter(values.values())))
    choosing = [p for p in players if any(f"{p} in {state}" in strategies for state in values)]
    rows = [
        (
            state,
            *(_played(strategies.get(f"{player} in {state}", {})) for player in choosing),
            *(show(worth[player]) for player in players),
        )
        for state, worth in values.items()
    ]
    titles = ("state", *choosing, *(f"worth to {player}" for player in players))
    return tabular(titles, rows, long_table=long_table)


def _played(mix: Mapping[str, Fraction | float]) -> str:
    """Write what is played, and how often if there are several; of decimals six digits."""
    if len(mix) < 2:
        return "".join(mix)
    return " or ".join(
        f"{action} {show(q if isinstance(q, Fraction) else round(q, 6))}"
        for action, q in mix.items()
    )
