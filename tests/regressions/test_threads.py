"""Several threads at once say what one alone does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import sympy

from caucasus_games import conditions, prove
from caucasus_games.concepts import mixed_nash, perfect_bayesian, sequential
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.guarantors import NONE, US_TREATY
from caucasus_games.models import ceasefire, deterrence_by_chance, spoilers
from caucasus_games.theorems import Excluded, Raising, statics

THREADS = 8


def pledge(fight: int) -> Decision:
    ends = {"fight": Terminal("war", {"A": -1, "B": fight})}
    ends["yield"] = Terminal("peace", {"A": 1, "B": 0})
    silent = Terminal("peace", {"A": 0, "B": 1})
    return Decision("A", {"pledge": Decision("B", ends, "pledged"), "silence": silent}, "A")


def unseen() -> ExtensiveForm:
    return ExtensiveForm(Chance({"strong": ("2/3", pledge(-1)), "weak": ("1/3", pledge(1))}))


def open_game() -> ExtensiveForm:
    x, y = sympy.symbols("x y")
    payoff = (x - y) ** 2 - sympy.Rational(1, 10**4)
    ends = {"go": Terminal("war", {"A": payoff}), "stay": Terminal("peace", {"A": 0})}
    return ExtensiveForm(Decision("A", ends))


def asked() -> list[Callable[[], str]]:
    unit = {"x": (0, 1), "y": (0, 1)}
    treaty = deterrence_by_chance(US_TREATY).at({"operator_years": 10})
    return [
        lambda: str(conditions(spoilers(NONE), "peace")),
        lambda: conditions(treaty, "war").possible.to_latex(),
        lambda: conditions(ceasefire(NONE), "peace", solver=mixed_nash).to_latex(),
        lambda: str(conditions(unseen(), "peace", solver=perfect_bayesian)),
        lambda: str(statics(open_game(), "war", within=unit)),
        lambda: str(prove(treaty, Raising("guarantor_credibility", "peace"))),
        lambda: str(prove(open_game(), Excluded("war"), within=unit)),
        lambda: str([one.payoffs for one in sequential(unseen())]),
    ]


def test_theorems_proofs_and_beliefs_are_the_same_in_threads() -> None:
    alone = [ask() for ask in asked()]
    assert len(set(alone)) == len(alone)
    with ThreadPoolExecutor(THREADS) as pool:
        # each thread starts with another question
        turns = [(asked() * 2)[k : k + 3] for k in range(THREADS)]
        found = list(pool.map(lambda turn: [ask() for ask in turn], turns))
    assert found == [(alone * 2)[k : k + 3] for k in range(THREADS)]


def test_a_game_and_a_theorem_may_be_shared_between_threads() -> None:
    game = spoilers(NONE)
    theorem = conditions(game, "peace")
    alone = conditions(spoilers(NONE), "peace")

    def told(_: int) -> tuple[str, int, str]:
        return theorem.to_latex(), len(theorem.ways), str(conditions(game, "peace"))

    with ThreadPoolExecutor(THREADS) as pool:
        found = set(pool.map(told, range(THREADS // 2)))
    assert found == {(alone.to_latex(), len(alone.ways), str(alone))}
