"""What solvers and certificates say of equilibria that are met rarely."""

from fractions import Fraction

import pytest
from immutabledict import immutabledict

from caucasus_games.certificates import certified_enclosed_tree
from caucasus_games.certificates.evolutionarily_stable import certified_stable
from caucasus_games.concepts import subgame_perfect
from caucasus_games.concepts.best_branches import compared, yields
from caucasus_games.concepts.continuation import Task
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.games.ties import tie_rule
from caucasus_games.results import EnclosedEquilibrium, SharedPlay

HALF = Fraction(1, 2)


def volunteers(cost: Fraction, when: str, after: Node | None = None) -> Node:
    """All gain 1 if anybody volunteers, which costs; nobody sees the others."""

    def node(said: tuple[bool, ...]) -> Node:
        if len(said) < 3:
            ways = {"volunteer": node((*said, True)), "wait": node((*said, False))}
            return Decision("ABC"[len(said)], ways, f"{'ABC'[len(said)]} {when}")
        if after and not any(said):
            return after
        paid = {p: int(any(said)) - cost * own for p, own in zip("ABC", said, strict=True)}
        return Terminal("done" if any(said) else "nothing", paid)

    return node(())


def test_exact_play_in_one_part_beside_irrational_play_in_another() -> None:
    parts = {"now": (HALF, volunteers(HALF, "now")), "later": (HALF, volunteers(HALF, "later"))}
    found = subgame_perfect(ExtensiveForm(Chance(parts)))
    assert len(found) == 49
    # in 13 of them somebody mixes with odds that are no fractions
    assert sum(isinstance(one, EnclosedEquilibrium) for one in found) == 13


def test_irrational_play_that_follows_moves_at_once_is_not_certified() -> None:
    third = Fraction(1, 3)
    game = ExtensiveForm(volunteers(HALF, "now", volunteers(third, "again")))
    # all wait with the root of a third
    low, high = Fraction(57735026, 10**8), Fraction(57735027, 10**8)
    again = {"wait": Interval(low, high), "volunteer": Interval(1 - high, 1 - low)}
    even = {"wait": Interval(HALF, HALF), "volunteer": Interval(HALF, HALF)}
    strategies = {name: again if name.endswith("again") else even for name in game.information_sets}
    with pytest.raises(GameError, match="irrational play follows moves at once"):
        certified_enclosed_tree(game, strategies)


def test_what_is_too_close_to_compare_is_left_out_and_noted() -> None:
    ends = {a: Terminal(a, {"A": 1}) for a in ("left", "right")}
    task = Task(ExtensiveForm(Decision("A", ends)), tie_rule("left"), "all", [""] * 3)
    near, wide = Interval(Fraction(0), Fraction(1)), Interval(HALF, Fraction(2))
    assert not yields(task, 0, (near, 0), 0, (wide, 0), 1)
    assert any("too close to compare" in note for note in task.notes)
    assert compared(task, Interval(Fraction(3), Fraction(4)), 1) == 1
    assert compared(task, 1, Interval(Fraction(3), Fraction(4))) == -1


def invaded(together: Fraction) -> NormalForm:
    """One is safe from two others, each alone, who gain when they meet."""
    rows = [[0, 1, 1], [0, 0, together], [0, together, 0]]
    columns = [list(own) for own in zip(*rows, strict=True)]
    return NormalForm.from_arrays(rows, columns, actions={"A": "xyz", "B": "xyz"})


def test_a_mix_of_two_invaders_may_gain(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = immutabledict({"x": Fraction(1)})
    both = immutabledict({"A": sure, "B": sure})
    with pytest.raises(GameError, match="a mix of y and z gains against itself"):
        certified_stable(invaded(Fraction(3)), both)
    stable = invaded(Fraction(3, 2))
    assert certified_stable(stable, both).replies == ("x", "y", "z")
    monkeypatch.setattr("caucasus_games.certificates.evolutionarily_stable._MOST_SIMPLICES", 1)
    with pytest.raises(GameError, match="too close to call"):
        certified_stable(stable, both)


def test_a_way_to_play_of_one_equilibrium_reads_as_that() -> None:
    game = ExtensiveForm(
        Decision("A", {"x": Terminal("low", {"A": 1}), "y": Terminal("high", {"A": 2})})
    )
    (best,) = subgame_perfect(game).exact
    assert repr(SharedPlay.of(best, 1)) == repr(best)
