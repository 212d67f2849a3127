"""Certificates: what decides whether something is an equilibrium, from the game alone.

A solver proposes, and a certificate computes again what each player could gain, or proves that
nobody can; no code is shared with the concepts or what they read numbers by. A result cannot exist
without its certificate: where that is a number, the result holds it as a field without a default
and refuses any that is not zero; where it is a proof, the function here that proves it is the only
place that makes such a result.
"""

from caucasus_games.certificates.bayes_nash import certified_bayesian
from caucasus_games.certificates.correlated import certified_correlated
from caucasus_games.certificates.enclosed import certified_enclosed
from caucasus_games.certificates.enclosed_tree import certified_enclosed_tree
from caucasus_games.certificates.evolutionarily_stable import certified_stable
from caucasus_games.certificates.linear_bids import certify_bid
from caucasus_games.certificates.markov_perfect import certified_markov
from caucasus_games.certificates.nash import certified
from caucasus_games.certificates.nucleolus import certified_nucleolus
from caucasus_games.certificates.offered_subgames import proved
from caucasus_games.certificates.offers import certified_offers
from caucasus_games.certificates.perfect_bayesian import certified_assessment, supporting_beliefs
from caucasus_games.certificates.quantal_response import certified_logit
from caucasus_games.certificates.sequential import certified_sequential
from caucasus_games.certificates.stackelberg import certified_commitment
from caucasus_games.certificates.subgame_perfect import certified_tree

__all__ = [
    "certified",
    "certified_assessment",
    "certified_bayesian",
    "certified_commitment",
    "certified_correlated",
    "certified_enclosed",
    "certified_enclosed_tree",
    "certified_logit",
    "certified_markov",
    "certified_nucleolus",
    "certified_offers",
    "certified_sequential",
    "certified_stable",
    "certified_tree",
    "certify_bid",
    "proved",
    "supporting_beliefs",
]
