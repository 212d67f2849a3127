r"""The certificate of the nucleolus: Kohlberg's criterion.

Let :math:`e(S, x) = v(S) - x(S)`. Shares :math:`x` with :math:`x_i \ge v(i)` are the nucleolus iff
for every level :math:`t` the coalitions with :math:`e(S, x) \ge t` are balanced with positive
weights, where the single players with :math:`x_i = v(i)` may be added [1]_. A collection in the
span of a balanced one is balanced with it, so only levels that widen the span are looked at.

References
----------
.. [1] Kohlberg (1971), On the nucleolus of a characteristic function game. SIAM Journal on Applied
   Mathematics 20, 62–66.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, extends, maximise
from caucasus_games.errors import GameError
from caucasus_games.games import CoalitionalGame
from caucasus_games.results.core import Shares


def certified_nucleolus(game: CoalitionalGame, shares: Mapping[str, Fraction]) -> Shares:
    """Check shares by Kohlberg's criterion and return them.

    Parameters
    ----------
    game : CoalitionalGame
        The game at its values.
    shares : mapping of str to Fraction
        By player.

    Returns
    -------
    immutabledict of str to Fraction
        The same shares.

    Raises
    ------
    GameError
        If they are not the nucleolus.

    Examples
    --------
    >>> pair = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): 2})
    >>> certified_nucleolus(pair, {"A": Fraction(2), "B": Fraction(0)})
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: not the nucleolus: what leaves B least content is not balanced
    """
    worth, players = game.numbers, game.players
    whole = frozenset(players)
    if sum(shares.values()) != worth[whole]:
        raise GameError("not the nucleolus: the shares do not add up to what all secure")
    tight = [p for p in players if shares[p] == worth[frozenset([p])]]
    if any(shares[p] < worth[frozenset([p])] for p in players):
        raise GameError("not the nucleolus: somebody gets less than alone")
    excess = {own: worth[own] - sum(shares[p] for p in own) for own in worth if own != whole}
    for so_far in _wider(players, excess):
        if not _balanced(players, so_far, tight):
            least = ", ".join(p for p in players if any(p in own for own in so_far))
            raise GameError(f"not the nucleolus: what leaves {least} least content is not balanced")
    return immutabledict({player: shares[player] for player in players})


def _wider(
    players: Sequence[str], excess: Mapping[frozenset[str], Fraction]
) -> Iterator[list[frozenset[str]]]:
    """Yield the coalitions down to each level of discontent at which their span is a wider one."""
    basis: list[list[Fraction]] = []
    so_far: list[frozenset[str]] = []
    for level in sorted(set(excess.values()), reverse=True):
        new = [own for own, e in excess.items() if e == level]
        so_far = [*so_far, *new]
        wider = [extends(basis, [Fraction(p in own) for p in players]) for own in new]
        if any(wider):
            yield so_far
        if len(basis) == len(players):
            return


def _balanced(
    players: Sequence[str], groups: Sequence[frozenset[str]], tight: Sequence[str]
) -> bool:
    """Return whether positive weights on the groups, and any on tight players, are balanced."""
    labels = [str(k) for k in range(len(groups))]
    rows = []
    for player in players:
        inside = [k for k, own in zip(labels, groups, strict=True) if player in own]
        row = {**dict.fromkeys(inside, 1), "total": -1}
        if player in tight:
            row[f"alone {player}"] = 1
        rows.append(Constraint(row, -len(inside)))
    extra = [f"alone {player}" for player in tight]
    return maximise(Polytope([*labels, *extra, "total"], [], rows), {}) is not None
