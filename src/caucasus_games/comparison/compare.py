"""Every guarantor setup side by side."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from immutabledict import immutabledict

from caucasus_games.comparison.asked import Asked, asked_of
from caucasus_games.concepts.concept import Concept, check_solver
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.door import described
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.models import Model, model_of
from caucasus_games.models.model import ModelLike
from caucasus_games.results import Solution, Solved, cells, told_apart
from caucasus_games.text.html import lines, table
from caucasus_games.text.latex import tabular
from caucasus_games.text.plain import plain, visible

# a concept, or a function of the user's own
Solver = (
    Concept[..., Solution[Solved]]
    | Callable[[NormalForm], Solution[Solved]]
    | Callable[[ExtensiveForm], Solution[Solved]]
)

T = TypeVar("T")

_TITLES = ("setup", "what is played", "outcomes", "payoffs")

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Comparison:
    """One model solved under several setups.

    Parameters
    ----------
    solutions : immutabledict of str to Solution
        By the name of the setup.
    refused : immutabledict of str to str
        The named setups that the model does not take, with the reason.
    asked : Asked
        What was asked.
    """

    solutions: immutabledict[str, Solution[Solved]]
    refused: immutabledict[str, str]
    asked: Asked

    @property
    def rows(self) -> Iterator[tuple[str, Solved | None]]:
        """Every equilibrium with the name of its setup; ``None`` where there is none."""
        for name, solution in self.solutions.items():
            for equilibrium in solution.equilibria or (None,):
                yield name, equilibrium

    @property
    def concept(self) -> str:
        """The solution concept; several if the games of the setups differ in kind."""
        return " or ".join(dict.fromkeys(s.concept for s in self.solutions.values()))

    @property
    def named(self) -> str:
        """The concept, as ``"pure perfect Bayesian"`` where only pure equilibria were sought."""
        names = {solution.named for solution in self.solutions.values()}
        return names.pop() if len(names) == 1 else self.concept

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know, by setup."""
        said = [f"{n}: {note}" for n, s in self.solutions.items() for note in s.notes]
        return (*said, *(f"left out: {reason}" for reason in self.refused.values()))

    def to_dataframe(self) -> "pd.DataFrame":
        """Return the comparison as a pandas DataFrame, one row for each equilibrium.

        Returns
        -------
        pandas.DataFrame
            Indexed by setup: path, probability of each outcome, payoff of each player; a number
            is missing where the player has no part or there is no equilibrium.
        """
        import pandas as pd

        records = []
        for name, equilibrium in self.rows:
            record: dict[str, object] = {"setup": name, "path": self.solutions[name].none}
            record |= {f"P({outcome})": float("nan") for outcome in self._outcomes()}
            if equilibrium:
                chances = equilibrium.outcomes
                record["path"] = equilibrium.path
                record |= {f"P({o})": float(chances.get(o, 0)) for o in self._outcomes()}
                record |= {player: float(payoff) for player, payoff in equilibrium.payoffs.items()}
            records.append(record)
        return pd.DataFrame(records).set_index("setup")

    def _outcomes(self) -> list[str]:
        games = (solution.game for solution in self.solutions.values())
        return sorted({label for game in games for label in game.outcome_labels})

    def _cells(self) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        for name, solution in self.solutions.items():
            if not solution.equilibria:
                rows.append((name, solution.none, "", ""))
            for equilibrium, count, apart in told_apart(solution):
                rows.append((name, *cells(equilibrium, count, apart)))
        return rows

    def __repr__(self) -> str:
        return self.to_text()

    def to_text(self, width: int = 100) -> str:
        """Write it as a table in plain text.

        Parameters
        ----------
        width : int
            How many columns of a terminal it has.

        Returns
        -------
        str
            The concept, a row for each equilibrium, and the notes.
        """
        import io

        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=SIMPLE_HEAD, show_lines=True, pad_edge=False)
        drawn.add_column("setup", no_wrap=True)
        for title in _TITLES[1:]:
            drawn.add_column(title)
        for row in self._cells():
            # a label is no markup, whatever brackets it has
            drawn.add_row(*(Text("\n".join(map(visible, cell.split("\n")))) for cell in row))
        text = io.StringIO()
        # a notebook shows what is returned: nothing is printed into the cell, and without colours
        plainly = Console(
            file=text, width=width, force_jupyter=False, force_terminal=False, color_system=None
        )
        plainly.print(drawn)
        told = [line.rstrip() for line in text.getvalue().splitlines()]
        notes = [plain(f"note: {note}", width=width) for note in self.notes]
        return "\n".join([f"by {self.named}", *told, *notes]).strip("\n")

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

    def _repr_html_(self) -> str:
        shown = table(_TITLES, self._cells())
        notes = "".join(f"<p>note: {lines(note)}</p>" for note in self.notes)
        return f"<p>by {self.named}</p>{shown}{notes}"


