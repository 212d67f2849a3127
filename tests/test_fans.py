"""Numbers between two in drawn trees: fans on figures, on pages and in TikZ."""

import re
from itertools import combinations
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import sympy
from matplotlib.patches import Polygon
from offered_games import (
    GAMES,
    SOLVED,
    alternating,
    among_lists,
    irrational,
    risky,
    ultimatum,
    valued,
    valued_risk,
)
from test_latex import block, boxes
from test_plot import overlaps

from caucasus_games import GameError, plot
from caucasus_games.concepts import pure_nash, subgame_perfect
from caucasus_games.formats import to_latex
from caucasus_games.formats.followed import followed
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Offer, Terminal, menu

mpl.use("Agg")


def words(game: ExtensiveForm, *solution: object) -> list[str]:
    ax = plot.tree(game, *solution)  # type: ignore[arg-type]
    found = [text.get_text() for text in ax.texts]
    plt.close("all")
    return found


@pytest.mark.parametrize("name", GAMES)
def test_fans_are_drawn_without_overlaps(name: str) -> None:
    game = GAMES[name]()
    for solution in (None, *SOLVED.get(name, ())):
        ax = plot.tree(game, solution and subgame_perfect(game))
        fans = [p for p in ax.patches if isinstance(p, Polygon)]
        spread = [v for v in game.vertices if v.offer or v.known]
        assert len(fans) == len(spread)
        assert overlaps(ax) == []
        plt.close("all")


def test_a_fan_says_from_where_to_where_and_what_is_chosen() -> None:
    assert {"0", "1", "share in [0, 1]", "peace (1 - share, share)"} <= set(words(ultimatum()))
    game = valued()
    found = words(game, subgame_perfect(game))
    assert {"share = 3/10 in [0, 1]", "peace (0.7, 0.3)", "war (0.4, 0.3)"} <= set(found)
    root = irrational()
    assert "share ≈ 0.7071 in [0, 1]" in words(root, subgame_perfect(root))
    long = game.at({"cost_c": "12345/100000"})
    assert "share = 7531/20000 in [0, 1]" in words(long, subgame_perfect(long))
    bounds = among_lists().at({"least_share": "12345/100003", "most_share": "1/2"})
    assert {"≈0.123", "share in [≈0.123, 1/2]"} <= set(words(bounds))


def test_the_ray_goes_to_the_number_and_on_to_what_follows() -> None:
    game = valued()
    ax = plot.tree(game, subgame_perfect(game))
    (fan,) = (p for p in ax.patches if isinstance(p, Polygon))
    down = fan.get_xy()[1:-1, 1]
    (ray, *_) = (line for line in ax.lines if line.get_linewidth() > 2)
    start, on_the_arc = np.column_stack(ray.get_data())[:2]
    assert (on_the_arc[1] - min(down)) / (max(down) - min(down)) == pytest.approx(0.3)
    assert tuple(fan.get_xy()[0]) == tuple(start)


def test_who_knows_a_number_answers_on_each_side_of_a_cutoff() -> None:
    found = words(risky())
    assert {"C, cost in [0, 2/5]", "fight: cost < -p + share"} <= set(found)
    assert "war (-cost_a + p, -cost - p + 1)" in found
    game = valued_risk()
    played = words(game, subgame_perfect(game))
    assert {"fight: cost < 1/10 (0.25)", "accept: cost > 1/10 (0.75)"} <= set(played)
    assert "war (0.3, 1/2 - cost)" in played
    # what a menu lists keeps its fans
    listed = menu(game, 2)
    assert sum(v.known is not None for v in listed.vertices) == 3
    assert {"fight: cost < 1/2 (1)", "fight: cost < -1/2 (0)"} <= set(words(listed))


def test_a_number_of_which_nothing_is_known_is_in_the_middle() -> None:
    game = alternating()
    plays = followed(game, subgame_perfect(game).equilibria[0])
    assert plays.labels == {0: "9/100"}
    assert plays.kinds[1] == "played"
    assert words(game, subgame_perfect(game)).count("x1 in [0, 1]") == 1


