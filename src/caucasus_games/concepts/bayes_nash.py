r"""Bayes–Nash equilibria: each type of each player does what is best given what it knows.

A profile of strategies :math:`\sigma_i(\theta_i)` is one iff no type of any player gains by another
action, expecting the others' types by the common prior [1]_: a Nash equilibrium of the normal form
with a player for each type.

References
----------
.. [1] Harsanyi (1967–68), Games with incomplete information played by "Bayesian" players.
   Management Science 14, 159–182, 320–334, 486–502.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from immutabledict import immutabledict

from caucasus_games.certificates import certified, certified_bayesian
from caucasus_games.concepts.checks import check_bayesian
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.concepts.pure_nash import pure_nash
from caucasus_games.concepts.two_players import two_players
from caucasus_games.errors import GameError
from caucasus_games.games import BayesianGame, NormalForm
from caucasus_games.games.bayesian import LARGEST_AGENT_FORM
from caucasus_games.games.plans import Plan, behaviour, named
from caucasus_games.results import Equilibrium, Mix, Solution

# an action for each type
Acts = tuple[str, ...]

_MOST_PAYOFFS = 5_000_000
_LARGE = "only pure strategies were looked for: the types have too many plans for mixed ones"
_PURE = "only pure strategies were looked for: mixed ones are found for two players"


@solution_concept(
    BayesianGame,
    games="Bayesian game",
    finds="every extreme Bayes–Nash equilibrium of two players, the pure ones of more",
)
def bayes_nash(game: BayesianGame) -> Solution:
    """Find the Bayes–Nash equilibria: the extreme ones of two players, else the pure ones.

    1. Write the game with a player for each type.
    2. Two players: also as a game of two whose actions are plans for all their types, take its
       extreme Nash equilibria, and read off what each type does.
    3. More players: take the pure Nash equilibria of the first.
    4. If there are too many combinations of actions for that, take every type's best actions
       against each profile of the others' plans, and the pure equilibria from these.

    Parameters
    ----------
    game : BayesianGame
        With a value for every symbol.

    Returns
    -------
    Solution
        Its ``game`` has a player for each type, or is the tree if that is too large; the strategies
        are those of each type, all certified.

    Raises
    ------
    GameError
        If it is no Bayesian game, a symbol has no value, or the types' best actions take more than
        5,000,000 payoffs to find.

    References
    ----------
    Harsanyi (1967–68), Games with incomplete information played by "Bayesian" players. Management
    Science 14, 159–182, 320–334, 486–502.

    Examples
    --------
    >>> def payoff(types, moves):
    ...     acts, attacked = moves["Guarantor"] == "act", moves["Rival"] == "attack"
    ...     cost = 1 if types["Guarantor"] == "resolved" or not attacked else 3
    ...     return (-cost if acts else -2 * attacked, attacked * (-1 if acts else 1))
    >>> game = BayesianGame(
    ...     {"Guarantor": ["resolved", "weak"], "Rival": ["only"]},
    ...     {("resolved", "only"): "1/3", ("weak", "only"): "2/3"},
    ...     {"Guarantor": ["act", "wait"], "Rival": ["attack", "refrain"]},
    ...     payoff,
    ... )
    >>> for equilibrium in bayes_nash(game):
    ...     print(equilibrium.path)
    Guarantor (resolved): act; Guarantor (weak): wait; Rival: attack
    """
    check_bayesian(game, "bayes_nash")
    notes = game.parameters.outside(game.values)
    if game.combinations > LARGEST_AGENT_FORM:
        return Solution("Bayes–Nash", game.tree(), _pure(game), (_LARGE, *notes))
    agents = game.agent_form()
    if len(game.players) != 2:
        pure = pure_nash(agents).equilibria
        return Solution("Bayes–Nash", agents, pure, (_PURE, *notes), sought="pure")
    plans = {player: _plans(game, player) for player in game.players}
    whole = two_players(_in_plans(game, agents, plans))
    found: dict[immutabledict[str, Mix], None] = {}
    for equilibrium in whole:
        mixes = {
            agent: mix
            for player, weights in equilibrium.strategies.items()
            for agent, mix in behaviour(plans[player], weights).items()
        }
        found[immutabledict({agent: mixes[agent] for agent in agents.players})] = None
    equilibria = tuple(certified(agents, strategies) for strategies in found)
    kept = tuple(note for note in whole.notes if "degenerate" in note)
    return Solution("Bayes–Nash", agents, equilibria, (*kept, *notes), sought=whole.sought)


def _pure(game: BayesianGame) -> tuple[Equilibrium, ...]:
    """Return the pure equilibria, from what is best for each type against the others' plans."""
    _check_work(game)
    ways = [
        list(product(game.actions[player], repeat=len(own))) for player, own in game.types.items()
    ]
    best = [
        _best(game, i, [own for j, own in enumerate(ways) if j != i])
        for i in range(len(game.players))
    ]
    found = [
        (own, *others)
        for others, first in best[0].items()
        for own in product(*first)
        if _are_best((own, *others), best)
    ]
    sure = Fraction(1)
    return tuple(
        certified_bayesian(
            game,
            {
                game.agent(player, kind): {act: sure}
                for (player, kinds), plan in zip(game.types.items(), plans, strict=True)
                for kind, act in zip(kinds, plan, strict=True)
            },
        )
        for plans in sorted(found, key=lambda plans: _places(game, plans))
    )


