"""Numbers that players choose: what is solved, told and refused."""

from fractions import Fraction

import pytest
import sympy
from random_offers import ranges

import caucasus_games as cg
from caucasus_games.certificates import certified_offers
from caucasus_games.concepts import CONCEPTS, perfect_bayesian, subgame_perfect
from caucasus_games.concepts.subgame_cases import perfect_cases
from caucasus_games.errors import GameError
from caucasus_games.exact.algebraic import Algebraic, between, real_roots
from caucasus_games.formats import to_efg, to_networkx
from caucasus_games.games import (
    Chance,
    Decision,
    ExtensiveForm,
    Nature,
    Offer,
    Terminal,
    Triangular,
    Uniform,
    menu,
)
from caucasus_games.games.nodes import Node
from caucasus_games.parameters import Parameters
from caucasus_games.readings.symbols import Symbols
from caucasus_games.results import EnclosedEquilibrium

x, y, p, a, c, t = sympy.symbols("x y p a c t")
HALF = sympy.Rational(1, 2)


def end(first: object, second: object, outcome: str = "end") -> Terminal:
    return Terminal(outcome, {"A": first, "B": second})


def tree(root: Node, parameters: Parameters | None = None) -> ExtensiveForm:
    return ExtensiveForm(root, ["A", "B"], parameters)


def ultimatum(**numbers: object) -> ExtensiveForm:
    """A offers B a share; B's war costs c, and A's a."""
    reply = {"accept": end(1 - x, x, "peace"), "fight": end(1 - p - a, p - c, "war")}
    parameters = ranges(p=("1/5", "4/5"), a=("-1/10", "1/5"), c=("-1/10", "1/5"))
    game = tree(Offer("A", x, 0, 1, Decision("B", reply)), parameters=parameters)
    return game.at(numbers) if numbers else game


def test_a_best_offer_leaves_the_other_indifferent() -> None:
    (found,) = subgame_perfect(ultimatum(p="1/2", a="1/10", c="1/10"))
    assert found.path == "A: x = 2/5 → B: accept → peace"
    assert dict(found.payoffs) == {"A": Fraction(3, 5), "B": Fraction(2, 5)}
    assert dict(found.strategies["A at the start"]) == {"x = 2/5": 1}


def test_who_is_indifferent_at_an_end_alone_may_do_either() -> None:
    # B gets nothing by war, so that it is indifferent at x = 0 and accepts beyond; A prefers war
    reply = {"accept": end(1 - x, x, "peace"), "fight": end(2, 0, "war")}
    found = subgame_perfect(tree(Offer("A", x, 0, 1, Decision("B", reply))))
    assert {one.path: one.payoffs["A"] for one in found} == {
        "A: x = 0 → B: accept → peace": 1,
        "A: x = 0 → B: fight → war": 2,
    }


def test_an_offer_that_is_refused_is_told_once() -> None:
    found = subgame_perfect(ultimatum(p="1/2", a="-1/10", c="-1/10"))
    assert [one.path for one in found] == ["A: x = 0 → B: fight → war"]
    assert any("a range of numbers" in note for note in found.notes)
    assert len(subgame_perfect(ultimatum(p="1/2", a=0, c=0))) == 2


def test_the_ends_stand_for_a_range_of_numbers_as_good() -> None:
    found = subgame_perfect(tree(Offer("A", x, 0, 1, end(1, x))))
    assert [one.payoffs["B"] for one in found] == [0, 1]


def test_a_number_may_be_irrational() -> None:
    reply = {"accept": end(1 - x, x**2), "fight": end(0, "1/2", "war")}
    (found,) = subgame_perfect(tree(Offer("A", x, 0, 1, Decision("B", reply))))
    assert isinstance(found, EnclosedEquilibrium)
    assert Fraction(2, 5) > found.payoffs["A"].high > 1 - Fraction(70711, 100000) > Fraction(1, 5)
    assert float(found.payoffs["A"]) == pytest.approx(1 - 0.5**0.5)
    assert Fraction(1, 2) in found.payoffs["B"]
    assert "x = ≈0.7071" in found.path


def test_irrational_numbers_are_compared_exactly() -> None:
    ends = {
        name: Offer("A", name, 0, 2, Decision("B", {"y": end(top - s, s**2), "n": end(0, low)}))
        for name, s, top, low in (("x", x, 3, 2), ("y", y, 3, 2))
    }
    both = subgame_perfect(tree(Decision("A", ends)))
    # two offers that leave as much are as good, and 3 - √2 is more than what 3 - √3 leaves
    assert len(both) == 2
    dearer = Offer("A", "y", 0, 2, Decision("B", {"y": end(3 - y, y**2), "n": end(0, 3)}))
    (found,) = subgame_perfect(tree(Decision("A", {**ends, "y": dearer})))
    assert found.path.startswith("A: x → A: x = ≈1.414")


