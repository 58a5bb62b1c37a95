"""Whether this process lives, has started, and takes work: what probes ask, and what a load balancer acts on."""

from typing import Protocol

from msgspec import Struct

from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.pulse import Pulse


class Owns(Protocol):
    @property
    def failures(self) -> list[str]:
        """Why shards are not served, one sentence each."""

    @property
    def is_ready(self) -> bool:
        """Whether it takes part: it does not before its start, while it leaves, and while it cannot see its cell."""


class Reason(Struct, frozen=True):
    """Why something is not so: a stable code, and a sentence for whoever looks. Nothing of any tenant."""

    code: str
    detail: str


STARTING = Reason("starting", "The server is starting: it is still loading what it owns.")
DRAINING = Reason("draining", "The server is being emptied; others take its work.")
LEDGER_AWAY = Reason("ledger_away", "The ledger cannot be written; it is tried again every second.")
LOOP_STUCK = Reason("loop_stuck", "The event loop has not come to its timers for 10 seconds.")


class Health:
    """`started` and `draining` are set by whoever starts and ends the server; the rest is looked up when asked.

    A server that ends says so first and goes on answering until those who balance loads have heard it.
    """

    def __init__(self, node: NodeMeter, pulse: Pulse, owns: Owns) -> None:
        self.started = False
        self.draining = False
        self.pulse = pulse
        self._node, self._owns = node, owns

    def begin(self) -> None:
        """All is loaded; on the running loop."""
        self.pulse.start()
        self.started = True

    def end(self) -> None:
        self.draining = True
        self.pulse.stop()

    def not_alive(self) -> list[Reason]:
        """Reasons to end this process and start another."""
        return [LOOP_STUCK] if self.pulse.is_stuck() else []

    def not_started(self) -> list[Reason]:
        return [] if self.started else [STARTING]

    def cannot_see(self) -> bool:
        """Whether the store answers this node nothing: its last look at the cell failed, or hangs. Never so for a
        process that is alone with its file."""
        return self.started and not self.draining and not self._owns.is_ready

    def not_ready(self) -> list[Reason]:
        """Reasons to send new work elsewhere; what runs here is not touched by them."""
        found = self.not_started()
        if self.draining:
            found.append(DRAINING)
        if self._node.store_away or self.cannot_see():
            found.append(LEDGER_AWAY)
        if lost := len(self._owns.failures):
            found.append(Reason("shards_not_served", f"{lost} shard{'s' * (lost > 1)} of this node cannot be served."))
        return found + self.not_alive()
