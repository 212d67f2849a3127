r"""The certificate of a subgame perfect equilibrium of a tree.

In every subgame :math:`v` the regret of player :math:`i` is
:math:`\max_{\sigma_i'} u_i(\sigma_i', \sigma_{-i} \mid v) - u_i(\sigma \mid v)`, where
:math:`\sigma_i'` is any plan of :math:`i` from there on. The equilibrium is subgame perfect
iff all of them are zero [1]_.

References
----------
.. [1] Selten (1975), Reexamination of the perfectness concept for equilibrium points in extensive
   games. International Journal of Game Theory 4, 25–55.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.certificates.paths import path_of
from caucasus_games.games import ExtensiveForm
from caucasus_games.results.equilibrium import Equilibrium, Mix

Strategies = immutabledict[str, Mix]
Weights = tuple[Fraction, ...]
Exact = Fraction | int
_ZERO = Fraction(0)
_NOTHING: Mix = immutabledict()


def certified_tree(game: ExtensiveForm, strategies: Strategies) -> Equilibrium:
    """Compute payoffs, outcomes, path and regret of behaviour strategies from the tree alone.

    Parameters
    ----------
    game : ExtensiveForm
        The tree at its values.
    strategies : immutabledict
        For each information set the probability of each action that is played; sets that their
        player's own strategy excludes within a subgame may be left out.

    Returns
    -------
    Equilibrium
        With its certificate.

    Raises
    ------
    GameError
        If somebody gains by deviating in some subgame.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> ends = {"go": Terminal("war", {"A": 1}), "stay": Terminal("peace", {"A": 0})}
    >>> game = ExtensiveForm(Decision("A", ends))
    >>> stay = immutabledict({"stay": Fraction(1)})
    >>> certified_tree(game, immutabledict({"A at the start": stay}))
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: no equilibrium: A gains 1 by deviating
    """
    weights = weights_of(game, strategies)
    value = _values(game, weights)
    scales = game.numbers.scales
    best = [_best(game, weights, i) for i in range(len(game.players))]
    regret = {
        player: Fraction(max(best[i][v] - value[v][i] for v in game.subgames), scales[i])
        for i, player in enumerate(game.players)
    }
    return _played(game, strategies, weights, value[0], regret)


def played(game: ExtensiveForm, strategies: Strategies) -> Equilibrium:
    """Return what behaviour strategies lead to, with each player's regret at the start.

    Parameters
    ----------
    game : ExtensiveForm
        The tree at its values.
    strategies : immutabledict
        For each information set the probability of each action that is played.

    Returns
    -------
    Equilibrium
        Path, payoffs and outcomes; a Nash equilibrium.

    Raises
    ------
    GameError
        If somebody gains by deviating before the game starts.
    """
    weights = weights_of(game, strategies)
    value = _values(game, weights)[0]
    regret = {
        player: Fraction(_best(game, weights, i)[0] - value[i], game.numbers.scales[i])
        for i, player in enumerate(game.players)
    }
    return _played(game, strategies, weights, value, regret)


def _played(
    game: ExtensiveForm,
    strategies: Strategies,
    weights: Sequence[Weights],
    value: tuple[Exact, ...],
    regret: Mapping[str, Fraction],
) -> Equilibrium:
    outcomes: dict[str, Fraction] = {}
    stack = [(0, Fraction(1))]
    while stack:
        v, reach = stack.pop()
        vertex = game.vertices[v]
        live = [(c, reach * w) for c, w in zip(vertex.children, weights[v], strict=True) if w]
        stack.extend(reversed(live))
        if not vertex.children:
            outcomes[vertex.outcome] = outcomes.get(vertex.outcome, Fraction(0)) + reach
    return Equilibrium(
        strategies,
        path_of(game, weights),
        immutabledict(
            {
                player: Fraction(worth, scale)
                for player, worth, scale in zip(
                    game.players, value, game.numbers.scales, strict=True
                )
            }
        ),
        immutabledict(outcomes),
        immutabledict(regret),
    )


def weights_of(game: ExtensiveForm, strategies: Strategies) -> list[Weights]:
    """Return for each vertex the probability of each branch; zeros where nothing is said."""
    return [_weights(game, v, strategies) for v in range(len(game.vertices))]


def _weights(game: ExtensiveForm, v: int, strategies: Strategies) -> Weights:
    vertex = game.vertices[v]
    if not vertex.player:
        return game.numbers.chances[v]
    mix = strategies.get(vertex.information_set, _NOTHING)
    return tuple(mix.get(label, _ZERO) for label in vertex.branches)


def _values(game: ExtensiveForm, weights: Sequence[Weights]) -> list[tuple[Exact, ...]]:
    """Return what each vertex is worth, in the units of ``game.numbers.whole``."""
    value: list[tuple[Exact, ...]] = list(game.numbers.whole)
    for v in reversed(range(len(game.vertices))):
        below = game.vertices[v].children
        if below:
            columns = zip(*(value[c] for c in below), strict=True)
            sure = weights[v].index(1) if 1 in weights[v] else -1
            value[v] = (
                value[below[sure]]
                if sure >= 0
                else tuple(_mean(weights[v], column) for column in columns)
            )
    return value


def _best(game: ExtensiveForm, weights: Sequence[Weights], i: int) -> list[Exact]:
    """Return the most player i can get from each vertex on, in whole units, like ``_values``."""
    own = [vertex.player == game.players[i] for vertex in game.vertices]
    nodes: dict[str, list[int]] = {}
    for v, vertex in enumerate(game.vertices):
        if own[v]:
            nodes.setdefault(vertex.information_set, []).append(v)
    best: list[Exact] = [payoffs[i] if payoffs else 0 for payoffs in game.numbers.whole]
    order: Iterable[int] = reversed(range(len(own)))
    if len(nodes) < sum(own):
        moves, likely = _reached(game, weights, own)
        order = sorted(order, key=lambda v: -moves[v])
    chosen: dict[str, int] = {}
    for v in order:
        vertex = game.vertices[v]
        below, name = vertex.children, vertex.information_set
        if not own[v]:
            if below:
                best[v] = _mean(weights[v], [best[c] for c in below])
        elif len(nodes[name]) == 1:
            best[v] = max(best[c] for c in below)
        else:
            if name not in chosen:
                chosen[name] = _best_action(game, nodes[name], likely, best)
            best[v] = best[below[chosen[name]]]
    return best


def _best_action(
    game: ExtensiveForm, nodes: Sequence[int], likely: Sequence[Fraction], best: Sequence[Exact]
) -> int:
    """Return by place what is best for who does not know at which of some nodes it is."""
    below = zip(*(game.vertices[v].children for v in nodes), strict=True)
    gains = [_mean([likely[v] for v in nodes], [best[c] for c in row]) for row in below]
    return gains.index(max(gains))


def _reached(
    game: ExtensiveForm, weights: Sequence[Weights], own: Sequence[bool]
) -> tuple[list[int], list[Fraction]]:
    """Return how many own moves lead to each vertex, and how likely the rest of its subgame."""
    moves, likely = [0] * len(own), [Fraction(1)] * len(own)
    starts = set(game.subgames)
    for v, vertex in enumerate(game.vertices):
        for k, child in enumerate(vertex.children):
            moves[child] = moves[v] + own[v]
            if child not in starts:
                likely[child] = likely[v] * (1 if own[v] else weights[v][k])
    return moves, likely


def _mean(weights: Sequence[Fraction], values: Sequence[Exact]) -> Exact:
    # most choices are sure: an exact product or sum that changes nothing still takes its time
    live = [x if w == 1 else w * x for w, x in zip(weights, values, strict=True) if w]
    return live[0] if len(live) == 1 else sum(live)
