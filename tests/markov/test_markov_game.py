"""A Markov game: how it is written, as stages and as a table, and what is refused."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
import sympy

from caucasus_games import GameError, Parameter, Parameters
from caucasus_games.concepts import markov_logit, markov_perfect
from caucasus_games.games import MarkovGame, NormalForm, Stage
from caucasus_games.guarantors import NONE
from caucasus_games.models import rivalry, war_and_peace
from caucasus_games.sweeps.identity import digest

D = sympy.Symbol("d")
KEEP = Stage({"A": ["keep", "go"]}, {"keep": [2, 2], "go": [3, 0]}, {"keep": "on", "go": "off"})
OFF = Stage({}, {(): [1, 1]}, "off")
OFF_ALONE = Stage({}, {(): [0]}, "t")
ROWS: list[dict[str, object]] = [
    {"state": "on", "A": "keep", "pays A": 2, "pays B": 2, "to on": 1},
    {"state": "on", "A": "go", "pays A": 3, "pays B": 0, "to off": 1, "outcome": "left"},
    {"state": "off", "pays A": 1, "pays B": 1, "to off": 1},
]


def game(**options: Any) -> MarkovGame:
    given = {"stages": {"on": KEEP, "off": OFF}, "discounts": "0.9", "players": "AB", **options}
    return MarkovGame(given.pop("stages"), given.pop("discounts"), **given)


def range_of(low: object, high: object) -> Parameters:
    return Parameters([Parameter("d", "patience", "factor", low, low, high, "assumption: a test")])


def test_a_table_gives_the_same_game_as_stages() -> None:
    stages = {
        "on": Stage(KEEP.actions, KEEP.payoffs, KEEP.to, {"go": "left"}),
        "off": OFF,
    }
    written = game(stages=stages)
    table = MarkovGame.from_table(ROWS, "0.9")
    assert table.stages == written.stages
    rows: Any = pd.DataFrame(ROWS).to_dict("records")
    assert MarkovGame.from_table(rows, "0.9").stages == written.stages
    assert table.outcome_labels == {"left", ""}
    assert repr(table) == "Markov game of A and B, 2 states, without end"
    assert repr(game(title="t", horizon=2)) == "t: Markov game of A and B, 2 states, 2 periods"


def test_chances_and_players_are_told_in_several_ways() -> None:
    chance = Stage({}, {(): {"A": 0, "B": 1}}, {"on": "1/3", "off": "2/3"})
    one = MarkovGame({"c": chance, "on": KEEP, "off": OFF}, {"A": "0.5", "B": "0.9"})
    assert one.players == ("A", "B")
    assert one.stages["c"].cells[()].to == {"on": sympy.Rational(1, 3), "off": sympy.Rational(2, 3)}
    # actions of the same names as states are told by what they lead to
    same = Stage({"A": ["on", "off"]}, {"on": [0], "off": [1]}, {"on": "on", "off": "off"})
    assert MarkovGame({"on": same, "off": same}, "0.5", players="A").stages["on"].cells[
        ("off",)
    ].to == {"off": 1}
    by_chance = Stage({"A": ["on", "off"]}, {"on": [0], "off": [1]}, {"on": "1/2", "off": "1/2"})
    both = MarkovGame({"on": by_chance, "off": by_chance}, "0.5", players="A")
    assert both.stages["on"].cells[("off",)].to["on"] == sympy.Rational(1, 2)
    table = NormalForm({"A": ["x"], "B": ["y"]}, {("x", "y"): (1, 2)})
    of = MarkovGame({"s": Stage.of(table, "s", "calm")}, "0.5")
    assert of.players == ("A", "B")
    assert markov_perfect(of).equilibria[0].outcomes == {"calm": 1}


def test_moves_at_once_are_not_discounted_and_the_chain_has_periods() -> None:
    first = Stage({"A": ["x"]}, {"x": [1]}, "then", at_once=True)
    last = Stage({"A": ["x"]}, {"x": [1]}, {"first": "1/2", "then": "1/2"})
    (found,) = markov_perfect(MarkovGame({"first": first, "then": last}, "1/2", players="A"))
    # V(first) = 1 + V(then), V(then) = 1 + (V(first) + V(then)) / 4
    assert found.values["then"]["A"] == Fraction(5, 2)
    assert found.values["first"]["A"] == Fraction(7, 2)
    assert found.chain.moves["first"] == {"first": Fraction(1, 2), "then": Fraction(1, 2)}
    soft = markov_logit(MarkovGame({"first": first, "then": last}, "1/2", players="A"), 1)
    assert soft.equilibria[0].chain.moves["first"]["then"] == pytest.approx(0.5)


def test_values_and_limits_are_those_of_any_game() -> None:
    one = game(discounts=D, parameters=range_of("0.1", "0.9"))
    assert one.at({"d": "1/2"}).values == {"d": Fraction(1, 2)}
    assert [*one.parameters] == ["d"]
    positive = sympy.Symbol("v", positive=True)
    told = MarkovGame({"s": Stage({}, {(): [positive]}, "s")}, "0.5", players="A")
    assert repr(told).endswith("for v positive")


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: game(stages={}), "a Markov game needs at least one state"),
    (lambda: game(stages={"on": "off"}), "the stage of on is 'off': give a Stage(…)"),
    (lambda: game(players=[]), "the players are []: give at least one, each once"),
    (
        lambda: MarkovGame({"off": Stage({}, {(): [1]}, "off")}, "0.5"),
        "no stage names a player: give the players in order",
    ),
    (lambda: game(players="A"), "got 2 payoffs for 1 player at (on, keep)"),
    (lambda: game(players="XY"), "unknown player in on 'A'"),
    (
        lambda: game(stages={"on": Stage({"A": "xy"}, {"x": [0, 0]}, "on")}),
        "no payoffs for (y) in on: give one for each profile",
    ),
    (
        lambda: game(stages={"on": Stage({"A": "xy"}, {"x": [0, 0], "y": [0, 0]}, {"x": "on"})}),
        "no next state for (y) in on: give one for each profile",
    ),
    (
        lambda: game(stages={"on": Stage({}, {("x",): [0, 0]}, "on")}),
        "nobody chooses there, and the payoffs in on name ('x',): give ()",
    ),
    (
        lambda: game(stages={"on": KEEP, "off": Stage({}, {(): [1, 1]}, {"off": "1/2"})}),
        "the chances of what follows off sum to 1/2: they must sum to 1",
    ),
    (
        lambda: game(
            stages={"on": Stage(KEEP.actions, KEEP.payoffs, {"keep": "on", "go": {"on": D}})}
        ),
        "the chances of what follows (go) in on sum to d: they must sum to 1",
    ),
    (lambda: game(stages={"on": KEEP}), "unknown state after (go) in on 'off'"),
    (lambda: game(start="of"), "unknown state 'of'"),
    (
        lambda: game(stages={"on": KEEP, "off": OFF, "far": OFF}),
        "the state 'far' is never reached from 'on': leave it out, or let a profile lead to it",
    ),
    (lambda: game(horizon=1), "the state 'off' is never reached from 'on' in 1 periods"),
    (lambda: game(discounts=1), "the discount factor of A is 1: it must be at least 0 and below 1"),
    (lambda: game(discounts={"A": "0.5"}), "no discount factor for B: give one for each, or for"),
    (lambda: game(discounts={"A": 0, "B": 0, "C": 0}), "unknown player 'C'"),
    (
        lambda: game(discounts=D, parameters=range_of("0.5", "1")),
        "the discount factor of A is 1: it must be at least 0 and below 1",
    ),
    (lambda: game(discounts=D).at({"d": -1}), "the discount factor of A is -1"),
    (lambda: game(discounts=1 - D).at({"d": 0}), "the discount factor of A is 1"),
    (lambda: game(horizon=0), "the horizon is 0: give 1 to 1,000 periods, or none for play"),
    (
        lambda: game(stages={"on": Stage({}, {(): [0, 0]}, "on", at_once=True)}),
        "on follow at once upon each other without end: let one of them take a period",
    ),
    (
        lambda: markov_perfect(game(horizon=2), stationary=True),
        "the game ends after 2 periods, and a stationary equilibrium is asked for",
    ),
    (
        lambda: markov_perfect(
            MarkovGame(
                {"s": Stage({}, {(): [0]}, {"s": D, "t": 1 - D}), "t": OFF_ALONE},
                "0.5",
                players="A",
                values={"d": 2},
            )
        ),
        "the chances of what follows s are s 2, t -1 at these values: each must lie between 0 and",
    ),
    (
        lambda: markov_perfect("x"),  # type: ignore[arg-type]
        "markov_perfect is for a Markov game and got the text 'x'",
    ),
    (lambda: markov_logit(game(), 0), "the precision is 0: give a finite number above zero"),
    (lambda: markov_logit(game(), 1, starts=-1), "starts is -1: give a whole number up to 100,000"),
    (
        lambda: markov_logit(game(horizon=200), 1),
        "and logit equilibria are found for up to 300: take markov_perfect, or a shorter horizon",
    ),
    (lambda: MarkovGame.from_table([], "0.5"), "the table is []: give a row for each state and"),
    (lambda: MarkovGame.from_table([{"state": "s"}], "0.5"), "the table has no payoffs: give a co"),
    (lambda: MarkovGame.from_table([{**ROWS[0], "gain": 1}], "0.5"), "unknown column 'gain'"),
    (
        lambda: MarkovGame.from_table([{**ROWS[0], "state": None}], "0.5"),
        "row 1 of the table has no state",
    ),
    (
        lambda: MarkovGame.from_table([ROWS[0], {**ROWS[1], "A": ""}], "0.5"),
        "on has rows in which A chooses and one in which nobody does: give all an action, or none",
    ),
    (
        lambda: MarkovGame.from_table([{**ROWS[0], "A": ""}, ROWS[1]], "0.5"),
        "on has rows in which nobody chooses and one in which A does: give all an action, or none",
    ),
    (
        lambda: MarkovGame.from_table([ROWS[0], ROWS[0]], "0.5"),
        "(keep) in on comes twice: give each one row",
    ),
    (
        lambda: MarkovGame.from_table(
            [{**ROWS[0], "B": "x"}, {**ROWS[1], "B": "y", "to off": "", "to on": 1}], "0.5"
        ),
        "the table has no row for (keep, y) in on: give one for each profile",
    ),
    (
        lambda: MarkovGame.from_table([{**ROWS[0], "pays B": None}], "0.5"),
        "(keep) in on does not say what it pays B",
    ),
]


@pytest.mark.parametrize(("build", "sentence"), REFUSED)
def test_bad_input_is_refused_in_a_sentence(build: Callable[[], object], sentence: str) -> None:
    with pytest.raises(GameError, match=re.escape(sentence)) as refusal:
        build()
    assert "\n" not in str(refusal.value)


def test_games_that_are_too_large_are_refused() -> None:
    wide = [f"a{k}" for k in range(400)]
    stage = Stage({"A": wide}, {a: [0] for a in wide}, dict.fromkeys(wide, "t"))
    again = Stage(stage.actions, stage.payoffs, dict.fromkeys(wide, "s"))
    with pytest.raises(GameError, match=r"160,000 ways to play, more than 100,000"):
        markov_perfect(MarkovGame({"s": stage, "t": again}, "0.5", players="A"))
    tie = Stage({"A": "xy"}, {"x": [0], "y": [0]}, "s")
    with pytest.raises(GameError, match="more than 10,000 equilibria"):
        markov_perfect(MarkovGame({"s": tie}, "0.5", players="A", horizon=20))
    line = {f"s{k}": Stage({}, {(): [0]}, f"s{(k + 1) % 200}") for k in range(200)}
    mixed = {**line, "s0": Stage({}, {(): [0]}, dict.fromkeys(line, "1/200"))}
    with pytest.raises(GameError, match="more than 100,000 states and periods"):
        _ = MarkovGame(mixed, "0.5", players="A", horizon=1000).spots


def test_a_year_is_one_of_those_that_were_observed() -> None:
    with pytest.raises(GameError, match="the first year of rivalry is 1993: give one from 1994"):
        rivalry(NONE, first=1993)
    # the last year again and again, where none in pure strategies need be
    assert len(markov_perfect(rivalry(NONE, first=2026, beyond=True))) in (0, 1)


def test_games_over_years_are_told_apart_in_a_record() -> None:
    one, two = (digest(model(NONE)) for model in (war_and_peace, rivalry))
    assert one == digest(war_and_peace(NONE))
    assert one != two
