"""Sequential equilibria: textbook cases, and against mistakes tried one by one."""

import random
from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module

import pytest

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, Terminal
from caucasus_games.algebra import Constraint
from caucasus_games.concepts import perfect_bayesian, sequential
from caucasus_games.concepts.sequential import _mistakes, _Node, _Set
from caucasus_games.games.nodes import Node
from caucasus_games.results import Equilibrium, Mistake, certified_sequential

ONE = Fraction(1)


def end(*payoffs: int) -> Terminal:
    return Terminal("end", dict(zip("ABC", payoffs, strict=False)))


def unread(weak: str) -> ExtensiveForm:
    """A does not know its strength, so that B cannot learn it from a pledge."""

    def pledge(fight: int) -> Node:
        reply = Decision("B", {"fight": end(-1, fight), "yield": end(1, 0)}, "pledged")
        return Decision("A", {"pledge": reply, "silence": end(0, 1)}, "A")

    chance = Fraction(weak)
    return ExtensiveForm(Chance({"strong": (1 - chance, pledge(-1)), "weak": (chance, pledge(1))}))


def test_a_move_of_who_does_not_know_says_nothing() -> None:
    game = unread("1/3")
    assert len(perfect_bayesian(game)) == 2
    solution = sequential(game)
    assert [e.payoffs["A"] for e in solution] == [1]
    assert solution.steps[0].startswith("not sequential, for no mistakes lead to its beliefs: if")
    weak = sequential(unread("2/3"))
    assert [e.payoffs["A"] for e in weak] == [0]
    assert weak.equilibria[0].consistent["pledged"]["weak, pledge"] == Fraction(2, 3)
    assert "believing at pledged: strong, pledge ≈0.333, weak, pledge ≈0.667" in repr(weak)


def two_readers(second: int) -> ExtensiveForm:
    """A stays out or errs to l or r, on which B and then C bet; C hears what B hears, or not."""

    def after(b: tuple[int, int], c: tuple[int, int]) -> Node:
        bets = {"safe": end(-1, 0, c[0]), "risky": end(-1, 0, c[1])}
        third = Decision("C", bets, "C")
        return Decision("B", {"stop": end(-1, b[0], 0), "on": third}, "B")

    return ExtensiveForm(
        Decision(
            "A",
            {"l": after((2, 0), (0, second)), "r": after((-1, 0), (0, -1)), "out": end(0, 0, 0)},
        ),
        list("ABC"),
    )


def test_beliefs_at_two_sets_come_from_the_same_mistakes() -> None:
    # B stops if l is at least 1/3; C, who is not told more, is safe if l is at most 1/(1+second)
    def kept(second: int) -> list[tuple[str, str]]:
        return [
            (next(iter(e.strategies["B"])), next(iter(e.strategies["C"])))
            for e in sequential(two_readers(second))
        ]

    everything = [("stop", "safe"), ("stop", "risky"), ("on", "safe"), ("on", "risky")]
    for second in (1, 2, 5):
        weak = perfect_bayesian(two_readers(second))
        assert len(weak) == 4
        limit = Fraction(1, 1 + second)
        possible = {
            ("stop", "safe"): Fraction(1, 3) <= limit,
            ("stop", "risky"): True,
            ("on", "safe"): True,
            ("on", "risky"): limit <= Fraction(1, 3),
        }
        assert sorted(kept(second)) == sorted(pair for pair in everything if possible[pair])


def random_tree(rng: random.Random) -> ExtensiveForm:
    def ending() -> Terminal:
        return end(rng.randint(0, 3), rng.randint(0, 3), rng.randint(0, 3))

    def third(name: str) -> Node:
        return Decision("C", {"x": ending(), "y": ending()}, name)

    def second(first: str) -> Node:
        below = {b: third(f"C{b if c_sees_b else ''}{first if c_sees_a else ''}") for b in "st"}
        return Decision("B", {**below, "stop": ending()}, "B")

    def start() -> Node:
        return Decision("A", {"l": second("l"), "r": second("r"), "out": ending()}, "A")

    c_sees_b, c_sees_a = rng.random() < 0.5, rng.random() < 0.3
    if rng.random() < 0.5:
        return ExtensiveForm(start(), list("ABC"))
    return ExtensiveForm(Chance({"u": ("1/3", start()), "d": ("2/3", start())}), list("ABC"))


