"""Stationary equilibria by trying every policy, with sympy's matrices and no solver."""

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import sympy

from caucasus_games.games import MarkovGame, Stage


def some_game(rng: random.Random, states: int, actions: int, symbols: Any = ()) -> MarkovGame:
    """Write a random game, whose payoffs are few numbers, so that many tie."""
    names = [f"s{k}" for k in range(states)]
    stages = {}
    for state in names:
        own = {p: [f"{p}{k}" for k in range(rng.randint(1, actions))] for p in "AB"}
        profiles = list(product(*own.values()))
        odds = [rng.choice([(0, 1), (1, 1), (1, 2)]) for _ in profiles]
        to = {}
        for profile, (x, y) in zip(profiles, odds, strict=True):
            one, two = rng.choice(names), rng.choice(names)
            total = x + y
            chances = {one: Fraction(x, total)}
            chances[two] = chances.get(two, Fraction(0)) + Fraction(y, total)
            to[profile] = chances
        payoffs = {p: [rng.choice([0, 1, 2, 3, *symbols]) for _ in "AB"] for p in profiles}
        outcomes = {p: "war" for p in profiles if rng.random() < 0.2}
        stages[state] = Stage(own, payoffs, to, outcomes)
    # every state is reached
    for k, state in enumerate(names):
        first = next(iter(stages[state].to))
        stages[state].to[first] = {names[(k + 1) % states]: Fraction(1)}
    discounts = {p: rng.choice(["1/2", "2/3", "9/10"]) for p in "AB"}
    return MarkovGame(stages, discounts, players=["A", "B"], otherwise="peace")


def policies(game: MarkovGame) -> Iterator[tuple[dict[str, tuple[str, ...]], list[list[Any]]]]:
    """Yield every pure stationary equilibrium, and what each state is worth by player."""
    states = list(game.stages)
    number = game.numbers
    for choice in product(*(game.stages[s].cells for s in states)):
        values = []
        for i, factor in enumerate(game.discounts.values()):
            d = sympy.Rational(number[factor])
            cells = [game.stages[s].cells[p] for s, p in zip(states, choice, strict=True)]
            moves = sympy.Matrix(
                [
                    [sympy.Rational(number[c.to[t]]) if t in c.to else 0 for t in states]
                    for c in cells
                ]
            )
            paid = sympy.Matrix([sympy.Rational(number[c.payoffs[i]]) for c in cells])
            values.append(list((sympy.eye(len(states)) - d * moves).LUsolve(paid)))
        if _stays(game, states, choice, values):
            yield dict(zip(states, choice, strict=True)), values


def _stays(game: MarkovGame, states: list[str], choice: Any, values: list[list[Any]]) -> bool:
    number = game.numbers
    for k, state in enumerate(states):
        stage = game.stages[state]
        for seat, (player, actions) in enumerate(stage.actions.items()):
            i = game.players.index(player)
            d = sympy.Rational(number[game.discounts[player]])
            for action in actions:
                cell = stage.cells[*choice[k][:seat], action, *choice[k][seat + 1 :]]
                later = sum(
                    sympy.Rational(number[q]) * values[i][states.index(t)]
                    for t, q in cell.to.items()
                )
                if sympy.Rational(number[cell.payoffs[i]]) + d * later > values[i][k]:
                    return False
    return True
