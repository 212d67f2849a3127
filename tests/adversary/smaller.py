"""A smaller game with the same fault: what does not matter is left out."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import generators
from readings import Case, Fault, Reading, Tally
from reference import Draw, End, Game, Move, Node, Repeated, Table, Term, Tree, number

_TRIES = 4


def smaller(found: Case, fault: Fault, reading: Reading, seconds: float = 15) -> Fault:
    """Leave out of a game what a fault does not need, for some time of the processor."""
    until = time.process_time() + seconds
    game, least = found.game, fault
    tried = True
    while tried and time.process_time() < until:
        tried = False
        for other in _simpler(game):
            if time.process_time() > until:
                break
            again = _fault(found.family, other, reading, fault)
            if again is not None and len(again.snippet) < len(least.snippet):
                game, least, tried = other, again, True
                break
    return least


def _fault(family: str, game: Game, reading: Reading, fault: Fault) -> Fault | None:
    """Ask again about another game, and return a fault of the same kind."""
    for seed in range(_TRIES):
        tally = Tally()
        text = generators.source(game)
        case = Case(family, game, text, {}, random.Random(seed), tally)
        try:
            case = replace(case, names=generators.made(text))
            reading(case)
        except Exception:
            return None
        for one in tally.faults:
            alike = one.said == fault.said if fault.kind == "crashed" else True
            if (one.kind, one.reading) == (fault.kind, fault.reading) and alike:
                return one
    return None


def _simpler(game: Game) -> Iterator[Game]:
    if isinstance(game, Tree):
        for root in _nodes(game.root):
            yield generators.trimmed(replace(game, root=root))
    elif isinstance(game, Repeated):
        for term in _terms(game.detection):
            yield generators.trimmed(replace(game, detection=term))
        for stage in _tables(game.stage):
            if game.target in stage.payoffs and game.punishment in stage.payoffs:
                yield generators.trimmed(replace(game, stage=stage))
    else:
        yield from map(generators.trimmed, _tables(game))


def _tables(game: Table) -> Iterator[Table]:
    for player, own in game.actions.items():
        for gone in own if len(own) > 1 else ():
            actions = {**game.actions, player: tuple(a for a in own if a != gone)}
            profiles = list(product(*actions.values()))
            yield replace(
                game,
                actions=actions,
                payoffs={p: game.payoffs[p] for p in profiles},
                outcomes={p: game.outcomes[p] for p in profiles},
            )
    for profile, paid in game.payoffs.items():
        for payoffs in _payoffs(paid):
            yield replace(game, payoffs={**game.payoffs, profile: payoffs})
    for profile, lottery in game.outcomes.items():
        if len(lottery) > 1:
            for label in lottery:
                yield replace(game, outcomes={**game.outcomes, profile: {label: number(1)}})


def _nodes(node: Node) -> Iterator[Node]:
    if isinstance(node, End):
        for payoffs in _payoffs(node.payoffs):
            yield replace(node, payoffs=payoffs)
        return
    children: Mapping[str, Node] = (
        node.actions
        if isinstance(node, Move)
        else {event: child for event, (_, child) in node.events.items()}
    )
    yield from children.values()
    if isinstance(node, Move):
        for action, child in node.actions.items():
            if len(node.actions) > 2:
                yield replace(node, actions={a: c for a, c in node.actions.items() if a != action})
            for other in _nodes(child):
                yield replace(node, actions={**node.actions, action: other})
        return
    assert isinstance(node, Draw)
    half = number("1/2")
    if len(children) == 2 and any(q.kind != "number" for q, _ in node.events.values()):
        yield Draw({event: (half, child) for event, child in children.items()})
    for event, (chance, child) in node.events.items():
        for other in _nodes(child):
            yield Draw({**node.events, event: (chance, other)})


def _payoffs(paid: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    for k, term in enumerate(paid):
        for other in _terms(term):
            yield (*paid[:k], other, *paid[k + 1 :])


def _terms(term: Term) -> Iterator[Term]:
    if term.kind == "number":
        if term.number not in (0, 1):
            yield number(0)
            yield number(1)
        return
    yield number(0)
    yield number(1)
    yield from term.parts
    for k, part in enumerate(term.parts):
        for other in _terms(part):
            if term.kind != "/" or k == 0:
                yield replace(term, parts=(*term.parts[:k], other, *term.parts[k + 1 :]))
