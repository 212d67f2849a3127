"""One question under every model: what another setup does to the share of an outcome.

The two setups differ in who guarantees and in who runs the checks. Both changes are made apart as
well, so that models can be told apart by what moves them: one that hangs on the checks, one that
hangs on the guarantor's power, one that neither reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict

from caucasus_games.comparison.asked import Asked
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.kinds import Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.guarantors.channels import check_vintages
from caucasus_games.models import MODELS, Model
from caucasus_games.models.model import ModelLike, model_of
from caucasus_games.parameters import Relation
from caucasus_games.parameters.relation import Given, relations
from caucasus_games.readings.given import given_among, told_given
from caucasus_games.sweeps.response import Response, check_response
from caucasus_games.sweeps.run import HERE, Run, seed_of
from caucasus_games.sweeps.shares import Summary
from caucasus_games.sweeps.summary import summary
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_TITLES = ("model", "before", "after", "gained", "lost", "checks alone", "guarantor alone")
_SAID = (
    "gained, lost: draws at which the outcome comes with the change, and goes; checks alone: the "
    "regime changes and the guarantor does not; guarantor alone: the other way round"
)


@dataclass(frozen=True)
class Answer:
    """What one model says.

    Parameters
    ----------
    before, after : float
        The share of draws with the outcome under both setups.
    gained, lost : float
        The share of draws at which the outcome comes with the change, and goes with it.
    checks, guarantor : float
        By how much the share rises if only the regime changes, and if only the guarantor does.
    error : float
        The standard error of the whole difference.
    draws : int
        Of how many draws these are shares: those at which holds what is given.
    asked : Asked
        What was asked.
    """

    before: float
    after: float
    gained: float
    lost: float
    checks: float
    guarantor: float
    error: float
    draws: int
    asked: Asked

    @property
    def sign(self) -> str:
        """``"+"`` or ``"-"`` if the change works one way at all draws, ``"+-"``, or ``"0"``."""
        return ("+" if self.gained else "") + ("-" if self.lost else "") or "0"

    @property
    def moved_by(self) -> str:
        """Which change alone moves the share by a point of 100 or more, up or down."""
        checks, guarantor = (abs(change) >= 0.01 for change in (self.checks, self.guarantor))
        if checks and guarantor:
            return "both"
        return "checks" if checks else "guarantor" if guarantor else "neither"


@dataclass(frozen=True, repr=False)
class Beside:
    """What every model says to one question.

    Parameters
    ----------
    before, after : str
        The setups.
    outcome : str
        The outcome.
    response : {"possible", "guaranteed"}
        What a share is of.
    answers : immutabledict of str to Answer
        By model.
    refused : immutabledict of str to str
        Why there is no answer of a model.
    draws : int
        How many draws were tried.
    given : tuple of Relation
        What is given, in each model that has the numbers.
    """

    before: str
    after: str
    outcome: str
    response: Response
    answers: immutabledict[str, Answer]
    refused: immutabledict[str, str]
    draws: int
    given: tuple[Relation, ...] = ()

    def to_dataframe(self) -> pd.DataFrame:
        """Return the answers as a pandas DataFrame, one row for each model.

        Returns
        -------
        pandas.DataFrame
            Shares and differences, the sign, and which change alone moves the share.
        """
        import pandas as pd

        rows = [
            {
                "model": name,
                "before": own.before,
                "after": own.after,
                "gained": own.gained,
                "lost": own.lost,
                "checks alone": own.checks,
                "guarantor alone": own.guarantor,
                "error": own.error,
                "draws": own.draws,
                "sign": own.sign,
                "moved by": own.moved_by,
            }
            for name, own in self.answers.items()
        ]
        return pd.DataFrame(rows).set_index("model")

    def __repr__(self) -> str:
        told = columns(self._titles(), *self._rows(), indent="  ")
        return "\n".join([plain(self._head()), *told, plain(_SAID)])

    def _repr_html_(self) -> str:
        return f"<p>{self._head()}</p>{table(self._titles(), self._rows())}<p>{_SAID}</p>"

    def _head(self) -> str:
        return (
            f"{self.outcome} {self.response}, in % of {counted(self.draws, 'draw')}: "
            f"from {self.before} to {self.after}{told_given(self.given)}"
        )

    @property
    def _cut(self) -> bool:
        """Whether draws were left out."""
        return any(own.draws < self.draws for own in self.answers.values())

    def _titles(self) -> tuple[str, ...]:
        return (*_TITLES, "draws") if self._cut else _TITLES

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                name,
                *(f"{100 * share:.1f}" for share in (own.before, own.after)),
                *(f"{100 * share:.1f}" for share in (own.gained, own.lost)),
                *(f"{100 * change:+.1f}" for change in (own.checks, own.guarantor)),
                *([f"{own.draws:,}"] if self._cut else []),
            )
            for name, own in self.answers.items()
        ]


def beside(
    before: GuarantorSetup,
    after: GuarantorSetup,
    outcome: str = "peace",
    *,
    models: Iterable[ModelLike] | None = None,
    response: Response = "possible",
    draws: int = 1_000,
    values: Mapping[str, object] | None = None,
    given: Given | None = None,
    seed: int = 0,
    rng: np.random.Generator | int | None = None,
    on: Run = HERE,
) -> Beside:
    """Say what every model makes of the change from one setup to another.

    Parameters
    ----------
    before, after : GuarantorSetup
        Of one vintage.
    outcome : str
        The outcome.
    models : iterable of callable, optional
        By default all of the package, less those played from state to state.
    response : {"possible", "guaranteed"}
        What a share is of.
    draws, values, seed, rng, on
        As for :func:`caucasus_games.sweeps.summary`; each model by its own concept.
    given : list of str, optional
        Relations, as for :func:`caucasus_games.sweeps.summary`; each holds in the models that have
        its numbers.

    Returns
    -------
    Beside
        An answer of each model that takes both setups and has the outcome.

    Raises
    ------
    GameError
        As :func:`caucasus_games.sweeps.summary`; if the setups are none or of two vintages, or no
        model has an answer.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import deterrence_by_chance, guarantee
    >>> found = beside(NONE, US_OPERATOR, models=[deterrence_by_chance, guarantee], draws=200)
    >>> {name: answer.sign for name, answer in found.answers.items()}
    {'deterrence_by_chance': '+', 'guarantee': '+-'}
    """
    check_response(response)
    for setup in (before, after):
        if not isinstance(setup, GuarantorSetup):
            raise GameError(f"beside takes two guarantor setups and got {setup!r}")
    check_vintages(before, after)
    setups = [
        before,
        after,
        before.with_regime(after, f"{before.name}, checks of {after.name}"),
        after.with_regime(before, f"{after.name}, checks of {before.name}"),
    ]
    label = outcome_label(outcome)
    taken, refused = _taken(models, setups, label)
    if not taken:
        raise GameError(
            f"no model has the outcome {label!r} under {before.name} and {after.name}: "
            + "; ".join(refused.values())
        )
    seed = seed_of(seed, rng)
    answers = {}
    for model, own in zip(taken, given_among([*taken.values()], given), strict=True):
        found = summary(model, draws, setups=setups, values=values, given=own, seed=seed, on=on)
        answers[model.name] = _answer(found, label, response)
    return Beside(
        before.name,
        after.name,
        label,
        response,
        immutabledict(answers),
        immutabledict(refused),
        draws if found.tried is None else found.tried,
        relations(given),
    )


def _taken(
    models: Iterable[ModelLike] | None, setups: Sequence[GuarantorSetup], outcome: str
) -> tuple[dict[Model[..., Any], list[Game]], dict[str, str]]:
    """Return the games of each model that has an answer, and why the others have none."""
    taken: dict[Model[..., Any], list[Game]] = {}
    refused = {}
    for model in MODELS if models is None else [model_of(one, "beside") for one in models]:
        try:
            games = [model(setup) for setup in setups]
        except GameError as error:
            refused[model.name] = str(error)
            continue
        if not isinstance(games[0], NormalForm | ExtensiveForm) or outcome not in (
            games[0].outcome_labels
        ):
            refused[model.name] = f"{model.name} has no outcome {outcome}"
            continue
        taken[model] = games
    return taken, refused


def _answer(found: Summary, outcome: str, response: Response) -> Answer:
    """Read off what the four setups of a model have in common and what not."""
    names = found.setups
    first, last, checked, guaranteed = (found.share(name, outcome, response) for name in names)
    gained, lost = found.exchanged(names[0], names[1], outcome, response)
    return Answer(
        first,
        last,
        gained,
        lost,
        checked - first,
        guaranteed - first,
        found.difference(names[1], names[0], outcome, response)[1],
        found.draws,
        found.asked,
    )
