"""Names that stand for formulas in a tree: nothing changes but how theorems are found and told."""

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest
import sympy

import caucasus_games as cg
from caucasus_games import ExtensiveForm, GameError, Parameter, Parameters
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Chance, Decision, Offer, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.games.subtrees import subtree
from caucasus_games.theorems import Excluded, Raising

GAIN, COST, RISK, TOLL = sympy.symbols("gain cost risk toll")
WAR, LATER = sympy.symbols("war later")
PARAMETERS = Parameters(
    Parameter(name, name, "share", low, central, high, "assumption: for a test")
    for name, low, central, high in (
        ("gain", "0", "0.5", "1"),
        ("cost", "0", "0.2", "1"),
        ("risk", "0.1", "0.3", "0.9"),
        ("toll", "0", "0.1", "0.5"),
    )
)
NAMES = {"war": RISK * GAIN - COST, "later": (1 - RISK) / (1 + RISK) * WAR + RISK / 4}


def force(paid: sympy.Expr | int) -> Node:
    """What has no peace in it: a raid or a war, after something was paid."""
    return Decision(
        "B",
        {
            "raid": Terminal("raid", {"A": -RISK - paid, "B": LATER}),
            "war": Terminal("war", {"A": -COST - paid, "B": WAR}),
        },
    )


def tree(definitions: Mapping[str, sympy.Expr] | None) -> ExtensiveForm:
    """A demand that is met or not, and force where it is not, with a toll paid or without."""

    def demand(paid: sympy.Expr | int) -> Node:
        peace = Terminal("peace", {"A": GAIN / 3 - paid, "B": RISK / 2})
        met = Decision("B", {"keep": peace, "break": force(paid)})
        return Decision("A", {"meet": met, "refuse": force(paid)})

    chance = Chance({"seen": (RISK, demand(TOLL)), "unseen": (1 - RISK, force(TOLL))})
    root = Decision("A", {"pay": chance, "spare": demand(0)})
    if definitions is None:
        return ExtensiveForm(_spelled(root), parameters=PARAMETERS)
    return ExtensiveForm(root, parameters=PARAMETERS, definitions=definitions)


def _spelled(node: Node) -> Node:
    swap = {WAR: NAMES["war"], LATER: NAMES["later"].xreplace({WAR: NAMES["war"]})}
    if isinstance(node, Terminal):
        paid = {who: sympy.sympify(p).xreplace(swap) for who, p in node.payoffs.items()}
        return Terminal(node.outcome, paid)
    if isinstance(node, Chance):
        return Chance({e: (q, _spelled(child)) for e, (q, child) in node.events.items()})
    assert isinstance(node, Decision)
    return Decision(node.player, {a: _spelled(child) for a, child in node.actions.items()})


def draws(count: int) -> list[dict[str, Fraction]]:
    rng = random.Random(5)
    return [
        {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 10**6), 10**6)
            for r in PARAMETERS.values()
        }
        for _ in range(count)
    ]


@pytest.mark.parametrize("outcome", ["peace", "raid", "war"])
def test_names_change_no_answer(outcome: str) -> None:
    named, plain = tree(NAMES), tree(None)
    theorem, other = (cg.conditions(game, outcome) for game in (named, plain))
    for values in draws(60):
        solved = subgame_perfect(named.at(values))
        assert [e.outcomes for e in solved] == [
            e.outcomes for e in subgame_perfect(plain.at(values))
        ]
        possible = any(outcome in e.outcomes for e in solved)
        assert theorem.holds(values) == other.holds(values) == possible
        assert theorem.guaranteed.holds(values) == all(outcome in e.outcomes for e in solved)


def test_a_theorem_is_told_in_names_and_says_what_they_are() -> None:
    theorem = cg.conditions(tree(NAMES), "peace")
    told, before = str(theorem), str(cg.conditions(tree(None), "peace"))
    assert "where" in told
    assert "war = -cost + gain*risk" in told
    assert "after_refuse_a" in told
    assert ", if " in told
    assert "where" not in before
    written = theorem.possible.to_latex({"gain": "g"})
    assert r"\text{war}" in written
    assert r"\begin{cases}" in written
    # in parameters alone it is a condition like any other
    assert {s.name for s in theorem.formula.free_symbols} <= {*PARAMETERS}
    assert "after_" not in str(cg.conditions(tree(NAMES), "war").nearest())