def test_a_fan_on_a_page_is_a_path_with_words_in_the_frame() -> None:
    game = valued_risk()
    page = ElementTree.fromstring(plot.tree_svg(game, subgame_perfect(game)))
    assert sum(path.attrib["class"] == "fan" for path in page.findall("{*}path")) == 2
    ends = [word for word in page.findall("{*}text") if word.get("text-anchor") == "end"]
    assert [word.text for word in ends] == ["0", "1", "0", "2/5"]
    _, _, wide, high = map(float, page.attrib["viewBox"].split())
    for path in page.findall("{*}path"):
        numbers = [float(x) for x in re.findall(r"[\d.]+", path.attrib["d"])]
        assert max(numbers[::2]) < wide
        assert max(numbers[1::2]) < high


def ends_of_fans(text: str) -> list[tuple[float, float, float, float]]:
    found = []
    pattern = r"anchor=(\w+), inner sep=2pt\] at \((-?[\d.]+),(-?[\d.]+)\) \{(.*)\};"
    for anchor, a, b, label in re.findall(pattern, text):
        (w, h), x, y = block(label), float(a), float(b)
        left = {"east": x - w, "west": x}.get(anchor, x - w / 2)
        low = {"south": y, "north": y - h}.get(anchor, y - h / 2)
        found.append((left, low, left + w, low + h))
    return found


@pytest.mark.parametrize("sideways", [False, True])
@pytest.mark.parametrize("name", GAMES)
def test_nothing_overlaps_in_tikz(name: str, sideways: bool) -> None:
    game = GAMES[name]()
    for solution in (None, *SOLVED.get(name, ())):
        text = to_latex(game, solution and subgame_perfect(game), sideways=sideways)
        fans = ends_of_fans(text)
        assert len(fans) == 2 * sum(bool(v.offer or v.known) for v in game.vertices)
        drawn = [*boxes(text), *fans]
        for a, b in combinations(drawn, 2):
            across = min(a[2], b[2]) - max(a[0], b[0])
            along = min(a[3], b[3]) - max(a[1], b[1])
            assert min(across, along) < 0.02, (a, b)


def test_tikz_writes_numbers_as_formulas() -> None:
    text = to_latex(risky(), notation={"share": "s", "cost": "c", "cost_a": "c_A"})
    assert r"{$s \in [0, 1]$}" in text
    assert r"{fight: $c < - p + s$}" in text
    assert r"{$0 \leq c$}" in text
    assert r"{$c \leq 0.4$}" in text
    assert r"{war\\$- c_A + p$\\$- c - p + 1$}" in text
    assert "very thick" not in text
    game = valued_risk()
    played = to_latex(game, subgame_perfect(game))
    assert r"{$\mathit{share} = 0.6$}" in played
    assert r"{fight: $\mathit{cost} < 0.1$\\$0.25$}" in played
    assert played.count("very thick") == 5
    root = irrational()
    rounded = to_latex(root, subgame_perfect(root))
    assert r"$\mathit{share} \approx 0.7071$" in rounded
    # the digits of an irrational number are put into no formula
    assert r"{deal\\$1 - \mathit{share}$\\$\mathit{share}^{2}$}" in rounded


def test_an_equilibrium_of_lists_is_drawn_thick_in_tikz() -> None:
    ends = {"go": Terminal("war", {"A": 1}), "stay": Terminal("peace", {"A": 0})}
    game = ExtensiveForm(Decision("A", ends))
    assert to_latex(game, subgame_perfect(game)).count("very thick") == 1
    free = ExtensiveForm(Decision("A", {"go": Terminal("", {"A": sympy.Symbol("v")})}))
    assert "$v$" in to_latex(free)


def test_drawings_refuse_in_a_sentence() -> None:
    table = NormalForm({"A": ["x", "y"]}, {("x",): [1], ("y",): [1]})
    with pytest.raises(GameError, match=r"drawn in trees and this is a normal form: leave it out"):
        to_latex(table, pure_nash(table))
    x = sympy.Symbol("x")
    paid = {"l": Terminal("l", {"A": x}), "r": Terminal("r", {"A": x})}
    tie = ExtensiveForm(Offer("A", x, 0, 1, Decision("A", paid)))
    for draw in (to_latex, plot.tree):
        with pytest.raises(GameError, match="has 2 equilibria and one is drawn"):
            draw(tie, subgame_perfect(tie))
    with pytest.raises(GameError, match="unknown symbol in the notation 'shar'"):
        to_latex(ultimatum(), notation={"shar": "s"})
