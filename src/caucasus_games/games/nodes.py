"""The kinds of node from which a tree is written: a decision, an offer, chance, the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Union

from caucasus_games.errors import GameError
from caucasus_games.exact import name_of
from caucasus_games.games.distributions import Distribution
from caucasus_games.games.labels import label, labelled, shown
from caucasus_games.text.plain import plain

_SET = "the information set of a decision"


@dataclass(frozen=True, repr=False)
class Terminal:
    """An end of the game.

    Parameters
    ----------
    outcome : str
        A label, such as ``"peace"``; several ends may share it, and ends without one have an empty
        text. A number stands for its text, here as in all labels.
    payoffs : mapping of str to formula
        The payoff of each player.

    Raises
    ------
    GameError
        If the outcome is no label, or the payoffs are not given by player.

    Examples
    --------
    >>> Terminal("peace", {"Armenia": 1})
    peace
    """

    outcome: str
    payoffs: Mapping[str, object]

    def __post_init__(self) -> None:
        outcome = "" if self.outcome == "" else label(self.outcome, "the outcome of an end")
        where = f"after {outcome!r}" if outcome else "of an end"
        if not isinstance(self.payoffs, Mapping):
            raise GameError(
                f"the payoffs {where} are {shown(self.payoffs)}: give them by player, "
                "as {'A': 1, 'B': 2}"
            )
        paid = labelled(self.payoffs, f"a player in the payoffs {where}", f"the payoffs {where}")
        object.__setattr__(self, "outcome", outcome)
        object.__setattr__(self, "payoffs", paid)

    def __repr__(self) -> str:
        return self.outcome or "the end"


@dataclass(frozen=True, repr=False)
class Decision:
    """A player chooses an action.

    Parameters
    ----------
    player : str
        Who chooses.
    actions : mapping of str to node
        Where each action leads.
    information_set : str
        Nodes that share this name cannot be told apart by the player; by default the node is
        known, and named by what was played before it.

    Raises
    ------
    GameError
        If a name is no label, two actions have one text, or what follows is no node.

    Examples
    --------
    >>> Decision("Armenia", {"sign": Terminal("peace", {}), "wait": Terminal("stalemate", {})})
    Armenia: sign or wait
    """

    player: str
    actions: Mapping[str, "Node"]
    information_set: str = ""

    def __post_init__(self) -> None:
        player = label(self.player, "the player of a decision")
        own = "" if self.information_set == "" else label(self.information_set, _SET, None)
        actions = labelled(self.actions, f"an action of {player}", f"the actions of {player}")
        for action, child in actions.items():
            check_node(child, f"{player}'s {action!r}")
        object.__setattr__(self, "player", player)
        object.__setattr__(self, "information_set", own)
        object.__setattr__(self, "actions", actions)

    def __repr__(self) -> str:
        return plain(f"{self.player}: {' or '.join(self.actions)}")


@dataclass(frozen=True, repr=False)
class Chance:
    """An event that nobody chooses.

    Parameters
    ----------
    events : mapping of str to (probability, node)
        The probability of each event, a formula, and where it leads.

    Raises
    ------
    GameError
        If an event has no label, or two have one text, or no pair.

    Examples
    --------
    >>> Chance({"won": ("1/3", Terminal("war", {})), "lost": ("2/3", Terminal("war", {}))})
    chance: won or lost
    """

    events: Mapping[str, tuple[object, "Node"]]

    def __post_init__(self) -> None:
        events = labelled(self.events, "an event", "the events of chance")
        for event, branch in events.items():
            if not isinstance(branch, tuple) or len(branch) != 2:
                raise GameError(
                    f"the event {event!r} has {branch!r}: give a pair of its probability and a node"
                )
            check_node(branch[1], f"the event {event!r}")
        object.__setattr__(self, "events", events)

    def __repr__(self) -> str:
        return plain(f"chance: {' or '.join(self.events)}")


@dataclass(frozen=True, repr=False)
class Offer:
    """A player chooses a number.

    Parameters
    ----------
    player : str
        Who chooses.
    name : str or sympy.Symbol
        What the number is called; in the formulas of what follows its symbol stands for it.
    low, high : formula
        The least and the most that it may be: of parameters, and of numbers chosen before.
    then : node
        What follows. Payoffs, chances and bounds there are polynomials in the number, or by
        pieces.

    Raises
    ------
    GameError
        If the player is no label, the name no name, or what follows is no node.

    Examples
    --------
    >>> Offer("Azerbaijan", "share", 0, 1, Terminal("peace", {"Azerbaijan": "1/2"}))
    Azerbaijan: share from 0 to 1
    """

    player: str
    name: str
    low: object
    high: object
    then: "Node"

    def __post_init__(self) -> None:
        player = label(self.player, "the player of an offer")
        name = name_of(self.name, "number that is offered")
        if not name.isidentifier():
            raise GameError(
                f"a number that {player} offers is called {name!r}: give the name of a symbol, "
                "such as 'x'"
            )
        check_node(self.then, f"{player}'s offer {name}")
        object.__setattr__(self, "player", player)
        object.__setattr__(self, "name", name)

    def __repr__(self) -> str:
        return plain(f"{self.player}: {self.name} from {self.low} to {self.high}")


@dataclass(frozen=True, repr=False)
class Nature:
    """A number that nobody chooses and one player knows.

    Parameters
    ----------
    name : str or sympy.Symbol
        What the number is called; its symbol stands for it in payoffs.
    distribution : Distribution
        How likely it is, as :class:`Uniform`; known to all.
    known_to : str
        Who knows it, and answers once with one of two actions.
    then : node
        What follows.

    Raises
    ------
    GameError
        If the name is no name, the distribution none, or what follows is no node.

    Examples
    --------
    >>> from caucasus_games.games import Uniform
    >>> Nature("cost", Uniform(0, "2/5"), "Armenia", Terminal("peace", {"Armenia": 0}))
    cost, a number from 0 to 2/5, known to Armenia
    """

    name: str
    distribution: Distribution
    known_to: str
    then: "Node"

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", name_of(self.name, "number that one player knows"))
        object.__setattr__(self, "known_to", label(self.known_to, f"who knows {self.name}"))
        if not isinstance(self.distribution, Distribution):
            raise GameError(
                f"the distribution of {self.name} is {shown(self.distribution)}: give Uniform, "
                "Triangular, Power or Linear"
            )
        check_node(self.then, f"the number {self.name}")

    def __repr__(self) -> str:
        return plain(f"{self.name}, {self.distribution}, known to {self.known_to}")


Node = Union[Decision, Chance, Offer, Nature, Terminal]  # noqa: UP007  # forward references inside


def children(node: Node) -> list[Node]:
    """Return where a node leads."""
    if isinstance(node, Decision):
        return list(node.actions.values())
    if isinstance(node, Chance):
        return [child for _, child in node.events.values()]
    return [node.then] if isinstance(node, Offer | Nature) else []


def check_node(node: object, where: str) -> None:
    """Refuse what is no node.

    Parameters
    ----------
    node : object
        What was given.
    where : str
        What leads to it, for the error.

    Raises
    ------
    GameError
        If it is no node.
    """
    if not isinstance(node, Decision | Chance | Offer | Nature | Terminal):
        raise GameError(
            f"{where} leads to {shown(node)}: give a Decision, Chance, Offer, Nature or Terminal"
        )
