import random
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
import sympy
from offered_games import alternating, ultimatum, valued_risk

from caucasus_games import (
    Chance,
    Decision,
    ExtensiveForm,
    GameError,
    NormalForm,
    Terminal,
    compare,
    conditions,
    load,
    summary,
)
from caucasus_games.concepts import pure_nash, subgame_perfect
from caucasus_games.formats.latex import to_latex
from caucasus_games.formats.layout import levels
from caucasus_games.formats.tex import size
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_OPERATOR, GuarantorSetup
from caucasus_games.models import (
    ceasefire_stage,
    deterrence,
    deterrence_by_chance,
    deterrence_private_cost,
    guarantee,
    provocation,
    settlement,
    unilateral_deterrence,
)

x, cost, nasty = sympy.symbols("x war_cost 100%&_{z}")
two = {"A": ["in", "out"], "B": ["left", "right"]}
ODD = "50% of R&D_1 #3 {a} ~b^c \\d $e é–ü ş <x|y> [z]* θ λ ≥ −"


def end(*payoffs: object, outcome: str = "") -> Terminal:
    return Terminal(outcome, dict(zip("123", payoffs, strict=False)))


def horse() -> ExtensiveForm:
    # Selten (1975), Reexamination of the perfectness concept, International Journal of Game
    # Theory 4, figure 1
    def third(left: Terminal, right: Terminal) -> Decision:
        return Decision("3", {"L": left, "R": right}, "3's only set")

    second: dict[str, Node] = {"d": third(end(4, 4, 0), end(0, 0, 1)), "c": end(1, 1, 1)}
    first: dict[str, Node] = {"D": third(end(3, 3, 2), end(0, 0, 0)), "C": Decision("2", second)}
    return ExtensiveForm(Decision("1", first), ["1", "2", "3"])


def beer_or_quiche() -> ExtensiveForm:
    # after Cho & Kreps (1987), Signaling games and stable equilibria, Quarterly Journal of
    # Economics 102, 179–221
    def reply(meal: str, duel: tuple[int, int], peace: tuple[int, int]) -> Decision:
        return Decision("2", {"duel": end(*duel), "don't": end(*peace)}, f"after {meal}")

    wimp = {"beer": reply("beer", (0, 1), (2, 0)), "quiche": reply("quiche", (1, 1), (3, 0))}
    surly = {"beer": reply("beer", (1, 0), (3, 1)), "quiche": reply("quiche", (0, 0), (2, 1))}
    types = {"wimp": ("0.1", Decision("1", wimp)), "surly": ("0.9", Decision("1", surly))}
    return ExtensiveForm(Chance(types))


def odd_tree() -> ExtensiveForm:
    ends = {ODD: Terminal(ODD, {ODD: nasty}), "b": Terminal("[x]", {ODD: cost})}
    return ExtensiveForm(Decision(ODD, ends))


def piecewise() -> NormalForm:
    cases = sympy.Piecewise((1, x >= 2), (0, True))
    payoffs: dict[tuple[str, ...], list[object]] = {
        ("u", "*l"): [cases, nasty],
        ("u", "r"): [x / 2, -cost],
        ("[d]", "*l"): [0, 1],
        ("[d]", "r"): [sympy.sqrt(x), "1/3"],
    }
    return NormalForm({"A_1": ["u", "[d]"], "B & C": ["*l", "r"]}, payoffs)


def sums(count: int) -> NormalForm:
    actions = {f"P{i}": ["a", "b"] for i in range(count)}
    return NormalForm.from_function(
        actions, lambda m: [list(m.values()).count("a") - i for i in range(count)]
    )


def central(game: ExtensiveForm | NormalForm) -> ExtensiveForm | NormalForm:
    return game.at(game.parameters.central)


def test_a_bimatrix_has_rows_columns_and_payoffs() -> None:
    game = NormalForm.from_arrays([[2, 0], [x, "-1/3"]], [[1, 0], [0, "0.25"]], actions=two)
    assert to_latex(game).splitlines() == [
        r"\begin{tabular}{rr|c|c|}",
        r"\multicolumn{2}{c}{} & \multicolumn{2}{c}{B} \\",
        r"\multicolumn{2}{c}{} & \multicolumn{1}{c}{left} & \multicolumn{1}{c}{right} \\"
        r" \cline{3-4}",
        r"A & in & $2$, $1$ & $0$, $0$ \\ \cline{3-4}",
        r" & out & $x$, $0$ & $-1/3$, $0.25$ \\ \cline{3-4}",
        r"\end{tabular}",
    ]


