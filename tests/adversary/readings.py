"""What the library says of a game, compared with the solver in fractions.

Each reading asks one kind of question of a game and counts what comes back: answers that are right,
*false* (the library says something that the reference contradicts), *missing* (it says that
something is impossible which is not), unknown, refused with a sentence, late, or a crash.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from inspect import signature
from types import FrameType
from typing import Any

import generators
import reference
import sympy
from reference import Answer, Game, Letter, Point, Repeated, Table, Tree, UndefinedError

from caucasus_games import GameError
from caucasus_games.algebra.formula import signs

# of the processor, for one question
SECONDS = 10.0
# how near another answer a point may be, as a share of the ranges: of exact values, and of floats
_BESIDE, _NEAR = Fraction(1, 10**20), Fraction(1, 10**7)
_SMALL, _LOST = Fraction(1, 10**60), Fraction(1, 2**30)
_SOLVERS = {
    "tables": "pure_nash",
    "trees": "subgame_perfect",
    "hidden": "perfect_bayesian",
    "signalling": "perfect_bayesian",
    "mixed": "mixed_nash",
    "repeated": "pure_nash",
}


class _Late(BaseException):
    """The time for a question is up."""


@dataclass(frozen=True)
class Fault:
    """An answer that is wrong, with Python that asks for it again."""

    kind: str
    family: str
    reading: str
    said: str
    right: str
    snippet: str

    def __str__(self) -> str:
        return (
            f"{self.kind} ({self.family}, {self.reading}): the library says {self.said}; "
            f"right is {self.right}\n{generators.HEADER}{self.snippet}"
        )


@dataclass
class Tally:
    """What has been counted."""

    games: int = 0
    points: int = 0
    proofs: int = 0
    false: int = 0
    missing: int = 0
    unknown: int = 0
    refused: int = 0
    late: int = 0
    crashed: int = 0
    sentences: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.false or self.missing or self.crashed)


@dataclass(frozen=True)
class Case:
    """A game of a family with the library's game made from it."""

    family: str
    game: Game
    text: str
    names: Mapping[str, Any]
    rng: random.Random
    tally: Tally

    @property
    def own(self) -> Any:
        return self.names["game"]

    @property
    def letters(self) -> tuple[Letter, ...]:
        return self.game.letters

    @property
    def solver(self) -> str:
        return _SOLVERS[self.family]

    @property
    def known(self) -> frozenset[str]:
        """The letters that the library's game has: in formulas some may have cancelled out."""
        return frozenset(symbol.name for symbol in self.own.symbols)

    @property
    def moving(self) -> list[Letter]:
        """The letters that the library's game has and that have a range."""
        return [at for at in self.letters if at.low < at.high and at.name in self.known]

    @property
    def bare(self) -> dict[str, tuple[Fraction, Fraction]]:
        """Ranges of the letters that are no parameters."""
        return {at.name: (at.low, at.high) for at in self.moving if not at.parameter}

    def given(self, point: Point) -> dict[str, Fraction]:
        """Return the values of the letters that the library's game has."""
        return {label: value for label, value in point.items() if label in self.known}

    def fault(
        self,
        kind: str,
        reading: str,
        said: object,
        right: object,
        call: str,
        point: Point | None = None,
        share: Fraction = _BESIDE,
    ) -> None:
        """Count what is wrong; not where the answer is another one right beside the point."""
        if point is not None and self.steady(point, share) is None:
            return
        setattr(self.tally, kind, getattr(self.tally, kind) + 1)
        snippet = f"{self.text}\n{call}"
        self.tally.faults.append(Fault(kind, self.family, reading, str(said), str(right), snippet))

    def compare(
        self,
        reading: str,
        said: bool,
        right: bool,
        call: str,
        point: Point | None = None,
        share: Fraction = _BESIDE,
    ) -> None:
        """Count a point, and what is wrong there."""
        self.tally.points += 1
        if said != right:
            kind = "false" if said else "missing"
            self.fault(kind, reading, said, right, call, point, share)

    def truth(self, point: Point) -> Answer | None:
        """Solve the game at a point by the reference; nothing where it is not defined."""
        try:
            return truth(self.family, self.game, point)
        except UndefinedError:
            return None

    def steady(self, point: Point, share: Fraction = _BESIDE) -> Answer | None:
        """Return the answer at a point, unless it is another one right beside it: a tie."""
        here = self.truth(point)
        for _ in range(2 if here else 0):
            beside = self.truth(generators.nearby(self.letters, point, self.rng, share))
            if not here or not beside or beside.supports != here.supports:
                return None
            if len(beside.plays) != len(here.plays):
                return None
        return here

    def points(self, count: int) -> Iterator[tuple[dict[str, Fraction], Answer]]:
        """Yield points within the ranges, with the answer there."""
        for _ in range(count):
            point = generators.interior(self.letters, self.rng)
            right = self.truth(point)
            if right is not None:
                yield point, right

    def label(self) -> str:
        return self.rng.choice(generators.labels(self.game))

    @contextmanager
    def asked(self, reading: str, call: str) -> Iterator[None]:
        """Count what a question ends in, if in no answer."""
        try:
            with _limited(SECONDS):
                yield
        except GameError as error:
            self.tally.refused += 1
            self.tally.sentences[f"{reading}: {error}"] += 1
        except _Late:
            self.tally.late += 1
            self.tally.sentences[f"{reading}: late\n{self.text}\n{call}"] += 1
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            file = os.path.basename(place.filename)
            said = f"{type(error).__name__}: {error} ({file}, {place.name})"
            self.fault("crashed", reading, said, "an answer, or a GameError", call)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Stop what takes too long, by the processor's time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _Late

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def case(family: str, seed: int, tally: Tally) -> Case | None:
    """Make the game of a family that a seed stands for; nothing if the library refuses it."""
    rng = random.Random(f"{family} {seed}")
    game = generators.FAMILIES[family](rng)
    found = Case(family, game, generators.source(game), {}, rng, tally)
    tally.games += 1
    names: dict[str, Any] = {}
    with found.asked("construction", ""):
        names = generators.made(found.text)
    return replace(found, names=names) if names else None


