"""Moves that are made without seeing each other, as a normal form whose actions are plans.

Its Nash equilibria are those of one player: its best plans; of two: all extreme ones; of more:
every isolated one, or the pure ones where there are too many free probabilities. Mixtures of plans
become behaviour strategies.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import prod

from immutabledict import immutabledict

from caucasus_games.concepts.continuation import SURE, Moves, Number, Payoffs, Task
from caucasus_games.concepts.pure_nash import pure_nash
from caucasus_games.concepts.several_players import several_players, solvable
from caucasus_games.concepts.two_players import two_players
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, plus, times
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.plans import Plan, behaviour, named, plans_of
from caucasus_games.games.subgames import Block, leads
from caucasus_games.results import EnclosedEquilibrium, Equilibrium

_CROWD = (
    "three or more players move without seeing each other: "
    "only equilibria in pure strategies were looked for there, for mixed ones take more than eight "
    "free probabilities"
)
_UNCLEAR = (
    "three or more players move without seeing each other, and there may be equilibria there that "
    "are not isolated, or take longer to find: not all are listed"
)
_LATER = (
    "moves that nobody sees were not solved where play in irrational probabilities follows them: "
    "equilibria with such play are left out"
)
_PLANS = (
    "an equilibrium in which irrational shares of plans of several moves are played was left out"
)
# notes that say that equilibria may have been left out
INCOMPLETE = {_CROWD, _UNCLEAR, _LATER, _PLANS}
# profiles of plans
_LIMIT = 10_000
# tables of three or more players that are solved in full, each of which may take a minute
_CROWDS = 20
# of the search in each
_STEPS = 1_000_000


def together(task: Task, block: Block, values: Mapping[int, Payoffs]) -> Iterable[Moves]:
    """Solve a block with several decisions as a normal form whose actions are plans."""
    game = task.game
    if any(isinstance(x, Interval) for payoffs in values.values() for x in payoffs):
        task.notes[_LATER] = None
        return []
    plans = plans_of(game, block.inner, _LIMIT)
    size = prod(len(own) for own in plans.values())
    if size > _LIMIT:
        sizes = [f"{len(own):,} of {player}" for player, own in plans.items()]
        raise GameError(
            f"the subgame at {', '.join(game.vertices[block.top].history) or 'the start'} has "
            f"more than {_LIMIT:,} combinations of plans ({' × '.join(sizes)} = {size:,}): tell "
            "its players more, split the game, or let logit_limit find one equilibrium"
        )
    names = {player: named(own) for player, own in plans.items()}
    seats = [game.players.index(player) for player in names]

    def payoff(chosen: Mapping[str, str]) -> list[Number]:
        profile = {player: names[player][label] for player, label in chosen.items()}
        total: list[Number] = [0] * len(game.players)
        for end, events in leads(game, block, profile):
            chance = prod((game.numbers.chances[v][k] for v, k in events), start=SURE)
            total = [plus(x, times(chance, y)) for x, y in zip(total, values[end], strict=True)]
        return [total[i] for i in seats]

    table = NormalForm.from_function({p: list(labels) for p, labels in names.items()}, payoff)
    seen: dict[Moves, None] = {}
    for equilibrium in _equilibria(task, table):
        moves = _behaviour(names, equilibrium)
        if moves is None:
            task.notes[_PLANS] = None
        else:
            task.rough = task.rough or not isinstance(equilibrium, Equilibrium)
            seen[moves] = None
    return seen


def _equilibria(task: Task, table: NormalForm) -> Sequence[Equilibrium | EnclosedEquilibrium]:
    if len(table.players) == 1 or (task.find == "one" and len(pure_nash(table))):
        return pure_nash(table).equilibria
    if len(table.players) == 2:
        return two_players(table).equilibria
    if not solvable(table) or task.crowds == _CROWDS:
        task.notes[_CROWD] = None
        return pure_nash(table).equilibria
    task.crowds += 1
    search = several_players(table, _STEPS)
    if search.unclear or search.skipped:
        task.notes[_UNCLEAR] = None
    return search.found


def _behaviour(
    names: Mapping[str, Mapping[str, Plan]], equilibrium: Equilibrium | EnclosedEquilibrium
) -> Moves | None:
    """Return what is done at each set; nothing if irrational plans are mixed over several."""
    moves: dict[str, immutabledict[str, Fraction | Interval]] = {}
    for player, weights in equilibrium.strategies.items():
        plans = names[player]
        if len(weights) == 1:
            moves.update(behaviour(plans, dict.fromkeys(weights, SURE)))
        elif isinstance(equilibrium, Equilibrium):
            moves.update(behaviour(plans, equilibrium.strategies[player]))
        elif all(len(plans[label]) == 1 for label in weights):
            for label, weight in weights.items():
                ((name, action),) = plans[label].items()
                moves[name] = moves.get(name, immutabledict()).set(action, weight)
        else:
            return None
    return immutabledict(moves)


def reach_of(game: ExtensiveForm, block: Block, moves: Moves) -> dict[int, Number]:
    """Return how likely each vertex of a block and each of its ends is; none that never is."""
    reach: dict[int, Number] = {block.top: SURE}
    for v in block.inner:
        if v not in reach:
            continue
        vertex = game.vertices[v]
        if vertex.player:
            mix = moves.get(vertex.information_set, immutabledict())
            steps = [(k, mix[a]) for k, a in enumerate(vertex.branches) if a in mix]
        else:
            steps = [(k, q) for k, q in enumerate(game.numbers.chances[v]) if q]
        for k, step in steps:
            reach[vertex.children[k]] = times(reach[v], step)
    return reach


def expected(
    game: ExtensiveForm, values: Mapping[int, Payoffs], reach: Mapping[int, Number]
) -> Payoffs:
    """Return what each player gets of what the ends of a block are worth."""
    total: list[Number] = [0] * len(game.players)
    for end, payoffs in values.items():
        if end in reach:
            for i, payoff in enumerate(payoffs):
                total[i] = plus(total[i], times(reach[end], payoff))
    return tuple(total)
