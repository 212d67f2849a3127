"""Random signalling games against a search of a grid that knows nothing of the solver.

Payoffs are small integers, so that ties abound; a candidate is judged by the definition alone.
"""

import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import pytest

from caucasus_games.concepts import perfect_bayesian
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.results import Equilibrium

TYPES, MESSAGES, REPLIES = ("t0", "t1"), ("m0", "m1"), ("a0", "a1")
QUARTERS = [Fraction(k, 4) for k in range(5)]
TWELFTHS = [Fraction(k, 12) for k in range(13)]

Rates = tuple[Fraction, ...]


@dataclass(frozen=True)
class Sample:
    """Payoffs [type][message][reply] of sender and receiver; the chance of the first type."""

    sender: tuple[tuple[tuple[int, ...], ...], ...]
    receiver: tuple[tuple[tuple[int, ...], ...], ...]
    prior: Fraction

    def tree(self) -> ExtensiveForm:
        def end(t: int, m: int, a: int) -> Terminal:
            return Terminal("end", {"S": self.sender[t][m][a], "R": self.receiver[t][m][a]})

        def reply(t: int, m: int) -> Decision:
            return Decision("R", {x: end(t, m, a) for a, x in enumerate(REPLIES)}, MESSAGES[m])

        def send(t: int) -> Decision:
            return Decision("S", {x: reply(t, m) for m, x in enumerate(MESSAGES)}, TYPES[t])

        chances = (self.prior, 1 - self.prior)
        return ExtensiveForm(Chance({x: (chances[t], send(t)) for t, x in enumerate(TYPES)}))

    def worth(self, t: int, m: int, replies: Rates) -> Fraction:
        first = replies[m]
        return first * self.sender[t][m][0] + (1 - first) * self.sender[t][m][1]

    def gain(self, m: int, belief: Fraction) -> Fraction:
        """Return what the first reply gives more than the second at a belief in the first type."""
        rows = [self.receiver[t][m][0] - self.receiver[t][m][1] for t in range(2)]
        return belief * rows[0] + (1 - belief) * rows[1]

    def supports(self, m: int, first: Fraction, belief: Fraction) -> bool:
        gain = self.gain(m, belief)
        return not (gain > 0 and first < 1) and not (gain < 0 and first > 0)

    def is_equilibrium(self, sends: Rates, replies: Rates) -> bool:
        for t in range(2):
            worth = [self.worth(t, m, replies) for m in range(2)]
            if (worth[0] < worth[1] and sends[t] > 0) or (worth[0] > worth[1] and sends[t] < 1):
                return False
        for m in range(2):
            # the gain is linear in the belief: if any serves, then 0, 1 or where it is zero
            beliefs = [Fraction(0), Fraction(1)]
            zero, one = (self.gain(m, belief) for belief in beliefs)
            if zero * one < 0:
                beliefs.append(zero / (zero - one))
            if not any(
                self.supports(m, replies[m], belief) for belief in self.bayes(m, sends, beliefs)
            ):
                return False
        return True

    def bayes(self, m: int, sends: Rates, otherwise: list[Fraction]) -> list[Fraction]:
        """Return the belief that follows from the messages, or the others if none does."""
        rates = [q if m == 0 else 1 - q for q in sends]
        first, second = self.prior * rates[0], (1 - self.prior) * rates[1]
        return [first / (first + second)] if first + second else otherwise


def sample(seed: int) -> Sample:
    rng = random.Random(seed)

    def table() -> tuple[tuple[tuple[int, ...], ...], ...]:
        return tuple(
            tuple(tuple(rng.randint(-2, 2) for _ in range(2)) for _ in range(2)) for _ in range(2)
        )

    return Sample(table(), table(), rng.choice([Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)]))


def rates(equilibrium: Equilibrium, names: tuple[str, ...], first: str) -> Rates:
    return tuple(equilibrium.strategies[name].get(first, Fraction(0)) for name in names)


def within(small: Fraction, large: Fraction) -> bool:
    """Return whether the support of one rate lies in that of the other."""
    return not (large == 0 and small > 0) and not (large == 1 and small < 1)


@pytest.mark.no_cover
@pytest.mark.parametrize("block", range(6))
def test_a_grid_finds_nothing_else_and_nothing_is_false(block: int) -> None:
    for seed in range(100 * block, 100 * (block + 1)):
        game = sample(seed)
        solution = perfect_bayesian(game.tree())
        listed = [(rates(e, TYPES, "m0"), rates(e, MESSAGES, "a0")) for e in solution]
        for (sends, replies), equilibrium in zip(listed, solution, strict=True):
            for m, message in enumerate(MESSAGES):
                allowed = equilibrium.beliefs[message]
                for belief in TWELFTHS:
                    point = dict(zip(allowed.labels, (belief, 1 - belief), strict=True))
                    assert (point in allowed) == (
                        game.supports(m, replies[m], belief)
                        and belief in game.bayes(m, sends, TWELFTHS)
                    ), seed
        assert len(set(listed)) == len(listed), seed
        assert all(game.is_equilibrium(sends, replies) for sends, replies in listed), seed
        for sends in product(QUARTERS, repeat=2):
            for replies in product(QUARTERS, repeat=2):
                if not game.is_equilibrium(sends, replies):
                    continue
                if all(q in (0, 1) for q in (*sends, *replies)):
                    assert (sends, replies) in listed, seed
                used = [m for m in range(2) if any(q != m for q in sends)]
                assert any(
                    all(within(a, b) for a, b in zip(other, sends, strict=True))
                    and all(within(other_replies[m], replies[m]) for m in used)
                    for other, other_replies in listed
                ), seed
