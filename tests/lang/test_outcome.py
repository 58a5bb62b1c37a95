"""Outcomes as data: what each selector reads, from malformed configs too."""

import pytest

from flowengine.lang.outcome import Leaving, Outcome, keys_of, optional, outcomes_of, values_of
from flowengine.messages import Json

TABLE: dict[str, tuple[tuple[Outcome, ...], Json, list[tuple[str, bool]]]] = {
    "plain": (("done",), {}, [("done", True)]),
    "optional": ((optional("answered"), "left"), {}, [("answered", False), ("left", True)]),
    "keys": ((keys_of("choices"),), {"choices": {"2": {}, "1": {}}}, [("2", True), ("1", True)]),
    "values of a list": ((values_of("exits"),), {"exits": ["a", "b", "a"]}, [("a", True), ("b", True)]),
    "values inside a list": ((values_of("cases[].outcome"),), {"cases": [{"outcome": "x"}, {}]}, [("x", True)]),
    "each once": ((keys_of("choices"), "no_input"), {"choices": {"no_input": {}}}, [("no_input", True)]),
    "error may be asked for": ((values_of("exits"),), {"exits": ["error"]}, [("error", True)]),
    "malformed": ((keys_of("choices"), values_of("cases[].outcome")), {"choices": [], "cases": {"outcome": 1}}, []),
}


@pytest.mark.parametrize(("outcomes", "config", "expected"), TABLE.values(), ids=TABLE)
def test_outcomes(outcomes: tuple[Outcome, ...], config: Json, expected: list[tuple[str, bool]]) -> None:
    found = outcomes_of(outcomes, config)
    wanted = [Leaving(name, required) for name, required in expected]
    assert found == (wanted if ("error", True) in expected else [*wanted, Leaving("error", False)])
