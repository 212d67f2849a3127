"""What an outcome takes under each setup, on half a page, for who knows no game theory.

Over many draws of all numbers: how likely it is on average, and in what share it is possible. At
the central values: whether it comes about, and if not, which single number would have to change
least, as a share of its range.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from immutabledict import immutabledict

from caucasus_games.comparison import Explanation, Flip
from caucasus_games.errors import GameError
from caucasus_games.exact import least, show
from caucasus_games.models import Model
from caucasus_games.results import Solution
from caucasus_games.sweeps import Obstacles, Summary
from caucasus_games.text.plain import counted
from caucasus_games.theorems.least_change import Change, Least, least_change

# of shares that differ by less nobody can say which is larger
_ERRORS_APART = 2
_CHANGES_SAID = 3
_WAITING = '<span class="working">is being worked out …</span>'


@dataclass(frozen=True)
class Now:
    """An outcome at the central values, or at those that were set.

    Parameters
    ----------
    chances : tuple of float
        Its probability in each equilibrium.
    least : Least or None
        The least change that makes it possible; None if it is.
    refused : str
        Why the least change could not be found.
    """

    chances: tuple[float, ...]
    least: Least | None = None
    refused: str = ""

    @property
    def there(self) -> bool:
        """Whether some equilibrium brings it."""
        return any(chance > 0 for chance in self.chances)


@dataclass(frozen=True)
class Brief:
    """All that the half page says.

    Parameters
    ----------
    outcome : str
        Of what.
    totals : Summary
        Over many draws.
    titles : mapping of str to str
        What each setup is, in a phrase.
    nows : mapping of str to Now, or None
        At the values; None while it is being worked out.
    at : str
        Which values these are.
    stands : tuple of Obstacles, or None
        What stands in the way over draws, if the model has obstacles; None while it is worked out.
    """

    outcome: str
    totals: Summary
    titles: Mapping[str, str]
    nows: Mapping[str, Now] | None = None
    at: str = "the central values"
    stands: tuple[Obstacles, ...] | None = ()

    @property
    def ranked(self) -> list[str]:
        """The setups, the one with the highest mean probability first."""
        return sorted(self.totals.setups, key=lambda name: -self.totals.mean(name, self.outcome))


def headline(labels: Collection[str]) -> str:
    """Return the outcome that is asked about first."""
    return "peace" if "peace" in labels else min(labels)


def now_of(model: Model[..., Any], solution: Solution[Any], outcome: str) -> Now:
    """Say whether a solution brings an outcome, and what would."""
    chances = tuple(float(one.outcomes.get(outcome, 0)) for one in solution.equilibria)
    if any(chance > 0 for chance in chances):
        return Now(chances)
    try:
        return Now(chances, least_change(solution.game, outcome, model.solver(solution.game)))
    except GameError as error:
        return Now(chances, None, str(error).partition(": required")[0])


def nows_of(
    model: Model[..., Any],
    solutions: Mapping[str, Solution[Any]],
    outcome: str,
    tell: Callable[[str], object] = lambda _: None,
) -> immutabledict[str, Now]:
    """Say so of every setup."""
    found = {}
    for name, solution in solutions.items():
        tell(f"asking what {outcome} takes under {name}")
        found[name] = now_of(model, solution, outcome)
    return immutabledict(found)


def answer(brief: Brief) -> Iterator[str]:
    """Answer in a few sentences."""
    totals, outcome = brief.totals, brief.outcome
    drawn = (
        f"If all numbers are drawn from their ranges, {counted(totals.draws, 'time')}, {outcome}"
    )
    high, low = brief.ranked[0], brief.ranked[-1]
    most, fewest = (_percent(totals.mean(name, outcome)) for name in (high, low))
    if high == low:
        yield f"{drawn} has on average a probability of {most} under {high}."
    elif _differs(totals, high, low, outcome):
        yield (
            f"{drawn} has on average a probability of {most} under {high}, the highest, and of "
            f"{fewest} under {low}, the lowest."
        )
    else:
        yield (
            f"{drawn} has on average a probability of {most} under {high} and of {fewest} under "
            f"{low}, and under no setup is it higher than under another beyond the errors."
        )
    yield from _apart(brief)
    if brief.nows is not None:
        there = [name for name, now in brief.nows.items() if now.there]
        count = f"{len(there)} of {counted(len(brief.nows), 'setup')}"
        yield f"At {brief.at} {outcome} is possible under {count}."


def _apart(brief: Brief) -> Iterator[str]:
    """Say which setups cannot be told from having none, which is what a guarantor must better."""
    totals, outcome = brief.totals, brief.outcome
    if "NONE" not in totals.setups or len(totals.setups) == 1:
        return
    kinds: dict[str, list[str]] = {"higher": [], "lower": [], "no different": []}
    for name in brief.ranked:
        if name == "NONE":
            continue
        change = totals.mean(name, outcome) - totals.mean("NONE", outcome)
        kind = "higher" if change > 0 else "lower"
        apart = _differs(totals, name, "NONE", outcome)
        kinds[kind if apart else "no different"].append(name)
    told = [f"{kind} under {', '.join(names)}" for kind, names in kinds.items() if names]
    yield f"Against no guarantor it is {'; '.join(told)}."


def _differs(totals: Summary, name: str, other: str, outcome: str) -> bool:
    change, error = totals.difference(name, other, outcome, "probability")
    return abs(change) > _ERRORS_APART * error


def table(brief: Brief, linked: Callable[[str, Change | None], str] | None = None) -> str:
    """Write the table; what is linked leads to a setup, or to its least change."""
    # a column is a title and what a setup's cell says
    columns: dict[str, Callable[[str], str]] = {
        f"mean probability of {brief.outcome}": lambda name: _mean(brief, name),
        "possible in": lambda name: _possible(brief, name),
        f"at {brief.at}": lambda name: _now(brief, name, linked),
    }
    if brief.stands != ():
        columns["most in its way"] = lambda name: _in_the_way(brief, name)
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in ("guarantor", *columns))
    rows = "".join(
        f'<tr data-setup="{escape(name, quote=True)}"><th scope="row">{_named(brief, name, linked)}'
        f"</th>{''.join(_cell(title, cell(name)) for title, cell in columns.items())}</tr>"
        for name in brief.totals.setups
    )
    return f'<table class="brief"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _cell(title: str, told: str) -> str:
    # on a narrow page each cell stands in a line of its own, after its title
    return f'<td data-title="{escape(title, quote=True)}">{told}</td>'


def _named(brief: Brief, name: str, linked: Callable[[str, Change | None], str] | None) -> str:
    told = escape(name)
    if linked:
        told = f'<a href="{escape(linked(name, None), quote=True)}">{told}</a>'
    title = brief.titles.get(name, "")
    return f"{told}<br><small>{escape(title)}</small>" if title else told


def _mean(brief: Brief, name: str) -> str:
    share = brief.totals.mean(name, brief.outcome)
    error = brief.totals.mean_error(name, brief.outcome)
    bar = f'<span class="mean" aria-hidden="true"><i style="width:{100 * share:.1f}%"></i></span>'
    return f"{_percent(share, error)}{bar}"


def _possible(brief: Brief, name: str) -> str:
    share = brief.totals.share(name, brief.outcome)
    return f"{_percent(share, brief.totals.error(name, brief.outcome))} of draws"


def _now(brief: Brief, name: str, linked: Callable[[str, Change | None], str] | None) -> str:
    if brief.nows is None:
        return _WAITING
    now = brief.nows[name]
    if now.there:
        low, high = (f"{chance:.3g}" for chance in (min(now.chances), max(now.chances)))
        if low == "1":
            return "comes about for sure"
        several = "" if low == high else f" to {high}, by equilibrium"
        return f"comes about with probability {low}{several}"
    told = "does not come about" if now.chances else "no equilibrium was found"
    if now.least is None:
        return f"{told}; what would change it is not worked out: {escape(now.refused)}"
    if now.least.change is None:
        told += "; no single number brings it within its range"
    else:
        told += f"; it would if {escape(in_words(now.least.change))}"
        if linked:
            address = escape(linked(name, now.least.change), quote=True)
            told += f' <a href="{address}">show this</a>'
    if now.least.lost:
        told += f" (not tried, as an exponent: {escape(', '.join(now.least.lost))})"
    return told


def _in_the_way(brief: Brief, name: str) -> str:
    if not brief.stands:
        return _WAITING
    (found,) = brief.stands
    binding = found.binding(name)
    lifted = found.lifted[name, binding]
    if lifted.brings <= _ERRORS_APART * lifted.error:
        return "nothing that alone makes a difference"
    (account,) = (one.account for one in found.obstacles if one.name == binding)
    told = f"{binding}: {_percent(lifted.brings, lifted.error).replace(' %', ' points')} more if "
    return escape(told + (account or "it is lifted"))


def in_words(change: Change | Flip) -> str:
    """Say what would have to change."""
    record = change.parameter
    way = "above" if least(change.at) > change.now else "below"
    return (
        f"{record.description} ({record.name}) were {way} {show(change.at)} instead of "
        f"{show(change.now)} {record.unit}, {show(100 * change.share, digits=1)} % of its range"
    )


def decisive(explanation: Explanation) -> Iterator[str]:
    """Say on which decision it hangs, and which single numbers would change it soonest."""
    if explanation.reasons:
        tight = min(explanation.reasons, key=lambda reason: reason.margin)
        other, _ = max(tight.instead, key=lambda pair: pair[1])
        after = f", after {', '.join(tight.after)}," if tight.after else ""
        yield (
            f"What decides: the closest call is that {tight.player}{after} chooses {tight.action} "
            f"rather than {other}, by {show(tight.margin)}."
        )
    flips = [
        f"to {' or '.join(one.becomes)} if {in_words(one)}"
        for one in explanation.flips[:_CHANGES_SAID]
    ]
    if flips:
        yield f"What would change it, the least change of one number first: {'; '.join(flips)}."
    else:
        yield "What would change it: no single number within its range."


def _percent(share: float, error: float | None = None) -> str:
    told = f"{100 * share:.0f}"
    return f"{told} % ± {100 * error:.0f}" if error is not None else f"{told} %"
