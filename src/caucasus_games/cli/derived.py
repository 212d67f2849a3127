"""The options of a function of the library, from its signature."""

from collections.abc import Callable
from inspect import Parameter, signature
from typing import Any

from caucasus_games.cli.taken import TAKEN, Taken
from caucasus_games.comparison import compare
from caucasus_games.concepts import markov_branches, principal_branch
from caucasus_games.evidence import hindsight, posterior, yearly
from caucasus_games.sweeps import decompose, optimal, sensitivity, summary

# parameters without an option, with the reason
NO_OPTION = {
    "rng": "a generator of numpy, and --seed says the same",
    "ax": "an axes of matplotlib to draw into; the command writes a file",
    "lifting": "obstacles are written in Python; those of the model are lifted",
    "points": "how fine a figure is drawn",
    "formats.to_latex.notation": "a mapping of names to LaTeX, written in Python",
    "plot.state_path.groups": "a function of Python; all states are drawn",
    "concepts.markov_branches.begin": "equilibria that were found before; the search begins anew",
}

# parameters that are the result of another function, whose options they then have
FOUND: dict[str, Callable[..., Any]] = {
    "evidence.scores.found": posterior,
    "plot.compare.found": compare,
    "plot.shares.found": summary,
    "plot.tornado.found": sensitivity,
    "plot.decomposition.found": decompose,
    "plot.pareto.found": optimal,
    "plot.timeline.found": hindsight,
    "plot.years.found": yearly,
    "plot.reliability.found": yearly,
    "plot.markov_branches.found": markov_branches,
    "plot.quantal_response.branch": principal_branch,
}


def found_by(function: Callable[..., Any]) -> Taken:
    """Take a result as the options of the function that finds it."""
    taken = taken_by(function)
    options: dict[str, Any] = {}
    defaults: dict[str, Any] = {}
    for name, one in taken.items():
        options |= one.options
        defaults |= one.defaults
        own = signature(function).parameters[name].default
        if name in one.options and name not in one.defaults and own is not Parameter.empty:
            defaults[name] = own
    return Taken(
        lambda given: function(**{name: one.read(given) for name, one in taken.items()}),
        options,
        defaults,
    )


def taken_by(function: Callable[..., Any]) -> dict[str, Taken]:
    """Return what each parameter of a function is, but those that have no option."""
    return {
        name: _one_of(place_of(function), name)
        for name in signature(function).parameters
        if name not in NO_OPTION and f"{place_of(function)}.{name}" not in NO_OPTION
    }


def place_of(function: Callable[..., Any]) -> str:
    """Return the package of the library that a function is of, and its name."""
    return f"{function.__module__.split('.')[1]}.{function.__name__}"


def _one_of(place: str, name: str) -> Taken:
    own = f"{place}.{name}"
    return found_by(FOUND[own]) if own in FOUND else TAKEN.get(own) or TAKEN[name]
