"""What was asked, kept with every answer: concept, figures, values, ranges, draws, versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from immutabledict import immutabledict

from caucasus_games.concepts.concept import Concept
from caucasus_games.exact import show
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.parameters import Parameters, Relation
from caucasus_games.text.plain import counted
from caucasus_games.version import __version__


@dataclass(frozen=True)
class Drawn:
    """At which values a game is solved, and on what arrays.

    Parameters
    ----------
    draws : int or None
        How many draws; ``None`` for a grid.
    grid : immutabledict of str to tuple of Fraction
        The values of its parameters.
    seed : int
        Of the draws.
    sampling : str
        How they fill the box.
    arrays : str
        The package that computes, and perhaps a device.
    package : str
        The package with its version.
    sample : str
        What tells the sample apart that was taken instead of distributions; empty if none was.
    correlations : str
        Rank correlations of the draws; empty if there are none.
    """

    draws: int | None
    grid: immutabledict[str, tuple[Fraction, ...]]
    seed: int
    sampling: str
    arrays: str
    package: str
    sample: str = ""
    correlations: str = ""

    @property
    def told(self) -> dict[str, str]:
        """Each part as a text; draws have a seed, and a grid has none."""
        if self.draws is None:
            points = (f"{name} {', '.join(map(str, own))}" for name, own in self.grid.items())
            where = {"grid": "; ".join(points)}
        elif self.sample:
            where = {"draws": str(self.draws), "sample": self.sample}
        else:
            where = {"draws": str(self.draws), "seed": str(self.seed), "sampling": self.sampling}
            where |= {"correlations": self.correlations} if self.correlations else {}
        # what rounds in another way is another answer
        return {"arrays": self.arrays, "package": self.package, "decimals": "64 bits", **where}


@dataclass(frozen=True)
class Asked:
    """What was asked of a model.

    Parameters
    ----------
    model : str
        What its games are called.
    concepts : immutabledict of str to str
        For each setup the solution concept with its options, as it is written.
    mixed : bool
        Whether players may mix in what the concepts find.
    vintages : immutabledict of str to str
        For each setup which figures; none for a game.
    values : immutabledict
        For each setup the values that were set.
    ranges : immutabledict
        For each setup the parameters with their ranges.
    drawn : Drawn or None
        At which values many games were solved; ``None`` for one at its central values.
    version : str
        Of this library.
    given : tuple of Relation
        What holds besides the ranges: draws at which it does not are left out.

    Examples
    --------
    >>> import caucasus_games as cg
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import settlement
    >>> cg.compare(settlement, [NONE], values={"bypass_value": "0.3"}).asked.solver
    'subgame_perfect'
    """

    model: str
    concepts: immutabledict[str, str]
    mixed: bool
    vintages: immutabledict[str, str]
    values: immutabledict[str, immutabledict[str, Fraction]]
    ranges: immutabledict[str, Parameters]
    drawn: Drawn | None
    version: str
    given: tuple[Relation, ...] = ()

    @property
    def solver(self) -> str:
        """The solution concept; several if the games of the setups differ in kind."""
        return " or ".join(dict.fromkeys(self.concepts.values()))

    @property
    def vintage(self) -> str:
        """Which figures; several if those of the setups differ, and none for a game."""
        return " or ".join(dict.fromkeys(self.vintages.values()))

    @property
    def told(self) -> dict[str, str]:
        """Each part as a text, by its name: what differs tells two questions apart."""
        found = {"version": self.version, "solver": self.solver}
        found |= self.drawn.told if self.drawn else {}
        found |= {"setups": ", ".join(self.concepts), "model": self.model}
        for setup, own in self.vintages.items():
            found[f"vintage of {setup}"] = own
        for setup, values in self.values.items():
            for name, value in sorted(values.items()):
                found[f"value of {name} under {setup}"] = str(value)
        for setup, records in self.ranges.items():
            for name in sorted(records):
                found[f"range of {name} under {setup}"] = _range(records, name)
        if self.given:
            found["given"] = self._given
        return found

    @property
    def _given(self) -> str:
        return " and ".join(map(str, self.given))

    @property
    def attrs(self) -> dict[str, object]:
        """The same in few parts, for the attributes of a dataset."""
        found: dict[str, object] = {"solver": self.solver, "vintage": self.vintage}
        found["values"] = _lines(
            (name, setup, str(value))
            for setup, values in self.values.items()
            for name, value in values.items()
        )
        found["ranges"] = _lines(
            (name, setup, _range(records, name))
            for setup, records in self.ranges.items()
            for name in records
        )
        if self.drawn:
            found |= self.drawn.told
            if "seed" in found:
                found["seed"] = self.drawn.seed
        if self.given:
            found["given"] = self._given
        return {**found, "version": self.version}

    def __str__(self) -> str:
        parts = [self.solver]
        if self.drawn and self.drawn.sample:
            parts.append(f"{counted(self.drawn.draws or 0, 'draw')} of {self.drawn.sample}")
        elif self.drawn and self.drawn.draws is not None:
            way = "" if self.drawn.sampling == "random" else f"{self.drawn.sampling} "
            parts.append(counted(self.drawn.draws, f"{way}draw"))
            parts.append(f"seed {self.drawn.seed}")
            parts += [f"correlated: {self.drawn.correlations}"] if self.drawn.correlations else []
        elif self.drawn:
            parts.append(f"grid of {', '.join(self.drawn.grid)}")
        if self.vintage:
            parts.append(f"figures of {self.vintage}")
        values = {f"{n} {show(v)}": None for own in self.values.values() for n, v in own.items()}
        parts += [f"with {', '.join(values)}"] if values else []
        parts += [f"given {self._given}"] if self.given else []
        if self.drawn:
            parts.append(self.drawn.package)
        return ", ".join([*parts, f"caucasus_games {self.version}"])


def asked_of(
    games: Mapping[str, Game],
    concepts: Mapping[str, Callable[..., Any]],
    setups: Iterable[GuarantorSetup] = (),
    drawn: Drawn | None = None,
    given: Iterable[Relation] = (),
) -> Asked:
    """Write down what is asked."""
    return Asked(
        ", ".join(dict.fromkeys(game.title for game in games.values())),
        immutabledict({name: _written(concept) for name, concept in concepts.items()}),
        any(not isinstance(one, Concept) or one.mixed for one in concepts.values()),
        immutabledict({one.name: one.vintage for one in setups if one.name in games}),
        immutabledict({name: immutabledict(game.values) for name, game in games.items()}),
        immutabledict({name: game.parameters for name, game in games.items()}),
        drawn,
        __version__,
        tuple(given),
    )


def _written(concept: Callable[..., Any]) -> str:
    return repr(concept) if isinstance(concept, Concept) else concept.__name__


def _range(records: Parameters, name: str) -> str:
    record = records[name]
    ends = f"{record.low} to {record.high} around {record.central}"
    return f"{ends}, {record.distribution}"


def _lines(told: Iterable[tuple[str, str, str]]) -> str:
    """Write a line for each name, or one for each setup where setups differ in it."""
    found: dict[str, dict[str, str]] = {}
    for name, setup, text in told:
        found.setdefault(name, {})[setup] = text
    lines = []
    for name, own in sorted(found.items()):
        if len(set(own.values())) == 1:
            lines.append(f"{name}: {next(iter(own.values()))}")
        else:
            lines += [f"{name} under {setup}: {text}" for setup, text in own.items()]
    return "\n".join(lines)
