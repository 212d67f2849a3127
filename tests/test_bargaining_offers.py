"""Published bargains, which come out of the games as formulas."""

from fractions import Fraction

import pytest
import sympy
from random_offers import ranges

import caucasus_games as cg
from caucasus_games.concepts import double_auction, subgame_perfect
from caucasus_games.concepts.subgame_cases import perfect_cases
from caucasus_games.errors import GameError
from caucasus_games.games import (
    Decision,
    ExtensiveForm,
    Linear,
    Nature,
    Offer,
    Power,
    Terminal,
    Triangular,
    Uniform,
    menu,
    screening,
)
from caucasus_games.games.distributions import Distribution
from caucasus_games.games.nodes import Node
from caucasus_games.readings.case import Case
from caucasus_games.readings.symbols import Symbols
from caucasus_games.theorems import Guaranteed

p, a, b, cost, delta = sympy.symbols("p a b cost discount")
x, c = sympy.symbols("x c")


def formula(case: Case, place: int = 0) -> sympy.Expr:
    """Return the number of a case, with those before it put in."""
    chosen: dict[sympy.Symbol, sympy.Expr] = {}
    for _, _, action in case.moves[: place + 1]:
        name, _, text = action.partition(" = ")
        # cost is a name of sympy's own too
        known = {s.name: s for s in (p, a, b, cost, delta)}
        chosen[sympy.Symbol(name)] = sympy.sympify(text, known).subs(chosen)
    return chosen[sympy.Symbol(case.moves[place][2].partition(" = ")[0])]


def secret_cost(distribution: Distribution, **ends: tuple[str, str]) -> ExtensiveForm:
    """A takes a share by an offer; B alone knows what war costs it."""
    answer = {
        "accept": Terminal("peace", {"A": x, "B": 1 - x}),
        "fight": Terminal("war", {"A": p - cost, "B": 1 - p - c}),
    }
    known = Nature("c", distribution, "B", Decision("B", answer))
    return ExtensiveForm(Offer("A", "x", 0, 1, known), parameters=ranges(**ends) if ends else None)


def test_an_ultimatum_to_who_knows_its_cost() -> None:
    """Fearon (1995), Rationalist explanations for war. International Organization 49, 379–414."""
    game = secret_cost(
        Uniform(a, b),
        p=("2/5", "1/2"),
        cost=("1/100", "1/5"),
        a=("1/100", "1/10"),
        b=("1/5", "2/5"),
    )
    cases = {case.moves[0][2]: case for case in perfect_cases(Symbols(game))}
    assert set(cases) == {"x = a + p", "x = b/2 - cost/2 + p"}
    assert sympy.expand(formula(cases["x = b/2 - cost/2 + p"]) - p - (b - cost) / 2) == 0
    theorem = cg.conditions(game, "war")
    assert theorem.formula == (b >= 2 * a + cost)
    assert cg.prove(game.at({"b": "2/5", "a": "1/20"}), Guaranteed("war"))
    for k in range(1, 6):
        values = {"a": Fraction(k, 60), "b": Fraction(2, 5), "cost": Fraction(k, 40)}
        (found,) = subgame_perfect(game.at(values))
        chance = (values["b"] - values["cost"] - 2 * values["a"]) / (
            2 * (values["b"] - values["a"])
        )
        assert found.outcomes.get("war", 0) == max(chance, 0)
        assert found.strategies["A at the start"].keys() == {
            f"x = {Fraction(9, 20) + max((values['b'] - values['cost']) / 2, values['a'])}"
        }
    (found,) = subgame_perfect(secret_cost(Uniform(0, "2/5")).at({"p": "1/2", "cost": "1/5"}))
    assert found.path.startswith("A: x = 3/5;")
    assert found.outcomes["war"] == Fraction(1, 4)


def test_draws_of_a_secret_cost() -> None:
    game = secret_cost(Uniform(0, b), p=("2/5", "1/2"), cost=("1/100", "1/5"), b=("1/5", "2/5"))
    drawn = cg.sweep(game, draws=500)
    expected = ((drawn["b"] - drawn["cost"]) / (2 * drawn["b"])).clip(min=0)
    war = drawn["probability_low"].sel(outcome="war").isel(setup=0)
    assert float(abs(war - expected).max()) < 1e-6