def test_a_chance_may_hang_on_a_number_that_is_irrational() -> None:
    lottery = Chance({"won": (x, end(1 - x**2, 0, "won")), "lost": (1 - x, end(0, 0, "lost"))})
    (found,) = subgame_perfect(tree(Offer("A", x, 0, 1, lottery)))
    # x - x³ is largest at the root of one third
    assert isinstance(found, EnclosedEquilibrium)
    assert float(found.outcomes["won"]) == pytest.approx(3**-0.5)
    assert float(found.outcomes["lost"]) == pytest.approx(1 - 3**-0.5)


def test_payoffs_may_be_by_pieces() -> None:
    paid = sympy.Min(x, 1 - x) + sympy.Abs(x - 2) / 4
    (found,) = subgame_perfect(tree(Offer("A", x, 0, 1, end(paid, 0))))
    assert found.path == "A: x = 1/2 → end"
    jump = sympy.Piecewise((x, x < sympy.Rational(1, 2)), (0, True))
    none = subgame_perfect(tree(Offer("A", x, 0, 1, end(jump, 0))))
    assert len(none) == 0
    assert none.notes == ("no number is best: payoffs jump where one would be",)
    closed = sympy.Piecewise((x, x <= sympy.Rational(1, 2)), (0, True))
    (found,) = subgame_perfect(tree(Offer("A", x, 0, 1, end(closed, 0))))
    assert found.payoffs["A"] == Fraction(1, 2)
    # without a best number later, nothing before is best either
    before = tree(Offer("B", y, 0, 1, Offer("A", x, 0, 1, end(jump, y))))
    assert len(subgame_perfect(before)) == 0
    other = Decision("B", {"in": Offer("A", x, 0, 1, end(jump, y)), "out": end(0, 0)})
    assert len(subgame_perfect(tree(Offer("B", y, 0, 1, other)))) == 0


def test_an_offer_may_hang_on_another() -> None:
    # B takes as much of what A leaves as A still accepts
    answer = {"yes": end(x + (1 - x - y) / 2, y), "no": end("1/2", 0, "none")}
    inner = Offer("B", y, 0, 1 - x, Decision("A", answer))
    found = subgame_perfect(tree(Offer("A", x, 0, "1/2", inner)))
    assert {(one.payoffs["A"], one.payoffs["B"]) for one in found} == {
        (Fraction(1, 2), 0),
        (Fraction(1, 2), Fraction(1, 2)),
    }
    told = subgame_perfect(tree(Offer("A", x, 0, "1/2", inner))).notes
    assert any("checked at 25" in note for note in told)


def test_bounds_that_cross_are_refused() -> None:
    game = tree(Offer("A", x, 0, 1, Offer("B", y, x, "1/2", end(x, y))))
    with pytest.raises(GameError, match=r"B offers y from .* to 1/2 where x ="):
        subgame_perfect(game)


def test_chances_that_leave_zero_and_one_are_refused() -> None:
    lottery = Chance({"won": (2 * x, end(x, 0)), "lost": (1 - 2 * x, end(0, 0))})
    with pytest.raises(GameError, match="each must lie between 0 and 1"):
        subgame_perfect(tree(Offer("A", x, 0, 1, lottery)))


@pytest.mark.parametrize(
    ("root", "told"),
    [
        (Offer("A", x, 1, 0, end(x, 0)), "give the least first"),
        (Offer("A", x, "1/2", "1/2", end(x, 0)), "more than one number"),
        (Offer("A", x, 0, 1, end(1, 0)), "no payoff has the number x"),
        (Offer("A", x, 0, 1, Offer("B", x, 0, 1, end(x, 0))), "two numbers are called x"),
        (Offer("A", x, 0, 1, end(1 / (1 + x), 0)), "is no polynomial in x"),
        (Offer("A", x, 0, 1, end(2**x, 0)), "is no polynomial in x"),
        (Offer("A", x, y, 1, Offer("B", y, 0, 1, end(x, y))), "not chosen before"),
        (
            Decision("A", {"in": Offer("A", x, 0, 1, end(x, 0)), "out": end(x, 0)}),
            "after out, has the number x",
        ),
        (Offer("C", x, 0, 1, end(x, 0)), "unknown player"),
    ],
)
def test_what_is_no_offer_is_refused_in_a_sentence(root: Node, told: str) -> None:
    with pytest.raises(GameError, match=told):
        ExtensiveForm(root, ["A", "B"])


