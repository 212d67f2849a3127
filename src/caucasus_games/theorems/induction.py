"""Backward induction told decision by decision: what each action is worth, in names.

A theorem that joins every case of every decision is long where many decisions follow each other.
Told decision by decision it is short, as what a later decision brings has a name. Subgames that
differ by sunk payoffs alone are played alike and told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy
from immutabledict import immutabledict

from caucasus_games.comparison.deviations import check_outcome
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.door import check_game
from caucasus_games.games.labels import outcome_label
from caucasus_games.games.limits import sympy_number
from caucasus_games.games.offers import with_formulas
from caucasus_games.text.html import lines, table
from caucasus_games.text.latex import tabular
from caucasus_games.text.plain import counted, plain
from caucasus_games.theorems.decisions import Decisions, Route, Step

if TYPE_CHECKING:
    import pandas as pd

_TITLES = ("decision", "action", "worth")
_SAID = "each takes what is worth most to it; armenia_2 is what Armenia has from decision 2 on"


@dataclass(frozen=True, repr=False)
class BackwardInduction:
    """A tree, decision by decision.

    Parameters
    ----------
    title : str
        Of the game.
    outcome : str
        Which outcome the routes lead to.
    steps : tuple of Step
        The decisions, later ones first.
    routes : tuple of Route
        The ways to the outcome: there is an equilibrium with it where on one of them every action
        is among the best.
    definitions : immutabledict of str to sympy.Expr
        What names of the game stand for.
    """

    title: str
    outcome: str
    steps: tuple[Step, ...]
    routes: tuple[Route, ...]
    definitions: immutabledict[str, sympy.Expr]

    def to_dataframe(self) -> pd.DataFrame:
        """Return the decisions as a pandas DataFrame, one row for each action and player.

        Returns
        -------
        pandas.DataFrame
            The decision by number, who decides, the action, to whom it is worth how much, as text.
        """
        import pandas as pd

        names = ["decision", "decides", "action", "player", "worth"]
        rows = [
            (step.number, step.player, action, player, str(worth))
            for step in self.steps
            for action, worths in step.actions.items()
            for player, worth in worths.items()
        ]
        return pd.DataFrame(rows, columns=names).set_index(["decision", "action", "player"])

    def to_latex(self, *, long_table: bool = False) -> str:
        """Write the decisions for a paper, without what names stand for.

        Parameters
        ----------
        long_table : bool
            Whether it may go on over pages, which takes the package longtable.

        Returns
        -------
        str
            A ``tabular`` environment.
        """
        return tabular(_TITLES, self._rows(), long_table=long_table)

    def __repr__(self) -> str:
        told = [self._head(), f"  {_SAID}"]
        for step in self.steps:
            told.append(f"{step.number} {step.player}, {_when(step)}")
            told += [f"    {action}: {_worths(step, action)}" for action in step.actions]
        return plain(*told, *self._below())

    def _repr_html_(self) -> str:
        below = "".join(f"<p>{lines(line)}</p>" for line in self._below())
        return f"<p>{self._head()}; {_SAID}</p>{table(_TITLES, self._rows())}{below}"

    def _head(self) -> str:
        return f"{self.outcome} in {self.title}, decision by decision"

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (f"{step.number} {step.player}, {_when(step)}", action, _worths(step, action))
            for step in self.steps
            for action in step.actions
        ]

    def _below(self) -> list[str]:
        """Tell the ways to the outcome, and what names stand for."""
        told = [f"{self.outcome} comes about by", *(f"    {_route(r)}" for r in self.routes)]
        if self.definitions:
            told += ["where", *(f"    {name} = {x}" for name, x in self.definitions.items())]
        return told


def backward_induction(game: ExtensiveForm, outcome: str) -> BackwardInduction:
    """Tell a tree decision by decision: what each action is worth to who takes it.

    1. Divide what is paid into what is sunk at a decision and what still hangs on it.
    2. Number the decisions, later ones first; those that differ by what is sunk alone are one.
    3. Write what each action is worth, with names for what later decisions bring.
    4. List the ways to the outcome.

    Parameters
    ----------
    game : ExtensiveForm
        A tree in which everybody sees what happened and chooses from a list; numbers that were
        given by ``at`` are put in.
    outcome : str
        The outcome.

    Returns
    -------
    BackwardInduction
        An equilibrium takes at every decision an action that is worth most there; the outcome is
        possible where on one of the routes every action is.

    Raises
    ------
    GameError
        If it is no such tree or has no such outcome.

    References
    ----------
    Kuhn (1953), Extensive games and the problem of information. Contributions to the Theory of
    Games II, 193–216.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import deterrence_by_chance
    >>> backward_induction(deterrence_by_chance(NONE), "peace")
    peace in deterrence by chance under NONE, decision by decision
      each takes what is worth most to it; armenia_2 is what Armenia has from decision 2 on
    1 Azerbaijan, first
        abide: azerbaijan_dividend + corridor_value*(-access_risk*(1 - neutrality)/2 + 1)
        attack: corridor_value*military_advantage - escalation_factor*war_cost_azerbaijan
    peace comes about by
        1 abide
    """
    check_game(game, "backward_induction", ExtensiveForm)
    check_outcome(game, outcome, "backward_induction")
    if game.offers or not game.perfect_information:
        raise GameError(
            "backward_induction tells trees in which everybody sees what happened and chooses from "
            "a list: for others there is conditions"
        )
    swap = {sympy.Symbol(name): sympy_number(value) for name, value in game.values.items()}
    whole = game.short or game.vertices
    vertices = [with_formulas(vertex, lambda formula: formula.xreplace(swap)) for vertex in whole]
    told = Decisions(game, vertices)
    return BackwardInduction(
        game.title or "game",
        outcome_label(outcome),
        tuple(told.steps()),
        tuple(told.routes(outcome_label(outcome))),
        immutabledict({name: x.xreplace(swap) for name, x in game.definitions.items()}),
    )


def _when(step: Step) -> str:
    first, *others = step.histories
    told = f"after {', '.join(first)}" if first else "first"
    return f"{told}, and at {counted(len(others), 'place')} more" if others else told


def _worths(step: Step, action: str) -> str:
    own, *others = step.actions[action].items()
    return "; ".join([str(own[1]), *(f"{player} {worth}" for player, worth in others)])


def _route(route: Route) -> str:
    moves = ", ".join(f"{number} {action}" for number, action in route.moves)
    sure = route.probability == 1
    return moves if sure else f"{moves}, with probability {route.probability}"
