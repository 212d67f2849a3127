r"""The intuitive criterion: beliefs do not fall on types that could only lose by a message.

For a message :math:`m` that nobody sends and a set of types :math:`T` let :math:`BR(T, m)` be the
receiver's best replies to some belief on :math:`T`. Types with equilibrium payoff
:math:`u^*(t) > \max_{a \in BR(T_m, m)} u_S(t, m, a)` would never send it. The equilibrium fails if,
with :math:`T'` the others, some :math:`t \in T'` has
:math:`u^*(t) < \min_{a \in BR(T', m)} u_S(t, m, a)` [1]_.

References
----------
.. [1] Cho & Kreps (1987), Signaling games and stable equilibria. Quarterly Journal of Economics
   102, 179–221, p. 202.
"""

from fractions import Fraction

from caucasus_games.concepts.checks import check_tree
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.concepts.perfect_bayesian import perfect_bayesian
from caucasus_games.concepts.sender import Sender, best_replies, signalling
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.results import Equilibrium, Solution


@solution_concept(
    ExtensiveForm,
    games="signalling game",
    finds="the perfect Bayesian equilibria that pass it",
)
def intuitive_criterion(game: ExtensiveForm) -> Solution:
    """Keep the perfect Bayesian equilibria of a signalling game that pass the intuitive criterion.

    1. Find the perfect Bayesian equilibria.
    2. For each and each message that nobody sends, set aside the types that would lose by it
       whatever the receiver believes.
    3. Drop the equilibrium if one of the other types then gains whatever the receiver believes.

    Parameters
    ----------
    game : ExtensiveForm
        A signalling game: chance draws the sender's type, the sender knows it, the receiver does
        not.

    Returns
    -------
    Solution
        Those that pass; ``steps`` says why each of the others fails.

    Raises
    ------
    GameError
        If the game is no signalling game or a symbol has no value.

    References
    ----------
    Cho & Kreps (1987), Signaling games and stable equilibria. Quarterly Journal of Economics 102,
    179–221.

    Examples
    --------
    >>> from caucasus_games.games import Chance, Decision, Terminal
    >>> def sender(pledge: int, fight: int) -> Decision:
    ...     attack = Terminal("war", {"Guarantor": pledge - 2, "Rival": 1 - 2 * fight})
    ...     refrain = Terminal("peace", {"Guarantor": pledge, "Rival": 0})
    ...     reply = Decision("Rival", {"attack": attack, "refrain": refrain}, "after a pledge")
    ...     silent = Terminal("peace", {"Guarantor": 0, "Rival": 0})
    ...     return Decision("Guarantor", {"pledge": reply, "stay silent": silent})
    >>> types = {"resolved": ("1/3", sender(1, 1)), "weak": ("2/3", sender(-1, 0))}
    >>> solution = intuitive_criterion(ExtensiveForm(Chance(types)))
    >>> [equilibrium.kind for equilibrium in solution]
    ['separating']
    >>> print(*solution.steps)
    pooling 1: after a pledge: it cannot come from weak, and then resolved gains by it
    """
    check_tree(game, "intuitive_criterion")
    found = perfect_bayesian(game)
    sender = signalling(game)
    if sender is None:
        raise GameError(
            "intuitive_criterion is for a signalling game, in which chance draws the type of one "
            "sender and then one receiver replies, and the tree is not one: "
            "perfect_bayesian and sequential take any"
        )
    passed, steps = [], []
    for number, equilibrium in enumerate(found, start=1):
        failure = _failure(sender, equilibrium)
        if failure:
            steps.append(f"{equilibrium.kind} {number}: {failure}")
        else:
            passed.append(equilibrium)
    # of mixed replies to messages that nobody sends only some are listed
    sought = found.sought if found.sought == "pure" or passed else "some"
    return Solution(
        "intuitive", game, tuple(passed), found.notes, steps=tuple(steps), sought=sought
    )


def _failure(game: Sender, equilibrium: Equilibrium) -> str:
    """Say which message breaks the equilibrium, or nothing."""
    worth = {kind: _worth(game, equilibrium, kind) for kind in game.shape.messages}
    reached = {
        game.shape.messages[kind][m]
        for kind in game.shape.messages
        for m in equilibrium.strategies[kind]
    }
    for name in game.shape.replies:
        if name in reached:
            continue
        senders = dict(game.shape.types_at(name))
        anyhow = best_replies(game, name, list(senders))
        left = [t for t, m in senders.items() if worth[t] <= max(_paid(game, t, m, anyhow))]
        if not left or len(left) == len(senders):
            continue
        then = best_replies(game, name, left)
        for kind in left:
            if worth[kind] < min(_paid(game, kind, senders[kind], then)):
                others = " or ".join(_said(game, t) for t in senders if t not in left)
                gains = f"{_said(game, kind)} gains by it"
                return f"{name}: it cannot come from {others}, and then {gains}"
    return ""


def _said(game: Sender, kind: str) -> str:
    return game.game.information_sets[kind][0].history[0]


def _paid(game: Sender, kind: str, message: str, replies: list[str]) -> list[Fraction]:
    return [game.worth[kind, message, reply] for reply in replies]


def _worth(game: Sender, equilibrium: Equilibrium, kind: str) -> Fraction:
    """Return what a type gets by any message that it sends."""
    message = next(iter(equilibrium.strategies[kind]))
    name = game.shape.messages[kind][message]
    if not name:
        return game.worth[kind, message, ""]
    mix = equilibrium.strategies[name]
    return sum((q * game.worth[kind, message, a] for a, q in mix.items()), Fraction(0))
