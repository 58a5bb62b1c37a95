"""Outcomes as data: this reader and the editor's give the same ways out (studio_ui/src/document/outcome.test.ts)."""

import json
from pathlib import Path
from typing import Any

import pytest

from flowengine.lang.outcome import Outcome, keys_of, optional, outcomes_of, values_of

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "outcomes.json").read_text(encoding="utf-8")
)["vectors"]
_READERS = {"keys_of": keys_of, "values_of": values_of, "optional": optional}


def _outcome(written: str | dict[str, str]) -> Outcome:
    if isinstance(written, str):
        return written
    ((kind, value),) = written.items()
    return _READERS[kind](value)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_reader_gives_the_leavings_of_the_vector(vector: dict[str, Any]) -> None:
    found = outcomes_of(tuple(_outcome(written) for written in vector["outcomes"]), vector["config"])
    assert [[leaving.name, leaving.required] for leaving in found] == vector["leavings"]


def test_there_are_vectors_for_every_kind() -> None:
    kinds = {
        kind
        for vector in VECTORS
        for written in vector["outcomes"]
        for kind in ([written] if isinstance(written, str) else written)
    }
    assert set(_READERS) <= kinds
