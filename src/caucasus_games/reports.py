"""One model as a page to mail: a single file with its figures, tables, numbers and sources."""

import os
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from importlib.resources import files as resources
from inspect import getmodule
from io import BytesIO
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from immutabledict import immutabledict
from matplotlib.axes import Axes

from caucasus_games import plot
from caucasus_games.briefs import Brief, answer, decisive, headline, nows_of
from caucasus_games.briefs import table as brief_table
from caucasus_games.comparison import Comparison, Explanation, compare, explain
from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import ExtensiveForm, MarkovGame
from caucasus_games.games.kinds import Game
from caucasus_games.games.menus import few
from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.models.model import Model, ModelLike, model_of
from caucasus_games.parameters import OwnNumbers, Parameter, Parameters
from caucasus_games.parameters.data import bibliography
from caucasus_games.parameters.own import own_numbers
from caucasus_games.parameters.relation import Given
from caucasus_games.results import Solution
from caucasus_games.sweeps import Obstacles, Summary, obstacles, summary
from caucasus_games.text.html import lines, table
from caucasus_games.text.plain import counted

# each takes seconds, and nobody reads more
_MOST_EXPLAINED = 5
# an error of a point in a hundred, in seconds
_DRAWS_OF_OBSTACLES = 2_000
# more are not told apart in a figure
_MOST_STATES = 12


def report(
    model: ModelLike,
    setup: str | GuarantorSetup = "US_OPERATOR",
    vintage: str = "2025-07",
    values: Mapping[str, object] | None = None,
    draws: int = 20_000,
    seed: int = 0,
    *,
    given: Given | None = None,
    own: OwnNumbers | str | os.PathLike[str] | None = None,
    tell: Callable[[str], object] = lambda _: None,
) -> str:
    """Write what a model says as one page.

    1. Half a page in short: what peace takes under each setup, or the first outcome if there is no
       peace, what decides under one of them, and what would change it.
    2. Every setup side by side, at the central values and over many draws.
    3. One setup closely: its game, its equilibria, why they are, and what would change them.
    4. All numbers with their ranges, and the sources they name.

    Parameters
    ----------
    model : callable
        Maps a setup to a game, such as :func:`caucasus_games.models.settlement`.
    setup : str or GuarantorSetup
        Which named setup, or one of your own, is looked at closely.
    vintage : str
        Which figures.
    values : mapping of str to exact number, optional
        Values of parameters.
    draws : int
        How many draws.
    seed : int
        The same seed gives the same draws.
    given : list of str, optional
        Relations between parameters: draws at which one does not hold are left out.
    own : OwnNumbers or path, optional
        Numbers of one's own, or their file; where they differ from the package's is shown.
    tell : callable, optional
        Is told in a line what is done next.

    Returns
    -------
    str
        HTML that needs nothing from elsewhere. What a model cannot be asked is said in its place.

    Raises
    ------
    GameError
        As :func:`caucasus_games.comparison.compare`; if the model does not take the setup.

    Examples
    --------
    >>> from caucasus_games.models import deterrence_by_chance
    >>> page = report(deterrence_by_chance, draws=100)
    >>> page.count("<img"), "<svg" in page, "<h2>Sources</h2>" in page
    (2, True, True)
    """
    tell("solving under every setup")
    written = model_of(model, "report")
    own = own_numbers(own)
    # named setups that a model does not take are said to be refused if none is asked for
    asked_for = None if own is None else written.setups(vintage, own=own).values()
    found = compare(model, asked_for, values=values, vintage=vintage)
    if isinstance(setup, GuarantorSetup):
        alone = compare(model, [setup], values=values)
        found = replace(found, solutions=immutabledict({**found.solutions, **alone.solutions}))
        chosen, setup = setup, setup.name
    elif setup in found.solutions:
        chosen = named(vintage, own=own)[setup]
    else:
        known = ", ".join(found.solutions)
        why = found.refused.get(setup, f"unknown setup {setup!r}")
        raise GameError(f"{why}; the report can look closely at {known}")
    solution = found.solutions[setup]
    game = solution.game
    # what a model is about is told where it is written
    about = (getattr(getmodule(written), "__doc__", "") or model.__doc__ or "").strip().splitlines()
    drawn, totals = _draws(model, asked_for, vintage, values, given, draws, seed, tell)
    over: dict[str, Any] = {"setups": asked_for, "values": values, "vintage": vintage, "seed": seed}
    stands = () if given else _stands(written, totals, draws, over, tell)
    reasons = list(_explained(solution, tell))
    setups = {one.name: one.title for one in [*named(vintage, own=own).values(), chosen]}
    parts = [
        f"<p>{escape(about[0]) if about else ''}</p>",
        "<p>This page says what follows from assumptions; it does not predict or advise. Numbers "
        "marked as assumptions are judgements.</p>",
        '<section class="short" aria-labelledby="short"><h2 id="short">In short</h2>',
        *_in_short(written, found, totals, stands, setups, "these values" if values else "", tell),
        f"<h3>Under {escape(setup)}</h3>",
        *_decides(solution, reasons),
        "</section>",
        "<h2>Under each guarantor</h2>",
        _figure(plot.compare, found, "outcomes under each setup at the central values"),
        _table(found._repr_html_()),
        "<h2>Over all plausible numbers</h2>",
        drawn,
        f"<h2>Under {escape(setup)}</h2>",
        *_closely(game, solution, reasons),
        "<h2>Numbers</h2>",
        *_changed(game.parameters, model, chosen),
        _table(game.parameters._repr_html_()),
        "<h2>Sources</h2>",
        _sources(game.parameters, chosen),
    ]
    title = escape(game.title or "a model")
    asked = totals.asked if totals else found.asked
    told = f"{counted(len(found.solutions), 'setup')}; {asked}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_style()}</style></head><body><main><h1>{title}</h1>"
        f"{''.join(parts)}</main><footer><p>{escape(told)}.</p></footer></body></html>\n"
    )


