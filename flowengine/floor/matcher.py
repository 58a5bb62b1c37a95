"""Matcher: what the floor asks of its index; `scan.py` answers it in plain words, `matching.py` without scans."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, Protocol, TypeAlias

from flowengine.floor.agent import Agent
from flowengine.floor.entry import Entry
from flowengine.floor.event import QueueSettingsSet
from flowengine.floor.line import Line
from flowengine.floor.wait import Wait
from flowengine.messages import Requirements

Most: TypeAlias = tuple[tuple[str, int], ...]  # an agent's own limits, by channel
Asked: TypeAlias = tuple[str, tuple[tuple[str, int], ...]]  # contact center, requirements by skill


class Pooled(NamedTuple):
    """Requirement sets that somebody waits for, with the lines of those who wait, the one with the smallest key first;
    and the agents who connect them: so many are staffed, so many of them available, by limits of their own. The set
    that was asked about is there even if nobody waits.
    """

    asks: Mapping[Asked, object]
    centers: tuple[str, ...]
    lines: list[Line]
    staffed: int
    available: dict[Most, int]


class Here(NamedTuple):
    """Of a contact center's members: here at all, of these those who want work, and those who may be offered some."""

    staffed: int
    available: int
    free: int


class Matching(Protocol):
    """Made with the entries in line by their keys and the agents by id, both of which it reads and never changes.

    An entry's requirements and `only` change between `drop` and `enter` alone. A requirement set is announced by
    `set_known` before the first entry that asks for it.
    """

    def enter(self, entry: Entry) -> None: ...  # the entry stands in line: its `line_key` was set
    def enter_all(self, entries: Iterable[Entry]) -> None: ...  # as `enter` of each
    def leave(self, entry: Entry) -> None: ...  # the entry stands in line no more; clears `line_key`
    def drop(self, entry: Entry) -> None: ...  # out of line already: it is over, or about to ask for something else
    def set_center(self, settings: QueueSettingsSet) -> None: ...  # skills, capacity, agent order, weight
    def set_known(self, contact_center: str, known: list[Requirements]) -> None: ...  # for `least_flexible`: these too
    def set_profile(self, agent: Agent) -> None: ...  # new or changed memberships and own limits
    def refresh(self, agent: Agent) -> None: ...  # load, presence or idle sequence may have changed
    def hide(self, agent: Agent) -> None: ...  # until the next `refresh` the agent is not found
    def forget(self, agent: Agent) -> None: ...  # the agent is gone for good
    def first_entry(self, agent: Agent) -> Entry | None: ...  # in line, the smallest key that the agent may take
    def alone(self, agent: Agent) -> list[Wait]: ...  # in line, and no other agent is asked; in any order
    def first_agent(self, wait: Wait) -> tuple[Entry, Agent] | None: ...  # who takes it, and for which entry
    def is_staffed(self, entry: Entry) -> bool: ...  # somebody able is signed in and does not intend offline
    def members(self, contact_center: str) -> Collection[str]: ...  # agents, in no order that means anything
    def here(self, contact_center: str) -> Here: ...  # how many of its members; nobody where it is not known
    def pool(self, entry: Entry) -> Pooled: ...  # what is reached from the entry over agents who meet one and another


def asked(entry: Entry) -> Asked:
    """What the entry asks for, as a key."""
    return entry.contact_center, tuple(sorted(entry.requirements.items()))
