"""What a share of draws is of."""

from typing import Literal

from caucasus_games.errors import unknown

Response = Literal["possible", "guaranteed"]


def check_response(response: str) -> None:
    """Refuse what no share is of."""
    if response not in ("possible", "guaranteed"):
        raise unknown("response", response, ["possible", "guaranteed"])
