"""Who guarantees the agreement: nine named setups, and :class:`GuarantorSetup` for your own.

Who runs the checks on the transit is a choice of its own: :func:`regimes`.
"""

from caucasus_games.guarantors.named import named
from caucasus_games.guarantors.record import by_record
from caucasus_games.guarantors.regime import Regime, regimes
from caucasus_games.guarantors.setup import GuarantorSetup

_baseline = named()

NONE = _baseline["NONE"]
MINSK_GROUP = _baseline["MINSK_GROUP"]
RUSSIAN_PEACEKEEPERS = _baseline["RUSSIAN_PEACEKEEPERS"]
RUSSIAN_CORRIDOR = _baseline["RUSSIAN_CORRIDOR"]
RUSSIAN_TURKISH_CENTRE = _baseline["RUSSIAN_TURKISH_CENTRE"]
EU_MONITORS = _baseline["EU_MONITORS"]
US_OPERATOR = _baseline["US_OPERATOR"]
US_TREATY = _baseline["US_TREATY"]
WESTERN_MIX = _baseline["WESTERN_MIX"]

__all__ = [
    "EU_MONITORS",
    "MINSK_GROUP",
    "NONE",
    "RUSSIAN_CORRIDOR",
    "RUSSIAN_PEACEKEEPERS",
    "RUSSIAN_TURKISH_CENTRE",
    "US_OPERATOR",
    "US_TREATY",
    "WESTERN_MIX",
    "GuarantorSetup",
    "Regime",
    "by_record",
    "named",
    "regimes",
]
