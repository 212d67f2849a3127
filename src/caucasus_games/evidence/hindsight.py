"""What the models say of seven moments, beside what happened.

The arrangement and the balance of power of each moment stand in ``data/hindsight.toml`` with their
sources. The models and their ranges were written by people who knew what happened. A model *hits*
if every equilibrium gives what happened an even chance or more, and *misses* if none does; with
equilibria of both sorts it says *either*. What is not yet known is *open*.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from immutabledict import immutabledict

from caucasus_games.comparison.compare import own_values
from caucasus_games.exact import show
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import named
from caucasus_games.models import NAMED
from caucasus_games.parameters.data import document
from caucasus_games.text.plain import plain

_EVEN = Fraction(1, 2)


@dataclass(frozen=True, repr=False)
class Hindsight:
    """What one model says of one moment.

    Parameters
    ----------
    moment : str
        The year.
    setup : str
        The arrangement then.
    model : str
        The model's name.
    says : tuple of immutabledict
        Probability by outcome, one for each different answer among the equilibria.
    happened : str
        The outcome that happened, in the model's terms, or ``"open"``.
    account : str
        What happened, in words.
    sources : str
        Keys of the bibliography, divided by ``;``.
    reason : str
        What was decided to put the moment into the model's terms.

    Examples
    --------
    >>> hindsight()[0]
    1994 under NONE: deterrence_by_chance says war 1; peace happened: miss
    """

    moment: str
    setup: str
    model: str
    says: tuple[immutabledict[str, Fraction], ...]
    happened: str
    account: str
    sources: str
    reason: str

    @property
    def verdict(self) -> str:
        """``"hit"``, ``"miss"``, ``"either"`` or ``"open"``."""
        if self.happened == "open":
            return "open"
        likely = {answer.get(self.happened, 0) >= _EVEN for answer in self.says}
        return "either" if len(likely) > 1 else "hit" if likely == {True} else "miss"

    @property
    def said(self) -> str:
        """The answers in words."""
        return " or ".join(
            ", ".join(f"{label} {show(q)}" for label, q in answer.items()) for answer in self.says
        )

    def __repr__(self) -> str:
        happened = "what happens" if self.happened == "open" else f"{self.happened} happened"
        return plain(
            f"{self.moment} under {self.setup}: {self.model} says {self.said}; "
            f"{happened}: {self.verdict}"
        )


def hindsight() -> tuple[Hindsight, ...]:
    """Run the models under the arrangements of 1994, 2016, 2020, 2021, 2023, 2025 and 2026.

    Returns
    -------
    tuple of Hindsight
        In the order of the years.

    Examples
    --------
    >>> {row.moment for row in hindsight() if row.model == "peacekeepers"} == {"2021", "2023"}
    True
    """
    return tuple(
        Hindsight(
            moment,
            entry["setup"],
            model,
            _answers(model, entry),
            happened,
            entry["account"],
            entry["sources"],
            entry["reason"],
        )
        for moment, entry in document("hindsight.toml").items()
        for model, happened in entry["happened"].items()
    )


def _answers(model: str, entry: dict[str, Any]) -> tuple[immutabledict[str, Fraction], ...]:
    asked = NAMED[model]
    game: Game = asked(named(entry["vintage"])[entry["setup"]])
    game = game.at(own_values(game, entry["values"]))
    answers = (tuple(sorted(e.outcomes.items())) for e in asked.solver(game)(game))
    return tuple(immutabledict(answer) for answer in dict.fromkeys(answers))
