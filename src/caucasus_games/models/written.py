"""A model's games under the named setups."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from immutabledict import immutabledict

G = TypeVar("G")


@dataclass(frozen=True)
class Written(Generic[G]):
    """A model under the named setups.

    Parameters
    ----------
    games : immutabledict of str to game
        By the name of the setup.
    refused : immutabledict of str to str
        The setups that the model does not take, with its reason.
    """

    games: immutabledict[str, G]
    refused: immutabledict[str, str]
