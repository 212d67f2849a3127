"""What an outcome takes is told in payoffs, and by what is played where it is."""

import random
import re
from fractions import Fraction
from typing import Any

import pytest
import sympy
from immutabledict import immutabledict
from sympy import QQ
from sympy.polys.rings import ring

import caucasus_games as cg
from caucasus_games import Decision, ExtensiveForm, NormalForm, Parameter, Parameters, Terminal
from caucasus_games.algebra.formula import ALWAYS, NEVER, Formula, Sign, both, either
from caucasus_games.comparison.explain import _reasons
from caucasus_games.concepts import mixed_nash, pure_nash, subgame_perfect
from caucasus_games.explorer import panels
from caucasus_games.explorer.questions import about, theorem
from caucasus_games.explorer.state import read
from caucasus_games.games import menu
from caucasus_games.guarantors import EU_MONITORS, NONE, US_OPERATOR
from caucasus_games.models import (
    ceasefire,
    corridor,
    deterrence_by_chance,
    election,
    guarantee,
    referendum,
    settlement,
)
from caucasus_games.models import transit_split as split
from caucasus_games.results import Equilibrium
from caucasus_games.theorems.condition import Check, Condition


def menued_split(setup: Any) -> ExtensiveForm:
    return menu(split(setup), 4)


def menued_vote(setup: Any) -> ExtensiveForm:
    return menu(referendum(setup), 4)


MODELS: list[tuple[Any, Any, str]] = [
    (corridor, US_OPERATOR, "third party"),
    (settlement, NONE, "peace"),
    (menued_vote, US_OPERATOR, "peace"),
    (menued_vote, NONE, "stalemate"),
    (menued_split, US_OPERATOR, "agreement"),
    (guarantee, US_OPERATOR, "peace"),
    (ceasefire, NONE, "peace"),
    (election, EU_MONITORS, "peace"),
]


def told(check: Check) -> tuple[str, Fraction, Fraction]:
    assert check.payoffs is not None
    return check.about, *check.payoffs


@pytest.mark.no_cover
@pytest.mark.parametrize(("model", "setup", "outcome"), MODELS, ids=lambda x: str(x)[:20])
def test_the_way_shown_is_the_one_played(model: Any, setup: Any, outcome: str) -> None:
    game = model(setup)
    if outcome not in game.outcome_labels:
        outcome = sorted(game.outcome_labels)[0]
    solved = pure_nash if isinstance(game, NormalForm) else subgame_perfect
    solution = solved(game)
    which = next((k for k, e in enumerate(solution) if outcome in e.outcomes), None)
    if which is None:
        return
    chosen = solution.equilibria[which]
    assert isinstance(chosen, Equilibrium)
    checks = cg.conditions(game, outcome).nearest()
    reasons = _reasons(game, chosen)
    assert len(checks) == len(reasons) > 0
    for check, reason in zip(checks, reasons, strict=True):
        about, brings, other = told(check)
        assert about.startswith(reason.player)
        assert f": {reason.action} rather than " in about
        assert (brings, other) == (reason.payoff, max(worth for _, worth in reason.instead))
        assert check.holds
        # what is written is what is told
        point = {s: game.parameters[s.name].central for s in check.relation.free_symbols}
        sides = [
            sympy.sympify(side).xreplace({s: sympy.Rational(q) for s, q in point.items()})
            for side in check.relation.args
        ]
        assert [Fraction(str(side)) for side in sides] == [brings, other]


def test_what_fails_is_told_in_payoffs_too() -> None:
    game = deterrence_by_chance(NONE)
    values = {"military_advantage": "0.9", "war_cost_azerbaijan": "0.04"}
    (failing,) = cg.conditions(game, "peace").nearest(values)
    about, brings, other = told(failing)
    assert about == "Azerbaijan: abide rather than attack"
    assert not failing.holds
    # 0.25 · (1 − 0.7) + 0.02, and 0.9 · 0.25 − 2 · 0.04
    assert (brings, other) == (Fraction("0.095"), Fraction("0.145"))
    game = game.at(values)
    # of ends of the tree themselves, where no chance follows
    place = game.players.index("Azerbaijan")
    assert brings in {paid[place] for paid in game.numbers.payoffs if paid}


s, t = sympy.symbols("s t")


def records() -> Parameters:
    record: Any = Parameter
    return Parameters([record(n, "", "", -1, 0, 1, "assumption: a test") for n in ("s", "t")])