def truth(family: str, game: Game, point: Point) -> Answer:
    """Solve a game of a family at a point."""
    if isinstance(game, Repeated):
        label = generators.labels(game)[0]
        play = reference.Play((), ((label, Fraction(1)),))
        return Answer((play,) if reference.kept(game, point) else ())
    if isinstance(game, Table):
        return (reference.mixed if family == "mixed" else reference.pure)(game, point)
    solve = {
        "trees": reference.perfect,
        "hidden": reference.bayesian,
        "signalling": reference.signalling,
    }[family]
    return solve(game, point)


def _written(point: Mapping[str, Fraction]) -> str:
    return repr({label: str(value) for label, value in point.items()})


def _over(case: Case) -> str:
    ranges = {label: (str(low), str(high)) for label, (low, high) in case.bare.items()}
    return f", within={ranges}" if ranges else ""


# at values


def solve(case: Case) -> None:
    """Compare all equilibria at points within the ranges and at ties."""
    for k in range(4):
        draw = generators.interior if k < 2 else generators.special
        point = draw(case.letters, case.rng)
        right = case.truth(point)
        if right is None:
            continue
        own = case.given(point)
        call = f"print({case.solver}(game.at({_written(own)})))"
        with case.asked("solve", call):
            found = list(case.names[case.solver](case.own.at(own)))
            _same(case, found, right, call)