def test_what_is_proved_is_about_the_parameters() -> None:
    named, plain = tree(NAMES), tree(None)
    for claim in (Raising("toll", "peace", keeps=False), Excluded("war"), "peace"):
        assert cg.prove(named, claim).verdict == cg.prove(plain, claim).verdict
    assert cg.statics(named, "war").effects == cg.statics(plain, "war").effects
    for there, here in zip(cg.regions(named), cg.regions(plain), strict=True):
        assert there.outcomes == here.outcomes
        for values in draws(20):
            assert there.condition.holds(values) == here.condition.holds(values)


def test_a_name_may_be_a_number_and_have_no_range() -> None:
    chosen = {"gain": "0.5", "cost": "0.2", "risk": "0.3"}
    theorem = cg.conditions(tree(NAMES).at(chosen), "peace")
    for toll in ("0.01", "0.4"):
        at = tree(NAMES).at({**chosen, "toll": toll})
        assert theorem.holds({"toll": toll}) == (
            "peace" in subgame_perfect(at).equilibria[0].outcomes
        )
    free = ExtensiveForm(
        Decision("A", {"a": Terminal("x", {"A": WAR}), "b": Terminal("y", {"A": 0})}),
        definitions={"war": GAIN - COST},
    )
    assert cg.conditions(free, "x").formula == (GAIN >= COST)


def test_what_has_no_range_is_named_as_well() -> None:
    force_ = Decision(
        "B",
        {"raid": Terminal("raid", {"A": 0, "B": WAR}), "war": Terminal("war", {"A": -2, "B": 0})},
    )
    game = ExtensiveForm(
        Decision("A", {"peace": Terminal("peace", {"A": GAIN, "B": 0}), "force": force_}),
        definitions={"war": GAIN - COST},
    )
    theorem = cg.conditions(game, "peace")
    assert "after_force_a" in str(theorem)
    for gain, cost in ((-1, 1), (-3, 1), (-2, -4), (3, -2)):
        values = {"gain": gain, "cost": cost}
        solved = subgame_perfect(game.at(values)).equilibria[0]
        assert theorem.holds(values) == ("peace" in solved.outcomes)


def test_where_somebody_is_indifferent_what_is_paid_has_no_name() -> None:
    even = {
        "mild": Terminal("raid", {"A": 0, "B": WAR}),
        "harsh": Terminal("war", {"A": -1, "B": WAR}),
    }
    game = ExtensiveForm(
        Decision(
            "A", {"peace": Terminal("peace", {"A": -COST, "B": 0}), "force": Decision("B", even)}
        ),
        parameters=PARAMETERS,
        definitions={"war": GAIN - COST},
    )
    theorem = cg.conditions(game, "peace")
    assert "after" not in str(theorem)
    values = {"gain": "0.5", "cost": "0.2"}
    # A has peace only where B would be harsh, and B may be either
    assert theorem.holds(values)
    assert not theorem.guaranteed.holds(values)


def by_cases(first: Node) -> ExtensiveForm:
    """What is paid by cases where force is used, and something else before it."""
    force_ = Decision(
        "B",
        {
            "raid": Terminal("raid", {"A": -1, "B": sympy.Max(WAR, 0)}),
            "war": Terminal("war", {"A": GAIN, "B": LATER}),
        },
    )
    root = Decision("A", {"first": first, "force": force_})
    return ExtensiveForm(root, parameters=PARAMETERS, definitions=NAMES)


X = sympy.Symbol("x")
ANSWER = Decision(
    "B",
    {
        "yes": Terminal("deal", {"A": 1 - X, "B": X - RISK}),
        "no": Terminal("none", {"A": 0, "B": LATER}),
    },
)


@pytest.mark.parametrize(
    "first",
    [Offer("A", "x", 0, 1, ANSWER), Terminal("deal", {"A": COST, "B": RISK})],
    ids=["a number", "an end"],
)
def test_offers_and_payoffs_by_cases_stand_beside_names(first: Node) -> None:
    game = by_cases(first)
    theorem = cg.conditions(game, "deal")
    held = []
    for values in draws(25):
        values.pop("toll")
        solved = subgame_perfect(game.at(values)).equilibria[0]
        held.append(theorem.holds(values))
        assert held[-1] == ("deal" in solved.outcomes)
    assert {*held} == {True, False}