@pytest.mark.no_cover
def test_payoffs_and_signs_agree_on_random_games() -> None:
    rng, seen = random.Random(4), set()
    for _ in range(20):
        pool = [sum(rng.randint(-3, 3) * m for m in (1, s, t, s * t)) for _ in range(4)]

        def end(pool: list[sympy.Expr] = pool) -> Terminal:
            return Terminal(rng.choice("xyz"), {p: rng.choice(pool) for p in "AB"})

        game: Any = ExtensiveForm(
            Decision("A", {a: Decision("B", {b: end() for b in "lr"}) for a in "ab"}),
            ["A", "B"],
            records(),
        )
        if rng.random() < 0.4:
            actions = {"A": ["a", "b"], "B": ["l", "r"]}
            rows = [[[rng.choice(pool) for _ in "lr"] for _ in "ab"] for _ in "AB"]
            game = NormalForm.from_arrays(*rows, actions=actions)
            labels: dict[Any, Any] = {p: rng.choice("xyz") for p in game.profiles}
            game = NormalForm(actions, game.payoffs, labels, records())
        values = {n: Fraction(rng.randint(-99, 99), 101) for n in ("s", "t")}
        own = {n: q for n, q in values.items() if n in {x.name for x in game.symbols}}
        for outcome in sorted(game.outcome_labels):
            found = cg.conditions(game, outcome)
            for check in found.possible.nearest(own):
                _, brings, other = told(check)
                # off ties a sign holds iff the payoffs say so
                assert check.holds == (brings > other)
                seen.add(check.holds)
            for check in found.nearest(own) if found.holds(own) else ():
                _, brings, other = told(check)
                assert brings >= other
    assert seen == {True, False}


def test_the_nearest_way_fails_in_the_fewest_lines_and_by_the_least() -> None:
    over, x, y = ring("s t", QQ)
    record: Any = Parameter
    central = Parameters([record(n, "", "", -4, 1, 4, "assumption: a test") for n in ("s", "t")])

    def nearest(formula: Formula) -> list[tuple[str, bool]]:
        names = tuple(symbol.name for symbol in over.symbols)
        found = Condition(formula, names, central, immutabledict(), immutabledict()).nearest()
        return [(str(check.relation), check.holds) for check in found]

    # two lines fail on the first way, one on the second, though by more
    pair = both(Sign(x - 2), Sign(y - 2))
    assert nearest(either(pair, Sign(x - 9))) == [("s >= 9", False)]
    assert nearest(either(Sign(x - 9), pair)) == [("s >= 9", False)]
    # as many fail, but by less
    for first, second in ((x - 4, y - 2), (y - 2, x - 4)):
        assert nearest(either(Sign(first), Sign(second))) == [("t >= 2", False)]
    # what fails comes first
    failing = [("t >= 3", False), ("s >= -2", True)]
    assert nearest(both(Sign(x + 2), Sign(y - 3))) == failing
    assert nearest(both(Sign(y - 3), Sign(x + 2))) == failing
    # where all hold the shortest is shown
    long = both(Sign(x + 1), Sign(y + 1))
    assert nearest(either(long, Sign(x + y))) == [("s + t >= 0", True)]
    assert nearest(NEVER) == nearest(ALWAYS) == []


@pytest.mark.no_cover
def test_the_panel_says_what_the_reasons_say() -> None:
    for query in (
        {"model": "guarantee", "setup": "US_OPERATOR"},
        {"model": "ceasefire", "setup": "NONE"},
    ):
        state = read(query)
        page = panels.checks(state, theorem(about(state)))
        solution: Any = state.solution
        (reason, *_) = _reasons(state.game, solution.equilibria[0])
        numbers = reason.payoff, max(worth for _, worth in reason.instead)
        assert " ≥ ".join(f"{float(x):.4g}" for x in numbers) in re.sub("<[^>]*>", " ", page)
        assert "is one that is played" in page
    state = read({"setup": "NONE", "bypass_value": "30%"})
    assert "is an equilibrium outcome" in panels.checks(state, theorem(about(state)))


def test_mixtures_and_hidden_moves_are_told_as_they_were() -> None:
    game = NormalForm.from_arrays(
        [[1, -1], [-1, s + 2]], [[-1, 1], [1, -1]], actions={"A": ["h", "t"], "B": ["h", "t"]}
    )
    game = NormalForm(game.actions, game.payoffs, parameters=records())
    found = cg.conditions(game, "h, h", solver=mixed_nash)
    assert found.nearest() == found.possible.nearest()
    state = read({"model": "probe", "setup": "US_OPERATOR"})
    assert "Where beliefs or mixtures come in" in panels.checks(state, theorem(about(state)))
