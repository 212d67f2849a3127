"""Which functions of the library are commands, and why the others are none."""

from caucasus_games import comparison, concepts, evidence, formats, sweeps, theorems
from caucasus_games.cli.answers import converted, joined, solve, sources
from caucasus_games.cli.files import write_game, write_text
from caucasus_games.cli.verbs import Verb

_SOLVE, _PROVE, _DRAW = "What happens", "For which numbers", "Over draws of the numbers"
_LEARN, _VALUES, _WRITE = "The record", "Values of games", "Files and pages"

COMPARE = Verb(comparison.compare, _SOLVE)
# the models that are asked about if none is named
_COALITIONS, _STAGE = {"model": "transit_gains"}, {"model": "ceasefire"}
_RECORD = {"model": "deterrence_by_chance"}
VERBS = (
    COMPARE,
    Verb(solve, _SOLVE, {"setup": "US_OPERATOR"}),
    Verb(comparison.explain, _SOLVE, {"setup": "US_OPERATOR"}),
    Verb(
        joined, _SOLVE, name="join", help="Solve a model with what other models' answers give it."
    ),
    Verb(theorems.conditions, _PROVE),
    Verb(theorems.backward_induction, _PROVE),
    Verb(theorems.required, _PROVE),
    Verb(theorems.regions, _PROVE),
    Verb(theorems.prove, _PROVE),
    Verb(theorems.statics, _PROVE),
    Verb(sweeps.summary, _DRAW, {"draws": 100_000}),
    Verb(sweeps.sweep, _DRAW, {"draws": 1_000}),
    Verb(sweeps.sensitivity, _DRAW),
    Verb(sweeps.optimal, _DRAW, name="designs"),
    Verb(sweeps.decompose, _DRAW),
    Verb(sweeps.obstacles, _DRAW),
    Verb(sweeps.crossed, _DRAW),
    Verb(sweeps.beside, _DRAW),
    Verb(
        evidence.claims,
        _LEARN,
        help="List the claims of the article, each with the models that hold it.",
    ),
    Verb(evidence.verdicts, _LEARN),
    Verb(evidence.hindsight, _LEARN),
    Verb(evidence.yearly, _LEARN),
    Verb(
        evidence.observations,
        _LEARN,
        _RECORD,
        help="List what was seen since 1994, in the terms of a model.",
    ),
    Verb(evidence.identified, _LEARN, _RECORD),
    Verb(evidence.posterior, _LEARN, _RECORD),
    Verb(evidence.scores, _LEARN, _RECORD),
    Verb(evidence.model_weights, _LEARN),
    Verb(evidence.forecasts, _LEARN),
    Verb(evidence.score_forecasts, _LEARN),
    Verb(concepts.shapley, _VALUES, _COALITIONS),
    Verb(concepts.shapley_formulas, _VALUES, _COALITIONS),
    Verb(concepts.banzhaf, _VALUES, _COALITIONS),
    Verb(concepts.core, _VALUES, _COALITIONS),
    Verb(concepts.nucleolus, _VALUES, _COALITIONS),
    Verb(concepts.minmax, _VALUES, _STAGE),
    Verb(concepts.feasible_payoffs, _VALUES, _STAGE),
    Verb(concepts.individually_rational, _VALUES, _STAGE),
    Verb(concepts.public_perfect, _VALUES, {**_STAGE, "discount": "9/10"}),
    Verb(concepts.mixture_formulas, _VALUES, _STAGE),
    Verb(concepts.indifferent_mixtures, _VALUES),
    Verb(concepts.principal_branch, _VALUES, _STAGE),
    Verb(concepts.markov_branches, _VALUES, {"model": "war_and_peace"}),
    Verb(sources, _WRITE, name="bibliography"),
    Verb(formats.to_latex, _WRITE, name="latex", output="game.tex", write=write_text),
    Verb(converted, _WRITE, name="convert", output="game.efg", write=write_game),
)

# functions of the library that a command asks under another name
ASKED_BY = {
    "comparison.join": "join",
    "formats.write": "convert",
    "formats.read": "solve",
    "parameters.load": "parameters",
    "reports.report": "report",
    "sweeps.optimal": "designs",
}

# functions of the library without a command, with the reason
NO_COMMAND = {
    "algebra.bounds": "takes a formula of sympy; the command prove tells what holds everywhere",
    "concepts.usual": "says by which concept a game is solved, as every answer does",
    "concepts.correlated_polytope": "gives a set with many sides; --solver correlated has points",
    "concepts.critical_discount": "takes two profiles, and public-perfect finds the best ones",
    "concepts.penal_code": "takes profiles of punishment, written in Python",
    "concepts.double_auction": "takes distributions, and no game",
    "concepts.kalai_smorodinsky": "takes a set of payoffs, and no model has one",
    "concepts.nash_bargaining": "takes a set of payoffs, and no model has one",
    "formats.parse": "takes the text of a file, and the file can be named as the model",
    "formats.to_efg": "gives the text that the command convert writes",
    "formats.to_nfg": "gives the text that the command convert writes",
    "formats.from_gambit": "takes an object of another package",
    "evidence.fit": "takes counts of choices beside the game, as a frame or a mapping",
    "evidence.bootstrap": "takes what fit has found, which is asked from Python",
    "evidence.elicit": "takes answers of experts, which read_answers reads from a file",
    "evidence.classical": "takes answers of experts and what turned out",
    "evidence.calibration": "takes answers of one expert and what turned out",
    "evidence.questionnaire": "gives a page to print, and takes the questions to be asked",
    "evidence.read_answers": "gives answers for elicit, which is asked from Python",
    "formats.to_gambit": "gives an object of another package; the command convert writes a file",
    "formats.to_nashpy": "gives an object of another package; the command convert writes a file",
    "formats.to_networkx": "gives an object of another package",
}
