r"""Mixtures that make somebody indifferent among as many replies as are mixed, at many draws.

The mixture :math:`x` on the actions :math:`R` that makes as many replies :math:`J` equally good,
with payoffs :math:`b` to who replies, is by Cramer's rule

.. math:: x_r \propto (-1)^r \det(b_{sj} - b_{sj_0})_{s \in R - r,\; j \in J - j_0}.

It is a vertex of the mixtures to which they are best replies if no :math:`x_r` is negative and no
other reply is better. The actions may be another player's, or the nodes of an information set, on
which a belief is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Self

from array_api_compat import array_namespace

from caucasus_games.batched.arrays import on_host
from caucasus_games.batched.tally import Numbers, Truth

Places = tuple[int, ...]

# shares that are smaller count as zero
ZERO = 1e-12


@dataclass(frozen=True)
class Vertex:
    """A mixture on some actions to which as many replies are equally good.

    Parameters
    ----------
    own, others : tuple of int
        The actions, and the replies.
    mixture : numpy.ndarray
        Shape ``(len(own), draws)``.
    valid : numpy.ndarray of bool
        Where it is a vertex; shape ``(draws,)``.
    idle : mapping of int to numpy.ndarray of bool
        Where an action of these is not taken after all.
    also : mapping of int to numpy.ndarray of bool
        Where another reply is as good.
    """

    own: Places
    others: Places
    mixture: Numbers
    valid: Truth
    idle: Mapping[int, Truth]
    also: Mapping[int, Truth]

    @property
    def degenerate(self) -> Truth:
        """Where more than so many replies are best."""
        some: Truth = ~self.valid
        for truth in (*self.idle.values(), *self.also.values()):
            some = some | truth
        return some & self.valid

    @property
    def on_host(self) -> Self:
        """The same with arrays of NumPy."""
        idle, also = ({k: on_host(x) for k, x in own.items()} for own in (self.idle, self.also))
        mixture, valid = on_host(self.mixture), on_host(self.valid)
        return replace(self, mixture=mixture, valid=valid, idle=idle, also=also)


def squares(rows: int, columns: int) -> Iterator[tuple[Places, Places]]:
    """List every choice of as many rows as columns.

    Parameters
    ----------
    rows, columns : int
        How many there are.

    Yields
    ------
    tuple of tuple of int
        The rows and the columns.
    """
    for size in range(1, min(rows, columns) + 1):
        for some in combinations(range(rows), size):
            for others in combinations(range(columns), size):
                yield some, others


def vertex(worth: Numbers, own: Places, others: Places, slack: float) -> Vertex:
    """Solve for the mixture on some actions that makes some replies equally good.

    Parameters
    ----------
    worth : numpy.ndarray
        Payoffs of who replies; shape ``(actions, replies, draws)``.
    own, others : tuple of int
        The actions, and as many replies.
    slack : float
        By how much payoffs may differ that count as equal.

    Returns
    -------
    Vertex
        With where it is one.
    """
    mixture, valid = _indifferent(worth, own, others)
    idle = {}
    if len(own) > 1:
        for i, k in enumerate(own):
            valid &= mixture[i, :] >= -ZERO
            idle[k] = mixture[i, :] <= ZERO
    value = _mean(worth, own, mixture, others[0])
    also = {}
    for j in range(worth.shape[1]):
        if j not in others:
            less = value - _mean(worth, own, mixture, j)
            valid &= less >= -slack
            also[j] = less <= slack
    return Vertex(own, others, mixture, valid, idle, also)


def _indifferent(worth: Numbers, own: Places, others: Places) -> tuple[Numbers, Truth]:
    xp = array_namespace(worth)
    if len(own) == 1:
        sure = xp.ones_like(worth[0, :1, :])
        return sure, sure[0, :] > 0
    gaps = [[worth[k, j, :] - worth[k, others[0], :] for k in own] for j in others[1:]]
    parts = []
    for r in range(len(own)):
        minor = determinant([[x for k, x in enumerate(row) if k != r] for row in gaps])
        parts.append(-minor if r % 2 else minor)
    total = parts[0] + parts[1]
    for part in parts[2:]:
        total = total + part
    solved = xp.abs(total) > ZERO
    mixture: Numbers = xp.stack(parts) / xp.where(solved, total, 1.0)
    return mixture, solved


def determinant(rows: Sequence[Sequence[Numbers]]) -> Numbers:
    """Expand along the first row.

    Parameters
    ----------
    rows : sequence of sequence of numpy.ndarray
        As many as columns; shape ``(draws,)`` each.

    Returns
    -------
    numpy.ndarray
        Shape ``(draws,)``.
    """
    if len(rows) == 1:
        return rows[0][0]
    terms = [
        factor * determinant([[x for j, x in enumerate(row) if j != k] for row in rows[1:]])
        for k, factor in enumerate(rows[0])
    ]
    found = terms[0]
    for k, term in enumerate(terms[1:], 1):
        found = found - term if k % 2 else found + term
    return found


def _mean(worth: Numbers, own: Places, mixture: Numbers, reply: int) -> Numbers:
    if len(own) == 1:
        alone: Numbers = worth[own[0], reply, :]
        return alone
    found: Numbers = mixture[0, :] * worth[own[0], reply, :]
    for i, k in enumerate(own[1:], 1):
        found += mixture[i, :] * worth[k, reply, :]
    return found
