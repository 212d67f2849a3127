"""A tree as what is played in a state of a Markov game: its nodes follow at once as states."""

from collections.abc import Mapping
from typing import Any

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.markov_stage import Stage
from caucasus_games.games.vertices import Vertex


def tree_stages(
    state: str,
    tree: ExtensiveForm,
    to: Mapping[str, Any],
    outcomes: Mapping[str, str] = immutabledict(),
) -> dict[str, Stage]:
    """Write a tree of perfect information as the stages of a state.

    Each node is a state that follows at once, and each end one that pays what the tree pays there
    and leads on to the next period.

    Parameters
    ----------
    state : str
        The state in which the tree is played.
    tree : ExtensiveForm
        Who moves after whom; its parameters are given to the Markov game.
    to : mapping of str to str or mapping
        For the label of each end which state comes next, or a probability for each of several.
    outcomes : mapping of str to str, optional
        For the label of an end what it brings about, where that has a name.

    Returns
    -------
    dict of str to Stage
        The state and those within it, to be put among the stages of a :class:`MarkovGame`.

    Raises
    ------
    GameError
        If it is no tree of perfect information in which all choices are listed, or the labels of
        ends and those in ``to`` or ``outcomes`` differ.

    Examples
    --------
    >>> from caucasus_games.concepts import markov_perfect
    >>> from caucasus_games.games import Decision, MarkovGame, Terminal
    >>> answer = Decision(
    ...     "B",
    ...     {"yes": Terminal("deal", {"A": 0, "B": 0}), "no": Terminal("delay", {"A": -1, "B": 0})},
    ... )
    >>> wait = Terminal("delay", {"A": 0, "B": 0})
    >>> talks = tree_stages(
    ...     "talks",
    ...     ExtensiveForm(Decision("A", {"offer": answer, "wait": wait})),
    ...     {"deal": "agreed", "delay": "talks"},
    ...     {"deal": "agreement"},
    ... )
    >>> agreed = Stage({}, {(): {"A": 1, "B": 1}}, "agreed")
    >>> (found,) = markov_perfect(MarkovGame({**talks, "agreed": agreed}, "0.9", otherwise="none"))
    >>> found.strategies["A in talks"], found.outcomes
    (immutabledict({'offer': Fraction(1, 1)}), immutabledict({'agreement': Fraction(1, 1)}))
    """
    from caucasus_games.games.door import check_game, check_listed

    check_game(tree, "tree_stages", ExtensiveForm)
    check_listed(tree, "tree_stages")
    if not tree.perfect_information:
        raise GameError(
            "tree_stages is for a tree of perfect information, and in this one a player does not "
            "know all that was done: give moves at once as a stage of their own"
        )
    ends = dict.fromkeys(vertex.outcome for vertex in tree.vertices if not vertex.children)
    for label in ends:
        if label not in to:
            raise GameError(f"no state after the end {label!r}: give one for each of {[*ends]}")
    for label in (*to, *outcomes):
        if label not in ends:
            raise GameError(f"there is no end {label!r} in the tree: its ends are {[*ends]}")
    return {
        _name(state, vertex): _stage(state, tree, vertex, to, outcomes) for vertex in tree.vertices
    }


def _name(state: str, vertex: Vertex) -> str:
    return f"{state}: {', '.join(vertex.history)}" if vertex.history else state


def _stage(
    state: str,
    tree: ExtensiveForm,
    vertex: Vertex,
    to: Mapping[str, Any],
    outcomes: Mapping[str, str],
) -> Stage:
    """Return what is played at a node, or paid at an end."""
    if not vertex.children:
        label = vertex.outcome
        paid = dict(zip(tree.players, vertex.payoffs, strict=True))
        return Stage({}, {(): paid}, to[label], outcomes.get(label, ""))
    nothing = dict.fromkeys(tree.players, 0)
    after = [_name(state, tree.vertices[child]) for child in vertex.children]
    if not vertex.player:
        odds = dict(zip(after, vertex.probabilities, strict=True))
        return Stage({}, {(): nothing}, odds, at_once=True)
    return Stage(
        {vertex.player: vertex.branches},
        dict.fromkeys(vertex.branches, nothing),
        dict(zip(vertex.branches, after, strict=True)),
        at_once=True,
    )
