"""Textbook games with published answers, and what is refused."""

import importlib
import random
from fractions import Fraction
from itertools import product

import pytest
from immutabledict import immutabledict

from caucasus_games.certificates import certified_assessment, supporting_beliefs
from caucasus_games.concepts import (
    intuitive_criterion,
    perfect_bayesian,
    sequential,
    subgame_perfect,
)
from caucasus_games.concepts.sender import signalling
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.results import Equilibrium

HALF = Fraction(1, 2)


def beer_quiche(strong: str = "0.9") -> ExtensiveForm:
    """Cho & Kreps (1987), figure I: a bully duels or not whoever has beer or quiche."""

    def end(kind: str, breakfast: str, reply: str) -> Terminal:
        liked = breakfast == ("beer" if kind == "strong" else "quiche")
        right = (reply == "duel") == (kind == "weak")
        return Terminal(reply, {"A": int(liked) + 2 * (reply == "not"), "B": int(right)})

    def after(kind: str, breakfast: str) -> Decision:
        ends = {reply: end(kind, breakfast, reply) for reply in ("duel", "not")}
        return Decision("B", ends, f"B after {breakfast}")

    def start(kind: str) -> Decision:
        ways = {breakfast: after(kind, breakfast) for breakfast in ("beer", "quiche")}
        return Decision("A", ways, f"A {kind}")

    chance = Fraction(strong)
    return ExtensiveForm(
        Chance({"strong": (chance, start("strong")), "weak": (1 - chance, start("weak"))})
    )


def actions(equilibrium: Equilibrium) -> dict[str, str]:
    return {name: " ".join(mix) for name, mix in equilibrium.strategies.items()}


def test_beer_and_quiche_both_pool_and_the_beliefs_are_at_most_one_half_strong() -> None:
    # Cho & Kreps (1987), pp. 183-185: both breakfasts pool, if the bully holds the other one to be
    # weak with at least one half
    solution = perfect_bayesian(beer_quiche())
    assert [e.kind for e in solution] == ["pooling", "pooling"]
    for equilibrium in solution:
        breakfast = actions(equilibrium)["A strong"]
        other = {"beer": "quiche", "quiche": "beer"}[breakfast]
        assert actions(equilibrium)[f"B after {other}"] == "duel"
        believed = equilibrium.beliefs[f"B after {other}"]
        assert {v[f"strong, {other}"] for v in believed.vertices} == {Fraction(0), HALF}
        (bayes,) = equilibrium.beliefs[f"B after {breakfast}"].vertices
        assert bayes[f"strong, {breakfast}"] == Fraction(9, 10)
    assert f"believing at B after {other}: strong, {other} from 0 to 0.5" in repr(equilibrium)


def test_the_intuitive_criterion_leaves_beer() -> None:
    # Cho & Kreps (1987), p. 185 and section IV: quiche fails
    solution = intuitive_criterion(beer_quiche())
    (equilibrium,) = solution
    assert actions(equilibrium)["A weak"] == "beer"
    (step,) = solution.steps
    assert step.endswith("B after beer: it cannot come from weak, and then strong gains by it")


def test_with_few_strong_ones_beer_is_semi_separating() -> None:
    # the weak mix so that beer is strong with one half: 0.6 q = 0.4; the bully duels every second
    (equilibrium,) = perfect_bayesian(beer_quiche("0.4"))
    assert equilibrium.kind == "semi-separating"
    assert equilibrium.strategies["A weak"]["beer"] == Fraction(2, 3)
    assert equilibrium.strategies["B after beer"]["duel"] == HALF


def selten_horse() -> ExtensiveForm:
    """Selten (1975), p. 33, figure 1."""

    def third(left: tuple[int, int, int], right: tuple[int, int, int]) -> Decision:
        ends = {
            name: Terminal("end", dict(zip("123", payoffs, strict=True)))
            for name, payoffs in (("L", left), ("R", right))
        }
        return Decision("3", ends, "3")

    second = Decision(
        "2", {"R": Terminal("end", {"1": 1, "2": 1, "3": 1}), "L": third((4, 4, 0), (0, 0, 1))}, "2"
    )
    return ExtensiveForm(Decision("1", {"R": second, "L": third((3, 2, 2), (0, 0, 0))}, "1"))


