"""How long subgame perfection takes on 10,000 nodes, as a ratio to building the tree in Gambit."""

import random
from collections.abc import Callable
from functools import partial
from timeit import timeit

import pygambit as gambit

from caucasus_games import Decision, ExtensiveForm, Terminal
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games.nodes import Node

DECISIONS, RUNS = 5_000, 7


def histories() -> list[list[str]]:
    """Return the decisions of a binary tree, level by level, until it has 10,000 nodes."""
    found = [""]
    for history in found:
        if len(found) < DECISIONS:
            found += [history + "l", history + "r"]
    return [list(history) for history in found[:DECISIONS]]


def ends(decisions: list[list[str]]) -> dict[str, tuple[int, int]]:
    """Return payoffs of the nodes that are no decisions."""
    rng = random.Random(1)
    inner = {"".join(history) for history in decisions}
    below = ["".join([*history, action]) for history in decisions for action in "lr"]
    return {end: (rng.randrange(10**6), rng.randrange(10**6)) for end in below if end not in inner}


def ours(decisions: list[list[str]], payoffs: dict[str, tuple[int, int]]) -> ExtensiveForm:
    nodes: dict[str, Node] = {
        end: Terminal(f"end {end}", dict(zip("AB", pair, strict=True)))
        for end, pair in payoffs.items()
    }
    for history in reversed(decisions):
        here = "".join(history)
        below = {action: nodes[here + action] for action in "lr"}
        nodes[here] = Decision("AB"[len(here) % 2], below)
    return ExtensiveForm(nodes[""], ["A", "B"])


def theirs(decisions: list[list[str]], payoffs: dict[str, tuple[int, int]]) -> None:
    game = gambit.ExtensiveGame(["A", "B"])
    path = gambit.H.path
    for history in decisions:
        game.append_move(path(*history), "AB"[len(history) % 2], ["l", "r"])
    for end, pair in payoffs.items():
        game.make_outcome(path(*end), dict(zip("AB", pair, strict=True)), f"end {end}")


def seconds(action: Callable[[], object]) -> float:
    """Time one run without the garbage collector, whose turn comes by chance."""
    return timeit(action, number=1)


def main() -> None:
    """Print the ratio of the best runs, taken in turn."""
    moves = histories()
    payoffs = ends(moves)
    built, solved = [], []
    for _ in range(RUNS):
        built.append(seconds(lambda: theirs(moves, payoffs)))
        game = ours(moves, payoffs)
        game.numbers  # noqa: B018  # part of building the game, as in Gambit
        solved.append(seconds(partial(subgame_perfect, game)))
    print(
        f"subgame_perfect, {len(game.vertices):,} nodes: "
        f"{min(solved) / min(built):.2f} times building them in Gambit"
    )


if __name__ == "__main__":
    main()
