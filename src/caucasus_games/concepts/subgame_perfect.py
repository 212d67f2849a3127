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

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates import certified_enclosed_tree, certified_tree
from caucasus_games.concepts.checks import check_tree
from caucasus_games.concepts.concept import AtDraws, InSymbols, solution_concept
from caucasus_games.concepts.pure_nash import pure_nash
from caucasus_games.concepts.several_players import several_players, solvable
from caucasus_games.concepts.subgame_cases import after_first, perfect_cases
from caucasus_games.concepts.two_players import two_players
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Interval, least, most, plus, times
from caucasus_games.games import ExtensiveForm, NormalForm, TieRule
from caucasus_games.games.plans import Plan, behaviour, named, plans_of
from caucasus_games.games.ties import tie_rule
from caucasus_games.results import (
    EnclosedEquilibrium,
    Equilibrium,
    Mix,
    SharedPlay,
    Solution,
    Sought,
)

if TYPE_CHECKING:
    from caucasus_games.concepts.concept import Kernel

_LIMIT = 10_000
# vertices that are looked at in all equilibria together: about a minute
_VISITS = 20_000_000

_SURE = Fraction(1)
_TIES = "where a player is indifferent, mixtures between these may be equilibria too"
_CROWD = (
    "three or more players move without seeing each other: "
    "only equilibria in pure strategies were looked for there, for mixed ones take more than eight "
    "free probabilities"
)
_UNCLEAR = (
    "three or more players move without seeing each other, and there may be equilibria there that "
    "are not isolated, or take longer to find: not all are listed"
)
_LATER = (
    "moves that nobody sees were not solved where play in irrational probabilities follows them: "
    "equilibria with such play are left out"
)
_CLOSE = (
    "a choice hangs on irrational numbers that are too close to compare: equilibria with it are "
    "left out"
)
_ONE = "one equilibrium was asked for: there may be others"
_PLAY = "equilibria that differ only where play does not come are counted and not listed"
_PLANS = (
    "an equilibrium in which irrational shares of plans of several moves are played was left out"
)
_LEFT_OUT = {_TIES, _CROWD, _UNCLEAR, _LATER, _CLOSE, _PLANS}
# tables of three or more players that are solved in full, each of which may take a minute
_CROWDS = 20
# of the search in each
_STEPS = 1_000_000

Number = Fraction | int | Interval
Payoffs = tuple[Number, ...]
Moves = immutabledict[str, immutabledict[str, Fraction | Interval]]
Find = Literal["all", "one", "play"]

_STILL: Moves = immutabledict()


# tuples, because a large tree makes one of each at every vertex
class _Found(NamedTuple):
    """An equilibrium of a subgame: what it pays in whole units, its first moves, and the rest.

    It stands for ``ways`` equilibria with the same ``play``.
    """

    payoffs: Payoffs
    moves: Moves
    below: tuple[_Found, ...] = ()
    ways: int = 1
    play: object = None


class _Block(NamedTuple):
    """A subgame without the subgames below it: its inner vertices and where they lead."""

    inner: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass
class _Task:
    """The game, what was asked, and what a reader must know about the answer."""

    game: ExtensiveForm
    rule: TieRule | None
    find: Find
    before: list[str]
    rough: bool = False
    crowds: int = 0
    notes: dict[str, None] = field(default_factory=dict)
    ruled: dict[str, None] = field(default_factory=dict)
    visits: int = 0

    def visit(self, steps: int) -> None:
        """Count work before it is done, and refuse more than about a minute."""
        self.visits += steps
        if self.visits > _VISITS:
            raise GameError(_crowded(self))


