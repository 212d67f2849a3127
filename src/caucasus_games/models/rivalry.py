r"""Rivalry: to wait, to clash, to attack or to agree, year by year from 1994 on.

Azerbaijan, the challenger, wins a war in year :math:`t` with probability
:math:`p_t(1-\gamma\kappa)`, where :math:`p_t = p\, r_t / r_{2024}` follows the observed balance of
military means :math:`r_t`. What is at stake depends on what has been decided: before a first
victory the share :math:`w` of Nagorno-Karabakh (Artsakh), whose worth is :math:`K`; then the rest;
then transit, worth :math:`v` beyond the route through Iran. Values are yearly flows
:math:`(1-\delta_i)` of these, costs are paid when they arise. Each year Armenia may offer what is
at stake against an agreement for good, with dividends to both, at an audience cost if it is not
taken; Azerbaijan accepts, waits, clashes, or attacks. Whoever has fought a war is exhausted, and
able to attack again with probability :math:`\varrho` a year; the first year comes after a war.

After the last year all stays as it is, without end. In that year transit is attacked for, rather
than waited for, iff with :math:`\omega = p_t(1-\gamma\kappa)` and :math:`\delta = \delta_Z`

.. math:: \omega\,\delta v (1-b) \ge \phi c_Z + (1-\delta) b v,

as a year of war has no flow from the route through Iran, and one that is lost changes nothing else.
Earlier, waiting has a value of its own while the balance rises. With ``beyond`` the last year comes
again and again instead; then play may have no equilibrium in pure strategies, as Armenia would
offer where it is to be attacked, and Azerbaijan attack where nothing is offered.

The mechanism is that of [1]_ with a power that grows by what is observed; the years of the balance
are data, the rest is the table's.

References
----------
.. [1] Fearon (1995), Rationalist explanations for war. International Organization 49, 379–414;
   Debs & Monteiro (2014), Known unknowns: Power shifts, uncertainty, and war. International
   Organization 68, 1–31.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy

from caucasus_games.errors import GameError
from caucasus_games.games import MarkovGame, Stage
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model
from caucasus_games.parameters.data import document

FIRST, LAST = 1994, 2026
# what is still held by Armenia, or open, at each of the three
ARRANGEMENTS = ("line", "enclave", "border")
_K = terms.contested_value
_WON = 1 - terms.credibility * terms.enforcement


@dataclass(frozen=True)
class _Place:
    """A year, an arrangement, and whether the sides are exhausted."""

    year: int
    arrangement: int
    tired: bool

    @property
    def name(self) -> str:
        return f"{self.year} {ARRANGEMENTS[self.arrangement]}{', exhausted' * self.tired}"


def balance(year: int) -> sympy.Rational:
    """Return the observed balance of means of a year, as a share of that of 2024.

    Parameters
    ----------
    year : int
        From 1994 to 2026.

    Returns
    -------
    sympy.Rational
        Of Azerbaijan's.

    Examples
    --------
    >>> balance(1994), balance(2024)
    (12/19, 1)
    """
    shares = document("balance.toml")["share"]
    return sympy.Rational(shares[str(year)], shares["2024"])


@model("rivalry", unclaimed="it goes through the years before the article")
def rivalry(setup: GuarantorSetup, first: int = FIRST, beyond: bool = False) -> MarkovGame:
    r"""Write the years from the first on, with the setup in force in all of them.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its credibility and
        enforcement count.
    first : int
        The first year, from 1994 to 2026; play begins at the line, after a war.
    beyond : bool
        Whether the last year is played again and again; else all stays as it is after it.

    Returns
    -------
    MarkovGame
        Outcomes ``"war"`` and ``"agreement"``, whichever is first, and ``"neither"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, or the year is none of them.

    Examples
    --------
    >>> from caucasus_games.concepts import markov_perfect
    >>> from caucasus_games.guarantors import NONE
    >>> (found,) = markov_perfect(rivalry(NONE))
    >>> {outcome: round(float(chance), 3) for outcome, chance in found.outcomes.items()}
    {'agreement': 0.818, 'war': 0.182}
    """
    terms.check_outsider(setup, "rivalry")
    if isinstance(first, bool) or not isinstance(first, int) or not FIRST <= first <= LAST:
        raise GameError(f"the first year of rivalry is {first!r}: give one from {FIRST} to {LAST}")
    start = _Place(first, 0, True)
    stages: dict[str, Stage] = {}
    places, queue = {start}, [start]
    for place in queue:
        for name, stage in _stages(place, beyond):
            stages[name] = stage
        for then in _after(place, beyond):
            if then not in places:
                places.add(then)
                queue.append(then)
    for arrangement in sorted({place.arrangement for place in places}):
        stages[_agreed(arrangement)] = _for_good(arrangement, agreed=True)
    for arrangement in range(len(ARRANGEMENTS) + 1):
        # what nothing leads to is left out
        if any(_left(arrangement) in _leads(stage) for stage in stages.values()):
            stages[_left(arrangement)] = _for_good(arrangement, agreed=False)
    return MarkovGame(
        stages,
        terms.patience,
        players=["Armenia", "Azerbaijan"],
        start=start.name,
        otherwise="neither",
        parameters=terms.parameters_of(setup),
        title=rivalry.under(setup),
    )


def _held(arrangement: int) -> dict[str, sympy.Expr]:
    """Return what each side has of all that is at stake, for good."""
    won = (0, terms.first_share * _K, _K, _K)[arrangement]
    transit = terms.v if arrangement == len(ARRANGEMENTS) else terms.bypass * terms.v
    return {"Armenia": _K - won, "Azerbaijan": won + transit}


def _flow(side: str, worth: sympy.Expr) -> sympy.Expr:
    return (1 - terms.patience[side]) * worth


def _left(arrangement: int) -> str:
    return f"{(*ARRANGEMENTS, 'transit')[arrangement]} for good"


def _leads(stage: Stage) -> set[str]:
    """Return where a stage may lead to."""
    ways = stage.to.values() if isinstance(stage.to, dict) else [stage.to]
    return {target for to in ways for target in (to if isinstance(to, dict) else (to,))}


def _agreed(arrangement: int) -> str:
    return f"agreed at the {ARRANGEMENTS[arrangement]}"


def _for_good(arrangement: int, agreed: bool) -> Stage:
    """Return what is left as it is, with what was at stake conceded if it was agreed."""
    worth = _held(arrangement + 1 if agreed else arrangement)
    if agreed:
        worth["Armenia"] += terms.armenia_dividend
        worth["Azerbaijan"] += terms.azerbaijan_dividend
    flows = {side: _flow(side, worth[side]) for side in worth}
    return Stage({}, {(): flows}, _agreed(arrangement) if agreed else _left(arrangement))


def _after(place: _Place, beyond: bool) -> Iterator[_Place]:
    """Yield the places that follow."""
    if place.year == LAST and not beyond:
        return
    year = min(place.year + 1, LAST)
    yield _Place(year, place.arrangement, place.tired)
    yield _Place(year, place.arrangement, not place.tired)
    if not place.tired and place.arrangement + 1 < len(ARRANGEMENTS):
        yield _Place(year, place.arrangement + 1, True)


def _next(place: _Place, beyond: bool, arrangement: int, tired: bool) -> str:
    """Return what comes after a year that leaves an arrangement, and the sides exhausted or not."""
    if arrangement == len(ARRANGEMENTS) or (place.year == LAST and not beyond):
        return _left(arrangement)
    return _Place(min(place.year + 1, LAST), arrangement, tired).name


def _stages(place: _Place, beyond: bool) -> Iterator[tuple[str, Stage]]:
    """Yield Armenia's choice in a year, and Azerbaijan's after each."""
    offered, kept = f"{place.name}: offered", f"{place.name}: no offer"
    nothing = {"Armenia": 0, "Azerbaijan": 0}
    yield (
        place.name,
        Stage(
            {"Armenia": ["offer", "hold"]},
            {"offer": nothing, "hold": nothing},
            {"offer": offered, "hold": kept},
            at_once=True,
        ),
    )
    yield kept, _choice(place, beyond, offer=False)
    yield offered, _choice(place, beyond, offer=True)


def _choice(place: _Place, beyond: bool, offer: bool) -> Stage:
    """Return what Azerbaijan may do in a year."""
    flows = {side: _flow(side, worth) for side, worth in _held(place.arrangement).items()}
    won = terms.p * balance(place.year) * _WON
    moved = won * terms.incursion_gain
    rested = _next(place, beyond, place.arrangement, tired=False)
    tired = _next(place, beyond, place.arrangement, tired=True)
    recovers = place.tired and rested != tired
    later = {rested: terms.recovery, tired: 1 - terms.recovery} if recovers else {rested: 1}
    payoffs = {
        "wait": flows,
        "clash": {
            "Armenia": flows["Armenia"] - moved - terms.fighting_cost,
            "Azerbaijan": flows["Azerbaijan"] + moved - terms.fighting_cost,
        },
    }
    to: dict[str, object] = {"wait": later, "clash": later}
    outcomes: dict[str, str] = {}
    if not place.tired:
        proper = place.arrangement + 1 == len(ARRANGEMENTS)
        cost = terms.war_cost_azerbaijan if proper else sympy.Symbol("war_cost_azerbaijan")
        kept = {"Armenia": _flow("Armenia", _held(place.arrangement)["Armenia"])}
        # what Azerbaijan holds by force it has in war too, the route through Iran it has not
        by_force = _held(place.arrangement)["Azerbaijan"] - terms.bypass * terms.v
        payoffs["attack"] = {
            "Armenia": kept["Armenia"] - terms.war_cost_armenia,
            "Azerbaijan": _flow("Azerbaijan", by_force) - cost,
        }
        victory = _next(place, beyond, place.arrangement + 1, tired=True)
        to["attack"] = {victory: won, tired: 1 - won}
        outcomes["attack"] = "war"
    if offer:
        for act in payoffs:
            payoffs[act] = {
                **payoffs[act],
                "Armenia": payoffs[act]["Armenia"] - terms.audience_cost,
            }
        payoffs["accept"] = dict(flows)
        to["accept"] = _agreed(place.arrangement)
        outcomes["accept"] = "agreement"
    return Stage({"Azerbaijan": list(payoffs)}, payoffs, to, outcomes)