@pytest.mark.parametrize(
    "distribution",
    [
        Triangular(0, "1/5", "2/5"),
        Power(0, "2/5", 2),
        Power(0, "2/5", 3),
        Linear([0, "1/5", "2/5"], ["5/2", "5/2", "5/2"]),
        Triangular(0, 0, "2/5"),
    ],
)
def test_any_density_by_pieces(distribution: Distribution) -> None:
    game = secret_cost(distribution).at({"p": "1/2", "cost": "1/5"})
    (found,) = subgame_perfect(game)
    best = float(found.payoffs["A"])
    values = [float(one.payoffs["A"]) for one in subgame_perfect(menu(game, 120)).equilibria]
    # a smooth maximum: what a step loses goes with its square
    assert best - 1e-3 < values[0] <= best + 1e-12


@pytest.mark.parametrize("steps", [10, 20, 40, 80])
def test_a_fine_menu_loses_by_the_square_of_its_step(steps: int) -> None:
    game = secret_cost(Uniform(0, "2/5")).at({"p": "1/2", "cost": "1/7"})
    best = subgame_perfect(game).exact[0].payoffs["A"]
    listed = subgame_perfect(menu(game, steps)).exact[0].payoffs["A"]
    # the payoff is a quadratic with the factor five halves, and a best number half a step away
    assert 0 <= best - listed <= Fraction(5, 2) * Fraction(1, 2 * steps) ** 2


def test_the_stronger_fight_as_often() -> None:
    """Banks (1990), Equilibrium behavior in crisis bargaining games. AJPS 34, 599–614."""
    for k in range(8):
        values = {"p": Fraction(1, 2), "cost": Fraction(k, 40)}
        (found,) = subgame_perfect(secret_cost(Uniform(0, "2/5")).at(values)).exact
        (choice,) = found.strategies["A at the start"]
        offered = Fraction(choice.partition(" = ")[2])
        fights = [1 - values["p"] - Fraction(t, 50) > 1 - offered for t in range(21)]
        assert fights == sorted(fights, reverse=True)
        # by as many as chance says
        share = found.outcomes.get("war", Fraction(0)) * 20
        assert abs(sum(fights) - share) <= 1


def test_a_seller_who_asks_twice() -> None:
    """Fudenberg and Tirole (1983), Sequential bargaining with incomplete information. RES 50."""
    game = screening("A", "B", parameters=ranges(discount=("1/10", "9/10")))
    (case,) = perfect_cases(Symbols(game))
    first, second = formula(case, 0), formula(case, 1)
    assert sympy.cancel(first - (2 - delta) / (4 - 3 * delta)) == 0
    price = first - delta * (first - second)
    assert sympy.cancel(price - (2 - delta) ** 2 / (2 * (4 - 3 * delta))) == 0
    assert sympy.cancel(second - (2 - delta) / (2 * (4 - 3 * delta))) == 0
    (found,) = subgame_perfect(game)
    assert found.outcomes["no deal"] == Fraction(3, 10)


@pytest.mark.parametrize("rounds", [2, 3])
def test_a_seller_who_asks_several_times_on_a_fine_list(rounds: int) -> None:
    """A later price is off by a step at most, and so is what buyers wait for: the rate is one."""
    half = Fraction(1, 2)
    (found,) = subgame_perfect(screening("A", "B", rounds=rounds, values={"discount": half}))
    exact = float(found.payoffs["A"])

    def listed(n: int) -> float:
        """Solve it backwards on cutoffs k / n, without any formula of the library."""
        price = [[0.0] * (n + 1) for _ in range(rounds + 1)]
        worth = [[0.0] * (n + 1) for _ in range(rounds + 1)]
        for left in range(1, rounds + 1):
            for top in range(n + 1):
                best = (-1.0, 0.0)
                for k in range(top + 1):
                    ask = k / n if left == 1 else k / n - 0.5 * (k / n - price[left - 1][k])
                    best = max(best, ((top - k) / n * ask + 0.5 * worth[left - 1][k], ask))
                worth[left][top], price[left][top] = best
        return worth[rounds][n]

    steps = (10, 20, 40, 80, 160)
    misses = [abs(listed(n) - exact) for n in steps]
    # half the step, half the loss: no faster, as it would be with one price alone
    assert all(miss <= Fraction(1, 4 * n) for miss, n in zip(misses, steps, strict=True))
    assert all(miss >= Fraction(1, 20 * n) for miss, n in zip(misses[1:], steps[1:], strict=True))


