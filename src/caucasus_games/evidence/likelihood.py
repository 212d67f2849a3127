r"""How likely choices are under logit play, and how that moves with precision and payoffs.

An agent that expects :math:`\bar u(p)` plays :math:`p \propto e^{\lambda \bar u(p)}`. With
:math:`M` taking from a vector its mean under :math:`p`, the logarithms of :math:`p` move with
precision and with a number :math:`\theta` in payoffs by

.. math::

   (I - \lambda M \bar u')\, d\log p = M \bar u\, d\lambda + \lambda M \bar u_\theta\, d\theta,

which is solved at an equilibrium. So the score is exact up to :math:`\bar u_\theta`, which is taken
from payoffs on both sides of a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from caucasus_games.concepts.fast.hidden import Hidden, hidden_of
from caucasus_games.concepts.fast.logit import agents_at
from caucasus_games.concepts.fast.tables import Table, table_of
from caucasus_games.concepts.logit_branch import FAR, reached, solved
from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence.choices import Choices
from caucasus_games.evidence.fitted import PRECISION
from caucasus_games.games import NormalForm
from caucasus_games.games.values import substitution

if TYPE_CHECKING:
    import numpy.typing as npt

    from caucasus_games.concepts.logit_equations import Agents

    Numbers = npt.NDArray[np.float64]

# on both sides of a number, as a share of its unit
_BESIDE = 1e-5
# less than that cannot be told from nothing
_LEAST = 1e-300
_STARTS, _SAME, _EVEN = 60, 1e-6, 0.5
# how far an equilibrium that is followed goes in a step
_WITHIN = 0.2
# of Newton's method from nearby, and from random places
_STEPS_NEAR, _STEPS_FAR = 25, 100


@dataclass(frozen=True)
class Reading:
    """How likely the choices are at some numbers.

    Parameters
    ----------
    value : float
        The log-likelihood.
    score : numpy.ndarray
        Its derivative by each number. Shape ``(numbers,)``.
    information : numpy.ndarray
        What choices so many are expected to tell of the numbers. Shape ``(numbers, numbers)``.
    chances : tuple of numpy.ndarray
        By game, how often each action is chosen. Shape ``(actions, situations)``.
    """

    value: float
    score: Numbers
    information: Numbers
    chances: tuple[Numbers, ...]


@dataclass(frozen=True, eq=False)
class Part:
    """A game and what was chosen in it, ready for numbers that are tried."""

    choices: Choices
    ready: Table | Hidden
    # where an equilibrium is followed, its logarithms, and how far chances may be from there
    near: Numbers | None = None
    within: float = 1.0

    def agents(self, tried: Mapping[str, float], times: int = 1) -> Agents:
        """Return who chooses, with each situation so many times."""
        values = {n: np.tile(x, times) for n, x in self.choices.values.items()}
        size = self.choices.counts.shape[1] * times
        own = self.ready.formulas.names
        # what is estimated is one number in all situations
        values |= {name: np.full(size, x) for name, x in tried.items() if name in own}
        return agents_at(self.ready, self.ready.formulas.rows(values, size))

    def chances(self, agents: Agents, precision: float) -> Numbers | None:
        """Return what is played; nothing if the equilibrium that is followed has come to an end."""
        if self.near is None:
            return solved(agents, self.choices.counts.shape[1], precision)
        found, good = reached(agents, self.near, precision, _STEPS_NEAR)
        # what lies farther off is another equilibrium
        good &= np.abs(found - np.exp(self.near)).max(axis=0) < self.within
        return found if good.all() else None


@dataclass(frozen=True, eq=False)
class Likelihood:
    """Choices in some games, and the numbers that are estimated from them.

    Parameters
    ----------
    parts : tuple of Part
        The games.
    names : tuple of str
        What is estimated.
    units : numpy.ndarray
        In what each of them counts. Shape ``(numbers,)``.
    kept : float or None
        The precision, unless it is estimated.
    farthest : float
        The precision beyond which nothing is told apart.
    """

    parts: tuple[Part, ...]
    names: tuple[str, ...]
    units: Numbers
    kept: float | None
    farthest: float

    def split(self, at: Numbers) -> tuple[float, dict[str, float]]:
        """Return the precision and the numbers in payoffs."""
        tried = dict(zip(self.names, at.tolist(), strict=True))
        precision = tried.pop(PRECISION, 0.0) if self.kept is None else self.kept
        return precision, tried

    @property
    def total(self) -> float:
        """How many choices there are."""
        return float(sum(part.choices.counts.sum() for part in self.parts))

    def near_data(self) -> Likelihood:
        """Return the same, with the equilibria followed that are nearest to what was chosen."""
        parts = []
        for part in self.parts:
            # what was never chosen is chosen once more
            counts = part.choices.counts + 1
            shares = np.empty_like(counts)
            for _, place in part.choices.agents:
                shares[place] = counts[place] / counts[place].sum(axis=0)
            parts.append(replace(part, near=np.log(shares)))
        return replace(self, parts=tuple(parts))

    def __call__(self, at: Numbers) -> Reading | None:
        """Read the choices at some numbers; nothing where an equilibrium has come to an end."""
        precision, tried = self.split(at)
        value = 0.0
        score: Numbers = np.zeros(len(self.names))
        information: Numbers = np.zeros((len(self.names), len(self.names)))
        played: list[Numbers] = []
        for part in self.parts:
            agents = part.agents(tried)
            chances = part.chances(agents, precision)
            if chances is None:
                return None
            logs = np.log(np.maximum(chances, _LEAST))
            steep = self._steep(part, agents, logs, precision, tried)
            counts = part.choices.counts
            expected = np.empty_like(counts)
            for low, high in agents.spans:
                expected[low:high] = counts[low:high].sum(axis=0) * chances[low:high]
            value += float((counts * logs).sum())
            score += np.einsum("ad,dak->k", counts, steep)
            information += np.einsum("ad,dak,dal->kl", expected, steep, steep)
            played.append(chances)
        return Reading(value, score, information, tuple(played))

    def _steep(
        self,
        part: Part,
        agents: Agents,
        logs: Numbers,
        precision: float,
        tried: Mapping[str, float],
    ) -> Numbers:
        """Return how logarithms of chances move with each number."""
        everywhere = slice(None)
        worth, slopes = agents.worth(logs, everywhere)
        moved = []
        for name, unit in zip(self.names, self.units, strict=True):
            if name == PRECISION:
                moved.append(worth)
                continue
            up, down = (
                part.agents({**tried, name: tried[name] + side * unit}).worth(logs, everywhere)[0]
                for side in (_BESIDE, -_BESIDE)
            )
            moved.append(precision * (up - down) / (2 * _BESIDE * unit))
        lean = _leaning(agents.spans, np.exp(logs))
        right = lean @ np.stack(moved, axis=-1).transpose(1, 0, 2)
        matrix = np.eye(len(logs)) - precision * lean @ slopes
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)

    def others(self, at: Numbers, reading: Reading, seed: int) -> list[tuple[str, Likelihood]]:
        """Look for other equilibria of each situation, from random places."""
        precision, tried = self.split(at)
        rng = np.random.default_rng(seed)
        found: list[tuple[str, Likelihood]] = []
        here = self.followed(reading).parts
        for k, (part, taken) in enumerate(zip(here, reading.chances, strict=True)):
            if isinstance(part.ready, Hidden) and all(len(own) == 1 for own in part.ready.sets):
                # where all is seen there is one
                continue
            size = taken.shape[1]
            agents = part.agents(tried, _STARTS)
            start = np.empty((len(taken), _STARTS * size))
            for low, high in agents.spans:
                mixed = rng.dirichlet(np.full(high - low, _EVEN), _STARTS * size)
                start[low:high] = np.log(np.maximum(mixed.T, _SAME))
            chances, good = reached(agents, start, precision, _STEPS_FAR)
            known = {d: [taken[:, d]] for d in range(size)}
            for n in np.flatnonzero(good):
                d = int(n) % size
                if all(np.abs(chances[:, n] - other).max() > _SAME for other in known[d]):
                    known[d].append(chances[:, n])
                    near = taken.copy()
                    near[:, d] = chances[:, n]
                    new = replace(part, near=np.log(np.maximum(near, _LEAST)))
                    parts = (*here[:k], new, *here[k + 1 :])
                    found.append((part.choices.labels[d], replace(self, parts=parts)))
        return found

    def followed(self, reading: Reading) -> Likelihood:
        """Return the same, with the equilibria followed from where they are."""
        parts = tuple(
            replace(part, near=np.log(np.maximum(own, _LEAST)), within=_WITHIN)
            for part, own in zip(self.parts, reading.chances, strict=True)
        )
        return replace(self, parts=parts)

    def moved(self, reading: Reading) -> Likelihood:
        """Return the same, with those followed that are, from where they are now."""
        return self if self.parts[0].near is None else self.followed(reading)


def _leaning(spans: Sequence[tuple[int, int]], chances: Numbers) -> Numbers:
    """Return what takes from each agent's numbers their mean; shape ``(draws, size, size)``."""
    size, draws = chances.shape
    found = np.tile(np.eye(size), (draws, 1, 1))
    for low, high in spans:
        found[:, low:high, low:high] -= chances[low:high].T[:, None, :]
    return found


