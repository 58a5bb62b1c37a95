"""Estimate: how long a dialogue at some position will wait, from the queue's running figures."""

from flowengine.floor.queue import QueueFigures

ENOUGH_COMPLETED = 30  # before that the wait of the last one served says more than the mean handling time


def estimated_wait_s(figures: QueueFigures, position: int, slots: int) -> int | None:
    """Whole seconds; None: unknown, as nobody able is staffed or nothing has been measured yet.

    The sum over i = 0..n of 1/(s mu + i theta): n ahead, s staffed slots, mu completions per second and slot, theta
    abandons per waiting second. Never less with more ahead.
    """
    if slots <= 0 or (figures.completed < ENOUGH_COMPLETED and not figures.served):
        return None
    if figures.completed < ENOUGH_COMPLETED or figures.handle_ms <= 0:
        return round(figures.last_wait_ms / 1000)
    rate = slots * 1000 / figures.handle_ms
    patience = figures.abandoned * 1000 / figures.waited_ms if figures.waited_ms else 0.0
    return round(sum(1 / (rate + i * patience) for i in range(position)))
