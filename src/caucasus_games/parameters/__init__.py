"""Sourced numbers: each with range, unit, distribution, date and source."""

from caucasus_games.parameters.correlation import Correlations
from caucasus_games.parameters.data import vintages
from caucasus_games.parameters.distribution import Distribution
from caucasus_games.parameters.money import in_dollars, stake
from caucasus_games.parameters.notation import NOTATION
from caucasus_games.parameters.own import Entry, OwnNumbers, read_numbers
from caucasus_games.parameters.parameter import Parameter
from caucasus_games.parameters.relation import Relation, relation
from caucasus_games.parameters.sample import Sample, sample_of
from caucasus_games.parameters.table import Parameters, load
from caucasus_games.parameters.writing import write_numbers

__all__ = [
    "NOTATION",
    "Correlations",
    "Distribution",
    "Entry",
    "OwnNumbers",
    "Parameter",
    "Parameters",
    "Relation",
    "Sample",
    "in_dollars",
    "load",
    "read_numbers",
    "relation",
    "sample_of",
    "stake",
    "vintages",
    "write_numbers",
]
