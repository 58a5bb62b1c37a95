"""The way that a dialogue took, read from its trace."""

from typing import Any


def way_of(facts: list[list[Any]]) -> list[str]:
    """The nodes in the order in which they were entered. A node that called a flow is traced only when it is left, out
    of this order: it is not named."""
    keys: dict[str, None] = {}
    frames: list[str] = []
    for fact in facts:
        if fact[0] == "entered":
            frames.append(f"{fact[1]}/{fact[3]}")
        elif fact[0] in ("went", "waits", "fault"):
            flow = str(fact[1]).rpartition("/")[0]
            came_back = flow in frames and frames[-1] != flow
            while came_back and frames[-1] != flow:
                frames.pop()
            if not came_back and flow in frames:
                keys.setdefault(fact[1])
    short = [key.rpartition("/")[2] for key in keys]
    return [name if short.count(name) == 1 else key for name, key in zip(short, keys, strict=True)]
