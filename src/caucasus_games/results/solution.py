"""A solution: what a solver found, whatever the concept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from html import escape
from typing import Generic, Literal, Protocol

from immutabledict import immutabledict
from typing_extensions import TypeVar

from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, show
from caucasus_games.games.door import described
from caucasus_games.games.kinds import Game
from caucasus_games.results.equilibrium import Equilibrium, in_words
from caucasus_games.text.html import table
from caucasus_games.text.latex import tabular, tex_numbers, tex_text
from caucasus_games.text.plain import plain


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
Sought = Literal["all", "pure", "some"]


@dataclass(frozen=True, repr=False)
class Solution(Generic[E]):
    """The equilibria of a game under one solution concept.

    Parameters
    ----------
    concept : str
        Such as ``"pure Nash"``.
    game : NormalForm, ExtensiveForm or MarkovGame
        The game that was solved, with its values.
    equilibria : tuple
        All that were found: each an :class:`Equilibrium` unless the solver says otherwise.
    notes : tuple of str
        What a reader must know, a sentence each: completeness, values outside their range.
    surviving : immutabledict
        The actions of each player that are left; only for concepts that drop actions.
    steps : tuple of str
        How they were dropped, in order.
    sought : {"all", "pure", "some"}
        Which equilibria were looked for: all, or only pure ones, or some, as the notes say.
    """

    concept: str
    game: Game
    equilibria: tuple[E, ...]
    notes: tuple[str, ...] = ()
    surviving: immutabledict[str, tuple[str, ...]] = immutabledict()  # noqa: RUF009  # immutable
    steps: tuple[str, ...] = ()
    sought: Sought = "all"

    def __len__(self) -> int:
        return len(self.equilibria)

    def __iter__(self) -> Iterator[E]:
        return iter(self.equilibria)

    @property
    def exact(self) -> tuple[Equilibrium, ...]:
        """Those in fractions; irrational and rounded ones are only in ``equilibria``."""
        return tuple(one for one in self.equilibria if isinstance(one, Equilibrium))

    @property
    def named(self) -> str:
        """The concept, as ``"pure perfect Bayesian"`` where only pure equilibria were sought."""
        return f"pure {self.concept}" if self.sought == "pure" else self.concept

    @property
    def none(self) -> str:
        """What to say where there is no equilibrium, or none was found among those sought."""
        if not self.surviving:
            found = "" if self.sought == "all" else " found"
            return f"no {self.named} equilibrium{found}"
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
            A ``tabular`` environment that needs no package, numbers that are offered as formulas; a
            sentence if there is none.
        """
        if not self.equilibria:
            return tex_text(f"{self._head()}.")
        return tabular(
            ("what is played", "outcomes", "payoffs"),
            [cells(one, count, apart) for one, count, apart in told_apart(self.equilibria)],
            write=partial(tex_numbers, names=getattr(self.game, "offers", ())),
        )

    def _table(self) -> tuple[list[str], list[list[str]]]:
        labels = sorted({label for one in self.equilibria for label in one.outcomes})
        # where no end has a label there is nothing to count
        labels = [] if labels == [""] else labels
        players = list(dict.fromkeys(player for one in self.equilibria for player in one.payoffs))
        titles = ["what is played", *(f"P({_outcome(label)})" for label in labels), *players]
        rows = [
            [
                cells(one, count, apart)[0],
                *(show(one.outcomes[x]) if x in one.outcomes else "0" for x in labels),
                *(show(one.payoffs[x]) for x in players),
            ]
            for one, count, apart in told_apart(self.equilibria)
        ]
        return titles, rows

    def _head(self) -> str:
        count = len(self.equilibria)
        if self.surviving and count:
            return f"1 equilibrium by {self.concept}"
        if count == 0:
            return self.none
        found = " found" if self.sought == "some" else ""
        return f"{count} {self.named} {'equilibrium' if count == 1 else 'equilibria'}{found}"

    def _told(self) -> Iterator[str]:
        for first, count, apart in told_apart(self.equilibria):
            yield repr(first)
            if apart:
                yield f"  {apart}"
            if count > 1:
                yield f"and {count - 1} more with the same outcomes and payoffs"


