r"""The certificate of a sequential equilibrium: mistakes whose limit gives the beliefs.

Let every action :math:`a` that is not played be a mistake of probability
:math:`w_a \varepsilon^{k_a}`, with a whole order :math:`k_a \ge 1` and a weight :math:`w_a > 0`. A
node :math:`x` is then reached with probability about :math:`w(x) \varepsilon^{k(x)}`, sums and
products along its path, and as :math:`\varepsilon \to 0` the belief at its information set goes to
:math:`w(x)` over the sum of those with the least :math:`k`. An assessment is consistent iff its
beliefs are such a limit [1]_, and sequential iff its strategies are also best under them.

References
----------
.. [1] Kreps & Wilson (1982), Sequential equilibria. Econometrica 50, 863–894, lemmas A1 and A2.
"""

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.results.equilibrium import Equilibrium, Mix
from caucasus_games.results.sequential import Mistake, SequentialEquilibrium


def certified_sequential(
    game: ExtensiveForm,
    equilibrium: Equilibrium,
    mistakes: Mapping[str, Mapping[str, Mistake]],
) -> SequentialEquilibrium:
    """Compute the beliefs to which mistakes lead, from the tree alone, and compare them.

    Parameters
    ----------
    game : ExtensiveForm
        The tree at its values; an event of probability zero is impossible.
    equilibrium : Equilibrium
        Its strategies, and all beliefs that support them at each information set.
    mistakes : mapping of str to mapping of str to Mistake
        For each information set the actions that are not played there.

    Returns
    -------
    SequentialEquilibrium
        With its certificate.

    Raises
    ------
    GameError
        If at some information set the mistakes lead to a belief that does not support it.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> from caucasus_games.certificates import certified_assessment
    >>> ends = {"go": Terminal("war", {"A": 0}), "stay": Terminal("peace", {"A": 1})}
    >>> game = ExtensiveForm(Decision("A", ends, "start"))
    >>> stay = immutabledict({"start": immutabledict({"stay": Fraction(1)})})
    >>> slip = {"start": {"go": Mistake(1, Fraction(1))}}
    >>> certified_sequential(game, certified_assessment(game, stay), slip)
    A: stay → peace (payoffs: A 1)
    """
    reached = _reached(game, equilibrium.strategies, mistakes)
    sets: dict[str, list[int]] = {}
    for v, vertex in enumerate(game.vertices):
        if vertex.player:
            sets.setdefault(vertex.information_set, []).append(v)
    consistent = {}
    for name, nodes in sets.items():
        possible = [reached[v].order for v in nodes if reached[v].weight]
        if not possible:
            continue
        least = min(possible)
        likely = [reached[v].weight if reached[v].order == least else Fraction(0) for v in nodes]
        belief = {
            label: weight / sum(likely)
            for label, weight in zip(equilibrium.beliefs[name].labels, likely, strict=True)
        }
        if belief not in equilibrium.beliefs[name]:
            player = game.vertices[nodes[0]].player
            raise GameError(f"no sequential equilibrium: at {name!r} {player} gains by deviating")
        consistent[name] = immutabledict(belief)
    return SequentialEquilibrium(
        **{part.name: getattr(equilibrium, part.name) for part in fields(equilibrium)},
        mistakes=immutabledict({name: immutabledict(own) for name, own in mistakes.items()}),
        consistent=immutabledict(consistent),
    )


def _reached(
    game: ExtensiveForm,
    strategies: Mapping[str, Mix],
    mistakes: Mapping[str, Mapping[str, Mistake]],
) -> list[Mistake]:
    """Return how likely each node is: the order and the weight of its path."""
    reached = [Mistake(0, Fraction(1))] * len(game.vertices)
    for v, vertex in enumerate(game.vertices):
        name = vertex.information_set
        for k, child in enumerate(vertex.children):
            if not vertex.player:
                step = Mistake(0, game.numbers.chances[v][k])
            elif vertex.branches[k] in strategies[name]:
                step = Mistake(0, strategies[name][vertex.branches[k]])
            else:
                step = mistakes[name][vertex.branches[k]]
            here = reached[v]
            reached[child] = Mistake(here.order + step.order, here.weight * step.weight)
    return reached
