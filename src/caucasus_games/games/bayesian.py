r"""A Bayesian game: players of several types, a common prior on them, a normal form for each [1]_.

Chance draws the types :math:`\theta` with probability :math:`p(\theta)`, correlated or not; each
player learns the own one and all act at once. A strategy of player :math:`i` names an action for
each type. Written with an agent for each type, the payoff of :math:`i` as type :math:`t` is

.. math::

   u_{i, t}(a) = \sum_{\theta : \theta_i = t} \frac{p(\theta)}{p_i(t)} u_i(\theta, a(\theta)),

what is expected knowing :math:`t`; the equilibria of that normal form are the Bayes–Nash ones.

References
----------
.. [1] Harsanyi (1967–68), Games with incomplete information played by "Bayesian" players.
   Management Science 14, 159–182, 320–334, 486–502.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import product
from math import prod

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import Reader, show
from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.labels import labels, shown
from caucasus_games.games.limits import Limits
from caucasus_games.games.nodes import Chance, Decision, Node, Terminal
from caucasus_games.games.normal_form import NormalForm
from caucasus_games.games.profiles import Outcome, Payoffs
from caucasus_games.games.values import checked, derived, number, substitution, with_values
from caucasus_games.parameters import Parameters
from caucasus_games.text.plain import counted, plain

Types = tuple[str, ...]
Move = Mapping[str, str]

LARGEST_AGENT_FORM = 20_000


@dataclass(frozen=True, repr=False)
class BayesianGame:
    """A game in which players know their own type alone.

    Parameters
    ----------
    types : mapping of str to sequence of str
        The types of each player. A number stands for its text, here as in all labels.
    prior : mapping
        The probability, a number or formula, of each profile of types; those left out cannot be.
    actions : mapping of str to sequence of str
        The actions of each player, whatever the type.
    payoff : callable
        Gets ``{player: type}`` and ``{player: action}``, as they were given, returns the payoffs by
        player or in order.
    outcome : callable, optional
        Gets the same, returns the outcome's label or the probability of each of several.
    parameters : Parameters, optional
        Range and source of the symbols.
    values : mapping of str to exact number
        Values of symbols; the central value of its parameter stands for any other.
    title : str
        What the game is.

    Raises
    ------
    GameError
        If the prior does not sum to one, names an unknown type or leaves a type out.

    Examples
    --------
    >>> BayesianGame(
    ...     {"Guarantor": ["resolved", "weak"], "Rival": ["only"]},
    ...     {("resolved", "only"): "1/3", ("weak", "only"): "2/3"},
    ...     {"Guarantor": ["act", "wait"], "Rival": ["attack", "refrain"]},
    ...     lambda types, moves: (0, 0),
    ... )
    Bayesian game of Guarantor (resolved or weak) and Rival (only)
    """

    types: immutabledict[str, Types]
    prior: immutabledict[Types, sympy.Expr]
    states: immutabledict[Types, NormalForm]
    parameters: Parameters
    values: immutabledict[str, Fraction]
    title: str
    limits: Limits

    def __init__(
        self,
        types: Mapping[str, Sequence[str]],
        prior: Mapping[Types, object],
        actions: Mapping[str, Sequence[str]],
        payoff: Callable[[Move, Move], Payoffs],
        outcome: Callable[[Move, Move], Outcome] | None = None,
        parameters: Parameters | None = None,
        values: Mapping[str, object] | None = None,
        title: str = "",
    ) -> None:
        own_types = _by_player(types, actions)
        players = labels(actions, "the players")
        kinds = {p: labels(own_types[p], f"the types of {p}") for p in players}
        read = Reader()
        chances = _prior(kinds, prior, read)
        # the functions get players and types as they were given: numbers as numbers
        given = {p: dict(zip(kinds[p], own_types[p], strict=True)) for p in players}
        states = {}
        for profile in chances:
            known = {
                player: given[p][kind]
                for player, p, kind in zip(actions, players, profile, strict=True)
            }
            states[profile] = NormalForm.from_function(
                actions, partial(payoff, known), partial(outcome, known) if outcome else None
            )
            states[profile].limits.enter(read, states[profile].symbols, ", ".join(profile))
        ranges = parameters or Parameters()
        object.__setattr__(self, "types", immutabledict(kinds))
        object.__setattr__(self, "prior", immutabledict(chances))
        object.__setattr__(self, "states", immutabledict(states))
        names = {s.name for s in self.symbols}
        object.__setattr__(self, "parameters", ranges.select(n for n in ranges if n in names))
        object.__setattr__(self, "values", checked(values or {}, sorted(names)))
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "limits", Limits.of(read))
        self.limits.check(self.values, self.parameters)

    @property
    def players(self) -> tuple[str, ...]:
        """All players, in order."""
        return tuple(self.types)

    @property
    def actions(self) -> immutabledict[str, tuple[str, ...]]:
        """The actions of each player."""
        return next(iter(self.states.values())).actions

    @property
    def combinations(self) -> int:
        """In how many ways the types may act: the profiles of the game with a player for each."""
        return prod(len(self.actions[player]) ** len(own) for player, own in self.types.items())

    def agent(self, player: str, kind: str) -> str:
        """Return the name of a player of a type: the player's alone where there is one type."""
        return f"{player} ({kind})" if len(self.types[player]) > 1 else player

    def chance(self, player: str, kind: str) -> sympy.Expr:
        """Return the probability that a player is of a type."""
        i = self.players.index(player)
        return sympy.Add(*(p for profile, p in self.prior.items() if profile[i] == kind))

    @cached_property
    def symbols(self) -> frozenset[sympy.Symbol]:
        """The free symbols of the prior and of the states."""
        prior = (formula.free_symbols for formula in self.prior.values())
        states = (state.symbols for state in self.states.values())
        return frozenset().union(*prior, *states)

    @cached_property
    def chances(self) -> immutabledict[Types, Fraction]:
        """The prior at the chosen values and else the central ones."""
        symbols = {s for formula in self.prior.values() for s in formula.free_symbols}
        swap = substitution(symbols, self.values, self.parameters)
        found = {}
        for profile, formula in self.prior.items():
            found[profile] = number(
                formula, swap, partial("probability of {}".format, ", ".join(profile))
            )
            if not 0 <= found[profile] <= 1:
                raise GameError(
                    f"the probability of {', '.join(profile)} is {show(found[profile])} at these "
                    "values: it must lie between 0 and 1"
                )
        return immutabledict(found)

    def at(self, values: Mapping[str, object]) -> "BayesianGame":
        """Return the game with values for some of its symbols.

        Parameters
        ----------
        values : mapping of str to exact number
            Values by name; they add to those chosen before.

        Returns
        -------
        BayesianGame
            The same formulas at these values.

        Raises
        ------
        GameError
            If a name is unknown or a value is not exact.
        """
        return with_values(self, values, sorted(s.name for s in self.symbols))

    def agent_form(self) -> NormalForm:
        """Write the game with a player for each type, who expects the others' types.

        Returns
        -------
        NormalForm
            Of the agents, named ``"player (type)"``; payoffs are what is expected knowing the type.

        Raises
        ------
        GameError
            If there are more than 20,000 combinations of types' actions.
        """
        if self.combinations > LARGEST_AGENT_FORM:
            raise GameError(
                f"the types have {self.combinations:,} combinations of actions and the game with a "
                f"player for each type takes up to {LARGEST_AGENT_FORM:,}: bayes_nash finds the "
                "pure equilibria of more, certified_bayesian checks one, and tree() has any size"
            )
        agents = {
            self.agent(player, kind): (player, kind)
            for player, kinds in self.types.items()
            for kind in kinds
        }
        weights = {agent: self.chance(*who) for agent, who in agents.items()}
        payoffs, outcomes = {}, {}
        for chosen in product(*(self.actions[player] for player, _ in agents.values())):
            acts = dict(zip(agents, chosen, strict=True))
            sums = dict.fromkeys(agents, sympy.Integer(0))
            labels: dict[str, sympy.Expr] = {}
            for profile, chance in self.prior.items():
                here = [self.agent(*who) for who in zip(self.players, profile, strict=True)]
                moves = tuple(acts[agent] for agent in here)
                state = self.states[profile]
                for agent, payoff in zip(here, state.payoffs[moves], strict=True):
                    sums[agent] += chance * payoff
                for label, share in state.outcomes[moves].items():
                    labels[label] = labels.get(label, sympy.Integer(0)) + chance * share
            payoffs[chosen] = [sums[agent] / weights[agent] for agent in agents]
            outcomes[chosen] = labels
        actions = {agent: self.actions[player] for agent, (player, _) in agents.items()}
        form = NormalForm(actions, payoffs, outcomes, self.parameters, self.values, self.title)
        return derived(form, self.limits, (s.name for s in form.symbols))

    def tree(self) -> ExtensiveForm:
        """Write the game as a tree in which chance draws the types.

        Returns
        -------
        ExtensiveForm
            The players move in order, each knowing the own type alone; the information sets are
            named as the agents.
        """
        events = {
            ", ".join(profile): (chance, self._subtree(profile, ()))
            for profile, chance in self.prior.items()
        }
        tree = ExtensiveForm(
            Chance(events), self.players, self.parameters, self.values, title=self.title
        )
        return derived(tree, self.limits, (s.name for s in tree.symbols))

    def _subtree(self, profile: Types, moves: tuple[str, ...]) -> Node:
        if len(moves) < len(self.players):
            player = self.players[len(moves)]
            return Decision(
                player,
                {act: self._subtree(profile, (*moves, act)) for act in self.actions[player]},
                self.agent(player, profile[len(moves)]),
            )
        state = self.states[profile]
        payoffs = dict(zip(self.players, state.payoffs[moves], strict=True))
        ends = {
            label: (chance, Terminal(label, payoffs))
            for label, chance in state.outcomes[moves].items()
        }
        return Chance(ends) if len(ends) > 1 else next(end for _, end in ends.values())

    def __repr__(self) -> str:
        named = f"{self.title}: " if self.title else ""
        who = " and ".join(f"{player} ({' or '.join(own)})" for player, own in self.types.items())
        told = f", for {self.limits.note}" if self.limits.note else ""
        return plain(f"{named}Bayesian game of {who}{told}")