def check_solution(solution: object, taker: str) -> None:
    """Refuse what is no solution."""
    if not isinstance(solution, Solution):
        raise GameError(
            f"{taker} takes a solution and got {described(solution)}: "
            f"solve the game first, as {taker}(subgame_perfect(game))"
        )


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
    >>> from caucasus_games.concepts import pure_nash
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


def told_apart(equilibria: Iterable[E]) -> list[tuple[E, int, str]]:
    """Fold equilibria, and say of those whose play reads the same where they differ off the path.

    1. Fold more than three with the same outcomes and payoffs into one.
    2. Among the others that read the same, name the first places at which they differ until all are
       told apart.
    3. Fold those that still read the same.

    Parameters
    ----------
    equilibria : iterable
        In their order.

    Returns
    -------
    list of tuple
        An equilibrium, for how many it stands, and where it differs from those that read the same.

    Examples
    --------
    >>> from caucasus_games.games import Decision, ExtensiveForm, Terminal
    >>> from caucasus_games.concepts import subgame_perfect
    >>> reply = {"x": Terminal("war", {"A": 0, "B": 0}), "y": Terminal("truce", {"A": 0, "B": 0})}
    >>> start = {"in": Decision("B", reply), "out": Terminal("peace", {"A": 1, "B": 1})}
    >>> for one, count, apart in told_apart(subgame_perfect(ExtensiveForm(Decision("A", start)))):
    ...     print(one.path, count, apart)
    A: out → peace 1 off the path B at in: x
    A: out → peace 1 off the path B at in: y
    """
    counted = folded(equilibria)
    alike: dict[str, list[int]] = {}
    for k, (one, count) in enumerate(counted):
        if count == 1:
            alike.setdefault(one.path, []).append(k)
    apart: dict[int, str] = {}
    for group in alike.values():
        if len(group) > 1:
            apart |= _differences({k: counted[k][0] for k in group})
    found: dict[object, tuple[E, int, str]] = {}
    for k, (one, count) in enumerate(counted):
        where = apart.get(k, "")
        same = (one.path, tuple(one.payoffs.items()), where) if k in apart else k
        first, before, _ = found.get(same, (one, 0, ""))
        found[same] = (first, before + count, where)
    return list(found.values())


def _differences(group: Mapping[int, Solved]) -> dict[int, str]:
    """Write for each of several equilibria where it is not what the others are."""
    strategies = {k: getattr(one, "strategies", {}) for k, one in group.items()}
    told: dict[int, tuple[str, ...]] = dict.fromkeys(group, ())
    for name in dict.fromkeys(name for own in strategies.values() for name in own):
        more = {
            k: (*told[k], f"{name}: {in_words(own[name]) if name in own else 'anything'}")
            for k, own in strategies.items()
        }
        if len({*more.values()}) > len({*told.values()}):
            told = more
        if len({*told.values()}) == len(group):
            break
    return {k: f"off the path {'; '.join(own)}" if own else "" for k, own in told.items()}


def _outcome(label: str) -> str:
    return label or "no label"


def cells(equilibrium: Solved, count: int = 1, apart: str = "") -> tuple[str, str, str]:
    """Write an equilibrium as cells of a table.

    Parameters
    ----------
    equilibrium : Equilibrium or another of that form
        The equilibrium.
    count : int
        How many there are with the same outcomes and payoffs.
    apart : str
        Where it differs from others that read the same, see :func:`told_apart`.

    Returns
    -------
    tuple of str
        What is played, the outcomes and the payoffs, in lines.
    """
    more = [f"(and {count - 1} more with the same outcomes)"] if count > 1 else []
    labelled = {**equilibrium.outcomes}
    if list(labelled) == [""]:
        del labelled[""]
    return (
        "\n".join(
            [equilibrium.path.replace("; ", "\n"), *([f"({apart})"] if apart else []), *more]
        ),
        "\n".join(f"{_outcome(o)} {show(q)}" for o, q in sorted(labelled.items())),
        "\n".join(f"{player} {show(x)}" for player, x in equilibrium.payoffs.items()),
    )