def _same(case: Case, found: Sequence[Any], right: Answer, call: str) -> None:
    case.tally.points += 1
    if case.family == "repeated":
        keep = [
            all(next(iter(mix)) == "keep to it" for mix in one.strategies.values()) for one in found
        ]
        case.tally.points -= 1
        case.compare("solve", any(keep), bool(right.plays), call)
        return
    said = [(tuple(one.payoffs.values()), tuple(sorted(one.outcomes.items()))) for one in found]
    true = [(play.payoffs, play.outcomes) for play in right.plays]
    if case.family == "signalling":
        # the reference lists more: pure ones and what may happen at all are compared
        sure = [
            pair
            for pair, one in zip(said, found, strict=True)
            if all(len(mix) == 1 for mix in one.strategies.values())
        ]
        pure = [(play.payoffs, play.outcomes) for play in right.plays if _is_pure(play.moves)]
        both = Answer(tuple(reference.Play(*one) for one in said))
        if both.supports - right.supports or set(said) - set(true):
            case.fault("false", "solve", both.supports, right.supports, call)
        elif both.possible != right.possible or both.guaranteed != right.guaranteed:
            case.fault("missing", "solve", both.possible, right.possible, call)
        said, true = sure, pure
    more, less = Counter(said) - Counter(true), Counter(true) - Counter(said)
    if more:
        case.fault("false", "solve", dict(more), dict(Counter(true)), call)
    elif less:
        case.fault("missing", "solve", f"nothing of {dict(less)}", dict(Counter(true)), call)


def _is_pure(moves: Sequence[object]) -> bool:
    def alone(part: object) -> bool:
        mix = part[1] if isinstance(part, tuple) and isinstance(part[0], str) else part
        return isinstance(mix, tuple) and len(mix) == 1

    return all(map(alone, moves))


# in symbols


def _theorem(case: Case, reading: str, label: str, call: str) -> Any:
    with case.asked(reading, call):
        over = case.bare or None
        return case.names["cg"].conditions(
            case.own, label, solver=case.names[case.solver], within=over
        )
    return None


def holds(case: Case) -> None:
    """Compare when an outcome is possible and when it is guaranteed, at exact values."""
    label = case.label()
    call = f"theorem = cg.conditions(game, {label!r}, solver={case.solver}{_over(case)})"
    theorem = _theorem(case, "holds", label, call)
    for point, right in case.points(6 if theorem else 0):
        own = _free(case, point)
        ask = f"{call}\nprint(theorem.holds({_written(own)}))"
        with case.asked("holds", ask):
            said = theorem.holds(own), theorem.guaranteed.holds(own)
            case.compare("holds", said[0], label in right.possible, ask, point)
            if case.family != "repeated":
                ask = f"{call}\nprint(theorem.guaranteed.holds({_written(own)}))"
                case.compare("guaranteed", said[1], label in right.guaranteed, ask, point)


def _free(case: Case, point: Point) -> dict[str, Fraction]:
    """Return the values of what a condition depends on: a range of one number is that number."""
    moving = {at.name for at in case.moving}
    return {label: value for label, value in point.items() if label in moving}


def ties(case: Case) -> None:
    """At ties more may be possible than a condition says, and less only at a border."""
    label = case.label()
    call = f"theorem = cg.conditions(game, {label!r}, solver={case.solver}{_over(case)})"
    theorem = _theorem(case, "ties", label, call)
    for _ in range(6 if theorem else 0):
        point = generators.special(case.letters, case.rng)
        right = case.truth(point)
        if right is None:
            continue
        case.tally.points += 1
        own = _free(case, point)
        ask = f"{call}\nprint(theorem.holds({_written(own)}))"
        with case.asked("ties", ask):
            said = theorem.holds(own)
            away = said and label not in right.possible
            if away and not _at_border(case, theorem, point, label):
                case.fault("false", "ties", True, False, ask)


