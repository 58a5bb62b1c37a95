"""Rounds: ways back to where a dialogue stood, on which nobody did anything but wait."""


class Rounds:
    """Every passive step that was walked, from standing to standing, with the time that it took."""

    def __init__(self) -> None:
        self._steps: dict[bytes, dict[bytes, int]] = {}

    def closed_by(self, begin: bytes, end: bytes, took_ms: int) -> int | None:
        """Note a step. How long the round takes that it closes; None if it closes none."""
        self._steps.setdefault(begin, {}).setdefault(end, took_ms)
        took = {end: took_ms}
        for here in (ahead := [end]):  # grows while it is walked
            if here == begin:
                return took[here]
            for to, more_ms in self._steps.get(here, {}).items():
                if to not in took:
                    took[to] = took[here] + more_ms
                    ahead.append(to)
        return None
