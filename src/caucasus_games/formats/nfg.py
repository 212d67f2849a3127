r"""Games in normal form as Gambit's ``.nfg`` text [1]_.

The head names players and actions; then come the payoffs of every profile
:math:`a \in \prod_i A_i`, the first player's action varying fastest: written out, or as the number
of an outcome, which has a label and payoffs.

References
----------
.. [1] Savani & Turocy, Gambit: The package for computation in game theory, version 17, Game
   representation formats.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product

from caucasus_games.errors import GameError
from caucasus_games.formats.lexer import Lexer
from caucasus_games.formats.naming import distinct
from caucasus_games.formats.quoting import quoted
from caucasus_games.formats.stateless import check_stateless
from caucasus_games.games import NormalForm
from caucasus_games.games.door import check_game, check_listed
from caucasus_games.games.profiles import Profile
from caucasus_games.text.plain import counted

MOST_PAYOFFS = 1_000_000
LONGEST_TEXT = 1_000_000
_MOST_PLAYERS = 1_000


def to_nfg(game: NormalForm) -> str:
    """Write a normal form as Gambit's text, in the version with outcomes.

    A profile whose outcome is drawn by chance gets one label that lists them.

    Parameters
    ----------
    game : NormalForm
        With a value for every symbol.

    Returns
    -------
    str
        The text, which :func:`caucasus_games.formats.parse` reads as the same game.

    Raises
    ------
    GameError
        If a symbol has no value or it is no normal form.

    Examples
    --------
    >>> game = NormalForm(
    ...     {"A": ["x", "y"]},
    ...     {("x",): ["0.5"], ("y",): ["1/3"]},
    ...     {("x",): "war", ("y",): "peace"},
    ...     title="a choice",
    ... )
    >>> print(to_nfg(game), end="")
    NFG 1 R "a choice" { "A" }
    { { "x" "y" } }
    ""
    {
    { "war" 1/2 }
    { "peace" 1/3 }
    }
    1 2
    """
    check_stateless(game, "to_nfg")
    check_listed(game, "strategic_form", "to_nfg(strategic_form(menu(game, 3)))", 3)
    check_game(game, "to_nfg", NormalForm, advice="to_efg writes trees")
    players = " ".join(map(quoted, game.players))
    actions = " ".join(f"{{ {' '.join(map(quoted, own))} }}" for own in game.actions.values())
    outcomes: dict[tuple[str, tuple[Fraction, ...]], int] = {}
    numbers = []
    for profile in _profiles(game.actions.values()):
        key = (_label(game, profile), game.numbers[profile])
        numbers.append(outcomes.setdefault(key, len(outcomes) + 1))
    listed = [f"{{ {quoted(label)} {', '.join(map(str, x))} }}" for label, x in outcomes]
    head = f"NFG 1 R {quoted(game.title)} {{ {players} }}"
    return "\n".join(
        [
            head,
            f"{{ {actions} }}",
            quoted(game.comment),
            "{",
            *listed,
            "}",
            f"{' '.join(map(str, numbers))}\n",
        ]
    )


def read_nfg(lexer: Lexer) -> NormalForm:
    """Read what follows the words ``NFG 1 R``.

    Parameters
    ----------
    lexer : Lexer
        The text, after these words.

    Returns
    -------
    NormalForm
        The game; actions without labels are called 1, 2, …

    Raises
    ------
    GameError
        If the text is no game.
    """
    title = lexer.label("the title of the game", LONGEST_TEXT)
    names = read_players(lexer)
    if not names:
        raise lexer.error("there is no player before this: name at least one")
    actions = dict(zip(names, _actions(lexer, names), strict=True))
    comment = lexer.label("a comment", LONGEST_TEXT) if lexer.sees("label") else ""
    profiles = list(_profiles(actions.values()))
    if lexer.sees("{"):
        payoffs, outcomes = _by_outcome(lexer, profiles, names)
    else:
        payoffs, outcomes = _written_out(lexer, profiles, names), {}
    if not lexer.sees("end"):
        raise lexer.error(
            f"the game is complete after {counted(len(profiles), 'profile')} of "
            f"{counted(len(names), 'player')}: take away what follows"
        )
    return NormalForm(actions, payoffs, outcomes, title=title, comment=comment)


def _actions(lexer: Lexer, players: list[str]) -> list[list[str]]:
    lexer.mark("{")
    found: list[list[str]] = []
    size, most = 1, MOST_PAYOFFS // len(players)
    for player in players:
        start = lexer.next.start
        if lexer.sees("{"):
            lexer.take()
            labels: list[str] = []
            while not lexer.sees("}"):
                if size * len(labels) >= most:
                    raise _too_large(lexer, start)
                labels.append(lexer.label(f"an action of {player}"))
            if not labels:
                raise lexer.error(f"{player} has no action: name at least one")
            lexer.take()
        else:
            labels = [""] * lexer.count(f"the number of actions of {player}", MOST_PAYOFFS, 1)
        size *= len(labels)
        if size > most:
            raise _too_large(lexer, start)
        found.append(distinct(labels, (str(k + 1) for k in range(len(labels)))))
    lexer.mark("}")
    return found


def _too_large(lexer: Lexer, start: int) -> GameError:
    return lexer.error(
        f"the game has more than {MOST_PAYOFFS:,} payoffs: write it as a tree or drop actions",
        start,
    )


def _written_out(
    lexer: Lexer, profiles: list[Profile], players: list[str]
) -> dict[Profile, list[Fraction]]:
    payoffs = {}
    for profile in profiles:
        where = f"at ({', '.join(profile)})"
        payoffs[profile] = [lexer.number(f"the payoff of {player} {where}") for player in players]
    return payoffs


def _by_outcome(
    lexer: Lexer, profiles: list[Profile], players: list[str]
) -> tuple[dict[Profile, list[Fraction]], dict[Profile, str]]:
    lexer.take()
    listed = [("", [Fraction(0)] * len(players))]
    while lexer.sees("{"):
        lexer.take()
        if len(listed) > MOST_PAYOFFS:
            raise lexer.error(f"there are more than {MOST_PAYOFFS:,} outcomes")
        label = lexer.label("the label of an outcome")
        listed.append((label, read_payoffs(lexer, players)))
    lexer.mark("}")
    payoffs, outcomes = {}, {}
    for profile in profiles:
        number = lexer.count(f"the outcome at ({', '.join(profile)})", len(listed) - 1)
        label, payoffs[profile] = listed[number]
        if label:
            outcomes[profile] = label
    return payoffs, outcomes


def read_players(lexer: Lexer) -> list[str]:
    """Read the names of the players, in braces.

    Parameters
    ----------
    lexer : Lexer
        The text, before them.

    Returns
    -------
    list of str
        Different names; players without one are called 1, 2, …

    Raises
    ------
    GameError
        If there are too many.
    """
    lexer.mark("{")
    players: list[str] = []
    while not lexer.sees("}"):
        if len(players) == _MOST_PLAYERS:
            raise lexer.error(f"there are more than {_MOST_PLAYERS:,} players")
        players.append(lexer.label("the name of a player"))
    lexer.mark("}")
    return distinct(players, (str(i + 1) for i in range(len(players))))


def read_payoffs(lexer: Lexer, players: list[str]) -> list[Fraction]:
    """Read the payoffs of an outcome and the brace after them.

    Parameters
    ----------
    lexer : Lexer
        The text, after the brace before them.
    players : list of str
        Whose payoffs they are.

    Returns
    -------
    list of Fraction
        One for each player.

    Raises
    ------
    GameError
        If there are more or fewer.
    """
    payoffs = []
    for player in players:
        payoffs.append(lexer.number(f"the payoff of {player}"))
        if lexer.sees(","):
            lexer.take()
    lexer.mark("}")
    return payoffs


def _profiles(actions: Iterable[Sequence[str]]) -> Iterator[Profile]:
    # the format lets the first player's action vary fastest
    for backwards in product(*reversed(list(actions))):
        yield backwards[::-1]


def _label(game: NormalForm, profile: Profile) -> str:
    chances = game.chances[profile]
    if len(chances) == 1:
        return next(iter(chances))
    return ", ".join(f"{label} ({chance})" for label, chance in chances.items())
