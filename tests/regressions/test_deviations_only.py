"""A certificate looks at what is played and at deviations from it, and at no other profile."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from immutabledict import immutabledict

from caucasus_games.certificates import certified, certified_commitment
from caucasus_games.concepts import bayes_nash, mixed_nash, pure_nash
from caucasus_games.games import BayesianGame, NormalForm

CANDIDATES = "abc"
ORDERS = ["abc", "bca", "cab", "abc", "bca", "cab", "abc"]


class Counted(dict[tuple[str, ...], Any]):
    """A table that says which of its entries were looked up."""

    def __init__(self, table: Mapping[tuple[str, ...], Any]) -> None:
        super().__init__(table)
        self.seen: set[tuple[str, ...]] = set()

    def __getitem__(self, profile: tuple[str, ...]) -> Any:
        self.seen.add(profile)
        return super().__getitem__(profile)

    def items(self) -> Any:
        raise AssertionError("every profile was looked at")


def looked_up(game: NormalForm, certify: Callable[[], object]) -> set[tuple[str, ...]]:
    table = Counted(game.numbers)
    vars(game)["numbers"] = table
    certify()
    return table.seen


def plurality(voters: int) -> NormalForm:
    def payoff(votes: Mapping[str, str]) -> list[Fraction]:
        counts = [list(votes.values()).count(c) for c in CANDIDATES]
        won = [c for c, n in zip(CANDIDATES, counts, strict=True) if n == max(counts)]
        return [
            Fraction(sum(2 - order.index(c) for c in won), len(won)) for order in ORDERS[:voters]
        ]

    seats = {f"voter {k + 1}": list(CANDIDATES) for k in range(voters)}
    return NormalForm.from_function(seats, payoff, lambda _: "done")


def sure(game: NormalForm, *profile: str) -> immutabledict[str, immutabledict[str, Fraction]]:
    return immutabledict(
        {p: immutabledict({a: Fraction(1)}) for p, a in zip(game.players, profile, strict=True)}
    )


def test_seven_voters_have_341_pure_equilibria() -> None:
    game = plurality(7)
    assert len(pure_nash(game)) == 341
    seen = looked_up(game, lambda: certified(game, sure(game, *"aaaaaaa")))
    assert len(seen) == 1 + 7 * 2


def test_a_mixed_equilibrium_looks_at_its_support_and_one_deviation() -> None:
    matching = [[1, -1, 0], [-1, 1, 0], [-9, -9, -9]]
    game = NormalForm.from_arrays(
        matching,
        [[-x if x > -9 else 0 for x in row] for row in matching],
        actions={"A": "abc", "B": "abc"},
    )
    half = immutabledict({"a": Fraction(1, 2), "b": Fraction(1, 2)})
    seen = looked_up(game, lambda: certified(game, immutabledict({"A": half, "B": half})))
    assert seen == {(a, b) for a in "abc" for b in "abc"} - {("c", "c")}
    assert len(mixed_nash(plurality(2))) > 0


def test_a_commitment_and_a_bayesian_game_look_at_no_more() -> None:
    game = plurality(5)
    seen = looked_up(game, lambda: certified_commitment(game, "voter 1", sure(game, *"aaaaa")))
    assert len(seen) == 1 + 5 * 2
    drawn = BayesianGame(
        {"A": ["s", "t"], "B": ["u", "v"]},
        dict.fromkeys([("s", "u"), ("s", "v"), ("t", "u"), ("t", "v")], "1/4"),
        {"A": ["x", "y"], "B": ["x", "y"]},
        lambda types, moves: [int(moves["A"] == moves["B"])] * 2,
    )
    agents = bayes_nash(drawn).game
    assert isinstance(agents, NormalForm)
    seen = looked_up(agents, lambda: certified(agents, sure(agents, *"xxxx")))
    assert len(seen) == 1 + 4


def test_a_probability_of_zero_is_not_played() -> None:
    game = plurality(3)
    mixed = sure(game, *"aaa").set("voter 1", immutabledict({"a": Fraction(1), "b": Fraction(0)}))
    assert certified(game, mixed).payoffs == certified(game, sure(game, *"aaa")).payoffs
