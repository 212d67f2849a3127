"""A local page to explore the models with: pick a guarantor, move the numbers, see what follows.

The address of the page is its whole state, so that a link shares it.
"""

from caucasus_games.explorer.app import application, explore, serve
from caucasus_games.explorer.state import State

__all__ = ["State", "application", "explore", "serve"]
