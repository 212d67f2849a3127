"""Relations between numbers: read without running anything, and held to by every theorem."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy
from typer.testing import CliRunner

import caucasus_games as cg
from caucasus_games import GameError, plot
from caucasus_games.cli import app
from caucasus_games.concepts import pure_nash
from caucasus_games.evidence import identified, observations
from caucasus_games.games import Decision, ExtensiveForm, Terminal
from caucasus_games.games.values import changed
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR, US_TREATY, named
from caucasus_games.guarantors.channels import between
from caucasus_games.models import commitment, deterrence_by_chance, settlement, ultimatum
from caucasus_games.parameters import Parameters, load, relation, write_numbers
from caucasus_games.parameters.relation import relations
from caucasus_games.theorems import (
    Excluded,
    Guaranteed,
    Implies,
    Raising,
    Unique,
    conditions,
    prove,
    regions,
    required,
    statics,
)

CHEAP_WAR = "corridor_value > 2 * war_cost_azerbaijan"
DEAR_WAR = "war_cost_azerbaijan > corridor_value"


def test_a_relation_is_a_polynomial_with_a_sign() -> None:
    one = relation("2 * (a - b/4) ** 2  ≤ .5 + +a - -b")
    assert str(one) == "2 * (a - b/4) ** 2 ≤ .5 + +a - -b"
    assert one.names == ("a", "b")
    assert not one.strict
    x, y = Fraction(1, 3), Fraction(2, 7)
    for a, b in ((x, y), (3 * x, -y), (-x, y)):
        assert one.holds({"a": a, "b": b}) == (2 * (a - b / 4) ** 2 <= Fraction(1, 2) + a + b)
    at = one.holds({"a": np.array([0.0, 3.0]), "b": np.array([0.0, 0.0])}, float)
    assert at.tolist() == [True, False]
    assert relation("a<b") == relation("a<b", "somewhere")
    assert relation("a**0 > b - 1").names == ("b",)
    assert relation("λ − 1 >= 1e-1").holds({"λ": Fraction(11, 10)})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("exp(a) > 1", "has the function exp"),
        ("__import__('os').system('x') > 1", 'has "\'"'),
        ("a.real > 1", "has '.'"),
        ("a[0] > 1", "has '['"),
        ("a = b", "has '='"),
        ("lambda: a > 1", "has ':'"),
        ("a > b > c", "has two inequalities: write two relations"),
        ("a", "has no inequality"),
        ("a b > 1", "has 'b' too many"),
        ("a > b c", "has 'c' too many"),
        ("1 > 0", "says nothing of any number"),
        ("a > a", "says nothing of any number"),
        ("a / b > 1", "divides by what is no number: multiply it out"),
        ("a / 0 > 1", "divides by zero"),
        ("a ** b > 1", "has an exponent that is no number"),
        ("a ** 0.5 > 1", "has the exponent 1/2: take a whole number from 0 to 8"),
        ("a ** -1 > 1", "has the exponent -1"),
        ("a ** 9 > 1", "has the exponent 9"),
        ("a ** 8 * a > 1", "has powers above 8"),
        ("(a+b+c+d+e+f+g+h) ** 5 > 1", "has powers above 8 or more than 200 products"),
        ("((((9**8)**8)**8)**8)**8 > a", "has a number of too many digits"),
        ("(a > b", "has a bracket that is not closed"),
        ("(a", "has a bracket that is not closed"),
        ("a > ", "ends where a name or a number is wanted"),
        ("> a", "has '>' where a name or a number is wanted"),
        ("(" * 25 + "a > 1", "has more than 20 brackets in one another"),
        ("a + " * 200 + "a > 1", "a relation has 805 signs and up to 500 are read: divide it"),
    ],
)
def test_what_is_no_relation_is_refused(text: str, why: str) -> None:
    with pytest.raises(GameError) as refused:
        relation(text)
    assert why in str(refused.value)


def test_relations_are_texts_each_once() -> None:
    assert relations("a > b") == relations(["a > b", relation("a > b")])
    assert relations(None) == ()
    with pytest.raises(GameError, match="a relation is 3: give a text"):
        relation(3)
    with pytest.raises(GameError, match=r"given is 3: give a list of relations, as \['a > b'\]"):
        relations(3)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="mine, line 3: 'a' has no inequality"):
        relation("a", "mine, line 3")


def test_a_table_carries_its_relations() -> None:
    table = load().override([], ["corridor_value > constitution_value"])
    assert "given corridor_value > constitution_value" in repr(table)
    assert "<p>given corridor_value &gt; constitution_value</p>" in table._repr_html_()
    both = ["corridor_value", "constitution_value"]
    assert table.select(both).given == table.given
    assert table.select(both[:1]).given == ()
    assert table.with_values({"corridor_value": "0.3"}).given == table.given


def mine(folder: Path, text: str) -> Path:
    place = folder / "mine.toml"
    place.write_text(text, encoding="utf-8")
    return place


def test_relations_come_with_a_file(tmp_path: Path) -> None:
    place = mine(
        tmp_path,
        'given = [\n  "corridor_value > 2 * war_cost_azerbaijan",\n  "guarantor_stake < 2"\n]\n',
    )
    assert [str(one) for one in load(own=place).given] == [CHEAP_WAR, "guarantor_stake < 2"]
    setups = named(own=place)
    assert setups["WESTERN_MIX"].parameters.given == load(own=place).given
    # a game has those of which it has every number
    game = deterrence_by_chance(setups["NONE"])
    assert [str(one) for one in game.parameters.given] == [CHEAP_WAR]
    assert conditions(game, "peace").possible.given == (
        conditions(deterrence_by_chance(NONE), "peace", given=[CHEAP_WAR]).possible.given
    )
    halfway = between(setups["NONE"], setups["US_OPERATOR"], ["regime"], "halfway")
    assert halfway.parameters.given == setups["NONE"].parameters.given
    again = tmp_path / "again.toml"
    write_numbers(again, load(own=place))
    assert load(own=again) == load(own=place)
    with pytest.raises(GameError, match=r"again\.csv has no place for relations such as corridor"):
        write_numbers(tmp_path / "again.csv", load(own=place))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('\ngiven = ["corridor_valu > 1"]', "mine.toml, line 2: unknown parameter 'corridor_valu'"),
        ('given = [\n"a > 1",\n"f(a) > 1"]', "mine.toml, line 3: 'f(a) > 1' has the function f"),
        ("given = [3]", "mine.toml, line 1: a relation is 3"),
        ('given = ["a\\u0020b"]', "mine.toml: 'a b' has 'b' too many"),
        ('given = "a > b"', 'mine.toml: given is no list: write given = ["a > b"]'),
    ],
)
def test_a_file_with_no_relations_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(GameError) as refused:
        load(own=mine(tmp_path, text))
    assert str(refused.value).startswith(why)


def test_a_theorem_says_inside_what_it_says_without() -> None:
    game = deterrence_by_chance(US_OPERATOR)
    wide, cut = conditions(game, "peace"), conditions(game, "peace", given=[CHEAP_WAR])
    drawn = cg.sweep(game, 400, given=[CHEAP_WAR], seed=3)
    values = {name: drawn[name].values for name in wide.possible.symbols}
    told = cut.possible.holds_on(values)
    assert (told == wide.possible.holds_on(values)).all()
    seen = drawn.possible.isel(setup=0).sel(outcome="peace").values
    assert (told == seen).all()
    assert "given corridor_value > 2 * war_cost_azerbaijan" in " ".join(repr(cut).split())
    assert repr(cut) != repr(wide)
    assert cut.ways[0].path == wide.ways[0].path


def test_a_theorem_is_shorter_inside() -> None:
    game = deterrence_by_chance(NONE)
    assert conditions(game, "peace").formula != sympy.true
    assert conditions(game, "peace", given=[DEAR_WAR]).formula == sympy.true
    found = regions(game, given=[DEAR_WAR])
    assert [region.outcomes for region in found] == [("peace",)]
    assert repr(found).startswith(f"given {DEAR_WAR}\n")
    assert not repr(regions(game)).startswith("given")


def test_outside_a_theorem_is_silent() -> None:
    found = conditions(deterrence_by_chance(NONE), "peace", given=[CHEAP_WAR])
    inside = {"corridor_value": "0.5", "war_cost_azerbaijan": "0.1"}
    assert found.holds(inside) == conditions(deterrence_by_chance(NONE), "peace").holds(inside)
    with pytest.raises(GameError, match=r"at corridor_value 0\.15, war_cost_azerbaijan 0\.1 it is"):
        found.holds({"corridor_value": "0.15"})
    with pytest.raises(GameError, match="at 2 draws it is not so that corridor_value > 2"):
        found.possible.holds_on({"corridor_value": np.array([0.15, 0.12, 0.5])})


def test_proofs_hold_inside() -> None:
    game = deterrence_by_chance(NONE)
    assert prove(game, "peace").verdict == "refuted"
    inside = prove(game, "peace", given=[DEAR_WAR])
    assert repr(inside) == (
        "proved within the ranges, given war_cost_azerbaijan > corridor_value, but at ties"
    )
    assert prove(game, Excluded("war"), given=[DEAR_WAR])
    assert prove(game, Unique(), given=[DEAR_WAR])
    against = prove(game, Guaranteed("peace"), given=[CHEAP_WAR])
    assert against.verdict == "refuted"
    assert relation(CHEAP_WAR).holds(against.values)


def test_a_raise_stays_inside() -> None:
    game = commitment(NONE)
    claim = Raising("corridor_value", "peace")
    assert prove(game, claim).verdict == "refuted"
    found = prove(game, claim, given=["corridor_value > 0.3"])
    assert found.verdict == "refuted"
    assert min(found.values["corridor_value"], found.values["corridor_value_there"]) > 0.3
    assert prove(game, claim, given=["corridor_value < 0.2"])


def test_two_games_share_what_is_given() -> None:
    here = deterrence_by_chance(NONE)
    there = deterrence_by_chance(US_TREATY).at({"operator_years": 10})
    claim = Implies("war", there)
    plain = prove(here, claim)
    assert plain.verdict == "refuted"
    found = prove(here, claim, given=[CHEAP_WAR])
    assert found.verdict == "refuted"
    assert relation(CHEAP_WAR).holds(found.values)
    # where there is no war there is nothing to be shown
    assert prove(here, claim, given=[DEAR_WAR])
    tied = changed(there, parameters=Parameters(there.parameters.values(), [DEAR_WAR]))
    assert str(prove(here, Implies("war", tied)).given[0]) == DEAR_WAR
    assert prove(here, Implies("war", tied))


def test_statics_are_inside() -> None:
    found = statics(commitment(NONE), "peace", given=["corridor_value < 0.2"])
    assert set(found.effects.values()) == {"0"}
    assert "given corridor_value < 0.2" in " ".join(repr(found).split())
    assert "+" in statics(commitment(NONE), "peace").effects.values()


def threshold(*given: str) -> cg.theorems.Requirement:
    tempting = {"corridor_value": "0.6", "escalation_factor": 1}
    game = deterrence_by_chance(RUSSIAN_PEACEKEEPERS).at(tempting)
    wide = {"guarantor_credibility": (0, 1)}
    return required(game, "peace", "guarantor_credibility", within=wide, given=given)


def test_what_is_required_is_cut_to_the_region() -> None:
    (whole,) = threshold().spans
    (cut,) = threshold("guarantor_credibility < corridor_value").spans
    assert (cut.low, cut.low_formula) == (whole.low, whole.low_formula)
    assert (cut.high, cut.high_formula) == (Fraction(3, 5), sympy.Symbol("corridor_value"))
    (above,) = threshold("guarantor_credibility > 0.7").spans
    assert (above.low, above.high) == (Fraction(7, 10), Fraction(1))
    assert above.low_formula == sympy.Rational(7, 10)
    # two stretches, of which one begins below the threshold
    found = threshold("(guarantor_credibility - 0.6) * (guarantor_credibility - 0.8) > 0")
    assert [(span.low, span.high) for span in found.spans] == [
        (whole.low, Fraction(3, 5)),
        (Fraction(4, 5), Fraction(1)),
    ]
    assert found.spans[1].low_formula is None
    (root,) = threshold("2 * guarantor_credibility ** 2 < 1").spans
    assert abs(float(root.high.low) - 0.5**0.5) < 1e-9  # type: ignore[union-attr]
    none = threshold("guarantor_credibility < 0.2")
    assert repr(none).endswith("makes peace possible, given guarantor_credibility < 0.2")
    assert "given" not in repr(threshold())


def test_what_is_required_needs_the_others_inside() -> None:
    game = deterrence_by_chance(RUSSIAN_PEACEKEEPERS)
    with pytest.raises(GameError) as refused:
        required(game, "peace", "guarantor_credibility", given=["war_cost_azerbaijan > 0.2"])
    assert str(refused.value) == (
        "no guarantor_credibility from 0 to 0.31 is so that war_cost_azerbaijan > 0.2, at "
        "war_cost_azerbaijan 0.1: give the others values with at()"
    )


def test_what_is_required_of_offers_is_cut_too() -> None:
    game = ultimatum(NONE)
    name = "corridor_value"
    (whole,) = required(game, "peace", name).spans
    (cut,) = required(game, "peace", name, given=[f"{name} < 0.4"]).spans
    assert (cut.low, cut.high) == (whole.low, Fraction(2, 5))


def test_a_symbol_without_a_range_needs_a_value() -> None:
    s, c = sympy.symbols("stake cost")
    tree = ExtensiveForm(
        Decision("A", {"go": Terminal("w", {"A": s}), "no": Terminal("p", {"A": c})})
    )
    found = conditions(tree, "w", given=["stake > cost"])
    assert found.formula == sympy.true
    with pytest.raises(GameError, match="stake > cost and cost > stake contradict each other, a"):
        conditions(tree, "w", given=["stake > cost", "cost > stake"])
    with pytest.raises(GameError, match="no value for cost in stake > cost: fix it with at"):
        required(tree, "w", "stake", within={"stake": (0, 1)}, given=["stake > cost"])


@pytest.mark.parametrize(
    "verb",
    [
        lambda game, given: conditions(game, "peace", given=given),
        lambda game, given: regions(game, given=given),
        lambda game, given: prove(game, "peace", given=given),
        lambda game, given: statics(game, "peace", given=given),
        lambda game, given: required(game, "peace", "corridor_value", given=given),
        lambda game, given: cg.summary(game, 10, given=given),
        lambda game, given: cg.sweep(game, 10, given=given),
    ],
)
def test_an_empty_region_is_refused_by_a_smallest_set(
    verb: Callable[[object, list[str]], object],
) -> None:
    game = deterrence_by_chance(NONE)
    three = [CHEAP_WAR, "military_advantage > 0.7", DEAR_WAR]
    with pytest.raises(GameError) as refused:
        verb(game, three)
    assert str(refused.value).startswith(
        f"{CHEAP_WAR} and {DEAR_WAR} contradict each other where corridor_value is from 0.1 to 0.6 "
        "and war_cost_azerbaijan is from 0.03 to 0.25, a border aside: leave one out"
    )
    with pytest.raises(GameError, match="unknown parameter 'corridor_valeu': did you mean"):
        verb(game, ["corridor_valeu > 0.1"])


def test_one_relation_may_hold_nowhere() -> None:
    game = deterrence_by_chance(NONE).at({"corridor_value": "0.2"})
    with pytest.raises(
        GameError, match=r"corridor_value > 0\.3 holds nowhere where corridor_value"
    ):
        conditions(game, "peace", given=["corridor_value > 0.3", "military_advantage > 0.7"])
    # what holds at the value is nothing more to say
    assert conditions(game, "peace", given=["corridor_value >= 0.2"]).possible.expression == (
        conditions(game, "peace").possible.expression
    )
    # a border is no region
    with pytest.raises(GameError, match="contradict each other"):
        conditions(
            game,
            "peace",
            given=["war_cost_armenia >= access_risk", "war_cost_armenia <= access_risk"],
        )


def test_ranges_cut_regions_too() -> None:
    game = deterrence_by_chance(NONE)
    narrow = {"corridor_value": ("0.5", "0.6")}
    with pytest.raises(GameError, match=r"is from 0\.5 to 0\.6"):
        conditions(game, "peace", within=narrow, given=["corridor_value < 0.4"])


def test_identified_numbers_are_inside() -> None:
    seen = [one for one in observations(deterrence_by_chance) if one.moment == "2020"]
    name = "war_cost_azerbaijan"
    plain = identified(deterrence_by_chance, seen)
    found = identified(deterrence_by_chance, seen, given=[f"{name} > 0.22"])
    assert plain.verdict == found.verdict == "some"
    assert plain.values[name] <= Fraction("0.22") < found.values[name]
    assert "given war_cost_azerbaijan > 0.22" in " ".join(repr(found).split())
    assert plain.given == ()


def test_commands_take_relations() -> None:
    run = CliRunner().invoke
    asked = ["conditions", "deterrence_by_chance", "--given", DEAR_WAR]
    told = " ".join(run(app, asked).output.split())
    assert "given war_cost_azerbaijan > corridor_value, everywhere" in told
    told = run(app, ["statics", "commitment", "--given", "corridor_value < 0.2"]).output
    assert "0 changes nothing" in told
    more = [CHEAP_WAR, "--given", "corridor_value > 0.2"]
    told = run(
        app,
        ["summary", "deterrence_by_chance", "--draws", "100", "--setup", "NONE", "--given", *more],
    ).output
    assert "and corridor_value > 0.2" in " ".join(told.split())


def test_the_report_names_what_is_given() -> None:
    page = cg.report(deterrence_by_chance, draws=50, given=[CHEAP_WAR])
    assert page.count("given corridor_value &gt; 2 * war_cost_azerbaijan") == 2
    settled = settlement(NONE).parameters
    assert settled.given == ()


def test_a_map_shows_both_sides() -> None:
    game = deterrence_by_chance(US_OPERATOR)
    tied = changed(game, parameters=Parameters(game.parameters.values(), [DEAR_WAR]))
    axes = [
        plot.regions(one, "corridor_value", "war_cost_azerbaijan", points=11)
        for one in (game, tied)
    ]
    legends = [ax.get_legend() for ax in axes]
    named = [[text.get_text() for text in one.get_texts()] for one in legends if one]
    assert named[0] == named[1]


@pytest.mark.parametrize("seed", range(12))
def test_theorems_of_random_games_hold_inside(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = ("a", "b", "c")
    table = [cg.Parameter(n, n, "share", 0, "1/2", 1, "assumption: a test") for n in names]

    def payoff() -> sympy.Expr:
        x, y, z = (sympy.Symbol(n) for n in rng.permutation(names))
        p, q, r = (int(k) for k in rng.integers(-3, 4, 3))
        return p * x + q * y * z + sympy.Rational(r, 2)

    actions = {"A": ("l", "r"), "B": ("l", "r")}
    profiles = [(one, other) for one in "lr" for other in "lr"]
    game = cg.NormalForm(
        actions,
        {p: {"A": payoff(), "B": payoff()} for p in profiles},
        outcomes={p: "peace" if p in (("l", "l"), ("r", "r")) else "war" for p in profiles},
        parameters=Parameters(table),
    )
    given = [
        f"{'abc'[seed % 3]} > {rng.integers(1, 4)} * {'abc'[(seed + 1) % 3]} ** 2",
        "a + c < 1.5",
    ]
    drawn = cg.sweep(game, 300, solver=pure_nash, given=given, seed=seed)
    found = conditions(game, "peace", solver=pure_nash, given=given)
    values = {name: drawn[name].values for name in found.possible.symbols}
    for told, seen in (
        (found.possible, drawn.possible),
        (found.guaranteed, drawn.guaranteed),
    ):
        assert (told.holds_on(values) == seen.isel(setup=0).sel(outcome="peace").values).all()
    within = regions(game, solver=pure_nash, given=given)
    covered = np.any([region.condition.holds_on(values) for region in within], axis=0)
    assert covered.all()
    verdict = prove(game, Guaranteed("peace"), solver=pure_nash, given=given)
    if verdict:
        assert drawn.guaranteed.isel(setup=0).sel(outcome="peace").values.all()
    elif verdict.verdict == "refuted":
        assert all(relation(one).holds(verdict.values) for one in given)