def likelihood_of(
    choices: Sequence[Choices], start: Mapping[str, float], precision: float | None
) -> Likelihood:
    """Make games ready for the numbers that are estimated, which begin at these values."""
    symbols = sorted({symbol.name for one in choices for symbol in one.game.symbols})
    for name in start:
        if name not in symbols:
            raise unknown("parameter", name, symbols)
        if any(name in one.values for one in choices):
            raise GameError(
                f"{name} is a column of the data and cannot be estimated: drop the column or take "
                "it out of estimate"
            )
    parts = []
    for one in choices:
        fixed = [s for s in one.game.symbols if s.name not in {*start, *one.values}]
        numbers = substitution(fixed, one.game.values, one.game.parameters)
        outcomes = tuple(sorted(one.game.outcome_labels))
        game = one.game
        ready = (
            table_of(game, numbers, outcomes)
            if isinstance(game, NormalForm)
            else hidden_of(game, numbers, outcomes)
        )
        parts.append(Part(one, ready))
    scale = min(float(part.agents(start).scale.min()) for part in parts)
    units = [1 / scale] * (precision is None) + [_unit(name, choices) for name in start]
    names = (*([PRECISION] if precision is None else []), *start)
    return Likelihood(tuple(parts), names, np.array(units), precision, FAR / scale)


def _unit(name: str, choices: Sequence[Choices]) -> float:
    """Return in what a number counts: how wide its range is, or one."""
    for one in choices:
        record = dict(one.game.parameters).get(name)
        if record is not None and record.low < record.high:
            return float(record.high - record.low)
    return 1.0