def _by_player(
    types: Mapping[str, Sequence[str]], actions: Mapping[str, Sequence[str]]
) -> dict[str, Sequence[str]]:
    """Return the types of each player, where types and actions are of the same players."""
    for what, wanted in (("types", types), ("actions", actions)):
        if not isinstance(wanted, Mapping):
            raise GameError(
                f"the {what} are {shown(wanted)}: give them by player, as {{'A': ['x', 'y']}}"
            )
    players = labels(actions, "the players")
    own_types = dict(zip(labels(types, "the players"), types.values(), strict=True))
    if set(own_types) != set(players):
        raise GameError(
            f"types are given for {', '.join(own_types) or 'nobody'} and actions for "
            f"{', '.join(players) or 'nobody'}: give both for the same players"
        )
    return own_types


def _prior(
    types: Mapping[str, Types], given: Mapping[Types, object], read: Reader
) -> dict[Types, sympy.Expr]:
    if not isinstance(given, Mapping):
        raise GameError(
            f"the prior is {shown(given)}: give the probability of each profile of types, as "
            "{('x', 'y'): '1/2'}"
        )
    for player, own in types.items():
        if not own or len(set(own)) < len(own):
            raise GameError(f"the types of {player} are {list(own)}: give one or more, each once")
    chances: dict[Types, sympy.Expr] = {}
    for key, chance in given.items():
        profile = _profile(types, key)
        if profile in chances:
            raise GameError(f"the prior names the types {', '.join(profile)} twice")
        chances[profile] = read(chance, f"probability of {', '.join(profile)}")
    total = sympy.Add(*chances.values())
    if sympy.cancel(total - 1) != 0:
        raise GameError(f"the prior sums to {total}: it must sum to 1")
    for i, (player, own) in enumerate(types.items()):
        for kind in own:
            if sympy.Add(*(p for profile, p in chances.items() if profile[i] == kind)) == 0:
                raise GameError(f"{player} is never {kind}: leave the type out")
    return chances


def _profile(types: Mapping[str, Types], given: object) -> Types:
    """Read what a prior gives a probability for: a type of each player."""
    listed = given if isinstance(given, tuple) or len(types) > 1 else (given,)
    if not isinstance(listed, tuple):
        raise GameError(f"the prior names {shown(given)}: give a tuple, a type of each player")
    profile = labels(listed, f"the types {shown(listed)}")
    if len(profile) != len(types):
        raise GameError(
            f"the prior names the types {', '.join(profile)} for "
            f"{counted(len(types), 'player')}: give one for each"
        )
    for (player, own), kind in zip(types.items(), profile, strict=True):
        if kind not in own:
            raise unknown(f"type of {player}", kind, own)
    return profile
