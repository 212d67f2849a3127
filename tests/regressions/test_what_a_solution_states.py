"""A solution states nothing false: which were looked for, what is played, where they differ."""

from dataclasses import replace

import pytest
import sympy

from caucasus_games import Chance, Decision, ExtensiveForm, NormalForm, Terminal, compare
from caucasus_games.concepts import (
    bayes_nash,
    correlated,
    intuitive_criterion,
    mixed_nash,
    perfect_bayesian,
    pure_nash,
    sequential,
    stackelberg,
    subgame_perfect,
)
from caucasus_games.formats import parse
from caucasus_games.games import BayesianGame, strategic_form
from caucasus_games.guarantors import NONE, US_OPERATOR, GuarantorSetup
from caucasus_games.results import Solution, told_apart


def pennies(win: str = "", lose: str = "") -> ExtensiveForm:
    def reply(same: int) -> Decision:
        ends = {"heads": same, "tails": -same}
        return Decision(
            "B",
            {a: Terminal(win if x > 0 else lose, {"A": x, "B": -x}) for a, x in ends.items()},
            "unseen",
        )

    return ExtensiveForm(Decision("A", {"heads": reply(1), "tails": reply(-1)}))


def aside(outside: int = 1) -> ExtensiveForm:
    """Return a tree in which B is indifferent where play does not come."""
    ends = {"x": Terminal("war", {"A": 0, "B": 0}), "y": Terminal("truce", {"A": 0, "B": 0})}
    out = Terminal("peace", {"A": outside, "B": 1})
    return ExtensiveForm(Decision("A", {"in": Decision("B", ends), "out": out}))


def three(pay: tuple[tuple[int, int, int], ...]) -> ExtensiveForm:
    """Return a tree in which three move without seeing each other."""
    table = iter(pay)

    def end() -> Terminal:
        return Terminal("end", dict(zip("ABC", next(table), strict=True)))

    def last() -> Decision:
        return Decision("C", {"l": end(), "r": end()}, "C")

    def middle() -> Decision:
        return Decision("B", {"l": last(), "r": last()}, "B")

    return ExtensiveForm(Decision("A", {"l": middle(), "r": middle()}, "A"))


def test_no_equilibrium_is_denied_where_only_pure_ones_were_sought() -> None:
    for solver, name in ((perfect_bayesian, "perfect Bayesian"), (sequential, "sequential")):
        found = solver(pennies())
        assert repr(found).startswith(f"no pure {name} equilibrium found\n")
        assert found._repr_html_().startswith(f"<p>no pure {name} equilibrium found</p>")
        assert found.to_latex() == f"no pure {name} equilibrium found."
        assert found.sought == "pure"
    assert repr(perfect_bayesian(aside())).startswith("2 pure perfect Bayesian equilibria\n")


def test_a_signalling_game_is_searched_for_all() -> None:
    def sender(pledge: int, fight: int) -> Decision:
        attack = Terminal("war", {"Guarantor": pledge - 2, "Rival": 1 - 2 * fight})
        refrain = Terminal("peace", {"Guarantor": pledge, "Rival": 0})
        reply = Decision("Rival", {"attack": attack, "refrain": refrain}, "after a pledge")
        silent = Terminal("peace", {"Guarantor": 0, "Rival": 0})
        return Decision("Guarantor", {"pledge": reply, "stay silent": silent})

    game = ExtensiveForm(
        Chance({"resolved": ("1/3", sender(1, 1)), "weak": ("2/3", sender(-1, 0))})
    )
    assert repr(perfect_bayesian(game)).startswith("2 perfect Bayesian equilibria\n")
    assert repr(sequential(game)).startswith("2 sequential equilibria\n")
    assert repr(intuitive_criterion(game)).startswith("1 intuitive equilibrium\n")
    nobody = Solution("sequential", game, (), sought="some")
    assert nobody.none == "no sequential equilibrium found"