def _at_draws(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Kernel:
    # loads NumPy
    from caucasus_games.concepts.fast.stages import staged_equilibria, staged_of
    from caucasus_games.concepts.fast.trees import tree_equilibria, tree_of

    if game.perfect_information:
        return partial(tree_equilibria, tree_of(game, fixed, outcomes))
    return partial(staged_equilibria, staged_of(game, fixed, outcomes))


def _only_pure(solve: Kernel) -> bool:
    """Tell whether three or more move together somewhere."""
    from caucasus_games.concepts.fast.stages import Staged

    assert isinstance(solve, partial)  # as it is made above
    return any(isinstance(one, Staged) and one.crowded for one in solve.args)


def _rule_of(ties: TieRule | str | Iterable[str] | None) -> TieRule | None:
    if ties is None:
        return None
    if not isinstance(ties, TieRule | str | Iterable):
        raise GameError(f"ties is {ties!r}: give an action, a list of them, or a rule as KIND")
    return tie_rule(ties)


def _check_find(find: str) -> None:
    if find not in ("all", "one", "play"):
        raise unknown("answer to find", find, ("all", "one", "play"))


@solution_concept(
    ExtensiveForm,
    games="tree",
    finds="every pure subgame perfect equilibrium, and the mixed ones where players move at once",
    symbols=InSymbols(
        perfect_cases,
        "subgame perfect",
        "tree in which everybody knows where they are",
        at_root=after_first,
    ),
    draws=AtDraws(
        _at_draws,
        "tree; where some move at once, all are found if two do, each at one set of up to four "
        "actions, and the pure ones if more do",
        elsewhere=lambda game: game.perfect_information,
        only_pure=_only_pure,
    ),
    checks={"find": _check_find, "ties": _rule_of},
)
def subgame_perfect(
    game: ExtensiveForm,
    *,
    ties: TieRule | str | Iterable[str] | None = None,
    find: Find = "all",
) -> Solution[Equilibrium | EnclosedEquilibrium]:
    """Find every pure subgame perfect equilibrium, and the mixed ones where players move at once.

    1. Take the subgames from the last to the first; for each take every way of joining the
       equilibria of the subgames inside it.
    2. If it is one decision, keep each action that is best; if it is chance, average.
    3. Else write what is left as a normal form in plans. One player: its best plans. Two: every
       extreme Nash equilibrium, as behaviour strategies. More: every isolated one, or the pure
       ones where there are more than eight free probabilities.

    Parameters
    ----------
    game : ExtensiveForm
        Any tree; an information set that its player's own earlier move excludes has no entry in
        the strategies, for any action there serves.
    ties : TieRule, str or iterable of str, optional
        What a player does who is indifferent at a decision that it makes knowing where it is: an
        action, actions in order of preference, or a rule such as
        :data:`~caucasus_games.games.KIND`. By default each best action is taken in turn.
    find : str
        ``"all"``; ``"one"``: the first at each subgame; or ``"play"``: one for each way in which
        the game may be played, a :class:`~caucasus_games.results.SharedPlay` that says how many
        equilibria differ from it only where play does not come.

    Returns
    -------
    Solution
        All that were asked for, certified in every subgame; a concept that names the rule where
        it left some out. Irrational ones come as
        :class:`~caucasus_games.results.EnclosedEquilibrium`.

    Raises
    ------
    GameError
        If the game is no tree, a symbol has no value, no player has an action of the rule, or
        there are more than 10,000 equilibria or plans.

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
    _check_find(find)
    task = _Task(game, _checked(game, ties), find, _before(game))
    found = _solved(task)
    concept = "subgame perfect"
    if task.rule and task.ruled:
        concept = f"subgame perfect ({task.rule.name})"
        first, count = next(iter(task.ruled)), len(task.ruled)
        task.notes[
            f"the rule “{task.rule.name}” decides at {count} information "
            f"{'set' if count == 1 else 'sets'}, as {first!r}: other choices there were left out"
        ] = None
    if find != "all":
        task.notes[_ONE if find == "one" else _PLAY] = None
    equilibria = tuple(_certified(task, one) for one in found)
    if len(equilibria) > 1:
        task.notes[_TIES] = None
    return Solution(
        concept,
        game,
        equilibria,
        (*task.notes, *game.parameters.outside(game.values)),
        sought=_sought(task, equilibria),
    )


def _sought(task: _Task, equilibria: Iterable[Equilibrium | EnclosedEquilibrium]) -> Sought:
    """Say which were looked for: not all where players are indifferent or one was asked for."""
    if task.find == "all" and not task.ruled and not task.notes.keys() & _LEFT_OUT:
        return "all"
    mixes = (mix for one in equilibria for mix in one.strategies.values())
    return "pure" if task.find == "all" and all(len(mix) == 1 for mix in mixes) else "some"


def _checked(game: ExtensiveForm, ties: TieRule | str | Iterable[str] | None) -> TieRule | None:
    rule = _rule_of(ties)
    if rule is None:
        return None
    known = dict.fromkeys(a for group in game.information_sets.values() for a in group[0].branches)
    for action in rule.actions:
        if action not in known:
            raise unknown("action of a rule for ties", action, known)
    return rule


def _before(game: ExtensiveForm) -> list[str]:
    """Return for each vertex who of the others moved last before it."""
    before = [""] * len(game.vertices)
    path: list[tuple[str, str]] = [("", "")] * len(game.vertices)
    for v, vertex in enumerate(game.vertices):
        last, other = path[v]
        before[v] = other if last == vertex.player else last
        step = (vertex.player, before[v]) if vertex.player else path[v]
        for child in vertex.children:
            path[child] = step
    return before


def _solved(task: _Task) -> list[_Found]:
    game = task.game
    found: dict[int, list[_Found]] = {}
    starts = frozenset(game.subgames)
    for v in reversed(game.subgames):
        if not game.vertices[v].children:
            found[v] = [_Found(game.numbers.whole[v], _STILL, play=v)]
            continue
        block = _block(game, v, starts)
        joints = [found.pop(end) for end in block.ends]
        if task.find == "play" and game.vertices[v].player and len(block.inner) == 1:
            new = list(_choices(task, v, joints))
        else:
            ways = prod(len(joint) for joint in joints)
            if ways > _LIMIT:
                raise GameError(_crowded(task))
            task.visit(ways * len(joints))
            new = [one for joint in product(*joints) for one in _solve(task, block, joint)]
        if task.find == "one":
            new = new[:1]
        elif task.find == "play":
            new = _shared(new)
        if len(new) > _LIMIT:
            raise GameError(_crowded(task))
        task.visit(len(new) * len(joints))
        found[v] = new
    task.visit(len(found[0]) * len(game.vertices))
    return found[0]


def _crowded(task: _Task) -> str:
    name = "name a rule for ties" if task.rule is None else "name more actions in the rule for ties"
    play = "" if task.find == "play" else 'for what is played, find="play"; '
    return (
        f"ties make more than {_LIMIT:,} subgame perfect equilibria"
        f"{' that are played differently' if not play else ''}: "
        f'{name}, as ties="accept"; ask for one equilibrium, find="one"; {play}'
        "or choose values that break some of them"
    )


def _certified(task: _Task, one: _Found) -> Equilibrium | EnclosedEquilibrium:
    strategies = _strategies(one, task.game)
    if any(isinstance(q, Interval) for mix in strategies.values() for q in mix.values()):
        return certified_enclosed_tree(task.game, strategies)
    equilibrium = certified_tree(task.game, cast("immutabledict[str, Mix]", strategies))
    return SharedPlay.of(equilibrium, one.ways) if task.find == "play" else equilibrium


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


def _solve(task: _Task, block: _Block, joint: tuple[_Found, ...]) -> Iterator[_Found]:
    game, top = task.game, task.game.vertices[block.inner[0]]
    if top.player and len(block.inner) == 1:
        for k in _kept(task, block.inner[0], joint):
            move = immutabledict({top.branches[k]: _SURE})
            moves: Moves = immutabledict({top.information_set: move})
            yield _Found(joint[k].payoffs, moves, joint, play=joint[k].play)
        return
    values = dict(zip(block.ends, (one.payoffs for one in joint), strict=True))
    together = _together(task, block, values) if len(block.inner) > 1 else [_STILL]
    for moves in together:
        reach = _reach(game, block, moves)
        payoffs = _expected(game, values, reach)
        if task.find != "play":
            yield _Found(payoffs, moves, joint)
            continue
        chosen = [game.vertices[v].information_set for v in block.inner if v in reach]
        later = (one.play for end, one in zip(block.ends, joint, strict=True) if end in reach)
        play = (*(moves.get(name) for name in chosen), *later)
        yield _Found(payoffs, moves, joint, prod(one.ways for one in joint), play)


def _kept(task: _Task, v: int, joint: Sequence[_Found]) -> list[int]:
    """Return the branches that a player may take, given what each is worth."""
    i = task.game.players.index(task.game.vertices[v].player)
    own = [one.payoffs[i] for one in joint]
    needed = least(max(own, key=least))
    best = [k for k, x in enumerate(own) if most(x) >= needed]
    if (task.rule is None and not task.rough) or len(best) == 1:
        return best
    task.visit(len(best) ** 2)
    worth = {k: _worth(task, v, joint[k]) for k in best}
    return [
        k for k in best if all(_yields(task, v, worth[d], d, worth[k], k) for d in best if d != k)
    ]


def _worth(task: _Task, v: int, one: _Found) -> tuple[Number, Number]:
    """Return what an equilibrium gives who moves, and whom a kind player thinks of."""
    players = task.game.players
    own, other = one.payoffs[players.index(task.game.vertices[v].player)], task.before[v]
    kind = task.rule is not None and task.rule.kind and other
    return own, one.payoffs[players.index(other)] if kind else 0


def _yields(
    task: _Task, v: int, this: tuple[Number, Number], d: int, that: tuple[Number, Number], k: int
) -> bool:
    """Return whether branch ``d`` leaves branch ``k`` to be taken: worse, or not before it."""
    order = _compared(task, this[0], that[0])
    if order or task.rule is None:
        return order is not None and order <= 0
    vertex, ranks = task.game.vertices[v], task.rule.actions
    rank, own = (
        ranks.index(a) if a in ranks else len(ranks)
        for a in (vertex.branches[d], vertex.branches[k])
    )
    if order is None:
        return False
    other = _compared(task, this[1], that[1])
    left = rank > own or (rank == own and other is not None and other <= 0)
    if not left:
        task.ruled[vertex.information_set] = None
    return left


def _compared(task: _Task, one: Number, other: Number) -> int | None:
    """Return the sign of a difference, or nothing if irrational numbers are too close."""
    if not isinstance(one, Interval) and not isinstance(other, Interval):
        return (one > other) - (one < other)
    if most(one) < least(other):
        return -1
    if least(one) > most(other):
        return 1
    task.notes[_CLOSE] = None
    return None


def _choices(task: _Task, v: int, joints: Sequence[Sequence[_Found]]) -> Iterator[_Found]:
    """Yield each way to play from a decision on, and in how many equilibria it is played."""
    vertex = task.game.vertices[v]
    groups: list[dict[tuple[Number, Number], tuple[_Found, int]]] = []
    for joint in joints:
        alike: dict[tuple[Number, Number], tuple[_Found, int]] = {}
        for one in joint:
            first, count = alike.get(key := _worth(task, v, one), (one, 0))
            alike[key] = (first, count + one.ways)
        groups.append(alike)
    # whatever is taken is worth no less than the least that any branch may be
    needed = max(min(least(own) for own, _ in alike) for alike in groups)
    for k, (action, joint) in enumerate(zip(vertex.branches, joints, strict=True)):
        moves: Moves = immutabledict({vertex.information_set: immutabledict({action: _SURE})})
        for worth in groups[k]:
            if most(worth[0]) < needed:
                continue
            task.visit(sum(map(len, groups)))
            others = [
                [pair for key, pair in alike.items() if _yields(task, v, key, d, worth, k)]
                for d, alike in enumerate(groups)
                if d != k
            ]
            if not all(others):
                continue
            count = prod(sum(n for _, n in pairs) for pairs in others)
            rest = [pairs[0][0] for pairs in others]
            for one in joint:
                if _worth(task, v, one) == worth:
                    below = (*rest[:k], one, *rest[k:])
                    yield _Found(one.payoffs, moves, below, count * one.ways, one.play)


def _shared(found: Iterable[_Found]) -> list[_Found]:
    """Join equilibria that are played alike."""
    alike: dict[object, _Found] = {}
    for one in found:
        before = alike.get(one.play)
        alike[one.play] = before._replace(ways=before.ways + one.ways) if before else one
    return list(alike.values())


def _together(task: _Task, block: _Block, values: Mapping[int, Payoffs]) -> Iterable[Moves]:
    """Solve a block with several decisions as a normal form whose actions are plans."""
    game = task.game
    if any(isinstance(x, Interval) for payoffs in values.values() for x in payoffs):
        task.notes[_LATER] = None
        return []
    plans = plans_of(game, block.inner, _LIMIT)
    size = prod(len(own) for own in plans.values())
    if size > _LIMIT:
        sizes = [f"{len(own):,} of {player}" for player, own in plans.items()]
        raise GameError(
            f"the subgame at {', '.join(game.vertices[block.inner[0]].history) or 'the start'} has "
            f"more than {_LIMIT:,} combinations of plans ({' × '.join(sizes)} = {size:,}): tell "
            "its players more, split the game, or let logit_limit find one equilibrium"
        )
    names = {player: named(own) for player, own in plans.items()}
    seats = [game.players.index(player) for player in names]

    def payoff(chosen: Mapping[str, str]) -> list[Number]:
        moves: Moves = immutabledict(
            {
                name: immutabledict({action: _SURE})
                for player, label in chosen.items()
                for name, action in names[player][label].items()
            }
        )
        whole = _expected(game, values, _reach(game, block, moves))
        return [whole[i] for i in seats]

    table = NormalForm.from_function({p: list(labels) for p, labels in names.items()}, payoff)
    seen: dict[Moves, None] = {}
    for equilibrium in _equilibria(task, table):
        moves = _behaviour(names, equilibrium)
        if moves is None:
            task.notes[_PLANS] = None
        else:
            task.rough = task.rough or not isinstance(equilibrium, Equilibrium)
            seen[moves] = None
    return seen


def _equilibria(task: _Task, table: NormalForm) -> Sequence[Equilibrium | EnclosedEquilibrium]:
    if len(table.players) == 1 or (task.find == "one" and len(pure_nash(table))):
        return pure_nash(table).equilibria
    if len(table.players) == 2:
        return two_players(table).equilibria
    if not solvable(table) or task.crowds == _CROWDS:
        task.notes[_CROWD] = None
        return pure_nash(table).equilibria
    task.crowds += 1
    search = several_players(table, _STEPS)
    if search.unclear or search.skipped:
        task.notes[_UNCLEAR] = None
    return search.found


def _behaviour(
    names: Mapping[str, Mapping[str, Plan]], equilibrium: Equilibrium | EnclosedEquilibrium
) -> Moves | None:
    """Return what is done at each set; nothing if irrational plans are mixed over several."""
    moves: dict[str, immutabledict[str, Fraction | Interval]] = {}
    for player, weights in equilibrium.strategies.items():
        plans = names[player]
        if len(weights) == 1:
            moves.update(behaviour(plans, dict.fromkeys(weights, _SURE)))
        elif isinstance(equilibrium, Equilibrium):
            moves.update(behaviour(plans, equilibrium.strategies[player]))
        elif all(len(plans[label]) == 1 for label in weights):
            for label, weight in weights.items():
                ((name, action),) = plans[label].items()
                moves[name] = moves.get(name, immutabledict()).set(action, weight)
        else:
            return None
    return immutabledict(moves)


def _reach(game: ExtensiveForm, block: _Block, moves: Moves) -> dict[int, Number]:
    """Return how likely each vertex of a block and each of its ends is; none that never is."""
    reach: dict[int, Number] = {block.inner[0]: _SURE}
    for v in block.inner:
        if v not in reach:
            continue
        vertex = game.vertices[v]
        if vertex.player:
            mix = moves.get(vertex.information_set, immutabledict())
            steps = [(k, mix[a]) for k, a in enumerate(vertex.branches) if a in mix]
        else:
            steps = [(k, q) for k, q in enumerate(game.numbers.chances[v]) if q]
        for k, step in steps:
            reach[vertex.children[k]] = times(reach[v], step)
    return reach


def _expected(
    game: ExtensiveForm, values: Mapping[int, Payoffs], reach: Mapping[int, Number]
) -> Payoffs:
    total: list[Number] = [0] * len(game.players)
    for end, payoffs in values.items():
        if end in reach:
            for i, payoff in enumerate(payoffs):
                total[i] = plus(total[i], times(reach[end], payoff))
    return tuple(total)


def _strategies(one: _Found, game: ExtensiveForm) -> Moves:
    chosen: dict[str, immutabledict[str, Fraction | Interval]] = {}
    stack = [one]
    while stack:
        here = stack.pop()
        chosen.update(here.moves)
        stack.extend(here.below)
    return immutabledict({name: chosen[name] for name in game.information_sets if name in chosen})
