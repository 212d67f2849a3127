"""Too much work is refused early or stopped by a bound, with the way out in the sentence."""

import random
from fractions import Fraction
from itertools import product

import pytest

from caucasus_games import GameError, NormalForm
from caucasus_games.algebra import Constraint, Polytope, maximise, optimum
from caucasus_games.algebra.double_description import extreme_rays
from caucasus_games.algebra.lifting import solve
from caucasus_games.concepts import mixed_nash, pure_nash
from caucasus_games.concepts.two_players import _most_vertices


def random_table(rng: random.Random, *sizes: int, most: int = 99) -> NormalForm:
    actions = {f"P{i}": [str(k) for k in range(size)] for i, size in enumerate(sizes)}
    return NormalForm.from_function(actions, lambda move: [rng.randint(0, most) for _ in sizes])


def test_a_large_table_is_refused_with_the_way_to_one_equilibrium() -> None:
    words = (
        r"20×20 actions, too many for all equilibria .*2,000 vertices.*: lemke_howson .*zero_sum"
    )
    with pytest.raises(GameError, match=words):
        mixed_nash(random_table(random.Random(20), 20, 20))


def test_a_large_table_with_few_vertices_is_solved() -> None:
    # each matches the other's number, and the first wants it least: one pure equilibrium
    size = 18
    actions = {"A": [str(k) for k in range(size)], "B": [str(k) for k in range(size)]}
    game = NormalForm.from_function(actions, lambda move: [-int(move["A"]), -int(move["B"])])
    (only,) = mixed_nash(game)
    assert only.path == "A: 0; B: 0"


def test_the_most_vertices_of_a_polytope() -> None:
    # McMullen (1970): polygons, a cube's six facets in space at most eight vertices, simplices
    assert [_most_vertices(2, n) for n in (3, 4, 7)] == [3, 4, 7]
    assert [_most_vertices(3, n) for n in (4, 6)] == [4, 8]
    assert _most_vertices(4, 6) == 9


def test_the_limit_of_rays_holds_within_a_row() -> None:
    # one row cuts 6 × 6 adjacent pairs
    row = [1] * 6 + [-1] * 6
    assert len(extreme_rays(12, [row])) == 42
    with pytest.raises(GameError, match="more than 20 vertices"):
        extreme_rays(12, [row], most=20)
    with pytest.raises(GameError, match="more than 20 vertices"):
        extreme_rays(12, [], [row], most=20)


def test_many_rays_are_paired_alike_in_arrays_and_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(1)
    # more than 64 inequalities, so that a mask has two words
    rows = [[rng.randint(1, 9) for _ in range(4)] + [-9] for _ in range(70)]
    alone = extreme_rays(5, rows)
    monkeypatch.setattr("caucasus_games.algebra.double_description._MANY_PAIRS", 0)
    assert extreme_rays(5, rows) == alone


COORDINATION = NormalForm.from_function(
    dict.fromkeys("ABC", "abc"), lambda move: [int(len(set(move.values())) == 1)] * 3
)


def test_the_search_of_three_players_stops_at_its_bound() -> None:
    found = mixed_nash(COORDINATION, steps=5_000)
    assert {(e.path, e.payoffs["A"]) for e in pure_nash(COORDINATION)} <= {
        (e.path, e.payoffs["A"]) for e in found.exact
    }
    assert "supports were not searched to the end" in found.notes[0]
    assert "give more steps or time" in found.notes[0]
    assert mixed_nash(COORDINATION, steps=5_000).notes == found.notes


def test_the_time_of_the_search_is_bounded() -> None:
    found = mixed_nash(COORDINATION, time_limit=1e-9)
    assert not found.equilibria
    assert found.notes[0].startswith("the search was stopped by its bound: 343 supports were not")


def test_one_support_that_was_not_searched() -> None:
    steps = next(steps for steps in range(1, 2_000) if not mixed_nash(GAME, steps=steps).notes)
    (note,) = mixed_nash(GAME, steps=steps - 1).notes
    assert note.startswith("the search was stopped by its bound: 1 support was not searched")


GAME = NormalForm.from_function(
    {"A": "xy", "B": "xy", "C": "z"}, lambda move: [1 - (move["A"] == move["B"])] * 2 + [0]
)


@pytest.mark.parametrize("bound", [{"steps": 0}, {"time_limit": 0}])
def test_a_bound_is_positive(bound: dict[str, int]) -> None:
    with pytest.raises(GameError, match="steps and time_limit are above zero, and got"):
        mixed_nash(COORDINATION, **bound)


def test_the_pure_equilibria_of_six_players() -> None:
    rng = random.Random(6)
    game = random_table(rng, 3, 4, 2, 3, 2, 3, most=3)

    def stable(profile: tuple[str, ...]) -> bool:
        return all(
            game.numbers[(*profile[:i], other, *profile[i + 1 :])][i] <= game.numbers[profile][i]
            for i, player in enumerate(game.players)
            for other in game.actions[player]
        )

    paths = [e.path for e in pure_nash(game)]
    assert paths == [
        "; ".join(f"{player}: {a}" for player, a in zip(game.players, profile, strict=True))
        for profile in product(*game.actions.values())
        if stable(profile)
    ]
    assert len(paths) > 3


@pytest.mark.parametrize("seed", range(10))
def test_equations_are_solved_by_lifting(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.randint(1, 9)
    known = [Fraction(rng.randint(-9, 9), rng.randint(1, 10**seed)) for _ in range(size)]
    scale = 10 ** (5 * seed)
    rows = [
        {j: a * scale for j in range(size) if (a := rng.randint(-5, 5))} for _ in range(2 * size)
    ]
    values = [sum((a * known[j] for j, a in row.items()), Fraction(0)) for row in rows]
    whole = [
        {j: a * x.denominator for j, a in row.items()} for row, x in zip(rows, values, strict=True)
    ]
    right = [x.numerator for x in values]
    assert solve(whole, right, size) == known
    # one equation that none of this satisfies
    row = next(row for row in whole if row)
    assert solve([*whole, row], [*right, right[whole.index(row)] + 1], size) is None
    # one unknown that no equation has
    assert solve(whole, right, size + 1) is None


def test_numbers_of_thousands_of_digits_are_lifted() -> None:
    huge = 10**3_000
    assert solve([{0: huge + 1, 1: 1}, {1: huge - 1}], [1, 3], 2) == [
        Fraction(huge - 4, (huge - 1) * (huge + 1)),
        Fraction(3, huge - 1),
    ]


@pytest.mark.parametrize("tiny", ["1e-20", "1"])
def test_a_large_programme_is_exact_whatever_its_floats_say(tiny: str) -> None:
    # which of two columns is better shows only in the twentieth digit
    labels = [f"x{k}" for k in range(45)]
    rows = [Constraint(dict.fromkeys(labels[k:], 1), 1) for k in range(45)]
    goal = dict.fromkeys(labels, 1) | {"x7": 1 + Fraction(tiny)}
    best = maximise(Polytope(labels, rows), goal)
    assert best is not None
    assert best.value == 1 + Fraction(tiny)
    assert best.point["x7"] == 1


def test_a_large_programme_without_a_point_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimum, "_LARGE_PROGRAM", -1)
    nowhere = Polytope(["x"], [Constraint({"x": 1}, -1)])
    assert maximise(nowhere, {"x": 1}) is None
