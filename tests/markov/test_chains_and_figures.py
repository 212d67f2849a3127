"""Chains of states, and what is drawn and said of equilibria over years."""

from fractions import Fraction

import matplotlib.pyplot as plt
import pytest
from immutabledict import immutabledict

from caucasus_games import GameError, conditions, explain, plot, report
from caucasus_games.concepts import markov_logit, markov_perfect
from caucasus_games.games import MarkovGame, Stage
from caucasus_games.guarantors import NONE, GuarantorSetup
from caucasus_games.models import rivalry, war_and_peace
from caucasus_games.results import Chain, MarkovLogit

HALF, SURE = Fraction(1, 2), Fraction(1)


def chain(**moves: dict[str, Fraction]) -> Chain:
    return Chain(next(iter(moves)), immutabledict({s: immutabledict(q) for s, q in moves.items()}))


def test_a_chain_ends_stays_or_goes_round() -> None:
    ends = chain(a={"b": SURE}, b={})
    assert repr(ends) == "chain of 2 states from a"
    assert [dict(odds) for odds in ends.after(2)] == [{"a": 1}, {"b": 1}, {}]
    assert ends.hitting("b", 2) == (0, 1, 0)
    with pytest.raises(GameError, match="play ends: after"):
        ends.stationary()
    parts = chain(a={"b": HALF, "c": HALF}, b={"b": SURE}, c={"c": SURE})
    with pytest.raises(GameError, match="play stays in b or elsewhere, as chance has it"):
        parts.stationary()
    third = Fraction(1, 3)
    round_trip = chain(
        a={"a": HALF, "b": HALF}, b={"c": SURE}, c={"a": third, "b": third, "c": third}
    )
    share = round_trip.stationary()
    assert sum(share.values()) == 1
    for state in share:
        come = (
            share[s] * q
            for s, own in round_trip.moves.items()
            for t, q in own.items()
            if t == state
        )
        assert sum(come, Fraction(0)) == share[state]


def test_what_is_played_at_once_goes_with_what_follows_in_the_same_period() -> None:
    paid = {(): [0]}
    stages = {
        "a": Stage({}, paid, {(): {"one": "1/3", "other": "2/3"}}),
        "one": Stage({}, paid, "other", at_once=True),
        "other": Stage({}, paid, {(): {"a": "1/4", "end": "3/4"}}, at_once=True),
        "end": Stage({}, paid, "end"),
    }
    (found,) = markov_perfect(MarkovGame(stages, "1/2", players=["A"]))
    after = {"one": Fraction(1, 12), "other": Fraction(1, 6), "end": Fraction(3, 4)}
    assert found.chain.moves == {
        "a": {"one": Fraction(1, 3), "other": Fraction(2, 3)},
        "one": after,
        "other": after,
        "end": {"end": 1},
    }


@pytest.mark.parametrize("periods", [-1, "2"])
def test_what_a_chain_is_not_asked(periods: int) -> None:
    with pytest.raises(GameError, match="give 0 or more"):
        chain(a={"a": SURE}).after(periods)
    with pytest.raises(GameError, match="unknown state"):
        chain(a={"a": SURE}).hitting(["z"], 1)


def test_states_are_drawn_over_periods_and_as_a_graph() -> None:
    (found,) = markov_perfect(rivalry(NONE, first=2020))
    ax = plot.state_path(found, 3, first=2020)
    assert ax.get_xlim() == (2020, 2023)
    with pytest.raises(GameError, match=r"plot.state_graph draws up to 12"):
        plot.state_graph(found)
    published = markov_logit(war_and_peace(NONE), 1, starts=0).equilibria[0]
    assert len(plot.state_graph(published).patches) == 12
    alone = plot.state_graph(chain(a={"a": SURE}))  # type: ignore[arg-type]
    assert len(alone.patches) == 2
    with pytest.raises(GameError, match=r"plot\.state_path takes an equilibrium of a Markov game"):
        plot.state_path("peace", 3)  # type: ignore[arg-type]
    plt.close("all")


def test_a_game_over_years_is_explained_and_reported() -> None:
    game = rivalry(NONE, first=2024)
    told = repr(explain(markov_perfect(game)))
    assert "Azerbaijan chooses in 2024 line, exhausted: no offer clash" in told.replace(
        "\n     ", ""
    )
    with pytest.raises(GameError, match=r"and explain follows up to 60: ask for fewer periods"):
        explain(markov_perfect(rivalry(NONE)))
    page = report(war_and_peace, draws=10, setup="NONE")
    assert "how states follow each other" in page
    assert "Not explained" not in page


def test_of_more_states_than_fit_there_is_no_graph() -> None:
    def months(setup: GuarantorSetup) -> MarkovGame:
        stages = {str(k): Stage({}, {(): [0]}, str((k + 1) % 13)) for k in range(13)}
        return MarkovGame(stages, "1/2", players=["A"], title=setup.name)

    assert "how states follow each other" not in report(months, draws=10, setup="NONE")


def test_ways_are_told_by_player_and_state() -> None:
    game = rivalry(NONE, first=2026)
    fixed = {n: r.central for n, r in game.parameters.items() if n != "azerbaijan_dividend"}
    theorem = conditions(game.at(fixed), "neither")
    assert all("Armenia in 2026 line, exhausted: " in way.path for way in theorem.ways)
    assert theorem.nearest({"azerbaijan_dividend": "0.02"}) == ()


def test_what_is_no_fixed_point_is_no_logit_equilibrium() -> None:
    stage = Stage({"A": "xy"}, {"x": [1], "y": [0]}, "s", {"x": "x"})
    (one,) = markov_logit(MarkovGame({"s": stage}, "1/2", players=["A"]), 1, starts=5)
    assert one.outcomes == {"x": pytest.approx(1)}
    assert repr(one).endswith("precision 1, stable, index +1)")
    fields = {name: getattr(one, name) for name in one.__dataclass_fields__}
    with pytest.raises(GameError, match=r"the response differs by 0\.1, more than 1e-12"):
        MarkovLogit(**{**fields, "residual": 0.1})
