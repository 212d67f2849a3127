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

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.concepts.checks import check_tree
from caucasus_games.concepts.signalling import (
    ONLY_PURE,
    Strategies,
    mixed_equilibria,
    named,
    signalling,
)
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.markup import counted
from caucasus_games.results import Solution, certified_assessment, supporting_beliefs

Moves = Mapping[str, str]

_LIMIT = 100_000
# vertices looked at by the search and by the beliefs that it asks for: some twenty seconds
_VISITS = 6_000_000
# what the beliefs of one vertex at one set cost, in such visits
_DEAR = 8
_SURE = Fraction(1)
_TREE = f"{ONLY_PURE}: partially mixed equilibria are found in signalling games alone"


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
        mixed, notes = mixed_equilibria(sender, found)
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
        self.nodes: dict[str, list[int]] = {}
        depth: dict[str, int] = {}
        below: dict[str, set[str]] = {}
        for v, vertex in enumerate(game.vertices):
            if vertex.player:
                self.nodes.setdefault(vertex.information_set, []).append(v)
                depth.setdefault(vertex.information_set, len(vertex.history))
                below.setdefault(vertex.information_set, set()).add(vertex.information_set)
        under: list[frozenset[str]] = [frozenset()] * len(game.vertices)
        for v in reversed(range(len(game.vertices))):
            vertex = game.vertices[v]
            under[v] = frozenset().union(*(under[child] for child in vertex.children))
            if vertex.player:
                below[vertex.information_set] |= under[v]
                under[v] |= {vertex.information_set}
        self.order = sorted(self.nodes, key=lambda name: -depth[name])
        place = {name: k for k, name in enumerate(self.order)}
        self.below = {name: sorted(sets, key=place.__getitem__) for name, sets in below.items()}
        # a set is looked at once all the sets below it have their action
        self.ready: list[list[str]] = [[] for _ in self.order]
        for name, sets in self.below.items():
            self.ready[place[sets[-1]]].append(name)
        self.known: dict[tuple[str, ...], bool] = {}
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
                        {name: immutabledict({moves[name]: _SURE}) for name in self.nodes}
                    )
                continue
            name = self.order[len(moves)]
            steps += 1
            if steps > _LIMIT:
                raise GameError(self._refused(f"{_LIMIT:,} steps"))
            self.visit(len(self.order))
            for action in reversed(self.game.vertices[self.nodes[name][0]].branches):
                longer = {**moves, name: action}
                if all(self._rational(ready, longer) for ready in self.ready[len(moves)]):
                    stack.append(longer)

    def _fits(self, moves: Moves) -> bool:
        """Return whether no single action gains where play comes by, by Bayes' rule."""
        game = self.game
        reach, value = [Fraction(0)] * len(game.vertices), list(game.numbers.payoffs)
        reach[0] = _SURE
        taken = [
            vertex.branches.index(moves[vertex.information_set]) if vertex.player else -1
            for vertex in game.vertices
        ]
        for v, vertex in enumerate(game.vertices):
            for k, child in enumerate(vertex.children if reach[v] else ()):
                reach[child] = reach[v] * (
                    int(k == taken[v]) if vertex.player else game.numbers.chances[v][k]
                )
        for v in reversed(range(len(value))):
            vertex = game.vertices[v]
            if vertex.player:
                value[v] = value[vertex.children[taken[v]]]
            elif vertex.children:
                odds = list(zip(game.numbers.chances[v], vertex.children, strict=True))
                value[v] = tuple(
                    sum((q * value[c][i] for q, c in odds), Fraction(0))
                    for i in range(len(game.players))
                )
        for nodes in self.nodes.values():
            i = game.players.index(game.vertices[nodes[0]].player)
            worth = [
                sum((reach[v] * value[game.vertices[v].children[k]][i] for v in nodes), Fraction(0))
                for k in range(len(game.vertices[nodes[0]].children))
            ]
            if worth[taken[nodes[0]]] < max(worth):
                return False
        return True

    def _rational(self, name: str, moves: Moves) -> bool:
        """Return whether under some belief no other single action gains at the set."""
        key = (name, *(moves[other] for other in self.below[name]))
        if key not in self.known:
            self.known[key] = self._some_belief(name, moves)
        return self.known[key]

    def _some_belief(self, name: str, moves: Moves) -> bool:
        nodes = self.nodes[name]
        i = self.game.players.index(self.game.vertices[nodes[0]].player)
        worth = [
            [self._worth(child, moves, i) for child in self.game.vertices[v].children]
            for v in nodes
        ]
        k = self.game.vertices[nodes[0]].branches.index(moves[name])
        if any(at[k] == max(at) for at in worth):
            return True
        labels = [str(v) for v in nodes]
        gains = [
            Constraint({x: at[j] - at[k] for x, at in zip(labels, worth, strict=True)})
            for j in range(len(worth[0]))
        ]
        whole = Constraint(dict.fromkeys(labels, 1), 1)
        return maximise(Polytope(labels, gains, [whole]), {}) is not None

    def _worth(self, v: int, moves: Moves, i: int) -> Fraction:
        total, stack = Fraction(0), [(v, _SURE)]
        while stack:
            u, chance = stack.pop()
            vertex = self.game.vertices[u]
            if vertex.player:
                stack.append(
                    (vertex.children[vertex.branches.index(moves[vertex.information_set])], chance)
                )
            elif vertex.children:
                ways = zip(vertex.children, self.game.numbers.chances[u], strict=True)
                stack.extend((child, chance * event) for child, event in ways if event)
            else:
                total += chance * self.game.numbers.payoffs[u][i]
        return total
