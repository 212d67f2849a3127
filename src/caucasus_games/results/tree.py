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

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.exact import show
from caucasus_games.games import ExtensiveForm
from caucasus_games.results.equilibrium import Equilibrium, Mix

Strategies = immutabledict[str, Mix]
Weights = tuple[Fraction, ...]

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
    regret = {}
    for i, player in enumerate(game.players):
        best = _best(game, weights, i)
        regret[player] = max(best[v] - value[v][i] for v in game.subgames)
    return replace(played(game, strategies), regret=immutabledict(regret))


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
    outcomes: dict[str, Fraction] = {}
    reach = [Fraction(0)] * len(game.vertices)
    reach[0] = Fraction(1)
    for v, vertex in enumerate(game.vertices):
        for child, weight in zip(vertex.children, weights[v], strict=True):
            reach[child] = reach[v] * weight
        if not vertex.children and reach[v]:
            outcomes[vertex.outcome] = outcomes.get(vertex.outcome, Fraction(0)) + reach[v]
    return Equilibrium(
        strategies,
        _path(game, weights),
        immutabledict(zip(game.players, value, strict=True)),
        immutabledict(outcomes),
        immutabledict(
            {p: _best(game, weights, i)[0] - value[i] for i, p in enumerate(game.players)}
        ),
    )


def weights_of(game: ExtensiveForm, strategies: Strategies) -> list[Weights]:
    """Return for each vertex the probability of each branch; zeros where nothing is said."""
    return [_weights(game, v, strategies) for v in range(len(game.vertices))]


def _weights(game: ExtensiveForm, v: int, strategies: Strategies) -> Weights:
    vertex = game.vertices[v]
    if not vertex.player:
        return game.numbers.chances[v]
    mix = strategies.get(vertex.information_set, _NOTHING)
    return tuple(mix.get(label, Fraction(0)) for label in vertex.branches)


def _values(game: ExtensiveForm, weights: Sequence[Weights]) -> list[tuple[Fraction, ...]]:
    value = list(game.numbers.payoffs)
    for v in reversed(range(len(game.vertices))):
        below = game.vertices[v].children
        if below:
            value[v] = tuple(
                _mean(weights[v], [value[c][i] for c in below]) for i in range(len(game.players))
            )
    return value


def _best(game: ExtensiveForm, weights: Sequence[Weights], i: int) -> list[Fraction]:
    """Return the most that player i can get from each vertex on, the others' play given.

    An information set is decided once, at its node that comes last: by then all its branches are
    known. Its nodes count by how likely the others and chance make them in the smallest subgame.
    """
    own = [vertex.player == game.players[i] for vertex in game.vertices]
    moves, likely = [0] * len(own), [Fraction(1)] * len(own)
    starts = set(game.subgames)
    for v, vertex in enumerate(game.vertices):
        for k, child in enumerate(vertex.children):
            moves[child] = moves[v] + own[v]
            if child not in starts:
                likely[child] = likely[v] * (1 if own[v] else weights[v][k])
    nodes: dict[str, list[int]] = {}
    for v, vertex in enumerate(game.vertices):
        if own[v]:
            nodes.setdefault(vertex.information_set, []).append(v)
    best = [payoffs[i] if payoffs else Fraction(0) for payoffs in game.numbers.payoffs]
    chosen: dict[str, int] = {}
    for v in sorted(range(len(own)), key=lambda v: (-moves[v], -v)):
        vertex = game.vertices[v]
        below = vertex.children
        if own[v]:
            name = vertex.information_set
            if name not in chosen:
                gains = [
                    _mean(
                        tuple(likely[x] for x in nodes[name]),
                        [best[game.vertices[x].children[k]] for x in nodes[name]],
                    )
                    for k in range(len(below))
                ]
                chosen[name] = gains.index(max(gains))
            best[v] = best[below[chosen[name]]]
        elif below:
            best[v] = _mean(weights[v], [best[c] for c in below])
    return best


def _mean(weights: Weights, values: list[Fraction]) -> Fraction:
    return sum((w * x for w, x in zip(weights, values, strict=True)), Fraction(0))


def _path(game: ExtensiveForm, weights: Sequence[Weights]) -> str:
    words: list[str] = []
    certain = _certain(game)
    stack: list[tuple[int, tuple[str, ...], str]] = [(0, (), "")]
    while stack:
        v, known, steps = stack.pop()
        vertex = game.vertices[v]
        lead = f"if {' and '.join(known)}: {steps}" if known else steps
        if certain[v]:
            words.append(f"{lead}{certain[v]}")
            continue
        live = [
            (label, child, weight)
            for label, child, weight in zip(
                vertex.branches, vertex.children, weights[v], strict=True
            )
            if weight
        ]
        if vertex.player and len(live) == 1:
            stack.append((live[0][1], known, f"{steps}{vertex.player}: {live[0][0]} → "))
            continue
        if steps:
            # what follows is read as the continuation of this line
            words.append(lead.removesuffix(" → "))
            known = ()
        who = f"{vertex.player}: " if vertex.player else ""
        stack.extend(
            (c, (*known, f"{who}{label} ({show(w)})"), "") for label, c, w in reversed(live)
        )
    return "; ".join(words)


def _certain(game: ExtensiveForm) -> list[str]:
    """Return for each vertex the outcome that follows whatever chance does, else nothing."""
    certain = [vertex.outcome for vertex in game.vertices]
    for v in reversed(range(len(game.vertices))):
        below = {certain[child] for child in game.vertices[v].children}
        if len(below) == 1 and not game.vertices[v].player:
            certain[v] = below.pop()
    return certain
