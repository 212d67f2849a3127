"""What the article claims and what has happened, beside what the models say."""

from caucasus_games.evidence.article import Claim, claims
from caucasus_games.evidence.bootstrap import Bootstrap, bootstrap
from caucasus_games.evidence.classical import Classical, calibration, classical
from caucasus_games.evidence.elicit import Elicited, elicit
from caucasus_games.evidence.experts import Answer, questionnaire, read_answers
from caucasus_games.evidence.fit import fit
from caucasus_games.evidence.fitted import Branch, Fit
from caucasus_games.evidence.forecast_scores import (
    ForecastScore,
    ForecastScores,
    score_forecasts,
)
from caucasus_games.evidence.forecasts import Forecast, Forecasts, forecasts
from caucasus_games.evidence.hindsight import Hindsight, hindsight
from caucasus_games.evidence.identified import Identified, identified
from caucasus_games.evidence.observation import Observation, observations
from caucasus_games.evidence.posterior import posterior
from caucasus_games.evidence.score import Score
from caucasus_games.evidence.scores import Scores, scores
from caucasus_games.evidence.verdicts import Trial, Verdict, verdicts
from caucasus_games.evidence.weighed import Posterior
from caucasus_games.evidence.weights import ModelWeights, Weight, model_weights
from caucasus_games.evidence.yearly import Year, Yearly, yearly

__all__ = [
    "Answer",
    "Bootstrap",
    "Branch",
    "Claim",
    "Classical",
    "Elicited",
    "Fit",
    "Forecast",
    "ForecastScore",
    "ForecastScores",
    "Forecasts",
    "Hindsight",
    "Identified",
    "ModelWeights",
    "Observation",
    "Posterior",
    "Score",
    "Scores",
    "Trial",
    "Verdict",
    "Weight",
    "Year",
    "Yearly",
    "bootstrap",
    "calibration",
    "claims",
    "classical",
    "elicit",
    "fit",
    "forecasts",
    "hindsight",
    "identified",
    "model_weights",
    "observations",
    "posterior",
    "questionnaire",
    "read_answers",
    "score_forecasts",
    "scores",
    "verdicts",
    "yearly",
]
