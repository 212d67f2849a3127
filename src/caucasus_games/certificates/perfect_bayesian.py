r"""The certificate of a weak perfect Bayesian equilibrium: strategies with the beliefs that fit.

A belief :math:`\mu` at an information set :math:`h` of player :math:`i` is a distribution on its
nodes. The strategies are sequentially rational there iff no plan :math:`\tau` of :math:`i` from
:math:`h` on gives more, :math:`\sum_x \mu(x) [u_i(\tau \mid x) - u_i(\sigma \mid x)] \le 0`: these
beliefs form a polytope. Where play reaches :math:`h`, Bayes' rule fixes the belief, which must lie
in it; elsewhere it must not be empty [1]_.

References
----------
.. [1] Mas-Colell, Whinston & Green (1995), Microeconomic Theory, definition 9.C.3. Oxford
   University Press.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope
from caucasus_games.certificates.subgame_perfect import Strategies, Weights, played, weights_of
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.results.equilibrium import Equilibrium

Gains = tuple[Fraction, ...]
_ZERO, _ONE = Fraction(0), Fraction(1)
# plans of a player from one information set on, which are compared with each other
_MOST_PLANS = 2_000


def certified_assessment(
    game: ExtensiveForm, strategies: Strategies, kind: str = ""
) -> Equilibrium:
    """Compute the beliefs that support behaviour strategies, from the tree alone.

    1. At every information set, for every plan of its player from there on, compute what it gains
       from each node.
    2. The beliefs for which none gains form a polytope; Bayes' rule is added where play comes by.

    Parameters
    ----------
    game : ExtensiveForm
        The tree at its values.
    strategies : immutabledict
        For each information set the probability of each action that is played.
    kind : str
        The name of such an equilibrium, as ``"pooling"``.

    Returns
    -------
    Equilibrium
        With ``beliefs`` at each information set, by the history of its nodes.

    Raises
    ------
    GameError
        If at some information set no belief that is allowed makes its player's strategy best, or
        its player has more than 2,000 plans from there on.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> ends = {"go": Terminal("war", {"A": 1}), "stay": Terminal("peace", {"A": 0})}
    >>> game = ExtensiveForm(Decision("A", ends))
    >>> stay = immutabledict({"stay": Fraction(1)})
    >>> certified_assessment(game, immutabledict({"A at the start": stay}))
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: no equilibrium: at 'A at the start' A gains by deviating
    """
    beliefs = supporting_beliefs(game, strategies)
    for name, allowed in beliefs.items():
        if not allowed.vertices:
            player = game.information_sets[name][0].player
            raise GameError(f"no equilibrium: at {name!r} {player} gains by deviating")
    return replace(played(game, strategies), beliefs=beliefs, kind=kind)


def supporting_beliefs(game: ExtensiveForm, strategies: Strategies) -> immutabledict[str, Polytope]:
    """Return at each information set the beliefs that make behaviour strategies best there.

    Parameters
    ----------
    game : ExtensiveForm
        The tree at its values.
    strategies : immutabledict
        For each information set the probability of each action that is played.

    Returns
    -------
    immutabledict of str to Polytope
        By information set; over the histories of its nodes; without a point if there are none.
    """
    weights = weights_of(game, strategies)
    reach = [_ZERO] * len(weights)
    reach[0] = _ONE
    sets: dict[str, list[int]] = {}
    for v, vertex in enumerate(game.vertices):
        for child, weight in zip(vertex.children, weights[v], strict=True):
            reach[child] = reach[v] * weight
        if vertex.player:
            sets.setdefault(vertex.information_set, []).append(v)
    beliefs = {}
    for name, nodes in sets.items():
        allowed = _rational(game, weights, nodes)
        total = sum((reach[v] for v in nodes), _ZERO)
        if total:
            bayes = [
                Constraint({label: 1}, reach[v] / total)
                for label, v in zip(allowed.labels, nodes, strict=True)
            ]
            allowed = Polytope(allowed.labels, allowed.at_most, bayes)
        beliefs[name] = allowed
    return immutabledict(beliefs)


def _rational(game: ExtensiveForm, weights: Sequence[Weights], nodes: Sequence[int]) -> Polytope:
    """Return the beliefs at an information set under which no plan of its player gains."""
    player = game.vertices[nodes[0]].player
    i = game.players.index(player)
    now = [_value(game, weights, v, i) for v in nodes]
    labels = tuple(", ".join(game.vertices[v].history) or "the start" for v in nodes)
    best = _undominated(
        tuple(plan[v] - value for v, value in zip(nodes, now, strict=True))
        for plan in _plans(game, weights, nodes, i)
    )
    gains = [Constraint(dict(zip(labels, plan, strict=True))) for plan in best]
    whole = Constraint(dict.fromkeys(labels, 1), 1)
    binding = (gain for gain in gains if any(a > 0 for a in gain.weights.values()))
    return Polytope(labels, binding, [whole])


def _value(game: ExtensiveForm, weights: Sequence[Weights], v: int, i: int) -> Fraction:
    total, stack = _ZERO, [(v, _ONE)]
    while stack:
        u, chance = stack.pop()
        below = game.vertices[u].children
        if not below:
            total += chance * game.numbers.payoffs[u][i]
        stack.extend((c, chance * w) for c, w in zip(below, weights[u], strict=True) if w)
    return total


def _plans(
    game: ExtensiveForm, weights: Sequence[Weights], nodes: Sequence[int], i: int
) -> list[Mapping[int, Fraction]]:
    """Return what each plan from these nodes on is worth at each of them; dominated ones go."""
    found: list[tuple[Fraction, ...]] = []
    for k in range(len(game.vertices[nodes[0]].children)):
        sure, later = _after(game, weights, [(v, game.vertices[v].children[k]) for v in nodes], i)
        ways = [_plans(game, weights, [*later[name]], i) for name in later]
        if len(found) + prod(map(len, ways)) > _MOST_PLANS:
            vertex = game.vertices[nodes[0]]
            raise GameError(
                f"{vertex.player} has more than {_MOST_PLANS:,} plans from "
                f"{vertex.information_set!r} on, too many for its beliefs: "
                "split the game, or use subgame_perfect"
            )
        for chosen in product(*ways):
            worth = dict(sure)
            for name, plan in zip(later, chosen, strict=True):
                for node, sources in later[name].items():
                    for source, chance in sources.items():
                        worth[source] += chance * plan[node]
            found.append(tuple(worth[v] for v in nodes))
    return [dict(zip(nodes, plan, strict=True)) for plan in _undominated(found)]


def _after(
    game: ExtensiveForm, weights: Sequence[Weights], starts: Sequence[tuple[int, int]], i: int
) -> tuple[dict[int, Fraction], dict[str, dict[int, dict[int, Fraction]]]]:
    """Follow the others' play from a step on: what is surely won, and own sets that come next."""
    sure = {source: _ZERO for source, _ in starts}
    # every node of a next own set counts, with weight zero if the others do not lead there
    later: dict[str, dict[int, dict[int, Fraction]]] = {}
    stack = [(source, step, _ONE) for source, step in reversed(starts)]
    while stack:
        source, u, chance = stack.pop()
        vertex = game.vertices[u]
        if not vertex.children:
            sure[source] += chance * game.numbers.payoffs[u][i]
        elif vertex.player == game.players[i]:
            at = later.setdefault(vertex.information_set, {})
            at.setdefault(u, {})[source] = chance
        else:
            ways = zip(vertex.children, weights[u], strict=True)
            stack.extend((source, c, chance * w) for c, w in ways)
    return sure, later


def _undominated(plans: Iterable[Gains]) -> list[Gains]:
    distinct = list(dict.fromkeys(plans))
    return [
        plan
        for plan in distinct
        if not any(
            other != plan and all(a >= b for a, b in zip(other, plan, strict=True))
            for other in distinct
        )
    ]
