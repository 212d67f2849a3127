r"""The set of subgame perfect payoffs of a repeated game, with a public lottery each period.

Of all sets of payoffs that carry themselves the largest is sought, in pure strategies of two
players [1]_. From all feasible payoffs :math:`W` and the pure minmax payoffs :math:`\underline w`
on, each step keeps of every profile :math:`a` the payoffs themselves, if what they leave behind
deters everybody, and else :math:`(1-\delta) u(a) + \delta w` for the extreme points :math:`w` of

.. math:: Q(a) = \Big\{ w \in W : w_i \ge \underline w_i + \tfrac{1-\delta}{\delta}
   [\max_b u_i(b, a_{-i}) - u_i(a)] \Big\}

at which somebody is just deterred. Their hull is the next :math:`W`, which shrinks to the set.

References
----------
.. [1] Abreu, Pearce & Stacchetti (1990), Toward a theory of discounted repeated games with
   imperfect monitoring. Econometrica 58, 1041–1063; Abreu & Sannikov (2014), An algorithm for
   two-player repeated games with perfect monitoring. Theoretical Economics 9, 313–338.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.errors import GameError
from caucasus_games.exact import fraction, show
from caucasus_games.games import NormalForm
from caucasus_games.games.profiles import Profile
from caucasus_games.results.public_perfect import Point, PublicPerfect

_MOST_STEPS = 5_000
# numbers are kept to so many binary digits on the way
_BITS = 160
_STILL = Fraction(1, 2**110)
# fractions that are looked for have no larger denominators
_LARGEST_DENOMINATOR = 10**9


def public_perfect(game: NormalForm, discount: object) -> PublicPerfect:
    """Find the payoffs of all subgame perfect equilibria in pure strategies.

    1. From all feasible payoffs on, keep what can be carried by what is left, until nothing changes
       in 33 digits.
    2. If fractions near the corners carry themselves, these are the set; else the corners are
       rounded.

    Parameters
    ----------
    game : NormalForm
        What is played in each period; two players.
    discount : exact number
        The discount factor, above 0 and below 1.

    Returns
    -------
    PublicPerfect
        The corners, certified to carry themselves.

    Raises
    ------
    GameError
        If the game is a tree or has not two players, a symbol has no value, the discount factor is
        not between 0 and 1, or the set does not settle.

    References
    ----------
    Abreu & Sannikov (2014), An algorithm for two-player repeated games with perfect monitoring.
    Theoretical Economics 9, 313–338.

    Examples
    --------
    >>> dilemma = NormalForm.from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]])
    >>> public_perfect(dilemma, "0.9")
    subgame perfect payoffs: the hull of (1 3, 2 3), (1 9.75, 2 3), (1 9, 2 9), (1 3, 2 9.75)
    """
    check_normal_form(game, "public_perfect")
    if len(game.players) != 2:
        raise GameError(
            f"public_perfect is for two players and the game has {len(game.players)}: "
            "critical_discount and penal_code take more"
        )
    delta = fraction(discount, "discount")
    if not 0 < delta < 1:
        raise GameError(f"discount is {show(delta)}: it must lie between 0 and 1")
    tempted = {p: _temptation(game, p) for p in game.profiles}
    corners = _settled(game, delta, tempted)
    if not corners:
        return PublicPerfect(game, delta, (), True)
    near = _hull([_near(x) for x in corners])
    own = [min(x[i] for x in near) for i in range(2)]
    exact = _hull(list(_kept(game, delta, tempted, near, own))) == near
    return PublicPerfect(
        game,
        delta,
        tuple(
            immutabledict(zip(game.players, x, strict=True)) for x in (near if exact else corners)
        ),
        exact,
    )


def _settled(
    game: NormalForm, delta: Fraction, tempted: Mapping[Profile, Sequence[Fraction]]
) -> list[Point]:
    """Return the corners of what carries itself, in 33 digits; none if nothing does."""
    least = [min(_best(game, p, i) for p in game.profiles) for i in range(2)]
    corners = _hull([(row[0], row[1]) for row in game.numbers.values()])
    for _ in range(_MOST_STEPS):
        kept = [_rounded(x) for x in _kept(game, delta, tempted, corners, least)]
        # what lies on a line but for rounding is no corner
        before, corners = corners, _hull(kept, _STILL)
        if not corners or _are_close(before, corners):
            return corners
        least = [max(old, min(x[i] for x in corners)) for i, old in enumerate(least)]
    raise GameError(
        f"the set has not settled after {_MOST_STEPS:,} steps: give another discount factor"
    )


def _are_close(some: Sequence[Point], others: Sequence[Point]) -> bool:
    return len(some) == len(others) and all(
        abs(x - y) <= _STILL
        for one, other in zip(some, others, strict=True)
        for x, y in zip(one, other, strict=True)
    )


def _best(game: NormalForm, profile: Profile, i: int) -> Fraction:
    """Return the most that a player gets against what the others play."""
    actions = game.actions[game.players[i]]
    return max(game.numbers[(*profile[:i], own, *profile[i + 1 :])][i] for own in actions)


def _temptation(game: NormalForm, profile: Profile) -> tuple[Fraction, ...]:
    """Return what each player gains by its best deviation."""
    return tuple(_best(game, profile, i) - paid for i, paid in enumerate(game.numbers[profile]))


def _kept(
    game: NormalForm,
    delta: Fraction,
    tempted: Mapping[Profile, Sequence[Fraction]],
    corners: Sequence[Point],
    least: Sequence[Fraction],
) -> Iterator[Point]:
    """Yield the payoffs that what is left carries."""
    for profile, gains in tempted.items():
        paid = game.numbers[profile]
        need = [low + (1 - delta) / delta * gain for low, gain in zip(least, gains, strict=True)]
        if all(u >= q for u, q in zip(paid, need, strict=True)):
            yield paid[0], paid[1]
            continue
        for w in _deterred(corners, need):
            yield (
                (1 - delta) * paid[0] + delta * w[0],
                (1 - delta) * paid[1] + delta * w[1],
            )


def _deterred(corners: Sequence[Point], need: Sequence[Fraction]) -> Iterator[Point]:
    """Yield the extreme points above what is needed at which somebody gets no more than that."""
    left = list(corners)
    for i in range(2):
        left = _above(left, i, need[i])
    for w in left:
        if w[0] == need[0] or w[1] == need[1]:
            yield w


def _above(corners: Sequence[Point], i: int, low: Fraction) -> list[Point]:
    """Cut a convex polygon at a least value of a coordinate."""
    found: list[Point] = []
    for k, one in enumerate(corners):
        other = corners[(k + 1) % len(corners)]
        if one[i] >= low:
            found.append(one)
        if (one[i] - low) * (other[i] - low) < 0:
            share = (low - one[i]) / (other[i] - one[i])
            cut = [x + share * (y - x) for x, y in zip(one, other, strict=True)]
            cut[i] = low
            found.append((cut[0], cut[1]))
    return list(dict.fromkeys(found))


def _hull(points: Sequence[Point], slack: Fraction = Fraction(0)) -> list[Point]:
    """Return the corners of a hull, counter-clockwise from the least."""
    left = sorted(set(points))
    if len(left) < 3:
        return left

    def half(row: Sequence[Point]) -> list[Point]:
        found: list[Point] = []
        for c in row:
            while len(found) > 1:
                a, b = found[-2:]
                turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
                if turn > slack:
                    break
                found.pop()
            found.append(c)
        return found[:-1]

    return half(left) + half(left[::-1])


def _rounded(point: Point) -> Point:
    x, y = (Fraction(round(z * 2**_BITS), 2**_BITS) for z in point)
    return x, y


def _near(point: Point) -> Point:
    x, y = (z.limit_denominator(_LARGEST_DENOMINATOR) for z in point)
    return x, y