def test_one_price_is_that_of_a_monopoly() -> None:
    (found,) = subgame_perfect(screening("A", "B", rounds=1))
    assert found.payoffs["A"] == Fraction(1, 4)


def test_what_screening_refuses() -> None:
    for rounds in (0, 5, True, "2"):
        with pytest.raises(GameError, match="give a whole number from 1 to 4"):
            screening("A", "B", rounds=rounds)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="give Uniform, whose cutoffs"):
        screening("A", "B", Triangular(0, "1/2", 1))  # type: ignore[arg-type]


@pytest.mark.parametrize("rounds", range(1, 7))
def test_alternating_offers(rounds: int) -> None:
    """Rubinstein (1982), Perfect equilibrium in a bargaining model. Econometrica 50, 97–109."""

    def offer(k: int) -> Node:
        if k == rounds:
            return Terminal("none", {"A": 0, "B": 0})
        who, other = ("A", "B") if k % 2 == 0 else ("B", "A")
        share = sympy.Symbol(f"x{k}")
        deal = {who: (1 - share) * delta**k, other: share * delta**k}
        answer = {"accept": Terminal("deal", deal), "refuse": offer(k + 1)}
        return Offer(who, share, 0, 1, Decision(other, answer))

    game = ExtensiveForm(offer(0), parameters=ranges(discount=("1/100", "99/100")))
    (case,) = perfect_cases(Symbols(game))
    assert case.moves[1][2] == "accept"
    assert sympy.cancel(1 - formula(case) - (1 - (-delta) ** rounds) / (1 + delta)) == 0
    (found,) = subgame_perfect(game)
    assert found.payoffs["A"] == (1 - (-Fraction(1, 2)) ** rounds) / (1 + Fraction(1, 2))


def test_a_double_auction() -> None:
    """Chatterjee and Samuelson (1983), Bargaining under incomplete information. OR 31, 835–851."""
    value, ask = sympy.symbols("value cost")
    found = double_auction()
    assert found.buyer == 2 * value / 3 + sympy.Rational(1, 12)
    assert found.seller == 2 * ask / 3 + sympy.Rational(1, 4)
    assert found.trade == (value >= ask + sympy.Rational(1, 4))
    assert (found.probability, found.gains, found.most) == (
        sympy.Rational(9, 32),
        sympy.Rational(9, 64),
        sympy.Rational(1, 6),
    )
    # the one who names the price bids as against a monopoly
    assert double_auction(share=1).buyer == value / 2
    assert double_auction(share=0).seller == ask / 2 + sympy.Rational(1, 2)
    wide = double_auction(Uniform(0, 1), Uniform("1/4", "5/4"))
    assert wide.probability == sympy.Rational(81, 512)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"value": Power(0, 1, 2)}, "the distribution of the buyer"),
        ({"cost": Uniform(0, a)}, "the distribution of the seller"),
        ({"share": 2}, "give a number from 0 to 1"),
        ({"value": Uniform(3, 4)}, "there is no equilibrium in linear bids"),
    ],
)
def test_what_a_double_auction_refuses(given: dict[str, object], told: str) -> None:
    with pytest.raises(GameError, match=told):
        double_auction(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: Uniform(1, 0), "give the least first"),
        (lambda: Power(0, 1, 0), "give a whole number from 1 to 10"),
        (lambda: Linear([0], [1]), "two at least"),
        (lambda: Linear([0, a], [1, 1]), "has a symbol in it"),
        (lambda: Linear([1, 0], [1, 1]), "in increasing order"),
        (lambda: Linear([0, 1], [2, -1]), "nowhere negative"),
        (lambda: Linear([0, 1], [1, 2]), "comes to 3/2 in all"),
        (lambda: Triangular(0, 2, 1), "give numbers in order"),
    ],
)
def test_what_is_no_distribution_is_refused(made: object, told: str) -> None:
    with pytest.raises(GameError, match=told):
        made()  # type: ignore[operator]
