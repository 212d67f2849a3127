"""Every game of Gambit's catalog is read, and has the equilibria that Gambit finds in rationals."""

from collections import Counter
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest

from caucasus_games import ExtensiveForm, GameError, NormalForm
from caucasus_games.concepts import (
    correlated_polytope,
    mixed_nash,
    pure_nash,
    quantal_response,
    subgame_perfect,
)
from caucasus_games.formats import from_gambit, parse, read, to_efg, to_gambit, to_nfg
from caucasus_games.games import strategic_form
from caucasus_games.results import EnclosedEquilibrium, Equilibrium, Solution, Solved

gambit = pytest.importorskip("pygambit", reason="pygambit is installed in the tox env oracle only")

ROOT = Path(gambit.__file__).parent / "catalog_data"
FILES = sorted(file for kind in ("nfg", "efg") for file in ROOT.rglob(f"*.{kind}"))
NAMES = [str(file.relative_to(ROOT)) for file in FILES]
# players forget: Gambit computes nothing here, and neither do the solvers for trees
FORGETFUL = {
    "books/shohamleytonbrown2008/fig5_12.efg",
    "books/vonstengel2022/fig10.7.efg",
    "journals/geb/gilboa1997/fig1.efg",
    "journals/geb/gilboa1997/fig2.efg",
    "journals/geb/wichardt2008.efg",
}

Payoffs = tuple[Fraction, ...]


def theirs(file: Path) -> Any:
    return (gambit.read_nfg if file.suffix == ".nfg" else gambit.read_efg)(str(file))


def table_of(game: NormalForm | ExtensiveForm) -> NormalForm:
    return game if isinstance(game, NormalForm) else strategic_form(game)


def ours(solution: Solution[Solved]) -> Counter[Payoffs]:
    return Counter(tuple(equilibrium.payoffs.values()) for equilibrium in solution.exact)


def vectors(solution: Solution[Equilibrium | EnclosedEquilibrium]) -> list[list[float]]:
    game = solution.game
    assert isinstance(game, NormalForm)
    return [
        [float(e.strategies[p].get(a, 0)) for p in game.players for a in game.actions[p]]
        for e in solution
    ]


def distance(one: list[float], other: list[float]) -> float:
    return max(abs(x - y) for x, y in zip(one, other, strict=True))


def exact(number: Any) -> Fraction:
    return Fraction(int(number.numerator), int(number.denominator))


def paid(game: Any, result: Any) -> Counter[Payoffs]:
    players = list(game.players)
    return Counter(
        tuple(exact(profile.payoffs[player]) for player in players) for profile in result.equilibria
    )


def test_the_whole_catalog_is_there() -> None:
    assert len(FILES) == 40
    assert set(NAMES) >= FORGETFUL


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_it_is_read_and_written(file: Path) -> None:
    game, other = read(file), theirs(file)
    assert parse(to_nfg(game) if isinstance(game, NormalForm) else to_efg(game)) == game
    back = from_gambit(other)
    assert game.players == back.players == tuple(other.players)
    if isinstance(game, NormalForm):
        assert isinstance(back, NormalForm)
        assert back.numbers == game.numbers
    else:
        assert isinstance(back, ExtensiveForm)
        assert back.numbers == game.numbers
        assert [v.children for v in back.vertices] == [v.children for v in game.vertices]
        assert bool(game.forgotten) is (not other.is_perfect_recall)
    assert [len(own) for own in table_of(game).actions.values()] == [
        len(other.get_strategies(player)) for player in other.players
    ]


@pytest.mark.parametrize("name", sorted(FORGETFUL))
def test_forgetful_players_are_refused_by_both(name: str) -> None:
    game = read(ROOT / name)
    assert isinstance(game, ExtensiveForm)
    with pytest.raises(GameError, match="perfect recall"):
        subgame_perfect(game)
    with pytest.raises(RuntimeError, match="imperfect recall"):
        gambit.nash.enumpure_solve(theirs(ROOT / name))


SOLVABLE = [pytest.param(ROOT / name, id=name) for name in NAMES if name not in FORGETFUL]


