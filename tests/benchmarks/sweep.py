"""How long a draw of the settlement takes, as ratios to Gambit and to evaluating its payoffs."""

from time import perf_counter

import numpy as np

import caucasus_games as cg
from caucasus_games.batched import Uniforms, compiled, quantiles, tree_equilibria, tree_of
from caucasus_games.formats import to_gambit
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import settlement

DRAWS, BLOCK, TIMES = 131_072, 16_384, 3


def theirs() -> float:
    """Return the seconds that building one tree takes; no solver there is subgame perfect."""
    game = settlement(US_OPERATOR)
    started = perf_counter()
    for _ in range(TIMES):
        to_gambit(game)
    return (perf_counter() - started) / TIMES


def main() -> None:
    """Print the ratios."""
    game = settlement(US_OPERATOR)
    started = perf_counter()
    cg.sweep(game, draws=DRAWS, workers=1)
    ours = (perf_counter() - started) / DRAWS
    outcomes = tuple(sorted(game.outcome_labels))
    formulas = compiled((f for v in game.vertices for f in (*v.payoffs, *v.probabilities)), {})
    records = list(game.parameters.values())
    draws = quantiles(records, Uniforms(tuple(game.parameters), 1, BLOCK).block(0, BLOCK))
    values = {record.name: drawn for record, drawn in draws.items()}
    tree = tree_of(game, formulas, outcomes)
    clock: list[list[float]] = []
    for _ in range(9):
        start = perf_counter()
        numbers = formulas(values, BLOCK)
        middle = perf_counter()
        tree_equilibria(tree, numbers, 1e-12)
        clock.append([middle - start, perf_counter() - middle])
    evaluating, solving = np.median(clock, axis=0)
    print(f"settlement: building the tree in Gambit takes {theirs() / ours:,.0f} times a draw")
    print(f"settlement: solving takes {solving / evaluating:.1f} times evaluating its payoffs")


if __name__ == "__main__":
    main()
