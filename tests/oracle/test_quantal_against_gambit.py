"""Logit equilibria of random games and trees equal Gambit's at the same precision."""

import io
import random
from itertools import product

import pytest

from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.solvers import quantal_response

gambit = pytest.importorskip("pygambit", reason="pygambit is installed in the tox env oracle only")

PRECISIONS = [0.1, 0.7, 2.0]


def random_game(seed: int, sizes: list[int]) -> NormalForm:
    rng = random.Random(seed)
    actions = {f"P{i}": [f"a{j}" for j in range(size)] for i, size in enumerate(sizes)}
    return NormalForm.from_function(actions, lambda _: [rng.randint(0, 9) for _ in sizes])


def nfg(game: NormalForm) -> bytes:
    players = " ".join(f'"{player}"' for player in game.players)
    sizes = " ".join(str(len(labels)) for labels in game.actions.values())
    cells = product(*reversed(list(game.actions.values())))
    body = " ".join(str(x) for cell in cells for x in game.numbers[tuple(reversed(cell))])
    return f'NFG 1 R "game" {{ {players} }} {{ {sizes} }}\n\n{body}\n'.encode()


@pytest.mark.parametrize("sizes", [[2, 2], [3, 2], [3, 3], [2, 2, 2], [2, 3, 2]])
@pytest.mark.parametrize("seed", range(6))
def test_normal_forms(seed: int, sizes: list[int]) -> None:
    game = random_game(seed, sizes)
    theirs = gambit.qre.logit_solve_lambda(gambit.read_nfg(io.BytesIO(nfg(game))), PRECISIONS)
    for precision, other in zip(PRECISIONS, theirs, strict=True):
        (ours,) = quantal_response(game, precision)
        for player in game.players:
            expected = [float(q) for _, q in other.profile[player]]
            assert list(ours.strategies[player].values()) == pytest.approx(expected, abs=1e-6)


def two_stages(seed: int) -> tuple[ExtensiveForm, str]:
    """Chance, then A who knows, then B who does not, then A who knows; and the same as .efg."""
    rng = random.Random(seed)
    lines = ['EFG 2 R "drawn" { "A" "B" }', 'c "" 1 "" { "u" 1/3 "d" 2/3 } 0']
    count = 0

    def end() -> Terminal:
        nonlocal count
        count += 1
        a, b = rng.randint(0, 9), rng.randint(0, 9)
        lines.append(f't "" {count} "e{count}" {{ {a}, {b} }}')
        return Terminal("end", {"A": a, "B": b})

    def last(number: int) -> Decision:
        lines.append(f'p "" 1 {number} "" {{ "x" "y" }} 0')
        return Decision("A", {"x": end(), "y": end()}, f"A{number}")

    def reply(number: int) -> Decision:
        lines.append('p "" 2 1 "" { "l" "m" "r" } 0')
        return Decision("B", {"l": last(number), "m": end(), "r": end()}, "B1")

    def first(number: int) -> Decision:
        lines.append(f'p "" 1 {number} "" {{ "in" "out" }} 0')
        return Decision("A", {"in": reply(number + 2), "out": end()}, f"A{number}")

    root = Chance({"u": ("1/3", first(1)), "d": ("2/3", first(2))})
    return ExtensiveForm(root, players=["A", "B"]), "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(12))
def test_trees_in_agent_form(seed: int) -> None:
    game, text = two_stages(seed)
    read = gambit.read_efg(io.BytesIO(text.encode()))
    theirs = gambit.qre.logit_solve_lambda(read, PRECISIONS)
    # Gambit lists the sets of each player as it meets them, and so does the tree here
    names = [[n for n in game.information_sets if n.startswith(player)] for player in "AB"]
    for precision, other in zip(PRECISIONS, theirs, strict=True):
        (ours,) = quantal_response(game, precision)
        for own, mixes in zip(names, other.profile, strict=True):
            for name, (_, mix) in zip(own, mixes, strict=True):
                for action, chance in ours.strategies[name].items():
                    assert chance == pytest.approx(float(mix[action]), abs=1e-6)
