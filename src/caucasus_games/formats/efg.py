r"""Trees as Gambit's ``.efg`` text [1]_.

After the head come the nodes, parents first and each branch to its end: chance ``c``, a player's
decision ``p``, an end ``t``. An outcome may stand at any node; what a play pays is the sum
:math:`u_i(z) = \sum_{x \preceq z} \pi_i(x)` over the nodes :math:`x` on its way.

References
----------
.. [1] Savani & Turocy, Gambit: The package for computation in game theory, version 17, Game
   representation formats.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from operator import add

from caucasus_games.formats.lexer import LONGEST_LABEL, Lexer
from caucasus_games.formats.naming import distinct
from caucasus_games.formats.nfg import LONGEST_TEXT, MOST_PAYOFFS, read_payoffs, read_players
from caucasus_games.formats.quoting import quoted
from caucasus_games.formats.stateless import check_stateless
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.door import check_game, check_listed
from caucasus_games.games.nodes import Node
from caucasus_games.games.vertices import MOST_MOVES, MOST_NODES, own_set

_LARGEST_NUMBER = 10**9
# of all nodes together: each knows what was played before it
_MOST_STEPS = 20_000_000

Payoffs = list[Fraction]
# the player, counted from one, zero for chance, and the number of an information set
Member = tuple[int, int]


def to_efg(game: ExtensiveForm) -> str:
    """Write a tree as Gambit's text.

    Parameters
    ----------
    game : ExtensiveForm
        With a value for every symbol.

    Returns
    -------
    str
        The text, which :func:`caucasus_games.formats.parse` reads as the same game.

    Raises
    ------
    GameError
        If a player chooses a number between two, a symbol has no value or it is no tree.

    Examples
    --------
    >>> ends = {"attack": Terminal("war", {"A": "-0.5"}), "refrain": Terminal("peace", {"A": 0})}
    >>> print(to_efg(ExtensiveForm(Decision("A", ends), title="a choice")), end="")
    EFG 2 R "a choice" { "A" }
    ""
    <BLANKLINE>
    p "" 1 1 "A at the start" { "attack" "refrain" } 0
    t "" 1 "war" { -1/2 }
    t "" 2 "peace" { 0 }
    """
    check_stateless(game, "to_efg")
    check_game(game, "to_efg", ExtensiveForm, advice="to_nfg writes tables")
    check_listed(game, "to_efg", "to_efg(menu(game, 20))")
    players = " ".join(map(quoted, game.players))
    lines = [f"EFG 2 R {quoted(game.title)} {{ {players} }}", quoted(game.comment), ""]
    sets: dict[str, dict[str, int]] = {player: {} for player in game.players}
    outcomes: dict[tuple[str, tuple[Fraction, ...]], int] = {}
    chances = 0
    for v, vertex in enumerate(game.vertices):
        if vertex.player:
            own, name = sets[vertex.player], vertex.information_set
            number = own.setdefault(name, len(own) + 1)
            seat = game.players.index(vertex.player) + 1
            actions = " ".join(map(quoted, vertex.branches))
            lines.append(f'p "" {seat} {number} {quoted(name)} {{ {actions} }} 0')
        elif vertex.children:
            chances += 1
            odds = zip(vertex.branches, game.numbers.chances[v], strict=True)
            events = " ".join(f"{quoted(event)} {chance}" for event, chance in odds)
            lines.append(f'c "" {chances} "" {{ {events} }} 0')
        else:
            payoffs = game.numbers.payoffs[v]
            number = outcomes.setdefault((vertex.outcome, payoffs), len(outcomes) + 1)
            listed = ", ".join(map(str, payoffs))
            lines.append(f't "" {number} {quoted(vertex.outcome)} {{ {listed} }}')
    return "\n".join([*lines, ""])


@dataclass
class _Record:
    """A node as the file has it; its children follow as they are read."""

    kind: str
    label: str
    outcome: str
    payoffs: Payoffs
    branches: list[str] = field(default_factory=list)
    chances: Payoffs = field(default_factory=list)
    member: Member = (0, 0)
    children: list[int] = field(default_factory=list)


@dataclass
class _File:
    """What a file has said so far."""

    lexer: Lexer
    players: list[str]
    sets: dict[Member, tuple[str, list[str], Payoffs]] = field(default_factory=dict)
    outcomes: dict[int, tuple[str, Payoffs]] = field(default_factory=dict)


def read_efg(lexer: Lexer) -> ExtensiveForm:
    """Read what follows the words ``EFG 2 R``.

    An information set is named by its label; without one by the label of its only node, by what
    leads to that node, or by its number. An end is named by the outcomes on the way to it, without
    any by its own label.

    Parameters
    ----------
    lexer : Lexer
        The text, after these words.

    Returns
    -------
    ExtensiveForm
        The game.

    Raises
    ------
    GameError
        If the text is no game.
    """
    title = lexer.label("the title of the game", LONGEST_TEXT)
    file = _File(lexer, read_players(lexer))
    comment = lexer.label("a comment", LONGEST_TEXT) if lexer.sees("label") else ""
    records = _records(file)
    if not lexer.sees("end"):
        raise lexer.error("every branch has come to its end: take away what follows")
    root = _node(file, records)
    return ExtensiveForm(root, file.players, title=title, comment=comment)


def _records(file: _File) -> list[_Record]:
    lexer, most = file.lexer, min(MOST_NODES, MOST_PAYOFFS // max(1, len(file.players)))
    records: list[_Record] = []
    # the nodes on the way whose branches are not all read
    path: list[_Record] = []
    steps = 0
    while path or not records:
        if len(records) == most:
            raise lexer.error(f"there are more than {most:,} nodes: read a smaller tree")
        start = lexer.next.start
        record = _record(file)
        steps += len(path)
        if path:
            path[-1].children.append(len(records))
            _add(record, path[-1])
        if len(record.outcome) > LONGEST_LABEL or steps > _MOST_STEPS:
            raise lexer.error(
                f"the outcomes on the way have more than {LONGEST_LABEL:,} characters, or all ways "
                f"more than {_MOST_STEPS:,} moves: shorten them",
                start,
            )
        records.append(record)
        if record.branches:
            path.append(record)
            if len(path) > MOST_MOVES:
                raise lexer.error(f"there are more than {MOST_MOVES:,} moves in a row", start)
        while path and len(path[-1].children) == len(path[-1].branches):
            path.pop()
    return records


def _add(record: _Record, before: _Record) -> None:
    """Add to a node what was paid on the way to it."""
    if any(before.payoffs):
        record.payoffs = list(map(add, before.payoffs, record.payoffs))
    record.outcome = ", ".join(filter(None, (before.outcome, record.outcome)))


def _record(file: _File) -> _Record:
    lexer = file.lexer
    kind = lexer.word("cpt", "a node,")
    label = lexer.label("the label of a node") if lexer.sees("label") else ""
    if kind == "t":
        return _Record(kind, label, *_outcome(file))
    seat = 0
    if kind == "p":
        seat = lexer.count("the number of the player", len(file.players), 1)
    member = (seat, lexer.count("the number of an information set", _LARGEST_NUMBER))
    branches, chances = _branches(file, member)
    return _Record(kind, label, *_outcome(file), branches, chances, member)


def _branches(file: _File, member: Member) -> tuple[list[str], Payoffs]:
    lexer, known = file.lexer, file.sets.get(member)
    label = lexer.label("the label of an information set") if lexer.sees("label") else ""
    start = lexer.next.start
    if known and not lexer.sees("{"):
        return known[1], known[2]
    lexer.mark("{")
    branches: list[str] = []
    chances: Payoffs = []
    while not lexer.sees("}"):
        if len(branches) == MOST_NODES:
            raise lexer.error(f"there are more than {MOST_NODES:,} branches")
        branches.append(lexer.label("the label of a branch"))
        if not member[0]:
            chances.append(lexer.number("the probability of an event"))
    lexer.take()
    if not branches:
        raise lexer.error("this node has no branches: write t for an end", start)
    if not member[0] and (sum(chances) != 1 or min(chances) < 0):
        shown = ", ".join(map(str, chances[:12]))
        raise lexer.error(f"the probabilities are {shown}: none is negative, all sum to 1", start)
    branches = distinct(branches, (str(k + 1) for k in range(len(branches))))
    if known and (known[1], known[2]) != (branches, chances):
        raise lexer.error("these branches are not those that the set had before", start)
    file.sets.setdefault(member, (label, branches, chances))
    return branches, chances


def _outcome(file: _File) -> tuple[str, Payoffs]:
    lexer = file.lexer
    start = lexer.next.start
    number = lexer.count("the number of an outcome", _LARGEST_NUMBER)
    nothing = [Fraction(0)] * len(file.players)
    if not number:
        return "", nothing
    known = file.outcomes.get(number)
    label = lexer.label("the label of an outcome") if lexer.sees("label") else ""
    if not lexer.sees("{"):
        if known is None:
            raise lexer.error(f"the outcome {number} has no payoffs yet: write them here", start)
        return known
    lexer.take()
    payoffs = read_payoffs(lexer, file.players)
    if known and known != (label or known[0], payoffs):
        raise lexer.error(f"the outcome {number} had another label or other payoffs before", start)
    return file.outcomes.setdefault(number, (label, payoffs))


def _node(file: _File, records: list[_Record]) -> Node:
    names = _names(file, records)
    nodes: dict[int, Node] = {}
    for v, record in reversed(list(enumerate(records))):
        below = [nodes.pop(child) for child in record.children]
        if record.kind == "t":
            paid = dict(zip(file.players, record.payoffs, strict=True))
            nodes[v] = Terminal(record.outcome or record.label, paid)
        elif record.kind == "p":
            player = file.players[record.member[0] - 1]
            actions = dict(zip(record.branches, below, strict=True))
            nodes[v] = Decision(player, actions, names[record.member])
        else:
            odds = zip(record.branches, record.chances, below, strict=True)
            nodes[v] = Chance({event: (chance, node) for event, chance, node in odds})
    return nodes[0]


def _names(file: _File, records: list[_Record]) -> dict[Member, str]:
    members: dict[Member, list[int]] = {}
    steps = [(-1, "")] * len(records)
    for v, record in enumerate(records):
        if record.kind == "p":
            members.setdefault(record.member, []).append(v)
        for branch, child in zip(record.branches, record.children, strict=True):
            steps[child] = (v, branch)
    labels, fallback = [], []
    for member, nodes in members.items():
        labels.append(file.sets[member][0])
        player = file.players[member[0] - 1]
        name = f"{player}, set {member[1]}"
        if len(nodes) == 1:
            told = records[nodes[0]].label or own_set(player, _history(steps, nodes[0]))
            name = told if len(told) <= LONGEST_LABEL else name
        fallback.append(name)
    return dict(zip(members, distinct(labels, fallback), strict=True))


def _history(steps: list[tuple[int, str]], v: int) -> tuple[str, ...]:
    found: list[str] = []
    while v > 0:
        v, branch = steps[v]
        found.append(branch)
    return tuple(reversed(found))