def test_subgame_perfect_says_pure_where_ties_or_a_crowd_leave_mixtures_out() -> None:
    assert repr(subgame_perfect(aside())).startswith("2 pure subgame perfect equilibria\n")
    assert repr(subgame_perfect(pennies())).startswith("1 subgame perfect equilibrium\n")
    # A and B play pennies and C watches: mixed ones are found, not all
    crowd = three(tuple((s, -s, 0) for s in (1, 1, -1, -1, -1, -1, 1, 1)))
    watched = repr(subgame_perfect(crowd))
    assert watched.startswith("2 subgame perfect equilibria found\n")
    assert "not all are listed" in watched
    # a tie above pennies: mixed ones are listed, not all
    ends = {k: pennies_below(k) for k in ("left", "right")}
    both = subgame_perfect(ExtensiveForm(Decision("A", ends)))
    assert repr(both).startswith("2 subgame perfect equilibria found\n")


def pennies_below(name: str) -> Decision:
    def reply(same: int) -> Decision:
        ends = {a: Terminal(name, {"A": x, "B": -x}) for a, x in (("h", same), ("t", -same))}
        return Decision("B", ends, f"B {name}")

    return Decision("A", {"h": reply(1), "t": reply(-1)}, f"A {name}")


def test_other_solvers_say_what_they_sought() -> None:
    equal = NormalForm.from_function({"A": "xy", "B": "xy"}, lambda _: (0, 0))
    assert repr(mixed_nash(equal)).startswith("4 Nash equilibria found\n")
    assert repr(pure_nash(equal)).startswith("4 pure Nash equilibria\n")
    assert repr(correlated(equal)).startswith("1 correlated equilibrium found\n")
    idle = NormalForm.from_function(dict.fromkeys("ABC", "xy"), lambda _: (0, 0, 0))
    assert "equilibria found" in repr(mixed_nash(idle)).splitlines()[0]
    assert repr(stackelberg(idle)).split()[1:3] == ["pure", "Stackelberg"]
    types = {p: ["t"] for p in "ABC"}
    game = BayesianGame(
        types, {("t", "t", "t"): 1}, dict.fromkeys("ABC", "xy"), lambda _, __: (0, 0, 0)
    )
    assert repr(bayes_nash(game)).startswith("8 pure Bayes–Nash equilibria\n")


def test_a_comparison_says_pure_and_found_as_its_solutions_do() -> None:
    def model(setup: GuarantorSetup) -> ExtensiveForm:
        return pennies("A wins", "B wins") if setup.name == "NONE" else aside()

    found = compare(model, [NONE, US_OPERATOR], solver=perfect_bayesian)
    assert repr(found).startswith("by pure perfect Bayesian\n")
    assert "no pure perfect Bayesian" in repr(found)
    assert found._repr_html_().startswith("<p>by pure perfect Bayesian</p>")
    assert "no pure perfect Bayesian equilibrium found" in found.to_latex()
    # one of two: the concept alone
    mixed = compare(model, [NONE, US_OPERATOR], solver=subgame_perfect)
    assert repr(mixed).startswith("by subgame perfect\n")
    # a game whose players do not know where they are has another usual concept
    usual = repr(compare(model, [NONE, US_OPERATOR]))
    assert usual.startswith("by perfect Bayesian or subgame perfect\n")


def test_the_path_shows_what_is_mixed_where_ends_have_no_labels() -> None:
    (found,) = subgame_perfect(pennies())
    assert found.path == "A: heads 0.5 or tails 0.5 → B: heads 0.5 or tails 0.5"
    assert "A: heads 0.5 or tails 0.5" in subgame_perfect(pennies())._repr_html_()
    titles = "".join(f'<th scope="col">{one}</th>' for one in ("what is played", "A", "B"))
    assert titles in subgame_perfect(pennies())._repr_html_()
    assert "P()" not in subgame_perfect(pennies())._repr_html_()


def test_the_path_shows_chance_and_moves_where_ends_have_no_labels() -> None:
    text = (
        'EFG 2 R "" { "A" "B" } c "" 1 "" { "red" 1/2 "black" 1/2 } 0 '
        'p "" 1 1 "" { "bet" "pass" } 0 t "" 1 "" { 1, 0 } t "" 2 "" { 0, 0 } t "" 2'
    )
    game = parse(text)
    assert isinstance(game, ExtensiveForm)
    (one,) = subgame_perfect(game)
    assert one.path == "if red (0.5): A: bet; if black (0.5): the end"
    end = Terminal("", {"A": 0})
    dice = ExtensiveForm(Chance({"odd": ("1/2", end), "even": ("1/2", end)}), players=["A"])
    assert subgame_perfect(dice).equilibria[0].path == "chance: odd 0.5 or even 0.5"
    assert subgame_perfect(ExtensiveForm(end, ["A"])).equilibria[0].path == "the end"
    assert repr(end) == "the end"