def _at_border(case: Case, theorem: Any, point: Point, label: str) -> bool:
    """Tell whether an outcome that is possible right beside a point has no probability there.

    So it is where the probability of an event is zero, or of an action that is mixed, or where a
    payoff passes from one case to the next; or nothing but the point itself is said, as margins are
    zero there.
    """
    ends = any(not chance.at(point) for chance in generators.chances(case.game)) or any(
        cut.parts[1].at(point) == cut.parts[2].at(point)
        for term in generators.terms(case.game)
        for cut in generators.cuts(term)
    )
    if not ends and case.family not in ("mixed", "signalling"):
        return False
    beside = (generators.nearby(case.letters, point, case.rng, _BESIDE) for _ in range(8))
    found = (case.truth(one) for one in beside)
    if any(answer is not None and label in answer.possible for answer in found):
        return True
    own = _free(case, point)
    return theorem is not None and any(
        not one.polynomial.as_expr().subs({k: sympy.Rational(str(v)) for k, v in own.items()})
        for one in signs(theorem.possible.formula)
    )


def holds_on(case: Case) -> None:
    """Compare conditions at floats, which are exact numbers to the reference."""
    import numpy as np

    label = case.label()
    call = f"theorem = cg.conditions(game, {label!r}, solver={case.solver}{_over(case)})"
    theorem = _theorem(case, "holds_on", label, call)
    points = []
    for _ in range(8 if theorem else 0):
        drawn = generators.interior(case.letters, case.rng)
        point = {at: Fraction(float(value)) for at, value in drawn.items()}
        right = case.truth(point)
        if right is not None:
            points.append((point, label in right.possible))
    if not points:
        return
    columns = {
        at: np.array([float(point[at]) for point, _ in points]) for at in _free(case, points[0][0])
    }
    written = {at: column.tolist() for at, column in columns.items()}
    ask = f"{call}\nprint(theorem.holds_on({written}))"
    with case.asked("holds_on", ask):
        said = np.broadcast_to(theorem.holds_on(columns), len(points))
        for k, (point, right_here) in enumerate(points):
            one = {at: [float(column[k])] for at, column in columns.items()}
            ask = f"{call}\nprint(theorem.holds_on({one}))"
            case.compare("holds_on", bool(said[k]), right_here, ask, point, _NEAR)


def regions(case: Case) -> None:
    """Compare what may come about together, region by region."""
    call = f"print(regions(game, solver={case.solver}))"
    with case.asked("regions", call):
        found = case.names["regions"](case.own, solver=case.names[case.solver])
        for point, right in case.points(5):
            own = _free(case, point)
            said = frozenset(
                frozenset(region.outcomes) for region in found if region.condition.holds(own)
            )
            true = right.supports or frozenset([frozenset[str]()])
            case.tally.points += 1
            ask = f"{call}  # at {_written(point)}"
            if said - true:
                case.fault("false", "regions", _sets(said), _sets(true), ask, point)
            elif true - said:
                case.fault("missing", "regions", _sets(said), _sets(true), ask, point)


def _sets(found: frozenset[frozenset[str]]) -> list[list[str]]:
    return sorted(map(sorted, found))


def required(case: Case) -> None:
    """Compare for which values of one number an outcome is possible."""
    moving = case.moving
    if not moving:
        return
    at, label = case.rng.choice(moving), case.label()
    base = generators.interior(case.letters, case.rng)
    if case.rng.random() < 0.5:
        base |= {other.name: other.central for other in case.letters}
    others = {name: value for name, value in case.given(base).items() if name != at.name}
    within = (str(at.low), str(at.high))
    ranges = f"within={{{at.name!r}: {within}}}"
    call = f"print(required(game.at({_written(others)}), {label!r}, {at.name!r}, {ranges}))"
    alone = replace(at, parameter=True)
    with case.asked("required", call):
        found = case.names["required"](
            case.own.at(others), label, at.name, within={at.name: (at.low, at.high)}
        )
        ends = [end for span in found.spans for end in (span.low, span.high)]
        sharp = [end for end in ends if isinstance(end, Fraction)]
        tried = [generators.interior([alone], case.rng)[at.name] for _ in range(5)]
        step = (at.high - at.low) / 10**6
        tried += [end + sign * step for end in sharp for sign in (1, -1)]
        for value in tried:
            if not at.low < value < at.high:
                continue
            right = _steady_in(case, at, {**base, at.name: value})
            if right is not None and not any(
                not isinstance(end, Fraction) and end.low - step <= value <= end.high + step
                for end in ends
            ):
                ask = f"{call}  # {value}"
                case.compare("required", value in found, label in right.possible, ask)
        for value in sharp:
            right = case.truth({**base, at.name: value})
            if right is not None:
                case.tally.points += 1
                point = {**base, at.name: value}
                if label not in right.possible and not _at_border(case, None, point, label):
                    case.fault("false", "required at an end", value, "impossible there", call)


