r"""Plans of a tree: what a player intends to do wherever its own moves let it come.

A plan (reduced strategy) of player :math:`i` names one action at each information set that the
plan's own other actions do not exclude [1]_; two strategies that differ elsewhere only are one
plan. A set is not excluded if some node of it is not, so that this serves who forgets, too.

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

# no set has an empty name
_NEVER = Plan({"": ""})


def plans_of(game: ExtensiveForm, inner: Sequence[int], most: int) -> dict[str, list[Plan]]:
    """List the plans of each player within a part of a tree.

    1. Walk down and note before each node what its player has done.
    2. Extend every plan that comes to a further set by each action there, until none does.

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
    memory = _memory(game, inner)
    for player, sets in memory.items():
        if _count(game, sets) > most:
            raise _too_many(player, most)
    return {player: _plans(game, player, sets, most) for player, sets in memory.items()}


def plans_at_least(game: ExtensiveForm, inner: Sequence[int]) -> dict[str, int]:
    """Return how many plans each player has, without listing them; 1 for one who forgets."""
    return {player: _count(game, sets) for player, sets in _memory(game, inner).items()}


def _memory(game: ExtensiveForm, inner: Sequence[int]) -> dict[str, dict[str, list[Plan]]]:
    """Return for each set of each player what the player has done before its nodes."""
    met: dict[int, dict[str, Plan]] = {inner[0]: {}}
    memory: dict[str, dict[str, list[Plan]]] = {}
    for v in inner:
        vertex = game.vertices[v]
        before = met[v].get(vertex.player, Plan())
        if vertex.player:
            known = memory.setdefault(vertex.player, {}).setdefault(vertex.information_set, [])
            if before not in known:
                known.append(before)
        for action, child in zip(vertex.branches, vertex.children, strict=True):
            if before.get(vertex.information_set, action) != action:
                # no plan does one thing and then another at the same set
                met[child] = {**met[v], vertex.player: _NEVER}
                continue
            step = {vertex.player: before.set(vertex.information_set, action)}
            met[child] = {**met[v], **step} if vertex.player else met[v]
    return memory


def _count(game: ExtensiveForm, sets: Mapping[str, Sequence[Plan]]) -> int:
    """Return the number of plans of a player who forgets nothing, else 1."""
    if any(len(before) > 1 for before in sets.values()):
        return 1
    below: dict[Plan, int] = {}
    for name, (before,) in sorted(sets.items(), key=lambda entry: -len(entry[1][0])):
        actions = game.information_sets[name][0].branches
        ways = sum(below.get(before.set(name, action), 1) for action in actions)
        below[before] = below.get(before, 1) * ways
    return below[Plan()]


def _too_many(player: str, most: int) -> GameError:
    return GameError(
        f"{player} has more than {most:,} plans: split the game, or use quantal_response, which "
        "needs none, or zero_sum where one player loses what the other gains"
    )


def _plans(
    game: ExtensiveForm, player: str, sets: Mapping[str, Sequence[Plan]], most: int
) -> list[Plan]:
    order = sorted(sets, key=lambda name: min(map(len, sets[name])))
    found: list[Plan] = []
    growing = [Plan()]
    while growing:
        plan = growing.pop()
        further = next(
            (
                name
                for name in order
                if name not in plan and any(own.items() <= plan.items() for own in sets[name])
            ),
            None,
        )
        if further is None:
            found.append(plan)
        else:
            actions = game.information_sets[further][0].branches
            growing += [plan.set(further, action) for action in reversed(actions)]
        if len(found) + len(growing) > most:
            raise _too_many(player, most)
    return found


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
