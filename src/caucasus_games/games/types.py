r"""A number that only one player knows: its answer is a cutoff.

Let player :math:`j` know :math:`t` with distribution :math:`F` from :math:`a` to :math:`b`, and
choose between two actions whose payoffs to it are linear in :math:`t`, so that their difference is
:math:`s t + d` with a number :math:`s > 0`. Then it takes the one from the cutoff

.. math:: t^* = -d / s

on and the other below it. To everybody else, and before :math:`t` is known, this is a move of
chance: the other action has the probability :math:`F(t^*)`, zero if :math:`t^* \le a` and one if
:math:`t^* \ge b`, and after it payoffs are what is expected of them given :math:`t < t^*`. All are
polynomials by pieces in the numbers and parameters of which :math:`t^*` is made, so that an offer
before that is one of a tree without types.
"""

from collections.abc import Iterable

import sympy

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import expression
from caucasus_games.games.cutoffs import Answered, Cutoff, Known
from caucasus_games.games.distributions import TYPE, Distribution, below
from caucasus_games.games.nodes import Chance, Decision, Nature, Node, Offer, Terminal, children

_MENU = "write types as a Chance of a few numbers, and the answers as information sets"


def has_types(root: Node) -> bool:
    """Tell whether one player knows a number in a tree."""
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Nature):
            return True
        stack += children(node)
    return False


def check_types(root: Node, symbols: Iterable[sympy.Symbol], players: tuple[str, ...]) -> None:
    """Refuse numbers that no player knows or needs, and where no payoff is expected."""
    free = {symbol.name for symbol in symbols}
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        stack += children(node)
        if not isinstance(node, Nature):
            continue
        if node.known_to not in players:
            raise unknown(f"player who knows {node.name}", node.known_to, players)
        if node.name in free:
            raise GameError(
                f"{node.name}, which {node.known_to} alone knows, stands in a probability or a "
                f"bound, or in a payoff before it is drawn: write it in payoffs after it; {_MENU}"
            )
        if not _needed(node):
            raise GameError(
                f"no payoff has the number {node.name} that {node.known_to} knows: write payoffs "
                f"with sympy.Symbol('{node.name}'), or leave the number out"
            )


def _needed(nature: Nature) -> bool:
    """Tell whether some payoff has a number that one player knows."""
    stack: list[Node] = [nature.then]
    while stack:
        node = stack.pop()
        stack += children(node)
        if isinstance(node, Terminal):
            paid = (expression(one, f"payoff of {who}") for who, one in node.payoffs.items())
            if any(formula.has(sympy.Symbol(nature.name)) for formula in paid):
                return True
    return False


def without_types(node: Node) -> Node:
    """Return a tree in which cutoffs are in the place of numbers that one player knows."""
    if isinstance(node, Terminal) or not has_types(node):
        return node
    if isinstance(node, Decision):
        actions = {action: without_types(child) for action, child in node.actions.items()}
        return Decision(node.player, actions, node.information_set)
    if isinstance(node, Chance):
        return Chance(
            {
                event: (chance, without_types(child))
                for event, (chance, child) in node.events.items()
            }
        )
    if isinstance(node, Offer):
        return Offer(node.player, node.name, node.low, node.high, without_types(node.then))
    return _settled(node.then, node)


def _settled(node: Node, nature: Nature) -> Node:
    """Return the tree below a type, with its cutoffs."""
    if isinstance(node, Nature):
        raise GameError(
            f"{node.name} and {nature.name} are both known to one player alone: one such number "
            f"is solved for; {_MENU}"
        )
    if isinstance(node, Offer):
        if node.player == nature.known_to:
            raise GameError(
                f"{node.player} knows {nature.name} and offers {node.name}, so that the offer may "
                "tell what it knows, and what others believe after each is open: let who does not "
                f"know offer; or {_MENU}"
            )
        return Offer(node.player, node.name, node.low, node.high, _settled(node.then, nature))
    if isinstance(node, Chance):
        return Chance(
            {
                event: (chance, _settled(child, nature))
                for event, (chance, child) in node.events.items()
            }
        )
    if isinstance(node, Decision):
        if node.player != nature.known_to:
            actions = {action: _settled(child, nature) for action, child in node.actions.items()}
            return Decision(node.player, actions, node.information_set)
        return _cutoff(node, nature)
    return _expected(node, nature)


