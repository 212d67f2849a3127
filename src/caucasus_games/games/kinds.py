"""The kinds of game that a model writes: a table, a tree, or states that follow each other."""

from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.markov import MarkovGame
from caucasus_games.games.normal_form import NormalForm

Game = NormalForm | ExtensiveForm | MarkovGame
# the same, for what checks what it gets
KINDS = (NormalForm, ExtensiveForm, MarkovGame)