def _steady_in(case: Case, at: Letter, point: Point) -> Answer | None:
    """Return the answer at a point, unless it is another one right beside it in one letter."""
    here = case.truth(point)
    step = (at.high - at.low) / 10**20
    for sign in (1, -1):
        beside = case.truth({**point, at.name: point[at.name] + sign * step})
        if not here or not beside or here.supports != beside.supports:
            return None
    return here


# at draws


def _is_coarse(case: Case, at: Letter) -> bool:
    """Tell whether floats cannot hold what a letter is worth beside the other numbers."""
    # a cube of it is none; beside a belief it is lost; its differences are those of its rounding
    least = _SMALL if case.family in ("tables", "trees") else _LOST
    if isinstance(case.game, Tree) and at.name in {part.name for part in case.game.in_chances()}:
        # what it is a chance of counts for less than what draws take for a tie
        least = _LOST
    return 0 < at.low < least or 0 < at.high - at.low < at.high * _LOST


def sweep(case: Case) -> None:
    """Compare a grid of values, which is solved in floats."""
    axes = [at for at in case.moving if at.parameter][:2]
    if not axes:
        return
    if any(_is_coarse(case, at) for at in case.letters):
        case.tally.unknown += 1
        return
    drawn = [generators.interior(case.letters, case.rng) for _ in range(3)]
    grid = {at.name: sorted({point[at.name] for point in drawn}) for at in axes}
    rest = {name: value for name, value in drawn[0].items() if name not in grid}
    written = {name: [str(value) for value in own] for name, own in grid.items()}
    values = _written(case.given(rest))
    call = f"print(cg.sweep(game, grid={written}, values={values}, solver={case.solver}))"
    with case.asked("sweep", call):
        found = case.names["cg"].sweep(
            case.own,
            grid=grid,
            values=case.given(rest),
            solver=case.names[case.solver],
            on=case.names["cg"].Run(workers=1),
        )
        _drawn(case, "sweep", found, grid, rest, call)


def _drawn(
    case: Case,
    reading: str,
    found: Any,
    grid: Mapping[str, Sequence[Fraction]],
    rest: Point,
    call: str,
) -> None:
    labels = generators.labels(case.game)
    cells: list[dict[str, int]] = [{}]
    for name, own in grid.items():
        cells = [{**cell, name: k} for cell in cells for k in range(len(own))]
    for cell in cells:
        point = {**rest, **{name: grid[name][k] for name, k in cell.items()}}
        right = case.truth(point)
        if right is None:
            continue
        here = found.isel(setup=0, **cell)
        ask = f"{call}  # at {_written(point)}"
        for label in labels:
            said = bool(here.possible.sel(outcome=label))
            case.compare(reading, said, label in right.possible, ask, point, _NEAR)
            if case.family != "repeated":
                sure = bool(here.guaranteed.sel(outcome=label))
                case.compare(reading, sure, label in right.guaranteed, ask, point, _NEAR)
        if case.family not in ("repeated", "signalling"):
            count = int(here.equilibria)
            if count != len(right.plays):
                kind = "false" if count > len(right.plays) else "missing"
                true = len(right.plays)
                case.fault(kind, f"{reading}, count", count, true, ask, point, _NEAR)