def _cutoff(node: Decision, nature: Nature) -> Node:
    """Write the answer of who knows the number as chance."""
    player, name = node.player, nature.name
    if len(node.actions) != 2:
        raise GameError(
            f"{player} knows {name} and has {len(node.actions)} actions: two are solved for; "
            f"{_MENU}"
        )
    lines = {action: _line(child, nature) for action, child in node.actions.items()}
    (one, (slope, start)), (other, (slope_, start_)) = lines.items()
    gain = sympy.cancel(slope - slope_)
    if not gain.is_number or gain == 0:
        raise GameError(
            f"{one} rather than {other} gains {player} {gain} with each unit of {name}: what "
            "solves for a cutoff needs a number that is not zero"
        )
    cutoff = sympy.cancel((start_ - start) / gain)
    low, high = (other, one) if gain > 0 else (one, other)
    chance = _by_cases(nature.distribution, cutoff, sympy.S.One, True)
    pieces = nature.distribution.pieces
    ends = pieces[0].low, pieces[-1].high
    return Cutoff(
        {
            f"{player}: {action}": (odds, _given(node.actions[action], nature, cutoff, side))
            for action, odds, side in ((low, chance, True), (high, 1 - chance, False))
        },
        Known(sympy.Symbol(name), *ends, player, (low, high), cutoff),
    )


def _line(node: Node, nature: Nature) -> tuple[sympy.Expr, sympy.Expr]:
    """Return by how much what is expected after an action grows with the number, and from where."""
    if isinstance(node, Chance):
        parts = [
            (expression(q, "a probability"), _line(child, nature))
            for q, child in node.events.values()
        ]
        slope, start = (sympy.Add(*(q * part[k] for q, part in parts)) for k in (0, 1))
        return slope, start
    if not isinstance(node, Terminal):
        raise GameError(
            f"somebody chooses after {nature.known_to}, who knows {nature.name}, has answered: "
            "what was answered tells of the number; one answer is solved for, and screening() "
            f"takes several rounds; or {_MENU}"
        )
    symbol = sympy.Symbol(nature.name)
    if nature.known_to not in node.payoffs:
        raise GameError(f"no payoff for {nature.known_to} at {node!r}, and it knows {nature.name}")
    paid = expression(node.payoffs[nature.known_to], f"payoff of {nature.known_to}")
    whole = sympy.Poly(sympy.expand(paid), symbol) if paid.is_polynomial(symbol) else None
    if whole is None or whole.degree() > 1:
        raise GameError(
            f"the payoff {paid} of {nature.known_to} is not linear in {nature.name}, which it "
            f"knows: a cutoff is found where it is; {_MENU}"
        )
    return whole.coeff_monomial(symbol), whole.coeff_monomial(1)


def _given(node: Node, nature: Nature, cutoff: sympy.Expr, low: bool) -> Node:
    """Write what is expected after an action, given on which side of the cutoff the number is."""
    if isinstance(node, Chance):
        return Chance(
            {
                event: (q, _given(child, nature, cutoff, low))
                for event, (q, child) in node.events.items()
            }
        )
    assert isinstance(node, Terminal)  # as the line was found
    told = {
        player: expression(payoff, f"payoff of {player}") for player, payoff in node.payoffs.items()
    }
    paid = {
        player: _by_cases(nature.distribution, cutoff, _in_type(formula, nature), low, True)
        if formula.has(sympy.Symbol(nature.name))
        else formula
        for player, formula in told.items()
    }
    return Answered(node.outcome, paid, told)


def _expected(node: Terminal, nature: Nature) -> Terminal:
    """Write what is expected at an end that nobody brings who knows the number."""
    paid = {}
    for player, payoff in node.payoffs.items():
        formula = _in_type(expression(payoff, f"payoff of {player}"), nature)
        paid[player] = sympy.cancel(
            sympy.Add(*(below(own, own.high, formula) for own in nature.distribution.pieces))
        )
    return Terminal(node.outcome, paid)


def _in_type(formula: sympy.Expr, nature: Nature) -> sympy.Expr:
    symbol = sympy.Symbol(nature.name)
    if not formula.is_polynomial(symbol):
        raise GameError(
            f"the payoff {formula} is no polynomial in {nature.name}, which {nature.known_to} "
            f"alone knows: {_MENU}"
        )
    return formula.xreplace({symbol: TYPE})


def _by_cases(
    known: Distribution, cutoff: sympy.Expr, of: sympy.Expr, low: bool, mean: bool = False
) -> sympy.Expr:
    """Return what is expected of a formula on one side of a cutoff, in all or given that side."""
    pieces = known.pieces
    whole = sympy.Add(*(below(own, own.high, of) for own in pieces))
    none = of.xreplace({TYPE: pieces[0].low if low else pieces[-1].high}) if mean else sympy.S.Zero
    cases = [((none if low else whole), cutoff <= pieces[0].low)]
    before = chance = sympy.S.Zero
    for own in pieces:
        value = before + below(own, cutoff, of)
        likely = chance + below(own, cutoff)
        if not low:
            value, likely = whole - value, 1 - likely
        cases.append((sympy.cancel(value / likely if mean else value), cutoff <= own.high))
        before += below(own, own.high, of)
        chance += below(own, own.high)
    cases.append((whole if low else none, True))
    return sympy.Piecewise(*cases)