@pytest.mark.parametrize("file", SOLVABLE)
def test_its_equilibria_are_those_of_gambit(file: Path) -> None:
    table, other = table_of(read(file)), theirs(file)
    assert ours(pure_nash(table)) == paid(other, gambit.nash.enumpure_solve(other))
    if len(table.players) == 2:
        found = gambit.nash.enummixed_solve(other, rational=True)
        assert ours(mixed_nash(table)) == paid(other, found)


@pytest.mark.parametrize("file", SOLVABLE)
def test_of_more_than_two_players_it_has_those_of_gambit(file: Path) -> None:
    table, other = table_of(read(file)), theirs(file)
    if len(table.players) > 2:
        here = vectors(mixed_nash(table))
        for profile in gambit.nash.enumpoly_solve(other, use_strategic=True).equilibria:
            there = [float(q) for player in other.players for _, q in profile[player]]
            assert min(distance(there, one) for one in here) < 1e-9


@pytest.mark.parametrize("file", SOLVABLE)
def test_what_gambit_finds_is_a_correlated_equilibrium(file: Path) -> None:
    table, other = table_of(read(file)), theirs(file)
    allowed = correlated_polytope(table)
    found = (
        gambit.nash.enummixed_solve(other, rational=True)
        if len(table.players) == 2
        else gambit.nash.enumpure_solve(other)
    )
    for profile in found.equilibria:
        mixes = [[exact(q) for _, q in profile[player]] for player in other.players]
        weights = [prod(chances, start=Fraction(1)) for chances in product(*mixes)]
        assert dict(zip(allowed.labels, weights, strict=True)) in allowed


# where the branch from precision zero crosses another in a game that looks the same from both
# sides, it goes straight on here and Gambit turns off: what is equal by symmetry stays equal here
FORKS = {
    "books/shohamleytonbrown2008/fig5_10.efg": (("2 at L", 0), ("1, set 1", 0)),
    "journals/ijgt/nau2004/sec3.nfg": (("Player 1", 0), ("Player 2", 1)),
    "journals/mor/vonstengelforges2008/fig9.efg": (("1, set 2", 0), ("1, set 2", 1)),
}


def logit(file: Path, width: Fraction, precision: float) -> tuple[Any, Any]:
    """Return what is found here and by Gambit, by information set or player."""
    game = read(file)
    (equilibrium,) = quantal_response(game, precision / float(width))
    here = {name: list(mix.values()) for name, mix in equilibrium.strategies.items()}
    if isinstance(game, NormalForm):
        # Gambit does not return where payoffs are millions, but only their unit matters
        scaled = {p: [x / width for x in payoffs] for p, payoffs in game.numbers.items()}
        (found,) = gambit.qre.logit_solve_lambda(
            to_gambit(NormalForm(game.actions, scaled)), [precision]
        )
        return here, {p: [float(q) for _, q in found.profile[p]] for p in game.players}
    (found,) = gambit.qre.logit_solve_lambda(theirs(file), [precision / float(width)])
    there = {}
    for player in game.players:
        # Gambit lists the sets of each player as it meets them, and so does the tree here
        own = [n for n, group in game.information_sets.items() if group[0].player == player]
        for name, (_, mix) in zip(own, found.profile[player], strict=True):
            there[name] = [float(q) for _, q in mix]
    return here, there


@pytest.mark.parametrize("file", SOLVABLE)
def test_its_logit_equilibria_are_those_of_gambit(file: Path) -> None:
    game = read(file)
    if isinstance(game, NormalForm):
        payoffs = [x for own in game.numbers.values() for x in own]
    else:
        payoffs = [x for own in game.numbers.payoffs for x in own]
    width = max(payoffs) - min(payoffs) or Fraction(1)
    fork = FORKS.get(str(file.relative_to(ROOT)))
    for precision in [0.5, 5.0]:
        here, there = logit(file, width, precision)
        if fork and precision == 5:
            (one, i), (two, j) = fork
            assert here[one][i] == pytest.approx(here[two][j], abs=1e-6)
            assert there[one][i] != pytest.approx(there[two][j], abs=1e-2)
        else:
            assert here.keys() == there.keys()
            for name, mix in here.items():
                assert mix == pytest.approx(there[name], abs=1e-6)
