"""The channels by which a guarantor works, and setups with some from one and some from another.

What a setup says is divided into who guarantees (*seat*), who runs the checks and what that costs
(*regime*), whether it would act (*will*), what it takes off an attacker's chances when it acts
(*denial*), what it sees (*detection*), what being there is worth and costs (*presence*), and its
part in the operator (*profit*). Parameters of one's own are one channel more (*own*).
"""

from collections.abc import Collection
from dataclasses import replace

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.guarantors.setup import GuarantorSetup
from caucasus_games.parameters import Parameter

SEAT, OWN = "seat", "own"
CHANNELS = immutabledict(
    {
        SEAT: (),
        "regime": ("neutrality", "sovereignty_cost"),
        "will": ("guarantor_credibility", "guarantor_stake", "intervention_cost"),
        "denial": ("enforcement_strength",),
        "detection": ("detection",),
        "presence": ("presence_value", "presence_cost"),
        "profit": ("operator_share",),
    }
)
_CHANNEL_OF = {name: channel for channel, names in CHANNELS.items() for name in names}


def numbers_of(setup: GuarantorSetup) -> dict[str, dict[str, Parameter]]:
    """Return a setup's parameters by channel."""
    found: dict[str, dict[str, Parameter]] = {channel: {} for channel in (*CHANNELS, OWN)}
    for name, parameter in setup.parameters.items():
        found[_CHANNEL_OF.get(name, OWN)][name] = parameter
    return found


def check_vintages(before: GuarantorSetup, after: GuarantorSetup) -> None:
    """Refuse setups with figures of two vintages."""
    if before.vintage != after.vintage:
        raise GameError(
            f"{before.name} has the figures of {before.vintage} and {after.name} those of "
            f"{after.vintage}: take both of one vintage, from guarantors.named(vintage)"
        )


def differing(before: GuarantorSetup, after: GuarantorSetup) -> tuple[str, ...]:
    """Return the channels in which two setups are not the same."""
    seated = [(setup.guarantor, setup.partners) for setup in (before, after)]
    one, two = numbers_of(before), numbers_of(after)
    return tuple(
        channel
        for channel in (*CHANNELS, OWN)
        if (seated[0] != seated[1] if channel == SEAT else _spans(one[channel], two[channel]))
    )


def _spans(one: dict[str, Parameter], two: dict[str, Parameter]) -> bool:
    """Tell whether some number is another; where it comes from does not matter."""
    spans = [
        {name: (p.low, p.central, p.high, p.distribution) for name, p in own.items()}
        for own in (one, two)
    ]
    return spans[0] != spans[1]


def between(
    before: GuarantorSetup, after: GuarantorSetup, taken: Collection[str], name: str
) -> GuarantorSetup:
    """Return the setup that has some channels as they are after, and the others as before."""
    one, two = numbers_of(before), numbers_of(after)
    records = [p for c in one for p in (two if c in taken else one)[c].values()]
    seat = after if SEAT in taken else before
    return replace(
        before,
        name=name,
        guarantor=seat.guarantor,
        partners=seat.partners,
        parameters=before.parameters.holding(records),
        title=f"{before.title}, but {', '.join(taken)} as in {after.title}" if taken else "",
        account="",
    )