def test_in_the_horse_the_equilibrium_at_which_2_would_err_is_not_sequentially_rational() -> None:
    # Selten (1975), p. 33: of the equilibria (L, R, L) and (R, R, R) only the second is perfect;
    # in the first, 2 would gain by L, since 3 plays L
    (equilibrium,) = perfect_bayesian(selten_horse())
    assert actions(equilibrium) == {"1": "R", "2": "R", "3": "R"}
    # 3 prefers R iff 2 (1 - b) <= ... : 2b <= 1 - b with b that 1 played L
    assert {v["L"] for v in equilibrium.beliefs["3"].vertices} == {Fraction(0), Fraction(1, 3)}


def spence(share: str) -> ExtensiveForm:
    """Two types of ability 1 and 2, schooling 0 or 1 at cost 1 / ability, wages 1 or 2.

    The employer loses the squared error of the wage.
    """

    def end(ability: int, school: int, wage: int) -> Terminal:
        cost = Fraction(3 * school, 2 * ability)
        return Terminal("hired", {"worker": wage - cost, "firm": -((wage - ability) ** 2)})

    def offer(ability: int, school: int) -> Decision:
        ends = {f"wage {wage}": end(ability, school, wage) for wage in (1, 2)}
        return Decision("firm", ends, f"schooling {school}")

    def worker(ability: int) -> Decision:
        return Decision("worker", {f"{s}": offer(ability, s) for s in (0, 1)}, f"ability {ability}")

    chance = Fraction(share)
    return ExtensiveForm(Chance({"low": (1 - chance, worker(1)), "high": (chance, worker(2))}))


def test_schooling_separates_where_it_costs_the_able_less_than_it_pays() -> None:
    # Spence (1973), pp. 361-364: separation needs cost 3/2 > 1 >= 3/4; pooling without schooling
    # stands where schooling is held to be no sign of ability
    solution = perfect_bayesian(spence("1/3"))
    assert sorted(e.kind for e in solution) == ["pooling", "separating"]
    assert [e.kind for e in intuitive_criterion(spence("1/3"))] == ["separating"]


def test_where_the_able_are_many_all_are_paid_as_able() -> None:
    kinds = [e.kind for e in perfect_bayesian(spence("2/3"))]
    assert kinds.count("pooling") >= 1
    assert "separating" in kinds


def myerson_card() -> ExtensiveForm:
    """Myerson (1991), Game Theory: Analysis of Conflict, figure 2.2: a red or black card."""

    def raised(sign: int) -> Decision:
        meet = Terminal("met", {"1": 2 * sign, "2": -2 * sign})
        return Decision("2", {"meet": meet, "pass": Terminal("passed", {"1": 1, "2": -1})}, "2")

    def card(sign: int, name: str) -> Decision:
        fold = Terminal("folded", {"1": sign, "2": -sign})
        return Decision("1", {"raise": raised(sign), "fold": fold}, name)

    return ExtensiveForm(
        Chance({"red": (HALF, card(1, "red")), "black": (HALF, card(-1, "black"))})
    )


def test_myerson_s_card_game_has_its_one_equilibrium() -> None:
    # Myerson (1991), p. 125: raise black with 1/3, meet with 2/3; 1 expects 1/3
    (equilibrium,) = perfect_bayesian(myerson_card())
    assert equilibrium.kind == "semi-separating"
    assert equilibrium.strategies["black"]["raise"] == Fraction(1, 3)
    assert equilibrium.strategies["2"]["meet"] == Fraction(2, 3)
    assert equilibrium.payoffs["1"] == Fraction(1, 3)


def centipede(rounds: int) -> ExtensiveForm:
    node: Node = Terminal("end", {"1": rounds, "2": rounds})
    for k in reversed(range(rounds)):
        who = "12"[k % 2]
        stop = {who: k + 2, "12"[1 - k % 2]: k}
        node = Decision(who, {"stop": Terminal("stopped", stop), "go": node}, f"round {k}")
    return ExtensiveForm(node, players=["1", "2"])


def test_with_perfect_information_it_is_backward_induction() -> None:
    # Rosenthal (1981): the centipede stops at once
    (equilibrium,) = perfect_bayesian(centipede(8))
    (induced,) = subgame_perfect(centipede(8))
    assert equilibrium.strategies == induced.strategies
    assert set(actions(equilibrium).values()) == {"stop"}
    assert equilibrium.kind == ""


