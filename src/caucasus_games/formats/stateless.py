"""What programs without states are not given."""

from caucasus_games.errors import GameError
from caucasus_games.games import MarkovGame


def check_stateless(game: object, taker: str) -> None:
    """Refuse a game whose states follow each other."""
    if isinstance(game, MarkovGame):
        raise GameError(
            f"{taker} is for games without states, as Gambit has none, and got a Markov game: "
            "solve it with markov_perfect or markov_logit, or write it with to_latex or to_networkx"
        )
