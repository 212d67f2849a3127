r"""What follows from the mixtures of a player who is indifferent.

Where two actions of a player are best, so is each mix of them, with share :math:`p` of the first.
What is expected at a vertex before is linear in :math:`p` until an earlier player turns: where what
the branch gives it meets the best of its other branches [1]_. So the equilibria come in pieces of
:math:`[0, 1]`, with a threshold between each two.

References
----------
.. [1] Selten (1975), Reexamination of the perfectness concept for equilibrium points in extensive
   games. International Journal of Game Theory 4, 25–55.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple

from immutabledict import immutabledict

from caucasus_games.certificates import certified_tree
from caucasus_games.concepts.checks import check_tree
from caucasus_games.concepts.subgame_perfect import subgame_perfect
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.vertices import Vertex
from caucasus_games.results import Indifference, Mix, Piece, Threshold

_LIMIT = 1_000
_VISITS = 2_000_000

Payoffs = tuple[Fraction, ...]


class _Part(NamedTuple):
    """A piece so far: what is expected at its ends, and what earlier players do."""

    low: Fraction
    high: Fraction
    at_low: Payoffs
    at_high: Payoffs
    choices: Mapping[str, str]


def indifferent_mixtures(game: ExtensiveForm) -> tuple[Indifference, ...]:
    """Find what follows from each mix of two actions between which a player is indifferent.

    1. Take every pure subgame perfect equilibrium, and in it every decision with two best actions.
    2. From there up, divide the shares where an earlier player turns to another action.
    3. Certify an equilibrium on each piece.

    Parameters
    ----------
    game : ExtensiveForm
        A tree in which everybody knows where it is.

    Returns
    -------
    tuple of Indifference
        One for each decision, two actions and way to play elsewhere; none if there are no ties.

    Raises
    ------
    GameError
        If the game is no tree or has hidden moves, a symbol has no value, or there are too many
        ties.

    References
    ----------
    Selten (1975), Reexamination of the perfectness concept for equilibrium points in extensive
    games. International Journal of Game Theory 4, 25–55.

    Examples
    --------
    Where fighting costs B nothing, A demands as long as B fights with at most one half.

    >>> from caucasus_games.games import Decision, Terminal
    >>> ends = {
    ...     "fight": Terminal("war", {"A": -1, "B": 0}),
    ...     "yield": Terminal("gain", {"A": 1, "B": 0}),
    ... }
    >>> rest = Terminal("peace", {"A": 0, "B": 2})
    >>> start = Decision("A", {"demand": Decision("B", ends, "asked"), "rest": rest}, "start")
    >>> (found,) = indifferent_mixtures(ExtensiveForm(start))
    >>> found.thresholds[0].share, found.thresholds[0].below, found.thresholds[0].above
    (Fraction(1, 2), 'demand', 'rest')
    """
    check_tree(game, "indifferent_mixtures")
    if not game.perfect_information:
        raise GameError(
            "indifferent_mixtures is for a tree in which everybody knows where it is, and in this "
            "one moves are hidden: subgame_perfect finds the mixtures of players who move at once"
        )
    parents = {c: v for v, vertex in enumerate(game.vertices) for c in vertex.children}
    found: dict[object, Indifference] = {}
    visits = 0
    for equilibrium in subgame_perfect(game).exact:
        moves = {name: next(iter(mix)) for name, mix in equilibrium.strategies.items()}
        value = _values(game, moves)
        visits += len(value)
        for v, two in _ties(game, value):
            parts = _parts(game, moves, value, parents, v, two)
            visits += len(parts) * len(value)
            if len(found) >= _LIMIT or visits > _VISITS:
                raise GameError(
                    f"there are more than {_LIMIT:,} ways to mix between ties, or they take too "
                    "long to list: choose values that break some of them"
                )
            one = _family(game, equilibrium.strategies, parts, v, two)
            key = (v, two, *(piece.equilibrium.strategies for piece in one.pieces))
            found.setdefault(key, one)
    return tuple(found.values())


def _values(game: ExtensiveForm, moves: Mapping[str, str]) -> list[Payoffs]:
    value: list[Payoffs] = list(game.numbers.payoffs)
    for v in reversed(range(len(value))):
        vertex = game.vertices[v]
        if vertex.player:
            k = vertex.branches.index(moves[vertex.information_set])
            value[v] = value[vertex.children[k]]
        elif vertex.children:
            value[v] = _mean(game.numbers.chances[v], [value[c] for c in vertex.children])
    return value


def _mean(weights: Sequence[Fraction], payoffs: Sequence[Payoffs]) -> Payoffs:
    columns = zip(*payoffs, strict=True)
    return tuple(
        sum((w * x for w, x in zip(weights, own, strict=True)), Fraction(0)) for own in columns
    )


def _ties(game: ExtensiveForm, value: Sequence[Payoffs]) -> list[tuple[int, tuple[int, int]]]:
    """Return the decisions and pairs of branches that are both best."""
    found = []
    for v, vertex in enumerate(game.vertices):
        if vertex.player:
            i = game.players.index(vertex.player)
            own = [value[c][i] for c in vertex.children]
            best = [k for k, x in enumerate(own) if x == max(own)]
            found += [(v, two) for two in combinations(best, 2)]
    return found


def _parts(
    game: ExtensiveForm,
    moves: Mapping[str, str],
    value: Sequence[Payoffs],
    parents: Mapping[int, int],
    v: int,
    two: tuple[int, int],
) -> list[_Part]:
    first, second = (value[game.vertices[v].children[k]] for k in two)
    parts = [_Part(Fraction(0), Fraction(1), second, first, {})]
    while v in parents:
        child, v = v, parents[v]
        vertex = game.vertices[v]
        k = vertex.children.index(child)
        if not vertex.player:
            weights = game.numbers.chances[v]
            below = [value[c] for c in vertex.children]
            parts = [
                part._replace(
                    at_low=_mean(weights, [*below[:k], part.at_low, *below[k + 1 :]]),
                    at_high=_mean(weights, [*below[:k], part.at_high, *below[k + 1 :]]),
                )
                for part in parts
            ]
            continue
        others = {a: value[c] for a, c in zip(vertex.branches, vertex.children, strict=True)}
        others.pop(vertex.branches[k])
        i = game.players.index(vertex.player)
        parts = list(_decided(parts, vertex, vertex.branches[k], i, others, moves))
    return parts


def _decided(
    parts: Sequence[_Part],
    vertex: Vertex,
    along: str,
    i: int,
    others: Mapping[str, Payoffs],
    moves: Mapping[str, str],
) -> Iterator[_Part]:
    """Yield the pieces between which a player above goes another way than along."""
    name = vertex.information_set
    most = max((x[i] for x in others.values()), default=None)
    # of several that are best, what the equilibrium takes
    best = [a for a, x in others.items() if x[i] == most]
    other = moves[name] if moves[name] in best else next(iter(best), "")
    for part in parts:
        for own in _cut(part, i, most):
            gain = own.at_low[i] + own.at_high[i] - 2 * (most if most is not None else 0)
            if most is None or gain > 0 or (gain == 0 and moves[name] not in best):
                yield own._replace(choices={**own.choices, name: along})
            else:
                choices = {**own.choices, name: other}
                yield own._replace(at_low=others[other], at_high=others[other], choices=choices)


def _cut(part: _Part, i: int, most: Fraction | None) -> list[_Part]:
    """Divide a piece where what a player expects crosses a number."""
    low, high = part.at_low[i], part.at_high[i]
    if most is None or (low - most) * (high - most) >= 0:
        return [part]
    share = (most - low) / (high - low)
    middle = _mean((1 - share, share), (part.at_low, part.at_high))
    place = part.low + share * (part.high - part.low)
    return [part._replace(high=place, at_high=middle), part._replace(low=place, at_low=middle)]


def _family(
    game: ExtensiveForm,
    strategies: Mapping[str, Mix],
    parts: Sequence[_Part],
    v: int,
    two: tuple[int, int],
) -> Indifference:
    vertex = game.vertices[v]
    first, second = (vertex.branches[k] for k in two)
    pieces = []
    for part in parts:
        share = (part.low + part.high) / 2
        mix = immutabledict({first: share, second: 1 - share})
        sure = {name: immutabledict({a: Fraction(1)}) for name, a in part.choices.items()}
        whole = {**strategies, **sure, vertex.information_set: mix}
        own = immutabledict({name: whole[name] for name in game.information_sets})
        pieces.append(Piece(part.low, part.high, certified_tree(game, own)))
    thresholds = [
        Threshold(
            after.low, game.information_sets[name][0].player, name, before.choices[name], action
        )
        for before, after in pairwise(parts)
        for name, action in after.choices.items()
        if before.choices[name] != action
    ]
    return Indifference(
        vertex.player,
        vertex.information_set,
        (first, second),
        tuple(pieces),
        tuple(thresholds),
    )