def test_values_are_put_in_and_symbols_written_as_asked() -> None:
    game = NormalForm(
        {"A": ["stay"]}, {("stay",): [x * cost + sympy.Symbol("a2") + sympy.Symbol("gamma_x")]}
    )
    assert r"$a_{2} + \gamma_{x} + \mathit{war\_cost} \cdot x$" in to_latex(game)
    short = to_latex(game.at({"x": "0.123"}), notation={"war_cost": "c_A"})
    assert r"$a_{2} + \gamma_{x} + 123 c_A / 1000$" in short
    assert "$-12345678901234567890.5$" in to_latex(
        NormalForm({"A": ["stay"]}, {("stay",): ["-12345678901234567890.5"]})
    )


def test_three_players_have_panels_and_four_a_grid() -> None:
    three, four = to_latex(sums(3)), to_latex(sums(4), sgame=True)
    assert [line[-8:-4] for line in three.splitlines() if "P2: " in line] == ["2: a", "2: b"]
    assert three.count(r"\quad") == 1
    rows = four.split("\n\n\\bigskip\n")
    assert [re.findall(r"P2: (.), P3: (.)", row) for row in rows] == [
        [("a", "a"), ("a", "b")],
        [("b", "a"), ("b", "b")],
    ]
    assert r"\begin{game}{2}{2}[P0][P1][P2: a, P3: a]" in four


def test_long_payoffs_are_stacked() -> None:
    text = to_latex(guarantee(US_OPERATOR))
    cells = re.findall(r"\\begin\{array\}\{@\{\}c@\{\}\}(.*?)\\end\{array\}", text)
    assert len(cells) == 16
    assert all(cell.count(r"\\") == 3 for cell in cells)


def test_specials_are_escaped_once() -> None:
    text = to_latex(odd_tree())
    assert r"50\% of R\&D\_1 \#3 \{a\} \textasciitilde{}b\textasciicircum{}c" in text
    assert r"\textbackslash{}d \$e é–ü ş \textless{}x\textbar{}y\textgreater{} {[}z{]}{*}" in text
    assert r"$\theta$ $\lambda$ $\ge$ $-$" in text
    assert r"$\mbox{100\%\&\_\{z\}}$" in text


def test_an_information_set_is_one_level_and_one_dashed_line() -> None:
    game = horse()
    of_third = {levels(game)[v] for v, vertex in enumerate(game.vertices) if vertex.player == "3"}
    assert of_third == {2}
    (line,) = re.findall(r".*dashed.*", to_latex(game))
    assert "controls" not in line
    # receivers of the two meals alternate: the lines go around
    lines = re.findall(r".*dashed.*", to_latex(beer_or_quiche()))
    assert len(lines) == 2
    assert all("controls" in line for line in lines)


def test_sets_that_precede_each_other_keep_their_depths() -> None:
    def second(player: str) -> Decision:
        return Decision(player, {"s": end(0, 0, 0)}, f"{player}!")

    tree = {p: Decision(p, {"s": second(q)}, f"{p}!") for p, q in ("12", "21")}
    game = ExtensiveForm(Decision("3", tree), ["1", "2", "3"])
    assert levels(game) == [0, 1, 2, 3, 1, 2, 3]
    assert to_latex(game).count("dashed") == 2


def test_chance_has_its_probabilities_and_the_players_are_named_in_order() -> None:
    text = to_latex(central(deterrence_by_chance(US_OPERATOR)), sideways=True)
    assert r"{guarantor acts\\$0.45$}" in text
    assert "payoffs: Armenia, Azerbaijan, United States" in text
    assert "{peace: $0$, $0.1825$, $0.09$}" in text


def test_an_end_alone_is_a_tree() -> None:
    assert to_latex(ExtensiveForm(end(1, outcome="peace"), ["1"])).count("node[ends]") == 1


