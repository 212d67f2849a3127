"""What the article claims and what has happened, beside what the models say."""

from caucasus_games.evidence.article import Claim, claims
from caucasus_games.evidence.hindsight import Hindsight, hindsight

__all__ = [
    "Claim",
    "Hindsight",
    "claims",
    "hindsight",
]