def store(case: Case) -> None:
    """Ask a store that one concept has filled for another: it must say so, and stay as it was."""
    axes = [at for at in case.moving if at.parameter][:1]
    if not axes or case.family != "mixed":
        return
    point = generators.interior(case.letters, case.rng)
    grid = {at.name: [point[at.name]] for at in axes}
    rest = {name: value for name, value in point.items() if name not in grid}
    written = {name: [str(value) for value in own] for name, own in grid.items()}
    values = _written(case.given(rest))
    asked = f"cg.sweep(game, grid={written}, values={values}, on=cg.Run(store='kept'), solver="
    call = f"{asked}pure_nash)\nprint({asked}mixed_nash))"
    with tempfile.TemporaryDirectory() as folder, case.asked("store", call):

        def swept(solver: str) -> Any:
            return case.names["cg"].sweep(
                case.own,
                grid=grid,
                values=case.given(rest),
                solver=case.names[solver],
                on=case.names["cg"].Run(workers=1, store=os.path.join(folder, "kept")),
            )

        first = swept("pure_nash")
        try:
            found = swept("mixed_nash")
        except GameError:
            case.compare("store", bool(swept("pure_nash").equals(first)), True, call)
            return
        _drawn(case, "store", found, grid, rest, call)


# for all values


def prove(case: Case, points: int = 100) -> None:
    """Check a claim that is proved at random points, and one that is refuted where it is said."""
    if case.family == "signalling":
        # the reference takes a tenth of a second at each
        points = 15
    rng, label, moving = case.rng, case.label(), case.moving
    kinds = ["Guaranteed", "Excluded", "Unique", "Implies"]
    if case.family == "repeated":
        kinds = ["Excluded"]
    kind = rng.choice(kinds + ["Raising"] * len(kinds) * bool(moving))
    claims = case.names
    other: Game | None = None
    text = ""
    if kind == "Raising":
        at, keeps = rng.choice(moving), rng.random() < 0.5
        claim = claims["Raising"](at.name, label, keeps=keeps)
        written = f"Raising({at.name!r}, {label!r}, keeps={keeps})"
    elif kind == "Implies":
        other = _varied(case, label)
        if other is None:
            return
        # the second game is written down first, for its name is that of the first
        text = f"{generators.source(other)}\nother = game\n"
        claim = None
        with case.asked("construction", ""):
            claim = claims["Implies"](label, generators.made(text)["game"])
        if claim is None:
            return
        written = f"Implies({label!r}, other)"
    elif kind == "Unique":
        claim, written = claims["Unique"](), "Unique()"
    else:
        claim, written = claims[kind](label), f"{kind}({label!r})"
    call = f"print(prove(game, {written}, solver={case.solver}{_over(case)}))"
    asker = replace(case, text=text + case.text)
    limit = {"time_limit": 1} if "time_limit" in signature(claims["prove"]).parameters else {}
    proof = None
    with asker.asked(f"prove {kind}", call):
        proof = claims["prove"](
            case.own, claim, within=case.bare or None, solver=case.names[case.solver], **limit
        )
    if proof is not None:
        case.tally.proofs += 1
        _checked(asker, proof, claim, other, f"prove {kind}", call, points)


def statics(case: Case, points: int = 25) -> None:
    """Check both halves of what is said of each number."""
    label = case.label()
    call = f"print(statics(game, {label!r}, solver={case.solver}{_over(case)}))"
    asked = case.names["statics"]
    limit = {"time_limit": 0.5} if "time_limit" in signature(asked).parameters else {}
    found = None
    with case.asked("statics", call):
        found = asked(
            case.own, label, within=case.bare or None, solver=case.names[case.solver], **limit
        )
    for name, proofs in found.proofs.items() if found else ():
        for keeps, proof in zip((True, False), proofs, strict=True):
            claim = case.names["Raising"](name, label, keeps=keeps)
            _checked(case, proof, claim, None, "statics", f"{call}  # {name}", points)


