"""A difference between two setups, divided by channel: exactly, and by the definition."""

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations

import matplotlib.pyplot as plt
import pytest
import sympy
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from caucasus_games import (
    Decision,
    ExtensiveForm,
    GameError,
    GuarantorSetup,
    Parameter,
    Terminal,
    decompose,
    plot,
    summary,
)
from caucasus_games.guarantors import (
    EU_MONITORS,
    NONE,
    RUSSIAN_PEACEKEEPERS,
    US_OPERATOR,
    US_TREATY,
    named,
)
from caucasus_games.guarantors.channels import CHANNELS, between, differing, numbers_of
from caucasus_games.models import deterrence_by_chance, settlement, terms
from caucasus_games.parameters.data import guarantor_vocabulary
from caucasus_games.sweeps.response import Response

EMPTY: frozenset[str] = frozenset()


def test_every_number_of_a_guarantor_belongs_to_one_channel() -> None:
    names = [name for own in CHANNELS.values() for name in own]
    assert sorted(names) == sorted(guarantor_vocabulary())


@pytest.mark.parametrize("response", ["possible", "guaranteed"])
def test_parts_add_up_and_are_the_average_over_orders(response: Response) -> None:
    before, after = US_TREATY, US_OPERATOR
    found = decompose(settlement, before, after, "peace", response=response, draws=300, seed=2)
    ends = summary(settlement, 300, setups=[before, after], seed=2)
    assert [float(share) for share in found.ends] == [
        ends.share(setup.name, "peace", response) for setup in (before, after)
    ]
    assert "note" not in repr(found)
    whole = found.ends[1] - found.ends[0]
    assert whole
    assert sum(own.part for own in found.parts.values()) == whole
    orders = list(permutations(found.parts))
    for channel, own in found.parts.items():
        added = Fraction(0)
        for order in orders:
            earlier = frozenset(order[: order.index(channel)])
            added += found.shares[earlier | {channel}] - found.shares[earlier]
        assert own.part == added / len(orders)
        assert own.alone == found.shares[frozenset({channel})] - found.shares[EMPTY]
        rest = frozenset(found.parts) - {channel}
        assert own.last == found.ends[1] - found.shares[rest]


def test_a_setup_between_two_has_the_numbers_of_both() -> None:
    mixed = between(RUSSIAN_PEACEKEEPERS, US_OPERATOR, ["regime", "will"], "MIXED")
    assert mixed.guarantor == "Russia"
    for channel, numbers in numbers_of(mixed).items():
        source = US_OPERATOR if channel in ("regime", "will") else RUSSIAN_PEACEKEEPERS
        assert numbers == numbers_of(source)[channel]
    seated = between(NONE, US_OPERATOR, ["seat"], "SEAT")
    assert (seated.guarantor, seated.partners) == ("United States", US_OPERATOR.partners)
    assert seated.parameters["detection"].central == 0


def game_of(factor: str) -> Callable[[GuarantorSetup], ExtensiveForm]:
    """Peace iff a number of the guarantor is above one half."""

    def model(setup: GuarantorSetup) -> ExtensiveForm:
        half = Terminal("war", {"Azerbaijan": sympy.Rational(1, 2)})
        peace = Terminal("peace", {"Azerbaijan": sympy.Symbol(factor)})
        return ExtensiveForm(
            Decision("Azerbaijan", {"refrain": peace, "attack": half}),
            parameters=terms.parameters_of(setup),
        )

    return model


def test_all_is_done_by_the_channel_that_the_model_has() -> None:
    before = GuarantorSetup.define("A", "European Union", detection=("0", "0.3", "0.6"))
    after = before.derive(
        "B", detection=("0.2", "0.6", "0.9"), enforcement_strength="0.5", guarantor_stake=1
    )
    found = decompose(game_of("detection"), before, after, "peace", draws=500, seed=3)
    assert list(found.parts) == ["detection"]
    assert found.absent == ("will", "denial")
    (own,) = found.parts.values()
    assert own.part == own.alone == own.last == found.ends[1] - found.ends[0] > 0
    # of a paired sample in which nothing goes the other way
    share = float(own.part)
    assert own.error == pytest.approx((share * (1 - share) / 500) ** 0.5)
    assert "note: the model has no number of will, denial" in repr(found)
    assert "<p>note: the model" in found._repr_html_()


def test_numbers_of_ones_own_are_a_channel() -> None:
    mine = Parameter("mine", "a number", "", "0", "0.4", "0.9", "assumption: for a test")
    before = GuarantorSetup.define("A", "European Union", mine=mine)
    higher = Parameter("mine", "a number", "", "0.6", "0.7", "0.9", "assumption: for a test")
    found = decompose(game_of("mine"), before, before.derive("B", mine=higher), "peace", draws=200)
    assert list(found.parts) == ["own"]
    assert found.ends[1] == 1
    frame = found.to_dataframe()
    assert frame.loc["own", "part"] == pytest.approx(float(1 - found.ends[0]))


def test_what_is_the_same_is_no_channel() -> None:
    assert differing(US_OPERATOR, US_OPERATOR) == ()
    # only where the numbers come from is another
    moved = US_OPERATOR.derive("SAME", source="assumption: for a test")
    assert differing(US_OPERATOR, moved) == ()
    assert differing(NONE, US_OPERATOR)[0] == "seat"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (US_OPERATOR, US_OPERATOR, "one guarantor, and the model has none of the numbers"),
        (NONE, named("2026-09")["US_OPERATOR"], "figures of 2025-07 and US_OPERATOR those of"),
        ("NONE", US_OPERATOR, "decompose takes two setups and got"),
    ],
)
def test_what_cannot_be_divided(before: GuarantorSetup, after: GuarantorSetup, words: str) -> None:
    with pytest.raises(GameError, match=words):
        decompose(settlement, before, after, "peace", draws=10)


def test_unknown_words_are_refused() -> None:
    with pytest.raises(GameError, match="unknown outcome 'piece'"):
        decompose(settlement, US_TREATY, US_OPERATOR, "piece", draws=10)
    with pytest.raises(GameError, match="unknown response 'sure'"):
        decompose(settlement, US_TREATY, US_OPERATOR, "peace", response="sure")  # type: ignore[arg-type]


def test_a_difference_of_means_says_so() -> None:
    found = decompose(
        deterrence_by_chance, EU_MONITORS, US_OPERATOR, "peace", response="probability", draws=50
    )
    first, last = (f"{float(share):.1%}" for share in found.ends)
    ends = f"{first} under EU_MONITORS, {last} under US_OPERATOR"
    assert repr(found).startswith(f"peace over 50 draws, mean probability: {ends}")


def test_the_figure_goes_from_one_share_to_the_other() -> None:
    found = decompose(deterrence_by_chance, EU_MONITORS, US_OPERATOR, "peace", draws=400, seed=1)
    assert "peace possible" in repr(found)
    ax = plot.decomposition(found)
    drawn = [bar for bar in ax.patches if isinstance(bar, Rectangle)]
    bars = [(bar.get_x(), bar.get_width()) for bar in drawn]
    first, last = (100 * float(share) for share in found.ends)
    assert bars[0] == pytest.approx((0, first))
    assert bars[-1] == pytest.approx((0, last))
    at = first
    for start, width in bars[1:-1]:
        assert start == pytest.approx(at)
        at = start + width
    assert at == pytest.approx(last)
    assert isinstance(ax.figure, Figure)
    plt.close(ax.figure)


def test_what_is_drawn_is_a_decomposition() -> None:
    with pytest.raises(GameError, match=r"plot\.decomposition"):
        plot.decomposition(settlement)  # type: ignore[arg-type]
