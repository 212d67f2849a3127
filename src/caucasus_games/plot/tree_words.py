"""What is written in a drawn tree: at branches, in boxes and at ends."""

from collections.abc import Iterable
from fractions import Fraction

import sympy

from caucasus_games.exact import show
from caucasus_games.formats.followed import Followed, Numbers, odds
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.vertices import Vertex

# of a fraction, in letters; a longer one is written as a decimal
_LONGEST = 7


def line(text: str) -> str:
    """Write a label on one line."""
    return " ".join(text.split())


def above(game: ExtensiveForm, plays: Followed) -> list[str]:
    """Write what stands above the branch to each vertex."""
    words = [""] * len(game.vertices)
    for v, vertex in enumerate(game.vertices):
        chances = odds(vertex, plays.numbers)
        for k, child in enumerate(vertex.children):
            words[child] = line(vertex.branches[k])
            if vertex.offer:
                words[child] = _number(vertex, plays, v)
            elif vertex.known:
                words[child] = _answer(vertex, k, plays.numbers)
            # of what hangs on a number that is not chosen, the cutoff says when it is done
            if chances and (chances[k].is_number or not vertex.known):
                words[child] += f" ({_value(chances[k])})"
    return words


def inside(game: ExtensiveForm, plays: Followed, *, payoffs: bool) -> list[str]:
    """Write what stands in each box and at each end."""
    words = []
    for vertex in game.vertices:
        if vertex.known:
            known = vertex.known
            range_ = _range(known.low, known.high, plays.numbers)
            words.append(line(f"{known.player}, {known.symbol} in {range_}"))
        elif vertex.children:
            words.append(line(vertex.player or "chance"))
        else:
            words.append(line(vertex.outcome))
            if payoffs:
                paid = _paid(vertex, plays.numbers)
                words[-1] += f" ({', '.join(map(_value, paid))})"
    return words


def ends(vertex: Vertex, plays: Followed) -> list[str]:
    """Write the ends of a fan, if there is one."""
    spread = vertex.offer or vertex.known
    both = (spread.low, spread.high) if spread else ()
    return [_exact(end.xreplace(dict(plays.numbers))) for end in both]


def rounded(game: ExtensiveForm, plays: Followed) -> bool:
    """Tell whether some payoff is written shorter than it is."""
    paid = (x for vertex in game.vertices for x in _paid(vertex, plays.numbers))
    return any(x.is_Rational and show(_fraction(x), 2).startswith("≈") for x in paid)


def _paid(vertex: Vertex, numbers: Numbers) -> Iterable[sympy.Expr]:
    return [payoff.xreplace(dict(numbers)) for payoff in vertex.told or vertex.payoffs]


def _number(vertex: Vertex, plays: Followed, v: int) -> str:
    offer = vertex.offer
    assert offer is not None
    chosen = plays.labels.get(v, "")
    sign = " ≈ " if chosen.startswith("≈") else " = " if chosen else ""
    range_ = _range(offer.low, offer.high, plays.numbers)
    return f"{offer.symbol}{sign}{chosen.removeprefix('≈')} in {range_}"


def _range(low: sympy.Expr, high: sympy.Expr, numbers: Numbers) -> str:
    return f"[{', '.join(_exact(end.xreplace(dict(numbers))) for end in (low, high))}]"


def _answer(vertex: Vertex, k: int, numbers: Numbers) -> str:
    known = vertex.known
    assert known is not None
    cutoff = _exact(known.cutoff.xreplace(dict(numbers)))
    return line(f"{known.actions[k]}: {known.symbol} {'>' if k else '<'} {cutoff}")


def _exact(formula: sympy.Expr) -> str:
    if not formula.is_Rational or len(str(formula)) <= _LONGEST:
        return str(formula)
    return show(_fraction(formula), 3)


def _value(formula: sympy.Expr) -> str:
    """Write a number short, and a formula as it is."""
    if not formula.is_Rational:
        return str(formula)
    return show(_fraction(formula), 2).replace("≈", "").replace("-", "−")


def _fraction(number: sympy.Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))