def two_rounds(draw: random.Random) -> ExtensiveForm:
    """A and B move in turn, twice, and see at most their own last move; payoffs are small."""

    def end() -> Terminal:
        return Terminal("end", {"A": draw.randint(0, 3), "B": draw.randint(0, 3)})

    def last(own: str) -> Decision:
        return Decision("A", {"x": end(), "y": end()}, f"A again after {own}")

    def reply(own: str) -> Decision:
        return Decision("B", {"x": last(own), "y": last(own), "z": end()}, "B")

    return ExtensiveForm(Decision("A", {"x": reply("x"), "y": reply("y"), "z": end()}, "A"))


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(12))
def test_no_profile_that_beliefs_support_is_missed(seed: int) -> None:
    game = two_rounds(random.Random(seed))
    names = list(game.information_sets)
    supported = []
    for chosen in product(*(game.information_sets[name][0].branches for name in names)):
        mixes = {n: immutabledict({a: Fraction(1)}) for n, a in zip(names, chosen, strict=True)}
        beliefs = supporting_beliefs(game, immutabledict(mixes))
        if all(allowed.vertices for allowed in beliefs.values()):
            supported.append(mixes)
    found = [dict(e.strategies) for e in perfect_bayesian(game)]
    assert len(found) == len(supported)
    assert all(mixes in found for mixes in supported)


def test_two_changes_at_once_count() -> None:
    # in front of B's reply, which A does not see, no single change of A gains, both together do:
    # A holds that B went left and then right, which beliefs at two sets may say
    def end(worth: int) -> Terminal:
        return Terminal("end", {"A": worth, "B": 0})

    def last(stay: int, leave: int) -> Decision:
        return Decision("A", {"stay": end(stay), "leave": end(leave)}, "A again")

    reply = Decision("B", {"left": last(0, 3), "right": last(0, -9)}, "B")
    game = ExtensiveForm(Decision("A", {"out": end(1), "in": reply}, "A"))
    careful = immutabledict(
        {
            "A": immutabledict({"out": Fraction(1)}),
            "B": immutabledict({"left": Fraction(1)}),
            "A again": immutabledict({"stay": Fraction(1)}),
        }
    )
    # "stay" is best at "A again" if right is likely, yet going in and leaving gains now
    assert supporting_beliefs(game, careful)["A again"].vertices
    assert not supporting_beliefs(game, careful)["A"].vertices
    with pytest.raises(GameError, match="no equilibrium: at 'A' A gains by deviating"):
        certified_assessment(game, careful)
    assert careful not in [e.strategies for e in perfect_bayesian(game)]


def test_a_set_of_three_reads_as_inequalities() -> None:
    def node(good: int) -> Decision:
        ends = {"x": Terminal("x", {"A": 0, "B": good}), "y": Terminal("y", {"A": 0, "B": 0})}
        return Decision("B", ends, "B")

    ways: dict[str, Node] = {
        "l": node(1),
        "m": node(-1),
        "r": node(-2),
        "out": Terminal("out", {"A": 1, "B": 0}),
    }
    texts = [repr(e) for e in perfect_bayesian(ExtensiveForm(Decision("A", ways)))]
    assert any("believing at B: l - m - 2 r ≤ 0" in text for text in texts)
    assert any("believing at B: -l + m + 2 r ≤ 0" in text for text in texts)


def settled_later(tie: int = 0) -> ExtensiveForm:
    """A signal, a reply, then chance and a last decision that all see."""

    def last(fight: int) -> Chance:
        ends = {
            "fight": Terminal("war", {"S": fight, "R": fight}),
            "yield": Terminal("peace", {"S": tie, "R": 1}),
        }
        calm = Terminal("calm", {"S": 0, "R": 0})
        return Chance({"storm": (HALF, Decision("S", ends)), "none": (HALF, calm)})

    def send(kind: str, fight: int) -> Decision:
        reply = Decision(
            "R", {"press": last(fight), "rest": Terminal("rest", {"S": 1, "R": 0})}, "R"
        )
        return Decision("S", {"call": reply, "hide": Terminal("hidden", {"S": 0, "R": 0})}, kind)

    return ExtensiveForm(
        Chance({"hard": (HALF, send("hard", 2)), "soft": (HALF, send("soft", -2))})
    )


