r"""Whether strategies of a Markov game are Markov perfect, from the game alone.

The values of all spots under mixtures solve one linear system, :math:`V = u + \delta P V`; it is
eliminated as a sparse one, from the spots found last back to the start. Then every action of every
player at every spot is tried once, against what the others do and what follows is worth.
"""

from collections.abc import Iterator, Mapping, Sequence
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
# with what chance which branch is taken
Played = tuple[Fraction, Branch]
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
    spots = game.spots
    mixes = {k: {p: _used(mix) for p, mix in own.items()} for k, own in mixes.items()}
    played = [list(_played(spot, mixes[k])) for k, spot in enumerate(spots)]
    values = [_worth(game, played, i) for i in range(len(game.players))]
    moves = [_moves(own, game, Fraction(1)) for own in played]
    return MarkovEquilibrium(
        immutabledict(
            {
                f"{player} in {spot.name}": immutabledict(mix)
                for k, spot in enumerate(spots)
                for player, mix in mixes[k].items()
            }
        ),
        _path(game, mixes, moves),
        immutabledict({p: values[i][0] for i, p in enumerate(game.players)}),
        _outcomes(game, played),
        immutabledict({p: _regret(game, mixes, i, values[i]) for i, p in enumerate(game.players)}),
        values=immutabledict(
            {
                spot.name: immutabledict({p: values[i][k] for i, p in enumerate(game.players)})
                for k, spot in enumerate(spots)
            }
        ),
        chain=chain_of(spots, moves),
    )


def _used(mix: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {action: q for action, q in mix.items() if q}


def _worth(game: MarkovGame, played: Sequence[Sequence[Played]], i: int) -> list[Fraction]:
    """Return what play is worth to a player at each spot."""
    return _values(
        [
            (
                sum((q * game.numbers[b.payoffs[i]] for q, b in own), Fraction(0)),
                _moves(own, game, _discount(game, spot, i)),
            )
            for spot, own in zip(game.spots, played, strict=True)
        ]
    )


def _regret(
    game: MarkovGame, mixes: Mapping[int, Mixes], i: int, values: Sequence[Fraction]
) -> Fraction:
    """Return the most that a player gains by another action at one spot."""
    number, player = game.numbers, game.players[i]
    most = Fraction(0)
    for k, spot in enumerate(game.spots):
        discount = _discount(game, spot, i)
        for action in spot.actions.get(player, ()):
            gain = -values[k]
            for q, branch in _played(spot, {**mixes[k], player: {action: Fraction(1)}}):
                later = sum((number[c] * values[t] for t, c in branch.to), Fraction(0))
                gain += q * (number[branch.payoffs[i]] + discount * later)
            most = max(most, gain)
    return most


def _discount(game: MarkovGame, spot: Spot, i: int) -> Fraction:
    return Fraction(1) if spot.at_once else game.numbers[game.discounts[game.players[i]]]


def _played(spot: Spot, mixes: Mixes) -> Iterator[Played]:
    for profile in product(*(mixes[player] for player in spot.actions)):
        chance = prod(
            (mixes[p][a] for p, a in zip(spot.actions, profile, strict=True)), start=Fraction(1)
        )
        yield chance, spot.branches[profile]


def _moves(own: Sequence[Played], game: MarkovGame, factor: Fraction) -> dict[int, Fraction]:
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


def _outcomes(game: MarkovGame, played: Sequence[Sequence[Played]]) -> immutabledict[str, Fraction]:
    """Return how likely each outcome is the first to come about."""
    # where play goes on while nothing has come about
    onwards = [_moves([x for x in own if not x[1].outcome], game, Fraction(1)) for own in played]
    brought = [_brought(own) for own in played]
    ends = _before({k for k, own in enumerate(brought) if own}, onwards)
    # from elsewhere nothing comes about: it is left out of all rows
    weights = [{to: q for to, q in own.items() if {k, to} <= ends} for k, own in enumerate(onwards)]
    found: dict[str, Fraction] = {}
    for label in sorted(set().union(*brought)):
        sides = [own.get(label, Fraction(0)) for own in brought]
        found[label] = _values(list(zip(sides, weights, strict=True)))[0]
    rest = 1 - sum(found.values(), Fraction(0))
    found[game.otherwise] = found.get(game.otherwise, Fraction(0)) + rest
    return immutabledict({label: chance for label, chance in found.items() if chance})


def _brought(own: Sequence[Played]) -> dict[str, Fraction]:
    """Return with what chance each outcome comes about at a spot."""
    found: dict[str, Fraction] = {}
    for q, branch in own:
        if branch.outcome:
            found[branch.outcome] = found.get(branch.outcome, Fraction(0)) + q
    return found


def _before(ends: set[int], onwards: Sequence[Mapping[int, Fraction]]) -> set[int]:
    """Return the spots from which play may come to some, with these."""
    before: dict[int, set[int]] = {}
    for k, own in enumerate(onwards):
        for to in own:
            before.setdefault(to, set()).add(k)
    found, queue = set(ends), sorted(ends)
    for k in queue:
        new = before.get(k, set()) - found
        found |= new
        queue += sorted(new)
    return found


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
