"""A clock for one shard that never goes back: a machine's clock that is set back must not stop calls that are on."""

from collections.abc import Callable

from flowengine.runtime.ports import Appointment, Clock

CATCHING_UP = 10  # a clock that runs ahead loses one part in so many, until the machine's clock has caught up


class SteadyClock:
    """The machine's clock while that goes forward.

    Set back, it goes on from where it was, a tenth slower, until both agree again: a timer of five seconds still takes
    about five, not a day and five. Set forward, it follows: what is due meanwhile fires, once. Its shard's last stamp
    is told by `not_before`, so that the same holds for a clock that was set back while no process ran. It belongs to a
    shard, not to the process: a shard that comes from a node whose clock was wrong must not move the others' time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_ms = 0
        self._read_ms = 0  # the machine's clock when it was last looked at
        self._ahead_ms = 0.0

    def now_ms(self) -> int:
        read_ms = self._clock.now_ms()
        if read_ms >= self._read_ms and not self._ahead_ms:  # as good as always: asked several times an event
            self._read_ms = read_ms
            self._last_ms = max(self._last_ms, read_ms)
            return self._last_ms
        if read_ms < self._read_ms:  # set back: what was is where we go on from
            self._ahead_ms = self._last_ms - read_ms
        elif self._ahead_ms:
            self._ahead_ms = max(0.0, self._ahead_ms - (read_ms - self._read_ms) / CATCHING_UP)
        self._read_ms = read_ms
        self._last_ms = max(self._last_ms, int(read_ms + self._ahead_ms))
        return self._last_ms

    def not_before(self, at_ms: int) -> None:
        """This much was told already, by whoever owned the shard before."""
        if at_ms > self.now_ms():
            self._ahead_ms += at_ms - self._last_ms
            self._last_ms = at_ms

    def call_at(self, at_ms: int, wake: Callable[[], None]) -> Appointment:
        wait_ms = at_ms - self.now_ms()
        if self._ahead_ms and wait_ms > 0:
            wait_ms += wait_ms // (CATCHING_UP - 1) + 1  # it runs slower
        return self._clock.call_at(self._read_ms + wait_ms, wake)
