"""The three kinds of node from which a tree is written: a decision, chance, the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Union

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.markup import plain


@dataclass(frozen=True, repr=False)
class Terminal:
    """An end of the game.

    Parameters
    ----------
    outcome : str
        A label, such as ``"peace"``; several ends may share it.
    payoffs : mapping of str to formula
        The payoff of each player.

    Examples
    --------
    >>> Terminal("peace", {"Armenia": 1})
    peace
    """

    outcome: str
    payoffs: Mapping[str, object]

    def __post_init__(self) -> None:
        object.__setattr__(self, "payoffs", immutabledict(self.payoffs))

    def __repr__(self) -> str:
        return self.outcome


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

    Examples
    --------
    >>> Decision("Armenia", {"sign": Terminal("peace", {}), "wait": Terminal("stalemate", {})})
    Armenia: sign or wait
    """

    player: str
    actions: Mapping[str, "Node"]
    information_set: str = ""

    def __post_init__(self) -> None:
        for action, child in self.actions.items():
            check_node(child, f"{self.player}'s {action!r}")
        object.__setattr__(self, "actions", immutabledict(self.actions))

    def __repr__(self) -> str:
        return plain(f"{self.player}: {' or '.join(self.actions)}")


@dataclass(frozen=True, repr=False)
class Chance:
    """An event that nobody chooses.

    Parameters
    ----------
    events : mapping of str to (probability, node)
        The probability of each event, a formula, and where it leads.

    Examples
    --------
    >>> Chance({"won": ("1/3", Terminal("war", {})), "lost": ("2/3", Terminal("war", {}))})
    chance: won or lost
    """

    events: Mapping[str, tuple[object, "Node"]]

    def __post_init__(self) -> None:
        for event, branch in self.events.items():
            if not isinstance(branch, tuple) or len(branch) != 2:
                raise GameError(
                    f"the event {event!r} has {branch!r}: give a pair of its probability and a node"
                )
            check_node(branch[1], f"the event {event!r}")
        object.__setattr__(self, "events", immutabledict(self.events))

    def __repr__(self) -> str:
        return plain(f"chance: {' or '.join(self.events)}")


Node = Union[Decision, Chance, Terminal]  # noqa: UP007  # forward references inside


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
        If it is not a decision, chance or an end.
    """
    if not isinstance(node, Decision | Chance | Terminal):
        raise GameError(f"{where} leads to {node!r}: give a Decision, Chance or Terminal")
