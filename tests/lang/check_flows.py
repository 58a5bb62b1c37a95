"""Flows for the tests of checks, and what one check finds in them."""

from flowengine.lang.check.check import CHECKS, check
from flowengine.lang.check.names import Names
from flowengine.lang.document import FlowLoader
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE

LOADER = FlowLoader(PALETTE)
END = {"type": "end"}
SAY = {"type": "say", "prompt": "Hello."}
NOTICE = {**SAY, "notice": True}
MENU = {"type": "menu", "prompt": "Press 1.", "choices": {"1": {"label": "One"}}}
QUEUE = {"type": "enqueue"}
LEFT = {"timed_out": "bye", "no_agents": "bye", "queue_full": "bye", "left": "bye"}
RECORD = {"type": "recording", "consent": "caller.known"}
TRANSFER = {"type": "transfer", "to": "+442079460123"}
RANG = {"no_answer": "bye", "busy": "bye", "rejected": "bye", "failed": "bye"}
CALL = {"type": "subflow", "flow": "called", "exits": ["done"]}
Way = tuple[str, ...]


def flow(nodes: Json, wires: Json, **more: Json) -> Json:
    return {"format": 1, "title": "T", "start": next(iter(nodes)), "nodes": nodes, "wires": wires, **more}


def ways(check_name: str, document: Json, names: Names | None = None) -> list[tuple[str, str, Way]]:
    """(code, severity, way) of what one check finds."""
    found = check(LOADER.load(document), names or Names("sales"), {check_name: CHECKS[check_name]})
    return [(finding.code, finding.severity, finding.counter_example) for finding in found]


def branch(*whens: str) -> Json:
    return {"type": "branch", "cases": [{"when": when, "outcome": f"w{n}"} for n, when in enumerate(whens)]}


def over(center: str, **more: Json) -> Json:
    return {"type": "contact_center", "contact_center": center, **more}
