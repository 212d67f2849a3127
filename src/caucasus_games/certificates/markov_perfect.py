r"""Whether strategies of a Markov game are Markov perfect, from the game alone.

The values of all spots under mixtures solve one linear system, :math:`V = u + \delta P V`; it is
eliminated as a sparse one, from the spots found last back to the start. Then every action of every
player at every spot is tried once, against what the others do and what follows is worth.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod

from immutabledict import immutabledict

from caucasus_games.exact import show
from caucasus_games.games import MarkovGame
from caucasus_games.games.spots import Branch, Spot
from caucasus_games.results.chain import chain_of
from caucasus_games.results.equilibrium import in_words
from caucasus_games.results.markov import MarkovEquilibrium

Mixes = Mapping[str, Mapping[str, Fraction]]
_MOST_ON_PATH = 12


def certified_markov(game: MarkovGame, mixes: Mapping[int, Mixes]) -> MarkovEquilibrium:
    """Compute values, outcomes and regret of strategies.

    Parameters
    ----------
    game : MarkovGame
        The game at its values.
    mixes : mapping of int to mapping of str to mapping of str to Fraction
        For each spot, by number, and each player who chooses there, how often it plays what.

    Returns
    -------
    MarkovEquilibrium
        With its certificate.

    Raises
    ------
    GameError
        If somebody gains by deviating somewhere.

    Examples
    --------
    >>> from caucasus_games.games import Stage
    >>> wait = Stage({"A": ["wait", "go"]}, {"wait": [1], "go": [0]}, "s")
    >>> game = MarkovGame({"s": wait}, "0.5", players=["A"])
    >>> certified_markov(game, {0: {"A": {"wait": Fraction(1)}}})
    s, A: wait (payoffs: A 2)
    """
    number = game.numbers
    spots = game.spots
    factors = [number[factor] for factor in game.discounts.values()]
    played = [list(_played(spot, mixes[k])) for k, spot in enumerate(spots)]
    values = [
        _values(
            [
                (
                    sum((q * number[b.payoffs[i]] for q, b in own), Fraction(0)),
                    _moves(own, game, Fraction(1) if spot.at_once else factors[i]),
                )
                for spot, own in zip(spots, played, strict=True)
            ]
        )
        for i in range(len(game.players))
    ]
    regret = dict.fromkeys(game.players, Fraction(0))
    for k, spot in enumerate(spots):
        for player, actions in spot.actions.items():
            i = game.players.index(player)
            discount = Fraction(1) if spot.at_once else factors[i]
            for action in actions:
                away = {**mixes[k], player: {action: Fraction(1)}}
                worth = sum(
                    (
                        q
                        * (
                            number[b.payoffs[i]]
                            + discount
                            * sum((number[c] * values[i][t] for t, c in b.to), Fraction(0))
                        )
                        for q, b in _played(spot, away)
                    ),
                    Fraction(0),
                )
                regret[player] = max(regret[player], worth - values[i][k])
    moves = [_moves(own, game, Fraction(1)) for own in played]
    return MarkovEquilibrium(
        immutabledict(
            {
                f"{player} in {spot.name}": immutabledict({a: q for a, q in mix.items() if q})
                for k, spot in enumerate(spots)
                for player, mix in mixes[k].items()
            }
        ),
        _path(game, mixes, moves),
        immutabledict({p: values[i][0] for i, p in enumerate(game.players)}),
        _outcomes(game, played),
        immutabledict(regret),
        values=immutabledict(
            {
                spot.name: immutabledict({p: values[i][k] for i, p in enumerate(game.players)})
                for k, spot in enumerate(spots)
            }
        ),
        chain=chain_of(spots, moves),
    )


def _played(spot: Spot, mixes: Mixes) -> Iterator[tuple[Fraction, Branch]]:
    for profile in product(*(mixes[player] for player in spot.actions)):
        chance = prod(
            (mixes[p][a] for p, a in zip(spot.actions, profile, strict=True)), start=Fraction(1)
        )
        if chance:
            yield chance, spot.branches[profile]


def _moves(
    own: list[tuple[Fraction, Branch]], game: MarkovGame, factor: Fraction
) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for q, branch in own:
        for to, chance in branch.to:
            weight = q * game.numbers[chance] * factor
            if weight:
                found[to] = found.get(to, Fraction(0)) + weight
    return found


def _values(rows: list[tuple[Fraction, dict[int, Fraction]]]) -> list[Fraction]:
    """Solve x = side + weights · x, where the weights of a row sum to less than one somewhere."""
    known: list[tuple[Fraction, dict[int, Fraction]]] = [(Fraction(0), {})] * len(rows)
    # from the last on: what comes later in the list is put in, so that only earlier ones are left
    for k in reversed(range(len(rows))):
        side, weights = rows[k][0], dict(rows[k][1])
        while ahead := [t for t in weights if t > k]:
            t = max(ahead)
            share = weights.pop(t)
            side += share * known[t][0]
            for s, w in known[t][1].items():
                weights[s] = weights.get(s, Fraction(0)) + share * w
        stay = 1 - weights.pop(k, Fraction(0))
        known[k] = side / stay, {s: w / stay for s, w in weights.items()}
    found: list[Fraction] = []
    for side, weights in known:
        found.append(side + sum((w * found[s] for s, w in weights.items()), Fraction(0)))
    return found


def _outcomes(
    game: MarkovGame, played: list[list[tuple[Fraction, Branch]]]
) -> immutabledict[str, Fraction]:
    """Return how likely each outcome is the first to come about."""
    number = game.numbers
    # where play may still bring an outcome about
    ends = {k for k, own in enumerate(played) if any(b.outcome for _, b in own)}
    before: dict[int, set[int]] = {}
    for k, own in enumerate(played):
        for _, branch in own:
            for to, chance in () if branch.outcome else branch.to:
                if number[chance]:
                    before.setdefault(to, set()).add(k)
    queue = sorted(ends)
    for k in queue:
        new = before.get(k, set()) - ends
        ends |= new
        queue += sorted(new)
    labels = sorted({b.outcome for own in played for _, b in own if b.outcome})
    found: dict[str, Fraction] = {}
    for label in labels:
        rows = []
        for k, own in enumerate(played):
            side = sum((q for q, b in own if b.outcome == label), Fraction(0))
            weights: dict[int, Fraction] = {}
            for q, branch in own:
                for to, chance in () if branch.outcome or k not in ends else branch.to:
                    if to in ends and number[chance]:
                        weights[to] = weights.get(to, Fraction(0)) + q * number[chance]
            rows.append((side, weights))
        found[label] = _values(rows)[0]
    rest = 1 - sum(found.values(), Fraction(0))
    found[game.otherwise] = found.get(game.otherwise, Fraction(0)) + rest
    return immutabledict({label: chance for label, chance in found.items() if chance})


def _path(game: MarkovGame, mixes: Mapping[int, Mixes], moves: list[dict[int, Fraction]]) -> str:
    """Write what is played where play comes, by those who have a choice."""
    reached, queue = {0}, [0]
    for k in queue:
        new = [t for t in moves[k] if t not in reached]
        reached |= set(new)
        queue += new
    told = [
        f"{game.spots[k].name}, {player}: {in_words(immutabledict(mix))}"
        for k in queue
        for player, mix in mixes[k].items()
        if len(game.spots[k].actions[player]) > 1
    ]
    more = len(told) - _MOST_ON_PATH
    shown = told if more <= 1 else [*told[:_MOST_ON_PATH], f"… {show(more)} more"]
    return "; ".join(shown) or "nobody chooses"
