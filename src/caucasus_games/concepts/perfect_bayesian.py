r"""Weak perfect Bayesian equilibria: strategies that some beliefs make best everywhere.

A belief :math:`\mu_h` is a distribution on the nodes of an information set :math:`h`. An assessment
:math:`(\sigma, \mu)` is a weak perfect Bayesian equilibrium iff at every :math:`h` of every player
:math:`i`, :math:`\sigma_i` maximises :math:`\sum_x \mu_h(x) u_i(\sigma_i', \sigma_{-i} \mid x)`
over the plans :math:`\sigma_i'` from there on, and :math:`\mu_h` follows from :math:`\sigma` by
Bayes' rule where play reaches :math:`h` [1]_. The conditions on :math:`\mu_h` are linear in it
alone, so the beliefs that support :math:`\sigma` are a polytope at each set.

References
----------
.. [1] Mas-Colell, Whinston & Green (1995), Microeconomic Theory, definition 9.C.3. Oxford
   University Press.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from math import prod
from typing import TYPE_CHECKING

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates import certified_assessment, supporting_beliefs
from caucasus_games.concepts.assessments import Assessments, Moves
from caucasus_games.concepts.bayesian_cases import bayesian_cases
from caucasus_games.concepts.checks import check_tree
from caucasus_games.concepts.concept import AtDraws, InSymbols, solution_concept
from caucasus_games.concepts.sender import (
    ONLY_PURE,
    Strategies,
    mixed_equilibria,
    named,
    signalling,
)
from caucasus_games.concepts.subgame_cases import after_first, perfect_cases
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.readings.values import Values
from caucasus_games.results import Solution
from caucasus_games.text.plain import counted

if TYPE_CHECKING:
    from caucasus_games.concepts.concept import AtRoot, Kernel
    from caucasus_games.readings.case import Case
    from caucasus_games.readings.symbols import Symbols


_LIMIT = 100_000
# vertices looked at by the search and by the beliefs that it asks for: some twenty seconds
_VISITS = 6_000_000
# what the beliefs of one vertex at one set cost, in such visits
_DEAR = 8
_SURE = Fraction(1)
_TREE = f"{ONLY_PURE}: partially mixed equilibria are found in signalling games alone"


def _in_symbols(reading: Symbols) -> list[Case]:
    assert isinstance(reading.game, ExtensiveForm)
    # where everybody knows where they are there is nothing to believe
    if reading.game.perfect_information:
        return perfect_cases(reading)
    return bayesian_cases(reading)


def _at_root(reading: Symbols) -> AtRoot | None:
    assert isinstance(reading.game, ExtensiveForm)
    return after_first(reading) if reading.game.perfect_information else None


def _at_draws(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Kernel:
    # loads NumPy
    from caucasus_games.concepts.fast.assessments import bayesian_equilibria
    from caucasus_games.concepts.fast.hidden import hidden_of

    return partial(bayesian_equilibria, hidden_of(game, fixed, outcomes))


@solution_concept(
    ExtensiveForm,
    games="tree",
    finds="every pure weak perfect Bayesian equilibrium with its beliefs, and the extreme mixed "
    "ones of signalling games",
    mixed=False,
    symbols=InSymbols(_in_symbols, "perfect Bayesian", "tree", at_root=_at_root),
    draws=AtDraws(
        _at_draws, "tree: the pure ones, in signalling games the partially mixed ones too"
    ),
)
def perfect_bayesian(game: ExtensiveForm) -> Solution:
    """Find every weak perfect Bayesian equilibrium in pure strategies, and the beliefs.

    1. Choose an action at one information set after another, from the ends up; go back as soon as
       no belief makes a choice best.
    2. Keep the profiles that Bayes' rule agrees with where play comes by.
    3. In a signalling game (one informed sender, then one receiver) add the partially mixed ones:
       for each choice of what every type sends and the receiver may reply, the vertices of the
       equations that make them indifferent.

    Parameters
    ----------
    game : ExtensiveForm
        Any tree.

    Returns
    -------
    Solution
        All of them with ``beliefs``, certified; those of a signalling game are named pooling,
        separating or semi-separating.

    Raises
    ------
    GameError
        If the game is no tree, a symbol has no value, or the search takes more than 100,000 steps.

    References
    ----------
    Mas-Colell, Whinston & Green (1995), Microeconomic Theory, definition 9.C.3. Oxford University
    Press. Spence (1973), Job market signaling. Quarterly Journal of Economics 87, 355–374.

    Examples
    --------
    >>> from caucasus_games.games import Chance, Decision, Terminal
    >>> def sender(pledge: int, fight: int) -> Decision:
    ...     attack = Terminal("war", {"Guarantor": pledge - 2, "Rival": 1 - 2 * fight})
    ...     refrain = Terminal("peace", {"Guarantor": pledge, "Rival": 0})
    ...     reply = Decision("Rival", {"attack": attack, "refrain": refrain}, "after a pledge")
    ...     silent = Terminal("peace", {"Guarantor": 0, "Rival": 0})
    ...     return Decision("Guarantor", {"pledge": reply, "stay silent": silent})
    >>> types = {"resolved": ("1/3", sender(1, 1)), "weak": ("2/3", sender(-1, 0))}
    >>> for equilibrium in perfect_bayesian(ExtensiveForm(Chance(types))):
    ...     belief = equilibrium.beliefs["after a pledge"]
    ...     print(equilibrium.kind, *(str(v["resolved, pledge"]) for v in belief.vertices))
    pooling 1/2 0
    separating 1
    """
    check_tree(game, "perfect_bayesian")
    search = _Search(game)
    found = []
    for strategies in search.profiles():
        search.visit(_DEAR * len(game.vertices) * len(search.order))
        if all(allowed.vertices for allowed in supporting_beliefs(game, strategies).values()):
            found.append(strategies)
    sender = signalling(game)
    notes: tuple[str, ...] = (_TREE,)
    if sender:
        mixed, notes = mixed_equilibria(sender)
        found += mixed
    equilibria = tuple(
        certified_assessment(game, strategies, named(sender, strategies) if sender else "")
        for strategies in found
    )
    return Solution(
        "perfect Bayesian",
        game,
        equilibria,
        (*notes, *game.parameters.outside(game.values)),
        sought="pure" if any(note.startswith(ONLY_PURE) for note in notes) else "all",
    )


class _Search:
    """Pure strategies in which no single change of action gains, whatever the belief."""

    def __init__(self, game: ExtensiveForm) -> None:
        self.game = game
        numbers = game.numbers
        ends = {v: own for v, own in enumerate(numbers.payoffs) if not game.vertices[v].children}
        odds = dict(enumerate(numbers.chances))
        self.tree: Assessments[Fraction, bool, bool] = Assessments(
            Values(game), game, ends, odds, single=True
        )
        sets = self.tree.sets
        depth = {name: len(game.vertices[nodes[0]].history) for name, nodes in sets.items()}
        self.order = sorted(sets, key=lambda name: -depth[name])
        place = {name: k for k, name in enumerate(self.order)}
        # a set is looked at once all the sets below it have their action
        self.ready: list[list[str]] = [[] for _ in self.order]
        for name, below in self.tree.below.items():
            self.ready[max(place[other] for other in below)].append(name)
        self.visits = 0

    def visit(self, vertices: int) -> None:
        """Count work before it is done, and refuse too much."""
        self.visits += vertices
        if self.visits > _VISITS:
            raise GameError(self._refused("some twenty seconds"))

    def _refused(self, work: str) -> str:
        ways = prod(len(own[0].branches) for own in self.game.information_sets.values())
        return (
            f"the search for perfect Bayesian equilibria takes more than {work} "
            f"for {counted(len(self.order), 'information set')} with {ways:,} pure strategies in a "
            f"tree of {len(self.game.vertices):,} nodes: subgame_perfect takes larger trees, and "
            "quantal_response and logit_limit find one equilibrium of them"
        )

    def profiles(self) -> Iterator[Strategies]:
        # an explicit stack: there may be more sets than the interpreter nests calls
        stack: list[dict[str, str]] = [{}]
        steps = 0
        while stack:
            moves = stack.pop()
            if len(moves) == len(self.order):
                self.visit(len(self.game.vertices))
                if self._fits(moves):
                    yield immutabledict(
                        {name: immutabledict({moves[name]: _SURE}) for name in self.tree.sets}
                    )
                continue
            name = self.order[len(moves)]
            steps += 1
            if steps > _LIMIT:
                raise GameError(self._refused(f"{_LIMIT:,} steps"))
            self.visit(len(self.order))
            for action in reversed(self.tree.actions[name]):
                longer = {**moves, name: action}
                if all(self.tree.believed(ready, longer) for ready in self.ready[len(moves)]):
                    stack.append(longer)

    def _fits(self, moves: Moves) -> bool:
        """Return whether no single action gains where play comes by, by Bayes' rule."""
        reach = {v: chance for v, chance in self.tree.reached(moves).items() if chance}
        return all(self.tree.rational(True, name, moves, reach) for name in self.tree.sets)
