"""The same answers where sympy takes its numbers from flint, as it does where that is installed."""

import os
import subprocess
import sys

import pytest
from sympy.external.gmpy import GROUND_TYPES

pytest.importorskip("flint", reason="python-flint is installed in the tox env oracle only")

_ASKED = """
import caucasus_games as cg
from caucasus_games.theorems import Raising
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS
from caucasus_games.models import ceasefire, commitment, corridor, probe, settlement
from caucasus_games.concepts import mixed_nash, perfect_bayesian
from sympy.external.gmpy import GROUND_TYPES

print(cg.conditions(corridor(NONE), "Armenian checks"))
print(cg.backward_induction(settlement(NONE), "peace"))
print(cg.conditions(probe(RUSSIAN_PEACEKEEPERS), "war", solver=perfect_bayesian))
print(cg.conditions(ceasefire(NONE), "peace", solver=mixed_nash))
print(cg.regions(corridor(NONE)))
print(cg.required(settlement(NONE), "peace", "backdown_cost"))
print(cg.statics(commitment(NONE), "peace"))
print(cg.prove(commitment(NONE), Raising("escalation_factor", "peace")).verdict)
print(cg.explain(cg.compare(settlement, [NONE]).solutions["NONE"]))
print(GROUND_TYPES)
"""


def answers(numbers: str) -> list[str]:
    told = subprocess.run(
        [sys.executable, "-c", _ASKED],
        env={**os.environ, "SYMPY_GROUND_TYPES": numbers},
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.splitlines()


def test_answers_are_the_same() -> None:
    *plain, python = answers("python")
    *other, flint = answers("flint")
    assert (python, flint) == ("python", "flint")
    assert len(plain) > 100
    assert other == plain


def test_all_tests_beside_this_take_numbers_from_flint() -> None:
    assert GROUND_TYPES == "flint"
