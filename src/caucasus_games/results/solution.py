"""A solution: what a solver found, whatever the concept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Generic, Protocol

from immutabledict import immutabledict
from typing_extensions import TypeVar

from caucasus_games.exact import Interval, show
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.markup import plain, table, tabular, tex_text
from caucasus_games.results.equilibrium import Equilibrium


class Solved(Protocol):
    """What every equilibrium says, whatever its numbers are: exact, enclosed or rounded."""

    @property
    def path(self) -> str:
        """What is played, in words."""

    @property
    def payoffs(self) -> Mapping[str, Fraction | Interval | float]:
        """Expected payoff by player."""

    @property
    def outcomes(self) -> Mapping[str, Fraction | Interval | float]:
        """Probability by outcome."""


E = TypeVar("E", bound=Solved, default=Equilibrium, covariant=True)


@dataclass(frozen=True, repr=False)
class Solution(Generic[E]):
    """The equilibria of a game under one solution concept.

    Parameters
    ----------
    concept : str
        Such as ``"pure Nash"``.
    game : NormalForm or ExtensiveForm
        The game that was solved, with its values.
    equilibria : tuple
        All that were found: each an :class:`Equilibrium` unless the solver says otherwise.
    notes : tuple of str
        What a reader must know, a sentence each: completeness, values outside their range.
    surviving : immutabledict
        The actions of each player that are left; only for concepts that drop actions.
    steps : tuple of str
        How they were dropped, in order.
    """

    concept: str
    game: NormalForm | ExtensiveForm
    equilibria: tuple[E, ...]
    notes: tuple[str, ...] = ()
    surviving: immutabledict[str, tuple[str, ...]] = immutabledict()  # noqa: RUF009  # immutable
    steps: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.equilibria)

    def __iter__(self) -> Iterator[E]:
        return iter(self.equilibria)

    @property
    def exact(self) -> tuple[Equilibrium, ...]:
        """Those in fractions; irrational and rounded ones are only in ``equilibria``."""
        return tuple(one for one in self.equilibria if isinstance(one, Equilibrium))

    @property
    def none(self) -> str:
        """What to say where there is no equilibrium."""
        if not self.surviving:
            return f"no {self.concept} equilibrium"
        left = "; ".join(f"{p}: {' or '.join(actions)}" for p, actions in self.surviving.items())
        return f"several profiles are left by {self.concept}: {left}"

    def __repr__(self) -> str:
        lines = [*self._told(), *self.steps, *(f"note: {n}" for n in self.notes)]
        return plain(self._head(), *(f"  {line}" for line in lines))

    def _repr_html_(self) -> str:
        titles, rows = self._table()
        told = [*self.steps, *(f"note: {note}" for note in self.notes)]
        below = "".join(f"<p>{escape(line)}</p>" for line in told)
        return f"<p>{escape(self._head())}</p>{table(titles, rows) if rows else ''}{below}"

    def to_latex(self) -> str:
        """Write the equilibria for a paper.

        Returns
        -------
        str
            A ``tabular`` environment that needs no package; a sentence if there is none.
        """
        if not self.equilibria:
            return tex_text(f"{self._head()}.")
        rows = [cells(one, count) for one, count in folded(self.equilibria)]
        return tabular(("what is played", "outcomes", "payoffs"), rows)

    def _table(self) -> tuple[list[str], list[list[str]]]:
        labels = sorted({label for one in self.equilibria for label in one.outcomes})
        players = list(dict.fromkeys(player for one in self.equilibria for player in one.payoffs))
        titles = ["what is played", *(f"P({label})" for label in labels), *players]
        rows = [
            [
                one.path.replace("; ", "\n") + (f"\nand {count - 1} more" if count > 1 else ""),
                *(show(one.outcomes[x]) if x in one.outcomes else "0" for x in labels),
                *(show(one.payoffs[x]) for x in players),
            ]
            for one, count in folded(self.equilibria)
        ]
        return titles, rows

    def _head(self) -> str:
        count = len(self.equilibria)
        if self.surviving and count:
            return f"1 equilibrium by {self.concept}"
        if count == 0:
            return self.none
        return f"{count} {self.concept} {'equilibrium' if count == 1 else 'equilibria'}"

    def _told(self) -> Iterator[str]:
        for first, count in folded(self.equilibria):
            yield repr(first)
            if count > 1:
                yield f"and {count - 1} more with the same outcomes and payoffs"


def folded(equilibria: Iterable[E]) -> list[tuple[E, int]]:
    """Fold more than three equilibria with the same outcomes and payoffs into one.

    Parameters
    ----------
    equilibria : iterable
        In their order.

    Returns
    -------
    list of tuple
        An equilibrium, and for how many it stands.

    Examples
    --------
    >>> from caucasus_games.games import NormalForm
    >>> from caucasus_games.solvers import pure_nash
    >>> moves = {"A": "abc", "B": "xy"}
    >>> idle = NormalForm.from_function(moves, lambda _: [0, 0], lambda _: "peace")
    >>> [count for _, count in folded(pure_nash(idle))]
    [6]
    """
    alike: dict[object, list[E]] = {}
    for one in equilibria:
        key = (tuple(sorted(one.outcomes.items())), tuple(one.payoffs.items()))
        alike.setdefault(key, []).append(one)
    return [
        pair
        for group in alike.values()
        for pair in ([(group[0], len(group))] if len(group) > 3 else [(one, 1) for one in group])
    ]


def cells(equilibrium: Solved, count: int = 1) -> tuple[str, str, str]:
    """Write an equilibrium as cells of a table.

    Parameters
    ----------
    equilibrium : Equilibrium or another of that form
        The equilibrium.
    count : int
        How many there are with the same outcomes and payoffs.

    Returns
    -------
    tuple of str
        What is played, the outcomes and the payoffs, in lines.
    """
    more = f"\n(and {count - 1} more with the same outcomes)" if count > 1 else ""
    return (
        equilibrium.path.replace("; ", "\n") + more,
        "\n".join(f"{o} {show(q)}" for o, q in sorted(equilibrium.outcomes.items())),
        "\n".join(f"{player} {show(x)}" for player, x in equilibrium.payoffs.items()),
    )