def tried(game: ExtensiveForm, equilibrium: Equilibrium) -> Iterator[bool]:
    """Try orders one to three and a few weights for every action that is not played."""
    unplayed = [
        (name, action)
        for name, group in game.information_sets.items()
        for action in group[0].branches
        if action not in equilibrium.strategies[name]
    ]
    rng = random.Random(0)
    numbers = [
        Mistake(k, w) for k in (1, 2, 3) for w in map(Fraction, ("1/5", "1/2", "1", "2", "5"))
    ]
    for _ in range(150):
        chosen = {entry: rng.choice(numbers) for entry in unplayed}
        mistakes = {
            name: {a: chosen[n, a] for n, a in unplayed if n == name}
            for name in game.information_sets
        }
        try:
            certified_sequential(game, equilibrium, mistakes)
        except GameError:
            yield False
        else:
            yield True


@pytest.mark.no_cover
def test_none_is_dropped_for_which_mistakes_can_be_found() -> None:
    dropped = kept = 0
    for seed in range(40):
        game = random_tree(random.Random(seed))
        passed = {e.strategies for e in sequential(game)}
        for equilibrium in perfect_bayesian(game):
            if equilibrium.strategies not in passed:
                dropped += 1
                assert not any(tried(game, equilibrium))
        kept += len(passed)
    assert dropped > 10
    assert kept > 60


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(20))
def test_in_a_signalling_game_all_are_sequential(seed: int) -> None:
    rng = random.Random(seed)

    def sender() -> Node:
        return Decision(
            "A",
            {
                m: Decision("B", {r: end(rng.randint(0, 4), rng.randint(0, 4)) for r in "xy"}, m)
                for m in "lr"
            },
        )

    game = ExtensiveForm(Chance({"s": ("1/3", sender()), "w": ("2/3", sender())}), ["A", "B"])
    assert len(sequential(game)) == len(perfect_bayesian(game))
    assert [e.kind for e in sequential(game)] == [e.kind for e in perfect_bayesian(game)]


def test_events_that_cannot_happen_are_not_believed_in() -> None:
    # without weak guarantors B yields to every pledge, and nothing else is sequential
    solution = sequential(unread("0"))
    assert [e.payoffs["A"] for e in solution] == [1]
    assert len(perfect_bayesian(unread("0"))) == 2
    (only,) = solution
    assert only.consistent["pledged"] == {"strong, pledge": 1, "weak, pledge": 0}
    # behind an impossible event any belief serves: B's only set is there
    hidden = Decision("A", {a: Decision("B", {"x": end(0, 1), "y": end(0, 0)}, "B") for a in "lr"})
    never = ExtensiveForm(Chance({"never": (0, hidden), "always": (1, end(0, 0))}), ["A", "B"])
    assert len(sequential(never)) == 2
    assert "B" not in sequential(never).equilibria[0].consistent


def bet(nodes: dict[str, str], *at_most: dict[str, int]) -> _Set:
    seen = (_Node(label, ONE, tuple(("h", a) for a in path)) for label, path in nodes.items())
    return _Set(tuple(seen), tuple(Constraint(weights) for weights in at_most))


def equal(x: str, y: str, ratio: int = 1) -> _Set:
    """Ask that x counts for as much as y times the ratio."""
    return bet({"x": x, "y": y}, {"x": 1, "y": -ratio}, {"x": -1, "y": ratio})


def test_products_of_mistakes_are_decided_exactly() -> None:
    found = _mistakes([equal("ab", "cd", 6), equal("a", "c", 2), equal("b", "d", 3)])
    assert found is not None
    a, b, c, d = (found["h", action] for action in "abcd")
    assert a.weight * b.weight == 6 * c.weight * d.weight
    assert a.order + b.order == c.order + d.order
    assert _mistakes([equal("ab", "cd", 5), equal("a", "c", 2), equal("b", "d", 3)]) is None
    squares = _mistakes([equal("aa", "bc")])
    assert squares is not None
    assert squares["h", "a"].weight ** 2 == squares["h", "b"].weight * squares["h", "c"].weight


def test_what_cannot_be_certified_or_decided_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GameError, match="only irrational mistakes give"):
        _mistakes([equal("aa", "bc"), equal("b", "c", 2)])
    monkeypatch.setattr(import_module("caucasus_games.concepts.sequential"), "_EFFORT", 1)
    with pytest.raises(GameError, match=r"could not decide 1 information set .* with 4 mistakes"):
        _mistakes([equal("ab", "cd", 6)])


def test_mistakes_that_lead_elsewhere_are_no_certificate() -> None:
    game = unread("1/3")
    silent = next(e for e in perfect_bayesian(game) if e.payoffs["A"] == 0)
    mistakes = {"A": {"pledge": Mistake(1, ONE)}, "pledged": {"yield": Mistake(1, ONE)}}
    with pytest.raises(GameError, match="no sequential equilibrium: at 'pledged' B gains"):
        certified_sequential(game, silent, mistakes)
