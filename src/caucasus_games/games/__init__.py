"""Games: normal form, with payoffs as formulas over named parameters."""

from caucasus_games.games.normal_form import NormalForm

__all__ = ["NormalForm"]
