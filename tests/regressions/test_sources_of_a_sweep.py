"""A dataset says where each number of each setup comes from, in the same words every time."""

import caucasus_games as cg
from caucasus_games.guarantors import US_OPERATOR, US_TREATY
from caucasus_games.models import deterrence_by_chance


def test_setups_that_differ_are_named_with_their_sources() -> None:
    both = [US_OPERATOR, US_TREATY]
    told = cg.sweep(deterrence_by_chance, 2, setups=both).attrs["sources"].splitlines()
    for setup in both:
        record = setup.parameters["enforcement_strength"]
        assert f"enforcement_strength (share), {setup.name}: {record.source}" in told
    value = cg.load()["corridor_value"]
    assert f"corridor_value (share of stake): {value.source}" in told
    assert told == sorted(told, key=lambda line: line.split(" ")[0])
