r"""A rule for ties: what a player does who is indifferent.

Where several actions are best for a player :math:`i`, each makes a subgame perfect equilibrium. A
rule picks among :math:`\arg\max_a u_i(\sigma \mid va)` alone, so what it leaves is still one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from caucasus_games.errors import GameError


@dataclass(frozen=True)
class TieRule:
    """What a player does who is indifferent.

    Parameters
    ----------
    name : str
        What a solution calls it.
    actions : tuple of str
        The action that is taken if it is one of the best, else the next of them, and so on.
    kind : bool
        Whether what then is best for the player who moved before is taken.

    Raises
    ------
    GameError
        If it has no name or says nothing.

    Examples
    --------
    >>> TieRule("nobody fights for nothing", ("accept", "retreat"))
    TieRule(name='nobody fights for nothing', actions=('accept', 'retreat'), kind=False)
    """

    name: str
    actions: tuple[str, ...] = ()
    kind: bool = False

    def __post_init__(self) -> None:
        if not self.name or not (self.actions or self.kind):
            raise GameError(
                "a rule for ties needs a name and says which actions are taken, or that it is kind "
                'to the player who moved before: TieRule("accept if indifferent", ("accept",))'
            )


KIND = TieRule("who is indifferent is kind to the player before", kind=True)


def tie_rule(given: "TieRule | str | Iterable[str]") -> TieRule:
    """Read a rule for ties.

    Parameters
    ----------
    given : TieRule, str or iterable of str
        A rule, an action, or actions in order of preference.

    Returns
    -------
    TieRule
        The rule; an action makes ``"accept if indifferent"``.

    Examples
    --------
    >>> tie_rule("accept").name
    'accept if indifferent'
    """
    if isinstance(given, TieRule):
        return given
    actions = (given,) if isinstance(given, str) else tuple(given)
    return TieRule(f"{', else '.join(map(str, actions))} if indifferent", actions)
