"""What is taken at a decision by who knows where it is, and among ties by which rule."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod

from immutabledict import immutabledict

from caucasus_games.concepts.continuation import SURE, Continuation, Moves, Number, Task
from caucasus_games.exact import Interval

CLOSE = (
    "a choice hangs on irrational numbers that are too close to compare: equilibria with it are "
    "left out"
)

# what an equilibrium gives who moves, and whom a kind player thinks of
Worth = tuple[Number, Number]


def least(number: Number) -> Fraction | int:
    """Return the least that a number may be."""
    return number.low if isinstance(number, Interval) else number


def most(number: Number) -> Fraction | int:
    """Return the most that a number may be."""
    return number.high if isinstance(number, Interval) else number


def best_branches(task: Task, v: int, joint: tuple[Continuation, ...]) -> Iterator[Continuation]:
    """Yield what may be taken at a decision, given what is played after each of its branches."""
    seat = task.game.players.index(task.game.vertices[v].player)
    own = [one.payoffs[seat] for one in joint]
    needed = max(map(least, own))
    best = [k for k, x in enumerate(own) if most(x) >= needed]
    if len(best) > 1 and (task.rule or task.rough):
        task.visit(len(best) ** 2)
        worth = {k: _worth(task, v, joint[k]) for k in best}
        best = [
            k
            for k in best
            if all(yields(task, v, worth[d], d, worth[k], k) for d in best if d != k)
        ]
    for k in best:
        yield Continuation(joint[k].payoffs, _taken(task, v, k), joint, play=joint[k].play)


def ways_to_play(
    task: Task, v: int, joints: Sequence[Sequence[Continuation]]
) -> Iterator[Continuation]:
    """Yield each way to play from a decision on, and in how many equilibria it is played."""
    groups: list[dict[Worth, list[Continuation]]] = []
    for joint in joints:
        alike: dict[Worth, list[Continuation]] = {}
        for one in joint:
            alike.setdefault(_worth(task, v, one), []).append(one)
        groups.append(alike)
    # whatever is taken is worth no less than the least that any branch may be
    needed = max(min(least(own) for own, _ in alike) for alike in groups)
    for k, alike in enumerate(groups):
        for worth, same in alike.items():
            if most(worth[0]) < needed:
                continue
            others = _yielding(task, v, groups, k, worth)
            if not all(others):
                continue
            count = prod(sum(one.ways for one in parts) for parts in others)
            rest = [parts[0] for parts in others]
            for one in same:
                below = (*rest[:k], one, *rest[k:])
                moves = _taken(task, v, k)
                yield Continuation(one.payoffs, moves, below, count * one.ways, one.play)


def _yielding(
    task: Task,
    v: int,
    groups: Sequence[Mapping[Worth, Sequence[Continuation]]],
    k: int,
    worth: Worth,
) -> list[list[Continuation]]:
    """Return for each other branch what may be played after it if one is taken at a worth."""
    task.visit(sum(map(len, groups)))
    return [
        [one for key, part in other.items() if yields(task, v, key, d, worth, k) for one in part]
        for d, other in enumerate(groups)
        if d != k
    ]


def _taken(task: Task, v: int, k: int) -> Moves:
    vertex = task.game.vertices[v]
    return immutabledict({vertex.information_set: immutabledict({vertex.branches[k]: SURE})})


def _worth(task: Task, v: int, one: Continuation) -> Worth:
    players, other = task.game.players, task.before[v]
    kind = task.rule is not None and task.rule.kind and other
    own = one.payoffs[players.index(task.game.vertices[v].player)]
    return own, one.payoffs[players.index(other)] if kind else 0


def yields(task: Task, v: int, this: Worth, d: int, that: Worth, k: int) -> bool:
    """Return whether branch ``d`` leaves branch ``k`` to be taken: worse, or not before it."""
    order = compared(task, this[0], that[0])
    if order is None:
        return False
    if order or task.rule is None:
        return order <= 0
    vertex, ranks = task.game.vertices[v], task.rule.actions
    rank, own = (
        ranks.index(a) if a in ranks else len(ranks)
        for a in (vertex.branches[d], vertex.branches[k])
    )
    other = compared(task, this[1], that[1])
    left = rank > own or (rank == own and other is not None and other <= 0)
    if not left:
        task.ruled[vertex.information_set] = None
    return left


def compared(task: Task, one: Number, other: Number) -> int | None:
    """Return the sign of a difference, or nothing if irrational numbers are too close."""
    if not isinstance(one, Interval) and not isinstance(other, Interval):
        return (one > other) - (one < other)
    if most(one) < least(other):
        return -1
    if least(one) > most(other):
        return 1
    task.notes[CLOSE] = None
    return None
