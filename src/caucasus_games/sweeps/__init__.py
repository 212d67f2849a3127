"""At many draws of the parameters: shares, what they depend on, cheapest designs."""

from caucasus_games.sweeps.beside import Answer, Beside, beside
from caucasus_games.sweeps.crossed import Crossed, crossed
from caucasus_games.sweeps.decomposition import Decomposition, Part, decompose
from caucasus_games.sweeps.designs import Design, Designs, optimal
from caucasus_games.sweeps.failure_box import FailureBox, failure_box
from caucasus_games.sweeps.lifted import Lifted, Obstacles
from caucasus_games.sweeps.obstacles import obstacles
from caucasus_games.sweeps.run import Run
from caucasus_games.sweeps.sensitivity import Effect, Sensitivity, sensitivity
from caucasus_games.sweeps.shares import Summary
from caucasus_games.sweeps.summary import summary
from caucasus_games.sweeps.sweep import sweep

__all__ = [
    "Answer",
    "Beside",
    "Crossed",
    "Decomposition",
    "Design",
    "Designs",
    "Effect",
    "FailureBox",
    "Lifted",
    "Obstacles",
    "Part",
    "Run",
    "Sensitivity",
    "Summary",
    "beside",
    "crossed",
    "decompose",
    "failure_box",
    "obstacles",
    "optimal",
    "sensitivity",
    "summary",
    "sweep",
]
