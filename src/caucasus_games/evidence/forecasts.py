r"""Forecasts of open questions, frozen before they are answered.

The rule: a model is asked under each setup that is in force when the forecasts are made; of draws
from the ranges the probability of what the question asks is the mean, where all equilibria of a
draw count alike. An outcome of a model counts as one that comes about by the day that the question
names, although most models have no calendar. No number is chosen for a question. All models
together say the mean of what each says. The base rate of what was so in :math:`k` of :math:`n`
years is :math:`(k + \frac 1 2)/(n + 1)` [1]_, so that nothing is impossible for not having been
seen.

Questions and forecasts are two files of the package. The SHA-256 hash that the second begins with
is that of both, without the line that states it: whoever noted it when the forecasts were published
can tell that neither has been changed.

References
----------
.. [1] Brown, Cai & DasGupta (2001), Interval estimation for a binomial proportion. Statistical
   Science 16, 101–133.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from statistics import fmean
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.evidence.events import said_by
from caucasus_games.guarantors import named
from caucasus_games.parameters.data import document
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import pandas as pd

QUESTIONS, FROZEN = "questions.toml", "forecasts.toml"
_DIGITS = 4
# by setup and model, how likely a question is answered with yes
Said = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Forecast:
    """What is said of one open question.

    Parameters
    ----------
    name : str
        A short name.
    question : str
        What is asked, to be answered with yes or no.
    yes : str
        What counts as yes.
    by : str
        The last day that counts.
    said : immutabledict of str to immutabledict of str to float
        By setup and model how likely it is.
    happened, years : int
        In how many of how many years of the record it was so.
    base : str
        Which years these are.
    sources : str
        Keys of the bibliography.
    now : immutabledict of str to immutabledict of str to float
        What the models say today, if they were asked again.
    """

    name: str
    question: str
    yes: str
    by: str
    said: immutabledict[str, immutabledict[str, float]]
    happened: int
    years: int
    base: str
    sources: str
    now: immutabledict[str, immutabledict[str, float]] = field(default_factory=immutabledict)

    @property
    def base_rate(self) -> float:
        """How often it was so in a year, with half a year of either kind added."""
        return (self.happened + 0.5) / (self.years + 1)

    def together(self, setup: str) -> float:
        """Return the mean of what the models say under a setup.

        Parameters
        ----------
        setup : str
            Which.

        Returns
        -------
        float
            A probability.
        """
        return fmean(self.said[setup].values())


@dataclass(frozen=True, repr=False)
class Forecasts:
    """All forecasts that were frozen together.

    Parameters
    ----------
    frozen : str
        The day.
    version : str
        Of the package, then.
    digest : str
        The SHA-256 hash of questions and forecasts.
    vintage : str
        Which figures were taken.
    draws, seed : int
        Of the models; rivalry has a fortieth of the draws.
    questions : immutabledict of str to Forecast
        By name.
    """

    frozen: str
    version: str
    digest: str
    vintage: str
    draws: int
    seed: int
    questions: immutabledict[str, Forecast]

    @property
    def setups(self) -> tuple[str, ...]:
        """The setups that were in force, or agreed."""
        return tuple(next(iter(self.questions.values())).said)

    def to_dataframe(self) -> pd.DataFrame:
        """Return the forecasts as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            One row for each question, setup and model, with ``forecast`` and ``base rate``, and
            ``now`` if the models were asked again.
        """
        import pandas as pd

        rows = []
        for one in self.questions.values():
            for setup, own in one.said.items():
                for model, chance in own.items():
                    row: dict[str, object] = {
                        "question": one.name,
                        "by": one.by,
                        "setup": setup,
                        "model": model,
                    }
                    again = {"now": one.now[setup][model]} if one.now else {}
                    rows.append(row | {"forecast": chance, "base rate": one.base_rate} | again)
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        told = columns(self._titles(), *self._rows(), indent="  ")
        return "\n".join([plain(self._head()), *told, *map(plain, self._changes())])

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{told}</p>" for told in self._changes())
        return f"<p>{self._head()}</p>{table(self._titles(), self._rows())}{said}"

    def _head(self) -> str:
        return (
            f"frozen on {self.frozen} by version {self.version}, SHA-256 {self.digest[:16]}…: the "
            f"mean of the models, in % ({counted(self.draws, 'draw')}, figures of {self.vintage})"
        )

    def _titles(self) -> tuple[str, ...]:
        return ("question", "by", "models", *self.setups, "base rate")

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                one.name,
                one.by,
                str(max(map(len, one.said.values()))),
                *(f"{100 * one.together(setup):.1f}" for setup in self.setups),
                f"{100 * one.base_rate:.1f}",
            )
            for one in self.questions.values()
        ]

    def _changes(self) -> list[str]:
        """Say which models say something else today."""
        moved = [
            f"{one.name}: {model} under {setup} said {chance:.3f} and says {again:.3f} now"
            for one in self.questions.values()
            for setup, models in one.now.items()
            for model, again in models.items()
            if round(again, _DIGITS) != (chance := one.said[setup][model])
        ]
        asked = any(one.now for one in self.questions.values())
        return moved or (["asked again, all models say the same"] if asked else [])


def forecasts(*, recompute: bool = False) -> Forecasts:
    """Return the forecasts of what is open in 2027, as they were frozen.

    Parameters
    ----------
    recompute : bool
        Whether the models are asked again, which takes some minutes.

    Returns
    -------
    Forecasts
        By question.

    Raises
    ------
    GameError
        If the files are not those of the hash.

    References
    ----------
    Brown, Cai & DasGupta (2001), Interval estimation for a binomial proportion. Statistical Science
    16, 101–133.

    Examples
    --------
    >>> found = forecasts()
    >>> found.frozen, found.setups
    ('2026-11-30', ('EU_MONITORS', 'US_OPERATOR'))
    >>> round(found.questions["war"].base_rate, 3)
    0.048
    """
    kept = document(FROZEN)
    digest = digest_of(_text(QUESTIONS), _text(FROZEN))
    if digest != kept["sha256"]:
        raise GameError(
            f"questions and forecasts have the SHA-256 hash {digest[:16]}… and not "
            f"{kept['sha256'][:16]}… as when they were frozen: they were changed; install the "
            "package again"
        )
    rule, now = document(QUESTIONS)["rule"], asked_now() if recompute else {}
    questions = {
        name: Forecast(
            name,
            one["question"],
            one["yes"],
            str(one["by"]),
            _kept(kept["said"][name]),
            one["happened"],
            one["years"],
            one["base"],
            one["sources"],
            _kept(now.get(name, {})),
        )
        for name, one in document(QUESTIONS)["questions"].items()
    }
    return Forecasts(
        kept["frozen"],
        kept["version"],
        digest,
        rule["vintage"],
        rule["draws"],
        rule["seed"],
        immutabledict(questions),
    )


def digest_of(questions: str, frozen: str) -> str:
    """Return the SHA-256 hash of both texts without the line that states it."""
    lines = (questions + frozen).splitlines(keepends=True)
    stated = "".join(line for line in lines if not line.startswith("sha256"))
    return sha256(stated.encode()).hexdigest()


def asked_now() -> dict[str, dict[str, dict[str, float]]]:
    """Ask the models by the rule: by question, setup and model."""
    entries: dict[str, Any] = document(QUESTIONS)
    rule, questions = entries["rule"], entries["questions"]
    found: dict[str, dict[str, dict[str, float]]] = {name: {} for name in questions}
    models = dict.fromkeys(model for one in questions.values() for model in one["models"])
    for setup in (named(rule["vintage"])[name] for name in rule["setups"]):
        for model in models:
            events = {
                name: one["models"][model]
                for name, one in questions.items()
                if model in one["models"]
            }
            try:
                told = said_by(model, events, setup, rule["draws"], rule["seed"])
            except GameError:
                # a model that does not take the setup says nothing under it
                continue
            for name, chance in told.items():
                found[name].setdefault(setup.name, {})[model] = chance
    return found


def frozen_text(day: str, version: str, said: Mapping[str, Said], questions: str) -> str:
    """Write forecasts as the file that keeps them, with their hash."""
    lines = [f'frozen = "{day}"', f'version = "{version}"']
    for name, by_setup in said.items():
        for setup, own in by_setup.items():
            lines += ["", f"[said.{name}.{setup}]"]
            lines += [f"{model} = {chance:.{_DIGITS}f}" for model, chance in own.items()]
    text = "\n".join(lines) + "\n"
    return f'sha256 = "{digest_of(questions, text)}"\n{text}'


def _kept(said: Said) -> immutabledict[str, immutabledict[str, float]]:
    return immutabledict({setup: immutabledict(own) for setup, own in said.items()})


def _text(name: str) -> str:
    return (files("caucasus_games") / "data" / name).read_text(encoding="utf-8")
