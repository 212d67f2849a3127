r"""Zero-sum games of two players: one optimal strategy of each, and the value.

If what one player gains the other loses, there are strategies :math:`x^*, y^*` with

.. math:: \min_y u(x^*, y) = \max_x \min_y u(x, y) = \min_y \max_x u(x, y) = \max_x u(x, y^*),

the value [1]_: the first player secures it, and the second holds the first down to it. They are the
best point and the prices of one linear programme, over the mixtures of a table, or over the
realization plans of a tree, which has a row for each action at each information set where a table
has one for each plan [2]_. Equilibria stay the same if a player's payoffs are multiplied by a
positive number, or change by something that this player does not decide: payoffs that are opposed
up to that are strategically zero-sum [3]_.

References
----------
.. [1] von Neumann (1928), Zur Theorie der Gesellschaftsspiele. Mathematische Annalen 100, 295–320.
.. [2] Koller, Megiddo & von Stengel (1996), Efficient computation of equilibria for extensive
   two-person games. Games and Economic Behavior 14, 247–259; von Stengel (1996), Efficient
   computation of behavior strategies. Games and Economic Behavior 14, 220–246.
.. [3] Moulin & Vial (1978), Strategically zero-sum games: the class of games whose completely mixed
   equilibria cannot be improved upon. International Journal of Game Theory 7, 201–221.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.certificates import certified
from caucasus_games.certificates.subgame_perfect import played
from caucasus_games.concepts.checks import check_table_or_tree, check_tree
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.sequences import Sequences, behaviour_of, sequences_of
from caucasus_games.results import Mix, Solution

Cell = tuple[int, int]
Game = NormalForm | ExtensiveForm
Profile = tuple[str, ...]

_ONE = Fraction(1)


@solution_concept(
    NormalForm,
    ExtensiveForm,
    games="normal form or tree, two players",
    finds="one optimal strategy of each, and the value, where one loses what the other gains",
)
def zero_sum(game: Game) -> Solution:
    """Find one optimal strategy of each player of a zero-sum game, and with them its value.

    1. Check that the payoffs are opposed: of a table up to what leaves every equilibrium as it is,
       of a tree up to a positive multiple and a constant.
    2. Maximise what the first player secures, a linear programme in the sequence form.
    3. Its best point is the first player's strategy, its prices are the second's.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Two players; a tree of perfect recall.

    Returns
    -------
    Solution
        One Nash equilibrium, exact, certified by best replies: its payoffs are the value. In a tree
        a set that its player's own strategy never comes to is left out.

    Raises
    ------
    GameError
        If there are not two players, the payoffs are not opposed, a player forgets, or a symbol has
        no value.

    References
    ----------
    von Neumann (1928), Zur Theorie der Gesellschaftsspiele. Mathematische Annalen 100, 295–320;
    Koller, Megiddo & von Stengel (1996), Efficient computation of equilibria for extensive
    two-person games. Games and Economic Behavior 14, 247–259.

    Examples
    --------
    >>> strike = NormalForm.from_arrays(
    ...     [[0, 3], [1, 0]],
    ...     [[0, -3], [-1, 0]],
    ...     actions={"A": ["north", "south"], "B": ["north", "south"]},
    ... )
    >>> zero_sum(strike)
    1 minimax equilibrium
      A: north 0.25 or south 0.75; B: north 0.75 or south 0.25 (payoffs: A 0.75, B -0.75)
      note: payoffs always sum to 0: every equilibrium pays the same, and these strategies secure it
    """
    check_table_or_tree(game, "zero_sum")
    if len(game.players) != 2:
        raise GameError(
            f"zero_sum is for two players and the game has {len(game.players)}: "
            "minmax tells what the others can hold a player down to"
        )
    if isinstance(game, ExtensiveForm):
        check_tree(game, "zero_sum")
        return _of_tree(game)
    rows, columns = game.actions.values()
    paid, note = _opposed(game)
    first, second = (
        Sequences(
            immutabledict({"": 0}), immutabledict({("", a): k + 1 for k, a in enumerate(own)})
        )
        for own in (rows, columns)
    )
    cells = {(first.after["", r], second.after["", c]): [(_ONE, x)] for (r, c), x in paid.items()}
    found = _optimal(first, second, cells)
    mixes = {player: found[k][""] for k, player in enumerate(game.players)}
    notes = (note, *game.parameters.outside(game.values))
    return Solution("minimax", game, (certified(game, immutabledict(mixes)),), notes)


def _of_tree(game: ExtensiveForm) -> Solution:
    reach = [_ONE] * len(game.vertices)
    for v, vertex in enumerate(game.vertices):
        odds = game.numbers.chances[v] or (_ONE,) * len(vertex.children)
        for child, chance in zip(vertex.children, odds, strict=True):
            reach[child] = reach[v] * chance
    sides, ends = sequences_of(game)
    paid = game.numbers.payoffs
    live = {cell: [v for v in group if reach[v]] for cell, group in ends.items()}
    said = {", ".join(game.vertices[v].history): paid[v] for own in live.values() for v in own}
    slope = _slope(list(said.values()))
    if slope is None:
        raise _not_opposed(game, said)
    cells = {
        (cell[0], cell[1]): [(reach[v], paid[v][0]) for v in group] for cell, group in live.items()
    }
    one, other = sides.values()
    first, second = _optimal(one, other, cells)
    notes = (_note(game, said, slope), *game.parameters.outside(game.values))
    return Solution("minimax", game, (played(game, immutabledict({**first, **second})),), notes)


def _opposed(game: NormalForm) -> tuple[dict[Profile, Fraction], str]:
    """Return payoffs of the first player whose opposites serve the second, and what to say."""
    numbers = game.numbers
    top, left = (own[0] for own in game.actions.values())
    crossed = [
        tuple(
            numbers[r, c][i] - numbers[r, left][i] - numbers[top, c][i] + numbers[top, left][i]
            for i in (0, 1)
        )
        for r, c in numbers
    ]
    slope = _slope(crossed)
    said = {", ".join(profile): paid for profile, paid in numbers.items()}
    if slope is None:
        raise _not_opposed(game, said)
    due = {
        c: slope * numbers[top, c][0] + numbers[top, c][1] for c in game.actions[game.players[1]]
    }
    gained = {profile: slope * paid[0] - due[profile[1]] for profile, paid in numbers.items()}
    return gained, _note(game, said, slope)


def _slope(pairs: Sequence[Sequence[Fraction]]) -> Fraction | None:
    """Return by how much the second number falls as the first rises by one, if it always does."""
    (x, y), *others = pairs
    apart = next(((a, b) for a, b in others if a != x), (x + 1, y - 1))
    slope = (y - apart[1]) / (apart[0] - x)
    return slope if slope > 0 and all(b - y == slope * (x - a) for a, b in others) else None


def _note(game: Game, said: Mapping[str, Sequence[Fraction]], slope: Fraction) -> str:
    one, other = game.players
    alike = "every equilibrium pays the same, and these strategies secure it"
    if len({first + second for first, second in said.values()}) == 1:
        return f"payoffs always sum to {show(sum(next(iter(said.values()))))}: {alike}"
    if _slope(list(said.values())):
        return f"{other} loses {show(slope)} where {one} gains 1: {alike}"
    return (
        f"{other} loses {show(slope)} where {one} gains 1, but for what the player itself does not "
        "decide: the strategies of any two equilibria may be exchanged"
    )


def _not_opposed(game: Game, said: Mapping[str, Sequence[Fraction]]) -> GameError:
    sums = {where: sum(paid, Fraction(0)) for where, paid in said.items()}
    low, high = min(sums, key=sums.__getitem__), max(sums, key=sums.__getitem__)
    instead = (
        "lemke_howson finds one equilibrium of any table of two players"
        if isinstance(game, NormalForm)
        else "subgame_perfect and perfect_bayesian take any tree"
    )
    return GameError(
        f"zero_sum is for payoffs of which one player loses what the other gains, and they sum to "
        f"{show(sums[low])} at ({low}) and to {show(sums[high])} at ({high}): {instead}"
    )


def _optimal(
    first: Sequences, second: Sequences, cells: Mapping[Cell, Sequence[tuple[Fraction, Fraction]]]
) -> tuple[dict[str, Mix], dict[str, Mix]]:
    """Return the behaviour of both, from the chances and payoffs of each pair of sequences."""
    least = min(x for ends in cells.values() for _, x in ends) - 1
    gained: dict[int, dict[str, Fraction]] = {t: {} for t in range(len(second.after) + 1)}
    for (s, t), ends in cells.items():
        gained[t][f"do {s}"] = -sum((chance * (x - least) for chance, x in ends), Fraction(0))
    held: dict[int, dict[str, Fraction]] = {t: dict(row) for t, row in gained.items()}
    held[0]["value"] = _ONE
    for (name, _), t in second.after.items():
        held[t][f"at {name}"] = _ONE
    for name, t in second.before.items():
        held[t][f"at {name}"] = -_ONE
    labels = [
        *(f"do {s}" for s in range(len(first.after) + 1)),
        *(f"at {name}" for name in second.before),
        "value",
    ]
    rows = [Constraint(row) for row in held.values()]
    best = maximise(Polytope(labels, rows, _plan(first)), {"value": 1})
    assert best is not None  # every realization plan is feasible
    doing = {s: best.point[f"do {s}"] for s in range(len(first.after) + 1)}
    return behaviour_of(first, doing), behaviour_of(second, dict(enumerate(best.prices)))


def _plan(first: Sequences) -> list[Constraint]:
    """Say that actions at a set are taken as often in all as the set is reached."""
    kept = {name: {f"do {s}": -_ONE} for name, s in first.before.items()}
    for (name, _), s in first.after.items():
        kept[name][f"do {s}"] = _ONE
    return [Constraint({"do 0": 1}, 1), *map(Constraint, kept.values())]
