"""One simulated day: a heap of what comes, the real switchboard, and callers, agents and services around it."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from flowengine.errors import Conflict
from flowengine.messages import Event, Stamp, TimerFired
from flowengine.switchboard.boot import Boot
from flowengine.switchboard.outcome import Outcome, TimerChange
from flowengine.switchboard.switchboard import Switchboard
from flowengine.testbench.simulation.arrival import arrivals
from flowengine.testbench.simulation.chance import Chance
from flowengine.testbench.simulation.crowd import Crowd
from flowengine.testbench.simulation.desk import Desks
from flowengine.testbench.simulation.outside import Outside
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.tally import Seen, Tally

FORGOTTEN_EVERY = 4_096  # events after which the switchboard forgets what is over
TOLD_EVERY = 1_024
LONGEST_AFTER_MS = 24 * 3_600_000  # who is still there a day after the end is not waited for
BEAT_MS = 1_000  # divides a minute, so that a day ends where a beat does
Call = Callable[[Any], object]
Told = Callable[[float], None]


class Day:
    """One replication; `told` hears now and then which share of the day is done. `crowd`: how callers behave."""

    def __init__(
        self, plan: Plan, seed: int, replication: int, told: Told | None = None, *, crowd: type[Crowd] = Crowd
    ) -> None:
        self.plan, self.chance = plan, Chance(seed, replication)
        self.now_ms = plan.edges[0]
        boot = Stamp("boot", self.now_ms, bytes(16))
        stored = plan.bench.documents
        self.board = Switchboard(Boot(plan.directory, plan.programs, boot, documents=stored, footprints=False))
        self.tally = Tally(plan.edges, plan.warm_ms, plan.limits)
        self.seen = Seen()
        self._told = told
        self._count = self._events = 0
        self._heap: list[tuple[int, int, Call, Any]] = []
        self._beats: dict[int, list[tuple[int, int, Call, TimerChange]]] = {}
        self.crowd, self.desks, self.outside = crowd(self), Desks(self), Outside(self)
        self._takers: dict[type, Callable[[Any, int, Outcome], None]] = {
            **self.crowd.takers, **self.desks.takers, **self.outside.takers,
        }  # fmt: skip  # one line per thought

    def run(self) -> Seen:
        """The day from its beginning until the last caller has gone."""
        self.desks.open()
        coming = arrivals(self.plan, self.chance)
        self._next_arrival(coming)
        heap, end_ms, last_ms = self._heap, self.plan.edges[-1], self.plan.edges[-1] + LONGEST_AFTER_MS
        callers, wrapping = self.crowd.callers, self.desks.wrapping
        while heap and (heap[0][0] <= end_ms or ((callers or wrapping) and heap[0][0] <= last_ms)):
            self.now_ms, _, call, given = heappop(heap)
            call(given)
        if self.crowd.callers:
            self.note("dialogues that were not over a day after the end", len(self.crowd.callers))
        seen = self.seen
        seen.cells = self.tally.close(max(self.now_ms, end_ms), self.plan.groups)
        seen.dialogues, seen.events = self.tally.dialogues, self._events
        return seen

    def _next_arrival(self, coming: Any) -> None:
        found = next(coming, None)
        if found is not None:
            self.later(found.at_ms, self._arrive, (coming, found))

    def _arrive(self, given: Any) -> None:
        coming, arrival = given
        self._next_arrival(coming)
        self.crowd.arrive(arrival)

    def later(self, at_ms: int, call: Call, given: Any) -> None:
        """Call it at that moment; what is asked for first comes first."""
        self._count += 1
        heappush(self._heap, (at_ms, self._count, call, given))

    def note(self, what: str, n: int = 1) -> None:
        """Something that the report should say."""
        self.seen.notes[what] = self.seen.notes.get(what, 0) + n

    def send(self, event: Event, entropy: bytes | None = None) -> Outcome | None:
        """Give the switchboard one event, and plan what follows. None: it came too late, and nothing has changed."""
        self._events = n = self._events + 1
        stamp = Stamp(f"e{n}", self.now_ms, entropy or n.to_bytes(16, "big"))
        try:
            outcome = self.board.apply(event, stamp)
        except Conflict:
            return None
        for row in self.board.timers.take_changes():
            if (due_ms := row.due_ms) is not None:
                self._start(row, max(self.now_ms, due_ms))
        self.tally.take(outcome.trace)
        self.crowd.meet(outcome)
        takers = self._takers
        for sent in outcome.commands:
            take = takers.get(type(sent.command))
            if take is not None:
                take(sent.command, sent.n, outcome)
        self.crowd.settle()
        if not n % FORGOTTEN_EVERY:
            self.board.floor.forget_dirty()  # else its rows would be encoded
            self.board.take_changes()
        if not n % TOLD_EVERY and self._told is not None:
            first, last = self.plan.edges[0], self.plan.edges[-1]
            self._told(min(1.0, (self.now_ms - first) / (last - first)))
        return outcome

    def _start(self, row: TimerChange, due_ms: int) -> None:
        """Of twenty timers nineteen are moved or cancelled before they are due. So each lies in no order with those of
        its second, and only what still runs when that begins is put in its place among all that comes."""
        beat = (due_ms - 1) // BEAT_MS
        if beat * BEAT_MS < self.now_ms:
            self.later(due_ms, self._timer, row)
            return
        self._count += 1
        timer = (due_ms, self._count, self._timer, row)
        if beat in self._beats:
            self._beats[beat].append(timer)
        else:
            self._beats[beat] = [timer]
            heappush(self._heap, (beat * BEAT_MS + 1, 0, self._begin, beat))  # 0: before all else of that moment

    def _begin(self, beat: int) -> None:
        """The last one comes even if it is stale: a day that nobody ends is as long as its timers."""
        timers, runs = self._beats.pop(beat), self.board.timers.runs
        last = max(timers)
        for timer in timers:
            if runs(timer[3]) or timer is last:
                heappush(self._heap, timer)

    def _timer(self, row: TimerChange) -> None:
        if self.board.timers.runs(row):
            fired = TimerFired(owner_kind=row.owner_kind, owner=row.owner, name=row.name, generation=row.generation)
            self.send(fired)
