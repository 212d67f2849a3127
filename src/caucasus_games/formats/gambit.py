"""Games to and from Gambit [1]_, through its file formats: labels and rationals are kept.

Here several ends may share the label of an outcome, such as war; Gambit wants one label for each
vector of payoffs. So they go as ``war``, ``war #2``, ``war #3`` and come back as ``war``.

References
----------
.. [1] Savani & Turocy, Gambit: The package for computation in game theory, version 17.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, overload

from caucasus_games.errors import GameError
from caucasus_games.extras import optional
from caucasus_games.formats.efg import to_efg
from caucasus_games.formats.files import parse
from caucasus_games.formats.nfg import to_nfg
from caucasus_games.formats.stateless import check_stateless
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.door import check_game, check_listed, described
from caucasus_games.games.nodes import Node

if TYPE_CHECKING:
    import pygambit

Payoffs = tuple[Fraction, ...]

_NUMBERED = re.compile(r"(?:(.*) )?#([1-9][0-9]*)", re.DOTALL)
_UNREADABLE = re.compile(r'\\\\(?=[\\"])')
_INSTALL = "caucasus-games[gambit]"


def to_gambit(game: NormalForm | ExtensiveForm) -> "pygambit.Game":
    """Give a game to Gambit.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        With a value for every symbol.

    Returns
    -------
    pygambit.Game
        The game at the chosen values, in rationals; strategic or extensive as it was.

    Raises
    ------
    GameError
        If a player chooses a number between two, a symbol has no value, Gambit refuses a label
        (such as one that ends with a space), it is no game or pygambit is missing.
    """
    check_stateless(game, "to_gambit")
    check_game(game, "to_gambit")
    check_listed(game, "to_gambit", "to_gambit(menu(game, 20))")
    gambit = optional("pygambit", _INSTALL)
    if isinstance(game, NormalForm):
        read, text = gambit.read_nfg, to_nfg(_renamed(game, _numbering()))
    else:
        read, text = gambit.read_efg, to_efg(_renamed(game, _numbering()))
    if _UNREADABLE.search(text):
        raise GameError(
            "Gambit cannot read a backslash at the end of a label, or before a quote or another "
            "backslash: rename what has it"
        )
    # Gambit writes a backslash doubled and reads it single
    text = text.replace("\\\\", "\\")
    try:
        return read(BytesIO(text.encode()))
    except ValueError as refusal:
        raise GameError(f"Gambit refuses the game, change what it names: {refusal}") from None


def from_gambit(game: "pygambit.Game") -> NormalForm | ExtensiveForm:
    """Take a game from Gambit.

    Parameters
    ----------
    game : pygambit.Game
        Strategic or extensive.

    Returns
    -------
    NormalForm or ExtensiveForm
        The same game, its decimals and fractions exact.

    Raises
    ------
    GameError
        If it is no game of Gambit or one that this library does not have, or pygambit is missing.
    """
    gambit = optional("pygambit", _INSTALL)
    if not isinstance(game, gambit.Game):
        raise GameError(f"from_gambit takes a pygambit.Game and got {described(game)}")
    read = parse(game.to_efg() if isinstance(game, gambit.ExtensiveGame) else game.to_nfg())
    labels = read.outcome_labels

    def plain(label: str, _: Payoffs) -> str:
        numbered = _NUMBERED.fullmatch(label)
        if numbered is None:
            return label
        base, number = numbered[1] or "", numbered[2]
        if number == "1":
            return base if not base or _NUMBERED.fullmatch(base) else label
        return base if {base, f"{base} #1".strip()} & labels else label

    return _renamed(read, plain)


def _numbering() -> Callable[[str, Payoffs], str]:
    seen: dict[str, dict[Payoffs, int]] = {}

    def numbered(label: str, payoffs: Payoffs) -> str:
        known = seen.setdefault(label, {})
        number = known.setdefault(payoffs, len(known) + 1)
        # what looks numbered is numbered again, so that it comes back the same
        if number == 1 and label and not _NUMBERED.fullmatch(label):
            return label
        return f"{label} #{number}".strip()

    return numbered


@overload
def _renamed(game: NormalForm, name: Callable[[str, Payoffs], str]) -> NormalForm: ...
@overload
def _renamed(game: ExtensiveForm, name: Callable[[str, Payoffs], str]) -> ExtensiveForm: ...
def _renamed(
    game: NormalForm | ExtensiveForm, name: Callable[[str, Payoffs], str]
) -> NormalForm | ExtensiveForm:
    more = (game.parameters, game.values, game.title, game.comment)
    if isinstance(game, NormalForm):
        outcomes = {
            profile: {
                name(label, game.numbers[profile]): chance for label, chance in lottery.items()
            }
            for profile, lottery in game.outcomes.items()
        }
        return NormalForm(game.actions, game.payoffs, outcomes, *more)
    named = {
        v: name(vertex.outcome, game.numbers.payoffs[v])
        for v, vertex in enumerate(game.vertices)
        if not vertex.children
    }
    nodes: dict[int, Node] = {}
    for v, vertex in reversed(list(enumerate(game.vertices))):
        below = {a: nodes[c] for a, c in zip(vertex.branches, vertex.children, strict=True)}
        if vertex.player:
            nodes[v] = Decision(vertex.player, below, vertex.information_set)
        elif below:
            chances = zip(below, vertex.probabilities, strict=True)
            nodes[v] = Chance({event: (chance, below[event]) for event, chance in chances})
        else:
            nodes[v] = Terminal(named[v], dict(zip(game.players, vertex.payoffs, strict=True)))
    return ExtensiveForm(nodes[0], game.players, *more)
