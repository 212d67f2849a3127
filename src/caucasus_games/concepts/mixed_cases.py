r"""The mixed equilibria of two players as cases.

A mixture :math:`x` on the actions :math:`I` that makes the other indifferent between as many
actions :math:`J` solves a linear system, so that it is a fraction of polynomials in the parameters;
so does :math:`y` on :math:`J'` for :math:`I'`. The two are an equilibrium where both are not
negative, :math:`I` are best replies to :math:`y` and :math:`J'` to :math:`x`. Every equilibrium is
a mixture of such pairs [1]_. A reply that is best only by coincidence is a tie, and left aside; one
that is best whatever the values are is kept.

References
----------
.. [1] von Stengel (2002), Computing equilibria for two-person games. Handbook of Game Theory 3,
   1723–1759.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from caucasus_games.algebra.formula import ALWAYS, Formula, both
from caucasus_games.algebra.ratio import Ratio, total
from caucasus_games.concepts.indifference import indifferences
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.readings.case import Case, constrained, ended, feasible
from caucasus_games.readings.symbols import Symbols

_MOST = 3

# what a player gets from each own action against each of the other's
Table = Sequence[Sequence[Ratio]]
Mixture = tuple[Ratio, ...]


def mixed_cases(reading: Symbols) -> Iterator[Case]:
    """List the extreme mixed equilibria of two players with their conditions.

    1. For every choice of as many actions of one as of the other, solve for the mixture of the one
       that makes the other indifferent.
    2. Pair the mixtures whose actions are best replies to each other, and say when they are.

    Parameters
    ----------
    reading : Symbols
        Of a normal form.

    Yields
    ------
    Case
        Those whose condition is not refuted.

    Raises
    ------
    GameError
        If there are not two players, or one has more than three actions.
    """
    game = reading.game
    assert isinstance(game, NormalForm)
    sizes = [len(actions) for actions in game.actions.values()]
    if len(sizes) != 2 or max(sizes) > _MOST:
        raise GameError(
            "conditions of mixed equilibria are found for two players with up to "
            f"{_MOST} actions each, and the game has {' × '.join(map(str, sizes))}: "
            "take pure_nash, or solve the game at values of its parameters"
        )
    (one, other), actions = game.players, list(game.actions.values())
    profiles = list(product(*actions))
    flat = [payoff for profile in profiles for payoff in game.payoffs[profile]]
    for known, values in reading.ways(tuple(flat)):
        width = len(actions[1])
        first = [values[2 * width * a : 2 * width * (a + 1) : 2] for a in range(len(actions[0]))]
        second = [values[2 * b + 1 :: 2 * width] for b in range(width)]
        rows, columns = _mixtures(reading, second), _mixtures(reading, first)
        for x, y in product(rows, columns):
            case: Case | None = Case((), known, (), (), ())
            for player, table, mix, against, equal in (
                (one, first, x, y, columns[y]),
                (other, second, y, x, rows[x]),
            ):
                case = case and _replies(reading, case, player, table, mix, against, equal)
            if case is not None:
                yield from _ended(reading, case, x, y)


def _mixtures(reading: Symbols, table: Table) -> dict[Mixture, list[int]]:
    """Return mixtures over a player's actions, each with a reply of every set it makes equal."""
    none, size = reading.number(0), len(table[0])
    seen: dict[Mixture, list[int]] = {}
    for found in indifferences(reading, list(zip(*table, strict=True))):
        shares = dict(zip(found.own, found.shares, strict=True))
        mixture = tuple(shares.get(i, none) for i in range(size))
        seen.setdefault(mixture, []).append(found.others[0])
    return seen


def _replies(
    reading: Symbols,
    case: Case,
    player: str,
    table: Table,
    mix: Sequence[Ratio],
    against: Sequence[Ratio],
    equal: Sequence[int],
) -> Case | None:
    """Say that a mixture is one, and a best reply; ``None`` where it would be by coincidence."""
    assert isinstance(reading.game, NormalForm)
    actions = reading.game.actions[player]
    worth = [
        total(reading.ring, (q * y for q, y in zip(row, against, strict=True))) for row in table
    ]
    used = [k for k, share in enumerate(mix) if share]
    if all(worth[j] != worth[used[0]] for j in equal):
        return None
    for k, action in enumerate(actions):
        if k in used and worth[k] != worth[used[0]]:
            return None
        label, other, gain = (
            (action, "no part of it", mix[k])
            if k in used
            else (actions[used[0]], action, worth[used[0]] - worth[k])
        )
        formula: Formula = reading.prefers(gain, player, label, other)
        case = constrained(reading, case, (player, (), label, other), formula)
    return case


def _ended(reading: Symbols, case: Case, x: Sequence[Ratio], y: Sequence[Ratio]) -> Iterator[Case]:
    game = reading.game
    assert isinstance(game, NormalForm)
    profiles = zip(product(*game.actions.values()), product(x, y), strict=True)
    labels = [game.outcomes[profile] for profile, (a, b) in profiles if a and b]
    moves = tuple(
        (player, (), " or ".join(a for a, share in zip(actions, mix, strict=True) if share))
        for (player, actions), mix in zip(game.actions.items(), (x, y), strict=True)
    )
    for known, chances in reading.ways(tuple(q for ends in labels for q in ends.values())):
        events = (((outcome, ALWAYS),) for ends in labels for outcome in ends)
        ends = ended(reading, zip(chances, events, strict=True))
        new = Case(moves, both(case.given, known), case.constraints, (), ends)
        if feasible(reading, new):
            yield new
