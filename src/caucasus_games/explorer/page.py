"""The page around the parts: what can be chosen, and the numbers with range, meaning and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files as resources
from inspect import getmodule
from string import Template

from caucasus_games.exact import show
from caucasus_games.explorer.downloads import FILES
from caucasus_games.explorer.state import State, choices, playable, written
from caucasus_games.parameters import Parameter, vintages
from caucasus_games.reports import entries

# positions of a slider
_STEPS_OF_A_SLIDER = 100


def page(state: State) -> str:
    """Write the page."""
    game = state.start
    about = (getattr(getmodule(state.written), "__doc__", "") or "").strip().splitlines()[:1]
    own = [name for name in game.parameters if name in state.guarantor.parameters]
    others = [name for name in game.parameters if name not in own]
    return Template(_static("page.html")).substitute(
        title=escape(f"{state.model} under {state.setup}"),
        about=escape("".join(about)),
        account=escape(state.guarantor.title),
        model=_select("model", playable(state.own.model), state.model),
        setup=_select("setup", choices(state.vintage, state.own), state.setup),
        vintage=_select("vintage", vintages(), state.vintage),
        outcome=_select("outcome", sorted(game.outcome_labels), state.outcome),
        x=_select("x", state.movable, state.x),
        y=_select("y", state.movable if state.x else [""], state.y),
        own="".join(_numbers(state, own)),
        none="" if own else " hidden",
        others="".join(_numbers(state, others)),
        files="".join(f'<li><a data-file="{name}" download>{name}</a></li>' for name in FILES),
    )


def refusal(sentence: str) -> str:
    """Write the page for an address that cannot be shown."""
    return Template(_static("refusal.html")).substitute(sentence=escape(sentence))


@cache
def _static(name: str) -> str:
    return (resources("caucasus_games.explorer") / "static" / name).read_text(encoding="utf-8")


def _select(name: str, labels: Iterable[str], chosen: str) -> str:
    options = "".join(
        f"<option{' selected' if label == chosen else ''}>{escape(label)}</option>"
        for label in labels
    )
    return f'<select name="{name}" id="{name}" form="state">{options}</select>'


def _numbers(state: State, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        record = state.start.parameters[name]
        yield _number(record, state.values.get(name, written(record.central)))


def _number(record: Parameter, value: str) -> str:
    name, told = record.name, escape(record.description)
    low, high = (show(end, 6) for end in (record.low, record.high))
    moved = " moved" if value != written(record.central) else ""
    slider = ""
    if record.low < record.high:
        step = float((record.high - record.low) / _STEPS_OF_A_SLIDER)
        slider = (
            f'<input type="range" data-for="{name}" aria-label="{name}, slider" '
            f'aria-describedby="about-{name}" min="{float(record.low):.10g}" '
            f'max="{float(record.high):.10g}" step="{step:.10g}" value="{value}">'
        )
    return (
        f'<div class="number{moved}"><label for="{name}">{name}</label>'
        f'<input type="text" inputmode="decimal" autocomplete="off" name="{name}" id="{name}" '
        f'form="state" aria-describedby="about-{name}" value="{escape(value, quote=True)}" '
        f'data-central="{written(record.central)}">{slider}'
        f'<p id="about-{name}">{told} ({escape(record.unit)}), {low} to {high}, '
        f"central {show(record.central, 6)}"
        f"{f', {record.as_of}' if record.as_of else ''}.</p>"
        f"<details><summary>source</summary><p>{escape(record.source)}</p>"
        f"<ul>{''.join(entries(record.keys))}</ul></details>"
        f'<button type="button" data-reset="{name}" aria-label="set {name} back">back to central'
        "</button></div>"
    )
