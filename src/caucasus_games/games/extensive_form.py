r"""A game in extensive form: a tree of decisions, chance and ends, with information sets [1]_.

Every information set belongs to one player. With perfect recall that player knows at each of its
sets what it knew and did before; the solvers need this, the tree itself does not. Payoffs and
probabilities are formulas over named parameters.

References
----------
.. [1] Kuhn (1953), Extensive games and the problem of information. Contributions to the Theory
   of Games II, 193–216.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from html import escape
from math import lcm

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import Reader
from caucasus_games.games.definitions import read_definitions, spelled_out
from caucasus_games.games.labels import labels
from caucasus_games.games.limits import Limits
from caucasus_games.games.nodes import Node, check_node
from caucasus_games.games.offers import check_offers, formulas_at
from caucasus_games.games.types import check_types, has_types, without_types
from caucasus_games.games.values import checked, evaluator, with_values
from caucasus_games.games.vertices import Vertex, flattened, players_of, said
from caucasus_games.parameters import Parameters
from caucasus_games.text.html import formulas, table
from caucasus_games.text.plain import counted, plain


@dataclass(frozen=True)
class Numbers:
    """Payoffs and probabilities of a tree as numbers.

    Parameters
    ----------
    payoffs : tuple
        For each vertex the payoffs, empty unless it is an end.
    chances : tuple
        For each vertex the probabilities, empty unless it is chance.
    """

    payoffs: tuple[tuple[Fraction, ...], ...]
    chances: tuple[tuple[Fraction, ...], ...]

    @cached_property
    def scales(self) -> tuple[int, ...]:
        """For each player the least number that makes all of its payoffs whole."""
        columns = zip(*filter(None, self.payoffs), strict=True)
        return tuple(lcm(*(payoff.denominator for payoff in column)) for column in columns)

    @cached_property
    def whole(self) -> tuple[tuple[int, ...], ...]:
        """The payoffs times :attr:`scales`, which compare faster and alike."""
        return tuple(
            tuple(
                x.numerator * (k // x.denominator)
                for x, k in zip(payoffs, self.scales, strict=False)
            )
            for payoffs in self.payoffs
        )


@dataclass(frozen=True, repr=False)
class ExtensiveForm:
    """A game in which players move in turn.

    Parameters
    ----------
    root : Decision, Chance, Offer, Nature or Terminal
        The tree.
    players : sequence of str, optional
        All players, in order; by default those who decide, in order of appearance. Who is paid and
        never decides is named here.
    parameters : Parameters
        Range and source of the symbols; those that do not occur are dropped.
    values : mapping of str to exact number
        Values of symbols; the central value of its parameter stands for any other.
    title : str
        What the game is.
    comment : str
        More about it, such as a source.
    definitions : mapping of str to sympy.Expr
        What names stand for in the formulas, in order: each may contain parameters and the names
        before it. Theorems are found and told in these names; whatever else is asked, the formulas
        stand in their place.

    Raises
    ------
    GameError
        If a payoff is missing, a player unknown, chance does not sum to one, an information set
        has different actions or players, an offer has no bounds or nothing hangs on it, a name
        is defined that is a parameter or a number to be chosen, or the tree has more than 1,000
        moves in a row or 250,000 nodes.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> ExtensiveForm(
    ...     Decision(
    ...         "Azerbaijan",
    ...         {
    ...             "attack": Terminal("war", {"Azerbaijan": -1}),
    ...             "refrain": Terminal("peace", {"Azerbaijan": 0}),
    ...         },
    ...     )
    ... )
    tree of Azerbaijan: 1 decision, 0 chance moves, 2 ends
    """

    vertices: tuple[Vertex, ...]
    players: tuple[str, ...]
    parameters: Parameters
    values: immutabledict[str, Fraction]
    title: str
    comment: str
    limits: Limits
    definitions: immutabledict[str, sympy.Expr]
    short: tuple[Vertex, ...]

    def __init__(
        self,
        root: Node,
        players: tuple[str, ...] | list[str] | None = None,
        parameters: Parameters | None = None,
        values: Mapping[str, object] | None = None,
        title: str = "",
        comment: str = "",
        definitions: Mapping[str, sympy.Expr] | None = None,
    ) -> None:
        check_node(root, "the start")
        seats = players_of(root) if players is None else labels(players, "the players")
        if len(set(seats)) < len(seats):
            raise GameError(f"the players are {', '.join(seats)}: name each once")
        read = Reader()
        short = flattened(without_types(root), seats, players is None, read)
        _check_information_sets(short)
        ranges = parameters or Parameters()
        defined = read_definitions(definitions or {}, short, ranges, read)
        vertices = spelled_out(short, defined)
        check_offers(vertices, ranges, means=has_types(root))
        check_types(root, _symbols(vertices), seats)
        names = {s.name for s in _symbols(vertices)}
        object.__setattr__(self, "vertices", vertices)
        object.__setattr__(self, "players", seats)
        object.__setattr__(self, "parameters", ranges.select(n for n in ranges if n in names))
        object.__setattr__(self, "values", checked(values or {}, sorted(names)))
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "comment", comment)
        object.__setattr__(self, "limits", Limits.of(read))
        object.__setattr__(self, "definitions", defined)
        object.__setattr__(self, "short", short if defined else ())
        self.limits.check(self.values, self.parameters)

    @cached_property
    def symbols(self) -> frozenset[sympy.Symbol]:
        """The free symbols of payoffs, probabilities and bounds, without numbers to be chosen."""
        return _symbols(self.vertices)

    @property
    def offers(self) -> tuple[str, ...]:
        """The names of the numbers that players choose, in the order of the tree."""
        return tuple(vertex.offer.symbol.name for vertex in self.vertices if vertex.offer)

    @cached_property
    def information_sets(self) -> immutabledict[str, tuple[Vertex, ...]]:
        """The nodes of each information set, by its name."""
        return immutabledict({name: tuple(group) for name, group in _sets(self.vertices).items()})

    @property
    def perfect_information(self) -> bool:
        """Whether everybody knows where it is when it moves."""
        return all(len(group) == 1 for group in self.information_sets.values())

    @cached_property
    def forgotten(self) -> str:
        """An information set at which its player forgets what it knew or did; empty if none is."""
        memory: dict[str, int] = {}
        for vertex, known in zip(self.vertices, _memories(self.vertices), strict=True):
            name = vertex.information_set
            if vertex.player and memory.setdefault(name, known) != known:
                return name
        return ""

    @property
    def outcome_labels(self) -> frozenset[str]:
        """The labels of all ends."""
        return frozenset(vertex.outcome for vertex in self.vertices if not vertex.children)

    @cached_property
    def subgames(self) -> tuple[int, ...]:
        """The vertices at which a subgame starts, by index; chance moves and ends count too."""
        spans: dict[str, tuple[int, int]] = {}
        for v, vertex in enumerate(self.vertices):
            if vertex.player:
                first, _ = spans.get(vertex.information_set, (v, v))
                spans[vertex.information_set] = (first, v)
        reach = [
            spans.get(vertex.information_set, (v, v)) for v, vertex in enumerate(self.vertices)
        ]
        last = list(range(len(self.vertices)))
        for v in reversed(range(len(self.vertices))):
            for child in self.vertices[v].children:
                last[v] = max(last[v], last[child])
                reach[v] = (
                    min(reach[v][0], reach[child][0]),
                    max(reach[v][1], reach[child][1]),
                )
        return tuple(v for v, (low, high) in enumerate(reach) if v <= low and high <= last[v])

    def at(self, values: Mapping[str, object]) -> "ExtensiveForm":
        """Return the game with values for some of its symbols.

        Parameters
        ----------
        values : mapping of str to exact number
            Values by name; they add to those chosen before.

        Returns
        -------
        ExtensiveForm
            The same formulas at these values.

        Raises
        ------
        GameError
            If a name is unknown or a value is not exact.
        """
        return with_values(self, values, sorted(s.name for s in self.symbols))

    @cached_property
    def numbers(self) -> Numbers:
        """Payoffs and probabilities at the chosen values and else the central ones."""
        if self.offers:
            raise GameError(
                f"{self.offers[0]} is no action of a list but any number between two: "
                "subgame_perfect takes such trees, and menu(game, 20) lists 21 numbers"
            )
        number = evaluator(self)
        payoffs: list[tuple[Fraction, ...]] = []
        chances: list[tuple[Fraction, ...]] = []
        for vertex in self.vertices:
            own = zip(self.players, vertex.payoffs, strict=False)
            payoffs.append(tuple(number(f, partial(_payoff_at, p, vertex)) for p, f in own))
            odds = zip(vertex.branches, vertex.probabilities, strict=False)
            events = tuple(number(f, partial(_chance_at, e, vertex)) for e, f in odds)
            if any(not 0 <= chance <= 1 for chance in events):
                raise GameError(
                    f"the probabilities after {said(vertex.history)} are "
                    f"{', '.join(map(str, events))} at these values: each must lie between 0 and 1"
                )
            chances.append(events)
        return Numbers(tuple(payoffs), tuple(chances))

    def __repr__(self) -> str:
        offers = len(self.offers)
        decisions = sum(1 for vertex in self.vertices if vertex.player) - offers
        chances = sum(1 for vertex in self.vertices if vertex.probabilities)
        ends = sum(1 for vertex in self.vertices if not vertex.children)
        named = f"{self.title}: " if self.title else ""
        offered = f"{counted(offers, 'offer')}, " if offers else ""
        return plain(
            f"{named}tree of {', '.join(self.players)}: {offered}{counted(decisions, 'decision')}, "
            f"{counted(chances, 'chance move')}, {counted(ends, 'end')}"
            f"{f', for {self.limits.note}' if self.limits.note else ''}"
        )

    def _repr_html_(self) -> str:
        rows = [
            (", ".join(vertex.history), vertex.outcome, formulas(vertex.payoffs))
            for vertex in self.vertices
            if not vertex.children
        ]
        titles = ("path", "outcome", f"payoffs of {', '.join(self.players)}")
        return f"<p>{escape(repr(self))}</p>{table(titles, rows)}"


def _payoff_at(player: str, vertex: Vertex) -> str:
    return f"payoff of {player} after {said(vertex.history)}"


def _chance_at(event: str, vertex: Vertex) -> str:
    return f"probability of {event!r} after {said(vertex.history)}"


def _symbols(vertices: tuple[Vertex, ...]) -> frozenset[sympy.Symbol]:
    chosen = {vertex.offer.symbol for vertex in vertices if vertex.offer}
    formulas = (f for vertex in vertices for f in formulas_at(vertex))
    return frozenset(s for formula in formulas for s in formula.free_symbols if s not in chosen)


def _sets(vertices: tuple[Vertex, ...]) -> dict[str, list[Vertex]]:
    groups: dict[str, list[Vertex]] = {}
    for vertex in vertices:
        if vertex.player:
            groups.setdefault(vertex.information_set, []).append(vertex)
    return groups


def _check_information_sets(vertices: tuple[Vertex, ...]) -> None:
    for name, group in _sets(vertices).items():
        first = group[0]
        for other in group[1:]:
            if (other.player, other.branches) != (first.player, first.branches):
                raise GameError(
                    f"the information set {name!r} joins {first.player} "
                    f"({', '.join(first.branches)}) and {other.player} "
                    f"({', '.join(other.branches)}): its nodes need one player and the same actions"
                )


def _memories(vertices: tuple[Vertex, ...]) -> list[int]:
    """Return for each vertex a number for what its player has met and done on the way, in order."""
    numbers: dict[tuple[int, str, str], int] = {}
    paths: list[dict[str, int]] = [{} for _ in vertices]
    for v, vertex in enumerate(vertices):
        before = paths[v].get(vertex.player, -1)
        for label, child in zip(vertex.branches, vertex.children, strict=True):
            paths[child] = paths[v]
            if vertex.player:
                step = (before, vertex.information_set, label)
                now = numbers.setdefault(step, len(numbers))
                paths[child] = {**paths[v], vertex.player: now}
    return [paths[v].get(vertex.player, -1) for v, vertex in enumerate(vertices)]
