"""Risk and payoff dominance, and what a leader attains."""

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest

from caucasus_games import Decision, ExtensiveForm, GameError, NormalForm, Terminal
from caucasus_games.certificates import certified_commitment
from caucasus_games.concepts import (
    minmax,
    mixed_nash,
    payoff_dominance,
    pure_nash,
    risk_dominance,
    stackelberg,
)

TREE = ExtensiveForm(Decision("A", {"x": Terminal("end", {"A": 0})}))


def square(a: list[list[int]], b: list[list[int]]) -> NormalForm:
    return NormalForm.from_arrays(a, b, actions={"A": ["x", "y"], "B": ["x", "y"]})


def test_stag_hunt() -> None:
    # Harsanyi & Selten (1988): the safe equilibrium risk dominates, the other payoff dominates
    hunt = square([[9, 0], [8, 7]], [[9, 8], [0, 7]])
    assert [e.path for e in payoff_dominance(hunt)] == ["A: x; B: x"]
    assert [e.path for e in risk_dominance(hunt)] == ["A: y; B: y"]
    assert risk_dominance(hunt).steps[1] == "A: y; B: y: leaving costs A 7 and B 7, product 49"


def test_risk_dominance_is_where_half_a_doubt_leads() -> None:
    # of symmetric games: the best reply to a coin
    for seed in range(50):
        rng = random.Random(seed)
        a, b, c, d = (rng.randint(0, 9) for _ in range(4))
        if a <= c or d <= b:
            continue
        found = [
            e.strategies["A"] for e in risk_dominance(square([[a, b], [c, d]], [[a, c], [b, d]]))
        ]
        expected = ["x"] * (a + b > c + d) + ["y"] * (a + b < c + d)
        assert [next(iter(mix)) for mix in found] == expected


