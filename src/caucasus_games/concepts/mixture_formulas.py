r"""Mixed equilibria of two players as formulas: for each pair of supports the shares in letters.

For supports :math:`I, J` of one size the mix :math:`x` on :math:`I` solves
:math:`\sum_{i \in I} x_i b_{ij} = w` for :math:`j \in J` and :math:`\sum x_i = 1`, and :math:`y` on
:math:`J` likewise [1]_. It is an equilibrium where all shares are positive and no action outside of
the supports pays more. In the game of hawk and dove the hawks are :math:`v / c`.

References
----------
.. [1] von Stengel (2002), Computing equilibria for two-person games. Handbook of Game Theory 3,
   1723–1759.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import sympy
from immutabledict import immutabledict
from sympy.polys.constructor import construct_domain

from caucasus_games.certificates.mixture_formulas import outside
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.indifference import Places, indifferences
from caucasus_games.concepts.reply_tables import reply_tables
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.results import MixtureFormula

_MOST = 4

Table = Sequence[Sequence[sympy.Expr]]


def mixture_formulas(game: NormalForm) -> tuple[MixtureFormula, ...]:
    """Write every mixed equilibrium on supports of one size as formulas, with its conditions.

    1. For each two supports of as many actions, two at least, solve for the shares that make the
       other player indifferent.
    2. Drop those that are refuted by numbers alone; say what the others need.

    Parameters
    ----------
    game : NormalForm
        Two players with up to four actions each; symbols need no value, and values that they have
        play no part.

    Returns
    -------
    tuple of MixtureFormula
        Small supports first. Equilibria on supports of different sizes need a coincidence of
        payoffs, and pure ones no shares: :func:`~caucasus_games.theorems.conditions` says when they
        exist.

    Raises
    ------
    GameError
        If the game is a tree, has not two players, or one has more than four actions.

    References
    ----------
    von Stengel (2002), Computing equilibria for two-person games. Handbook of Game Theory 3,
    1723–1759.

    Examples
    --------
    >>> v, c = sympy.symbols("v c")
    >>> game = NormalForm.from_arrays(
    ...     [[(v - c) / 2, v], [0, v / 2]],
    ...     [[(v - c) / 2, 0], [v, v / 2]],
    ...     actions={"A": ["hawk", "dove"], "B": ["hawk", "dove"]},
    ... )
    >>> (mixture,) = mixture_formulas(game)
    >>> mixture.strategies["A"]["hawk"], mixture.positive
    (v/c, (v/c, (c - v)/c))
    """
    check_normal_form(game, "mixture_formulas")
    sizes = [len(own) for own in game.actions.values()]
    if len(sizes) != 2 or max(sizes) > _MOST:
        raise GameError(
            f"mixture_formulas is for two players with up to {_MOST} actions each and the game is "
            f"{' × '.join(map(str, sizes))}: mixed_nash solves larger ones at values"
        )
    (one, other), (rows, columns) = game.players, game.actions.values()
    first, second = reply_tables(game.payoffs, rows, columns)
    found = []
    mixes, replies = _mixtures(second), _mixtures(first)
    for mine, theirs in _supports(*sizes):
        if (mine, theirs) not in mixes or (theirs, mine) not in replies:
            continue
        (x, w), (y, v) = mixes[mine, theirs], replies[theirs, mine]
        strategies = immutabledict(
            {
                one: immutabledict(zip((rows[i] for i in mine), x, strict=True)),
                other: immutabledict(zip((columns[j] for j in theirs), y, strict=True)),
            }
        )
        payoffs = immutabledict({one: v, other: w})
        positive = _open([*x, *y], strict=True)
        rest = _open(outside(game, strategies, payoffs), strict=False)
        if positive is not None and rest is not None:
            found.append(MixtureFormula(game, strategies, payoffs, positive, rest))
    return tuple(found)


def _supports(rows: int, columns: int) -> Iterator[tuple[Places, Places]]:
    """Yield supports of as many actions, two at least, small ones first."""
    for size in range(2, min(rows, columns) + 1):
        yield from product(combinations(range(rows), size), combinations(range(columns), size))


class _Domain:
    """Formulas as numbers of the least field that holds them."""

    always = True

    def __init__(self, table: Table) -> None:
        flat = [payoff for row in table for payoff in row]
        self.domain, elements = construct_domain(flat, field=True)
        width = len(table[0])
        self.table = [elements[k : k + width] for k in range(0, len(flat), width)]

    def number(self, value: int) -> Any:
        """Return a whole number."""
        return self.domain(value)

    def zero(self, x: Any) -> bool:
        """Say whether a number is zero whatever the symbols are."""
        return not x

    def negation(self, when: bool) -> bool:
        """Say that this does not hold."""
        return not when

    dead = negation

    def divide(self, x: Any, y: Any) -> Any:
        """Return a ratio."""
        return x / y

    def written(self, x: Any) -> sympy.Expr:
        """Return a number as a formula."""
        return sympy.cancel(self.domain.to_sympy(x))


def _mixtures(replies: Table) -> dict[tuple[Places, Places], tuple[list[sympy.Expr], sympy.Expr]]:
    """Return the mixes that make replies pay the same, and what; by actions and replies."""
    # by the action of who mixes, and then by the reply
    reading = _Domain([*zip(*replies, strict=True)])
    found = {}
    for mix in indifferences(reading, reading.table):
        paid = (reading.table[i][mix.others[0]] for i in mix.own)
        worth = sum((q * x for q, x in zip(mix.shares, paid, strict=True)), reading.number(0))
        shares = [reading.written(q) for q in mix.shares]
        found[mix.own, mix.others] = shares, reading.written(worth)
    return found


def _open(formulas: Sequence[sympy.Expr], *, strict: bool) -> tuple[sympy.Expr, ...] | None:
    """Return the formulas that numbers do not settle; nothing if they refute one."""
    left: dict[sympy.Expr, None] = {}
    for formula in formulas:
        if not formula.is_number:
            left[formula] = None
        elif formula < 0 or (strict and formula == 0):
            return None
    return tuple(left)
