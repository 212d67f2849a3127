"""Models: functions from a guarantor setup to a game, each with what there is to know about it."""

from typing import Any

from immutabledict import immutabledict

from caucasus_games.models.alignment import alignment
from caucasus_games.models.arms_for_oil import arms_for_oil, arms_for_oil_stage
from caucasus_games.models.ceasefire import ceasefire, ceasefire_stage
from caucasus_games.models.commitment import closing_window, commitment, ultimatum
from caucasus_games.models.corridor import corridor, investment, transit_gains, transit_split
from caucasus_games.models.deterrence import (
    deterrence,
    deterrence_by_chance,
    deterrence_private_cost,
    provocation,
    unilateral_deterrence,
)
from caucasus_games.models.election import election
from caucasus_games.models.guarantee import guarantee
from caucasus_games.models.model import Model, model_of
from caucasus_games.models.normalisation import normalisation
from caucasus_games.models.obstacle import Obstacle
from caucasus_games.models.peacekeepers import peacekeepers, probe
from caucasus_games.models.referendum import referendum, referendum_known
from caucasus_games.models.rivalry import rivalry
from caucasus_games.models.settlement import settlement
from caucasus_games.models.spoilers import spoilers
from caucasus_games.models.war_and_peace import war_and_peace

# the flagship first
MODELS: tuple[Model[..., Any], ...] = (
    settlement,
    alignment,
    arms_for_oil,
    arms_for_oil_stage,
    ceasefire,
    ceasefire_stage,
    closing_window,
    commitment,
    corridor,
    deterrence,
    deterrence_by_chance,
    deterrence_private_cost,
    election,
    guarantee,
    investment,
    normalisation,
    peacekeepers,
    probe,
    provocation,
    referendum,
    referendum_known,
    rivalry,
    spoilers,
    transit_gains,
    transit_split,
    ultimatum,
    unilateral_deterrence,
    war_and_peace,
)
NAMED: immutabledict[str, Model[..., Any]] = immutabledict({one.name: one for one in MODELS})

__all__ = [
    "MODELS",
    "NAMED",
    "Model",
    "Obstacle",
    "alignment",
    "arms_for_oil",
    "arms_for_oil_stage",
    "ceasefire",
    "ceasefire_stage",
    "closing_window",
    "commitment",
    "corridor",
    "deterrence",
    "deterrence_by_chance",
    "deterrence_private_cost",
    "election",
    "guarantee",
    "investment",
    "model_of",
    "normalisation",
    "peacekeepers",
    "probe",
    "provocation",
    "referendum",
    "referendum_known",
    "rivalry",
    "settlement",
    "spoilers",
    "transit_gains",
    "transit_split",
    "ultimatum",
    "unilateral_deterrence",
    "war_and_peace",
]