def test_infinite_bounds_and_names_are_refused() -> None:
    with pytest.raises(GameError, match="a finite real number is needed"):
        tree(Offer("A", x, 0, sympy.oo, end(x, 0)))
    with pytest.raises(GameError, match="give the name of a symbol"):
        Offer("A", "two words", 0, 1, end(x, 0))
    with pytest.raises(GameError, match="x is a parameter, and a number that A offers"):
        tree(Offer("A", x, 0, 1, end(x, 0)), ranges(x=("0", "1")))
    with pytest.raises(GameError, match="leads to 3"):
        Offer("A", x, 0, 1, 3)  # type: ignore[arg-type]


def test_whoever_takes_lists_alone_says_so() -> None:
    game = ultimatum()
    for concept in CONCEPTS:
        if concept.kinds == (ExtensiveForm,) and not concept.offers:
            with pytest.raises(GameError, match=r"takes trees whose choices are listed"):
                concept.given(**dict.fromkeys(concept.needed, 2))(game)
    for take in (to_efg, to_networkx):
        with pytest.raises(GameError, match=r"menu\(game, 20\)"):
            take(game)
    with pytest.raises(GameError, match="choices are listed"):
        cg.conditions(game, "war", solver=perfect_bayesian)
    with pytest.raises(GameError, match="no action of a list"):
        _ = game.numbers
    with pytest.raises(GameError, match="leave ties and find out"):
        subgame_perfect(game, ties="accept")
    with pytest.raises(GameError, match="unknown parameter 'x'"):
        game.at({"x": "1/2"})


def test_hidden_moves_beside_an_offer_are_refused() -> None:
    hidden = Decision(
        "A",
        {
            "l": Decision("B", {"u": end(x, 0), "d": end(0, 1)}, "B"),
            "r": Decision("B", {"u": end(0, 1), "d": end(1, 0)}, "B"),
        },
    )
    with pytest.raises(GameError, match="does not know where it is"):
        subgame_perfect(tree(Offer("A", x, 0, 1, hidden)))


def test_a_menu_lists_numbers() -> None:
    listed = menu(ultimatum(p="1/2", a="1/10", c="1/10"), 10)
    assert not listed.offers
    assert {one.payoffs["A"] for one in subgame_perfect(listed)} == {Fraction(3, 5), Fraction(1, 2)}
    nature = Chance({"h": ("1/2", Offer("A", x, a, 1, end(x, 0))), "l": ("1/2", end(0, 0))})
    named = Decision("B", {"go": nature, "stay": end(0, 1)}, "first")
    told = menu(tree(named), 2)
    assert told.vertices[0].information_set == "first"
    assert "x = a/2 + 1/2" in told.vertices[2].branches
    for steps in (0, True, "2", 10_001):
        with pytest.raises(GameError, match="give a whole number from 1"):
            menu(ultimatum(), steps)  # type: ignore[arg-type]


def test_theorems_tell_of_offers() -> None:
    game = ultimatum()
    theorem = cg.conditions(game, "war")
    assert theorem.formula == (a + c <= 0)
    assert "any x, then fight rather than x = -c + p" in repr(theorem)
    assert [region.outcomes for region in cg.regions(game)] == [("war",), ("peace",)]
    assert not cg.prove(game, cg.theorems.Guaranteed("peace"))
    assert cg.prove(game.at({"a": "1/10", "c": "1/10"}), cg.theorems.Guaranteed("peace"))
    signs = cg.statics(game, "war")
    assert "may take it away, never brings it\n    a, c" in repr(signs)


