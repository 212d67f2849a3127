"""A tree as a list of vertices, parents first."""

from dataclasses import dataclass, replace

import sympy

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Reader
from caucasus_games.games.cutoffs import Answered, Cutoff, Known
from caucasus_games.games.nodes import Chance, Decision, Nature, Node, Offer, Terminal
from caucasus_games.games.values import is_one

MOST_MOVES = 1_000
MOST_NODES = 250_000


@dataclass(frozen=True, slots=True)
class Offered:
    """A number that a player chooses, and from where to where.

    Parameters
    ----------
    symbol : sympy.Symbol
        What stands for it in formulas.
    low, high : sympy.Expr
        The least and the most.
    """

    symbol: sympy.Symbol
    low: sympy.Expr
    high: sympy.Expr


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node of the flattened tree, in the order of a walk that visits parents first.

    Parameters
    ----------
    history : tuple of str
        The actions and events that lead here.
    player : str
        Who decides; empty at chance and at ends.
    information_set : str
        Its name; empty at chance and at ends.
    branches : tuple of str
        Actions or events; none at an end.
    children : tuple of int
        Where each branch leads.
    probabilities : tuple of sympy.Expr
        Of each event; none unless chance.
    outcome : str
        Label of an end.
    payoffs : tuple of sympy.Expr
        Of each player at an end.
    offer : Offered or None
        The number that is chosen here; the one branch has its name.
    known : Known or None
        The number that one player knows and whose cutoff this chance is.
    told : tuple of sympy.Expr
        The payoffs as they were written, where they are expected ones given an answer.
    """

    history: tuple[str, ...]
    player: str = ""
    information_set: str = ""
    branches: tuple[str, ...] = ()
    children: tuple[int, ...] = ()
    probabilities: tuple[sympy.Expr, ...] = ()
    outcome: str = ""
    payoffs: tuple[sympy.Expr, ...] = ()
    offer: Offered | None = None
    known: Known | None = None
    told: tuple[sympy.Expr, ...] = ()


def own_set(player: str, history: tuple[str, ...]) -> str:
    """Name the information set of a node that its player can tell from all others.

    Parameters
    ----------
    player : str
        Who decides.
    history : tuple of str
        What was played and what happened before.

    Returns
    -------
    str
        The name.

    Examples
    --------
    >>> own_set("Armenia", ("attack", "lost"))
    'Armenia at attack, lost'
    """
    return f"{player} at {said(history)}"


def said(history: tuple[str, ...]) -> str:
    """Write what was played and what happened before."""
    return ", ".join(history) or "the start"


def _children(node: Node) -> list[tuple[str, Node]]:
    if isinstance(node, Decision):
        return list(node.actions.items())
    if isinstance(node, Chance):
        return [(event, child) for event, (_, child) in node.events.items()]
    return [(node.name, node.then)] if isinstance(node, Offer | Nature) else []


def players_of(root: Node) -> tuple[str, ...]:
    """Return who decides or knows a number, in order of appearance."""
    found: dict[str, None] = {}
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Decision | Offer):
            found[node.player] = None
        if isinstance(node, Nature):
            found[node.known_to] = None
        stack.extend(child for _, child in reversed(_children(node)))
    return tuple(found)


def flattened(
    root: Node, players: tuple[str, ...], guessed: bool, read: Reader
) -> tuple[Vertex, ...]:
    """Return the vertices of a tree, parents first, their formulas read."""
    # an explicit stack: trees may be deeper than the interpreter's
    records: list[Vertex] = []
    links: list[list[int]] = []
    stack: list[tuple[Node, tuple[str, ...], int]] = [(root, (), -1)]
    while stack:
        node, history, parent = stack.pop()
        if parent >= 0:
            links[parent].append(len(records))
        if len(history) > MOST_MOVES or len(records) == MOST_NODES:
            raise GameError(
                f"the tree has more than {MOST_MOVES:,} moves in a row or {MOST_NODES:,} nodes: "
                "write a shorter game, or what repeats as one stage"
            )
        records.append(_vertex(node, history, players, guessed, read))
        links.append([])
        here = len(records) - 1
        for label, child in reversed(_children(node)):
            stack.append((child, (*history, label), here))
    return tuple(
        replace(record, children=tuple(children)) if children else record
        for record, children in zip(records, links, strict=True)
    )


def _vertex(
    node: Node, history: tuple[str, ...], players: tuple[str, ...], guessed: bool, read: Reader
) -> Vertex:
    where = f"after {said(history)}"
    if isinstance(node, Terminal):
        return _end(node, history, players, guessed, read)
    labels = tuple(label for label, _ in _children(node))
    if not labels:
        raise GameError(f"the node {where} has no branches: end it with a Terminal")
    if isinstance(node, Decision | Offer) and node.player not in players:
        raise unknown(f"player {where}", node.player, players)
    if isinstance(node, Offer):
        ends = (
            read(end, f"the {side} of {node.name}")
            for side, end in (("least", node.low), ("most", node.high))
        )
        offer = Offered(sympy.Symbol(node.name), *ends)
        return Vertex(history, node.player, own_set(node.player, history), labels, offer=offer)
    if isinstance(node, Decision):
        name = node.information_set or own_set(node.player, history)
        return Vertex(history, node.player, name, labels)
    assert isinstance(node, Chance)  # as what one player knows was taken out before
    return _chance(node, history, read)


def _end(
    node: Terminal, history: tuple[str, ...], players: tuple[str, ...], guessed: bool, read: Reader
) -> Vertex:
    """Return an end, which pays every player of the game and nobody else."""
    where = f"after {said(history)}"
    for player in node.payoffs:
        if player not in players:
            error = unknown(f"player in the payoffs {where}", player, players)
            hint = f"; who never moves is named in players=[…, {player!r}]"
            raise GameError(f"{error}{hint if guessed else ''}")
    lacking = [player for player in players if player not in node.payoffs]
    if lacking:
        raise GameError(f"no payoff for {', '.join(lacking)} {where}")
    payoffs = tuple(read(node.payoffs[player], f"payoff of {player} {where}") for player in players)
    told = tuple(node.told[player] for player in players) if isinstance(node, Answered) else ()
    return Vertex(history, outcome=node.outcome, payoffs=payoffs, told=told)


def _chance(node: Chance, history: tuple[str, ...], read: Reader) -> Vertex:
    """Return a move of chance, whose probabilities sum to one."""
    where = f"after {said(history)}"
    chances = tuple(
        read(chance, f"probability of {event!r} {where}")
        for event, (chance, _) in node.events.items()
    )
    if not is_one(total := sympy.Add(*chances)):
        raise GameError(f"the probabilities {where} sum to {total}: they must sum to 1")
    known = node.known if isinstance(node, Cutoff) else None
    labels = tuple(label for label, _ in _children(node))
    return Vertex(history, branches=labels, probabilities=chances, known=known)
