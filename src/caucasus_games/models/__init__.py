"""Models: functions from a guarantor setup to a game."""

from caucasus_games.models.settlement import settlement

__all__ = ["settlement"]
