r"""Comparative statics: what raising one number does to an outcome, whatever the others are.

Let :math:`F(x)` be the condition under which an outcome is possible. Raising :math:`x_i` takes the
outcome away somewhere iff

.. math:: F(x) \wedge \neg F(x') \wedge x'_i > x_i

holds for some :math:`x` and :math:`x'` in the ranges that differ in :math:`x_i` alone; raising it
brings the outcome somewhere iff :math:`\neg F(x) \wedge F(x')` does. Of the two, both, one or
neither may be so [1]_.

References
----------
.. [1] Milgrom & Shannon (1994), Monotone comparative statics. Econometrica 62, 157–180.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.exact import show
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.parameters import Relation
from caucasus_games.parameters.relation import Given
from caucasus_games.readings.given import given_of, told_given
from caucasus_games.readings.ranges import at_points, chosen_ranges
from caucasus_games.text.html import table
from caucasus_games.text.latex import tabular
from caucasus_games.text.plain import plain
from caucasus_games.theorems.conditions import at_exponents
from caucasus_games.theorems.equilibria import read
from caucasus_games.theorems.failure import checked_ranges
from caucasus_games.theorems.raising import Raised
from caucasus_games.theorems.statements import Proof
from caucasus_games.theorems.theorem import kept

if TYPE_CHECKING:
    import pandas as pd

_WIDE = 78
_TITLES = ("parameter", "from", "to", "effect", "when it is raised")
# by what was found of: it never takes the outcome away, and it never brings it
_EFFECTS = {
    ("proved", "refuted"): ("+", "may bring it, never takes it away"),
    ("refuted", "proved"): ("−", "may take it away, never brings it"),
    ("refuted", "refuted"): ("±", "may do either"),
    ("proved", "proved"): ("0", "changes nothing"),
    ("unknown", "refuted"): ("+?", "may bring it; whether it may take it away is not known"),
    ("refuted", "unknown"): ("−?", "may take it away; whether it may bring it is not known"),
    ("proved", "unknown"): ("+?", "never takes it away; whether it may bring it is not known"),
    ("unknown", "proved"): ("−?", "never brings it; whether it may take it away is not known"),
    ("unknown", "unknown"): ("?", "is not known to do anything"),
}


@dataclass(frozen=True, repr=False)
class Statics:
    """What raising each parameter does to an outcome, whatever the others are.

    Parameters
    ----------
    outcome : str
        The outcome.
    game : NormalForm or ExtensiveForm
        The game.
    ranges : immutabledict of str to pair of Fraction
        Within which, by parameter.
    proofs : immutabledict of str to pair of Proof
        By parameter: that raising it never takes the outcome away, and that it never brings it.
        What is refuted has the values at which it happens.
    fixed : immutabledict of str to Fraction
        Exponents that were kept at their central value.
    given : tuple of Relation
        What holds besides the ranges.
    """

    outcome: str
    game: Game
    ranges: immutabledict[str, tuple[Fraction, Fraction]]
    proofs: immutabledict[str, tuple[Proof, Proof]]
    fixed: immutabledict[str, Fraction] = field(default_factory=immutabledict)
    given: tuple[Relation, ...] = ()

    @property
    def effects(self) -> immutabledict[str, str]:
        """By parameter ``"+"``, ``"−"``, ``"±"`` or ``"0"``; with ``"?"`` where a half is open."""
        return immutabledict({name: sign for name, (sign, _) in self._said.items()})

    @property
    def groups(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """For each effect that some have: its sign, in words, and the parameters."""
        said = self._said
        return tuple(
            (*effect, tuple(name for name in said if said[name] == effect))
            for effect in _EFFECTS.values()
            if effect in said.values()
        )

    @property
    def _said(self) -> dict[str, tuple[str, str]]:
        return {
            name: _EFFECTS[takes.verdict, brings.verdict]
            for name, (takes, brings) in self.proofs.items()
        }

    @property
    def _about(self) -> str:
        named = f" of the {self.game.title}" if self.game.title else ""
        given = told_given(self.given)
        return f"{self.outcome}{named}{kept(self.fixed)}, when one number is raised{given}"

    def to_dataframe(self) -> pd.DataFrame:
        """Return the effects as a pandas DataFrame, one row for each parameter.

        Returns
        -------
        pandas.DataFrame
            The effect, and the verdicts on the claims that raising never takes the outcome away
            and that it never brings it.
        """
        import pandas as pd

        rows = {
            name: (sign, *(proof.verdict for proof in self.proofs[name]))
            for name, sign in self.effects.items()
        }
        columns = ["effect", "never takes it away", "never brings it"]
        found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        return found.rename_axis("parameter")

    def _cells(self) -> list[tuple[str, ...]]:
        return [(name, *map(show, self.ranges[name]), *said) for name, said in self._said.items()]

    def __repr__(self) -> str:
        lines = [self._about]
        for sign, words, names in self.groups:
            lines += [f"  {sign} {words}", f"    {', '.join(names)}"]
        # as wide as a page shows without a bar
        return plain(*lines, width=_WIDE)

    def _repr_html_(self) -> str:
        return f"<p>{escape(self._about)}</p>{table(_TITLES, self._cells())}"

    def to_latex(self, *, long_table: bool = False) -> str:
        """Write it for a paper.

        Parameters
        ----------
        long_table : bool
            Whether it may go on over pages, which takes the package longtable.

        Returns
        -------
        str
            A ``tabular`` environment.
        """
        return tabular(_TITLES, self._cells(), long_table=long_table)


def statics(
    game: Game,
    outcome: str,
    *,
    solver: Solver | None = None,
    within: Mapping[str, tuple[object, object]] | None = None,
    given: Given | None = None,
    time_limit: float = 5,
) -> Statics:
    """Find for each parameter whether raising it brings an outcome, takes it away, or neither.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game; what has a value by ``at`` is a number, the rest are free but for exponents, as
        for :func:`caucasus_games.theorems.conditions`.
    outcome : str
        The outcome.
    solver : callable, optional
        The solution concept, as for :func:`caucasus_games.theorems.conditions`.
    within : mapping of str to pair of exact numbers, optional
        Ranges to take instead of those of the parameters.
    given : list of str, optional
        Relations between parameters, as for :func:`caucasus_games.theorems.conditions`; they hold
        before a number is raised and after.
    time_limit : float
        Seconds for the SMT solver, should it be needed, for each of the two claims on a parameter,
        counted in steps as for :func:`caucasus_games.theorems.prove`; it may take twice as long.

    Returns
    -------
    Statics
        For every parameter that is free, whatever the others are within their ranges; ties aside.

    Raises
    ------
    GameError
        As :func:`caucasus_games.theorems.prove`.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import commitment
    >>> statics(commitment(NONE), "peace")
    peace of the commitment under NONE, when one number is raised
      + may bring it, never takes it away
        military_advantage, war_cost_armenia
      − may take it away, never brings it
        armenia_discount, corridor_value, power_shift
      0 changes nothing
        escalation_factor, war_cost_azerbaijan
    """
    check_game(game, "statics", *KINDS)
    check_solver(solver, "statics")
    outcome = outcome_label(outcome)
    game, fixed = at_exponents(game, within or {})
    chosen = chosen_ranges(game, within or {})
    game, ranges = at_points(game, chosen), checked_ranges(game, chosen)
    region = given_of(game, given, chosen)
    raised = Raised(read(game, outcome, solver, ranges, given=region), outcome, ranges)
    halves = [(name, keeps) for name in raised.ranges for keeps in (True, False)]
    found = raised.proofs(halves, solver, time_limit)
    proofs = {name: (found[name, True], found[name, False]) for name in raised.ranges}
    own = immutabledict(raised.ranges)
    return Statics(outcome, game, own, immutabledict(proofs), fixed, region)
