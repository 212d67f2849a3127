r"""Bayes–Nash equilibria: each type of each player does what is best given what it knows.

A profile of strategies :math:`\sigma_i(\theta_i)` is one iff no type of any player gains by another
action, expecting the others' types by the common prior [1]_: a Nash equilibrium of the normal form
with a player for each type.

References
----------
.. [1] Harsanyi (1967–68), Games with incomplete information played by "Bayesian" players.
   Management Science 14, 159–182, 320–334, 486–502.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from immutabledict import immutabledict

from caucasus_games.games import BayesianGame, NormalForm
from caucasus_games.games.plans import Plan, behaviour, named
from caucasus_games.results import Mix, Solution, certified
from caucasus_games.solvers.checks import check_bayesian
from caucasus_games.solvers.pure_nash import pure_nash
from caucasus_games.solvers.two_players import two_players

_PURE = "only pure strategies were looked for: mixed ones are found for two players"


def bayes_nash(game: BayesianGame) -> Solution:
    """Find the Bayes–Nash equilibria: the extreme ones of two players, else the pure ones.

    1. Write the game with a player for each type.
    2. Two players: also as a game of two whose actions are plans for all their types, take its
       extreme Nash equilibria, and read off what each type does.
    3. More players: take the pure Nash equilibria of the first.

    Parameters
    ----------
    game : BayesianGame
        With a value for every symbol.

    Returns
    -------
    Solution
        Its ``game`` has a player for each type, and so do the strategies; all certified there.

    Raises
    ------
    GameError
        If it is no Bayesian game, a symbol has no value, or there are too many plans.

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
    agents = game.agent_form()
    notes = game.parameters.outside(game.values)
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
