"""A form of flows that no version ever wrote, and how it would be raised: what an upgrade looks like."""

from flowengine.lang.upgrade.chain import Chain
from flowengine.messages import Json


def from_0(document: dict[str, Json]) -> dict[str, Json]:
    """Format 1: nodes by their ids in place of a list, and wires by node and outcome in place of a list of edges."""
    kept = {key: value for key, value in document.items() if key not in ("format", "nodes", "edges")}
    wires: dict[str, dict[str, str]] = {}
    for edge in document["edges"]:
        wires.setdefault(edge["from"], {})[edge["outcome"]] = edge["to"]
    nodes = {node["id"]: {key: value for key, value in node.items() if key != "id"} for node in document["nodes"]}
    return {"format": 1, **kept, "nodes": nodes, "wires": wires}


FROM_0 = Chain("flow", 1, {0: from_0})
