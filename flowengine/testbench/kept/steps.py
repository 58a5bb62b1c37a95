"""The steps of a kept case as they grow, and the time that passes between them."""

from flowengine.messages import Json
from flowengine.switchboard.calls import AWAY_MS


class KeptSteps:
    """`pending_ms`: time that has to pass before the next step; `before_ms`: of it, what had passed when the question
    was asked that is being asked (`asking`). `in_line`: waits in a queue, whose clock goes on whatever is asked."""

    def __init__(self) -> None:
        self.written: list[dict[str, Json]] = []
        self.asking = False
        self.in_line = False
        self.pending_ms = 0
        self.before_ms = 0
        self._passed_ms = 0  # by what is written
        self._away_ms = 0  # so much had passed when the caller went away

    def go_away(self) -> None:
        """The caller goes away."""
        self.add(caller="goes_away")
        self._away_ms = self._passed_ms

    def stay_away(self) -> None:
        """Nobody came back for as long as a caller may be away, whatever of the time in between is left out."""
        self.pending_ms = max(self._away_ms + AWAY_MS - self._passed_ms, 0)

    def add(self, **step: Json) -> dict[str, Json]:
        """Somebody does something."""
        # While a question waits an instant is kept back: agents who do something as its time is over do it before.
        self.flush(1 if "agent" in step and self.asking and self.pending_ms > self.before_ms + 1 else 0)
        self.written.append(step)
        if "caller" in step:
            self.asking = False
        return step

    def ask(self) -> None:
        """A question is asked."""
        self.asking, self.before_ms = True, self.pending_ms

    def silent(self) -> None:
        """Nobody answered: the silence itself lasts until the question has waited long enough."""
        self.pending_ms = self.before_ms
        self.add(caller="stays_silent")

    def expect(self, expect: dict[str, Json]) -> None:
        """What is seen now."""
        self.flush()
        self.written.append({"expect": expect})

    def set_before_acts(self, changed: dict[str, Json], since: int) -> None:
        """Switches are set before what somebody did in the row that began with the step `since`."""
        acts = len(self.written) > since and not {"pass_s", "expect"} & self.written[-1].keys()
        self.written.insert(len(self.written) - acts, {"set": changed})

    def flush(self, keep_ms: int = 0) -> None:
        """Let the time pass that has passed."""
        if self.pending_ms > keep_ms:
            self.written.append({"pass_s": (self.pending_ms - keep_ms) / 1000})
            self._passed_ms += self.pending_ms - keep_ms
            self.pending_ms = keep_ms
        self.before_ms = 0