def _style() -> str:
    return (resources("caucasus_games") / "data" / "report.css").read_text(encoding="utf-8")


def _draws(
    model: ModelLike,
    setups: Iterable[GuarantorSetup] | None,
    vintage: str,
    values: Mapping[str, object] | None,
    given: Given | None,
    draws: int,
    seed: int,
    tell: Callable[[str], object],
) -> tuple[str, Summary | None]:
    """Return what is counted as it is shown and as it is, if it could be."""
    tell(f"counting outcomes in {counted(draws, 'draw')}")
    asked: dict[str, Any] = {"values": values, "given": given, "seed": seed, "vintage": vintage}
    try:
        totals = summary(model, draws, setups=setups, **asked)
    except GameError as error:
        return f"<p>{escape(str(error))}</p>", None
    picture = _figure(plot.shares, totals, "mean probability of each outcome over the draws")
    return picture + _table(totals._repr_html_()), totals


def _stands(
    model: Model[..., Any],
    totals: Summary | None,
    draws: int,
    over: Mapping[str, Any],
    tell: Callable[[str], object],
) -> tuple[Obstacles, ...]:
    """Lift each obstacle of a model that has some; each takes as long as the draws themselves."""
    if totals is None or not model.obstacles:
        return ()
    tell("lifting each obstacle alone")
    asked = {**over, "response": "probability", "draws": min(draws, _DRAWS_OF_OBSTACLES)}
    return (obstacles(model, headline(totals.outcomes), **asked),)


def _in_short(
    model: Model[..., Any],
    found: Comparison,
    totals: Summary | None,
    stands: tuple[Obstacles, ...],
    titles: Mapping[str, str],
    at: str,
    tell: Callable[[str], object],
) -> Iterator[str]:
    """Answer under every setup."""
    if totals is None:
        yield "<p>Outcomes could not be counted over draws, for the reason given below.</p>"
        return
    outcome = headline(totals.outcomes)
    solutions = {name: found.solutions[name] for name in totals.setups}
    brief = Brief(outcome, totals, titles, nows_of(model, solutions, outcome, tell))
    brief = replace(brief, stands=stands, at=at or brief.at)
    yield "".join(f"<p>{escape(sentence)}</p>" for sentence in answer(brief))
    yield f'<div class="table">{brief_table(brief)}</div>'
    yield "<p><small>Means and shares with their standard errors.</small></p>"


def _decides(solution: Solution[Any], reasons: list[Explanation | GameError]) -> Iterator[str]:
    if not reasons:
        yield f"<p>{escape(solution.none)}</p>"
        return
    first = reasons[0]
    if isinstance(first, GameError):
        yield f"<p>Not explained: {escape(str(first))}</p>"
        return
    several = len(solution) > 1
    yield f"<p>{'The first equilibrium' if several else 'What is played'}: "
    yield f"{lines(first.equilibrium.path)}</p>"
    yield "".join(f"<p>{escape(sentence)}</p>" for sentence in decisive(first))


