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
from functools import partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING, cast

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates import certified_enclosed_tree, certified_tree
from caucasus_games.concepts.best_branches import CLOSE, best_branches, ways_to_play
from caucasus_games.concepts.checks import check_tree
from caucasus_games.concepts.concept import AtDraws, InSymbols, solution_concept
from caucasus_games.concepts.continuation import STILL, Continuation, Find, Task
from caucasus_games.concepts.moves_at_once import INCOMPLETE, expected, reach_of, together
from caucasus_games.concepts.offers.solve import offers_perfect
from caucasus_games.concepts.subgame_cases import after_first, perfect_cases
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Interval
from caucasus_games.games import ExtensiveForm, TieRule
from caucasus_games.games.subgames import Block, blocks
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

_TIES = "where a player is indifferent, mixtures between these may be equilibria too"
_ONE = "one equilibrium was asked for: there may be others"
_PLAY = "equilibria that differ only where play does not come are counted and not listed"
_LEFT_OUT = {_TIES, CLOSE, *INCOMPLETE}


def _at_draws(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Kernel:
    # loads NumPy
    from caucasus_games.concepts.fast.stages import staged_equilibria, staged_of
    from caucasus_games.concepts.fast.trees import tree_equilibria, tree_of

    if game.offers:
        from caucasus_games.concepts.fast.offers import offers_equilibria, offers_of
        from caucasus_games.concepts.fast.offers_below import (
            offers_below_equilibria,
            offers_below_of,
            takes_offers_below,
        )

        if takes_offers_below(game):
            return partial(offers_below_equilibria, offers_below_of(game, fixed, outcomes))
        return partial(offers_equilibria, offers_of(game, fixed, outcomes))
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
        elsewhere=lambda game: game.perfect_information and not game.offers,
        only_pure=_only_pure,
    ),
    checks={"find": _check_find, "ties": _rule_of},
    offers=True,
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
        Any tree, also with numbers to be chosen; an information set that its player's own earlier
        move excludes has no entry in the strategies, for any action there serves.
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
        If the game is no tree, a symbol has no value, no player has an action of the rule, there
        are more than 10,000 equilibria or plans, or numbers are chosen in a tree with hidden moves,
        or in a way that no formula tells.

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
    check_tree(game, "subgame_perfect", offers=True)
    _check_find(find)
    if game.offers:
        return offers_perfect(game, ties=ties, find=find)
    task = Task(game, _checked(game, ties), find, _before(game))
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


def _sought(task: Task, equilibria: Iterable[Equilibrium | EnclosedEquilibrium]) -> Sought:
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


def _solved(task: Task) -> list[Continuation]:
    """Walk over the subgames from the last to the first; return what is played from the root."""
    game = task.game
    found: dict[int, list[Continuation]] = {}
    for block in blocks(game):
        top = block.top
        if not block.ends:
            found[top] = [Continuation(game.numbers.whole[top], STILL, play=top)]
            continue
        joints = [found.pop(end) for end in block.ends]
        new = list(_played_on(task, block, joints))
        if task.find == "one":
            new = new[:1]
        elif task.find == "play":
            new = _shared(new)
        task.count(len(new))
        task.visit(len(new) * len(joints))
        found[top] = new
    task.visit(len(found[0]) * len(game.vertices))
    return found[0]


def _played_on(
    task: Task, block: Block, joints: Sequence[Sequence[Continuation]]
) -> Iterator[Continuation]:
    """Yield what may be played from a subgame on, given what may be after each of its ends."""
    alone = bool(task.game.vertices[block.top].player) and len(block.inner) == 1
    if alone and task.find == "play":
        yield from ways_to_play(task, block.top, joints)
        return
    ways = prod(len(joint) for joint in joints)
    task.count(ways)
    task.visit(ways * len(joints))
    for joint in product(*joints):
        yield from best_branches(task, block.top, joint) if alone else _joined(task, block, joint)


def _joined(task: Task, block: Block, joint: tuple[Continuation, ...]) -> Iterator[Continuation]:
    """Yield what may be played before its ends by chance and by who moves without seeing where."""
    game = task.game
    values = dict(zip(block.ends, (one.payoffs for one in joint), strict=True))
    for moves in together(task, block, values) if len(block.inner) > 1 else [STILL]:
        reach = reach_of(game, block, moves)
        payoffs = expected(game, values, reach)
        if task.find != "play":
            yield Continuation(payoffs, moves, joint)
            continue
        chosen = [game.vertices[v].information_set for v in block.inner if v in reach]
        later = (one.play for end, one in zip(block.ends, joint, strict=True) if end in reach)
        play = (*(moves.get(name) for name in chosen), *later)
        yield Continuation(payoffs, moves, joint, prod(one.ways for one in joint), play)


def _shared(found: Iterable[Continuation]) -> list[Continuation]:
    """Join equilibria that are played alike."""
    alike: dict[object, Continuation] = {}
    for one in found:
        before = alike.get(one.play)
        alike[one.play] = before._replace(ways=before.ways + one.ways) if before else one
    return list(alike.values())


def _certified(task: Task, one: Continuation) -> Equilibrium | EnclosedEquilibrium:
    strategies = one.strategies(task.game)
    if any(isinstance(q, Interval) for mix in strategies.values() for q in mix.values()):
        return certified_enclosed_tree(task.game, strategies)
    equilibrium = certified_tree(task.game, cast("immutabledict[str, Mix]", strategies))
    return SharedPlay.of(equilibrium, one.ways) if task.find == "play" else equilibrium
