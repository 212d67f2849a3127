"""What an outcome takes is told in payoffs, and by what is played where it is."""

import random
import re
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
import sympy

import caucasus_games as cg
from caucasus_games import Decision, ExtensiveForm, NormalForm, Parameter, Parameters, Terminal
from caucasus_games.analysis.condition import Check
from caucasus_games.explorer import parts
from caucasus_games.explorer.state import read
from caucasus_games.explorer.workers import about, theorem
from caucasus_games.guarantors import EU_MONITORS, NONE, US_OPERATOR
from caucasus_games.models import ceasefire, election, guarantee, referendum, settlement
from caucasus_games.models import transit_split as split
from caucasus_games.solvers import mixed_nash, pure_nash, subgame_perfect

MODELS: list[tuple[Any, Any, str]] = [
    (settlement, US_OPERATOR, "peace"),
    (settlement, US_OPERATOR, "stalemate"),
    (partial(referendum, steps=4), US_OPERATOR, "peace"),
    (partial(referendum, steps=4), NONE, "stalemate"),
    (partial(split, steps=4), US_OPERATOR, "transit"),
    (guarantee, US_OPERATOR, "peace"),
    (ceasefire, NONE, "peace"),
    (election, EU_MONITORS, "peace"),
]


def told(check: Check) -> tuple[str, Fraction, Fraction]:
    assert check.payoffs is not None
    return check.about, *check.payoffs


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
    checks = cg.conditions(game, outcome).nearest()
    reasons = cg.explain(solution, which).reasons
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
    game = settlement(NONE)
    (failing,) = [check for check in cg.conditions(game, "peace").nearest() if not check.holds]
    about, brings, other = told(failing)
    assert about == "Azerbaijan: sign rather than wait"
    # of the ends of the tree themselves
    ends = {vertex.history[-1]: vertex.payoffs for vertex in game.vertices if vertex.payoffs}
    central = {s: sympy.Rational(str(game.parameters[s.name].central)) for s in game.symbols}
    signed = ends["sign"][game.players.index("Azerbaijan")].xreplace(central)
    assert Fraction(str(signed)) == brings == Fraction("0.195")
    assert brings < other == Fraction("0.2061")


s, t = sympy.symbols("s t")


def records() -> Parameters:
    record: Any = Parameter
    return Parameters([record(n, "", "", -1, 0, 1, "assumption: a test") for n in ("s", "t")])


def test_payoffs_and_signs_agree_on_random_games() -> None:
    rng, seen = random.Random(4), set()
    for _ in range(40):
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
    def tree(*margins: list[sympy.Expr]) -> ExtensiveForm:
        """Return a tree in which war needs all margins of one of the lists to be positive."""
        root: dict[str, Any] = {"stay": Terminal("peace", {"A": 0, "B": 0, "C": 0})}
        for k, own in enumerate(margins):
            node: Any = Terminal("war", {"A": own[0], "B": 0, "C": 0})
            for m, player in zip(own[1:], "BC", strict=False):
                quit_ = {player: -m, **{p: 0 for p in "ABC" if p != player}}
                node = Decision(player, {f"on {k}": node, f"off {k}": Terminal("peace", quit_)})
            root[f"go {k}"] = node
        record: Any = Parameter
        own_records = [record(n, "", "", -4, 1, 4, "assumption: a test") for n in ("s", "t")]
        return ExtensiveForm(Decision("A", root), ["A", "B", "C"], Parameters(own_records))

    # two lines fail on the first way, one on the second, though by more
    game = tree([s - 2, t - 2], [s - 4])
    (first, *others) = cg.conditions(game, "war").possible.nearest()
    assert not first.holds
    assert all(check.holds for check in others)
    assert "go 1 rather than stay" in first.about
    # as many fail, but by less
    for margins, right in (([[s - 4], [s - 2]], "go 1"), ([[s - 2], [t - 4]], "go 0")):
        checks = cg.conditions(tree(*margins), "war").possible.nearest()
        assert [check.about for check in checks if not check.holds] == [
            f"A: {right} rather than stay"
        ]
    # what fails comes first
    checks = cg.conditions(tree([s + 2, t - 3]), "war").possible.nearest()
    assert [check.holds for check in checks] == sorted(check.holds for check in checks)
    assert not checks[0].holds
    assert checks[-1].holds
    # where all hold the shortest is shown
    holding = cg.conditions(tree([s + 1, t + 1], [s + t]), "war").possible.nearest()
    assert len(holding) == 1


def test_the_panel_says_what_the_reasons_say() -> None:
    for query in ({"setup": "US_OPERATOR"}, {"model": "ceasefire", "setup": "NONE"}):
        state = read(query)
        page = parts.theorem(state, theorem(about(state)))
        solution: Any = state.solution
        (reason, *_) = cg.explain(solution).reasons
        numbers = reason.payoff, max(worth for _, worth in reason.instead)
        assert " ≥ ".join(f"{float(x):.4g}" for x in numbers) in re.sub("<[^>]*>", " ", page)
        assert "is one that is played" in page
    state = read({"setup": "NONE", "bypass_value": "30%"})
    assert "is an equilibrium outcome" in parts.theorem(state, theorem(about(state)))


def test_mixtures_and_hidden_moves_are_told_as_they_were() -> None:
    game = NormalForm.from_arrays(
        [[1, -1], [-1, s + 2]], [[-1, 1], [1, -1]], actions={"A": ["h", "t"], "B": ["h", "t"]}
    )
    game = NormalForm(game.actions, game.payoffs, parameters=records())
    found = cg.conditions(game, "h, h", solver=mixed_nash)
    assert found.nearest() == found.possible.nearest()
    state = read({"model": "probe", "setup": "US_OPERATOR"})
    assert "Where beliefs or mixtures come in" in parts.theorem(state, theorem(about(state)))