WORDS = ["x", "go on", "a rather long name of an action", r"50%"]


def random_tree(rng: random.Random, depth: int, path: str = "") -> Node:
    if depth == 0 or rng.random() < 0.2:
        payoffs = (rng.choice([1, "-12345/7", x + cost]) for _ in range(3))
        return end(*payoffs, outcome=rng.choice(WORDS))
    width = rng.randint(1, 3)
    children = {
        rng.choice(WORDS) + str(i): random_tree(rng, depth - 1, f"{path}{i}") for i in range(width)
    }
    if width == 2 and rng.random() < 0.3:
        return Chance({event: ("1/2", child) for event, child in children.items()})
    return Decision(rng.choice("123"), children)


Box = tuple[float, float, float, float]


def boxes(text: str) -> list[Box]:
    """Return the rectangles that the text of a drawing takes, by the estimate of sizes."""
    place = r"\((-?[\d.]+),(-?[\d.]+)\)"
    wide, high = (float(q) for q in re.findall(r"minimum (?:width|height)=([\d.]+)", text))
    found = []
    sideways = "branch/.style={anchor=west" in text
    for kind, a, b, label in re.findall(rf"node\[(\w+)\] at {place} \{{(.*)\}};", text):
        px, py = float(a), float(b)
        if kind != "branch":
            found.append((px - wide / 2, py - high / 2, px + wide / 2, py + high / 2))
            continue
        w, h = block(label)
        left = px if sideways else px - w / 2
        found.append((left, py - h / 2, left + w, py + h / 2))
    for a, b, label in re.findall(rf"\\fill {place} circle.*node\[ends\] \{{(.*)\}};", text):
        px, py = float(a), float(b)
        w, h = block(label)
        box = (px, py - h / 2, px + w, py + h / 2)
        found.append(box if sideways else (px - w / 2, py - h, px + w / 2, py))
    return found


def block(label: str) -> tuple[float, float]:
    sizes = [size(line) for line in label.split(r"\\")]
    return max(w for w, _ in sizes), sum(h for _, h in sizes)


