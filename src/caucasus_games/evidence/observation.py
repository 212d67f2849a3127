"""What was seen at a moment, under which arrangement, with what was known of the numbers then."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name, fraction, show
from caucasus_games.games.door import described
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.models.model import ModelLike, model_of
from caucasus_games.parameters.data import document
from caucasus_games.text.plain import plain


@dataclass(frozen=True, repr=False)
class Observation:
    """An outcome that was seen.

    Parameters
    ----------
    moment : str
        When, such as the year; each of several observations has its own.
    setup : GuarantorSetup
        The arrangement then.
    outcome : str
        What happened, in the model's terms.
    values : mapping of str to exact number
        What was known of the numbers then; the rest moves within its range.
    source : str
        Keys of the bibliography or ``assumption: why``.

    Raises
    ------
    GameError
        If a part is of another kind, or a value is no exact number.

    Examples
    --------
    >>> from caucasus_games.guarantors import MINSK_GROUP
    >>> Observation("2020", MINSK_GROUP, "war", {"military_advantage": "0.77"})
    2020 under MINSK_GROUP: war, with military_advantage 0.77
    """

    moment: str
    setup: GuarantorSetup
    outcome: str
    values: Mapping[str, object] = field(default_factory=dict)
    source: str = "assumption: given by the user"

    def __post_init__(self) -> None:
        if not isinstance(self.setup, GuarantorSetup):
            raise GameError(
                f"the observation of {self.moment} has {described(self.setup)} as its setup: take "
                "one from caucasus_games.guarantors"
            )
        own = {n: fraction(x, f"{n} in {self.moment}") for n, x in by_name(self.values).items()}
        object.__setattr__(self, "moment", str(self.moment))
        object.__setattr__(self, "values", immutabledict(own))

    def game(self, model: ModelLike) -> Game:
        """Write the game of the moment.

        Parameters
        ----------
        model : callable
            From a setup to a game.

        Returns
        -------
        NormalForm or ExtensiveForm
            With the values that were known and that the model has.

        Raises
        ------
        GameError
            If the model does not take the setup, or has no such outcome.
        """
        written = model_of(model, "an observation")(self.setup)
        if self.outcome not in written.outcome_labels:
            refused = unknown("outcome", self.outcome, sorted(written.outcome_labels))
            raise GameError(f"the observation of {self.moment}: {refused}")
        known = {symbol.name for symbol in written.symbols}
        return written.at({name: x for name, x in self.values.items() if name in known})

    def __repr__(self) -> str:
        known = ", ".join(f"{n} {show(Fraction(str(x)))}" for n, x in self.values.items())
        told = f"{self.moment} under {self.setup.name}: {self.outcome}"
        return plain(f"{told}, with {known}" if known else told)


def observations(model: ModelLike) -> tuple[Observation, ...]:
    """Return what has been seen of seven moments since 1994, in the terms of a model.

    Parameters
    ----------
    model : callable
        One of the library's models.

    Returns
    -------
    tuple of Observation
        In the order of the years, without what is open; none if no moment speaks of the model.

    Examples
    --------
    >>> from caucasus_games.models import peacekeepers
    >>> [seen.outcome for seen in observations(peacekeepers)]
    ['peace', 'war']
    """
    name = model_of(model, "observations").name
    found: list[Observation] = []
    for moment, entry in document("hindsight.toml").items():
        happened = entry["happened"].get(name, "open")
        if happened != "open":
            setup = named(entry["vintage"])[entry["setup"]]
            found.append(Observation(moment, setup, happened, entry["values"], entry["sources"]))
    return tuple(found)


def checked_observations(seen: Iterable[Any], taker: str) -> tuple[Observation, ...]:
    """Refuse what are no observations of different moments."""
    found = tuple(seen)
    if not found:
        raise GameError(f"{taker} takes one observation or more and got none")
    for one in found:
        if not isinstance(one, Observation):
            raise GameError(f"{taker} takes observations and got {described(one)}")
    moments = [one.moment for one in found]
    for moment in moments:
        if moments.count(moment) > 1:
            raise GameError(f"two observations are of {moment!r}: give each its own moment")
    return found


def told_apart(
    seen: Iterable[tuple[str, Mapping[str, Hashable]]],
) -> dict[tuple[str, Hashable], str]:
    """Name each number that may be another at another moment: then after the first that has it.

    For each moment what tells its numbers apart is given, such as their records.
    """
    kinds: dict[str, dict[Hashable, str]] = {}
    for moment, own in seen:
        for name, kind in own.items():
            kinds.setdefault(name, {}).setdefault(kind, moment)
    return {
        (name, kind): name if len(own) == 1 else f"{name}_{moment}"
        for name, own in kinds.items()
        for kind, moment in own.items()
    }
