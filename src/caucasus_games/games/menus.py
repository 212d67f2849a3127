"""A tree in which numbers are chosen from a list, in the place of any between two."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import sympy

from caucasus_games.errors import GameError
from caucasus_games.games.cutoffs import Answered, Cutoff
from caucasus_games.games.door import check_game
from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.nodes import Chance, Decision, Node, Terminal
from caucasus_games.games.values import derived
from caucasus_games.games.vertices import Offered, own_set

_MOST_STEPS = 10_000
# which numbers are listed of an offer between two
Numbers = Callable[[Offered, sympy.Expr, sympy.Expr], list[sympy.Expr]]
# into how many steps a range is cut in a figure
_DRAWN_STEPS = 2


def menu(game: ExtensiveForm, steps: int = 20) -> ExtensiveForm:
    r"""List numbers in the place of each offer: what every solver, file and figure takes.

    An offer from :math:`l` to :math:`h` becomes a decision among
    :math:`l + (h - l) k / n, k = 0, \dots, n`. Whoever may be brought to accept by an offer between
    two of them is not offered that: what is best in the list is worse by no more than a step
    changes payoffs.

    Parameters
    ----------
    game : ExtensiveForm
        A tree with offers.
    steps : int
        Into how many steps each range is cut.

    Returns
    -------
    ExtensiveForm
        The tree with a decision in the place of each offer; its comment, which files keep, says
        which numbers are listed.

    Raises
    ------
    GameError
        If the game is no tree, ``steps`` is no whole number from 1 to 10,000, or the tree gets too
        large.

    Examples
    --------
    >>> import sympy
    >>> from caucasus_games.games import Offer
    >>> x = sympy.Symbol("x")
    >>> ends = {"yes": Terminal("deal", {"A": 1 - x, "B": x}), "no": Terminal("", {"A": 0, "B": 0})}
    >>> menu(ExtensiveForm(Offer("A", x, 0, 1, Decision("B", ends))), steps=2)
    tree of A, B: 4 decisions, 0 chance moves, 6 ends
    """
    check_game(game, "menu", ExtensiveForm)
    if isinstance(steps, bool) or not isinstance(steps, int) or not 1 <= steps <= _MOST_STEPS:
        raise GameError(f"steps is {steps!r}: give a whole number from 1 to {_MOST_STEPS:,}")

    def steps_of(offer: Offered, low: sympy.Expr, high: sympy.Expr) -> list[sympy.Expr]:
        parts = (sympy.Rational(*_part(k, steps)) for k in range(steps + 1))
        return [sympy.expand(low + (high - low) * part) for part in parts]

    comment = "; ".join(filter(None, (game.comment, *_said(game, steps))))
    return _tree(game, steps_of, comment)


def with_numbers(game: ExtensiveForm, numbers: Mapping[str, Fraction]) -> ExtensiveForm:
    """Let each offer be one number; the least, where none is given."""

    def number_of(offer: Offered, low: sympy.Expr, high: sympy.Expr) -> list[sympy.Expr]:
        own = numbers.get(offer.symbol.name)
        return [low if own is None else sympy.Rational(own.numerator, own.denominator)]

    return _tree(game, number_of, game.comment)


def _tree(game: ExtensiveForm, numbers: Numbers, comment: str) -> ExtensiveForm:
    root = _listed(game, 0, {}, numbers)
    tree = ExtensiveForm(root, game.players, game.parameters, game.values, game.title, comment)
    return derived(tree, game.limits, sorted(s.name for s in tree.symbols))


def _said(game: ExtensiveForm, steps: int) -> Iterator[str]:
    """Say which numbers are listed, and what is a chance that was an answer."""
    for vertex in game.vertices:
        if vertex.offer:
            offer = vertex.offer
            yield (
                f"{offer.symbol} is one of {steps + 1} numbers, in equal steps from {offer.low} to "
                f"{offer.high}"
            )
    answers = {
        f"what {own.known.player} does, who knows {own.known.symbol}, is a chance": None
        for own in game.vertices
        if own.known
    }
    yield from answers


def few(game: ExtensiveForm) -> ExtensiveForm:
    """Return the tree as a figure shows it: with a few numbers in the place of any."""
    return menu(game, _DRAWN_STEPS) if game.offers else game


def _listed(
    game: ExtensiveForm, v: int, chosen: dict[sympy.Symbol, sympy.Expr], numbers: Numbers
) -> Node:
    """Write the tree from a vertex on, with numbers in the place of those chosen before."""
    vertex = game.vertices[v]
    if vertex.offer:
        low, high = (end.xreplace(chosen) for end in (vertex.offer.low, vertex.offer.high))
        (child,) = vertex.children
        actions = {}
        for number in numbers(vertex.offer, low, high):
            known = {**chosen, vertex.offer.symbol: number}
            actions[f"{vertex.offer.symbol} = {number}"] = _listed(game, child, known, numbers)
        return Decision(vertex.player, actions)
    below = [_listed(game, child, chosen, numbers) for child in vertex.children]
    if vertex.player:
        # what was named by the way to it is so again
        own = vertex.information_set
        named = "" if own == own_set(vertex.player, vertex.history) else own
        return Decision(vertex.player, dict(zip(vertex.branches, below, strict=True)), named)
    if vertex.children:
        odds = (chance.xreplace(chosen) for chance in vertex.probabilities)
        events = dict(zip(vertex.branches, zip(odds, below, strict=True), strict=True))
        return Cutoff(events, vertex.known.at(chosen)) if vertex.known else Chance(events)
    paid, told = (
        {player: f.xreplace(chosen) for player, f in zip(game.players, formulas, strict=False)}
        for formulas in (vertex.payoffs, vertex.told)
    )
    return Answered(vertex.outcome, paid, told) if told else Terminal(vertex.outcome, paid)


def _part(k: int, steps: int) -> tuple[int, int]:
    part = Fraction(k, steps)
    return part.numerator, part.denominator
