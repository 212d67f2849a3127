r"""Subgame perfection in a tree with simultaneous moves at many draws at once.

The subgames are taken from the last to the first. What is left of one, once the subgames inside it
have their value, is a single decision, a move of chance, or a stage in which several move without
seeing each other: a normal form in plans. Two players there have all extreme Nash equilibria, more
the pure ones. Where there are several, each is taken in turn: the first in the run that found
them, and each other one in a run of its own, with what was taken before it.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import sympy

from caucasus_games.concepts.fast.hidden import Hidden, hidden_of
from caucasus_games.concepts.fast.mixtures import mixed_profiles
from caucasus_games.concepts.fast.profiles import pure_profiles
from caucasus_games.concepts.fast.runs import in_turn
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.plans import plans_of
from caucasus_games.games.subgames import Block, blocks, leads
from caucasus_games.readings.tally import Numbers, Tally, Whole
from caucasus_games.readings.ties import TIE

Places = tuple[int, ...]
# an equilibrium of a stage: what it is known by, the draws at which it is one, and there what each
# player gets and then the probability of each outcome, in pairs
Part = tuple[Hashable, Whole, Numbers]

# plans of each of two players in a stage, and profiles of plans
_WIDE, _LIMIT = 4, 10_000


@dataclass(frozen=True)
class _Stage:
    """A subgame without those inside it."""

    top: int
    seats: Places
    shape: Places
    leads: tuple[tuple[tuple[int, Places], ...], ...]


@dataclass(frozen=True)
class Staged:
    """A tree with simultaneous moves that is ready for arrays."""

    tree: Hidden
    stages: tuple[_Stage, ...]

    @property
    def crowded(self) -> bool:
        """Whether three or more move together in a stage, where only pure equilibria are found."""
        return any(len(stage.seats) > 2 for stage in self.stages)


@dataclass(frozen=True)
class _Run:
    """Draws that are solved together, with the equilibrium that is taken in each stage."""

    draws: Whole
    taken: Mapping[int, Whole]


def staged_of(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Staged:
    """Make a tree with simultaneous moves ready for arrays."""
    tree = hidden_of(game, fixed, outcomes)
    return Staged(tree, tuple(_stage(game, tree, block) for block in blocks(game)))


def staged_equilibria(
    game: Staged, values: Mapping[str, Numbers], size: int, tie: float = TIE
) -> Tally:
    """Find the subgame perfect equilibria at many draws."""
    tree = game.tree
    numbers = tree.formulas.pairs(values, size)
    tally = Tally.empty(tree.outcomes, tree.players, size)
    runs = [_Run(np.arange(size), {})]
    known: dict[tuple[int, Hashable], int] = {}
    for run in in_turn(runs, size, "there are"):
        draws, worth, others = _solved(game, numbers, run, known, tie)
        runs += others
        tally.add(draws, worth[0, tree.players :], worth[0, : tree.players])
    return tally


def _stage(game: ExtensiveForm, tree: Hidden, block: Block) -> _Stage:
    plans = plans_of(game, block.inner, _LIMIT)
    shape = tuple(map(len, plans.values()))
    told = ", ".join(game.vertices[block.top].history) or "the start"
    sets = [len({name for plan in own for name in plan}) for own in plans.values()]
    if len(shape) == 2 and (max(shape) > _WIDE or max(sets) > 1):
        raise GameError(
            f"in the subgame at {told} a player has more than {_WIDE} plans, or moves at several "
            "information sets: solve the game at single values with subgame_perfect"
        )
    if prod(shape) > _LIMIT:
        raise GameError(
            f"the subgame at {told} has more than {_LIMIT:,} combinations of plans: solve the "
            "game at single values with subgame_perfect"
        )
    profiles = (dict(zip(plans, chosen, strict=True)) for chosen in product(*plans.values()))
    places = tuple(
        tuple(
            (end, tuple(tree.nodes[v].chances[k] for v, k in events))
            for end, events in leads(game, block, profile)
        )
        for profile in profiles
    )
    return _Stage(block.top, tuple(tree.seats[player] for player in plans), shape, places)


def _solved(
    game: Staged,
    numbers: Numbers,
    run: _Run,
    known: dict[tuple[int, Hashable], int],
    tie: float,
) -> tuple[Whole, Numbers, list[_Run]]:
    """Return the draws with an equilibrium, what it brings, and runs for the other equilibria."""
    draws, taken = run.draws, dict(run.taken)
    value: dict[int, Numbers] = {}
    others: list[_Run] = []
    for stage in game.stages:
        own = numbers[..., draws]
        if not game.tree.nodes[stage.top].children:
            value[stage.top] = game.tree.end(stage.top, own)
            continue
        worth = np.array([_expected(own, value, lead) for lead in stage.leads])
        if not stage.shape:
            value[stage.top] = worth[0]
            continue
        # by its number an equilibrium is the same one in every run
        found = [
            (known.setdefault((stage.top, key), len(known)), at, part)
            for key, at, part in _equilibria(stage, worth, tie)
        ]
        chosen = taken.get(stage.top)
        if chosen is None:
            chosen = np.full(len(draws), -1)
            for k, at, _ in found:
                new = chosen[at] < 0
                chosen[at[new]] = k
                again = at[~new]
                if len(again):
                    before = {v: some[again] for v, some in taken.items()}
                    others.append(_Run(draws[again], {**before, stage.top: np.full(len(again), k)}))
            taken[stage.top] = chosen
        whole = np.full(worth.shape[1:], np.nan)
        for k, at, part in found:
            here = chosen[at] == k
            whole[..., at[here]] = part[..., here]
        value[stage.top] = whole
        some = ~np.isnan(whole[0, 0])
        if not some.all():
            # without an equilibrium here there is none in the whole
            draws = draws[some]
            taken = {v: one[some] for v, one in taken.items()}
            value = {v: one[..., some] for v, one in value.items()}
        if not len(draws):
            return draws, whole[..., some], others
    return draws, value[0], others


def _expected(
    numbers: Numbers, value: Mapping[int, Numbers], lead: tuple[tuple[int, Places], ...]
) -> Numbers:
    found: Numbers = np.zeros_like(next(iter(value.values())))
    for end, rows in lead:
        found += value[end] * numbers[:, list(rows)].prod(axis=1, keepdims=True)
    return found


def _equilibria(stage: _Stage, worth: Numbers, tie: float) -> Iterator[Part]:
    """Yield the draws with an equilibrium of a stage, and what it brings at these."""
    table = worth[:, :, list(stage.seats)].transpose(1, 2, 0, 3)
    table = table.reshape(2, len(stage.seats), *stage.shape, worth.shape[-1])
    if len(stage.seats) == 2:
        for key, at, weights in mixed_profiles(table, tie):
            terms = [weight * worth[k][..., at] for k, weight in weights.items()]
            yield key, at, np.sum(terms, axis=0)
        return
    stays = pure_profiles(table[0], table[1], tie).reshape(-1, worth.shape[-1])
    for k in np.flatnonzero(stays.any(axis=1)):
        at = np.flatnonzero(stays[k])
        yield int(k), at, worth[k][..., at]
