"""Line: a wait stands in the queues of all contact centers that are asked, or in none."""

from collections.abc import Iterable

from flowengine.errors import EngineBug
from flowengine.floor.entry import Entry, Key
from flowengine.floor.state import FloorState
from flowengine.floor.wait import Wait


def join(s: FloorState, wait: Wait) -> None:
    """Stand in line with the wait's old or first key."""
    s.aside.pop(wait.dialogue, None)
    for entry in wait.entries.values():
        queue = s.queues[entry.contact_center]
        entry.line_key = key = entry.fresh_key(queue.settings.weight)
        if key in s.standing:
            raise EngineBug(f"two dialogues stand in one place: {entry.id} and {s.standing[key].id}")
        s.standing[key] = entry
        s.index.enter(entry)
        queue.line.add(key)
        if queue.is_told(key):
            s.touched_queues[queue.contact_center] = queue


def join_all(s: FloorState, waits: Iterable[Wait]) -> None:
    """As `join` of each, for very many at once that stand nowhere yet, on a floor on which nobody heard his place."""
    weights = {name: queue.settings.weight for name, queue in s.queues.items()}
    lines: dict[str, list[Key]] = {name: [] for name in weights}
    entries = [entry for wait in waits for entry in wait.entries.values()]
    keys: list[Key] = []
    for entry in entries:
        name = entry.contact_center
        entry.line_key = key = entry.fresh_key(weights[name])
        lines[name].append(key)
        keys.append(key)
    joined = len(s.standing) + len(keys)
    s.standing.update(zip(keys, entries, strict=True))
    if len(s.standing) < joined:
        raise EngineBug(f"two dialogues stand in one place: {_one_of_two(s, entries)}")
    s.index.enter_all(entries)
    for name, places in lines.items():
        if places:
            queue = s.touched_queues[name] = s.queues[name]
            queue.line.add_all(places)


def _one_of_two(s: FloorState, entries: list[Entry]) -> str:
    """Both of the first place that is not one entry's own."""
    for entry in entries:
        other = s.standing[entry.line_key or 0]
        if other is not entry:
            return f"{entry.id} and {other.id}"
    return "one that stood there before"


def first_key(s: FloorState, wait: Wait) -> Key:
    """Where the wait would stand foremost: in the line of the heaviest contact center."""
    return min(entry.fresh_key(s.queues[entry.contact_center].settings.weight) for entry in wait.entries.values())


def step_out(s: FloorState, wait: Wait) -> None:
    """Stand in line no more; the wait lives on if it was offered."""
    s.aside[wait.dialogue] = wait
    for entry in wait.entries.values():
        key = entry.line_key
        if key is None:
            continue
        s.index.leave(entry)
        del s.standing[key]
        queue = s.queues[entry.contact_center]
        queue.line.remove(key)
        if queue.is_told(key):
            s.touched_queues[queue.contact_center] = queue