def _varied(case: Case, label: str) -> Game | None:
    """Make a game of the same family over the same letters that has the outcome."""
    for _ in range(5):
        seed = case.rng.random()
        other = generators.FAMILIES[case.family](random.Random(seed))
        if label in generators.labels(other):
            # a letter that both have is the same
            known = {at.name: at for at in case.letters}
            letters = tuple(known.get(at.name, at) for at in other.letters)
            return replace(other, letters=letters)
    return None


def _checked(
    case: Case, proof: Any, claim: Any, other: Game | None, reading: str, call: str, points: int
) -> None:
    if proof.verdict == "unknown":
        case.tally.unknown += 1
    elif proof.verdict == "proved":
        for _ in range(points):
            pair = _pair(case, claim, other)
            if pair is None:
                continue
            case.tally.points += 1
            if _fails(claim, *pair[1]) and _certain(case, other, pair[0]):
                at = " and ".join(map(_written, pair[0]))
                case.fault("false", reading, "proved", f"it fails at {at}", call)
                return
    else:
        case.tally.points += 1
        said = _refuting(case, claim, other, proof)
        if _beyond(case, proof) or (said is not None and not _fails(claim, *said)):
            case.fault(
                "false", reading, f"refuted at {_written(proof.values)}", "no such thing", call
            )


def _fails(claim: Any, here: Answer, there: Answer) -> bool:
    kind = type(claim).__name__
    if kind == "Guaranteed":
        return claim.outcome not in here.guaranteed
    if kind == "Excluded":
        return claim.outcome in here.possible
    if kind == "Unique":
        return not here.unique
    before, after = claim.outcome in here.possible, claim.outcome in there.possible
    if kind == "Raising" and not claim.keeps:
        return after and not before
    return before and not after


def _pair(
    case: Case, claim: Any, other: Game | None
) -> tuple[list[dict[str, Fraction]], tuple[Answer, Answer]] | None:
    """Draw a point at which a claim may fail, or two of which the second has more of a letter."""
    point = generators.interior(case.letters, case.rng)
    pair = [point]
    if other is not None:
        shared = {at.name for at in case.letters if at.parameter}
        second = generators.interior(other.letters, case.rng)
        second |= {name: value for name, value in point.items() if name in shared & set(second)}
        pair.append(second)
    elif type(claim).__name__ == "Raising":
        at = next(at for at in case.letters if at.name == claim.name)
        pair.append({**point, at.name: generators.interior([at], case.rng)[at.name]})
        pair.sort(key=lambda values: values[at.name])
    here = case.truth(pair[0])
    there = here if len(pair) == 1 else _second(case, other).truth(pair[1])
    return None if here is None or there is None else (pair, (here, there))


def _second(case: Case, other: Game | None) -> Case:
    return case if other is None else replace(case, game=other)


def _certain(case: Case, other: Game | None, pair: Sequence[Point]) -> bool:
    """Tell whether no point of a pair is a tie."""
    cases = (case, _second(case, other))
    return all(one.steady(point) is not None for one, point in zip(cases, pair, strict=False))


def _refuting(
    case: Case, claim: Any, other: Game | None, proof: Any
) -> tuple[Answer, Answer] | None:
    """Return what is so at the values of a counterexample; nothing where it is not defined."""
    values: Mapping[str, Fraction] = proof.values
    copied = {name: values[copy] for copy, name in proof.copies.items()}
    fixed = {at.name: at.low for at in case.letters if at.low == at.high}
    # a letter that has cancelled out may have any value
    point = {at.name: values.get(at.name, at.low) for at in case.letters} | fixed
    here, there = case.truth(point), None
    if other is not None:
        whole = {at.name: at.low for at in other.letters}
        whole |= {name: value for name, value in point.items() if name in whole}
        whole |= {name: value for name, value in copied.items() if name in whole}
        there = _second(case, other).truth(whole)
    elif type(claim).__name__ == "Raising":
        there = case.truth({**point, claim.name: copied[claim.name]})
    else:
        there = here
    return None if here is None or there is None else (here, there)


