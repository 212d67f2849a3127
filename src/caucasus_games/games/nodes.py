"""The kinds of node from which a tree is written: a decision, an offer, chance, the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Union

from caucasus_games.errors import GameError
from caucasus_games.exact import name_of
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


Node = Union[Decision, Chance, Offer, Terminal]  # noqa: UP007  # forward references inside


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
        If it is not a decision, an offer, chance or an end.
    """
    if not isinstance(node, Decision | Chance | Offer | Terminal):
        raise GameError(
            f"{where} leads to {shown(node)}: give a Decision, Chance, Offer or Terminal"
        )