def _check_work(game: BayesianGame) -> None:
    """Refuse a game with too many plans of the others to reply to."""
    sizes = {player: len(game.actions[player]) ** len(own) for player, own in game.types.items()}
    work = sum(
        prod(size for other, size in sizes.items() if other != player)
        * len(game.states)
        * len(game.actions[player])
        for player in game.players
    )
    if work > _MOST_PAYOFFS:
        raise GameError(
            f"the best actions of all types take {work:,} payoffs to find and up to "
            f"{_MOST_PAYOFFS:,} are taken: certified_bayesian checks an equilibrium that is known"
        )


def _are_best(
    plans: tuple[Acts, ...], best: Sequence[Mapping[tuple[Acts, ...], list[list[str]]]]
) -> bool:
    """Tell whether the plans of all but the first player are best against the others'."""
    return all(
        act in acts
        for i in range(1, len(plans))
        for act, acts in zip(plans[i], best[i][plans[:i] + plans[i + 1 :]], strict=True)
    )


def _places(game: BayesianGame, plans: tuple[Acts, ...]) -> list[int]:
    """Sort as the table would: by the place of each type's action, the first player's first."""
    return [
        game.actions[player].index(act)
        for player, plan in zip(game.players, plans, strict=True)
        for act in plan
    ]


def _best(
    game: BayesianGame, i: int, ways: list[list[Acts]]
) -> dict[tuple[Acts, ...], list[list[str]]]:
    """Return for each profile of the others' plans the best actions of each type of a player."""
    player = game.players[i]
    rest = [other for other in game.players if other != player]
    states = [
        (
            game.types[player].index(types[i]),
            [
                game.types[other].index(kind)
                for other, kind in zip(rest, types[:i] + types[i + 1 :], strict=True)
            ],
            {a: chance * paid[i] for a, paid in game.states[types].numbers.items()},
        )
        for types, chance in game.chances.items()
    ]
    found = {}
    for others in product(*ways):
        sums = [dict.fromkeys(game.actions[player], Fraction(0)) for _ in game.types[player]]
        for kind, places, paid in states:
            acts = tuple(plan[k] for plan, k in zip(others, places, strict=True))
            for action in game.actions[player]:
                sums[kind][action] += paid[(*acts[:i], action, *acts[i:])]
        found[others] = [[a for a, x in own.items() if x == max(own.values())] for own in sums]
    return found


def _plans(game: BayesianGame, player: str) -> dict[str, Plan]:
    agents = [game.agent(player, kind) for kind in game.types[player]]
    ways = product(game.actions[player], repeat=len(agents))
    return named([Plan(zip(agents, acts, strict=True)) for acts in ways])


def _in_plans(
    game: BayesianGame, agents: NormalForm, plans: Mapping[str, Mapping[str, Plan]]
) -> NormalForm:
    """Write the game of two players whose actions are plans; payoffs before types are known."""
    weights = {
        game.agent(player, kind): sum(
            (q for profile, q in game.chances.items() if profile[i] == kind), Fraction(0)
        )
        for i, player in enumerate(game.players)
        for kind in game.types[player]
    }

    def payoff(chosen: Mapping[str, str]) -> list[Fraction]:
        acts = {a: act for player, plan in chosen.items() for a, act in plans[player][plan].items()}
        payoffs = dict(
            zip(agents.players, agents.numbers[tuple(acts[a] for a in agents.players)], strict=True)
        )
        return [
            sum((weights[a] * payoffs[a] for a in plans[player][chosen[player]]), Fraction(0))
            for player in game.players
        ]

    return NormalForm.from_function({p: list(own) for p, own in plans.items()}, payoff)
