r"""The certificate of a subgame perfect equilibrium with irrational probabilities.

A tree is taken apart into its subgames. Where somebody moves alone, what it takes is worth no less
than any other branch, on all of the intervals. Where players move at once in rational
probabilities, nobody gains by another plan. Where they are irrational, the moves are written as a
normal form in plans, and the intervals are proved to hold exactly one equilibrium of it [1]_.

References
----------
.. [1] Krawczyk (1969), Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken.
   Computing 4, 187–201.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.certificates.enclosed import certified_enclosed, slopes_at
from caucasus_games.certificates.paths import path_of
from caucasus_games.certificates.subgame_perfect import certified_tree
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, Number, ends, plus, times
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal, strategic_form
from caucasus_games.games.nodes import Node
from caucasus_games.games.plans import Plan, named, plans_of
from caucasus_games.results.enclosed import EnclosedEquilibrium

Mixes = Mapping[str, Mapping[str, Fraction | Interval]]
Payoffs = tuple[Number, ...]
Weights = tuple[Fraction | Interval, ...]


def certified_enclosed_tree(game: ExtensiveForm, strategies: Mixes) -> EnclosedEquilibrium:
    """Prove that a tree has a subgame perfect equilibrium with probabilities in these intervals.

    Parameters
    ----------
    game : ExtensiveForm
        The tree at its values.
    strategies : mapping
        For each information set the probability of each action that is played, or an interval
        for it.

    Returns
    -------
    EnclosedEquilibrium
        With intervals for payoffs and outcomes.

    Raises
    ------
    GameError
        If the proof fails: the place is wrong, the intervals are too wide, or moves at once are
        followed by irrational ones.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> ends = {"go": Terminal("war", {"A": 1}), "stay": Terminal("peace", {"A": 0})}
    >>> game = ExtensiveForm(Decision("A", ends, "start"))
    >>> certified_enclosed_tree(game, {"start": {"stay": Fraction(1)}})
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: no equilibrium is proved here: A may gain at 'start'
    """
    weights = [
        tuple(
            strategies.get(vertex.information_set, {}).get(a, Fraction(0)) for a in vertex.branches
        )
        if vertex.player
        else game.numbers.chances[v]
        for v, vertex in enumerate(game.vertices)
    ]
    value = _worth(game, weights)
    starts = frozenset(game.subgames)
    for top in reversed(game.subgames):
        inner = _inner(game, top, starts)
        if len(inner) > 1:
            _check_together(game, inner, value, strategies)
        elif game.vertices[top].player:
            _check_alone(game, top, value, strategies)
    return EnclosedEquilibrium(
        immutabledict(
            {
                name: immutabledict({a: ends(q) for a, q in mix.items()})
                for name, mix in strategies.items()
            }
        ),
        path_of(game, weights),
        immutabledict(dict(zip(game.players, map(ends, value[0]), strict=True))),
        immutabledict({label: ends(q) for label, q in _outcomes(game, weights).items()}),
    )


def _worth(game: ExtensiveForm, weights: Sequence[Weights]) -> list[Payoffs]:
    """Return what each vertex is worth to each player."""
    value: list[Payoffs] = list(game.numbers.payoffs)
    for v in reversed(range(len(game.vertices))):
        for child, weight in zip(game.vertices[v].children, weights[v], strict=True):
            gained = [times(weight, x) for x in value[child]]
            value[v] = tuple(map(plus, value[v] or (0,) * len(gained), gained))
    return value


def _outcomes(game: ExtensiveForm, weights: Sequence[Weights]) -> dict[str, Number]:
    """Return how likely each outcome is that may come about."""
    reach: list[Number] = [Fraction(1)] * len(game.vertices)
    outcomes: dict[str, Number] = {}
    for v, vertex in enumerate(game.vertices):
        for child, weight in zip(vertex.children, weights[v], strict=True):
            reach[child] = times(reach[v], weight)
        if not vertex.children and reach[v]:
            outcomes[vertex.outcome] = plus(outcomes.get(vertex.outcome, 0), reach[v])
    return outcomes


def _inner(game: ExtensiveForm, top: int, starts: frozenset[int]) -> list[int]:
    """Return the vertices of a subgame that are in no subgame inside it, parents first."""
    inner, stack = [], [top]
    while stack:
        v = stack.pop()
        if v == top or v not in starts:
            inner.append(v)
            stack.extend(reversed(game.vertices[v].children))
    return inner


def _check_alone(game: ExtensiveForm, v: int, value: Sequence[Payoffs], strategies: Mixes) -> None:
    vertex = game.vertices[v]
    i = game.players.index(vertex.player)
    worth = {
        a: ends(value[child][i]) for a, child in zip(vertex.branches, vertex.children, strict=True)
    }
    for action in strategies[vertex.information_set]:
        if any(x.high > worth[action].low for a, x in worth.items() if a != action):
            name = vertex.information_set
            raise GameError(f"no equilibrium is proved here: {vertex.player} may gain at {name!r}")


def _check_together(
    game: ExtensiveForm, inner: Sequence[int], value: Sequence[Payoffs], strategies: Mixes
) -> None:
    sets = {game.vertices[v].information_set for v in inner if game.vertices[v].player}
    own = {name: strategies[name] for name in strategies if name in sets}
    part = _part(game, inner, value)
    if not any(isinstance(q, Interval) for mix in own.values() for q in mix.values()):
        exact = {
            name: immutabledict({a: ends(q).low for a, q in mix.items()})
            for name, mix in own.items()
        }
        certified_tree(part, immutabledict(exact))
        return
    near: dict[str, dict[str, Fraction]] = {}
    radius = Fraction(0)
    for player, plans in plans_of(part, range(len(part.vertices)), len(part.vertices)).items():
        first, others = _played(named(plans), own)
        middles = {label: (q.low + q.high) / 2 for label, q in others.items()}
        radius = max([radius, *((q.high - q.low) / 2 for q in others.values())])
        near[player] = {first: 1 - sum(middles.values(), Fraction(0)), **middles}
    table = strategic_form(part)
    certified_enclosed(table, near, radius, slopes_at(table, near))


def _played(plans: Mapping[str, Plan], own: Mixes) -> tuple[str, dict[str, Interval]]:
    """Return the plan that has what the others leave, and how often these are played."""
    shares = {label: ends(_share(plan, own)) for label, plan in plans.items()}
    first, *others = sorted(
        (label for label, share in shares.items() if share.high),
        key=lambda label: _place(plans[label], own),
    )
    return first, {label: shares[label] for label in others}


def _share(plan: Plan, own: Mixes) -> Number:
    share: Number = Fraction(1)
    for name, action in plan.items():
        share = times(share, own[name].get(action, Fraction(0)))
    return share


def _place(plan: Plan, own: Mixes) -> list[int]:
    """Return where a plan stands among the strategies, whose first action has what is left."""
    return [list(own[name]).index(action) for name, action in plan.items()]


def _part(game: ExtensiveForm, inner: Sequence[int], value: Sequence[Payoffs]) -> ExtensiveForm:
    """Return a subgame with what the subgames inside it are worth at their place."""
    nodes: dict[int, Node] = {}

    def node(v: int) -> Node:
        if v in nodes:
            return nodes[v]
        if any(isinstance(x, Interval) for x in value[v]):
            raise GameError("no equilibrium is proved here: irrational play follows moves at once")
        return Terminal(f"{v}", dict(zip(game.players, value[v], strict=True)))

    for v in sorted(inner, reverse=True):
        vertex = game.vertices[v]
        below = {a: node(c) for a, c in zip(vertex.branches, vertex.children, strict=True)}
        nodes[v] = (
            Decision(vertex.player, below, vertex.information_set)
            if vertex.player
            else Chance(
                {a: (q, below[a]) for a, q in zip(below, game.numbers.chances[v], strict=True)}
            )
        )
    return ExtensiveForm(nodes[inner[0]], game.players)
