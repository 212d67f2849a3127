r"""Which assumption drives a conclusion.

Let :math:`y` be whether an outcome is possible at a draw :math:`x` of the parameters, or how
probable it is. The first-order and the total index of a parameter are the shares of the variance of
:math:`y` that it explains alone, and with all its interactions [1]_,

.. math::

   S_i = \frac{\operatorname{Var} E[y \mid x_i]}{\operatorname{Var} y}, \qquad
   T_i = 1 - \frac{\operatorname{Var} E[y \mid x_{-i}]}{\operatorname{Var} y}.

The PAWN index is the median distance between the distributions of :math:`y` with and without
:math:`x_i` held in a tenth of its range [2]_. Where the total index is zero the parameter does not
matter within its range.

References
----------
.. [1] Saltelli et al. (2010), Variance based sensitivity analysis of model output. Computer Physics
   Communications 181, 259–270.
.. [2] Pianosi & Wagener (2018), Distribution-based sensitivity analysis from a generic input-output
   sample. Environmental Modelling & Software 108, 197–207.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict

from caucasus_games.comparison.asked import Asked
from caucasus_games.comparison.deviations import check_outcome
from caucasus_games.concepts.concept import Solver
from caucasus_games.errors import GameError
from caucasus_games.extras import optional
from caucasus_games.games.kinds import Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.parameters import Parameter
from caucasus_games.sweeps.execution import BLOCK
from caucasus_games.sweeps.failure_box import FailureBox, failure_box
from caucasus_games.sweeps.plan import Plan, plan_of
from caucasus_games.sweeps.response import MEASURES, Measure, check_response
from caucasus_games.sweeps.run import seed_of
from caucasus_games.text.plain import plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Numbers = npt.NDArray[np.float64]


_INSTALL = "caucasus-games[sensitivity]"
_SLICES = 10
_ROWS_SHOWN = 5


@dataclass(frozen=True)
class Effect:
    """What a parameter does to an outcome.

    Parameters
    ----------
    first, total : float
        The indices.
    error : float
        Half the width of a 95 % interval of the total index, from resampling.
    pawn : float
        The PAWN index.
    low, high : float
        Probability of the outcome with the parameter at the ends of its range and all others at
        their central value; the least over the equilibria.
    """

    first: float
    total: float
    error: float
    pawn: float
    low: float
    high: float


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """Which parameters drive an outcome.

    Parameters
    ----------
    title, outcome : str
        Of which game, and of what.
    response : {"possible", "guaranteed", "probability"}
        What was looked at.
    mean : float
        The mean of the response over the draws.
    central : float
        Probability of the outcome at the central values.
    effects : immutabledict of str to Effect
        By parameter, the largest total index first.
    box : FailureBox or None
        Where the outcome fails; ``None`` if it never does, or the response is a probability.
    asked : Asked
        What was asked, with as many draws as were taken.
    """

    title: str
    outcome: str
    response: Measure
    mean: float
    central: float
    effects: immutabledict[str, Effect]
    box: FailureBox | None
    asked: Asked

    def to_dataframe(self) -> pd.DataFrame:
        """Return the effects as a pandas DataFrame, one row for each parameter.

        Returns
        -------
        pandas.DataFrame
            With the fields of :class:`Effect`.
        """
        import pandas as pd

        effects = pd.DataFrame({name: vars(effect) for name, effect in self.effects.items()}).T
        return effects.rename_axis("parameter")

    def __repr__(self) -> str:
        what = {
            "possible": f"{self.outcome} is possible in {self.mean:.0%} of the draws",
            "guaranteed": f"{self.outcome} is guaranteed in {self.mean:.0%} of the draws",
            "probability": f"{self.outcome} has the mean probability {self.mean:.2f}",
        }[self.response]
        lines = [f"{what} of the {self.title}"]
        shown = [n for n, effect in self.effects.items() if effect.total > effect.error][
            :_ROWS_SHOWN
        ]
        lines += [
            f"  {name}: {self.effects[name].total:.2f} ± {self.effects[name].error:.2f} of the "
            f"variance, {self.effects[name].first:.2f} alone"
            for name in shown
        ]
        if self.box:
            where = f"where {self.box!r}" if self.box.limits else repr(self.box)
            lines.append(f"  fails {where}")
        return plain(*lines)


def sensitivity(
    game: Game,
    outcome: str,
    *,
    response: Measure = "possible",
    draws: int = 4_096,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    seed: int = 0,
    rng: np.random.Generator | int | None = None,
) -> Sensitivity:
    """Find which parameters drive an outcome, and where it fails.

    1. Sobol indices from a sequence made for them, with intervals from resampling.
    2. PAWN indices and the box of failures from independent draws.
    3. The outcome at the ends of each range, all else at its central value.

    Needs the extra ``sensitivity``.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game, such as ``settlement(US_OPERATOR)``.
    outcome : str
        The outcome.
    response : {"possible", "guaranteed", "probability"}
        What is explained: whether some equilibrium brings it, whether all do, or the least
        probability over the equilibria, zero where there is none.
    draws : int
        How many; a power of two, or the next one is taken. The indices take as many for each
        parameter, and as many again.
    solver, values, seed, rng
        As for :func:`caucasus_games.sweeps.sweep`.

    Returns
    -------
    Sensitivity
        The effects of all parameters that are drawn.

    Raises
    ------
    GameError
        As :func:`caucasus_games.sweeps.sweep`; if the outcome or the response is unknown, nothing
        is drawn, or the extra is not installed.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = sensitivity(deterrence_by_chance(NONE), "peace", draws=512)
    >>> next(iter(found.effects))
    'war_cost_azerbaijan'
    """
    check_outcome(game, outcome, "sensitivity")
    outcome = outcome_label(outcome)
    check_response(response, MEASURES)
    seed = seed_of(seed, rng)
    plan = plan_of(game, draws, None, solver, values, seed, "random", None, {})
    assert plan.asked.drawn is not None  # as of every plan
    drawn = plan.asked.drawn
    tying = " and ".join(map(str, plan.asked.given)) or drawn.sample or drawn.correlations
    if tying:
        raise GameError(
            f"{tying} ties numbers to each other, and indices are for numbers that are drawn "
            "apart: take a game without relations, sample and correlations"
        )
    records = {
        name: key
        for own in plan.work.keys.values()
        for name, key in own.items()
        if isinstance(key, Parameter)
    }
    if not records:
        raise GameError("every number of this game is fixed: leave some free, within their range")
    return _measured(plan, game, outcome, response, draws, seed, records)


def _measured(
    plan: Plan,
    game: Game,
    outcome: str,
    response: Measure,
    draws: int,
    seed: int,
    records: Mapping[str, Parameter],
) -> Sensitivity:
    import numpy as np

    from caucasus_games.sweeps.draws import Uniforms, quantiles

    size = 1 << (draws - 1).bit_length()
    place = plan.outcomes.index(outcome)
    (setup,) = plan.games

    def drawn(points: Numbers) -> dict[str, Numbers]:
        uniform = dict(zip(records, points.T, strict=True))
        found = quantiles(records.values(), uniform, plan.whole)
        return {record.name: values for record, values in found.items()}

    def answer(values: Mapping[str, Numbers], what: Measure) -> Numbers:
        count = len(next(iter(values.values())))
        found = np.empty(count)
        for start in range(0, count, BLOCK):
            here = slice(start, start + BLOCK)
            block = {name: own[here] for name, own in values.items()}
            tally = plan.work.solve[setup](block, len(found[here]))
            some = tally.equilibria > 0
            found[here] = {
                "possible": tally.possible[place],
                "guaranteed": tally.guaranteed[place],
                "probability": np.where(some, tally.least[place], 0),
            }[what]
        return found

    uniforms = Uniforms(tuple(records), seed, size).block(0, size)
    independent = np.stack([uniforms[name] for name in records], axis=1)
    values = drawn(independent)
    answers = answer(values, response)
    indices = _indices(records, size, seed, lambda points: answer(drawn(points), response))
    pawn = _pawn(records, independent, answers)
    middle = {name: np.array([float(record.central)]) for name, record in records.items()}
    ends = [
        {
            name: float(answer({**middle, name: np.array([float(end)])}, "probability")[0])
            for name, end in ((n, getattr(record, which)) for n, record in records.items())
        }
        for which in ("low", "high")
    ]
    effects = {
        name: Effect(*indices[name], pawn[name], ends[0][name], ends[1][name]) for name in records
    }
    assert plan.asked.drawn is not None  # as of every plan
    taken = replace(plan.asked.drawn, draws=size)
    largest = sorted(effects, key=lambda name: (-effects[name].total, name))
    fails = answers == 0
    crowd = response != "probability" and fails.any()
    return Sensitivity(
        game.title or "game",
        outcome,
        response,
        float(answers.mean()),
        float(answer(middle, "probability")[0]),
        immutabledict({name: effects[name] for name in largest}),
        failure_box(values, fails) if crowd else None,
        replace(plan.asked, drawn=taken),
    )


def _indices(
    names: Iterable[str], size: int, seed: int, answer: Callable[[Numbers], Numbers]
) -> dict[str, tuple[float, float, float]]:
    """Return first-order index, total index and its error by parameter; zeros if nothing varies."""
    sampling = optional("SALib.sample.sobol", _INSTALL)
    analysing = optional("SALib.analyze.sobol", _INSTALL)
    problem = _problem(names)
    # a seed of zero is none there
    points = sampling.sample(problem, size, calc_second_order=False, seed=seed + 1)
    answers = answer(points)
    if not answers.std():
        return dict.fromkeys(problem["names"], (0.0, 0.0, 0.0))
    found = analysing.analyze(problem, answers, calc_second_order=False, seed=seed + 1)
    columns = (found["S1"], found["ST"], found["ST_conf"])
    return {
        name: (float(first), float(total), float(error))
        for name, first, total, error in zip(problem["names"], *columns, strict=True)
    }


def _pawn(names: Iterable[str], points: Numbers, answers: Numbers) -> dict[str, float]:
    import numpy as np

    problem = _problem(names)
    analysing = optional("SALib.analyze.pawn", _INSTALL)
    # where nothing varies the variation of the distances is 0/0, which is not used
    with np.errstate(invalid="ignore"):
        found = analysing.analyze(problem, points, answers, S=_SLICES)
    return dict(zip(problem["names"], map(float, found["median"]), strict=True))


def _problem(names: Iterable[str]) -> dict[str, Any]:
    own = list(names)
    return {"num_vars": len(own), "names": own, "bounds": [[0, 1]] * len(own)}
