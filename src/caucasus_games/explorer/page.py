"""The page around the parts: what can be chosen, and what a link said that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files as resources
from inspect import getmodule
from string import Template

from caucasus_games.explorer.downloads import FILES
from caucasus_games.explorer.numbers import numbers
from caucasus_games.explorer.state import State, choices, playable
from caucasus_games.parameters import vintages


def page(state: State, dropped: Sequence[str] = ()) -> str:
    """Write the page."""
    game = state.start
    about = (getattr(getmodule(state.written), "__doc__", "") or "").strip().splitlines()[:1]
    return Template(_static("page.html")).substitute(
        title=escape(f"{state.model} under {state.setup}"),
        about=escape("".join(about)),
        account=escape(state.guarantor.title),
        asked=escape(state.outcome),
        dropped=_dropped(dropped),
        model=_select("model", playable(state.own.model), state.model),
        setup=_select("setup", choices(state.vintage, state.own), state.setup),
        vintage=_select("vintage", vintages(), state.vintage),
        outcome=_select("outcome", sorted(game.outcome_labels), state.outcome),
        x=_select("x", state.movable, state.x),
        y=_select("y", state.movable if state.x else [""], state.y),
        numbers=numbers(state),
        files="".join(f'<li><a data-file="{name}" download>{name}</a></li>' for name in FILES),
    )


def refusal(sentence: str) -> str:
    """Write the page for an address that cannot be shown."""
    return Template(_static("refusal.html")).substitute(sentence=escape(sentence))


def _dropped(sentences: Sequence[str]) -> str:
    """Say what of a link is not shown, before anything that is."""
    if not sentences:
        return ""
    said = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return (
        '<div class="dropped" role="alert"><p><b>Not all of this link could be kept</b>, so that '
        "what is shown may differ from what was sent:</p>"
        f"<ul>{said}</ul></div>"
    )


@cache
def _static(name: str) -> str:
    return (resources("caucasus_games.explorer") / "static" / name).read_text(encoding="utf-8")


def _select(name: str, labels: Iterable[str], chosen: str) -> str:
    options = "".join(
        f"<option{' selected' if label == chosen else ''}>{escape(label)}</option>"
        for label in labels
    )
    return f'<select name="{name}" id="{name}" form="state">{options}</select>'
