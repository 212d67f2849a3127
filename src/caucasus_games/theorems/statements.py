"""What can be claimed of a game for all values of its parameters, and what became of a claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.exact import name_of, show
from caucasus_games.games.kinds import Game
from caucasus_games.parameters import Relation
from caucasus_games.readings.given import told_given
from caucasus_games.text.plain import plain


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
    name : str or sympy.Symbol
        The parameter.
    outcome : str
        The outcome.
    keeps : bool
        Whether an outcome that was possible stays so; else, one that was not stays so.
    """

    name: str
    outcome: str
    keeps: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", name_of(self.name))


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
        The point, if refuted. Where a parameter takes two values, the second is that of its copy,
        whose name ends in ``_there``.
    seconds : float
        How long it took; two proofs that differ in it alone are equal.
    copies : immutabledict of str to str
        The parameter of each copy, by the name of the copy.
    given : tuple of Relation
        What holds besides the ranges: nothing is said of where it does not.
    """

    claim: Claim
    verdict: str
    values: immutabledict[str, Fraction]
    seconds: float = field(compare=False)
    copies: immutabledict[str, str] = field(default_factory=immutabledict)
    given: tuple[Relation, ...] = ()

    def __bool__(self) -> bool:
        return self.verdict == "proved"

    def __repr__(self) -> str:
        if self.verdict == "proved":
            return plain(f"proved within the ranges{told_given(self.given)}, but at ties")
        if self.verdict == "refuted":
            copies = {name: show(self.values[copy]) for copy, name in self.copies.items()}
            here = (f"{n} {show(x)}" for n, x in self.values.items() if n not in self.copies)
            second = ", ".join(f"{name} {value}" for name, value in copies.items())
            if isinstance(self.claim, Raising):
                second = f"with {self.claim.name} raised to {copies[self.claim.name]}"
            elif copies:
                second = f"in the other game {second}"
            told = ", ".join(here) or "the values chosen"
            return plain(f"refuted at {'; '.join([told, second] if second else [told])}")
        return f"unknown after {self.seconds:.0f} s: narrow the ranges or fix parameters with at()"