def test_what_a_parameter_must_be_is_a_formula() -> None:
    least = cg.required(ultimatum(), "war", "a")
    assert [(span.low, span.high) for span in least.spans] == [(Fraction(-1, 10), Fraction(-1, 20))]
    assert (least.spans[0].low_formula, least.spans[0].high_formula) == (None, -c)
    peace = cg.required(ultimatum(), "peace", "a", within={"a": (-1, 1)})
    (span,) = peace.spans
    assert (span.low, span.high) == (Fraction(-1, 20), Fraction(1))
    # both ends of what is offered bring another outcome than a range between
    reply = {"yes": end(1 - x, x - p**2, "deal"), "no": end("1/2", 0, "none")}
    square = tree(Offer("A", x, 0, 1, Decision("B", reply)))
    found = cg.required(square, "deal", "p", within={"p": (-1, 1)})
    (span,) = found.spans
    assert (span.low_formula, span.high_formula) == (None, None)
    assert float(span.high) == pytest.approx(0.5**0.5)
    # a rational end of what is not linear in the parameter is no formula either
    reply = {**reply, "no": end("3/4", 0, "none")}
    other = cg.required(
        tree(Offer("A", x, 0, 1, Decision("B", reply))), "deal", "p", within={"p": (0, 1)}
    )
    assert [(span.high, span.high_formula) for span in other.spans] == [(Fraction(1, 2), None)]


def test_an_explanation_compares_with_the_next_best_number() -> None:
    told = cg.explain(subgame_perfect(ultimatum()))
    assert told.reasons[0].payoff == Fraction(11, 20)
    assert told.reasons[0].margin == Fraction(1, 10)
    assert told.reasons[1].margin == 0
    assert [(flip.parameter.name, flip.at, flip.becomes) for flip in told.flips] == [
        ("a", Fraction(-1, 20), ("war",)),
        ("c", Fraction(-1, 20), ("war",)),
    ]
    lottery = Chance({"won": (a, end(x, 0, "won")), "lost": (1 - a, end(0, 0, "lost"))})
    alone = tree(Offer("A", x, 0, 1, lottery), parameters=ranges(a=("1/5", "1/2")))
    assert cg.explain(subgame_perfect(alone)).flips == ()
    # what is irrational is not compared in fractions
    other = {"root": end(x**2 - 1, 0), "none": end(0, 1)}
    root = tree(Offer("A", x, 0, 2, Decision("B", other)))
    assert cg.explain(subgame_perfect(root)).reasons


def test_a_sweep_counts_what_values_give() -> None:
    game = ultimatum()
    points = {"a": ["-1/10", 0, "1/10"], "c": [0, "1/10"]}
    found = cg.sweep(game, grid=points)
    for j, first in enumerate(points["a"]):
        for k, second in enumerate(points["c"]):
            at = subgame_perfect(game.at({"a": first, "c": second}))
            assert found["equilibria"].values[0, j, k] == len(at)
            happens = {o for one in at for o in one.outcomes}
            assert set(found["outcome"].values[found["possible"].values[0, :, j, k]]) == happens
    drawn = cg.sweep(game, draws=2_000)
    holds = cg.conditions(game, "war").holds_on({n: drawn[n].values for n in ("a", "c", "p")})
    assert (drawn["possible"].sel(outcome="war").values[0] == holds).all()
    assert float(drawn["payoff_low"].sel(player="A").min()) > 0


def test_draws_of_what_several_may_follow() -> None:
    # B does not care, so that A's best number hangs on what B does
    reply = Decision("B", {"l": end(x, 0, "l"), "r": end(p - x, 0, "r")})
    game = tree(Offer("A", x, 0, 1, reply), parameters=ranges(p=("1/4", "1")))
    found = cg.sweep(game, draws=200)
    some = found.isel(draw=0)
    at = subgame_perfect(game.at({"p": Fraction(float(some["p"]))}))
    assert int(some["equilibria"].values[0]) == len(at) == 2
    assert cg.conditions(game, "l").formula == sympy.true
    # the offer that makes both as bad as can be is kept to by either
    assert {one.payoffs["A"] for one in subgame_perfect(game.at({"p": "1/2"}))} == {
        1,
        Fraction(1, 2),
    }


def test_best_numbers_are_formulas() -> None:
    (refused, accepted) = sorted(perfect_cases(Symbols(ultimatum())), key=lambda case: case.moves)
    assert accepted.moves[0] == ("A", (), "x = -c + p")
    assert refused.moves[0] == ("A", (), "any x, then fight")


