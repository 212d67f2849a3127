"""The two linked negotiations derived again: four questions answered from the last one back."""

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import normalisation

Values = Mapping[str, Fraction]
Ends = tuple[Fraction, Fraction, Fraction, bool]  # Armenia, Azerbaijan, Turkey, the border open


def border(x: Values, signed: bool) -> Ends:
    """Return what the border negotiation adds, once the text is signed or not."""

    def turkey(conceded: bool, objected: bool) -> Ends:
        gain = x["turkey_gain"] - (not conceded) * x["history_cost"] - objected * x["alliance_loss"]
        opens = gain > 0
        return (
            opens * x["turkish_share"] * x["armenia_dividend"] - conceded * x["concession_cost"],
            -(opens and not signed) * x["border_leverage"] - objected * x["objection_cost"],
            gain if opens else Fraction(0),
            opens,
        )

    answers = []
    for conceded in (False, True):
        silent, loud = turkey(conceded, False), turkey(conceded, True)
        answers.append(loud if loud[1] > silent[1] else silent)
    return answers[1] if answers[1][0] > answers[0][0] else answers[0]


def by_hand(x: Values) -> tuple[tuple[Fraction, ...], str]:
    rho, v = x["escalation_risk"], x["corridor_value"]
    lottery = x["military_advantage"] * v
    apart, after = border(x, signed=False), border(x, signed=True)
    none = (
        -rho * (x["war_cost_armenia"] + lottery) + apart[0],
        rho * (lottery - x["escalation_factor"] * x["war_cost_azerbaijan"])
        + (1 - rho) * v * x["bypass_value"]
        + apart[1],
        apart[2],
    )
    tilt = x["access_risk"] * (1 - x["neutrality"]) / 2
    text = (
        (1 - x["turkish_share"]) * x["armenia_dividend"] - x["sovereignty_cost"] + after[0],
        v - v * tilt + x["azerbaijan_dividend"] + after[1],
        after[2],
    )
    signed = text[0] > none[0] and text[1] > none[1]
    names = [["neither", "open border"], ["peace", "peace and open border"]]
    return (text, names[1][after[3]]) if signed else (none, names[0][apart[3]])


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_what_is_signed_and_what_is_opened(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    game = normalisation(setup)
    seen: set[str] = set()
    for draw in range(60):
        own = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 9973), 9973)
            for r in game.parameters.values()
        }
        if draw % 2:  # beyond the ranges, where Turkey may not care for its ally
            own["alliance_loss"] /= 20
            own["history_cost"] *= 2
        x = {r.name: r.central for r in setup.parameters.values()} | own
        payoffs, label = by_hand(x)
        for e in subgame_perfect(game.at(own)):
            assert tuple(e.payoffs.values()) == payoffs
            assert list(e.outcomes) == [label]
        seen.add(label)
    assert len(seen) > 1
