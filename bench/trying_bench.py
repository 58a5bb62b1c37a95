"""Tests while an author types: from a changed step to the results of all cases of its flow, in the warm process."""

import json
import statistics
import time
from pathlib import Path
from typing import Any

import msgspec

from flowengine.testbench.worker import Request, answer

TENANT = Path(__file__).parents[1] / "flows" / "hartley"
HOME = TENANT / "front_door" / "main"
ROUNDS = 5
TARGET_MS = 100  # for 60 cases
CASES = 60


def run() -> list[dict[str, Any]]:
    """Milliseconds of CPU time that a change of each step takes, decoding and encoding included, for 60 cases: the
    median and the worst over the flow's steps, each the best of some rounds."""
    asked = {"key": "typing", "environment": "front_door", "flow": "main", "cases": {}}
    flow = _read(HOME / "flow.json")
    decode = msgspec.json.Decoder(Request).decode
    results = answer(decode(msgspec.json.encode({**asked, **_tree()}))).results
    assert all(result.ok for result in results), "a case does not hold"
    took = {}
    for step, node in flow["nodes"].items():
        times = []
        for n in range(ROUNDS):
            draft = {**flow, "nodes": {**flow["nodes"], step: {**node, "title": f"Title {n}"}}}
            request = msgspec.json.encode({**asked, "draft": draft})
            began = time.process_time()
            msgspec.json.encode(answer(decode(request)))
            times.append((time.process_time() - began) * 1000 * CASES / len(results))
        took[step] = min(times)
    return [
        _row("flow_tests_typed", statistics.median(took.values())),
        _row("flow_tests_typed_worst", max(took.values())),
    ]


def _tree() -> dict[str, Any]:
    environments = {
        found.parent.name: {
            "environment": _read(found),
            "flows": {flow.parent.name: _read(flow) for flow in found.parent.glob("*/flow.json")},
        }
        for found in TENANT.glob("*/environment.json")
    }
    return {
        "tenant": _read(TENANT / "tenant.json"),
        "environments": environments,
        "cases": {file.name: _read(file) for file in (HOME / "cases").glob("*.json")},
        "given": {file.stem: _read(file) for file in (HOME / "cases" / "given").glob("*.json")},
    }


def _read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def _row(name: str, ms: float) -> dict[str, Any]:
    peer = "the target, no peer runs offline"
    return {
        "name": name, "value": round(ms, 1), "unit": f"ms for {CASES}", "peer": peer, "peer_value": TARGET_MS,
        "ratio": round(TARGET_MS / ms, 2),
    }  # fmt: skip  # one row


if __name__ == "__main__":
    for row in run():
        print(row)
