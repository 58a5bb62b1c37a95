"""A small tenant of one flow in a folder, and what its cases bring; for tests of what is done with the files."""

from pathlib import Path
from typing import Any

from flowengine.lang.canonical import canonical, canonical_flow
from flowengine.messages import Json

FLOW: dict[str, Any] = {
    "format": 1,
    "title": "Reception",
    "start": "menu",
    "nodes": {
        "menu": {
            "type": "menu",
            "title": "What for?",
            "prompt": {"by_language": {"en": "Press 1 for <sales>, 2 for help.", "nl": "Kies 1 of 2."}},
            "choices": {"1": {"label": "Sales"}, "2": {"label": "Help"}},
        },
        "sales": {"type": "say", "prompt": "Sales it is."},
        "help": {"type": "say", "prompt": "Help is near."},
        "bye": {"type": "end"},
    },
    "wires": {
        "menu": {"1": "sales", "2": "help", "no_input": "bye", "no_match": "bye"},
        "sales": {"done": "bye"},
        "help": {"done": "bye"},
    },
}
TENANT: dict[str, Any] = {
    "format": 1,
    "tenant": {
        "id": "emea-little",
        "name": "Little",
        "region": "EMEA",
        "languages": ["en"],
        "time_zone": "Europe/London",
    },
}


def case(*steps: Json, **more: Json) -> dict[str, Json]:
    return {**more, "steps": list(steps)}


def presses(keys: str) -> Json:
    return {"caller": {"presses": keys}}


def expects(**keys: Json) -> Json:
    return {"expect": keys}


def shop_in(folder: Path, **cases: Json) -> Path:
    """Write the tenant with these cases; returns the file of the cases."""
    flow = folder / "front_door" / "main"
    (flow / "cases").mkdir(parents=True)
    (folder / "tenant.json").write_text(canonical(TENANT), "utf-8")
    (folder / "front_door/environment.json").write_text(canonical({"format": 1, "entry": {"default": "main"}}), "utf-8")
    (flow / "flow.json").write_text(canonical_flow(FLOW), "utf-8")
    file = flow / "cases" / "main.json"
    file.write_text(canonical({"start": {"flow": "main"}, "cases": cases}), "utf-8")
    return file
