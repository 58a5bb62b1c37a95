"""A flow of so many steps in a grid, as the server takes it and as the bare canvas library draws it."""

from typing import Any

ROWS = 20
APART = (300, 190)


def flow_of(count: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Flow and layout: mostly steps that speak, each fifth a menu; wires to the next step and some further on."""
    nodes: dict[str, Any] = {}
    wires: dict[str, dict[str, str]] = {}
    places: dict[str, dict[str, int]] = {}
    for number in range(count - 1):
        name, following = f"s{number}", f"s{number + 1}" if number + 2 < count else "bye"
        places[name] = {"x": number // ROWS * APART[0], "y": number % ROWS * APART[1]}
        if number % 5 == 4:
            nodes[name] = {"type": "menu", "prompt": "Press 1.", "choices": {"1": {"label": "Sales"}}}
            further = f"s{number + 8}" if number + 9 < count else "bye"
            wires[name] = {"1": following, "no_input": "bye", "no_match": further}
        else:
            nodes[name] = {"type": "say", "prompt": f"This is step {number} of the flow."}
            wires[name] = {"done": following}
    nodes["bye"] = {"type": "end"}
    places["bye"] = {"x": (count // ROWS + 1) * APART[0], "y": 0}
    flow = {"format": 1, "title": f"{count} steps", "start": "s0", "nodes": nodes, "wires": wires}
    return flow, {"format": 1, "nodes": places}


def bare_of(flow: dict[str, Any], layout: dict[str, Any]) -> dict[str, Any]:
    """The same nodes and edges for the library by itself, each with its usual looks."""
    nodes = [{"id": name, "position": at, "data": {"label": name}} for name, at in layout["nodes"].items()]
    edges = [
        {"id": f"{name}:{outcome}", "source": name, "target": to}
        for name, outs in flow["wires"].items()
        for outcome, to in outs.items()
    ]
    return {"nodes": nodes, "edges": edges}
