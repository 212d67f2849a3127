r"""Every Nash equilibrium of more than two players, support by support.

A profile with support :math:`S` is an equilibrium iff each player is indifferent on its support,
which are as many polynomial equations :math:`f(x) = 0` as unknown probabilities, each linear in
every unknown, and no other action is better. Their roots are found by
subdivision, which proves that it misses none, and are then made exact, or enclosed, in fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.certificates import certified, certified_enclosed
from caucasus_games.certificates.nash import evaluated
from caucasus_games.concepts.exact_roots import equations, exact_root, mixes_at, paid
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.results import EnclosedEquilibrium, Equilibrium

if TYPE_CHECKING:
    from caucasus_games.concepts.subdivision import Array, Bound

# unknown probabilities of all players together
_LARGEST = 8
# about twice what 3×3×3×3 random payoffs take
USUAL_STEPS = 1_000_000
# irrational roots are enclosed within this radius
_RADIUS = Fraction(1, 2**80)
_CLOSE = Fraction(1, 2**60)
_SIMPLE = 10**6
# where roots are not isolated, so many places are tried, in such fractions
_TRIED, _ROUGH = 20, 100

Support = tuple[tuple[str, ...], ...]
Found = Equilibrium | EnclosedEquilibrium


@dataclass(frozen=True)
class Search:
    """What was found, and where there may be more.

    Parameters
    ----------
    found : tuple
        The equilibria, pure ones first.
    unclear : tuple of str
        The supports in which roots lie on a curve or a border.
    skipped : tuple of str
        The supports that were not searched to the end.
    """

    found: tuple[Found, ...]
    unclear: tuple[str, ...]
    skipped: tuple[str, ...]


def several_players(
    game: NormalForm, steps: int = USUAL_STEPS, time_limit: float | None = None
) -> Search:
    """Find every Nash equilibrium of a nondegenerate game, and the supports that could not be told.

    1. For each support drop it if some action is worse than another against all that is left.
    2. Divide the box of its probabilities until each part is empty or has one root.
    3. Make the roots exact where they are rational and certify all.

    Parameters
    ----------
    game : NormalForm
        Three players or more; up to eight unknown probabilities.
    steps : int
        How many parts of boxes may be looked at.
    time_limit : float or None
        After how many seconds to stop.

    Returns
    -------
    Search
        What was found, and the supports that were not decided or not reached.

    Raises
    ------
    GameError
        If there are more than eight unknown probabilities.
    """
    from caucasus_games.concepts.subdivision import Bound

    if not solvable(game):
        raise GameError(
            f"mixed_nash takes more than two players with up to {_LARGEST} free probabilities "
            f"(3×3×3×3 or 3×3×5) and the game has {_free(game)}, which takes minutes to hours: "
            "quantal_response and logit_limit find one equilibrium, to_gambit has other solvers"
        )
    found: dict[Support, list[Found]] = {}
    unclear: list[str] = []
    skipped: list[str] = []
    bound = Bound(steps, inf if time_limit is None else monotonic() + time_limit)
    for support in _supports(game):
        if bound.over:
            skipped.append(_named(game, support))
        if bound.over or _hopeless(game, support):
            continue
        own, clear, left, bound = _looked(game, support, bound)
        if bound.over and len(left):
            skipped.append(_named(game, support))
        elif not clear:
            unclear.append(_named(game, support))
            if not (own or _holds_one(found, support)):
                own += _somewhere(game, support, left)
        if own:
            found[support] = own
    every = tuple(one for own in found.values() for one in own)
    return Search(every, tuple(unclear), tuple(skipped))


def _looked(
    game: NormalForm, support: Support, bound: Bound
) -> tuple[list[Found], bool, Array, Bound]:
    """Return the equilibria of a support, whether these are all, and what is left to look at."""
    import numpy as np

    from caucasus_games.concepts.subdivision import roots_of, system_of

    system = system_of(game, support)
    roots, left = np.zeros((1, 0)), np.zeros((0, 0))
    if system.unknowns:
        roots, left, bound = roots_of(system, bound)
    checked = [_certified(game, support, root) for root in roots]
    found = [equilibrium for equilibrium, _ in checked if equilibrium]
    return found, not len(left) and all(clear for _, clear in checked), left, bound


def _named(game: NormalForm, support: Support) -> str:
    named = zip(game.players, support, strict=True)
    return "; ".join(f"{player}: {' or '.join(played)}" for player, played in named)


def _holds_one(small: Iterable[Support], large: Support) -> bool:
    """Tell whether a support has all actions of another among some."""
    return any(
        all(set(one) <= set(other) for one, other in zip(own, large, strict=True)) for own in small
    )


def _somewhere(game: NormalForm, support: Support, left: Array) -> list[Found]:
    """Return one equilibrium of those that are not isolated, if it is in simple fractions."""
    from caucasus_games.concepts.subdivision import newton, system_of

    system = system_of(game, support)

    for start in left[:: 1 + len(left) // _TRIED]:
        x = [Fraction(float(q)).limit_denominator(_ROUGH) for q in newton(system, start)]
        equilibrium = _simple(game, support, x)
        if equilibrium:
            return [equilibrium]
    return []


def solvable(game: NormalForm) -> bool:
    """Tell whether every equilibrium is found in about a minute.

    Parameters
    ----------
    game : NormalForm
        The game.

    Returns
    -------
    bool
        Whether it has two players, or more with up to eight unknown probabilities.
    """
    return len(game.players) == 2 or _free(game) <= _LARGEST


def _free(game: NormalForm) -> int:
    return sum(len(own) - 1 for own in game.actions.values())


def _supports(game: NormalForm) -> Iterator[Support]:
    choices = [
        [s for size in range(1, len(own) + 1) for s in combinations(own, size)]
        for own in game.actions.values()
    ]
    yield from sorted(product(*choices), key=lambda support: sum(map(len, support)))


def _hopeless(game: NormalForm, support: Support) -> bool:
    """Tell whether an action of the support is worse than another whatever the others do in it."""
    for i, player in enumerate(game.players):
        others = list(product(*(s for j, s in enumerate(support) if j != i)))
        paid = {
            action: [game.numbers[(*rest[:i], action, *rest[i:])][i] for rest in others]
            for action in game.actions[player]
        }
        for action in support[i]:
            for other in game.actions[player]:
                if all(x < y for x, y in zip(paid[action], paid[other], strict=True)):
                    return True
    return False


def _certified(game: NormalForm, support: Support, root: Array) -> tuple[Found | None, bool]:
    """Return the equilibrium at a root if it is one, and whether that could be told."""
    simple = [Fraction(float(q)).limit_denominator(_SIMPLE) for q in root]
    if not any(equations(game, support, mixes_at(game, support, simple))):
        return _simple(game, support, simple), True
    try:
        mixes, slopes = exact_root(game, support, root.tolist())
        lacking = [-q for mix in mixes.values() for q in mix.values()]
        gains = [
            paid(game, mixes, player, action) - paid(game, mixes, player, own[0])
            for player, own in zip(game.players, support, strict=True)
            for action in game.actions[player]
            if action not in own
        ]
        worst = max([*lacking, *gains])
        if abs(worst) < _CLOSE:
            return None, False
        if worst > 0:
            return None, True
        return certified_enclosed(game, mixes, _RADIUS, slopes), True
    except GameError:
        # too close to degenerate for this radius
        return None, False


def _simple(game: NormalForm, support: Support, x: Sequence[Fraction]) -> Equilibrium | None:
    """Return the equilibrium in these fractions, if it is one of this support."""
    mixes = mixes_at(game, support, x)
    strategies = immutabledict({p: immutabledict(mix) for p, mix in mixes.items()})
    if min(q for mix in mixes.values() for q in mix.values()) <= 0:
        return None
    if any(evaluated(game, strategies).regret.values()):
        return None
    return certified(game, strategies)
