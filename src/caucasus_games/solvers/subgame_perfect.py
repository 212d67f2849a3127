r"""Subgame perfect equilibria: a Nash equilibrium in every subgame.

A subgame starts at a vertex :math:`v` below which no information set has a node elsewhere. The
tree is solved from its last subgames up: their equilibrium payoffs take their place, and what
is left of a subgame is a game in plans. With perfect information that is a single choice from
:math:`\arg\max_a u_i(\sigma \mid va)` [1]_.

References
----------
.. [1] Selten (1975), Reexamination of the perfectness concept for equilibrium points in extensive
   games. International Journal of Game Theory 4, 25–55.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import NamedTuple

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.plans import behaviour, named, plans_of
from caucasus_games.results import Equilibrium, Mix, Solution, Sought, certified_tree
from caucasus_games.solvers.checks import check_tree
from caucasus_games.solvers.pure_nash import pure_nash
from caucasus_games.solvers.two_players import two_players

_LIMIT = 10_000

_SURE = Fraction(1)
_TIES = "where a player is indifferent, mixtures between these may be equilibria too"
_CROWD = (
    "three or more players move without seeing each other: "
    "only equilibria in pure strategies were looked for there"
)

Payoffs = tuple[Fraction | int, ...]
Moves = immutabledict[str, Mix]

_STILL: Moves = immutabledict()


# tuples, because a large tree makes one of each at every vertex
class _Found(NamedTuple):
    """An equilibrium of a subgame: what it pays in whole units, its first moves, and the rest."""

    payoffs: Payoffs
    moves: Mapping[str, Mix]
    below: tuple["_Found", ...] = ()


class _Block(NamedTuple):
    """A subgame without the subgames below it: its inner vertices and where they lead."""

    inner: tuple[int, ...]
    ends: tuple[int, ...]


def subgame_perfect(game: ExtensiveForm) -> Solution:
    """Find every pure subgame perfect equilibrium, and the extreme mixed ones of two.

    1. Take the subgames from the last to the first; for each take every way of joining the
       equilibria of the subgames inside it.
    2. If it is one decision, keep each action that is best; if it is chance, average.
    3. Else write what is left as a normal form in plans. One player or two: every extreme Nash
       equilibrium, as behaviour strategies; three or more: the pure ones.

    Parameters
    ----------
    game : ExtensiveForm
        Any tree; an information set that its player's own earlier move excludes has no entry in
        the strategies, for any action there serves.

    Returns
    -------
    Solution
        All of them, ties included, certified in every subgame.

    Raises
    ------
    GameError
        If the game is no tree, a symbol has no value, or there are more than 10,000 equilibria or
        plans.

    References
    ----------
    Selten (1975), Reexamination of the perfectness concept for equilibrium points in extensive
    games. International Journal of Game Theory 4, 25–55.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> reply = Decision(
    ...     "Guarantor",
    ...     {
    ...         "intervene": Terminal("contested war", {"Attacker": -1, "Guarantor": -1}),
    ...         "abandon": Terminal("war", {"Attacker": 2, "Guarantor": -2}),
    ...     },
    ... )
    >>> peace = Terminal("peace", {"Attacker": 0, "Guarantor": 0})
    >>> subgame_perfect(ExtensiveForm(Decision("Attacker", {"attack": reply, "refrain": peace})))
    1 subgame perfect equilibrium
      Attacker: refrain → peace (payoffs: Attacker 0, Guarantor 0)
    """
    check_tree(game, "subgame_perfect")
    found: dict[int, list[_Found]] = {}
    notes: dict[str, None] = {}
    starts = frozenset(game.subgames)
    for v in reversed(game.subgames):
        if not game.vertices[v].children:
            found[v] = [_Found(game.numbers.whole[v], _STILL)]
            continue
        block = _block(game, v, starts)
        joints = [found[end] for end in block.ends]
        if prod(len(joint) for joint in joints) > _LIMIT:
            raise GameError(
                f"ties make more than {_LIMIT:,} subgame perfect equilibria: "
                "choose values that break some of them"
            )
        found[v] = [new for joint in product(*joints) for new in _solve(game, block, joint, notes)]
    equilibria = tuple(certified_tree(game, _strategies(one, game)) for one in found[0])
    if len(equilibria) > 1:
        notes[_TIES] = None
    return Solution(
        "subgame perfect",
        game,
        equilibria,
        (*notes, *game.parameters.outside(game.values)),
        sought=_sought(equilibria, notes),
    )


def _sought(equilibria: Iterable[Equilibrium], notes: Container[str]) -> Sought:
    """Say which were looked for: not all where players are indifferent or three move at once."""
    if _TIES not in notes and _CROWD not in notes:
        return "all"
    mixes = (mix for one in equilibria for mix in one.strategies.values())
    return "pure" if all(len(mix) == 1 for mix in mixes) else "some"


def _block(game: ExtensiveForm, top: int, starts: frozenset[int]) -> _Block:
    children = game.vertices[top].children
    if starts.issuperset(children):
        return _Block((top,), children)
    inner, ends, stack = [], [], [top]
    while stack:
        v = stack.pop()
        if v != top and v in starts:
            ends.append(v)
            continue
        inner.append(v)
        stack.extend(reversed(game.vertices[v].children))
    return _Block(tuple(inner), tuple(ends))


def _solve(
    game: ExtensiveForm, block: _Block, joint: tuple[_Found, ...], notes: dict[str, None]
) -> Iterator[_Found]:
    top = game.vertices[block.inner[0]]
    if top.player and len(block.inner) == 1:
        i = game.players.index(top.player)
        best = max(one.payoffs[i] for one in joint)
        for action, one in zip(top.branches, joint, strict=True):
            if one.payoffs[i] == best:
                move = immutabledict({action: _SURE})
                yield _Found(one.payoffs, {top.information_set: move}, joint)
        return
    values = dict(zip(block.ends, (one.payoffs for one in joint), strict=True))
    if len(block.inner) > 1:
        for moves in _together(game, block, values, notes):
            yield _Found(_expected(game, block, values, moves), moves, joint)
    else:
        yield _Found(_expected(game, block, values, _STILL), _STILL, joint)


def _together(
    game: ExtensiveForm, block: _Block, values: Mapping[int, Payoffs], notes: dict[str, None]
) -> Iterator[Moves]:
    """Solve a block with several decisions as a normal form whose actions are plans."""
    plans = plans_of(game, block.inner, _LIMIT)
    if prod(len(own) for own in plans.values()) > _LIMIT:
        raise GameError(
            f"the subgame at {', '.join(game.vertices[block.inner[0]].history) or 'the start'} has "
            f"more than {_LIMIT:,} combinations of plans: tell its players more, or split the game"
        )
    names = {player: named(own) for player, own in plans.items()}
    seats = [game.players.index(player) for player in names]

    def payoff(chosen: Mapping[str, str]) -> list[Fraction | int]:
        moves = {
            name: immutabledict({action: _SURE})
            for player, label in chosen.items()
            for name, action in names[player][label].items()
        }
        whole = _expected(game, block, values, immutabledict(moves))
        return [whole[i] for i in seats]

    table = NormalForm.from_function({p: list(labels) for p, labels in names.items()}, payoff)
    if len(names) > 2:
        notes[_CROWD] = None
    solution = two_players(table) if len(names) == 2 else pure_nash(table)
    seen: dict[Moves, None] = {}
    for equilibrium in solution:
        moves = {
            name: mix
            for player, weights in equilibrium.strategies.items()
            for name, mix in behaviour(names[player], weights).items()
        }
        seen[immutabledict(moves)] = None
    yield from seen


def _expected(
    game: ExtensiveForm, block: _Block, values: Mapping[int, Payoffs], moves: Moves
) -> Payoffs:
    total: list[Fraction | int] = [0] * len(game.players)
    reach = {block.inner[0]: _SURE}
    for v in block.inner:
        vertex = game.vertices[v]
        mix: Mix = moves.get(vertex.information_set, immutabledict())
        for k, child in enumerate(vertex.children):
            step = mix.get(vertex.branches[k], 0) if vertex.player else game.numbers.chances[v][k]
            reach[child] = reach[v] * step
    for end, payoffs in values.items():
        for i, payoff in enumerate(payoffs):
            total[i] += reach[end] * payoff
    return tuple(total)


def _strategies(one: _Found, game: ExtensiveForm) -> Moves:
    chosen: dict[str, Mix] = {}
    stack = [one]
    while stack:
        here = stack.pop()
        chosen.update(here.moves)
        stack.extend(here.below)
    return immutabledict({name: chosen[name] for name in game.information_sets if name in chosen})
