"""A label looks the same in every figure, and no two areas of a map look alike."""

from itertools import combinations

import pytest
import sympy
from matplotlib.colors import to_hex
from matplotlib.patches import Patch

from caucasus_games import (
    Chance,
    Decision,
    ExtensiveForm,
    NormalForm,
    Terminal,
    models,
    plot,
    regions,
)
from caucasus_games.concepts import mixed_nash, perfect_bayesian
from caucasus_games.concepts.concept import Solver
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.plot.style import LOOKS, hatches, looks

X, Y = sympy.symbols("x y")
RECORDS = Parameters(
    [Parameter(n, "", "", 0, "1/2", 1, "assumption: any", "uniform") for n in ("x", "y")]
)


def one_move(**ends: sympy.Expr) -> ExtensiveForm:
    moves = {name: Terminal(name, {"A": payoff}) for name, payoff in ends.items()}
    return ExtensiveForm(Decision("A", moves), parameters=RECORDS)


@pytest.mark.parametrize(
    ("label", "others"),
    [
        ("stalemate", ["peace", "war"]),
        ("hedge", ["Moscow", "West", "peace", "stalemate", "war"]),
        ("truce", ["peace", "war", "stalemate"]),
    ],
)
def test_a_label_has_one_look_whatever_others_there_are(label: str, others: list[str]) -> None:
    alone = looks([label])[label]
    for k in range(len(others) + 1):
        for some in combinations(others, k):
            assert looks([*some, label])[label] == alone
            assert looks([label, *reversed(some)])[label] == alone


@pytest.mark.parametrize("name", [model.name for model in models.MODELS if model.has_moves])
def test_outcomes_of_a_model_keep_their_look_and_differ(name: str) -> None:
    game = models.NAMED[name](US_OPERATOR)
    for labels in (game.outcome_labels, game.players):
        drawn = looks(labels)
        assert len(set(drawn.values())) == len(labels)
        moved = [label for label, look in drawn.items() if looks([label])[label] != look]
        assert moved == [], "two share a look: call one otherwise, or add it to plot/style.py"


def test_labels_that_nobody_knows_get_no_look_of_war_and_peace() -> None:
    reserved = {looks([label])[label] for label in ("peace", "war", "stalemate")}
    for labels in (["a", "b", "c", "d", "e"], ["truce", "raid", "siege"], ["x"]):
        drawn = set(looks(labels).values())
        assert len(drawn) == len(labels)
        assert not drawn & reserved
    assert set(looks([str(k) for k in range(9)]).values()) == set(LOOKS)


def test_hatchings_differ_however_many_there_are() -> None:
    names = [f"end {k}, end {k + 1}" for k in range(60)]
    assert len(set(hatches(names).values())) == 60
    # and does not hang on the order
    assert hatches(names[:5]) == hatches(reversed(names[:5]))


def test_mixtures_of_the_same_outcomes_do_not_look_alike() -> None:
    half = sympy.Rational(1, 2)
    both = {"peace": half, "war": half}
    cells: dict[tuple[str, ...], str] = {
        ("a", "c"): "peace",
        ("a", "d"): "stalemate",
        ("b", "c"): "stalemate",
    }
    game = NormalForm(
        {"A": ["a", "b"], "B": ["c", "d"]},
        {
            ("a", "c"): (1, 1),
            ("a", "d"): (X, X - half),
            ("b", "c"): (X, X - half),
            ("b", "d"): (2 * X + Y, 2 * X + Y),
        },
        outcomes={**cells, ("b", "d"): "war"},
        parameters=RECORDS,
    )
    lottery = ExtensiveForm(
        Decision(
            "A",
            {
                "draw": Chance({k: (v, Terminal(k, {"A": Y})) for k, v in both.items()}),
                "stay": Terminal("stalemate", {"A": X}),
            },
        ),
        parameters=RECORDS,
    )
    seen = {}
    for ax in (plot.regions(game, "x", "y", points=31), plot.regions(lottery, "x", "y", points=31)):
        legend = ax.get_legend()
        assert legend is not None
        for text, handle in zip(legend.get_texts(), legend.get_patches(), strict=True):
            assert isinstance(handle, Patch)
            seen[text.get_text()] = (to_hex(handle.get_facecolor()), handle.get_hatch())
    assert {"peace or war", "peace, war"} <= set(seen)
    assert len(set(seen.values())) == len(seen)
    assert seen["stalemate"] == (looks(["stalemate"])["stalemate"].colour, "")


@pytest.mark.parametrize(
    ("game", "solver", "concept"),
    [
        (one_move(war=X, peace=Y), None, "subgame perfect"),
        (one_move(war=X, peace=Y), perfect_bayesian, "perfect Bayesian"),
        (models.ceasefire_stage(NONE), None, "pure Nash"),
        (models.ceasefire_stage(NONE), mixed_nash, "Nash"),
    ],
)
def test_a_region_names_the_concept_that_was_sought(
    game: Game, solver: Solver | None, concept: str
) -> None:
    assert {region.concept for region in regions(game, solver=solver)} == {concept}