def test_what_no_fraction_tells_is_refused_in_symbols() -> None:
    reply = {"accept": end(1 - x, x**2), "fight": end(0, p, "war")}
    game = tree(Offer("A", x, 0, 1, Decision("B", reply)), parameters=ranges(p=("0", "1")))
    with pytest.raises(GameError, match="x is no fraction of polynomials"):
        cg.conditions(game, "war")
    fixed = ExtensiveForm(
        Offer("A", x, 0, 1, Decision("B", {"y": end(p - x, x**2), "n": end(0, "1/2", "war")})),
        parameters=ranges(p=("0", "1")),
    )
    with pytest.raises(GameError, match="which is irrational"):
        cg.conditions(fixed, "war")
    two = Offer("B", y, 0, 1, Decision("A", {"y": end(1 - y, y), "n": end(x**2, 0)}))
    three = tree(Offer("A", x, 0, 1, Decision("B", {"in": two, "out": end(0, x**2)})))
    assert len(subgame_perfect(three)) > 0
    inner = Offer("B", y, 0, 1, Decision("A", {"y": end(1 - y**2, y), "n": end(x, 0)}))
    with pytest.raises(GameError, match="which may decide what is best, y is no fraction"):
        subgame_perfect(tree(Offer("A", x, 0, 1, inner)))
    later = Offer("B", y, 0, 1, Decision("A", {"y": end(1 - y**2, y), "n": end("1/2", 0)}))
    before = Decision("B", {"now": end(1 - x, x), "later": later})
    with pytest.raises(GameError, match="payoffs are irrational, and a number is chosen before"):
        subgame_perfect(tree(Offer("A", x, 0, 1, before)))


def test_a_certificate_refuses_what_is_no_equilibrium() -> None:
    game = ultimatum(p="1/2", a="1/10", c="1/10")
    with pytest.raises(GameError, match=r"A gains by another x than 0.5"):
        certified_offers(game, {1: 0}, {0: Fraction(1, 2)})
    with pytest.raises(GameError, match="B gains by another action after x"):
        certified_offers(game, {1: 0}, {0: Fraction(0)})
    with pytest.raises(GameError, match="A gains by another x than 0"):
        certified_offers(game, {1: 1}, {0: Fraction(0)})
    (root,) = [r for r in real_roots([Fraction(1), Fraction(0), Fraction(-2)]) if r > 0]
    with pytest.raises(GameError, match="A gains by another x than"):
        certified_offers(tree(Offer("A", x, 0, 2, end(x * (1 - x), 0))), {}, {0: root})


def test_of_three_numbers_in_a_row_the_last_two_are_certified() -> None:
    z = sympy.Symbol("z")
    paid = Terminal("end", {"A": y - (z - x) ** 2, "B": z - (y - x / 2) ** 2, "C": -((z - y) ** 2)})
    game = ExtensiveForm(Offer("A", x, 0, 1, Offer("B", y, 0, 1, Offer("C", z, 0, 1, paid))))
    (found,) = solution = subgame_perfect(game)
    # C does as B did, and B goes half a unit beyond half of what A did
    assert found.path == "A: x = 1 → B: y = 1 → C: z = 1 → end"
    assert any("those before are not" in note for note in solution.notes)
    best = {0: Fraction(1, 4), 1: Fraction(5, 8), 2: Fraction(5, 8)}
    with pytest.raises(GameError, match=r"B gains by another y than 0\.625"):
        certified_offers(game, {}, {**best, 2: Fraction(1, 2)})
    gone = {0: Fraction(1, 4), 1: Fraction(5, 8), 2: Fraction(3, 4)}
    with pytest.raises(GameError, match=r"C gains by another z than 0\.75"):
        certified_offers(game, {}, gone)
    with pytest.raises(GameError, match=r"B gains by another y than 0\.5"):
        certified_offers(game, {}, {**best, 1: Fraction(1, 2), 2: Fraction(1, 2)})
    # A is worse off than with 1, which is not seen
    assert certified_offers(game, {}, best).payoffs["A"] == Fraction(31, 64)
    assert found.payoffs["A"] == 1


def test_a_number_is_found_that_who_moved_before_waits_for() -> None:
    later = Offer(
        "B",
        y,
        0,
        1,
        end(2 * (x - sympy.Rational(1, 3)) ** 2 + 2 * y * (1 - y) - sympy.Rational(1, 2), 1),
    )
    game = tree(Offer("B", x, 0, 1, Decision("A", {"in": later, "out": end("1/2", -x)})))
    found = subgame_perfect(game)
    # B is indifferent about y, and A comes in if it is one half
    assert [one.path for one in found] == [
        "B: x = 0 → A: out → end",
        "B: x = 5/6 → A: in → B: y = 1/2 → end",
        "B: x = 1 → A: in → B: y = 1/2 → end",
    ]
    assert any("numbers between the ends are left out" in note for note in found.notes)


