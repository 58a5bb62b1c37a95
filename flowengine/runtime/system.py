"""The real ports: the machine's clock and entropy, and an alarm that logs."""

import asyncio
import os
import secrets
import time
from collections.abc import Callable

from flowengine.errors import LedgerError
from flowengine.runtime.log import Log, fault_of
from flowengine.runtime.ports import Appointment, Ports
from flowengine.runtime.traces import traces_of

LONGEST_WAIT_MS = 60_000  # then the wall clock is asked again: it may have been set meanwhile


class SystemClock:
    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def call_at(self, at_ms: int, wake: Callable[[], None]) -> Appointment:
        wait_ms = min(max(0, at_ms - self.now_ms()), LONGEST_WAIT_MS)
        return asyncio.get_running_loop().call_later(wait_ms / 1000, wake)


class SystemEntropy:
    """Asks the system for many values at once: a call each would cost more than the rest of a stamp."""

    def __init__(self) -> None:
        self._store, self._at = b"", 0

    def take(self) -> bytes:
        at = self._at
        if at == len(self._store):
            self._store, at = secrets.token_bytes(16 * 256), 0
        self._at = at + 16
        return self._store[at : at + 16]


def log_alarm(what: str, error: BaseException) -> None:
    """The sentence, and of the error its kind and places: whoever is woken looks there."""
    said = {"why": str(error)} if isinstance(error, LedgerError) else {}  # a sentence of ours, with place and way out
    Log("alarm").error(what, **said, **fault_of(error))


def system_ports() -> Ports:
    return Ports(clock=SystemClock(), entropy=SystemEntropy(), alarm=log_alarm, traces=traces_of(os.environ))
