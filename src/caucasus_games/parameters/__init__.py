"""Sourced numbers: each with range, unit, distribution, date and source."""

from caucasus_games.parameters.data import vintages
from caucasus_games.parameters.notation import NOTATION
from caucasus_games.parameters.parameter import Distribution, Parameter
from caucasus_games.parameters.table import Parameters, load

__all__ = ["NOTATION", "Distribution", "Parameter", "Parameters", "load", "vintages"]