@pytest.mark.parametrize("sideways", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_nothing_overlaps(seed: int, sideways: bool) -> None:
    game = ExtensiveForm(random_tree(random.Random(seed), 4), ["1", "2", "3"])
    drawn = boxes(to_latex(game, sideways=sideways))
    assert len(drawn) == 2 * len(game.vertices) - 1
    for a, b in combinations(drawn, 2):
        across = min(a[2], b[2]) - max(a[0], b[0])
        along = min(a[3], b[3]) - max(a[1], b[1])
        assert min(across, along) < 0.02


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: to_latex(sums(5)), "up to four players and the game has 5"),
        (lambda: to_latex(sums(1), sgame=True), "two players or more"),
        (lambda: to_latex(sums(2), sideways=True), "sideways is for trees"),
        (lambda: to_latex(horse(), sgame=True), "sgame is for normal forms"),
        (
            lambda: to_latex("x"),  # type: ignore[arg-type]
            "is for a game in normal form or a tree or a Markov game and got the text 'x'",
        ),
        (
            lambda: to_latex(deterrence(US_OPERATOR), notation={"corridor_valu": "v"}),
            "did you mean 'corridor_value'",
        ),
        (lambda: to_latex(settlement(US_OPERATOR)), "TeX sets 5 m: draw it sideways"),
        (lambda: to_latex(ladder(300)), "TeX sets 5 m"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(
    build: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(GameError, match=sentence):
        build()


def ladder(steps: int) -> ExtensiveForm:
    node: Node = end(0)
    for _ in range(steps):
        node = Decision("1", {"stop": end(1), "go": node})
    return ExtensiveForm(node)


def missing() -> str:
    if shutil.which("pdflatex") is None:
        return "pdflatex is not installed: LaTeX is not compiled"
    styles = ["standalone.cls", "tikz.sty", "sgame.sty", "amsmath.sty"]
    found = subprocess.run(["kpsewhich", *styles], capture_output=True, check=False).stdout
    lacking = [style for style in styles if style.encode() not in found]
    return f"TeX lacks {', '.join(lacking)}: LaTeX is not compiled" if lacking else ""


DOCUMENTS: dict[str, Callable[[], str]] = {
    "one player": lambda: to_latex(sums(1), standalone=True),
    "three players": lambda: to_latex(guarantee(NONE), standalone=True),
    "four players": lambda: to_latex(central(guarantee(US_OPERATOR)), standalone=True),
    "sgame with formulas": lambda: to_latex(guarantee(US_OPERATOR), sgame=True, standalone=True),
    "sgame with cases": lambda: to_latex(piecewise(), sgame=True, standalone=True),
    "cases": lambda: to_latex(piecewise(), standalone=True),
    "settlement": lambda: to_latex(settlement(US_OPERATOR), sideways=True, standalone=True),
    "settlement with numbers": lambda: to_latex(central(settlement(US_OPERATOR)), standalone=True),
    "deterrence": lambda: to_latex(deterrence(US_OPERATOR), standalone=True),
    "by chance": lambda: to_latex(deterrence_by_chance(US_OPERATOR), standalone=True),
    "private cost": lambda: to_latex(deterrence_private_cost(US_OPERATOR), standalone=True),
    "provocation": lambda: to_latex(provocation(US_OPERATOR), standalone=True),
    "unilateral": lambda: to_latex(unilateral_deterrence(US_OPERATOR), standalone=True),
    "horse": lambda: to_latex(horse(), standalone=True),
    "beer or quiche": lambda: to_latex(beer_or_quiche(), sideways=True, standalone=True),
    "odd labels": lambda: to_latex(odd_tree(), standalone=True),
    "an offer": lambda: to_latex(ultimatum(), standalone=True),
    "offers in turn": lambda: to_latex(alternating(), sideways=True, standalone=True),
    "a number known": lambda: to_latex(
        valued_risk(), subgame_perfect(valued_risk()), standalone=True
    ),
}


def paper(text: str) -> str:
    packages = "\\usepackage{amsmath,longtable}\\allowdisplaybreaks\\setlength\\parindent{0pt}"
    return f"\\documentclass{{article}}{packages}\\begin{{document}}\n{text}\n\\end{{document}}\n"


def in_letters(model: Callable[[GuarantorSetup], NormalForm | ExtensiveForm]) -> str:
    game = model(NONE)
    return conditions(game, "peace").to_latex(game.parameters.notation)


RESULTS: dict[str, Callable[[], str]] = {
    "a solution": lambda: subgame_perfect(settlement(US_OPERATOR)).to_latex(),
    "many equilibria": lambda: pure_nash(sums(3)).to_latex(),
    "no equilibrium": lambda: pure_nash(guarantee(RUSSIAN_CORRIDOR)).to_latex(),
    "a comparison": lambda: compare(settlement).to_latex(long_table=True),
    # of all setups, so that it is longer than a page
    "shares": lambda: summary(settlement, 100).to_latex(long_table=True),
    "parameters": lambda: load().to_latex(long_table=True),
    "a theorem in letters": lambda: in_letters(settlement),
    "a short theorem in letters": lambda: in_letters(deterrence_by_chance),
    "a theorem in words": lambda: conditions(deterrence_by_chance(NONE), "peace").to_latex(),
    "a solution with offers": lambda: subgame_perfect(valued_risk()).to_latex(),
    "a theorem with offers": lambda: conditions(ultimatum(), "war").to_latex({"share": "s"}),
    "a theorem that always holds": lambda: conditions(ceasefire_stage(NONE), "war").to_latex(),
}
DOCUMENTS |= {name: lambda make=make: paper(make()) for name, make in RESULTS.items()}  # type: ignore[misc]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_whole(name: str) -> None:
    text = DOCUMENTS[name]()
    assert text.startswith("\\documentclass")
    assert text.rstrip().endswith("\\end{document}")


@pytest.mark.skipif(bool(missing()), reason=missing() or "compiled")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_compile_untouched(name: str, tmp_path: Path) -> None:
    (tmp_path / "game.tex").write_text(DOCUMENTS[name](), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "game.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    log = run.stdout.decode(errors="replace")
    assert run.returncode == 0, log
    assert "Missing character" not in log
    assert "Overfull" not in log
