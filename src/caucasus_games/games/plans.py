r"""Plans of a tree: what a player intends to do wherever its own moves let it come.

A plan (reduced strategy) of player :math:`i` names one action at each information set that the
plan's own earlier actions do not exclude [1]_; two strategies that differ elsewhere only are one
plan. A player who forgets what it did is given full strategies.

References
----------
.. [1] Kuhn (1953), Extensive games and the problem of information. Contributions to the Theory of
   Games II, 193–216.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.games.extensive_form import ExtensiveForm

Plan = immutabledict[str, str]


def plans_of(game: ExtensiveForm, inner: Sequence[int], most: int) -> dict[str, list[Plan]]:
    """List the plans of each player within a part of a tree.

    1. Walk down and note before each information set what its player has done.
    2. Extend every plan that allows the next set by each action there; leave the others alone.

    Parameters
    ----------
    game : ExtensiveForm
        The tree.
    inner : sequence of int
        The vertices of the part, parents first.
    most : int
        How many plans a player may have.

    Returns
    -------
    dict of str to list of immutabledict
        For each player who moves its plans, from information set to action.

    Raises
    ------
    GameError
        If somebody has more.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> end = Terminal("end", {"A": 0})
    >>> second = Decision("A", {"x": end, "y": end}, "later")
    >>> game = ExtensiveForm(Decision("A", {"on": second, "off": end}, "now"))
    >>> [dict(plan) for plan in plans_of(game, range(5), 10)["A"]]
    [{'now': 'on', 'later': 'x'}, {'now': 'on', 'later': 'y'}, {'now': 'off'}]
    """
    met: dict[int, dict[str, Plan]] = {inner[0]: {}}
    memory: dict[str, dict[str, Plan]] = {}
    for v in inner:
        vertex = game.vertices[v]
        before = met[v].get(vertex.player, Plan())
        if vertex.player:
            known = Plan() if game.forgotten else before
            memory.setdefault(vertex.player, {})[vertex.information_set] = known
        for action, child in zip(vertex.branches, vertex.children, strict=True):
            step = {vertex.player: before.set(vertex.information_set, action)}
            met[child] = {**met[v], **step} if vertex.player else met[v]
    plans = {}
    for player, sets in memory.items():
        own = [Plan()]
        for name, before in sorted(sets.items(), key=lambda entry: len(entry[1])):
            actions = game.information_sets[name][0].branches
            own = [
                longer
                for plan in own
                for longer in (
                    [plan.set(name, action) for action in actions]
                    if before.items() <= plan.items()
                    else [plan]
                )
            ]
            if len(own) > most:
                raise GameError(
                    f"{player} has more than {most:,} plans: split the game, or use "
                    "quantal_response, which needs none"
                )
        plans[player] = own
    return plans


def named(plans: Sequence[Plan]) -> dict[str, Plan]:
    """Name plans by what they say.

    Parameters
    ----------
    plans : sequence of immutabledict
        From information set to action.

    Returns
    -------
    dict of str to immutabledict
        The plans by their names.

    Examples
    --------
    >>> list(named([Plan({"now": "on", "later": "x"})]))
    ['now: on; later: x']
    """
    found: dict[str, Plan] = {}
    for plan in plans:
        name = "; ".join(f"{where}: {action}" for where, action in plan.items())
        # labels may hold the marks that join them
        found[f"{name} #{len(found) + 1}" if name in found else name] = plan
    return found


def behaviour(
    plans: Mapping[str, Plan], weights: Mapping[str, Fraction]
) -> dict[str, immutabledict[str, Fraction]]:
    """Return the behaviour strategy that plays like a mixture of plans (Kuhn's theorem).

    Parameters
    ----------
    plans : mapping of str to immutabledict
        The plans by their names.
    weights : mapping of str to Fraction
        How often each is followed.

    Returns
    -------
    dict of str to immutabledict
        For each information set that is named how often each action is played there.

    Examples
    --------
    >>> plans = named([Plan({"now": "on", "later": "x"}), Plan({"now": "off"})])
    >>> half = Fraction(1, 2)
    >>> behaviour(plans, dict.fromkeys(plans, half))["later"]
    immutabledict({'x': Fraction(1, 1)})
    """
    sums: dict[str, dict[str, Fraction]] = {}
    for label, weight in weights.items():
        for name, action in plans[label].items():
            at = sums.setdefault(name, {})
            at[action] = at.get(action, Fraction(0)) + weight
    return {
        name: immutabledict({action: weight / sum(at.values()) for action, weight in at.items()})
        for name, at in sums.items()
    }