def test_what_is_best_at_one_number_alone_is_not_guaranteed() -> None:
    reply = {
        "a0": end("1/2", 3 * x / 2 - 1, "o2"),
        "a1": end(sympy.Rational(1, 2) - 2 * x, 1, "o1"),
    }
    first: dict[str, Node] = {
        "in": Offer("B", x, 0, 1, Decision("A", reply)),
        "out": end(1, p, "out"),
    }
    game = tree(Decision("B", first), ranges(p=("-1", "-1/2")))
    # at 0 A is indifferent, and only there: B offers 0 if A then does a1, else 1
    for outcome in ("o1", "o2"):
        theorem = cg.conditions(game, outcome)
        assert theorem.formula == sympy.true
        assert not theorem.guaranteed.holds({"p": Fraction(-3, 4)})


def test_irrational_numbers_are_a_field() -> None:
    _, root = real_roots([Fraction(1), Fraction(0), Fraction(-2)])
    _, same = real_roots([Fraction(1), Fraction(0), Fraction(-2)])
    _, other = real_roots([Fraction(1), Fraction(0), Fraction(-3)])
    assert root == same
    assert hash(root) == hash(same)
    assert root != other
    assert root != Fraction(1)
    assert root != "root"
    assert root < other
    assert max(other, root) is other
    assert root * root == 2
    assert (root + 1) * (root - 1) == 1
    assert 1 / root * root == 1
    assert (1 - root) + root == 1
    assert root / 2 < 1 < root**3
    assert -root < 0
    assert isinstance(2 * root, Algebraic)
    less, _ = real_roots([Fraction(1), Fraction(0), Fraction(-2)])
    assert less != same
    assert str(root) == "≈1.414"
    with pytest.raises(ValueError, match="two fields"):
        _ = root + other
    # numbers of one polynomial that are near are told apart
    near = [
        r
        for r in real_roots([Fraction(1), Fraction(0), Fraction(-2), Fraction(-1, 10**6)])
        if abs(float(r)) < 1e-3
    ]
    assert len({*near}) == len(near)


def test_a_type_needs_a_cutoff() -> None:
    def asked(then: Node, known_to: str = "B") -> ExtensiveForm:
        return tree(Offer("A", x, 0, 1, Nature("t", Uniform(0, 1), known_to, then)))

    answer = Decision("B", {"yes": end(x, 1 - x), "no": end(0, y)})
    with pytest.raises(GameError, match="gains B 0 with each unit of t"):
        asked(answer)
    three = Decision("B", {"yes": end(x, 1 - x), "no": end(0, -t), "so": end(0, 0)})
    with pytest.raises(GameError, match="has 3 actions: two are solved for"):
        asked(three)
    with pytest.raises(GameError, match="not linear in t"):
        asked(Decision("B", {"yes": end(x, 1 - x), "no": end(0, t**2)}))
    with pytest.raises(GameError, match="is no polynomial in t, which B alone knows"):
        asked(Decision("B", {"yes": end(1 / t, x), "no": end(0, t)}))
    with pytest.raises(GameError, match="what others believe after each is open"):
        asked(Offer("B", y, 0, 1, end(x, y)))
    again = Decision("A", {"u": end(x, t), "d": end(0, 0)})
    with pytest.raises(GameError, match="somebody chooses after B, who knows t"):
        asked(Decision("B", {"yes": again, "no": end(0, 0)}))
    with pytest.raises(GameError, match="s and t are both known"):
        asked(Nature("s", Uniform(0, 1), "A", end(x, 0)))
    with pytest.raises(GameError, match="no payoff for B"):
        asked(Decision("B", {"yes": Terminal("", {"A": 1}), "no": end(0, t)}))
    with pytest.raises(GameError, match="give Uniform, Triangular, Power or Linear"):
        Nature("t", "uniform", "B", end(x, 0))  # type: ignore[arg-type]


def test_a_type_that_nobody_knows_or_needs_is_refused() -> None:
    answer = Decision("B", {"yes": end(x, t - x), "no": end(0, 0)})
    with pytest.raises(GameError, match=r"unknown player who knows t 'C': \(known: A, B\)"):
        tree(Offer("A", x, 0, 1, Nature(t, Uniform(0, 1), "C", answer)))
    with pytest.raises(GameError, match="no payoff has the number t that B knows"):
        tree(Offer("A", x, 0, 1, Nature(t, Uniform(0, 1), "B", end(x, 0))))
    with pytest.raises(GameError, match="give numbers in order, and more than one"):
        Triangular(0, 0, 0)


