"""What is counted of draws: shares of them, or a probability on average."""

from typing import Literal

from caucasus_games.errors import unknown

Response = Literal["possible", "guaranteed"]
Measure = Literal["possible", "guaranteed", "probability"]
RESPONSES: tuple[Response, ...] = ("possible", "guaranteed")
MEASURES: tuple[Measure, ...] = (*RESPONSES, "probability")


def check_response(response: str, known: tuple[str, ...] = RESPONSES) -> None:
    """Refuse what is not counted."""
    if response not in known:
        raise unknown("response", response, known)