def test_ends_without_labels_stay_so_in_the_strategic_form() -> None:
    table = strategic_form(pennies())
    assert table.outcome_labels == {""}
    assert list(mixed_nash(table).equilibria[0].outcomes) == [""]
    assert "P()" not in mixed_nash(table)._repr_html_()


def test_labels_of_some_ends_are_shown_with_those_that_have_none() -> None:
    end = {"odd": ("1/2", Terminal("", {"A": 0})), "even": ("1/2", Terminal("war", {"A": 0}))}
    found = subgame_perfect(ExtensiveForm(Chance(end), players=["A"]))
    assert found.equilibria[0].path == "if odd (0.5): the end; if even (0.5): war"
    assert '<th scope="col">P(no label)</th><th scope="col">P(war)</th>' in found._repr_html_()
    assert "no label 0.5" in found.to_latex()


def test_equilibria_that_read_the_same_say_where_they_differ() -> None:
    found = subgame_perfect(aside())
    assert repr(found).splitlines()[1:5] == [
        "  A: out → peace (payoffs: A 1, B 1)",
        "    off the path B at in: x",
        "  A: out → peace (payoffs: A 1, B 1)",
        "    off the path B at in: y",
    ]
    for written in (found._repr_html_(), found.to_latex()):
        assert "(off the path B at in: x)" in written
        assert "(off the path B at in: y)" in written
    table = compare(lambda _: aside(), [NONE])
    for written in (" ".join(repr(table).split()), table._repr_html_(), table.to_latex()):
        assert "off the path B at in: x" in written
        assert "off the path B at in: y" in written


def test_places_are_named_until_all_are_told_apart() -> None:
    def off(name: str) -> Decision:
        ends = {a: Terminal("war", {"A": 0, "B": 0}) for a in "xy"}
        return Decision("B", ends, name)

    out = Terminal("peace", {"A": 1, "B": 1})
    first = ExtensiveForm(Decision("A", {"in": off("first"), "out": out}))
    assert [where for *_, where in told_apart(subgame_perfect(first))] == [
        "off the path first: x",
        "off the path first: y",
    ]
    one = off("first")
    game = ExtensiveForm(Decision("A", {"in": one, "by": off("second"), "out": out}))
    # four with the same outcomes and payoffs are folded
    four = told_apart(subgame_perfect(game))
    assert [(count, where) for _, count, where in four] == [(4, "")]
    assert "and 3 more with the same outcomes and payoffs" in repr(subgame_perfect(game))
    few = told_apart(subgame_perfect(game).equilibria[:3])
    assert [where for *_, where in few] == [
        "off the path first: x; second: x",
        "off the path first: x; second: y",
        "off the path first: y; second: x",
    ]


def test_those_that_cannot_be_told_apart_are_folded() -> None:
    (one, other) = subgame_perfect(aside()).equilibria
    twice = told_apart([one, one])
    assert [(count, where) for _, count, where in twice] == [(2, "")]
    kept = told_apart([one, other, one])
    assert sorted((count, where) for _, count, where in kept) == [
        (1, "off the path B at in: y"),
        (2, "off the path B at in: x"),
    ]


def test_a_set_that_is_left_out_may_be_played_in_any_way() -> None:
    (one, other) = subgame_perfect(aside()).exact
    free = replace(one, strategies=one.strategies.delete("B at in"))
    assert [where for *_, where in told_apart([free, other])] == [
        "off the path B at in: anything",
        "off the path B at in: y",
    ]


@pytest.mark.parametrize("x", [1, 2])
def test_what_is_sought_does_not_hang_on_values(x: int) -> None:
    game = ExtensiveForm(
        Decision(
            "A", {"go": Terminal("", {"A": sympy.Symbol("x")}), "stay": Terminal("", {"A": 1})}
        )
    ).at({"x": x})
    heading = repr(subgame_perfect(game)).splitlines()[0]
    one = "1 subgame perfect equilibrium"
    assert heading == ("2 pure subgame perfect equilibria" if x == 1 else one)
