"""Trees in which numbers are chosen for other tools, and with errors: both by a list."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import sympy
from offered_games import alternating, among_lists, risky, ultimatum, valued, valued_risk, x

import caucasus_games as cg
from caucasus_games import GameError
from caucasus_games.concepts import principal_branch, quantal_response, subgame_perfect
from caucasus_games.formats import (
    from_gambit,
    parse,
    to_efg,
    to_gambit,
    to_nashpy,
    to_networkx,
    to_nfg,
    write,
)
from caucasus_games.games import (
    Chance,
    Decision,
    ExtensiveForm,
    Offer,
    Terminal,
    menu,
    strategic_form,
)
from caucasus_games.guarantors import NONE


@pytest.mark.parametrize("make", [valued, valued_risk])
def test_a_list_goes_to_files_and_back(make: Callable[[], ExtensiveForm]) -> None:
    listed = menu(make(), 4)
    text = to_efg(listed)
    assert "share is one of 5 numbers, in equal steps from 0 to 1" in text.splitlines()[1]
    again = parse(text)
    assert again.numbers == listed.numbers
    assert again.comment == listed.comment
    assert '"share = 1/4"' in text


def test_the_comment_keeps_what_it_said_and_tells_of_answers() -> None:
    game = ExtensiveForm(Offer("A", x, 0, 1, Terminal("", {"A": x})), comment="a source")
    told = "share is one of 3 numbers, in equal steps from 0 to 1"
    assert menu(game, 2).comment == f"a source; {told}"
    assert menu(risky(), 2).comment == f"{told}; what C does, who knows cost, is a chance"
    assert "from share/2 to share" in menu(among_lists(), 2).comment


def test_a_list_goes_to_gambit_with_its_equilibrium() -> None:
    gambit = pytest.importorskip("pygambit")
    listed = menu(valued(), 10)
    theirs = to_gambit(listed)
    assert from_gambit(theirs).numbers == listed.numbers
    own = subgame_perfect(listed)
    paid = {tuple(float(x) for x in one.payoffs.values()) for one in own}
    # as some Nash equilibrium of theirs is each of ours
    found = gambit.nash.enumpure_solve(to_gambit(menu(valued(), 3))).equilibria
    assert paid == {(0.7, 0.3), (0.6, 0.4)}
    assert len(found) > len(subgame_perfect(menu(valued(), 3)))


def test_a_list_is_a_graph_and_a_table() -> None:
    graph = to_networkx(menu(valued(), 2))
    assert graph.number_of_nodes() == 10
    assert ("share = 1/2", "accept") in graph
    table = to_nashpy(strategic_form(menu(valued(), 2)))
    assert np.max(table.payoff_matrices[0]) == 1


@pytest.mark.parametrize(
    ("take", "call"),
    [
        (to_efg, "to_efg(menu(game, 20))"),
        (to_gambit, "to_gambit(menu(game, 20))"),
        (to_networkx, "to_networkx(menu(game, 20))"),
        (to_nashpy, "to_nashpy(strategic_form(menu(game, 3)))"),
        (to_nfg, "to_nfg(strategic_form(menu(game, 3)))"),
        (strategic_form, "strategic_form(menu(game, 3))"),
        (lambda game: write(game, Path("game.efg")), "write(menu(game, 20), path)"),
    ],
)
def test_who_takes_lists_says_what_to_call(take: Callable[[object], object], call: str) -> None:
    with pytest.raises(GameError) as refused:
        take(valued())
    assert str(refused.value).endswith(f"as in {call}")
    assert str(refused.value).count(".") == 0


def limit(precision: float) -> tuple[float, float, float]:
    """Work out the logit equilibrium of the ultimatum over all shares, by midpoints."""
    count = 100_000
    share = (np.arange(count) + 0.5) / count
    accepts = 1 / (1 + np.exp(precision * (0.3 - share)))
    worth = accepts * (1 - share) + (1 - accepts) * 0.4
    likely = np.exp(precision * worth)
    likely /= likely.sum()
    own = accepts * share + (1 - accepts) * 0.3
    return float(likely @ worth), float(likely @ own), float(likely @ accepts)


@pytest.mark.parametrize("precision", [0.5, 2, 8])
def test_the_list_tends_to_the_density_and_its_error_is_as_estimated(precision: float) -> None:
    true = np.array(limit(precision))
    errors, estimates = [], []
    for steps in (8, 16, 32):
        solution = quantal_response(valued(), precision, steps=steps)
        half = quantal_response(valued(), precision, steps=steps // 2).equilibria[0]
        (one,) = solution
        got, coarse = (
            np.array([own.payoffs["A"], own.payoffs["C"], own.outcomes["peace"]])
            for own in (one, half)
        )
        errors.append(np.abs(got - true).max())
        estimates.append(np.abs(got - coarse).max())
        paid = max(abs(one.payoffs[p] - half.payoffs[p]) for p in "AC")
        told = float(solution.notes[1].split("up to ")[1].split()[0])
        assert told == pytest.approx(paid, rel=0.06)
    # twice as many steps, half the error; and it is about what half as many steps differ
    assert errors[2] < 0.6 * errors[1] < 0.6 * 0.6 * errors[0] * 1.1
    assert errors[2] < 1.5 * estimates[2]


def test_the_steps_are_said_with_the_error() -> None:
    solution = quantal_response.given(precision=2, steps=4)(valued())
    assert solution.game.comment == "share is one of 5 numbers, in equal steps from 0 to 1"
    assert solution.notes[0] == solution.game.comment
    assert solution.notes[1].endswith("an estimate of the error of the list, and no bound")
    assert len(solution.equilibria[0].strategies["A at the start"]) == 5
    even = quantal_response(valued(), 0, steps=20).equilibria[0]
    assert even.path.startswith("A: share ≈0.5 on average, give or take ≈0.303; ")
    # half of the time each answer
    assert even.outcomes["peace"] == pytest.approx(0.5)


def test_each_number_is_told_that_may_be_reached() -> None:
    found = quantal_response(among(1), 0, steps=2).equilibria[0].path
    assert found == (
        "A: share ≈1 on average, give or take ≈0.816; "
        "B: y ≈0.5 on average, give or take ≈0.667; no label ≈1"
    )
    assert "B: y" not in quantal_response(among(0), 0, steps=2).equilibria[0].path


def among(chance: int) -> ExtensiveForm:
    y = sympy.Symbol("y")
    later = Offer("B", y, 0, x, Terminal("", {"A": x + y, "B": 0}))
    draw = Chance({"on": (chance, later), "off": (1 - chance, Terminal("", {"A": x, "B": 0}))})
    return ExtensiveForm(Offer("A", x, 0, 2, draw))


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (
            lambda: quantal_response(valued(), 2),
            r"give its steps, as quantal_response\(game, 2, steps=20\), and the error is estimated",
        ),
        (lambda: quantal_response(valued(), 2, steps=7), "steps is 7: give an even whole number"),
        (lambda: quantal_response(valued(), 2, steps=True), "steps is True: give an even"),
        (lambda: quantal_response.given(steps=0), "steps is 0: give an even whole number"),
        (
            lambda: quantal_response(alternating(), 2, steps=4),
            "with 4 steps the game has 465 actions in all, .* give fewer steps",
        ),
        (
            lambda: quantal_response(valued_risk(), 2, steps=4),
            "C answers cost, which it knows, by a cutoff and never errs",
        ),
        (lambda: quantal_response(menu(valued_risk(), 2), 2), "by a cutoff and never errs"),
        (lambda: principal_branch(menu(valued_risk(), 2)), "principal_branch is for players who"),
        (lambda: quantal_response(menu(valued(), 2), 2, steps=2), "no number is offered in the"),
        (lambda: principal_branch(valued()), "choices are listed"),
        (lambda: quantal_response(ultimatum_without(), 2, steps=4), "no value for p"),
    ],
)
def test_what_has_no_errors_says_so(ask: Callable[[], object], told: str) -> None:
    with pytest.raises(GameError, match=told):
        ask()


def ultimatum_without() -> ExtensiveForm:
    ends = {"go": Terminal("", {"A": x * sympy.Symbol("p")})}
    return ExtensiveForm(Offer("A", x, 0, 1, Decision("A", ends)))


def test_many_draws_are_solved_on_lists_alone() -> None:
    game, typed = ultimatum(), menu(valued_risk(), 2)
    plain = quantal_response.given(precision=2)
    for solver in (plain, quantal_response.given(precision=2, steps=4)):
        with pytest.raises(GameError, match="many draws of this game are solved by"):
            cg.sweep(lambda _: game, 4, setups=[NONE], solver=solver)
    with pytest.raises(GameError, match="never errs"):
        cg.summary(lambda _: typed, 4, setups=[NONE], solver=plain)
