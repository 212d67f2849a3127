"""The numbers that can be moved, grouped by whom they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

import sympy

from caucasus_games.exact import show
from caucasus_games.explorer.state import Game, State, written
from caucasus_games.games import NormalForm
from caucasus_games.games.definitions import in_parameters
from caucasus_games.parameters import Parameter
from caucasus_games.reports import entries

# positions of a slider
_STEPS_OF_A_SLIDER = 100
_CHANCES = "Chances alone"
_SEVERAL = "Several players' payoffs"


def numbers(state: State) -> str:
    """Write all numbers, the guarantor's first, then those of each player."""
    return "".join(
        f'<details class="group" open><summary><h2>{escape(title)}</h2> '
        f'<span class="faint">({len(names)})</span></summary>{"".join(_numbers(state, names))}'
        "</details>"
        for title, names in groups(state).items()
    )


def groups(state: State) -> dict[str, list[str]]:
    """Put each number under the guarantor, or whose payoffs it is in."""
    game = state.start
    whose = _whose(game)
    found: dict[str, list[str]] = {f"The guarantor's, {state.setup}": []}
    found |= {f"{player}'s payoffs": [] for player in game.players}
    found |= {_SEVERAL: [], _CHANCES: []}
    for name in game.parameters:
        found[_group(state, name, whose.get(name, set()))].append(name)
    return {title: names for title, names in found.items() if names}


def _group(state: State, name: str, whose: set[str]) -> str:
    if name in state.guarantor.parameters:
        return f"The guarantor's, {state.setup}"
    if len(whose) > 1:
        return _SEVERAL
    return f"{next(iter(whose))}'s payoffs" if whose else _CHANCES


def _whose(game: Game) -> Mapping[str, set[str]]:
    """Say in whose payoffs each number is."""
    if isinstance(game, NormalForm):
        paid = list(game.payoffs.values())
        spelled = {}
    else:
        paid = [vertex.payoffs for vertex in game.vertices if vertex.payoffs]
        spelled = in_parameters(game.definitions)
    found: dict[str, set[str]] = {}
    for payoffs in paid:
        for player, payoff in zip(game.players, payoffs, strict=True):
            for symbol in _in(payoff, spelled):
                found.setdefault(symbol.name, set()).add(player)
    return found


def _in(payoff: sympy.Expr, spelled: Mapping[sympy.Symbol, sympy.Expr]) -> Iterator[sympy.Symbol]:
    for symbol in payoff.free_symbols:
        yield from spelled[symbol].free_symbols if symbol in spelled else (symbol,)


def _numbers(state: State, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        record = state.start.parameters[name]
        yield _number(record, state.values.get(name, written(record.central)))


def _number(record: Parameter, value: str) -> str:
    name, told = record.name, escape(record.description)
    low, high = (show(end, 6) for end in (record.low, record.high))
    moved = " moved" if value != written(record.central) else ""
    ends = "fixed"
    slider = ""
    if record.low < record.high:
        ends = f"{low} to {high}"
        step = float((record.high - record.low) / _STEPS_OF_A_SLIDER)
        slider = (
            f'<input type="range" data-for="{name}" aria-label="{name}, slider" '
            f'aria-describedby="about-{name}" min="{float(record.low):.10g}" '
            f'max="{float(record.high):.10g}" step="{step:.10g}" value="{value}">'
        )
    date = f", {record.as_of}" if record.as_of else ""
    return (
        f'<div class="number{moved}"><label for="{name}">{told[:1].upper()}{told[1:]}</label>'
        f'<input type="text" inputmode="decimal" autocomplete="off" name="{name}" id="{name}" '
        f'form="state" aria-describedby="about-{name}" value="{escape(value, quote=True)}" '
        f'data-central="{written(record.central)}">{slider}'
        f'<p id="about-{name}"><code>{name}</code>: {ends}, central {show(record.central, 6)} '
        f"({escape(record.unit)}){date}</p>"
        f"<details><summary>source</summary><p>{escape(record.source)}</p>"
        f"<ul>{''.join(entries(record.keys))}</ul></details>"
        f'<button type="button" data-reset="{name}" aria-label="set {name} back">back to central'
        "</button></div>"
    )
