from fractions import Fraction
from itertools import combinations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from caucasus_games.algebra import Constraint, Polytope, maximise, optimum
from caucasus_games.errors import GameError

SMALL = st.integers(-3, 3)


def box(size: int) -> list[Constraint]:
    return [Constraint({f"x{i}": 1}, 4) for i in range(size)]


@st.composite
def polytopes(draw: st.DrawFn) -> Polytope:
    size = draw(st.integers(1, 3))
    labels = [f"x{i}" for i in range(size)]
    rows = st.builds(
        lambda weights, bound: Constraint(dict(zip(labels, weights, strict=True)), bound),
        st.lists(SMALL, min_size=size, max_size=size),
        SMALL,
    )
    extra = draw(st.lists(rows, max_size=3))
    return Polytope(labels, [*box(size), *extra], draw(st.lists(rows, max_size=2)))


def vertices_by_brute_force(polytope: Polytope) -> set[tuple[Fraction, ...]]:
    """Solve every square choice of tight constraints and keep what is feasible."""
    labels = polytope.labels
    tight = [({x: Fraction(1)}, Fraction(0)) for x in labels]
    tight += [(dict(c.weights), c.bound) for c in (*polytope.at_most, *polytope.equal)]
    found = set()
    for rows in combinations(tight, len(labels)):
        matrix = sympy.Matrix([[sympy.Rational(a.get(x, 0)) for x in labels] for a, _ in rows])
        if matrix.det() == 0:
            continue
        point = matrix.LUsolve(sympy.Matrix([sympy.Rational(b) for _, b in rows]))
        exact = tuple(Fraction(int(q.p), int(q.q)) for q in point)
        if dict(zip(labels, exact, strict=True)) in polytope:
            found.add(exact)
    return found


@settings(deadline=None, max_examples=60)
@given(polytopes(), st.lists(SMALL, min_size=3, max_size=3))
def test_vertices_are_all_basic_points_and_the_best_of_them_is_the_optimum(
    polytope: Polytope, weights: list[int]
) -> None:
    found = {tuple(vertex.values()) for vertex in polytope.vertices}
    assert found == vertices_by_brute_force(polytope)
    goal = dict(zip(polytope.labels, weights, strict=False))
    best = maximise(polytope, goal)
    if best is None:
        assert not found
        return
    assert tuple(best.point.values()) in found
    assert best.value == max(Constraint(goal).at(vertex) for vertex in polytope.vertices)
    # weak duality: the prices prove that nothing better exists
    rows = (*polytope.at_most, *polytope.equal)
    assert all(price >= 0 for price in best.prices[: len(polytope.at_most)])
    assert best.value == sum(p * row.bound for p, row in zip(best.prices, rows, strict=True))
    for label in polytope.labels:
        priced = sum(
            p * row.weights.get(label, 0) for p, row in zip(best.prices, rows, strict=True)
        )
        assert priced >= goal[label]


@settings(deadline=None, max_examples=40)
@given(polytopes(), st.lists(SMALL, min_size=3, max_size=3))
def test_the_proposed_basis_changes_nothing(polytope: Polytope, weights: list[int]) -> None:
    goal = dict(zip(polytope.labels, weights, strict=False))
    alone = maximise(polytope, goal)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimum, "_LARGE_PROGRAM", -1)
        proposed = maximise(polytope, goal)
    assert (alone and alone.value) == (proposed and proposed.value)


def test_a_large_problem_takes_what_highs_proposes() -> None:
    # the assignment problem: its optimum is known by symmetry, and every vertex is degenerate
    labels = [f"{i}{j}" for i in range(8) for j in range(8)]
    rows = [Constraint({f"{i}{j}": 1 for j in range(8)}, 1) for i in range(8)]
    columns = [Constraint({f"{i}{j}": 1 for i in range(8)}, 1) for j in range(8)]
    best = maximise(Polytope(labels, [], rows + columns), {x: int(x[0] == x[1]) for x in labels})
    assert best is not None
    assert best.value == 8


def test_a_wrong_proposal_costs_time_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimum, "_LARGE_PROGRAM", -1)
    # as if all were tight, and then as if HiGHS had failed
    wrong = iter([([1.0, 1.0], [0.0, 0.0], [1.0, 1.0], [0.0, 0.0]), None])
    monkeypatch.setattr(optimum, "_proposal", lambda problem: next(wrong))
    corner = Polytope(
        ["x", "y"], [Constraint({"x": 1, "y": 2}, 4), Constraint({"x": 1, "y": 1}, 3)]
    )
    tight = Polytope(["x", "y"], [Constraint({"x": 1, "y": 2}, 4), Constraint({"x": 1, "y": 1}, 1)])
    for polytope, value in ((corner, 3), (tight, 1)):
        best = maximise(polytope, {"x": 1})
        assert best is not None
        assert best.value == value


def test_an_unbounded_problem_is_refused() -> None:
    with pytest.raises(GameError, match="without bound"):
        maximise(Polytope(["x"]), {"x": 1})
    with pytest.raises(GameError, match="unbounded"):
        Polytope(["x"]).vertices  # noqa: B018


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(GameError, match="did you mean 'weak'"):
        Polytope(["weak"], [Constraint({"waek": 1}, 1)])
    with pytest.raises(GameError, match="unknown label in the objective"):
        maximise(Polytope(["weak"]), {"x": 1})


def test_too_many_vertices_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caucasus_games.algebra.double_description._MOST_VERTICES", 7)
    with pytest.raises(GameError, match="more than 7 vertices"):
        Polytope(["x0", "x1", "x2"], box(3)).vertices  # noqa: B018


def test_a_set_reads_as_its_constraints() -> None:
    shares = Polytope(
        ["a", "b"], [Constraint({"a": -1, "b": "1/2"}, 0)], [Constraint({"a": 1, "b": 1}, 1)]
    )
    assert repr(shares) == "a, b ≥ 0; -a + 0.5 b ≤ 0; a + b = 1"
    assert repr(Constraint({}, 1)) == "0 ≤ 1"
    assert {"a": Fraction(1, 2), "b": Fraction(1, 2)} in shares
    assert {"a": Fraction(1, 4), "b": Fraction(3, 4)} not in shares
    assert {"a": Fraction(2), "b": Fraction(-1)} not in shares


def test_the_doubly_stochastic_matrices_are_mixtures_of_the_permutations() -> None:
    # Birkhoff (1946): 4! vertices, each of them degenerate
    labels = [f"{i}{j}" for i in range(4) for j in range(4)]
    rows = [Constraint({f"{i}{j}": 1 for j in range(4)}, 1) for i in range(4)]
    columns = [Constraint({f"{i}{j}": 1 for i in range(4)}, 1) for j in range(4)]
    assert len(Polytope(labels, [], rows + columns).vertices) == 24
