"""What a walk finds on one path: where callers are failed, told by what came of the dialogue."""

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from flowengine.interpreter.walk import NODES_PER_EVENT
from flowengine.testbench.explorer.next_act import here_of, next_s
from flowengine.testbench.explorer.plan import Root
from flowengine.testbench.explorer.run import Run
from flowengine.testbench.explorer.standing import spoken_to
from flowengine.testbench.match import is_rendering
from flowengine.testbench.world import MAX_EVENTS

Kind = Literal["exception", "endless_loop", "dead_end", "silent_path"]
_OVERSPENT = f"more than {NODES_PER_EVENT} steps"
_TOO_MANY = f"more than {MAX_EVENTS} events"


class Found(Struct, frozen=True):
    """`place` is the key of the step where it happens; two of one kind at one place are the same find."""

    kind: Kind
    place: str
    why: str

    @property
    def sentence(self) -> str:
        place = self.place or "the beginning"
        return f"{_SENTENCES[self.kind].format(place=place)} {self.why}".rstrip()


_SENTENCES: dict[Kind, str] = {
    "exception": "The engine itself fails at {place}:",
    "endless_loop": "Callers go round without end at {place}:",
    "dead_end": "A path ends at {place} with the apology, because nothing leads on:",
    "silent_path": "A path ends at {place}, and nobody has spoken to the caller.",
}


def found_in(run: Run, root: Root) -> Iterator[Found]:
    """Everything that is wrong with this path."""
    if run.bug is not None:
        place = here_of(run) if run.began else ""
        yield Found("exception", place, f"{type(run.bug).__name__}: {run.bug}")
        return
    if run.failed is not None and _TOO_MANY in run.failed.message:
        yield Found("endless_loop", here_of(run) if run.began else "", run.failed.message)
    if not run.began or run.wanted is not None:
        return
    loops = [fact for fact in run.facts if fact[0] == "fault" and str(fact[2]).startswith(_OVERSPENT)]
    if loops:
        yield Found("endless_loop", loops[0][1], loops[0][2])
    elif run.failed is None:
        yield from _at_the_end(run, root)


def _at_the_end(run: Run, root: Root) -> Iterator[Found]:
    ended = run.state.ended if run.state.status == "ended" else None
    faults = [fact for fact in run.facts if fact[0] == "fault"]
    if ended is None:
        if run.state.status == "in_flow" and run.state.asking is None and next_s(run) is None:
            yield Found("dead_end", here_of(run), "the dialogue waits for nothing that could ever come.")
    elif ended.reason == "failed" and faults and _apologised(run, faults[-1]):
        yield Found("dead_end", faults[-1][1], str(faults[-1][2]))
    elif root.speaks and ended.by in ("flow", "system") and not spoken_to(run):
        yield Found("silent_path", here_of(run), "")


def _apologised(run: Run, fault: tuple[Any, ...]) -> bool:
    """Whether nothing helped after this fault: the tenant's apology was the last that was said. An end that reports
    count as failed has words of its own."""
    after = run.facts[len(run.facts) - run.facts[::-1].index(fault) :]
    said = [run.story.content.get(fact[1]) for fact in after if fact[0] == "said"]
    if run.world is None or not said:
        return not any(fact[0] in ("went", "waits", "entered") for fact in after)
    return any(is_rendering(words, str(said[-1])) for _, words in run.world.board.around.apology().templates())
