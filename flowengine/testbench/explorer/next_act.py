"""What may happen next: for a dialogue that waits, every step of a case that would make a difference."""

from collections.abc import Iterator
from typing import Any

from flowengine.interpreter.state import Asking
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer import sample
from flowengine.testbench.explorer.agent_act import AgentActs
from flowengine.testbench.explorer.ahead import Name
from flowengine.testbench.explorer.constants import Constants, qualified
from flowengine.testbench.explorer.plan import Next
from flowengine.testbench.explorer.run import Run

KEYS = "0123456789*#"
NONSENSE = "mumble"


SILENCE = Next({"caller": "stays_silent"}, passive=True)


class Acts:
    """What callers and agents can do. `hung_up` are the steps at which a hang-up was tried: one a step is enough,
    where nothing comes after it."""

    def __init__(self, bench: Bench, constants: Constants) -> None:
        self._bench = bench
        self._constants = constants
        self._agents = AgentActs(bench)
        self._hung_up: set[tuple[str, bool]] = set()

    def after(self, run: Run, before: Run | None) -> Iterator[Next]:
        """Every step worth trying now; `before` is the run without its last step."""
        state = run.state
        if state.status == "ended":
            return
        if state.asking is not None:
            yield from self._answers(run, state.asking, again=_asks_again(run, before))
        elif state.awaiting == "SoundRecorded":
            yield from self._messages(run)
        if state.status in ("queued", "offered", "connected") and not _same_wait(run, before):
            yield from self._agents.of(run, here_of(run))
            yield from _longest_wait(run)
        # In a queue only what is played meanwhile has steps of its own; the rest of the wait passes at once.
        by_itself = state.status == "in_flow" or (state.frames and state.frames[-1].kind == "treatment")
        if state.asking is None and by_itself and (wait_s := next_s(run)) is not None:
            yield Next({"pass_s": wait_s}, passive=True)
        here = (here_of(run), state.status == "connected")
        if state.presence == "present" and (here not in self._hung_up or self._goes_on_alone(run)):
            self._hung_up.add(here)
            yield Next({"caller": "hangs_up"})

    def _goes_on_alone(self, run: Run) -> bool:
        """Whether a flow has something to do after a hang-up: that may depend on what was before."""
        known = self._bench.releases  # a contact center without flows of its own is in none
        frames = [frame for frame in run.state.frames if frame.environment in known]
        flows = (known[frame.environment][1].flows.get(frame.flow) for frame in frames)
        return any(flow is not None and flow.on_hangup is not None for flow in flows)

    def _config(self, run: Run) -> Any:
        return self._bench.config(here_of(run))

    def _answers(self, run: Run, asking: Asking, *, again: bool) -> Iterator[Next]:
        """An answer leads where it led when it was given to the first of several tries: then only none is given."""
        accept, by_keys = asking.accept, "keys" in run.state.capabilities
        yield SILENCE
        if accept.kind == "choice":
            for choice in () if again else accept.choices:
                yield Next({"caller": {"presses": choice.key} if by_keys else {"chooses": choice.label}})
            for key in () if again else accept.keys:
                yield Next({"caller": {"presses" if by_keys else "writes": key}})
            yield Next(_wrong_choice([*(choice.key for choice in accept.choices), *accept.keys], by_keys=by_keys))
        else:
            config = self._config(run)
            for value in () if again else sample.answers(config, self._constants_of(run, config)):
                yield Next(_given(value, asking, run, accepted=True))
            wrong = sample.wrong_answer(config)
            if wrong is not None or accept.kind == "digits":
                yield Next(_given(wrong or NONSENSE, asking, run, accepted=False))

    def _constants_of(self, run: Run, config: Any) -> list[Json]:
        into = getattr(config, "into", "")
        if not into:
            return []
        environment, flow, _ = here_of(run).split("/")
        name: Name = qualified(tuple(into.split(".")), (environment, flow))
        return self._constants.of(name)

    def _messages(self, run: Run) -> Iterator[Next]:
        """A message that is long enough, one that is too short, and none."""
        least_s = getattr(self._config(run), "min_s", 1.0)
        yield Next({"caller": {"records_s": least_s + 5}})
        if least_s:
            yield Next({"caller": {"records_s": least_s / 2}})
        yield Next({"caller": {"records": "nothing"}}, passive=True)


def _wrong_choice(keys: list[str], *, by_keys: bool) -> Json:
    free = next((key for key in KEYS[::-1][2:] + "*#" if not any(one.startswith(key) for one in keys)), None)
    if by_keys and free is not None:
        return {"caller": {"presses": free}}
    return {"caller": {"says" if by_keys else "writes": NONSENSE}}


def _given(value: str, asking: Asking, run: Run, *, accepted: bool) -> Json:
    """An answer, as this caller gives it: by keys where that can be, else in words."""
    accept, able = asking.accept, run.state.capabilities
    if "keys" not in able:
        return {"caller": {"writes": value}}
    pressed = accept.kind == "digits" and set(value) <= set(KEYS) - {accept.terminator}
    if pressed and (accept.terminator or len(value) == accept.max) and len(value) <= accept.max:
        return {"caller": {"presses": value + (accept.terminator if len(value) < accept.max else "")}}
    return {"caller": {"says": value if value or accepted else NONSENSE}}


def _longest_wait(run: Run) -> Iterator[Next]:
    """How long a wait can be at most; a conversation has no end of its own."""
    now, line = run.now, run.state.line
    if now is not None and not now.connected and line is not None and line.max_wait_s is not None:
        yield Next({"pass_s": line.max_wait_s}, passive=True)


def here_of(run: Run) -> str:
    """The key of the step at which the dialogue is; of one that is over, of the step that was entered last."""
    if run.state.frames:
        frame = run.state.frames[-1]
        return f"{frame.environment}/{frame.flow}/{frame.node}"
    return next(reversed(run.state.visits), "")


def next_s(run: Run) -> float | None:
    """Seconds until something happens by itself; None if nothing ever does."""
    world = run.world
    if world is None:
        return None
    timer = world.board.timers.soonest()
    due = [timer.due_ms if timer is not None else None]
    due += [world.desks.next_ms(), world.carrier.next_ms(), world.services.next_ms()]
    ahead = [at_ms for at_ms in due if at_ms is not None]
    return max(min(ahead) - world.now_ms, 1) / 1000 if ahead else None


def _asks_again(run: Run, before: Run | None) -> bool:
    """Whether the same step asks the same once more, without having been left meanwhile."""
    if before is None or not before.began or before.state.asking is None or run.state.asking is None:
        return False
    left = any(fact[0] in ("went", "key") for fact in run.facts[before.count :])
    return not left and before.state.asking.accept == run.state.asking.accept


def _same_wait(run: Run, before: Run | None) -> bool:
    """Whether it waited in this queue before, rung by the same: an agent's answer was tried then."""
    now, was = run.now, before.now if before is not None else None
    if now is None or was is None:
        return False
    return (now.queued, now.ringing, now.connected) == (was.queued, was.ringing, was.connected)
