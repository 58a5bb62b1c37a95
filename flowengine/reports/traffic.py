"""How callers went through one flow: how many took each way out, and where they gave up."""

from typing import Any

from msgspec import Struct, field, to_builtins

from flowengine.interpreter.state import Dialogue
from flowengine.messages import Json
from flowengine.reports.flow_asked import ENDS, LOOKED_AT, FlowReads, TrafficAsked, id_at
from flowengine.reports.flow_dialogues import is_of
from flowengine.reports.passage import LEFT, Passage, flow_key, how_it_ended, passage_of


class WayOut(Struct):
    """`times` it was taken, by so many `dialogues`; `dropped`: those whose last way it was before the caller left."""

    times: int = 0
    dialogues: int = 0
    dropped: int = 0


class StepTraffic(Struct):
    """`dialogues` that were here, `entered` so often. Of those that came no further: `dropped`, where the caller left;
    `stopped`, where it ended otherwise; `here`, which are here now."""

    entered: int = 0
    dialogues: int = 0
    dropped: int = 0
    stopped: int = 0
    here: int = 0
    ways: dict[str, WayOut] = field(default_factory=dict)


class _Traffic:
    def __init__(self) -> None:
        self.dialogues, self.ended, self.steps = 0, dict.fromkeys(ENDS, 0), dict[str, StepTraffic]()

    def add(self, state: Dialogue, passage: Passage) -> None:
        """One more dialogue."""
        ended = how_it_ended(state)
        self.dialogues += 1
        self.ended[ended] = self.ended.get(ended, 0) + 1
        for step, n in passage.entered.items():
            at = self._at(step)
            at.entered, at.dialogues = at.entered + n, at.dialogues + 1
        for way in passage.ways:
            self._way(way).times += 1
        for way in set(passage.ways):
            self._way(way).dialogues += 1
        if passage.stands:
            self._came_no_further(passage, ended)

    def _came_no_further(self, passage: Passage, ended: str) -> None:
        at = self._at(passage.stands)
        if ended == "live":
            at.here += 1
        elif ended in LEFT:
            at.dropped += 1
            if passage.ways:
                self._way(passage.ways[-1]).dropped += 1
        else:
            at.stopped += 1

    def _at(self, step: str) -> StepTraffic:
        return self.steps.setdefault(step, StepTraffic())

    def _way(self, way: tuple[str, str]) -> WayOut:
        return self._at(way[0]).ways.setdefault(way[1], WayOut())


def traffic_of(asked: TrafficAsked, reads: FlowReads) -> dict[str, Json]:
    """What the dialogues that began in the span add up to. Where these are too many the newest are told: then
    `since_ms` is later than the span's beginning, and `complete` is false."""
    (first_ms, end_ms), flow = asked.of.span, flow_key(asked.of.environment, asked.of.flow)
    found, looked_at, oldest_ms, complete = _Traffic(), 0, end_ms, True
    for state in reads.dialogues(id_at(first_ms), id_at(end_ms)):
        if looked_at == LOOKED_AT or found.dialogues == asked.most:
            complete = False
            break
        looked_at += 1
        if is_of(state, asked.of, flow):
            found.add(state, passage_of(state, reads.facts(state.id), flow))
        oldest_ms = state.started_ms
    told: dict[str, Any] = {"from_ms": first_ms, "to_ms": end_ms, "since_ms": first_ms if complete else oldest_ms}
    told |= {"complete": complete, "looked_at": looked_at, "dialogues": found.dialogues}
    return told | {"ended": found.ended, "steps": to_builtins(found.steps)}