def test_what_follows_the_reply_is_settled_by_backward_induction() -> None:
    game = settled_later()
    solution = perfect_bayesian(game)
    # the receiver presses whoever calls; the hard gain by it and the soft lose nothing
    assert sorted(e.kind for e in solution) == ["pooling", "separating"]
    last = [name for name in game.information_sets if "storm" in name]
    assert {actions(solution.equilibria[0])[name] for name in last} == {"fight", "yield"}
    # with a tie there it is no signalling game, and the note says what was looked for
    tied = perfect_bayesian(settled_later(tie=-2))
    assert "only pure strategies were looked for" in repr(tied)
    with pytest.raises(
        GameError, match="the tree is not one: perfect_bayesian and sequential take any"
    ):
        intuitive_criterion(settled_later(tie=-2))


def leaf() -> Terminal:
    return Terminal("end", dict.fromkeys("SRQ", 0))


def ask(player: str, name: str, **ways: Node) -> Decision:
    return Decision(player, ways, name)


@pytest.mark.parametrize(
    "root",
    [
        # no draw of a type; the sender does not know the type
        ask("S", "s", a=ask("R", "r", x=leaf(), y=leaf()), b=leaf()),
        Chance({"t": (HALF, ask("S", "s", a=leaf())), "u": (HALF, ask("S", "s", a=leaf()))}),
        # two senders; nobody replies; a type that ends at once; the receiver is the sender
        Chance({"t": (HALF, ask("S", "s", a=leaf())), "u": (HALF, ask("R", "r", a=leaf()))}),
        Chance({"t": (HALF, ask("S", "s", a=leaf())), "u": (HALF, ask("S", "u", a=leaf()))}),
        Chance({"t": (HALF, leaf()), "u": (HALF, ask("S", "u", a=ask("R", "r", x=leaf())))}),
        Chance({"t": (1, ask("S", "s", a=ask("S", "again", x=leaf())))}),
        # two messages of one type that the receiver cannot tell apart
        Chance({"t": (1, ask("S", "s", a=ask("R", "r", x=leaf()), b=ask("R", "r", x=leaf())))}),
        # the receiver moves again, without knowing what it met
        Chance(
            {
                "t": (HALF, ask("S", "s", a=ask("R", "r", x=ask("Q", "q", z=leaf())))),
                "u": (HALF, ask("S", "u", a=ask("R", "r", x=ask("Q", "q", z=leaf())))),
            }
        ),
    ],
)
def test_what_is_no_signalling_game(root: Node) -> None:
    assert signalling(ExtensiveForm(root, players=["S", "R", "Q"])) is None


def with_a_type_that_is_never_drawn(met: int) -> ExtensiveForm:
    def end(outcome: str, sender: int, receiver: int) -> Terminal:
        return Terminal(outcome, {"S": sender, "R": receiver})

    drawn = ask(
        "S",
        "drawn",
        high=ask("R", "met high", yes=end("worse", -1, 0), no=end("best", 2, 0)),
        low=ask("R", "met low", yes=end("good", 1, 0), no=end("none", 0, 0)),
    )
    # the receiver knows that it did not meet it, unless nobody else is to be met
    never = ask(
        "S",
        "never",
        high=ask("R", "met high", yes=end("never", 3, met), no=end("never", 0, 0)),
        low=ask("R", "met low", yes=end("never", 0, 0), no=end("never", 0, 1)),
    )
    return ExtensiveForm(Chance({"t": (1, drawn), "u": (0, never)}), players=["S", "R"])


@pytest.mark.parametrize("met", [-1, 1])
def test_the_type_that_is_never_drawn_counts_in_beliefs_off_the_path_alone(met: int) -> None:
    found = perfect_bayesian(with_a_type_that_is_never_drawn(met))
    assert found.sought == "all"
    assert {equilibrium.kind for equilibrium in found.equilibria} == {""}
    mixes = {
        equilibrium.strategies["met high"]["yes"]
        for equilibrium in found.equilibria
        if len(equilibrium.strategies["met high"]) > 1
    }
    # 2 - 3x is 1 or 0, by what is replied to the other message
    assert mixes == {Fraction(1, 3), Fraction(2, 3)}