def _beyond(case: Case, proof: Any) -> bool:
    """Tell whether a counterexample has a value beyond the range of its letter."""
    return any(
        not at.low <= proof.values[at.name] <= at.high
        for at in case.letters
        if at.name in proof.values
    )


def discounts(case: Case) -> None:
    """Compare critical discount factors with what a deviation gains at random factors."""
    game = case.game
    if not isinstance(game, Repeated):
        return
    point = generators.interior(case.letters, case.rng)
    call = (
        f"print(critical_discount(stage.at({{n: x for n, x in {_written(point)}.items() "
        f"if n in {{s.name for s in stage.symbols}}}}), target, punishment, "
        f"periods={game.periods}, detection={generators.written(game.detection)}, values={{}}))"
    )
    try:
        proper = reference.punished_in_equilibrium(game, point)
        seen = game.detection.at(point)
    except UndefinedError:
        return
    stage = case.names["stage"]
    known = {s.name for s in stage.symbols}
    with case.asked("critical_discount", call):
        try:
            found = case.names["critical_discount"](
                stage.at({n: x for n, x in point.items() if n in known}),
                case.names["target"],
                case.names["punishment"],
                periods=game.periods,
                detection=seen,
            )
        except GameError:
            # that is right where the punishment is no equilibrium
            case.compare("critical_discount", False, proper, call)
            return
        case.compare("critical_discount", True, proper, call)
        factors = [Fraction(case.rng.randint(0, 999), 1_000) for _ in range(6)]
        factors.append(1 - Fraction(1, 10**60))
        for factor in factors:
            gains = reference.gains(game, point, factor)
            for gain, (player, critical) in zip(gains, found.discounts.items(), strict=True):
                low = getattr(critical, "low", critical)
                high = getattr(critical, "high", critical)
                # where no factor is enough, that is told near one alone
                if critical is None and factor < factors[-1]:
                    continue
                if critical is None or not low <= factor <= high:
                    said = critical is not None and factor > high
                    case.compare(
                        "critical_discount", said, gain <= 0, f"{call}  # {player}: {factor}"
                    )


Reading = Callable[[Case], None]
# by family: what is asked, and of how many games in a hundred
READINGS: Mapping[str, Mapping[str, tuple[Reading, int]]] = {
    "tables": {
        "solve": (solve, 100),
        "holds": (holds, 40),
        "ties": (ties, 20),
        "holds_on": (holds_on, 15),
        "required": (required, 25),
        "regions": (regions, 20),
        "sweep": (sweep, 15),
        "prove": (prove, 10),
        "statics": (statics, 4),
    },
    "trees": {
        "solve": (solve, 100),
        "holds": (holds, 40),
        "ties": (ties, 20),
        "holds_on": (holds_on, 15),
        "required": (required, 25),
        "regions": (regions, 20),
        "sweep": (sweep, 15),
        "prove": (prove, 10),
        "statics": (statics, 4),
    },
    "hidden": {
        "solve": (solve, 100),
        "holds": (holds, 40),
        "ties": (ties, 15),
        "holds_on": (holds_on, 10),
        "regions": (regions, 15),
        "sweep": (sweep, 10),
        "prove": (prove, 5),
        "statics": (statics, 2),
    },
    "signalling": {
        "solve": (solve, 30),
        "holds": (holds, 15),
        "ties": (ties, 5),
        "regions": (regions, 5),
        "prove": (prove, 2),
    },
    "mixed": {
        "solve": (solve, 100),
        "holds": (holds, 30),
        "ties": (ties, 10),
        "holds_on": (holds_on, 10),
        "regions": (regions, 10),
        "sweep": (sweep, 10),
        "store": (store, 2),
        "prove": (prove, 5),
    },
    "repeated": {
        "solve": (solve, 100),
        "discounts": (discounts, 100),
        "holds": (holds, 40),
        "ties": (ties, 15),
        "holds_on": (holds_on, 10),
        "required": (required, 20),
        "sweep": (sweep, 10),
        "prove": (prove, 5),
        "statics": (statics, 2),
    },
}
