"""Every guarantor setup side by side."""

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.errors import unknown
from caucasus_games.exact import show
from caucasus_games.games import ExtensiveForm
from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.results import Equilibrium, Solution
from caucasus_games.solvers import subgame_perfect

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Comparison:
    """One model solved under several setups.

    Parameters
    ----------
    solutions : immutabledict of str to Solution
        By the name of the setup.
    """

    solutions: immutabledict[str, Solution]

    @property
    def rows(self) -> Iterator[tuple[str, Equilibrium]]:
        """Every equilibrium with the name of its setup."""
        for name, solution in self.solutions.items():
            for equilibrium in solution:
                yield name, equilibrium

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know, by setup."""
        return tuple(f"{n}: {note}" for n, s in self.solutions.items() for note in s.notes)

    def to_dataframe(self) -> "pd.DataFrame":
        """Return the comparison as a pandas DataFrame, one row for each equilibrium.

        Returns
        -------
        pandas.DataFrame
            Indexed by setup: path, probability of each outcome, payoff of each player; a payoff
            is missing where the player has no part.
        """
        import pandas as pd

        records = [
            {
                "setup": name,
                "path": equilibrium.path,
                **{f"P({o})": float(equilibrium.outcomes.get(o, 0)) for o in self._outcomes()},
                **{player: float(payoff) for player, payoff in equilibrium.payoffs.items()},
            }
            for name, equilibrium in self.rows
        ]
        return pd.DataFrame(records).set_index("setup")

    def _outcomes(self) -> list[str]:
        games = (solution.game for solution in self.solutions.values())
        return sorted({label for game in games for label in game.outcome_labels})

    def _cells(self) -> list[tuple[str, ...]]:
        # equilibria that differ only off the path read the same: one row
        return list(dict.fromkeys((name, *_cells(e)) for name, e in self.rows))

    def __repr__(self) -> str:
        import io

        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table

        table = Table(box=SIMPLE_HEAD, show_lines=True, pad_edge=False)
        table.add_column("setup", no_wrap=True)
        for title in ("what is played", "outcomes", "payoffs"):
            table.add_column(title)
        for row in self._cells():
            table.add_row(*row)
        text = io.StringIO()
        Console(file=text, width=100).print(table)
        lines = [line.rstrip() for line in text.getvalue().splitlines()]
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)]).strip("\n")

    def _repr_html_(self) -> str:
        body = "".join(
            f"<tr>{''.join(f'<td>{_html(cell)}</td>' for cell in row)}</tr>"
            for row in self._cells()
        )
        titles = ("setup", "what is played", "outcomes", "payoffs")
        head = "".join(f"<th>{title}</th>" for title in titles)
        notes = "".join(f"<p>note: {html.escape(note)}</p>" for note in self.notes)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


def _html(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _cells(equilibrium: Equilibrium) -> tuple[str, str, str]:
    return (
        equilibrium.path.replace("; ", "\n"),
        "\n".join(f"{o} {show(q)}" for o, q in sorted(equilibrium.outcomes.items())),
        "\n".join(f"{player} {show(x)}" for player, x in equilibrium.payoffs.items()),
    )


def compare(
    model: Callable[[GuarantorSetup], ExtensiveForm],
    setups: Iterable[GuarantorSetup] | None = None,
    solver: Callable[[ExtensiveForm], Solution] = subgame_perfect,
    values: Mapping[str, object] | None = None,
    vintage: str = "2025-07",
) -> Comparison:
    """Solve a model under every guarantor setup.

    Parameters
    ----------
    model : callable
        Maps a setup to a game, such as :func:`caucasus_games.models.settlement`.
    setups : iterable of GuarantorSetup, optional
        By default the nine named ones.
    solver : callable
        Maps a game to its solution.
    values : mapping of str to exact number, optional
        Values of parameters, in every setup whose game has them.
    vintage : str
        Which figures, if the named setups are compared.

    Returns
    -------
    Comparison
        The solution under each setup.

    Raises
    ------
    GameError
        If no game has a parameter of that name, or a solve fails.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import settlement
    >>> table = compare(settlement, [NONE, US_OPERATOR])
    >>> table.to_dataframe()["P(peace)"].to_dict()
    {'NONE': 0.0, 'US_OPERATOR': 0.45}
    """
    chosen = list(setups) if setups is not None else list(named(vintage).values())
    games = {setup.name: model(setup) for setup in chosen}
    known = sorted({s.name for game in games.values() for s in game.symbols})
    given = values or {}
    for name in given:
        if name not in known:
            raise unknown("parameter", name, known)
    solutions = {}
    for name, game in games.items():
        own = {s.name for s in game.symbols}
        solutions[name] = solver(game.at({k: x for k, x in given.items() if k in own}))
    return Comparison(immutabledict(solutions))
