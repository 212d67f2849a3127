r"""Stackelberg commitment: one player moves first and cannot take it back.

With :math:`R(x)` the equilibria among the others once the leader :math:`\ell` plays :math:`x`, the
leader attains :math:`\max_x \max_{r \in R(x)} u_\ell(x, r)`, over its actions, or against one
follower over its mixtures too [1]_. A mixture is found by one linear programme for each reply: the
best :math:`x` under which this reply is best [2]_.

References
----------
.. [1] von Stackelberg (1934), Marktform und Gleichgewicht. Springer.
.. [2] Conitzer & Sandholm (2006), Computing the optimal strategy to commit to. Proceedings of the
   7th ACM Conference on Electronic Commerce, 82–90.
"""

from collections.abc import Iterator
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.pure_nash import pure_nash
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import show
from caucasus_games.games import NormalForm
from caucasus_games.games.labels import label
from caucasus_games.markup import counted
from caucasus_games.results import Commitment, Mix, Solution, certified_commitment

_KIND = "followers who are indifferent do what the leader prefers"
_PURE = "only pure replies were looked for"


def stackelberg(game: NormalForm, leader: str = "", *, mixed: bool = False) -> Solution[Commitment]:
    """Find what a player who commits first attains.

    1. Pure: for each action of the leader find the equilibria among the others, in pure strategies.
    2. Mixed: for each reply of the follower maximise the leader's payoff over the mixtures under
       which that reply is best, exactly.
    3. Keep the best for the leader; ``steps`` says what each action or reply would give.

    Parameters
    ----------
    game : NormalForm
        Any number of players; two if ``mixed``.
    leader : str
        Who commits; by default the first player.
    mixed : bool
        Whether the leader may commit to probabilities.

    Returns
    -------
    Solution
        Each best commitment, a :class:`~caucasus_games.results.Commitment`.

    Raises
    ------
    GameError
        If the game is a tree, a symbol has no value, the leader is no player, or ``mixed`` is asked
        for with more than two players.

    References
    ----------
    Conitzer & Sandholm (2006), Computing the optimal strategy to commit to. Proceedings of the 7th
    ACM Conference on Electronic Commerce, 82–90.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[2, 4], [1, 3]], [[1, 0], [0, 1]], actions={"A": ["x", "y"], "B": ["x", "y"]}
    ... )
    >>> stackelberg(game).equilibria[0]
    A commits to y; B: y (payoffs: A 3, B 1; A would gain 1 by breaking its word)
    >>> stackelberg(game, mixed=True).equilibria[0]
    A commits to x 0.5 or y 0.5; B: y (payoffs: A 3.5, B 0.5; A would gain 0.5 by breaking its word)
    """
    check_normal_form(game, "stackelberg")
    first = label(leader, "the leader") if leader != "" else game.players[0]
    if first not in game.players:
        raise unknown("player as leader", first, game.players)
    if mixed and len(game.players) != 2:
        raise GameError(
            f"stackelberg finds a mixed commitment to one follower and the game has "
            f"{counted(len(game.players), 'player')}: leave mixed out"
        )
    ways = list(_mixed(game, first) if mixed else _pure(game, first))
    best = max((worth for _, worth, _ in ways), default=Fraction(0))
    found = {strategies: None for _, worth, strategies in ways if worth == best}
    steps = tuple(f"{case}: {first} gets {show(worth)}" for case, worth, _ in ways)
    notes = (_KIND, *((_PURE,) if len(game.players) > 2 else ()))
    return Solution(
        "Stackelberg",
        game,
        tuple(certified_commitment(game, first, strategies) for strategies in found),
        (*notes, *game.parameters.outside(game.values)),
        steps=steps,
        sought="pure" if len(game.players) > 2 else "all",
    )


Way = tuple[str, Fraction, immutabledict[str, Mix]]


def _pure(game: NormalForm, leader: str) -> Iterator[Way]:
    i = game.players.index(leader)
    for action in game.actions[leader]:
        after = NormalForm(
            {player: own if player != leader else [action] for player, own in game.actions.items()},
            {profile: x for profile, x in game.numbers.items() if profile[i] == action},
        )
        # the leader has one action left: an equilibrium of what is left is one of the others
        for reply in pure_nash(after):
            yield reply.path, reply.payoffs[leader], reply.strategies


def _mixed(game: NormalForm, leader: str) -> Iterator[Way]:
    i = game.players.index(leader)
    follower = game.players[1 - i]
    own = game.actions[leader]

    def paid(mine: str, theirs: str, player: int) -> Fraction:
        return game.numbers[(mine, theirs) if i == 0 else (theirs, mine)][player]

    for reply in game.actions[follower]:
        better = [
            Constraint({a: paid(a, b, 1 - i) - paid(a, reply, 1 - i) for a in own})
            for b in game.actions[follower]
            if b != reply
        ]
        allowed = Polytope(own, better, [Constraint(dict.fromkeys(own, 1), 1)])
        optimum = maximise(allowed, {a: paid(a, reply, i) for a in own})
        if optimum:
            mix = immutabledict({a: q for a, q in optimum.point.items() if q})
            answer = immutabledict({reply: Fraction(1)})
            mixes = {leader: mix, follower: answer}
            strategies = immutabledict({player: mixes[player] for player in game.players})
            yield f"if {follower} does {reply}", optimum.value, strategies
