r"""A tree as a normal form, whose actions are plans.

With :math:`s` a profile of plans and :math:`p(z \mid s)` the probability that play ends at
:math:`z`, the payoffs are :math:`u_i(s) = \sum_z p(z \mid s)\, u_i(z)` [1]_. This is the reduced
strategic form: plans that differ only where they exclude play themselves are one, also of a player
who forgets what it did.

References
----------
.. [1] Kuhn (1953), Extensive games and the problem of information. Contributions to the Theory of
   Games II, 193–216.
"""

from collections.abc import Sequence
from itertools import product
from math import prod

import sympy

from caucasus_games.errors import GameError
from caucasus_games.games.door import check_game, check_listed
from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.normal_form import NormalForm
from caucasus_games.games.plans import Plan, named, plans_at_least, plans_of
from caucasus_games.games.profiles import MOST_PROFILES, Profile
from caucasus_games.games.values import derived

_WAIT = "wait"


def strategic_form(game: ExtensiveForm) -> NormalForm:
    """Write a tree as a normal form in plans, its payoffs still formulas.

    Parameters
    ----------
    game : ExtensiveForm
        The tree; symbols stay symbols.

    Returns
    -------
    NormalForm
        An action is a plan, named ``set: action; set: action``; a player who never moves waits.

    Raises
    ------
    GameError
        If it is no tree, or has more than 1,000,000 profiles of plans.

    References
    ----------
    Kuhn (1953), Extensive games and the problem of information. Contributions to the Theory of
    Games II, 193–216.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> war, gain = Terminal("war", {"A": -2, "B": -2}), Terminal("gain", {"A": 1, "B": -1})
    >>> rest = Terminal("peace", {"A": 0, "B": 0})
    >>> reply = Decision("B", {"yield": gain, "fight": war}, "asked")
    >>> root = Decision("A", {"demand": reply, "rest": rest}, "start")
    >>> table = strategic_form(ExtensiveForm(root))
    >>> table.actions["B"], table.payoffs["start: demand", "asked: fight"]
    (('asked: yield', 'asked: fight'), (-2, -2))
    """
    check_game(
        game, "strategic_form", ExtensiveForm, advice="pure_nash and others take it as it is"
    )
    check_listed(game, "strategic_form", "strategic_form(menu(game, 3))", 3)
    inner = range(len(game.vertices))
    _check_size(prod(plans_at_least(game, inner).values()))
    found = plans_of(game, inner, MOST_PROFILES)
    plans = {player: named(found.get(player, [])) or {_WAIT: Plan()} for player in game.players}
    _check_size(prod(len(own) for own in plans.values()))
    payoffs: dict[Profile, list[sympy.Expr]] = {}
    outcomes: dict[Profile, dict[str, sympy.Expr]] = {}
    for profile in product(*plans.values()):
        chosen = [plans[player][name] for player, name in zip(plans, profile, strict=True)]
        payoffs[profile], outcomes[profile] = _play(game, chosen)
    table = NormalForm(
        {player: list(own) for player, own in plans.items()},
        payoffs,
        outcomes,
        game.parameters,
        game.values,
        game.title,
        game.comment,
    )
    return derived(table, game.limits, (s.name for s in table.symbols))


def _check_size(size: int) -> None:
    if size > MOST_PROFILES:
        raise GameError(
            f"the tree has {size:,} profiles of plans, more than {MOST_PROFILES:,}: solve it as a "
            "tree with subgame_perfect, perfect_bayesian, quantal_response, or zero_sum if one "
            "player loses what the other gains"
        )


def _play(
    game: ExtensiveForm, plans: Sequence[Plan]
) -> tuple[list[sympy.Expr], dict[str, sympy.Expr]]:
    terms: list[list[sympy.Expr]] = [[] for _ in game.players]
    chances: dict[str, list[sympy.Expr]] = {}
    stack: list[tuple[int, sympy.Expr]] = [(0, sympy.Integer(1))]
    while stack:
        v, chance = stack.pop()
        vertex = game.vertices[v]
        if vertex.player:
            action = plans[game.players.index(vertex.player)][vertex.information_set]
            stack.append((vertex.children[vertex.branches.index(action)], chance))
        elif vertex.children:
            odds = zip(vertex.children, vertex.probabilities, strict=True)
            stack.extend((child, chance * p) for child, p in reversed(list(odds)))
        else:
            for own, payoff in zip(terms, vertex.payoffs, strict=True):
                own.append(chance * payoff)
            chances.setdefault(vertex.outcome, []).append(chance)
    return [sympy.Add(*own) for own in terms], {o: sympy.Add(*p) for o, p in chances.items()}