def compare(
    model: ModelLike,
    setups: Iterable[GuarantorSetup] | None = None,
    *,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    vintage: str | None = None,
) -> Comparison:
    """Solve a model under every guarantor setup.

    Parameters
    ----------
    model : callable
        Maps a setup to a game, such as :func:`caucasus_games.models.settlement`.
    setups : iterable of GuarantorSetup, optional
        By default the nine named ones, less those that the model does not take.
    solver : Concept or callable, optional
        The solution concept, or a function of your own that maps a game to its solution; by default
        the model's own, or the :func:`~caucasus_games.comparison.usual` concept.
    values : mapping of str to exact number, optional
        Values of parameters, in every setup whose game has them.
    vintage : str, optional
        Which figures the named setups are compared with, by default the first ones; setups that are
        given have theirs.

    Returns
    -------
    Comparison
        The solution under each setup.

    Raises
    ------
    GameError
        If two setups share a name or one has the figures of another vintage, the model takes none
        of them or not one that was asked for, no game has a parameter of that name, or a solve
        fails.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import settlement
    >>> table = compare(settlement, [NONE, US_OPERATOR])
    >>> table.to_dataframe()["P(peace)"].to_dict()
    {'NONE': 0.225, 'US_OPERATOR': 0.0}
    """
    check_solver(solver, "compare", own=True)
    written = model_of(model, "compare")
    chosen = setups_of(setups, vintage)
    games, refused = games_under(written, chosen, setups is None)
    known = sorted({s.name for game in games.values() for s in game.symbols})
    given = by_name(values or {})
    for name in given:
        if name not in known:
            raise unknown("parameter", name, known)
    games = {name: game.at(own_values(game, given)) for name, game in games.items()}
    concepts: dict[str, Callable[..., Solution[Solved]]] = {
        name: solver or written.solver(game) for name, game in games.items()
    }
    solutions = {name: _solve(game, concepts[name]) for name, game in games.items()}
    asked = asked_of(games, concepts, chosen)
    return Comparison(immutabledict(solutions), immutabledict(refused), asked)


def own_values(game: Game, values: Mapping[str, T]) -> dict[str, T]:
    """Return those of the values that a game has a symbol for.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game.
    values : mapping of str
        Values of parameters, of this game or of others.

    Returns
    -------
    dict of str
        For :meth:`at`.
    """
    own = {s.name for s in game.symbols}
    return {name: value for name, value in values.items() if name in own}


def setups_of(
    setups: Iterable[GuarantorSetup] | None, vintage: str | None
) -> tuple[GuarantorSetup, ...]:
    """Return the setups that are asked for."""
    if isinstance(setups, GuarantorSetup):
        raise GameError(f"setups is the one setup {setups.name}: give a list, [{setups.name}]")
    if setups is not None and (isinstance(setups, str) or not isinstance(setups, Iterable)):
        raise GameError(f"setups is {described(setups)}: give a list of setups, such as [NONE]")
    if setups is None:
        return tuple((named() if vintage is None else named(vintage)).values())
    chosen: dict[str, GuarantorSetup] = {}
    for setup in setups:
        if not isinstance(setup, GuarantorSetup):
            raise GameError(
                f"{setup!r} is no setup: take one from caucasus_games.guarantors or define your own"
            )
        if vintage is not None and setup.vintage != vintage:
            raise GameError(
                f"the setup {setup.name} has the figures of {setup.vintage}, and {vintage} is "
                f"asked for: take guarantors.named({vintage!r})[{setup.name!r}], or no vintage"
            )
        if setup.name in chosen:
            raise GameError(f"two setups are called {setup.name!r}: give each a name of its own")
        chosen[setup.name] = setup
    return tuple(chosen.values())


def games_under(
    model: Model[..., Any], setups: Iterable[GuarantorSetup], leave: bool
) -> tuple[dict[str, Game], dict[str, str]]:
    """Write a model down under several setups."""
    games: dict[str, Game] = {}
    refused: dict[str, str] = {}
    for setup in setups:
        try:
            game = model(setup)
        except GameError as error:
            if not leave:
                raise
            refused[setup.name] = str(error)
            continue
        if not isinstance(game, KINDS):
            raise GameError(
                f"the model gives {described(game)}: compare takes normal forms and trees, "
                "a coalitional game is for shapley, core and nucleolus"
            )
        games[setup.name] = game
    if not games:
        reasons = "; ".join(dict.fromkeys(refused.values())) or "none given"
        raise GameError(f"there is no setup to compare: {reasons}")
    return games, refused


def _solve(game: Game, solver: Callable[..., Solution[Solved]]) -> Solution[Solved]:
    # a solver refuses the wrong kind of game itself
    found = solver(game)
    if not isinstance(found, Solution):
        raise GameError(
            f"{described(solver)} gives {described(found)}: "
            "compare takes a solver that gives a Solution, such as concepts.subgame_perfect"
        )
    return found
