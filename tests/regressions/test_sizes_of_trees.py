"""Solvers of trees look at sizes before they work, and refuse in one sentence with a way out."""

import importlib
from fractions import Fraction
from itertools import permutations

import pytest

from caucasus_games.certificates import supporting_beliefs
from caucasus_games.concepts import logit_limit, perfect_bayesian, sequential, subgame_perfect
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node


def poker(cards: int) -> ExtensiveForm:
    """Kuhn (1950), A simplified two-person poker, with some cards: no pure equilibrium."""

    def end(worth: int) -> Terminal:
        return Terminal("end", {"A": worth, "B": -worth})

    def deal(mine: int, theirs: int) -> Decision:
        best = 1 if mine > theirs else -1
        call = {"fold": end(1), "call": end(2 * best)}
        late = {"fold": end(-1), "call": end(2 * best)}
        raised = Decision("A", late, f"A {mine} raised")
        checked = Decision("B", {"check": end(best), "bet": raised}, f"B {theirs} checked")
        ways = {"check": checked, "bet": Decision("B", call, f"B {theirs} bet")}
        return Decision("A", ways, f"A {mine}")

    pairs = list(permutations(range(cards), 2))
    return ExtensiveForm(
        Chance({f"{a}{b}": (Fraction(1, len(pairs)), deal(a, b)) for a, b in pairs})
    )


def test_three_and_four_cards_have_no_pure_equilibrium() -> None:
    assert len(perfect_bayesian(poker(3))) == 0
    assert len(sequential(poker(3))) == 0


def test_five_cards_are_refused_with_sizes() -> None:
    game = poker(5)
    with pytest.raises(GameError, match=r"combinations of plans \(243 of A × 1,024 of B = 248,832"):
        subgame_perfect(game)


def test_a_search_is_refused_by_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("caucasus_games.concepts.perfect_bayesian")
    monkeypatch.setattr(module, "_VISITS", 1_000)
    with pytest.raises(GameError, match=r"16 information sets with 65,536 pure .* 109 nodes: "):
        perfect_bayesian(poker(4))
    with pytest.raises(GameError, match="logit_limit find one equilibrium"):
        sequential(poker(4))


def test_plans_from_a_set_on_are_counted_before_they_are_compared() -> None:
    # A does not know whether it rains, and answers each of twelve signals
    def later(right: str, k: int) -> Node:
        ends = {a: Terminal(a, {"A": int(a == right)}) for a in "xy"}
        return Decision("A", ends, f"A at {k}")

    def start(right: str) -> Node:
        signals = {str(k): (Fraction(1, 12), later(right, k)) for k in range(12)}
        ways: dict[str, Node] = {"in": Chance(signals), "out": Terminal("out", {"A": 0})}
        return Decision("A", ways, "start")

    game = ExtensiveForm(Chance({"rain": ("1/2", start("x")), "sun": ("1/2", start("y"))}))
    strategies = {
        name: {group[0].branches[0]: Fraction(1)} for name, group in game.information_sets.items()
    }
    with pytest.raises(GameError, match="A has more than 2,000 plans from 'start' on"):
        supporting_beliefs(game, strategies)  # type: ignore[arg-type]
    assert len(logit_limit(game)) == 1


def test_the_decisions_of_all_equilibria_share_their_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("caucasus_games.concepts.sequential")
    seen: list[int] = []
    real = module._mistakes

    def counted(sets: object, most: int) -> object:
        seen.append(most)
        return real(sets)

    monkeypatch.setattr(module, "_mistakes", counted)
    ends = {a: Terminal(a, {"A": 0}) for a in "xyzw"}
    assert len(sequential(ExtensiveForm(Decision("A", ends)))) == 4
    assert seen == [module._TOTAL // 4] * 4
