"""The two kinds of game that a model writes: a table, or a tree."""

from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.normal_form import NormalForm

Game = NormalForm | ExtensiveForm
