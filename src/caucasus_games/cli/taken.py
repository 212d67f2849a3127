"""What a parameter of a function of the library is on the command line.

Written once for each name: whatever function takes a parameter of that name takes it by these
options.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

from caucasus_games.cli.asked import (
    Given,
    all_played,
    answers_asked,
    concept_asked,
    equilibrium_asked,
    game_asked,
    lists_asked,
    observed,
    one_played,
    range_asked,
    ranges_asked,
    regimes_asked,
    run_asked,
    setup_asked,
    setups_asked,
    several_setups,
    solution_asked,
)
from caucasus_games.cli.names import (
    claim_named,
    model_named,
    pairs,
    solver_named,
)
from caucasus_games.cli.options import (
    Game,
    GivenRelations,
    Model,
    Numbers,
    Setups,
    Solver,
    Values,
    Vintage,
    option,
    setup_names,
)
from caucasus_games.sweeps.draws import Sampling
from caucasus_games.sweeps.response import Response


@dataclass(frozen=True)
class Taken:
    """Options by name with their annotation, and what they come to together.

    Parameters
    ----------
    read : callable
        From what was given, by the name of the option, to the value of the parameter.
    options : mapping of str to annotation
        In the order of the help.
    defaults : mapping of str to object
        Of options that are not simply the parameter; others have that of the function.
    """

    read: Callable[[Given], Any]
    options: Mapping[str, Any]
    defaults: Mapping[str, Any] = field(default_factory=dict)


def under(otherwise: str) -> Any:
    """Describe the option for a setup; a game from a file has none."""
    return Annotated[
        str, option(f"Under which setup; else {otherwise}.", "--setup", complete=setup_names)
    ]


_SUBJECT = {"vintage": Vintage, "numbers": Numbers}
_SUBJECT_DEFAULTS = {"vintage": "2025-07", "numbers": ""}
_UNDER = under("NONE")
_FREE = Annotated[list[str] | None, option("Leave only this number open; repeatable.", "--free")]
_MODELS = Annotated[list[str] | None, option("Only this model; repeatable.", "--model")]
_MOMENTS = Annotated[
    list[str] | None, option("Only what was seen at this moment, as 2020; repeatable.", "--moment")
]


def _plain(name: str, annotation: Any) -> Taken:
    """Take a parameter as the option of its name."""
    return Taken(lambda given: given[name], {name: annotation})


def _text(name: str, annotation: Any) -> Taken:
    """Take a text; an empty one is none at all."""
    return Taken(lambda given: given[name] or None, {name: annotation}, {name: ""})


_GAME = {"model": Game, "setup": _UNDER, "set": Values, "free": _FREE, **_SUBJECT}
_GAME_DEFAULTS = {"model": "settlement", "setup": "", "set": None, "free": None}
GAME = Taken(game_asked, _GAME, {**_GAME_DEFAULTS, **_SUBJECT_DEFAULTS})
_SOLVED = Taken(solution_asked, {**_GAME, "solver": Solver}, {**GAME.defaults, "solver": ""})
_OBSERVED = Taken(
    observed, {"model": Model, "moment": _MOMENTS}, {"model": "settlement", "moment": None}
)
_WHICH = Annotated[int, option("Which of the equilibria, from 0.")]
_UNSOLVED = {"unsolved": Annotated[bool, option("Without what is played.", "--unsolved")]}
_PLAYED = Taken(
    one_played,
    {**_SOLVED.options, "which": _WHICH, **_UNSOLVED},
    {**_SOLVED.defaults, "which": 0, "unsolved": False},
)
_SEED = Annotated[int, option("The same seed gives the same draws.")]
_DRAWS = Annotated[int | None, option("How many draws of the numbers.")]
_PRECISION = Annotated[float | None, option("Of the players' choices; by default the best one.")]

# by the name of the parameter, or of the function and the parameter
TAKEN: dict[str, Taken] = {
    "game": GAME,
    "solution": _SOLVED,
    "cli.sources.game": Taken(
        lambda given: game_asked(given) if given["model"] else None,
        _GAME,
        {**GAME.defaults, "model": ""},
    ),
    "model": Taken(
        lambda given: model_named(given["model"]),
        {"model": Model},
        {"model": "settlement"},
    ),
    "models": Taken(
        lambda given: [model_named(one) for one in given["models"] or []] or None,
        {"models": _MODELS},
    ),
    "setups": Taken(
        setups_asked, {"setup": Setups, **_SUBJECT}, {"setup": None, **_SUBJECT_DEFAULTS}
    ),
    "setup": Taken(
        partial(setup_asked, "setup"),
        {"setup": under("US_OPERATOR"), **_SUBJECT},
        {"setup": "US_OPERATOR", **_SUBJECT_DEFAULTS},
    ),
    "before": Taken(
        partial(setup_asked, "before"),
        {
            "before": Annotated[str, option("The first setup.", "--from", complete=setup_names)],
            **_SUBJECT,
        },
        {"before": "NONE", **_SUBJECT_DEFAULTS},
    ),
    "after": Taken(
        partial(setup_asked, "after"),
        {"after": Annotated[str, option("The second setup.", "--to", complete=setup_names)]},
        {"after": "US_OPERATOR"},
    ),
    "guarantors": Taken(
        partial(several_setups, "setup"),
        {
            "setup": Annotated[
                list[str], option("A guarantor, by its setup; repeatable.", complete=setup_names)
            ],
            **_SUBJECT,
        },
        {"setup": ["NONE", "US_OPERATOR"], **_SUBJECT_DEFAULTS},
    ),
    "regimes": Taken(
        regimes_asked,
        {
            "regime": Annotated[
                list[str] | None,
                option("Who runs the checks, by name or by a setup; repeatable; else all."),
            ]
        },
        {"regime": None},
    ),
    "sources": Taken(
        lambda given: [model_named(one) for one in given["source"]],
        {
            "source": Annotated[
                list[str], option("A model whose answer is carried over; repeatable.")
            ]
        },
    ),
    "outcome": Taken(
        lambda given: given["outcome"],
        {"outcome": Annotated[str, option("Which outcome.")]},
        {"outcome": "peace"},
    ),
    "claim": Taken(
        lambda given: claim_named(given["claim"], partial(game_asked, given)),
        {
            "claim": Annotated[
                str,
                option(
                    "An outcome, which is then claimed to be guaranteed, or Excluded(war), "
                    "Raising(corridor_value, peace), Unique() or Implies(peace, US_TREATY)."
                ),
            ]
        },
        {"claim": "peace"},
    ),
    "parameter": _plain("parameter", Annotated[str, option("Which number moves.")]),
    "solver": Taken(
        lambda given: concept_asked(given) if "free" in given else solver_named(given["solver"]),
        {"solver": Solver},
        {"solver": ""},
    ),
    # where a game is asked about it has its values
    "values": Taken(
        lambda given: None if "free" in given else pairs(given["set"], "--set"),
        {"set": Values},
        {"set": None},
    ),
    "within": Taken(
        ranges_asked,
        {
            "within": Annotated[
                list[str] | None, option("name=low..high, a range to take instead; repeatable.")
            ]
        },
    ),
    "given": _plain("given", GivenRelations),
    "time_limit": _plain(
        "time_limit", Annotated[float | None, option("Seconds after which to give up.")]
    ),
    "vintage": Taken(lambda given: given["vintage"], {"vintage": Vintage}, {"vintage": "2025-07"}),
    "draws": _plain("draws", _DRAWS),
    # a grid takes its points as they are
    "sweeps.sweep.draws": Taken(
        lambda given: None if given["grid"] else given["draws"], {"draws": _DRAWS}
    ),
    "seed": _plain("seed", _SEED),
    "sampling": _plain(
        "sampling",
        Annotated[Sampling, option("How the draws are spread.")],
    ),
    "sample": _text(
        "sample",
        Annotated[str, option("A .csv or .nc file of draws to take, a column for each number.")],
    ),
    "grid": Taken(
        lambda given: lists_asked("grid", "--grid", given) or None,
        {
            "grid": Annotated[
                list[str] | None,
                option("name=1/4,1/2: these values in place of draws; repeatable."),
            ]
        },
    ),
    "response": _plain(
        "response",
        Annotated[Response, option("What a share is of.")],
    ),
    "on": Taken(
        run_asked,
        {
            "store": Annotated[str, option("A folder that keeps every block, to go on from.")],
            "workers": Annotated[int | None, option("How many threads; else up to four.")],
        },
        {"store": "", "workers": None},
    ),
    "levels": Taken(
        lambda given: lists_asked("level", "--level", given),
        {"level": Annotated[list[str], option("name=1/4,1/2, values to try; repeatable.")]},
    ),
    "prices": Taken(
        lambda given: pairs(given["price"], "--price"),
        {"price": Annotated[list[str], option("name=2, what a unit costs; repeatable.")]},
    ),
    "deaths": _plain("deaths", Annotated[int, option("In a year: 25, a conflict, or 1000.")]),
    "recompute": _plain("recompute", Annotated[bool, option("Ask the models again: minutes.")]),
    "answers": Taken(
        answers_asked,
        {
            "answer": Annotated[
                list[str] | None, option("question=yes or no, what happened; repeatable.")
            ],
            "answers": Annotated[str, option("A .toml or .csv file of what happened.")],
        },
        {"answer": None, "answers": ""},
    ),
    "observations": _OBSERVED,
    "precision": _plain("precision", _PRECISION),
    "floor": _plain("floor", Annotated[float, option("The least probability that is scored.")]),
    "which": _plain("which", _WHICH),
    "equilibrium": Taken(
        equilibrium_asked, {**_SOLVED.options, "which": _WHICH}, {**_SOLVED.defaults, "which": 0}
    ),
    "plot.tree.equilibrium": _PLAYED,
    "plot.tree_svg.equilibrium": _PLAYED,
    "plot.payoff_matrix.solution": Taken(
        all_played,
        {**_SOLVED.options, **_UNSOLVED},
        {**_SOLVED.defaults, "unsolved": False},
    ),
    "formats.to_latex.equilibrium": _PLAYED,
    "plot.regions.setups": Taken(
        partial(several_setups, "mark"),
        {
            "mark": Annotated[
                list[str] | None, option("Mark this setup; repeatable.", complete=setup_names)
            ]
        },
        {"mark": None},
    ),
    "plot.offer_curve.at": Taken(
        lambda given: pairs(given["at"], "--at") or None,
        {"at": Annotated[list[str] | None, option("name=value of another offer; repeatable.")]},
    ),
    "name": _plain("name", Annotated[str, option("Which offer.")]),
    "x": _plain("x", Annotated[str, option("The number to the right.")]),
    "y": _plain("y", Annotated[str, option("The number upwards.")]),
    "most": _plain("most", Annotated[int, option("How many at most are drawn.")]),
    "state": _plain("state", Annotated[str, option("Which state.")]),
    "first": _plain("first", Annotated[int, option("In which state it begins, from 0.")]),
    "periods": _plain("periods", Annotated[int, option("How many periods.")]),
    "payoffs": _plain("payoffs", Annotated[bool, option("Write what each player gets.")]),
    "mixed": _plain("mixed", Annotated[bool, option("In mixed strategies.")]),
    "drawn": _plain("drawn", Annotated[bool, option("The drawn numbers too, a column each.")]),
    "sgame": _plain("sgame", Annotated[bool, option("For the package sgame.")]),
    "sideways": _plain("sideways", Annotated[bool, option("A tree from left to right.")]),
    "standalone": _plain("standalone", Annotated[bool, option("A document of its own.")]),
    "index": _plain("index", Annotated[bool, option("Shares that add up to one.")]),
    "discount": _plain("discount", Annotated[str, option("What the next period counts.")]),
    "shocks": _plain("shocks", Annotated[bool, option("With what only its player knows.")]),
    "starts": _plain("starts", Annotated[int, option("From how many points to search.")]),
    "concepts.markov_branches.within": Taken(
        range_asked,
        {"range": Annotated[str, option("Its least and highest value, as 0..1/2; else its own.")]},
        {"range": ""},
    ),
    "concepts.markov_branches.precision": _plain(
        "precision", Annotated[float, option("Of the players' choices.")]
    ),
    "why": _plain("why", Annotated[bool, option("Say why, and what would change it.", "--why")]),
    "evidence.verdicts.numbers": Taken(
        lambda given: given["claim"] or None,
        {"claim": Annotated[list[str] | None, option("Only this claim, as S12; repeatable.")]},
        {"claim": None},
    ),
}