def test_chances_and_bounds_are_looked_at_within_ranges() -> None:
    lottery = Chance({"won": (x, end(x, 0, "won")), "lost": (1 - x, end(0, p, "lost"))})
    within = ranges(p=("-1/2", "1/2"))
    answer = Decision("B", {"yes": end(1 - x, x, "deal"), "no": end(0, 0, "none")})
    half = sympy.Piecewise((0, x < HALF), (1, True))
    by_cases = Chance({"won": (half, end(x, 0, "won")), "lost": (1 - half, end(0, p, "lost"))})
    for game, told in (
        (tree(Offer("A", x, 0, 2, lottery), within), "'won' after x is not between 0 and 1 where"),
        (tree(Offer("A", x, 0, p, answer), within), "from 0 to p, which cross where p = -"),
    ):
        with pytest.raises(GameError, match=told):
            cg.conditions(game, "lost" if "lost" in game.outcome_labels else "deal")
        with pytest.raises(GameError, match=told):
            cg.sweep(game, draws=5)
    for sound in (lottery, by_cases):
        assert cg.conditions(tree(Offer("A", x, 0, 1, sound), within), "won").formula == sympy.true
    # without ranges nothing is known
    assert cg.conditions(tree(Offer("A", x, 0, p, answer)), "deal").formula != sympy.false


def test_what_is_expected_of_a_type_without_an_answer() -> None:
    lottery = Chance({"h": ("1/2", end(x * t, t**2)), "l": ("1/2", end(0, 0))})
    nature = Nature(t, Uniform(0, 1), "B", Decision("A", {"go": lottery, "stay": end(0, t)}))
    game = tree(Offer("A", x, 0, 1, nature))
    (found,) = subgame_perfect(game)
    assert dict(found.payoffs) == {"A": Fraction(1, 4), "B": Fraction(1, 6)}
    assert repr(nature) == "t, a number from 0 to 1, known to B"
    # what may follow by chance before and after the answer is averaged
    answer = Decision("B", {"in": lottery, "out": end(0, 0)})
    first = Chance({"on": ("1/2", answer), "off": ("1/2", end(0, 0))})
    with pytest.raises(GameError, match="not linear in t"):
        tree(Offer("A", x, 0, 1, Nature(t, Uniform(0, 1), "B", first)))


def test_types_stand_in_payoffs_alone() -> None:
    lottery = Chance({"h": (t, end(x, 0)), "l": (1 - t, end(0, 0))})
    for node in (
        Nature(t, Uniform(0, 1), "B", lottery),
        Decision("A", {"l": Nature(t, Uniform(0, 1), "B", end(x, t)), "r": end(x, t)}),
    ):
        with pytest.raises(GameError, match="t, which B alone knows, stands in a probability"):
            tree(Offer("A", x, 0, 1, node))


def test_a_type_may_come_after_chance_and_before_it() -> None:
    lottery = Chance({"h": ("1/2", end(0, -t, "h")), "l": ("1/2", end(0, t - 1, "l"))})
    costly = Chance({"h": ("1/2", end(0, -t, "h")), "l": ("1/2", end(0, 0, "l"))})
    with pytest.raises(GameError, match="gains B 0 with each unit"):
        tree(
            Offer(
                "A",
                x,
                0,
                1,
                Nature(t, Uniform(0, 1), "B", Decision("B", {"u": lottery, "d": end(x, 0)})),
            )
        )
    answer = Decision("B", {"fight": costly, "yield": end(x, -x / 2, "deal")})
    known = Nature(
        t, Uniform(0, 1), "B", Chance({"on": ("1/2", answer), "off": ("1/2", end(0, t))})
    )
    before = Decision(
        "A",
        {
            "go": Chance({"n": ("1/2", Offer("A", x, 0, 1, known)), "m": ("1/2", end(0, 0))}),
            "no": end(0, 0),
        },
    )
    (found,) = subgame_perfect(tree(before))
    # B fights below t = x, so that A has x (1 - x) where it is on
    assert found.payoffs["A"] == Fraction(1, 16)


def test_what_follows_may_be_too_much() -> None:
    ways = {
        str(k): (Fraction(1, 14), Decision("B", {"u": end(x, 0), "d": end(0, 0)}))
        for k in range(14)
    }
    with pytest.raises(GameError, match="after x the game may go on in more than 1,000 ways"):
        subgame_perfect(tree(Offer("A", x, 0, 1, Chance(ways))))


