r"""Proofs that something is so for all values of the parameters.

A claim is turned into the condition :math:`F` under which it fails.

1. At points of the box: where :math:`F` holds, the exact solver confirms the counterexample.
2. In the box: if :math:`F` is refuted by Bernstein coefficients or in linear arithmetic, the claim
   is proved.
3. Else an SMT solver for polynomials [1]_ looks for a point or a refutation, for as long as it may.

A proof holds everywhere within the ranges but at ties, where a player is indifferent and more may
be possible.

References
----------
.. [1] Jovanović & de Moura (2012), Solving non-linear arithmetic. IJCAR 2012, LNCS 7364, 339–354.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict
from sympy import QQ
from sympy.polys.rings import ring

from caucasus_games.analysis.cases import Reading, chosen_ranges
from caucasus_games.analysis.formulas import (
    Formula,
    Sign,
    both,
    moved,
    signs,
    truth,
)
from caucasus_games.analysis.listing import Solver, bringing
from caucasus_games.analysis.margins import Game, solved
from caucasus_games.analysis.theorem import read
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import show
from caucasus_games.markup import plain

if TYPE_CHECKING:
    from caucasus_games.analysis.box import Box, Range, Ranges

# runs apart, because the solver does not always stop when its time is up
_SCRIPT = """
import sys, z3
solver = z3.SolverFor("QF_NRA")
solver.from_string(sys.stdin.read())
said = solver.check()
print(said)
if said == z3.sat:
    model = solver.model()
    for name in model:
        value = model[name]
        if z3.is_algebraic_value(value):
            value = value.approx(20)
        print(name, value.as_fraction())
