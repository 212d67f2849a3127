"""War and peace against what the estimates say in closed form: payoffs of a month."""

from fractions import Fraction
from itertools import product

from caucasus_games import load
from caucasus_games.concepts import markov_logit
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import war_and_peace
from caucasus_games.models.war_and_peace import LEVELS


def test_a_month_pays_what_the_formula_says() -> None:
    # u = x_s + kappa_a + gamma_s [both above peace] + alpha [s above peace, other >= s, own < s]
    table = {name: record.central for name, record in load().items()}
    for setup, cover in (
        (NONE, Fraction(0)),
        (US_OPERATOR, None),
    ):
        game = war_and_peace(setup)
        central = {n: r.central for n, r in game.parameters.items()}
        seen = central["guarantor_credibility"] * central["detection"]
        assert cover is None or seen == cover
        for s, own, other in product(range(3), repeat=3):
            paid = game.stages[LEVELS[s]].cells[LEVELS[own], LEVELS[other]].payoffs[0]
            total = table[f"armenia_{LEVELS[s]}_value"] if s else Fraction(0)
            total += table[f"armenia_{LEVELS[own]}_action"] if own else 0
            total += table[f"both_escalate_in_{LEVELS[s]}"] if own and other else 0
            total += table["armenia_audience"] * (1 - seen) if s and other >= s > own else 0
            assert game.numbers[paid] == total


def test_without_payoffs_every_level_is_as_likely() -> None:
    game = war_and_peace(NONE)
    nothing = {
        name: 0 for name in game.parameters if name.startswith(("armenia_", "azerbaijan_", "both_"))
    }
    (found,) = markov_logit(game.at(nothing), 1, starts=20)
    assert {round(q, 12) for mix in found.strategies.values() for q in mix.values()} == {
        round(1 / 3, 12)
    }
    # the greater of two throws of three
    assert [round(q, 12) for q in found.chain.moves["peace"].values()] == [
        round(k / 9, 12) for k in (1, 3, 5)
    ]
