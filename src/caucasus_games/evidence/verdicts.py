"""What the models say of a claim: whether what it claims moves their answer, and which way.

A claim is tried in a model by a change: of a parameter from near the low end of its range to near
the high one (a tenth of the range from either, as an end is often a zero at which much is
indifferent), or from no guarantor to the American operator, in the guarantor alone, in the checks
alone, or in both. At the same draws of everything else, the mean probability of an outcome rises or
falls, and the outcome comes or goes. A change that does neither at one draw in a hundred is inert:
then the model is not about the claim, whatever its parameters are called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Any

from immutabledict import immutabledict

from caucasus_games.errors import unknown
from caucasus_games.evidence.article import claims
from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.models import NAMED
from caucasus_games.parameters import Parameter, load
from caucasus_games.parameters.data import document
from caucasus_games.sweeps import Summary, summary
from caucasus_games.text.plain import columns, counted, plain

Test = dict[str, str]

LEAST = 0.01
_TITLES = ("model", "change", "outcome", "claimed", "mean", "comes", "goes", "verdict")
_SAID = (
    "mean: change of the outcome's mean probability, in points of 100; comes, goes: % of draws at "
    "which the outcome becomes possible, and no longer is"
)


@dataclass(frozen=True)
class Trial:
    """One change in one model, and what a claim says of it.

    Parameters
    ----------
    model : str
        Its name.
    change : str
        A parameter, ``"guarantor"``, ``"checks"`` or ``"operator"``.
    outcome : str
        The outcome.
    claimed : {"+", "-"}
        Which way the claim has it move.
    mean : float
        By how much the outcome's mean probability rises.
    comes, goes : float
        The share of draws at which the outcome becomes possible, and no longer is.
    """

    model: str
    change: str
    outcome: str
    claimed: str
    mean: float
    comes: float
    goes: float

    @property
    def verdict(self) -> str:
        """``"supported"``, ``"refuted"``, ``"mixed"`` or ``"inert"``."""
        if abs(self.mean) < LEAST:
            return "mixed" if max(self.comes, self.goes) >= LEAST else "inert"
        return "supported" if (self.mean > 0) == (self.claimed == "+") else "refuted"


@dataclass(frozen=True, repr=False)
class Verdict:
    """What the models say of one claim.

    Parameters
    ----------
    number, text : str
        The claim.
    trials : tuple of Trial
        What was tried; empty if the claim says no way in which an answer would move.
    draws : int
        How many draws each trial has.
    remark : str
        Why nothing was tried.
    """

    number: str
    text: str
    trials: tuple[Trial, ...]
    draws: int
    remark: str = ""

    @property
    def verdict(self) -> str:
        """The trials' own if they agree, ``"disputed"`` if not; or that there is none."""
        if not self.trials:
            return "not modelled" if not claims()[self.number].models else "no direction"
        found = {trial.verdict for trial in self.trials} - {"inert"}
        return found.pop() if len(found) == 1 else "disputed" if found else "inert"

    def __repr__(self) -> str:
        head = f"{self.number}: {self.text}: {self.verdict}"
        if not self.trials:
            return plain(head, *([self.remark] if self.remark else []))
        rows = [
            (
                t.model,
                t.change,
                t.outcome,
                t.claimed,
                f"{100 * t.mean:+.1f}",
                f"{100 * t.comes:.1f}",
                f"{100 * t.goes:.1f}",
                t.verdict,
            )
            for t in self.trials
        ]
        said = f"{_SAID}; of {counted(self.draws, 'draw')}"
        return "\n".join([plain(head), *columns(_TITLES, *rows, indent="  "), plain(said)])


def verdicts(
    numbers: Iterable[str] | None = None, *, draws: int = 200, seed: int = 1
) -> immutabledict[str, Verdict]:
    """Try claims of the article in the models.

    Parameters
    ----------
    numbers : iterable of str, optional
        Which claims, such as ``"S38"``; by default all.
    draws : int
        How many draws each trial has.
    seed : int
        Of the draws.

    Returns
    -------
    immutabledict of str to Verdict
        By number.

    Raises
    ------
    GameError
        If there is no such claim, or the number of draws is not positive.

    Examples
    --------
    >>> verdicts(["S12"])["S12"].verdict
    'supported'
    >>> verdicts(["S37"])["S37"].verdict
    'not modelled'
    """
    known = claims()
    asked = list(known) if numbers is None else list(numbers)
    tests: dict[str, list[Test]] = {}
    for number in asked:
        if number not in known:
            raise unknown("claim", number, known)
        tests[number] = document("claims.toml")[number].get("tests", [])
    found = _summaries(list(chain.from_iterable(tests.values())), draws, seed)
    return immutabledict(
        {
            number: Verdict(
                number,
                known[number].text,
                tuple(_tried(test, found[test["model"]]) for test in own),
                draws,
                known[number].remark,
            )
            for number, own in tests.items()
        }
    )


def _summaries(tests: Iterable[Test], draws: int, seed: int) -> dict[str, Summary]:
    """Draw each model once, under all setups before and after the changes to it."""
    setups: dict[str, dict[str, GuarantorSetup]] = {}
    for test in tests:
        own = setups.setdefault(test["model"], {})
        own |= {setup.name: setup for setup in _setups(test)}
    return {
        model: summary(NAMED[model], draws, setups=own.values(), seed=seed)
        for model, own in setups.items()
    }


def _tried(test: Test, found: Summary) -> Trial:
    outcome = test["outcome"]
    before, after = (setup.name for setup in _setups(test))
    return Trial(
        test["model"],
        test["change"],
        outcome,
        test["claimed"],
        found.mean(after, outcome) - found.mean(before, outcome),
        *found.exchanged(before, after, outcome),
    )


def _setups(test: Test) -> list[GuarantorSetup]:
    """Return the setup before a change and the one after it."""
    change, under = test["change"], test.get("setup", "US_OPERATOR")
    known = named()
    nobody, operator = known["NONE"], known["US_OPERATOR"]
    if change == "guarantor":
        return [nobody, operator.with_regime(nobody)]
    if change == "checks":
        return [nobody, nobody.with_regime(operator)]
    if change == "operator":
        return [nobody, operator]
    setup = known[under]
    record = setup.parameters[change] if change in setup.parameters else load()[change]
    inward = (record.high - record.low) / 10
    return [
        setup.derive(f"{under}, {end} {change}", **_at(record, value))
        for end, value in (("low", record.low + inward), ("high", record.high - inward))
    ]


def _at(record: Parameter, value: Fraction) -> dict[str, Any]:
    """Return a parameter with one value, by its name."""
    # within its range, so that a game is made ready for draws once for all changes
    fixed = replace(record, central=value, distribution=f"list({value})")
    return {record.name: fixed}