def test_what_divides_by_a_number_is_left_out_where_it_is_zero() -> None:
    # y = 1 / (2 x) makes A indifferent, and nothing does at x = 0
    answer = Decision("A", {"yes": end(x * y, 1 - y), "no": end("1/2", 0, "none")})
    found = subgame_perfect(tree(Offer("B", x, 0, 1, Offer("B", y, 0, 1, answer))))
    assert {one.payoffs["B"] for one in found} == {Fraction(1, 2)}
    # a factor without y has no root in it
    answer = Decision("A", {"yes": end(x * y**2, -y), "no": end(x / 4, -1, "none")})
    found = subgame_perfect(tree(Offer("A", x, 0, 1, Offer("B", y, 0, 1, answer))))
    assert {one.path for one in found} == {"A: x = 1 → B: y = 1/2 → A: yes → end"}


def test_chance_may_lead_to_what_is_irrational() -> None:
    reply = {"accept": end(1 - x, x**2), "fight": end(0, "1/2", "war")}
    other = Offer("B", y, 0, 1, end(0, y * (1 - y), "other"))
    ways: dict[str, tuple[object, Node]] = {
        "h": ("1/2", Offer("A", x, 0, 1, Decision("B", reply))),
        "l": ("1/2", end(0, 0)),
        "m": (0, other),
    }
    (found,) = subgame_perfect(tree(Chance(ways)))
    assert float(found.payoffs["A"]) == pytest.approx((1 - 0.5**0.5) / 2)
    # an irrational number comes before what does not hang on it, and what does
    lone = Chance(
        {"h": ("1/2", end(x - x**3, 0)), "l": ("1/2", Offer("B", y, 0, 1, end(0, y * (1 - y))))}
    )
    (found,) = subgame_perfect(tree(Offer("A", x, 0, 1, lone)))
    assert float(found.payoffs["B"]) == pytest.approx(1 / 8)
    z = sympy.Symbol("z")
    last = Offer("A", "z", 0, 1, end(x - x**3 + y * z - z**2, y - y**2 + x))
    (found,) = subgame_perfect(tree(Offer("A", x, 0, 1, Offer("B", y, 0, 1, last))))
    assert "B: y = 1/2 → A: z = 1/4" in found.path
    assert z.name in found.path


def test_a_payoff_that_jumps_at_the_first_number_alone_is_had_there() -> None:
    x, m = sympy.symbols("x m")
    jump = sympy.Piecewise((1, 1 - x >= 1), (0, True))
    answer = Decision(
        "B",
        {
            "call": Terminal("peace", {"A": jump, "B": 1 - x}),
            "refuse": Terminal("war", {"A": m, "B": sympy.Rational(1, 2)}),
        },
    )
    game = ExtensiveForm(Offer("A", x, 0, 1, answer))
    # A has 1 at zero and m from one half on
    for value, outcomes in ((0, {"peace"}), (1, {"peace", "war"}), (2, {"war"})):
        found = subgame_perfect(game.at({"m": value})).equilibria
        assert {label for e in found for label in e.outcomes} == outcomes
    wide = {"m": (-1, 3)}
    for outcome, inside, outside in (("peace", 0, 2), ("war", 2, 0)):
        theorem = cg.conditions(game, outcome, within=wide)
        assert theorem.holds({"m": inside})
        assert not theorem.holds({"m": outside})


def test_bounds_that_meet_at_values_leave_one_number() -> None:
    x, m = sympy.symbols("x m")
    answer = Decision(
        "B",
        {"yes": Terminal("peace", {"A": x, "B": 1 - x}), "no": Terminal("war", {"A": 0, "B": 0})},
    )
    game = ExtensiveForm(Offer("A", x, 0, sympy.Max(0, 1 - m), answer))
    assert subgame_perfect(game.at({"m": 2})).equilibria[0].path.startswith("A: x = 0 ")
    assert subgame_perfect(game.at({"m": "1/4"})).equilibria[0].path.startswith("A: x = 3/4 ")
    with pytest.raises(GameError, match="is told by cases where one formula is needed"):
        cg.conditions(game, "peace", within={"m": (0, 2)})


def test_irrational_numbers_of_two_polynomials_are_compared_exactly() -> None:
    low, high = real_roots([Fraction(1), Fraction(0), Fraction(-2)])
    _, eight = real_roots([Fraction(1), Fraction(0), Fraction(-8)])
    assert eight / 2 == high
    assert eight / 2 != low
    assert -(eight / 2) == low
    # ten digits of the root of two, from below
    near = Fraction(14142135623, 10**10)
    assert not high < near
    assert near < between(near, high)
    assert between(near, high) ** 2 < 2
