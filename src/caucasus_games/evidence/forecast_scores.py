"""How good frozen forecasts were, once questions are answered: beside base rate and one half."""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from math import log
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence.forecasts import Forecasts, forecasts
from caucasus_games.exact import by_name
from caucasus_games.games.door import described
from caucasus_games.text.files import bytes_of, decoded, place_of
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import pandas as pd

ALL = "all models"
_MOST_BYTES = 2**20
_HEAD = ["question", "happened"]
_WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_TITLES = ("setup", "model", "questions", "Brier", "base", "half", "log", "base", "half")


@dataclass(frozen=True)
class ForecastScore:
    """What one forecaster scored; the smaller, the better.

    Parameters
    ----------
    setup, model : str
        Who said it.
    questions : tuple of str
        Which of the answered questions it spoke of.
    brier, brier_base, brier_half : float
        The Brier score of what it said, of the base rates and of one half, on these.
    logarithmic, logarithmic_base, logarithmic_half : float
        The logarithmic score of the same.
    """

    setup: str
    model: str
    questions: tuple[str, ...]
    brier: float
    brier_base: float
    brier_half: float
    logarithmic: float
    logarithmic_base: float
    logarithmic_half: float

    @property
    def skill(self) -> float:
        """By which share its Brier score is below that of the base rates; above zero is skill."""
        return 1 - self.brier / self.brier_base


@dataclass(frozen=True, repr=False)
class ForecastScores:
    """Frozen forecasts of questions that are answered, with what each scores.

    Parameters
    ----------
    forecasts : Forecasts
        What was foreseen.
    answers : immutabledict of str to bool
        What happened, by question.
    scores : tuple of ForecastScore
        Of all models together and of each, by setup.
    floor : float
        The least probability that the logarithmic score counts.
    """

    forecasts: Forecasts
    answers: immutabledict[str, bool]
    scores: tuple[ForecastScore, ...]
    floor: float

    def score(self, setup: str, model: str = ALL) -> ForecastScore:
        """Return what one forecaster scored.

        Parameters
        ----------
        setup, model : str
            Which; ``"all models"`` for the mean of them.

        Returns
        -------
        ForecastScore
            Beside what needs no model.

        Raises
        ------
        GameError
            If it said nothing of what is answered.
        """
        known = {(one.setup, one.model): one for one in self.scores}
        if (setup, model) not in known:
            raise unknown(
                "forecaster", f"{model} under {setup}", [" under ".join(k[::-1]) for k in known]
            )
        return known[setup, model]

    def to_dataframe(self) -> pd.DataFrame:
        """Return the scores as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            One row for each setup and model.
        """
        import pandas as pd

        rows = [
            {
                "setup": one.setup,
                "model": one.model,
                "questions": len(one.questions),
                "Brier": one.brier,
                "Brier of base rate": one.brier_base,
                "Brier of one half": one.brier_half,
                "log": one.logarithmic,
                "log of base rate": one.logarithmic_base,
                "log of one half": one.logarithmic_half,
                "skill": one.skill,
            }
            for one in self.scores
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        return "\n".join([plain(self._head()), *columns(_TITLES, *self._rows(), indent="  ")])

    def _repr_html_(self) -> str:
        return f"<p>{self._head()}</p>{table(_TITLES, self._rows())}"

    def _head(self) -> str:
        told = ", ".join(f"{name} {'yes' if so else 'no'}" for name, so in self.answers.items())
        open_ = len(self.forecasts.questions) - len(self.answers)
        return (
            f"forecasts of {self.forecasts.frozen} after {told}; {counted(open_, 'question')} open"
        )

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                one.setup,
                one.model,
                str(len(one.questions)),
                *(f"{x:.3f}" for x in (one.brier, one.brier_base, one.brier_half)),
                *(
                    f"{x:.3f}"
                    for x in (one.logarithmic, one.logarithmic_base, one.logarithmic_half)
                ),
            )
            for one in self.scores
        ]


