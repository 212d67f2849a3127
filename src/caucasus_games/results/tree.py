r"""The certificate of a subgame perfect equilibrium of a tree with perfect information.

At every node :math:`v` the regret of player :math:`i` is
:math:`\max_{\sigma_i'} u_i(\sigma_i', \sigma_{-i} \mid v) - u_i(\sigma \mid v)`, where
:math:`\sigma_i'` is any plan of :math:`i` from there on. The equilibrium is subgame perfect
iff all of them are zero [1]_.

References
----------
.. [1] Selten (1975), Reexamination of the perfectness concept for equilibrium points in extensive
   games. International Journal of Game Theory 4, 25–55.
"""

from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.exact import show
from caucasus_games.games import ExtensiveForm
from caucasus_games.results.equilibrium import Equilibrium


def certified_tree(game: ExtensiveForm, plan: immutabledict[str, str]) -> Equilibrium:
    """Compute payoffs, outcomes, path and regret of a pure plan from the tree alone.

    Parameters
    ----------
    game : ExtensiveForm
        A tree with perfect information, at its values.
    plan : immutabledict of str to str
        The action at each information set.

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
    >>> certified_tree(game, immutabledict({"A at the start": "stay"}))
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: no equilibrium: A gains 1 by deviating
    """
    seats = range(len(game.players))
    value: list[tuple[Fraction, ...]] = [()] * len(game.vertices)
    best: list[tuple[Fraction, ...]] = [()] * len(game.vertices)
    for v in reversed(range(len(game.vertices))):
        vertex = game.vertices[v]
        below = vertex.children
        if not below:
            value[v] = best[v] = game.numbers.payoffs[v]
            continue
        weights = _weights(game, v, plan)
        value[v] = tuple(_mean(weights, [value[c][i] for c in below]) for i in seats)
        best[v] = tuple(
            max(best[c][i] for c in below)
            if vertex.player == game.players[i]
            else _mean(weights, [best[c][i] for c in below])
            for i in seats
        )
    regret = {
        player: max(b[i] - u[i] for b, u in zip(best, value, strict=True))
        for i, player in enumerate(game.players)
    }
    outcomes: dict[str, Fraction] = {}
    reach = [Fraction(0)] * len(game.vertices)
    reach[0] = Fraction(1)
    for v, vertex in enumerate(game.vertices):
        for child, weight in zip(vertex.children, _weights(game, v, plan), strict=True):
            reach[child] = reach[v] * weight
        if not vertex.children and reach[v]:
            outcomes[vertex.outcome] = outcomes.get(vertex.outcome, Fraction(0)) + reach[v]
    return Equilibrium(
        immutabledict({name: immutabledict({a: Fraction(1)}) for name, a in plan.items()}),
        _path(game, plan),
        immutabledict(zip(game.players, value[0], strict=True)),
        immutabledict(outcomes),
        immutabledict(regret),
    )


def _weights(game: ExtensiveForm, v: int, plan: immutabledict[str, str]) -> tuple[Fraction, ...]:
    vertex = game.vertices[v]
    if not vertex.player:
        return game.numbers.chances[v]
    chosen = plan[vertex.information_set]
    return tuple(Fraction(label == chosen) for label in vertex.branches)


def _mean(weights: tuple[Fraction, ...], values: list[Fraction]) -> Fraction:
    return sum((w * x for w, x in zip(weights, values, strict=True)), Fraction(0))


def _path(game: ExtensiveForm, plan: immutabledict[str, str]) -> str:
    words: list[str] = []
    certain = _certain(game)
    stack = [(0, "")]
    while stack:
        v, lead = stack.pop()
        vertex = game.vertices[v]
        if certain[v]:
            words.append(f"{lead}{certain[v]}")
            continue
        weights = _weights(game, v, plan)
        live = [
            (label, child, weight)
            for label, child, weight in zip(vertex.branches, vertex.children, weights, strict=True)
            if weight
        ]
        if vertex.player:
            stack.append((live[0][1], f"{lead}{vertex.player}: {live[0][0]} → "))
            continue
        if lead:
            words.append(lead.removesuffix(" → "))
        stack.extend((c, f"if {label} ({show(w)}): ") for label, c, w in reversed(live))
    return "; ".join(words)


def _certain(game: ExtensiveForm) -> list[str]:
    """Return for each vertex the outcome that follows whatever chance does, else nothing."""
    certain = [vertex.outcome for vertex in game.vertices]
    for v in reversed(range(len(game.vertices))):
        below = {certain[child] for child in game.vertices[v].children}
        if len(below) == 1 and not game.vertices[v].player:
            certain[v] = below.pop()
    return certain
