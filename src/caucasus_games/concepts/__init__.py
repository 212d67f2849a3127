"""Solution concepts, and other functions from a game to what is found in it.

A :class:`Concept` is called with a game and gives a :class:`~caucasus_games.results.Solution`; with
its options it is written as ``quantal_response.given(precision=2)``. ``CONCEPTS`` lists them all,
each with the games that it takes, what it finds, and whether it is found in symbols, for theorems,
and at many draws at once. The other functions are these.

=========================  ========================  ==========================================
function                   game                      finds
=========================  ========================  ==========================================
``banzhaf``                coalitional game          what each adds on average over all coalitions
                                                     of the others; the index
``core``                   coalitional game          the shares to which no coalition objects
``correlated_polytope``    normal form               all of them, as a polytope
``critical_discount``      normal form, repeated     the discount factor from which a target is
                                                     kept to
``double_auction``         none: two distributions   the bids of a buyer and a seller who know their
                                                     own value alone
``feasible_payoffs``       normal form, repeated     the corners of the feasible payoffs
``indifferent_mixtures``   tree                      what follows from each mix of a player who is
                                                     indifferent, and where that turns
``individually_rational``  normal form, repeated     the same, where nobody gets less than minmax
``kalai_smorodinsky``      normal form, two players  the agreement that gives both the same part of
                                                     the most that each could have
``markov_branches``        Markov game               the logit equilibria, branch by branch, as one
                                                     of its numbers moves
``minmax``                 normal form               what the others can hold each player down to
``mixture_formulas``       normal form, two players  the mixed equilibria as formulas, with the
                                                     conditions under which they are
``nash_bargaining``        normal form, two players  the agreement with the largest product of gains
``nucleolus``              coalitional game          the shares that leave the least discontent
``penal_code``             normal form, repeated     the factor from which a target is kept to by a
                                                     punishment of each player's own
``principal_branch``       normal form or tree       the logit equilibria from precision zero on
``public_perfect``         normal form, two players  the payoffs of all subgame perfect equilibria
                                                     where it is repeated
``shapley``                coalitional game          what each adds on average over all orders
``shapley_formulas``       coalitional game          the same as formulas
=========================  ========================  ==========================================
"""

from caucasus_games.concepts.bayes_nash import bayes_nash
from caucasus_games.concepts.concept import Concept, Solver
from caucasus_games.concepts.cooperative.banzhaf import banzhaf
from caucasus_games.concepts.cooperative.bargaining import kalai_smorodinsky, nash_bargaining
from caucasus_games.concepts.cooperative.core import core
from caucasus_games.concepts.cooperative.nucleolus import nucleolus
from caucasus_games.concepts.cooperative.shapley import shapley, shapley_formulas
from caucasus_games.concepts.correlated import correlated, correlated_polytope
from caucasus_games.concepts.double_auction import double_auction
from caucasus_games.concepts.evolutionarily_stable import evolutionarily_stable
from caucasus_games.concepts.indifferent_mixtures import indifferent_mixtures
from caucasus_games.concepts.intuitive_criterion import intuitive_criterion
from caucasus_games.concepts.iterated_dominance import iterated_dominance
from caucasus_games.concepts.lemke_howson import lemke_howson
from caucasus_games.concepts.logit_limit import logit_limit
from caucasus_games.concepts.markov_branches import markov_branches
from caucasus_games.concepts.markov_logit import markov_logit
from caucasus_games.concepts.markov_perfect import markov_perfect
from caucasus_games.concepts.mixed_nash import mixed_nash
from caucasus_games.concepts.mixture_formulas import mixture_formulas
from caucasus_games.concepts.payoff_dominance import payoff_dominance
from caucasus_games.concepts.perfect_bayesian import perfect_bayesian
from caucasus_games.concepts.pure_nash import pure_nash
from caucasus_games.concepts.quantal_response import principal_branch, quantal_response
from caucasus_games.concepts.repeated.critical_discount import critical_discount
from caucasus_games.concepts.repeated.feasible_payoffs import (
    feasible_payoffs,
    individually_rational,
)
from caucasus_games.concepts.repeated.minmax import minmax
from caucasus_games.concepts.repeated.penal_code import penal_code
from caucasus_games.concepts.repeated.public_perfect import public_perfect
from caucasus_games.concepts.risk_dominance import risk_dominance
from caucasus_games.concepts.sequential import sequential
from caucasus_games.concepts.stackelberg import stackelberg
from caucasus_games.concepts.subgame_perfect import subgame_perfect
from caucasus_games.concepts.zero_sum import zero_sum

__all__ = [
    "CONCEPTS",
    "Concept",
    "banzhaf",
    "bayes_nash",
    "core",
    "correlated",
    "correlated_polytope",
    "critical_discount",
    "double_auction",
    "evolutionarily_stable",
    "feasible_payoffs",
    "indifferent_mixtures",
    "individually_rational",
    "intuitive_criterion",
    "iterated_dominance",
    "kalai_smorodinsky",
    "lemke_howson",
    "logit_limit",
    "markov_branches",
    "markov_logit",
    "markov_perfect",
    "minmax",
    "mixed_nash",
    "mixture_formulas",
    "nash_bargaining",
    "nucleolus",
    "payoff_dominance",
    "penal_code",
    "perfect_bayesian",
    "principal_branch",
    "public_perfect",
    "pure_nash",
    "quantal_response",
    "risk_dominance",
    "sequential",
    "shapley",
    "shapley_formulas",
    "stackelberg",
    "subgame_perfect",
    "zero_sum",
]

# every concept: tables, the command line and the tests take them from here
CONCEPTS: tuple[Solver, ...] = (
    bayes_nash,
    correlated,
    evolutionarily_stable,
    intuitive_criterion,
    iterated_dominance,
    lemke_howson,
    logit_limit,
    markov_logit,
    markov_perfect,
    mixed_nash,
    payoff_dominance,
    perfect_bayesian,
    pure_nash,
    quantal_response,
    risk_dominance,
    sequential,
    stackelberg,
    subgame_perfect,
    zero_sum,
)