def score_forecasts(
    answers: Mapping[str, object] | str | os.PathLike[str], *, floor: float = 0.01
) -> ForecastScores:
    """Score the frozen forecasts by what has happened.

    Parameters
    ----------
    answers : mapping of str to bool, or path
        By question whether it is answered with yes; what is open is left out. A file is ``.toml``
        with lines as ``war = false``, or ``.csv`` with columns ``question`` and ``happened``.
    floor : float
        The least probability that the logarithmic score counts, between 0 and 1/2.

    Returns
    -------
    ForecastScores
        Each model and all together, on the questions of which it speaks, beside base rate and one
        half on the same.

    Raises
    ------
    GameError
        If nothing is answered, a question or an answer is none, the file cannot be read, or the
        forecasts were changed.

    References
    ----------
    Brier (1950), Verification of forecasts expressed in terms of probability. Monthly Weather
    Review 78, 1–3.

    Examples
    --------
    >>> found = score_forecasts({"war": False, "clashes": False})
    >>> found.score("EU_MONITORS").brier_half
    0.25
    """
    if not 0 < floor < 0.5:
        raise GameError(f"floor is {floor!r}: give a probability between 0 and 1/2")
    found = forecasts()
    answered = _answered(answers, found)
    rows = []
    for setup in found.setups:
        said = {
            name: {ALL: found.questions[name].together(setup), **found.questions[name].said[setup]}
            for name in answered
            if setup in found.questions[name].said
        }
        for model in dict.fromkeys(model for own in said.values() for model in own):
            own = {name: said[name][model] for name in said if model in said[name]}
            rows.append(_scored(setup, model, own, found, answered, floor))
    return ForecastScores(found, immutabledict(answered), tuple(rows), floor)


def _scored(
    setup: str,
    model: str,
    said: Mapping[str, float],
    found: Forecasts,
    answered: Mapping[str, bool],
    floor: float,
) -> ForecastScore:
    kinds = (
        said,
        {name: found.questions[name].base_rate for name in said},
        dict.fromkeys(said, 0.5),
    )
    # what was given to what happened
    given = [[p if answered[name] else 1 - p for name, p in kind.items()] for kind in kinds]
    brier = [fmean((1 - p) ** 2 for p in own) for own in given]
    logs = [abs(fmean(log(max(p, floor)) for p in own)) for own in given]
    return ForecastScore(setup, model, tuple(said), *brier, *logs)


def _answered(
    answers: Mapping[str, object] | str | os.PathLike[str], found: Forecasts
) -> dict[str, bool]:
    """Return what happened, in the order of the questions."""
    if isinstance(answers, Mapping):
        given = by_name(answers)
    elif isinstance(answers, str | os.PathLike):
        given = _read(place_of(answers, "score_forecasts"))
    else:
        raise GameError(
            f"score_forecasts got {described(answers)}: give answers by question, as "
            "{'war': False}, or a .toml or .csv file of them"
        )
    for name in given:
        if name not in found.questions:
            raise unknown("question", name, found.questions)
    if not given:
        raise GameError(
            f"no question is answered: give one or more of {', '.join(found.questions)}"
        )
    return {name: _yes(name, given[name]) for name in found.questions if name in given}


def _yes(name: str, answer: object) -> bool:
    if isinstance(answer, bool):
        return answer
    told = str(answer).strip().lower()
    if told not in _WORDS:
        raise GameError(
            f"the answer to {name} is {answer!r}: give yes or no, and leave out what is open"
        )
    return _WORDS[told]


def _read(place: Path) -> dict[str, object]:
    wanted = "a .toml or .csv file of answers"
    if place.suffix not in (".toml", ".csv"):
        raise GameError(f"{place.name} is no file of answers: give {wanted}")
    text = decoded(bytes_of(place, _MOST_BYTES, "file", wanted), place.name)
    if place.suffix == ".toml":
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            raise GameError(f"{place.name} is no TOML: {problem}") from None
    head, *rows = list(csv.reader(StringIO(text))) or [[]]
    if head != _HEAD:
        raise GameError(
            f"{place.name} begins with {','.join(head) or 'nothing'}: the first line is "
            "question,happened"
        )
    given: dict[str, object] = {}
    for number, row in enumerate(rows, 2):
        if not row:
            continue
        if len(row) != len(_HEAD) or row[0] in given:
            raise GameError(
                f"{place.name}, line {number}: give each question once, with one answer"
            )
        given[row[0]] = row[1]
    return given
