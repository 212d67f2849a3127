"""Three and more players who move at once in a tree have their mixed equilibria too."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
import sympy
from immutabledict import immutabledict

import caucasus_games as cg
from caucasus_games.certificates import certified_enclosed_tree
from caucasus_games.concepts import mixed_nash, subgame_perfect
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, plus, times
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal, strategic_form
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import NONE, US_OPERATOR, GuarantorSetup
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.results import EnclosedEquilibrium

HALF = Fraction(1, 2)
# three volunteer with 1 - 1/sqrt(2) each: Diekmann (1985), Journal of Conflict Resolution 29
ODDS = 1 - 0.5**0.5


def volunteers(
    cost: Fraction = HALF,
    players: str = "ABC",
    after: Mapping[int, Node] | None = None,
    when: str = "",
) -> Node:
    """All gain 1 if anybody volunteers, which costs; nobody sees the others."""

    def node(said: tuple[bool, ...]) -> Node:
        if len(said) < len(players):
            player = players[len(said)]
            ways = {"volunteer": node((*said, True)), "wait": node((*said, False))}
            return Decision(player, ways, f"{player} moves{when}")
        if after and sum(said) in after:
            return after[sum(said)]
        paid = {p: int(any(said)) - cost * own for p, own in zip(players, said, strict=True)}
        return Terminal("done" if any(said) else "nothing", paid)

    return node(())


def test_three_volunteers_have_seven_equilibria() -> None:
    game = ExtensiveForm(volunteers())
    solution = subgame_perfect(game)
    assert len(solution) == len(mixed_nash(strategic_form(game))) == 7
    (irrational,) = (e for e in solution if isinstance(e, EnclosedEquilibrium))
    for player in "ABC":
        assert float(irrational.strategies[f"{player} moves"]["volunteer"]) == pytest.approx(ODDS)
    assert float(irrational.outcomes["nothing"]) == pytest.approx((1 - ODDS) ** 3)


def test_what_comes_before_is_decided_by_the_irrational_payoffs() -> None:
    # all volunteering with the odds is worth 1/2 to each: 2/5 outside is less and 3/5 more
    for outside, entered in ((Fraction(2, 5), True), (Fraction(3, 5), False)):
        out = Terminal("out", dict.fromkeys("ABC", outside))
        start = Decision("A", {"in": volunteers(), "out": out}, "start")
        found = [
            e
            for e in subgame_perfect(ExtensiveForm(start))
            if float(e.strategies["B moves"].get("volunteer", 0)) == pytest.approx(ODDS)
        ]
        assert [("in" in e.strategies["start"]) for e in found] == [entered]
    tied = Terminal("out", dict.fromkeys("ABC", HALF))
    solution = subgame_perfect(ExtensiveForm(Decision("A", {"in": volunteers(), "out": tied})))
    assert any("too close to compare" in note for note in solution.notes)


def test_chance_before_and_ways_to_play() -> None:
    coin = Chance({"x": (HALF, volunteers()), "y": (HALF, Terminal("y", dict.fromkeys("ABC", 1)))})
    game = ExtensiveForm(coin)
    found, played = subgame_perfect(game), subgame_perfect(game, find="play")
    assert len(found) == len(played) == 7
    (irrational,) = (e for e in found if isinstance(e, EnclosedEquilibrium))
    assert float(irrational.payoffs["A"]) == pytest.approx(0.75)
    assert len(subgame_perfect(game, find="one")) == 1


def test_a_duel_of_three_who_have_several_moves() -> None:
    # A decides twice in the part that nobody sees: its plans have two moves
    def second(said: tuple[bool, ...]) -> Node:
        ways = {
            a: Terminal("end", {p: int(any(said)) - HALF * said["ABC".index(p)] + k for p in "ABC"})
            for k, a in enumerate(("low", "high"))
        }
        return Decision("A", ways, f"A later {said[0]}")

    def node(said: tuple[bool, ...]) -> Node:
        if len(said) == 3:
            return second(said)
        player = "ABC"[len(said)]
        return Decision(
            player,
            {"volunteer": node((*said, True)), "wait": node((*said, False))},
            f"{player} moves",
        )

    solution = subgame_perfect(ExtensiveForm(node(())))
    assert len(solution) == 6
    assert any("plans of several moves" in note for note in solution.notes)


def test_moves_at_once_before_irrational_play_are_left_out_with_a_note() -> None:
    solution = subgame_perfect(
        ExtensiveForm(volunteers(after={0: volunteers(Fraction(1, 3), when=" again")}))
    )
    assert any("not solved where play in irrational" in note for note in solution.notes)
    assert len(solution) > 0


def test_large_and_many_parts_are_searched_for_pure_equilibria_with_a_note() -> None:
    solution = subgame_perfect(ExtensiveForm(volunteers(players="ABCDEFGHI")))
    assert len(solution) == 9
    assert any("only equilibria in pure strategies" in note for note in solution.notes)
    parts = {str(k): (Fraction(1, 30), volunteers(Fraction(k, 31))) for k in range(1, 31)}
    found = subgame_perfect(ExtensiveForm(Chance(parts)), find="one")
    assert len(found) == 1


def test_equilibria_that_are_not_isolated_are_noted() -> None:
    def node(said: tuple[str, ...]) -> Node:
        if len(said) == 3:
            return Terminal("end", {p: int(len(set(said)) == 1) for p in "ABC"})
        return Decision("ABC"[len(said)], {a: node((*said, a)) for a in "xy"}, f"{len(said)}")

    idle = {a: Terminal(a, dict.fromkeys("ABC", 0)) for a in "xy"}
    third = {a: Decision("C", idle, "C") for a in "xy"}
    still = Decision("A", {a: Decision("B", third, "B") for a in "xy"}, "A")
    assert any("not isolated" in n for n in subgame_perfect(ExtensiveForm(still)).notes)
    assert len(subgame_perfect(ExtensiveForm(node(())))) >= 3


def broken(**changed: Mapping[str, Fraction | Interval]) -> str:
    low, high = Fraction(29289, 100_000), Fraction(29290, 100_000)
    mix = {"wait": Interval(1 - high, 1 - low), "volunteer": Interval(low, high)}
    strategies = {f"{p} moves": changed.get(p, mix) for p in "ABC"}
    with pytest.raises(GameError) as error:
        certified_enclosed_tree(ExtensiveForm(volunteers()), strategies)
    return str(error.value)


def test_a_false_place_is_not_certified() -> None:
    sure = {"wait": Fraction(1)}
    far = {"wait": Interval(Fraction(1, 2), Fraction(1, 2)), "volunteer": Interval(HALF, HALF)}
    assert "no equilibrium" in broken(A=sure)
    assert "no equilibrium" in broken(A=far, B=far, C=far)
    assert "degenerate" in broken(A=sure, B=sure)
    assert "no equilibrium" in broken(A=sure, B=sure, C=sure)


def test_irrational_play_after_moves_at_once_is_not_certified() -> None:
    game = ExtensiveForm(volunteers(after={0: volunteers(Fraction(1, 3), when=" again")}))
    mix = {"wait": Interval(HALF, HALF), "volunteer": Interval(HALF, HALF)}
    strategies = dict.fromkeys(game.information_sets, mix)
    with pytest.raises(GameError):
        certified_enclosed_tree(game, strategies)


def test_numbers_and_intervals_add_and_multiply() -> None:
    wide = Interval(Fraction(-1), Fraction(2))
    assert (plus(1, 2), times(2, 3)) == (3, 6)
    assert plus(wide, 1) == Interval(Fraction(0), Fraction(3))
    assert times(-2, wide) == Interval(Fraction(-4), Fraction(2))
    assert times(wide, 0) == 0
    assert all(times(x, y) == x * y for x, y in product((1, 2), repeat=2))
    assert immutabledict({"x": wide}) == {"x": wide}


def test_ways_to_play_and_rules_compare_irrational_payoffs() -> None:
    for worth, paths in ((Fraction(2, 5), 7), (Fraction(3, 5), 4)):
        out = Terminal("out", dict.fromkeys("ABC", worth))
        game = ExtensiveForm(Decision("A", {"in": volunteers(), "out": out}, "start"))
        every, played = subgame_perfect(game), subgame_perfect(game, find="play")
        assert len({e.path for e in every}) == len(played) == paths
        assert len(subgame_perfect(game, ties="in", find="play")) == paths
        assert len(subgame_perfect(game, ties="in")) == len(every)


def crowd(setup: GuarantorSetup) -> ExtensiveForm:
    players = "AB" if setup == NONE else "ABC"
    cost = Parameter("cost", "of a volunteer", "payoff", "1/4", "1/2", "3/4", "assumption: a test")
    seats = dict.fromkeys(players, sympy.Symbol("cost"))
    return ExtensiveForm(
        Decision("A", {"in": volunteers(players=players), "out": Terminal("out", seats)}, "start"),
        title="crowd",
        parameters=Parameters([cost]),
    )


def test_a_sweep_says_that_mixtures_of_three_are_not_counted() -> None:
    said = "three or more players move without seeing each other: there only equilibria in pure"
    found = cg.summary(crowd, 10, setups=[NONE, US_OPERATOR], solver=subgame_perfect)
    assert found.notes[0].startswith(f"under US_OPERATOR {said}")
    assert f"note: under US_OPERATOR {said}" in " ".join(repr(found).split())
    assert f"<p>note: under US_OPERATOR {said}" in found._repr_html_()
    assert found.none == "no pure equilibrium"
    alone = cg.summary(crowd(US_OPERATOR), 10, solver=subgame_perfect)
    assert alone.notes[0].startswith(said)
    assert alone != replace(alone, notes=())
    dataset = cg.sweep(crowd, 10, setups=[NONE, US_OPERATOR], solver=subgame_perfect)
    assert dataset.attrs["notes"] == found.notes[0]
    grid = cg.sweep(crowd(US_OPERATOR), grid={"cost": ["1/4"]}, solver=subgame_perfect)
    assert grid.attrs["notes"] == alone.notes[0]


def test_a_sweep_that_counts_all_has_no_note() -> None:
    found = cg.summary(crowd, 10, setups=[NONE], solver=subgame_perfect)
    assert found.notes == ()
    assert "note:" not in repr(found) + found._repr_html_()
    assert found.none == "no equilibrium"
    assert "notes" not in cg.sweep(crowd, 10, setups=[NONE], solver=subgame_perfect).attrs