def test_three_types_of_which_two_send_the_same_are_semi_separating() -> None:
    def send(kind: int) -> Decision:
        def end(message: int, reply: int) -> Terminal:
            return Terminal("end", {"S": int(message == (kind > 0)), "R": int(reply == (kind > 0))})

        ways = {
            str(m): Decision("R", {str(r): end(m, r) for r in (0, 1)}, f"R {m}") for m in (0, 1)
        }
        return Decision("S", ways, f"S {kind}")

    third = Fraction(1, 3)
    game = ExtensiveForm(Chance({str(kind): (third, send(kind)) for kind in range(3)}))
    (equilibrium,) = perfect_bayesian(game)
    assert equilibrium.kind == "semi-separating"


def test_too_many_supports_leave_the_pure_ones_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caucasus_games.concepts.sender._LIMIT", 10)
    solution = perfect_bayesian(beer_quiche())
    assert len(solution) == 2
    assert "mixed ones take 81 systems of equations, and up to 10 are solved" in solution.notes[0]


def test_too_long_a_search_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("caucasus_games.concepts.perfect_bayesian")
    monkeypatch.setattr(module, "_LIMIT", 3)
    with pytest.raises(GameError, match="more than 3 steps for 4 information sets"):
        perfect_bayesian(beer_quiche())


def test_a_normal_form_is_refused() -> None:
    game = NormalForm({"A": ["x"]}, {("x",): [0]})
    with pytest.raises(GameError, match="perfect_bayesian is for a tree and got a normal form"):
        perfect_bayesian(game)  # type: ignore[arg-type]


def test_a_message_that_nobody_could_gain_by_breaks_nothing() -> None:
    def send(kind: str, right: int) -> Decision:
        ends = {
            "x": Terminal("x", {"S": -1, "R": right}),
            "y": Terminal("y", {"S": -2, "R": 1 - right}),
        }
        quiet = Terminal("quiet", {"S": 0, "R": 0})
        return Decision("S", {"cry": Decision("R", ends, "R"), "quiet": quiet}, kind)

    game = ExtensiveForm(Chance({"t": (HALF, send("t", 1)), "u": (HALF, send("u", 0))}))
    solution = intuitive_criterion(game)
    assert len(solution) == len(perfect_bayesian(game)) == 2
    assert not solution.steps


def unilateral_deterrence_game(hard: str) -> ExtensiveForm:
    """Zagare & Kilgour (2000), Perfect Deterrence, chapter 5, with c and d as in the text."""

    def challenger(kind: str, conflict: int) -> Decision:
        def ends(c: int, d: int, outcome: str) -> Terminal:
            return Terminal(outcome, {"Challenger": c, "Defender": d})

        last = {"back down": ends(-1, 1, "CD"), "press": ends(conflict, -2, "DD")}
        denied = Decision("Challenger", last, f"denied, {kind}")
        challenged = Decision(
            "Defender", {"concede": ends(2, -1, "DC"), "deny": denied}, "challenged"
        )
        return Decision("Challenger", {"challenge": challenged, "abide": ends(1, 2, "SQ")}, kind)

    chance = Fraction(hard)
    types = {"hard": (chance, challenger("hard", 0)), "soft": (1 - chance, challenger("soft", -2))}
    return ExtensiveForm(Chance(types), ["Challenger", "Defender"])


@pytest.mark.parametrize("hard", ["1/3", "1/2", "3/4"])
def test_zagare_and_kilgour_s_unilateral_deterrence(hard: str) -> None:
    # the defender denies iff a challenger is hard with at most (d_CD - d_DC) / (d_CD - d_DD) = 2/3,
    # and the hard one challenges iff it is denied with at most (c_DC - c_SQ) / (c_DC - c_DD) = 1/2
    found = perfect_bayesian(unilateral_deterrence_game(hard))
    deterred, other = sorted(found, key=lambda e: e.outcomes != {"SQ": 1})
    assert deterred.outcomes == {"SQ": 1}
    threat = deterred.beliefs["challenged"]
    assert max(point["hard, challenge"] for point in threat.vertices) == Fraction(2, 3)
    chance = Fraction(hard)
    if chance > Fraction(2, 3):
        assert other.outcomes == {"DC": 1}
    else:
        # the bluff: soft ones challenge so often that 2/3 of those who do are hard, and are denied
        # so often that they do not mind
        assert other.kind == "semi-separating"
        assert other.strategies["hard"] == {"challenge": 1}
        assert other.strategies["soft"]["challenge"] == chance * HALF / (1 - chance)
        assert other.strategies["challenged"]["deny"] == Fraction(1, 3)
    assert len(sequential(unilateral_deterrence_game(hard))) == 2
