"""Gambit's file formats: what is written is read, and what is malformed is a sentence."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
import sympy

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, NormalForm, Terminal
from caucasus_games.formats import parse, read, to_efg, to_nfg, write
from caucasus_games.formats.naming import distinct


def tree(text: str) -> ExtensiveForm:
    game = parse(f'EFG 2 R "" {{ "A" "B" }} {text}')
    assert isinstance(game, ExtensiveForm)
    return game


def table(text: str) -> NormalForm:
    game = parse(f'NFG 1 R "" {{ "A" "B" }} {text}')
    assert isinstance(game, NormalForm)
    return game


def test_the_payoff_version_lets_the_first_player_vary_fastest() -> None:
    game = table('{ 2 3 } "a comment" 1 1.5 2 1/3 3 -1e2 4 0 5 .5 6 1.e-1')
    assert game.actions == {"A": ("1", "2"), "B": ("1", "2", "3")}
    assert game.payoffs["2", "1"] == (2, sympy.Rational(1, 3))
    assert game.numbers["1", "2"] == (Fraction(3), Fraction(-100))
    assert game.numbers["2", "3"] == (Fraction(6), Fraction(1, 10))
    assert game.comment == "a comment"
    assert game.outcomes["2", "1"] == {"2, 1": 1}


def test_the_outcome_version_has_labels_and_nothing_as_zero() -> None:
    game = table('{ { "x" "" "x" } 1 } { { "war" 1, 2 } { "" 3 4 } { "unused" 0 0 } } 1 0 2')
    assert game.actions == {"A": ("x", "2", "x #2"), "B": ("1",)}
    assert game.payoffs == {("x", "1"): (1, 2), ("2", "1"): (0, 0), ("x #2", "1"): (3, 4)}
    assert [*game.outcomes["x", "1"], *game.outcomes["2", "1"]] == ["war", "2, 1"]


def test_payoffs_at_inner_nodes_are_summed_and_their_labels_joined() -> None:
    game = tree(
        """
        p "" 1 1 "" { "x" "y" } 1 "tribute" { 1, 1/2 }
        c "" 1 "" { "l" 0.25 "r" 3/4 } 0
        t "" 2 "war" { -1 -1 }
        t "" 0
        p "" 2 1 "" { "" "" } 0
        t "nothing more" 0
        t "" 1
        """
    )
    assert [v.outcome for v in game.vertices if not v.children] == [
        "tribute, war",
        "tribute",
        "tribute",
        "tribute, tribute",
    ]
    assert game.numbers.payoffs[2] == (Fraction(0), Fraction(-1, 2))
    assert game.numbers.payoffs[-1] == (Fraction(2), Fraction(1))
    assert game.vertices[4].branches == ("1", "2")
    assert game.numbers.chances[1] == (Fraction(1, 4), Fraction(3, 4))


def test_an_end_without_outcome_is_named_by_its_own_label() -> None:
    assert tree('t "peace" 0').outcome_labels == {"peace"}


def test_sets_and_chance_moves_are_described_once() -> None:
    game = tree(
        """
        c "" 1 "nature" { "l" 1/3 "r" 2/3 } 0
        p "" 1 1 "both" { "x" "y" } 0
        c "" 1 0
        t "" 1 "war" { 1 1 }
        t "" 1 "war" { 1 1 }
        t "" 1 "" { 1 1 }
        p "" 1 1 0
        t "" 1
        t "" 0
        """
    )
    assert list(game.information_sets) == ["both"]
    assert [len(group) for group in game.information_sets.values()] == [2]
    assert game.numbers.chances[2] == (Fraction(1, 3), Fraction(2, 3))


def test_sets_without_a_label_are_named_by_their_node_by_what_precedes_or_by_number() -> None:
    ends = 't "" 0 t "" 0'
    game = tree(
        f"""
        p "" 1 1 "" {{ "l" "m" "r" "s" }} 0
        p "crisis" 2 1 "" {{ "x" "y" }} 0 {ends}
        p "" 2 2 "" {{ "x" "y" }} 0 {ends}
        p "" 2 3 "" {{ "x" "y" }} 0
        p "" 1 2 "" {{ "x" "y" }} 0 {ends}
        p "" 1 2 "" {{ "x" "y" }} 0 {ends}
        p "" 2 4 "crisis" {{ "x" "y" }} 0 {ends}
        """
    )
    assert list(game.information_sets) == [
        "A at the start",
        "crisis #2",
        "B at m",
        "B at r",
        "A, set 2",
        "crisis",
    ]
    assert not game.forgotten
    long = "x" * 600
    chain = (
        f'p "" 1 1 "" {{ "{long}" }} 0 p "" 1 2 "" {{ "{long}" }} 0 p "" 1 3 "" {{ "y" }} 0 t "" 0'
    )
    assert list(tree(chain).information_sets)[2] == "A, set 3"


def test_forgetting_can_be_read_and_written() -> None:
    driver = tree('p "" 1 1 "" { "on" "off" } 0 p "" 1 1 0 t "" 0 t "" 1 "end" { 4 0 } t "" 0')
    assert driver.forgotten == "A, set 1"
    assert parse(to_efg(driver)) == driver


def test_names_are_made_different_without_touching_those_that_are() -> None:
    assert distinct(["go", "go", "go #2", "go"], "1234") == ["go", "go #3", "go #2", "go #4"]
    assert distinct(["", "1", ""], "121") == ["1 #2", "1", "1 #3"]


def test_an_outcome_that_is_drawn_is_one_label_in_the_file() -> None:
    game = NormalForm({"A": ["x"]}, {("x",): [1]}, {("x",): {"war": "1/3", "peace": "2/3"}})
    assert parse(to_nfg(game)).outcome_labels == {"war (1/3), peace (2/3)"}


def test_a_symbol_is_written_at_its_value_and_missed_by_name() -> None:
    game = NormalForm({"A": ["x"]}, {("x",): [sympy.Symbol("stake") / 3]})
    assert '{ "x" 1/6 }' in to_nfg(game.at({"stake": "1/2"}))
    end = Terminal("end", {"A": sympy.Symbol("stake")})
    with pytest.raises(GameError, match=r"no value for stake: give it with at\(\)"):
        to_nfg(game)
    with pytest.raises(GameError, match=r"no value for stake: give it with at\(\)"):
        to_efg(ExtensiveForm(Decision("A", {"x": end})))


@pytest.mark.parametrize(
    ("text", "where", "sentence"),
    [
        ("", "1, column 1", "expected a game, which starts with NFG or EFG and got the end"),
        ("NFGX", "1, column 1", "expected a game, which starts with NFG or EFG and got NFGX"),
        ('NFG 2 R ""', "1, column 5", "version 2 of NFG: 1 is read"),
        ("EFG 2 X", "1, column 7", "expected the kind of numbers, R or D and got X"),
        ("EFG 2 R 7", "1, column 9", "expected the title of the game in double quotes and got 7"),
        ('EFG 2 R "open', "1, column 9", "this label has no closing quote"),
        ("EFG 2 R ?", "1, column 9", "'?' is no part of the format: put labels in double quotes"),
        ('EFG 2 R "" "A"', "1, column 12", "expected '{' and got \"A\""),
        ('NFG 1 R "" { } {', "1, column 16", "no player before this: name at least one"),
        ('NFG 1 R "" { "A" } { { } }', "1, column 24", "A has no action: name at least one"),
        ('NFG 1 R "" { "A" } { 0 }', "1, column 22", "is 0: it must be a whole number from 1"),
        ('NFG 1 R "" { "A" } { 1/2 }', "1, column 22", "is 1/2: it must be a whole number"),
        ('NFG 1 R "" { "A" } { 9999999 }', "1, column 22", "from 1 to 1,000,000"),
        ('NFG 1 R "" { "A" "B" } { 2 2 2 }', "1, column 30", "expected '}' and got 2"),
        ('NFG 1 R "" { "A" "B" } {\n 9999 9999 }', "2, column 7", "more than 1,000,000 payoffs"),
        ('NFG 1 R "" { "A" } { 2 }\n1', "2, column 2", "the payoff of A at (2) and got the end"),
        ('NFG 1 R "" { "A" } { 2 }\n1 2 3', "2, column 5", "complete after 2 profiles of 1 pl"),
        ('NFG 1 R "" { "A" } { 1 } 1/0', "1, column 26", "1/0 is divided by zero"),
        ('NFG 1 R "" { "A" } { 1 } { { "" 1 } } 2', "1, column 39", "the outcome at (1) is 2"),
        ('NFG 1 R "" { "A" } { 1 } { { "" 1 2 } } 1', "1, column 35", "expected '}' and got 2"),
        (f'NFG 1 R "" {{ "A" }} {{ 1 }} {"0" * 301}', "1, column 26", "more than 300 digits"),
        ('NFG 1 R "" { "A" } { 1 } 1e-301', "1, column 26", "more than 300 digits"),
        (f'NFG 1 R "" {{ "A" }} {{ 1 }} 1e{"9" * 900}', "1, column 26", "more than 300 digits"),
        ('EFG 2 R "" { "A" } 5', "1, column 20", "expected a node, c or p or t and got 5"),
        ('EFG 2 R "" { "A" } p "" 2', "1, column 25", "the number of the player is 2"),
        ('EFG 2 R "" { "A" } p "" 1 1 "" { } 0', "1, column 32", "no branches: write t for an end"),
        ('EFG 2 R "" { "A" } c "" 1 "" { "l" 1/2 } 0', "1, column 30", "the probabilities are 1/2"),
        (
            'EFG 2 R "" { "A" } c "" 1 "" { "l" 2 "r" -1 } 0',
            "1, column 30",
            "the probabilities are 2, -1: none is negative, all sum to 1",
        ),
        (
            'EFG 2 R "" { "A" }\np "" 1 1 "" { "x" } 0\np "" 1 1 "" { "y" } 0',
            "3, column 13",
            "these branches are not those that the set had before",
        ),
        ('EFG 2 R "" { "A" } t "" 1 "war"', "1, column 25", "the outcome 1 has no payoffs yet"),
        (
            'EFG 2 R "" { "A" } p "" 1 1 "" { "x" "y" } 0 t "" 1 "" { 1 } t "" 1 "" { 2 }',
            "1, column 67",
            "the outcome 1 had another label or other payoffs before",
        ),
        ('EFG 2 R "" { "A" } t "" 0 t "" 0', "1, column 27", "every branch has come to its end"),
        ('EFG 2 R "" { "A" } p "" 1 1 "" { "x" } 0', "1, column 41", "and got the end of the text"),
        (
            'EFG 2 R "" { "A" } ' + 'p "" 1 1 "" { "on" } 0\n' * 100_000,
            "1001, column 1",
            "more than 1,000 moves in a row",
        ),
        ("NFG 1 R " + '"a" ' * 2, "1, column 13", "expected '{' and got \"a\""),
        ('NFG 1 R "" { ' + '"A" ' * 1001, "1, column 4014", "more than 1,000 players"),
        (f'NFG 1 R "" "{"x" * 50}"', "1, column 12", f'got "{"x" * 30}…"'),
        (f'NFG 1 R "" {{ "{"x" * 1001}" }}', "1, column 14", "has more than 1,000 characters"),
        (
            f'EFG 2 R "" {{ "A" }} p "" 1 1 "" {{ "x" }} 1 "{"y" * 600}" {{ 1 }} t "" 1',
            "1, column 651",
            "the outcomes on the way have more than 1,000 characters",
        ),
    ],
)
def test_a_malformed_text_is_refused_with_its_place(text: str, where: str, sentence: str) -> None:
    with pytest.raises(GameError) as refusal:
        parse(text)
    assert str(refusal.value).startswith(f"text, line {where}: ")
    assert sentence in str(refusal.value)


def test_files_that_are_too_large_are_refused_while_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("caucasus_games.formats.nfg.MOST_PAYOFFS", 4)
    for text, sentence in (
        ('{ { "a" "b" "c" } 1 }', "more than 4 payoffs"),
        ("{ 1 1 } { " + '{ "" 0 0 }' * 6, "more than 4 outcomes"),
    ):
        with pytest.raises(GameError, match=sentence):
            table(text)
    monkeypatch.setattr("caucasus_games.formats.efg.MOST_NODES", 2)
    for text, sentence in (
        ('p "" 1 1 "" { "a" "b" } 0 t "" 0 t "" 0', "more than 2 nodes: read a smaller tree"),
        ('p "" 1 1 "" { "a" "b" "c" } 0', "more than 2 branches"),
    ):
        with pytest.raises(GameError, match=sentence):
            tree(text)


PENNIES = NormalForm.from_arrays(
    [[1, -1], [-1, 1]], [[-1, 1], [1, -1]], actions={"A": ["h", "t"], "B": ["h", "t"]}
)
CHOICE = ExtensiveForm(Decision("A", {"x": Terminal("war", {"A": "1/3"})}), title="é", comment="c")


def test_files_come_back_the_same(tmp_path: Path) -> None:
    write(PENNIES, tmp_path / "pennies.nfg")
    write(CHOICE, str(tmp_path / "choice.efg"))
    assert read(tmp_path / "pennies.nfg") == PENNIES
    assert read(str(tmp_path / "choice.efg")) == CHOICE
    assert sorted(file.name for file in tmp_path.iterdir()) == ["choice.efg", "pennies.nfg"]


def test_a_file_that_cannot_be_read_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "game.nfg"
    with pytest.raises(GameError, match=r"cannot read .*game\.nfg: No such file"):
        read(file)
    with pytest.raises(GameError, match=r"cannot read .*: Is a directory"):
        read(tmp_path)
    file.write_bytes('\ufeffNFG 1 R\n"é'.encode() + b'\xff"')
    with pytest.raises(GameError, match=r"game\.nfg, line 2, column 3: this is no UTF-8"):
        read(file)
    file.write_bytes(b"\0" * 100)
    with pytest.raises(GameError, match=r"game\.nfg, line 1, column 1: '\\x00' is no part"):
        read(file)
    monkeypatch.setattr("caucasus_games.formats.files._MOST_BYTES", 2**20)
    file.write_bytes(b"0" * (2**20 + 1))
    with pytest.raises(GameError, match=r"game\.nfg is larger than 1 MB: give a smaller game"):
        read(file)
    file.write_text('\ufeffNFG 1 R "" { "A" } { 1 } 1', encoding="utf-8")
    assert read(file).players == ("A",)


def test_a_file_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "game.nfg"
    write(PENNIES, file)
    before = file.read_text(encoding="utf-8")
    symbolic = NormalForm({"A": ["x"]}, {("x",): [sympy.Symbol("x")]})
    for game, place, sentence in (
        (symbolic, file, "no value for x"),
        (CHOICE, file, r"game\.nfg is for a tree: give it the ending \.efg"),
        (PENNIES, tmp_path / "game", r"game is for a normal form: give it the ending \.nfg"),
        ("x", file, "is for a game in normal form or a tree and got the text 'x'"),
        (PENNIES, tmp_path / "none" / "game.nfg", "cannot write .*: No such file or directory"),
    ):
        with pytest.raises(GameError, match=sentence):
            write(game, place)  # type: ignore[arg-type]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(GameError, match=r"cannot write .*: No space left on device"):
        write(PENNIES, file)
    assert [(f.name, f.read_text(encoding="utf-8")) for f in tmp_path.iterdir()] == [
        ("game.nfg", before)
    ]


def test_the_writers_say_which_serves() -> None:
    with pytest.raises(GameError, match=r"to_nfg is for .* to_efg writes trees"):
        to_nfg(CHOICE)  # type: ignore[arg-type]
    with pytest.raises(GameError, match=r"to_efg is for a tree .* to_nfg writes tables"):
        to_efg(PENNIES)  # type: ignore[arg-type]


def test_labels_keep_quotes_and_backslashes() -> None:
    labels = ['say "no"', "C:\\", '\\"', "a\\\\b", "two\nlines", "é – ü"]
    game = ExtensiveForm(
        Decision("A", {label: Terminal(label, {"A": 1}) for label in labels}, "\\"),
        title='"',
        comment="\\\\",
    )
    assert parse(to_efg(game)) == game
    assert re.search(r'"C:\\\\"', to_efg(game))
    assert tree(r't "" 1 "a\b" { 0 0 }').outcome_labels == {r"a\b"}


def test_chance_moves_come_back() -> None:
    root = Chance({"l": ("1/3", Terminal("l", {"A": 1})), "r": ("2/3", Terminal("r", {"A": 2}))})
    game = ExtensiveForm(root, ["A"])
    assert parse(to_efg(game)) == game