"""
_TRIES = 50
# copies of a name: of the second game, and of a parameter that was raised
_OTHER = "_there"


@dataclass(frozen=True)
class Guaranteed:
    """Claim that every equilibrium brings an outcome with a positive probability.

    Parameters
    ----------
    outcome : str
        The outcome.
    """

    outcome: str


@dataclass(frozen=True)
class Excluded:
    """Claim that no equilibrium brings an outcome.

    Parameters
    ----------
    outcome : str
        The outcome.
    """

    outcome: str


@dataclass(frozen=True)
class Raising:
    """Claim that raising a parameter never takes an outcome away, or never brings it.

    Parameters
    ----------
    name : str
        The parameter.
    outcome : str
        The outcome.
    keeps : bool
        Whether an outcome that was possible stays so; else, one that was not stays so.
    """

    name: str
    outcome: str
    keeps: bool = True


@dataclass(frozen=True)
class Implies:
    """Claim that what is possible here is possible in another game too.

    Parameters with the same name and record are the same; others, such as those of another
    guarantor, move apart.

    Parameters
    ----------
    outcome : str
        The outcome.
    other : NormalForm or ExtensiveForm
        The other game, such as the same model under another setup.
    """

    outcome: str
    other: Game


@dataclass(frozen=True)
class Unique:
    """Claim that there are never two equilibria that bring different outcomes."""


Claim = Guaranteed | Excluded | Raising | Implies | Unique


@dataclass(frozen=True, repr=False)
class Proof:
    """Whether a claim is so.

    Parameters
    ----------
    claim : Guaranteed, Excluded, Raising, Implies or Unique
        The claim.
    verdict : {"proved", "refuted", "unknown"}
        Proved everywhere within the ranges but at ties; refuted at one point; or neither in time.
    values : immutabledict of str to Fraction
        The point, if refuted. A copy of a parameter that takes two values ends in ``_there``.
    seconds : float
        How long it took.
    """

    claim: Claim
    verdict: str
    values: immutabledict[str, Fraction]
    seconds: float

    def __bool__(self) -> bool:
        return self.verdict == "proved"

    def __repr__(self) -> str:
        if self.verdict == "proved":
            return "proved within the ranges, but at ties"
        if self.verdict == "refuted":
            told = ", ".join(f"{name} {show(value)}" for name, value in self.values.items())
            return plain(f"refuted at {told or 'the values chosen'}")
        return f"unknown after {self.seconds:.0f} s: narrow the ranges or fix parameters with at()"


def prove(
    game: Game,
    claim: Claim | str,
    over: Mapping[str, tuple[object, object]] | None = None,
    time_limit: float = 30,
    solver: Solver | None = None,
) -> Proof:
    """Prove a claim for all values of the parameters, or find values at which it fails.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game; what has a value by ``at`` is a number, the rest are free.
    claim : Guaranteed, Excluded, Raising, Implies, Unique or str
        What is claimed; an outcome claims that it is guaranteed.
    over : mapping of str to pair of exact numbers, optional
        Ranges to take instead of those of the parameters.
    time_limit : float
        Seconds for the SMT solver, should it be needed.
    solver : callable, optional
        The solution concept, as for :func:`caucasus_games.analysis.conditions`.

    Returns
    -------
    Proof
        Proved, refuted with values that the exact solver confirms, or unknown.

    Raises
    ------
    GameError
        As :func:`caucasus_games.analysis.conditions`; also if a range is empty or a parameter has
        none.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_TREATY
    >>> from caucasus_games.models import deterrence_by_chance
    >>> game = deterrence_by_chance(US_TREATY).at({"operator_years": 10})
    >>> prove(game, Raising("guarantor_credibility", "peace"))
    proved within the ranges, but at ties
    >>> prove(deterrence_by_chance(NONE), "peace").verdict
    'refuted'
    """
    started = time.monotonic()
    claimed = Guaranteed(claim) if isinstance(claim, str) else claim
    ranges = _checked(game, over or {})
    box, failure = _failure(game, claimed, ranges, solver)
    values = next((p for p in _points(box, failure) if _fails(game, claimed, p, solver)), None)
    verdict = "refuted"
    if values is None and box.impossible(failure, thorough=True):
        verdict = "proved"
    elif values is None:
        verdict, values = _searched(box, failure, time_limit)
        if values is not None and not _fails(game, claimed, values, solver):
            verdict, values = "unknown", None
    return Proof(claimed, verdict, immutabledict(values or {}), time.monotonic() - started)


def _checked(game: Game, over: Mapping[str, tuple[object, object]]) -> Ranges:
    ranges = {record.name: (record.low, record.high) for record in game.parameters.values()}
    ranges |= chosen_ranges(game, over)
    missing = sorted(s.name for s in game.symbols if s.name not in {*ranges, *game.values})
    if missing:
        raise GameError(
            f"{', '.join(missing)} has no range: give it with over, or fix it with at()"
        )
    return ranges


def _failure(
    game: Game, claim: Claim, ranges: Ranges, solver: Solver | None
) -> tuple[Box, Formula]:
    """Return where a claim is about, and the condition under which it fails."""
    outcome = None if isinstance(claim, Unique) else claim.outcome
    listing = read(game, outcome, solver, ranges)
    reading = listing.reading
    if isinstance(claim, Unique):
        return reading.box, listing.apart()
    possible = listing.possible(bringing(claim.outcome))
    if isinstance(claim, Guaranteed):
        return reading.box, listing.guaranteed(bringing(claim.outcome), possible).negation
    if isinstance(claim, Excluded):
        return reading.box, possible
    own = {symbol.name: ranges[symbol.name] for symbol in reading.ring.symbols}
    if isinstance(claim, Raising):
        if claim.name not in own:
            raise unknown("parameter", claim.name, sorted(own))
        return _raised(reading, possible, claim, own)
    same = set(game.parameters.values()) & set(claim.other.parameters.values())
    shared = {record.name for record in same}
    wide = _checked(claim.other, {n: ends for n, ends in ranges.items() if n in shared})
    other = read(claim.other, claim.outcome, solver, wide)
    second = other.reading
    symbols = [symbol.name for symbol in second.ring.symbols]
    names = {n: n if n in shared else n + _OTHER for n in symbols}
    box = _box({**{new: wide[n] for n, new in names.items()}, **own})
    there = moved(other.possible(bringing(claim.outcome)), box.ring, names)
    return box, both(moved(possible, box.ring, {}), there.negation)


def _raised(
    reading: Reading, possible: Formula, claim: Raising, ranges: Ranges
) -> tuple[Box, Formula]:
    """Let a parameter have two values, and return when the greater undoes what the less does."""
    there = claim.name + _OTHER
    box = _box({**ranges, there: ranges[claim.name]})
    *_, raised = box.ring.gens
    x = reading.ring.gens[list(ranges).index(claim.name)]

    def undone(one: Formula) -> Formula:
        after = moved(one, box.ring, {claim.name: there})
        return both(moved(one, box.ring, {}), after.negation)

    # what only grows is not undone, which a solver that takes products for variables cannot see
    slopes = {one: reading.box.definite(one.polynomial.diff(x)) for one in signs(possible)}
    steady = (undone(one if k > 0 else one.negation).negation for one, k in slopes.items() if k)
    rise = Sign(raised - x.set_ring(box.ring), strict=True)
    return box, both(undone(possible if claim.keeps else possible.negation), rise, *steady)


def _box(ranges: Ranges) -> Box:
    from caucasus_games.analysis.box import Box

    return Box(ring(list(ranges), QQ)[0], list(ranges.values()))


def _points(box: Box, failure: Formula) -> Iterator[dict[str, Fraction]]:
    """Yield points of the box near which a condition holds, in short fractions."""
    import numpy as np

    names = [symbol.name for symbol in box.ring.symbols]
    for k in np.flatnonzero(box.true(failure))[:_TRIES]:
        columns = zip(names, box.points[:, k], box.ranges, strict=True)
        yield {name: _short(float(x), ends) for name, x, ends in columns}


def _short(value: float, ends: Range) -> Fraction:
    assert ends is not None, "every range was checked"
    return min(max(Fraction(value).limit_denominator(1_000), ends[0]), ends[1])


def _fails(game: Game, claim: Claim, point: Mapping[str, Fraction], solver: Solver | None) -> bool:
    """Tell by the exact solver whether a claim fails at a point."""
    found = _outcomes(game, point, solver)
    if isinstance(claim, Guaranteed):
        return not found or any(claim.outcome not in outcomes for outcomes in found)
    if isinstance(claim, Excluded):
        return any(claim.outcome in outcomes for outcomes in found)
    if isinstance(claim, Unique):
        return len(set(found)) > 1
    copies = {n.removesuffix(_OTHER): x for n, x in point.items() if n.endswith(_OTHER)}
    second = {**point, **copies}
    other = claim.other if isinstance(claim, Implies) else game
    first = any(claim.outcome in outcomes for outcomes in found)
    after = any(claim.outcome in outcomes for outcomes in _outcomes(other, second, solver))
    return first != after and first == (claim.keeps if isinstance(claim, Raising) else True)


def _outcomes(
    game: Game, point: Mapping[str, Fraction], solver: Solver | None
) -> list[frozenset[str]]:
    free = {s.name for s in game.symbols} - set(game.values)
    at = game.at({name: value for name, value in point.items() if name in free})
    found = solver(at).equilibria if solver else solved(at)
    return [frozenset(equilibrium.outcomes) for equilibrium in found]


def _searched(
    box: Box, failure: Formula, time_limit: float
) -> tuple[str, dict[str, Fraction] | None]:
    """Ask the SMT solver for a point at which a condition holds, or a proof that there is none."""
    try:
        run = subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            input=_smt(box, failure),
            capture_output=True,
            text=True,
            timeout=time_limit,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return "unknown", None
    said, *model = run.stdout.splitlines()
    if said != "sat":
        return "proved" if said == "unsat" else "unknown", None
    found = dict(line.split(" ", 1) for line in model)
    # what the model does not mention may have any value
    return "refuted", {
        symbol.name: Fraction(found[symbol.name]) if symbol.name in found else ends[0]
        for symbol, ends in zip(box.ring.symbols, box.ranges, strict=True)
        if ends
    }


def _smt(box: Box, failure: Formula) -> str:
    import z3

    unknowns = [z3.Real(symbol.name) for symbol in box.ring.symbols]

    def sign(one: Sign) -> Any:
        total = z3.Sum(
            [
                z3.Q(int(factor.numerator), int(factor.denominator))
                * z3.Product([x for x, k in zip(unknowns, powers, strict=True) for _ in range(k)])
                for powers, factor in one.polynomial.terms()
            ]
        )
        return total > 0 if one.strict else total >= 0

    solver = z3.Solver()
    for x, ends in zip(unknowns, box.ranges, strict=True):
        low, high = (z3.Q(end.numerator, end.denominator) for end in ends or ())
        solver.add(low <= x, x <= high)
    solver.add(truth(failure, sign, lambda every, parts: (z3.And if every else z3.Or)(parts)))
    return str(solver.to_smt2())
