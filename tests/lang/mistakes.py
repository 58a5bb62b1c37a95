"""What the rows for the mutants are made of: a flow with mistakes, and all that is to be found in it."""

from typing import NamedTuple

from flowengine.messages import Json

END = {"type": "end"}
LEFT = {"timed_out": "bye", "no_agents": "bye", "queue_full": "bye", "left": "bye"}
DESK, DOOR = ("appointments",), ("front_door",)


class Mistakes(NamedTuple):
    """`place`: the environment and flow that it stands for; `found`: code and path, all of them; `twice`: those of
    them that are found twice."""

    place: tuple[str, ...]
    flow: Json
    found: set[tuple[str, str]]
    twice: frozenset[tuple[str, str]] = frozenset()


def flow(nodes: Json, wires: Json, **more: Json) -> Json:
    return {"format": 1, "title": "T", "start": next(iter(nodes)), "nodes": nodes, "wires": wires, **more}
