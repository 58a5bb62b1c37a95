"""Notebook: a Context that answers from what it was given and writes down what a node does."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from flowengine.lang.convert import struct_from
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_type import NodeType, Note, Resumed, Routing, Step
from flowengine.lang.prompt import Prompt, language_order
from flowengine.lang.seconds import Seconds
from flowengine.messages import Json


class Notebook:
    """`facts`: (kind, name) -> what is observed; `drawn`: by -> number. `said`, `assigned` and `asked_for` fill up."""

    def __init__(
        self,
        *,
        channel: str = "voice",
        language: str = "en",
        scope: Json = None,
        facts: Json = None,
        drawn: Mapping[str, int] | None = None,
        can: Iterable[str] = ("keys", "speech", "audio"),
        wired: bool = True,
    ) -> None:
        self.channel = channel
        self.language = language
        self.now_ms = 0
        self.scope: Mapping[str, Json] = {"vars": {}, "attributes": {}, "caller": {}, **(scope or {})}
        self.facts: dict[tuple[str, str], Json] = facts or {}
        self.drawn = drawn or {}
        self.count = 0
        self.capabilities = frozenset(can)
        self.is_wired = wired
        self.is_news = True
        self.routing: list[Routing] = []
        self.explained: list[str] = []
        self.recordings: list[tuple[str, str, int]] = []
        self.promised: list[tuple[str, int, float]] = []
        self.delivered: list[tuple[str, Json]] = []
        self.remembered: list[Note] = []
        self.sounds: list[tuple[str, str]] = []
        self.tagged: list[tuple[str, Json]] = []
        self.said: list[tuple[str, bool]] = []
        self.assigned: list[tuple[str, Json]] = []

    def text(self, prompt: Prompt) -> str:
        template = prompt.template(language_order(self.language, ("en",)), self.channel)
        if template is None:
            raise EvaluationFault("no words")
        return template.render(self.scope)

    def say(self, text: str, *, interruptible: bool = True, sound: str = "", voice: str = "") -> None:
        self.said.append((text, interruptible))
        self.sounds.append((sound, voice))

    def can(self, capability: str) -> bool:
        return capability in self.capabilities

    def explain(self, sentence: str) -> None:
        self.explained.append(sentence)

    def set_recording(self, action: str, scope: str, keep_days: int) -> None:
        self.recordings.append((action, scope, keep_days))

    def promise(self, number: str, attempts: int, gap_s: float) -> None:
        self.promised.append((number, attempts, gap_s))

    def deliver(self, contact_center: str, message: Mapping[str, Json]) -> None:
        self.delivered.append((contact_center, dict(message)))

    def remember(self, note: Note) -> None:
        self.remembered.append(note)

    def news(self, what: str, value: int, gap_s: float) -> bool:
        return self.is_news

    def seconds(self, value: Seconds) -> float:
        return value.on(self.channel)

    def assign(self, target: str, value: Json) -> None:
        if target == "vars.refused":
            raise EvaluationFault("does not fit")
        self.assigned.append((target, value))

    def observe(self, kind: str, name: str) -> Json:
        return self.facts.get((kind, name))

    def draw(self, by: str) -> int:
        return self.drawn[by]

    def count_up(self, limit: int) -> bool:
        self.count = self.count + 1 if self.count <= limit else 1
        return self.count <= limit

    def tag(self, name: str, value: Json) -> None:
        self.tagged.append((name, value))

    def set_routing(self, ahead: Routing) -> None:
        self.routing.append(ahead)

    def lookup(self, table: str, key: Json) -> Json:
        return self.facts[("table", table)].get(key)

    def wired(self, outcome: str) -> bool:
        return self.is_wired


def entered(node: NodeType, document: Json, ctx: Notebook | None = None) -> Step:
    """The step of entering a node of this type with this (JSON) config."""
    return node.enter(config(node, document), ctx or Notebook())


def resumed(node: NodeType, document: Json, memory: Any, event: Resumed, ctx: Notebook | None = None) -> Step:
    """The step of resuming it."""
    return node.resume(config(node, document), stored(node, memory), event, ctx or Notebook())


def config(node: NodeType, document: Json) -> Any:
    return struct_from(node.config, {"type": node.name, **document})


def stored(node: NodeType, memory: Any) -> Any:
    """The memory as it comes back from the store."""
    return memory if node.memory is None else msgspec.convert(msgspec.to_builtins(memory), node.memory)
