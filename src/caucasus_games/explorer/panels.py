"""The parts of the page: each a function from a state to HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import sympy
from immutabledict import immutabledict
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from caucasus_games import briefs, plot, sweeps
from caucasus_games.briefs import Now
from caucasus_games.comparison import Comparison, compare
from caucasus_games.errors import GameError
from caucasus_games.exact import fraction, show
from caucasus_games.explorer.state import State, choices, own_setups, written
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.menus import few
from caucasus_games.plot.style import looks
from caucasus_games.results import Equilibrium, Solution
from caucasus_games.sweeps import Obstacles, Summary
from caucasus_games.theorems.condition import Check
from caucasus_games.theorems.least_change import Change
from caucasus_games.theorems.statics import Statics
from caucasus_games.theorems.theorem import Theorem

DRAWS = 4_000


def now(state: State) -> str:
    """Say in a line what comes about."""
    found = state.solution
    if not found.equilibria:
        return f"<p>{escape(found.none)}</p>"
    known = looks(sorted(state.game.outcome_labels))
    # equilibria that differ off the path only look the same
    several = {tuple(sorted(one.outcomes.items())): None for one in found.equilibria}
    rows = []
    for chances in several:
        likely = [(label, chance) for label, chance in chances if float(chance) > 0]
        # letters would make a narrow part wider than its share: they stand below
        bar = "".join(
            f'<i style="width:{100 * float(chance):.4f}%;background:{known[label].colour}"></i>'
            for label, chance in likely
        )
        words = "".join(
            f'<span><i style="background:{known[label].colour}"></i>'
            f"{escape(label)} {escape(show(chance, 3))}</span>"
            for label, chance in likely
        )
        rows.append(f'<div class="bar" aria-hidden="true">{bar}</div><p class="key">{words}</p>')
    return "".join(rows)


def answer(state: State) -> str:
    """Say what is played."""
    return f'<div class="table">{state.solution._repr_html_()}</div>'


def game(state: State) -> str:
    """Draw the game."""
    found = state.solution
    several = f"; the first of {len(found)} equilibria is thick" if len(found) > 1 else ""
    if isinstance(state.game, ExtensiveForm):
        picture = plot.tree_svg(few(state.game), first(state))
        told = f"The tree, with payoffs and what is played{several}."
        if state.game.offers:
            told = "The tree, with payoffs and some of the numbers that may be offered."
    else:
        picture = picture_of(matrix, state)
        told = "Payoffs, with the equilibria framed."
    return f"<figure>{picture}<figcaption>{told}</figcaption></figure>"


def area(state: State) -> str:
    """Draw the map of two numbers."""
    if not state.y:
        return "<p>A map takes two numbers with a range, and the game has fewer.</p>"
    picture = picture_of(field, state, transparent=True)
    told = f"Equilibria over {state.x} and {state.y}, all else as set. The cross is where you are."
    return f"<figure>{picture}<figcaption>{escape(told)}</figcaption></figure>"


def share(state: State) -> str:
    """Count how often each outcome comes about if what was not set is drawn from its range."""
    found = sweeps.summary(
        state.written, DRAWS, setups=[state.guarantor], solver=state.solver, values=state.values
    )
    fixed = ", ".join(state.values) or "nothing"
    told = f"{found.draws:,} draws of all numbers within their ranges; kept as set: {fixed}. "
    told += f"Asked: {found.asked}."
    rows = []
    for label, look in looks(found.outcomes).items():
        least, most = (found.share(state.setup, label, k) for k in ("guaranteed", "possible"))
        error = found.error(state.setup, label, "possible")
        said = f"{100 * most:.1f} % ± {100 * error:.1f}"
        if least < most:
            said += f", in every equilibrium {100 * least:.1f} %"
        rows.append(
            f"<tr><th>{escape(label)}</th>"
            f'<td class="track"><span style="width:{100 * most:.1f}%;background:{look.colour}">'
            f"</span></td><td>{said}</td></tr>"
        )
    return f'<table class="shares">{"".join(rows)}</table><p class="faint">{escape(told)}</p>'


def landing(
    state: State,
    totals: Summary,
    nows: Mapping[str, Now] | None,
    stands: tuple[Obstacles, ...] | None = (),
) -> str:
    """Answer first, under every guarantor."""
    titles = {name: one.title for name, one in choices(state.vintage, state.own).items()}
    brief = briefs.Brief(state.outcome, totals, titles, nows, stands=stands)
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in briefs.answer(brief))

    def linked(setup: str, change: Change | None) -> str:
        query = {"model": state.model, "setup": setup, "vintage": state.vintage}
        moved = {change.parameter.name: written(change.beyond)} if change else {}
        return f"/?{urlencode(query | {'outcome': state.outcome} | moved)}"

    told = (
        f"{totals.draws:,} draws of all numbers within their ranges, each mean and share with its "
        f"standard error. Asked: {totals.asked}. What was moved below does not enter here."
    )
    return (
        f'{said}<div class="table">{briefs.table(brief, linked)}</div>'
        f'<p class="faint">{escape(told)}</p>'
    )


def checks(state: State, found: Theorem) -> str:
    """Say what the outcome takes, and what fails."""
    condition = found.possible
    own = {name: value for name, value in state.values.items() if name in condition.symbols}
    holds = condition.holds(own)
    nearest = found.nearest(own)
    name = escape(state.outcome)
    if not nearest:
        told = "comes about whatever the numbers" if holds else "never comes about"
        return f"<p><b>{name}</b> {told} within their ranges.</p>"
    numbers = {**state.start.parameters.central, **own}
    point = {sympy.Symbol(k): sympy.Rational(fraction(v)) for k, v in numbers.items()}
    failing = sum(not check.holds for check in nearest)
    head = (
        f"<b>{name}</b> is an equilibrium outcome: all of this holds."
        if holds
        else f"<b>{name}</b> is no equilibrium outcome. It would be if "
        f"{'this held' if failing == 1 else f'these {failing} held'} too:"
    )
    rows = "".join(_checked(check, point) for check in nearest)
    units = "Each line compares what a player gets with what it would get otherwise."
    if any(check.payoffs is None for check in nearest):
        units += (
            " Where beliefs or mixtures come in, both sides are sums of terms, with those that have"
            " a minus on the other side."
        )
    way = (
        "Of several ways to the outcome this is one that is played."
        if holds
        else "Of several ways to the outcome this is the one in which the fewest lines fail."
    )
    others = state.exponents
    note = f" {', '.join(sorted(others))} stays as set, as it is an exponent." if others else ""
    return (
        f'<p>{head}</p><ul class="checks">{rows}</ul>'
        f'<p class="faint">{units} {way}{escape(note)}</p>'
    )


def _checked(check: Check, point: Mapping[sympy.Symbol, sympy.Rational]) -> str:
    """Write a line that holds or fails, with the numbers on both sides."""
    sides: tuple[Any, Any] = check.payoffs or tuple(
        side.xreplace(point) for side in check.relation.args
    )
    sign = "≥" if check.payoffs else check.relation.rel_op
    told = f" {sign} ".join(map(_number, sides))
    kind, mark = ("holds", "✓ holds") if check.holds else ("fails", "✗ fails")
    return (
        f'<li class="{kind}"><b>{mark}</b> {escape(check.about)}'
        f"<details><summary>{escape(told.replace('>=', '≥').replace('<=', '≤'))}</summary>"
        f"<code>{escape(str(check.relation))}</code></details></li>"
    )


def effects(found: Statics) -> str:
    """Say what raising each number does to the outcome."""
    rows = "".join(
        f"<dt><b>{sign}</b> {escape(words)}</dt><dd>{escape(', '.join(names))}</dd>"
        for sign, words, names in found.groups
    )
    return (
        f"<p>What raising a number does to {escape(found.outcome)}:</p><dl>{rows}</dl>"
        '<p class="faint">Whatever the other numbers are within their ranges. Never is proved; may '
        "is shown by two values that differ in this number alone.</p>"
    )


def setups(state: State) -> str:
    """Compare every setup at the values."""
    return f'<div class="table">{comparison(state)._repr_html_()}</div>'


def comparison(state: State) -> Comparison:
    """Solve the model under every setup that takes the values."""
    found = compare(state.written, values=state.values, vintage=state.vintage)
    solutions: dict[str, Solution[Any]] = {}
    refused: dict[str, str] = {}
    for name, mine in own_setups(state.own).items():
        try:
            solutions |= compare(state.written, [mine], values=state.values).solutions
        except GameError as error:
            refused[name] = str(error)
    return replace(
        found,
        solutions=immutabledict({**solutions, **found.solutions, **solutions}),
        refused=immutabledict({**refused, **found.refused}),
    )


def first(state: State) -> Equilibrium | None:
    """Return the equilibrium that a tree is drawn with, if its numbers are all drawn."""
    listed = not (isinstance(state.game, ExtensiveForm) and state.game.offers)
    return next(iter(state.solution.exact), None) if listed else None


def field(state: State, ax: Axes) -> None:
    """Draw the map."""
    free = {name: v for name, v in state.values.items() if name not in (state.x, state.y)}
    plot.regions(state.start.at(free), state.x, state.y, solver=state.solver, points=121, ax=ax)
    here = {**state.start.parameters.central, **state.game.values}
    # dark on every ground, where black is the colour of the page's letters
    ax.plot(float(here[state.x]), float(here[state.y]), "+", color="0.1", ms=16, mew=3)
    ax.plot(float(here[state.x]), float(here[state.y]), "+", color="white", ms=13, mew=1)


def matrix(state: State, ax: Axes) -> None:
    """Draw the table of payoffs."""
    assert isinstance(state.game, NormalForm)
    plot.payoff_matrix(state.game, state.solution, ax=ax)


def picture_of(
    draw: Callable[[State, Axes], None], state: State, *, transparent: bool = False
) -> str:
    """Draw something as a picture inside the page."""
    # what stands before the picture is for files of its own
    drawn = figure_of(draw, state, "svg", transparent=transparent)
    _, start, rest = drawn.decode().partition("<svg")
    return start + (rest.replace("#000000", "currentColor") if transparent else rest)


def figure_of(
    draw: Callable[[State, Axes], None], state: State, form: str, *, transparent: bool = False
) -> bytes:
    """Draw something as a file."""
    # a figure of its own, known to no other thread
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    data = BytesIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": draw.__name__}):
        draw(state, figure.subplots())
        about = {"Date": None} if form == "svg" else None
        figure.savefig(data, format=form, metadata=about, dpi=200, transparent=transparent)
    return data.getvalue()


def _number(value: Any) -> str:
    return f"{float(value):.4g}"


# what each part is called in an address
PANELS: Mapping[str, Callable[[State], str]] = immutabledict(
    now=now, answer=answer, game=game, area=area, share=share, setups=setups
)
