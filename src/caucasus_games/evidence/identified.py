r"""Which numbers explain all that was seen: the identified set of a model, or a proof that none do.

With :math:`C_k(\theta)` the condition under which the outcome of the observation :math:`k` is one
of an equilibrium, the identified set is :math:`\{\theta : C_1(\theta) \wedge \dots \wedge
C_n(\theta)\}` [1]_. A number that has the same record at several moments is the same number there;
one that belongs to another guarantor, or has other figures, may be another. Where the set is empty
the model is refuted and not its numbers: some observations, of which none can be left out, cannot
be explained together.

References
----------
.. [1] Tamer (2010), Partial identification in econometrics. Annual Review of Economics 2, 167–195.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from immutabledict import immutabledict

from caucasus_games.algebra.formula import Formula, both, holds, moved
from caucasus_games.algebra.ratio import ring_of
from caucasus_games.algebra.smt import search
from caucasus_games.concepts.concept import Solver
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence.observation import Observation, checked_observations, told_apart
from caucasus_games.exact import by_name, fraction, show
from caucasus_games.games.kinds import Game
from caucasus_games.models.model import ModelLike, model_of
from caucasus_games.parameters import Relation
from caucasus_games.parameters.relation import Given, relations
from caucasus_games.readings.given import given_of, told_given
from caucasus_games.readings.ranges import at_points, chosen_ranges
from caucasus_games.text.plain import plain
from caucasus_games.theorems.conditions import at_exponents
from caucasus_games.theorems.equilibria import bringing, read
from caucasus_games.theorems.failure import checked_ranges
from caucasus_games.theorems.theorem import kept

if TYPE_CHECKING:
    from caucasus_games.algebra.box import Ranges

Verdict = Literal["some", "none", "unknown"]
_SAID = {
    "some": "explained",
    "none": "refuted: no value within the ranges explains all",
    "unknown": "unknown in this time",
}


@dataclass(frozen=True, repr=False, eq=False)
class Identified:
    """The numbers at which everything seen is an outcome of an equilibrium.

    Parameters
    ----------
    model : str
        The model.
    observations : tuple of Observation
        What was seen.
    verdict : {"some", "none", "unknown"}
        Whether there are such numbers.
    values : immutabledict of str to Fraction
        Such numbers, which the exact solver confirms; empty if none were found.
    alone : tuple of Observation
        If there are none: the observations of which each cannot be explained even alone.
    conflict : tuple of Observation
        If there are none though each alone can be explained: observations that cannot be together,
        none of which can be left out as far as was found in the time.
    names : tuple of immutabledict of str to str
        For each observation the name here of each of its numbers: one that is another at another
        moment ends in the first moment that has it.
    ranges : immutabledict of str to pair of Fraction
        The range of each number by its name here.
    fixed : immutabledict of str to Fraction
        Exponents that were kept at their central value.
    given : tuple of Relation
        What holds besides the ranges.
    """

    model: str
    observations: tuple[Observation, ...]
    verdict: Verdict
    values: immutabledict[str, Fraction]
    alone: tuple[Observation, ...]
    conflict: tuple[Observation, ...]
    names: tuple[immutabledict[str, str], ...]
    ranges: immutabledict[str, tuple[Fraction, Fraction]]
    fixed: immutabledict[str, Fraction]
    _formula: Formula
    given: tuple[Relation, ...] = ()

    def holds(self, values: Mapping[str, object]) -> bool:
        """Tell whether numbers explain all that was seen; at ties the game may say otherwise.

        Parameters
        ----------
        values : mapping of str to exact number
            Every number of ``ranges``.

        Returns
        -------
        bool
            Whether they are in the set.

        Raises
        ------
        GameError
            If a name is unknown or a number is missing.
        """
        given = {name: fraction(x, name) for name, x in by_name(values).items()}
        for name in given:
            if name not in self.ranges:
                raise unknown("number", name, self.ranges)
        missing = [name for name in self.ranges if name not in given]
        if missing:
            raise GameError(f"{', '.join(missing)} has no value: give all of {list(self.ranges)}")
        return holds(self._formula, given)

    def __bool__(self) -> bool:
        return self.verdict == "some"

    def __repr__(self) -> str:
        seen = ", ".join(f"{one.moment} {one.outcome}" for one in self.observations)
        besides = kept(self.fixed) + told_given(self.given)
        head = f"{self.model} and {seen}: {_SAID[self.verdict]}{besides}"
        if self.verdict == "some":
            found = ", ".join(f"{name} {show(x)}" for name, x in self.values.items())
            head += f", for example at {found or 'the values known'}"
        for some, how in ((self.alone, "at all"), (self.conflict, "together")):
            if some:
                told = " and ".join(f"{one.outcome} in {one.moment}" for one in some)
                head += f"; {told} cannot be explained {how}"
        return plain(head)


def identified(
    model: ModelLike,
    observations: Iterable[Observation],
    *,
    solver: Solver | None = None,
    within: Mapping[str, tuple[object, object]] | None = None,
    given: Given | None = None,
    time_limit: float = 30,
) -> Identified:
    """Find the numbers at which a model explains everything that was seen.

    1. For each observation, find when its outcome is one of an equilibrium.
    2. Look for numbers within the ranges at which all of this holds, or prove that there are none.
    3. If there are none, see which cannot be explained alone, or else leave out observations as
       long as there are none without them.

    Parameters
    ----------
    model : callable
        From a setup to a game.
    observations : iterable of Observation
        What was seen; see :func:`observations`.
    solver : callable, optional
        The solution concept; by default the model's own.
    within : mapping of str to pair of exact numbers, optional
        Ranges to take instead of those of the parameters.
    given : list of str, optional
        Relations between parameters, as for :func:`caucasus_games.theorems.conditions`; at every
        moment whose game has all of its names.
    time_limit : float
        For each search, as for :func:`caucasus_games.theorems.prove`.

    Returns
    -------
    Identified
        Numbers that the exact solver confirms, a proof that there are none, or neither.

    Raises
    ------
    GameError
        If an observation is not in the model's terms, or its conditions cannot be found.

    References
    ----------
    Tamer (2010), Partial identification in econometrics. Annual Review of Economics 2, 167–195.

    Examples
    --------
    >>> from caucasus_games.evidence import observations
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = identified(deterrence_by_chance, observations(deterrence_by_chance))
    >>> found.verdict, [one.moment for one in found.alone]
    ('none', ['1994', '2021'])
    """
    seen = checked_observations(observations, "identified")
    written = model_of(model, "identified")
    concept = solver or written.concept
    games = [one.game(written) for one in seen]
    region = relations(given, sorted({s.name for game in games for s in game.symbols}))
    moments = zip(seen, games, strict=True)
    cases = [_case(one, game, concept, within or {}, region) for one, game in moments]
    question = _question(cases, concept, time_limit)
    verdict, values = question.answered(range(len(seen)))
    alone, conflict = question.conflict() if verdict == "none" else ([], [])
    return Identified(
        written.name,
        seen,
        verdict,
        immutabledict(values),
        tuple(seen[k] for k in alone),
        tuple(seen[k] for k in conflict),
        tuple(immutabledict(own) for own in question.names),
        immutabledict(question.ranges),
        immutabledict({n: x for case in cases for n, x in case.fixed.items()}),
        both(*question.parts, *question.region),
        tuple(dict.fromkeys(one for case in cases for one in case.region)),
    )


@dataclass(frozen=True)
class _Case:
    """An observation with its game, and when its outcome is one of an equilibrium."""

    seen: Observation
    game: Game
    formula: Formula
    ranges: Ranges
    own: tuple[str, ...]
    fixed: Mapping[str, Fraction]
    region: Mapping[Relation, Formula]


def _case(
    seen: Observation,
    game: Game,
    solver: Solver | None,
    within: Mapping[str, tuple[object, object]],
    given: tuple[Relation, ...],
) -> _Case:
    game, fixed = at_exponents(game, within)
    moving = {symbol.name for symbol in game.symbols} - set(game.values)
    chosen = chosen_ranges(game, {n: span for n, span in within.items() if n in moving})
    game, ranges = at_points(game, chosen), checked_ranges(game, chosen)
    here = {symbol.name for symbol in game.symbols}
    known = given_of(game, [one for one in given if here.issuperset(one.names)], chosen)
    listing = read(game, seen.outcome, solver, ranges, given=known)
    own = tuple(symbol.name for symbol in listing.plain.ring.symbols)
    possible, region = listing.possible(bringing(seen.outcome)), listing.plain.given
    return _Case(seen, game, possible, ranges, own, fixed, region)


def _names(cases: Sequence[_Case]) -> list[dict[str, str]]:
    """Name every number: it is the same at moments where it has one record and one range."""
    kinds = [
        {name: (case.game.parameters.get(name), case.ranges[name]) for name in case.own}
        for case in cases
    ]
    told = told_apart((case.seen.moment, own) for case, own in zip(cases, kinds, strict=True))
    return [{name: told[name, kind] for name, kind in own.items()} for own in kinds]


def _question(cases: Sequence[_Case], solver: Solver | None, time_limit: float) -> _Question:
    """Bring the conditions of all observations into one box."""
    names = _names(cases)
    ranges = {
        new: case.ranges[old]
        for case, own in zip(cases, names, strict=True)
        for old, new in own.items()
    }
    ring = ring_of(ranges)
    parts = [moved(case.formula, ring, own) for case, own in zip(cases, names, strict=True)]
    region = [
        moved(one, ring, own)
        for case, own in zip(cases, names, strict=True)
        for one in case.region.values()
    ]
    return _Question(cases, names, parts, ranges, solver, time_limit, region)


@dataclass(frozen=True)
class _Question:
    """Whether some observations can be explained together."""

    cases: Sequence[_Case]
    names: Sequence[Mapping[str, str]]
    parts: Sequence[Formula]
    ranges: Ranges
    solver: Solver | None
    time_limit: float
    region: Sequence[Formula]

    def answered(self, chosen: Sequence[int]) -> tuple[Verdict, Mapping[str, Fraction]]:
        """Look for numbers that explain the chosen observations."""
        from caucasus_games.algebra.box import Box

        box = Box(ring_of(self.ranges), list(self.ranges.values()), given=self.region)
        formula = both(*(self.parts[k] for k in chosen))
        found, values = search(
            box, formula, lambda point: all(self._seen(k, point) for k in chosen), self.time_limit
        )
        verdicts: dict[str, Verdict] = {"refuted": "some", "proved": "none"}
        return verdicts.get(found, "unknown"), values

    def conflict(self) -> tuple[list[int], list[int]]:
        """Return what cannot be explained alone, or else what cannot be together and no less."""
        everything = list(range(len(self.cases)))
        alone = [k for k in everything if self.refuted([k])]
        if alone:
            return alone, []
        left = everything
        for k in everything:
            rest = [j for j in left if j != k]
            if self.refuted(rest):
                left = rest
        return [], left

    def refuted(self, chosen: Sequence[int]) -> bool:
        """Tell whether it is proved that nothing explains the chosen observations."""
        return self.answered(chosen)[0] == "none"

    def _seen(self, k: int, point: Mapping[str, Fraction]) -> bool:
        """Tell by the exact solver whether what was seen is an outcome of an equilibrium."""
        case = self.cases[k]
        at = case.game.at({old: point[new] for old, new in self.names[k].items()})
        try:
            return any(
                case.seen.outcome in equilibrium.outcomes
                for equilibrium in (self.solver or usual(at))(at)
            )
        except GameError:
            # at a pole, or where a chance is none, there is no game
            return False