@pytest.mark.parametrize(
    ("game", "risk", "payoff", "note"),
    [
        (square([[2, 0], [0, 1]], [[1, 0], [0, 2]]), [], [], "equally risky"),
        (square([[2, 0], [3, 1]], [[2, 3], [0, 1]]), ["A: y; B: y"], ["A: y; B: y"], ""),
        (square([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), [], [], "no two strict"),
        (square([[1, 0], [1, 0]], [[2, 0], [0, 1]]), [], ["A: x; B: x"], "no two strict"),
    ],
)
def test_ties_and_single_equilibria(
    game: NormalForm, risk: list[str], payoff: list[str], note: str
) -> None:
    assert [e.path for e in risk_dominance(game)] == risk
    assert [e.path for e in payoff_dominance(game)] == payoff
    assert any(note in said for said in (*risk_dominance(game).notes, ""))


def test_payoff_dominance_asks_everybody() -> None:
    three = NormalForm.from_function(
        {name: ["x", "y"] for name in "ABC"},
        lambda move: (
            (3, 3, 2)
            if set(move.values()) == {"x"}
            else (1, 1, 2)
            if set(move.values()) == {"y"}
            else (0, 0, 0)
        ),
    )
    assert len(pure_nash(three)) == 2
    assert len(payoff_dominance(three)) == 0


def test_the_textbook_commitment() -> None:
    # Conitzer & Sandholm (2006), figure 1: 2 in equilibrium, 3 by a pure commitment, 3.5 by a mixed
    game = square([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    assert [e.payoffs["A"] for e in mixed_nash(game)] == [2]
    assert [c.payoffs["A"] for c in stackelberg(game)] == [3]
    (best,) = stackelberg(game, mixed=True)
    assert best.payoffs["A"] == Fraction(7, 2)
    assert best.strategies["A"] == {"x": Fraction(1, 2), "y": Fraction(1, 2)}
    assert best.temptation == Fraction(1, 2)
    assert stackelberg(game, mixed=True).steps[1] == "if B does y: A gets 3.5"


def drawn(seed: int) -> NormalForm:
    rng = random.Random(seed)
    sizes = {"A": rng.randint(2, 3), "B": rng.randint(2, 3)}
    actions = {player: [f"{player}{k}" for k in range(size)] for player, size in sizes.items()}
    return NormalForm.from_function(actions, lambda _: [rng.randint(0, 5), rng.randint(0, 5)])


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("leader", ["A", "B"])
def test_no_commitment_that_is_tried_gives_more(seed: int, leader: str) -> None:
    game = drawn(seed)
    i = game.players.index(leader)
    follower = game.players[1 - i]

    def worth(mix: dict[str, Fraction]) -> Fraction:
        paid = {
            reply: [
                sum(
                    (
                        q * game.numbers[(a, reply) if i == 0 else (reply, a)][k]
                        for a, q in mix.items()
                    ),
                    Fraction(0),
                )
                for k in (i, 1 - i)
            ]
            for reply in game.actions[follower]
        }
        most = max(their for _, their in paid.values())
        return max(mine for mine, their in paid.values() if their == most)

    own = game.actions[leader]
    parts = 12
    grid = [
        dict(zip(own, (Fraction(k, parts) for k in shares), strict=True))
        for shares in product(range(parts + 1), repeat=len(own))
        if sum(shares) == parts
    ]
    mixed = stackelberg(game, leader, mixed=True)
    pure = stackelberg(game, leader)
    best = mixed.equilibria[0].payoffs[leader]
    assert best >= max(map(worth, grid))
    assert best == worth(dict(mixed.equilibria[0].strategies[leader]))
    assert pure.equilibria[0].payoffs[leader] == max(worth({a: Fraction(1)}) for a in own)
    # committing never hurts who may mix
    assert best >= max(e.payoffs[leader] for e in mixed_nash(game).exact)


@pytest.mark.parametrize("seed", range(10))
def test_in_a_zero_sum_game_it_is_the_value(seed: int) -> None:
    game = drawn(seed)
    payoffs = {profile: (x, -x) for profile, (x, _) in game.numbers.items()}
    zero = NormalForm(game.actions, payoffs)
    (first, *_) = stackelberg(zero, mixed=True)
    assert first.payoffs["A"] == minmax(zero, mixed=True)["A"]


def test_with_several_followers_they_are_in_equilibrium() -> None:
    # the leader chooses which of two games the others play; one of them has no pure equilibrium
    def payoff(move: Mapping[str, str]) -> tuple[int, int, int]:
        same = move["B"] == move["C"]
        if move["A"] == "pennies":
            return (9, 1 if same else -1, -1 if same else 1)
        return (2 if same else 0, int(same), int(same))

    game = NormalForm.from_function(
        {"A": ["pennies", "meet"], "B": ["l", "r"], "C": ["l", "r"]}, payoff
    )
    solution = stackelberg(game, "A")
    assert [c.path for c in solution] == [
        "A commits to meet; B: l; C: l",
        "A commits to meet; B: r; C: r",
    ]
    assert "only pure replies were looked for" in solution.notes
    with pytest.raises(GameError, match="to one follower and the game has 3 players"):
        stackelberg(game, "A", mixed=True)


def test_a_game_without_replies_has_no_commitment() -> None:
    def payoff(move: Mapping[str, str]) -> tuple[int, int, int]:
        same = move["B"] == move["C"]
        return (0, 1 if same else -1, -1 if same else 1)

    game = NormalForm.from_function({"A": ["x"], "B": ["l", "r"], "C": ["l", "r"]}, payoff)
    assert "no pure Stackelberg equilibrium found" in repr(stackelberg(game))


def test_bad_input_is_a_sentence() -> None:
    game = drawn(0)
    with pytest.raises(GameError, match="unknown player as leader 'Aa': did you mean 'A'"):
        stackelberg(game, "Aa")
    with pytest.raises(GameError, match="the game is 2 × 3: payoff_dominance and logit_limit take"):
        risk_dominance(
            NormalForm.from_function({"A": ["x", "y"], "B": ["x", "y", "z"]}, lambda _: (0, 0))
        )
    with pytest.raises(GameError, match="got a tree"):
        stackelberg(TREE)  # type: ignore[arg-type]
    pennies = square([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    (commitment, *_) = stackelberg(pennies)
    swapped = commitment.strategies.set("B", commitment.strategies["A"])
    with pytest.raises(GameError, match="no commitment: B gains 2 by another reply"):
        certified_commitment(pennies, "A", swapped)