def test_draws_are_told_in_names_as_values_are() -> None:
    many = draws(300)
    for outcome in ("peace", "war"):
        theorem = cg.conditions(tree(NAMES), outcome)
        floats = {name: [float(one[name]) for one in many] for name in PARAMETERS}
        said = theorem.holds_on(floats)
        exact = [theorem.holds({n: Fraction(floats[n][k]) for n in floats}) for k in range(300)]
        assert said.tolist() == exact
        assert {*exact} == {True, False}


def test_a_tie_among_draws_is_told_exactly() -> None:
    root = Decision("A", {"a": Terminal("x", {"A": WAR}), "b": Terminal("y", {"A": 0})})
    game = ExtensiveForm(root, parameters=PARAMETERS, definitions={"war": GAIN - COST})
    theorem = cg.conditions(game, "x")
    gains = [[0.125, 0.5], [0.5 + 2**-40, 1]]
    assert theorem.holds_on({"gain": gains, "cost": 0.5}).tolist() == [[False, True], [True, True]]
    assert theorem.guaranteed.holds_on({"gain": gains, "cost": 0.5}).tolist() == [
        [False, False],
        [True, True],
    ]


def test_a_part_of_a_tree_is_in_parameters() -> None:
    game = tree({**NAMES, "unused": COST})
    assert [*game.definitions] == ["war", "later"]
    spare = next(v for v, x in enumerate(game.vertices) if x.history == ("spare",))
    part = subtree(game, spare)
    assert not part.definitions
    assert part.symbols == {GAIN, COST, RISK}


def test_who_is_indifferent_may_do_another_thing_in_each_of_two_alike_places() -> None:
    def alike(paid: int) -> Node:
        # B has the same from both, whatever the values are
        return Decision(
            "B",
            {
                "mild": Terminal("peace", {"A": GAIN - paid, "B": WAR}),
                "harsh": Terminal("war", {"A": -paid, "B": WAR}),
            },
        )

    game = ExtensiveForm(
        Chance({"one": (RISK, alike(0)), "other": (1 - RISK, alike(1))}),
        players=["A", "B"],
        parameters=PARAMETERS,
        definitions=NAMES,
    )
    both = {"peace", "war"}
    assert both in [set(e.outcomes) for e in subgame_perfect(game)]
    assert {"peace", "war"} in [set(region.outcomes) for region in cg.regions(game)]


def refused(**more: object) -> ExtensiveForm:
    root = Decision("A", {"a": Terminal("x", {"A": WAR}), "b": Terminal("y", {"A": 0})})
    return ExtensiveForm(root, parameters=PARAMETERS, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("definitions", "said"),
    [
        ({"gain": COST}, "gain is defined and is a parameter: give one of them another name"),
        ({"war": LATER, "later": COST}, "the definition of war contains later: give parameters"),
        ({"war": WAR + 1}, "the definition of war contains war"),
        ({"war": None}, "the definition of war"),
    ],
)
def test_what_defines_nothing_is_refused(definitions: dict[str, object], said: str) -> None:
    with pytest.raises(GameError, match=said):
        refused(definitions=definitions)


def test_a_name_of_a_number_that_is_chosen_is_refused() -> None:
    x = sympy.Symbol("x")
    answer = Decision(
        "B", {"yes": Terminal("deal", {"A": -x, "B": x}), "no": Terminal("no", {"A": -1, "B": WAR})}
    )
    offer = Offer("A", "x", 0, 1, answer)
    for definitions, said in (({"x": GAIN}, "a number that is chosen"), ({"war": x}, "contains x")):
        with pytest.raises(GameError, match=said):
            ExtensiveForm(offer, parameters=PARAMETERS, definitions=definitions)


def test_a_name_may_have_a_pole() -> None:
    root = Decision("A", {"a": Terminal("x", {"A": WAR}), "b": Terminal("y", {"A": 0})})
    game = ExtensiveForm(root, parameters=PARAMETERS, definitions={"war": COST / (GAIN - RISK)})
    theorem = cg.conditions(game, "x")
    assert theorem.holds({"gain": "0.5", "risk": "0.3"})
    assert not theorem.holds({"gain": "0.2", "risk": "0.3"})