def _explained(
    solution: Solution[Any], tell: Callable[[str], object]
) -> Iterator[Explanation | GameError]:
    """Explain the first equilibria; if one cannot be, none after it."""
    for which in range(min(len(solution), _MOST_EXPLAINED)):
        tell(f"explaining equilibrium {which + 1} of {len(solution)}")
        try:
            yield explain(solution, which)
        except GameError as error:
            yield error
            return


def _changed(parameters: Parameters, model: ModelLike, setup: GuarantorSetup) -> Iterator[str]:
    """Show where numbers differ from the package's, side by side."""
    known = named(setup.vintage)
    if setup.name not in known:
        return
    before = {name: _span(p) for name, p in model(known[setup.name]).parameters.items()}
    here = {name: _span(p) for name, p in parameters.items()}
    rows = [
        (name, before.get(name, ""), span)
        for name, span in here.items()
        if before.get(name) != span
    ]
    if rows:
        yield f"<p>{counted(len(rows), 'number')} of one's own:</p>"
        yield _table(table(("name", "in the package", "here"), rows))


def _span(record: Parameter) -> str:
    return (
        f"{show(record.central)} ({show(record.low)} to {show(record.high)}), {record.distribution}"
    )


def _closely(
    game: Game, solution: Solution[Any], reasons: list[Explanation | GameError]
) -> Iterator[str]:
    several = f", the first of {len(solution)} equilibria thick" if len(solution) > 1 else ""
    if isinstance(game, ExtensiveForm):
        # what is played is a number that need not be among the few that are drawn
        first = None if game.offers else next(iter(solution), None)
        told = ", with some of the numbers that may be offered" if game.offers else several
        caption = f"<figcaption>the tree{told}</figcaption>"
        yield f'<figure class="wide">{plot.tree_svg(few(game), first)}{caption}</figure>'
    elif isinstance(game, MarkovGame):
        yield from _states(solution)
    elif len(game.players) <= 4:
        yield _figure(lambda own: plot.payoff_matrix(own, solution), game, "payoffs", wide=True)
    yield _table(solution._repr_html_())
    for one in reasons:
        if isinstance(one, GameError):
            yield f"<p>Not explained: {escape(str(one))}</p>"
            return
        yield f"<pre>{escape(repr(one))}</pre>"
    if len(solution) > _MOST_EXPLAINED:
        left = len(solution) - _MOST_EXPLAINED
        more = counted(left, "more equilibrium is", "more equilibria are")
        yield f"<p>{more} not explained here: explain does so one by one.</p>"


def _states(solution: Solution[Any]) -> Iterator[str]:
    """Draw the states that the first equilibrium comes to, if they are few."""
    for first in solution.equilibria[:1]:
        if len(first.chain.moves) <= _MOST_STATES:
            yield _figure(plot.state_graph, first, "how states follow each other")


def _figure(draw: Callable[[Any], Axes], what: object, caption: str, *, wide: bool = False) -> str:
    """Draw as a picture inside the page."""
    # the same page for the same call
    with mpl.rc_context({"svg.hashsalt": caption}):
        figure = draw(what).get_figure(root=True)
        assert figure is not None
        data = BytesIO()
        figure.savefig(data, format="svg", metadata={"Date": None}, bbox_inches="tight")
        plt.close(figure)
    told = escape(caption, quote=True)
    kind = ' class="wide"' if wide else ""
    source = f"data:image/svg+xml;base64,{b64encode(data.getvalue()).decode()}"
    return (
        f'<figure{kind}><img alt="{told}" src="{source}"><figcaption>{told}</figcaption></figure>'
    )


def _table(shown: str) -> str:
    return f'<div class="table">{shown}</div>'


def _sources(parameters: Parameters, setup: GuarantorSetup) -> str:
    """List the entries of the bibliography that the numbers name."""
    keys: set[str] = set()
    for own in (parameters, setup.parameters):
        keys.update(key for record in own.values() for key in record.keys)
    return f"<ul>{''.join(entries(sorted(keys)))}</ul>"


def entries(keys: Iterable[str]) -> Iterator[str]:
    """Write entries of the bibliography."""
    for key in keys:
        entry = bibliography().get(key)
        if entry is None:
            # of a parameter of one's own
            yield f"<li>{escape(key)}</li>"
            continue
        told = ". ".join(entry[name] for name in ("author", "title", "year") if name in entry)
        told = told.replace("--", "–")
        address = entry.get("url") or (f"https://doi.org/{entry['doi']}" if "doi" in entry else "")
        link = f' <a href="{escape(address, quote=True)}">{escape(address)}</a>' if address else ""
        yield f"<li><b>{escape(key)}</b> {lines(told)}.{link}</li>"
