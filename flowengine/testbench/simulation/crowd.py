"""The crowd: callers who arrive, listen, answer, lose patience, and hang up when they have talked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowengine.messages import (
    Ask,
    CallerHungUp,
    Channel,
    Connect,
    DialogueArrived,
    MediaConnected,
    PlaybackFinished,
    Say,
    StopPlayback,
)
from flowengine.switchboard.outcome import Outcome
from flowengine.testbench.simulation.absence import Absence
from flowengine.testbench.simulation.answer import Deed, Habit, Habits, answer_of, events_of
from flowengine.testbench.simulation.document import HANGS_UP, SILENT
from flowengine.testbench.simulation.spread import drawn
from flowengine.testbench.world import CHAT, VOICE

if TYPE_CHECKING:
    from flowengine.testbench.simulation.arrival import Arrival
    from flowengine.testbench.simulation.day import Day

CAPABILITIES: dict[Channel, tuple[str, ...]] = {"voice": VOICE, "chat": CHAT, "message": ("text",)}
WAITS = ("queued", "offered")
FOLLOWED = frozenset({"queued", "ended", "delivered", "asks_elsewhere"})  # the words of facts that callers heed
NEVER = 1 << 62


class Caller:
    """One caller. `heard_ms`: until then the flow's words are heard. `gives_up_ms`: 0 until it first waits. `asked`:
    step -> how often it has asked; `acts`: of how many a script is done; `talks`: how many conversations there were,
    `heard_out`: how many when the patience began. `absent`: left without a word; `meant`: what it was about to do."""

    __slots__ = (
        "absent", "acts", "asked", "channel", "dialogue", "entity", "gives_up_ms", "habit", "heard_ms", "heard_out",
        "meant", "talks",
    )  # fmt: skip  # as many words as fit on a line

    def __init__(self, dialogue: str, entity: str, channel: Channel, habit: Habit) -> None:
        self.dialogue, self.entity, self.channel, self.habit = dialogue, entity, channel, habit
        self.heard_ms = self.gives_up_ms = self.acts = self.talks = self.heard_out = 0
        self.absent = False
        self.meant: tuple[Ask, int, Deed] | None = None
        self.asked: dict[str, int] = {}


class Crowd:
    """`callers`: those whose dialogue is not over, by dialogue."""

    def __init__(self, day: Day) -> None:
        self._day = day
        scenario = day.plan.scenario
        self.callers: dict[str, Caller] = {}
        self._arriving: tuple[Arrival, Habit] | None = None
        self._habits = Habits(scenario)
        self._patience = {channel: drawn(time) for channel, time in scenario.patience.items()}
        self._ms_per_character = scenario.speech_ms_per_character
        self._asked: list[tuple[Ask, int]] = []
        self._over: list[str] = []
        self._absence = Absence(day)
        self.messages: dict[str, str] = {}  # the dialogue that a message is -> its name in every draw
        self.takers: dict[type, Callable[[Any, int, Outcome], None]] = {
            Say: self._hears, Ask: self._is_asked, StopPlayback: self._silence, Connect: self._joined,
        }  # fmt: skip  # one line per thought

    # --- coming and going -----------------------------------------------------------------------------------------

    def arrive(self, arrival: Arrival) -> None:
        """Somebody arrives, as one of the kinds of callers."""
        day = self._day
        habit = self._habits.of(arrival, day.chance)
        entropy = day.chance.entropy("dialogue", arrival.entity)
        number = f"+4479{int.from_bytes(entropy[:6], 'big') % 100_000_000:08d}"
        self._arriving = arrival, habit
        day.send(
            DialogueArrived(
                via="simulation",
                external_id=arrival.entity,
                channel=arrival.channel,
                address=arrival.address,
                caller_number=arrival.caller if arrival.caller.startswith("+") else number,
                language=arrival.language or habit.language,
                capabilities=CAPABILITIES[arrival.channel],
            ),
            entropy,
        )

    def meet(self, outcome: Outcome) -> None:
        """What the facts tell of callers, before any command reaches its place."""
        if self._arriving is not None:
            arrival, habit = self._arriving
            self._arriving, dialogue = None, outcome.reply["dialogue"]
            caller = self.callers[dialogue] = Caller(dialogue, arrival.entity, arrival.channel, habit)
            if habit.leaves:
                self._absence.plan(caller)
        for row in outcome.trace:
            if row.subject_kind == "dialogue":
                for fact in row.facts:
                    if fact[0] in FOLLOWED:
                        self._told(row.subject, fact)

    def _told(self, dialogue: str, fact: tuple[Any, ...]) -> None:
        word = fact[0]
        if word == "queued":
            self.waits(dialogue)
        elif word == "ended":
            self._over.append(dialogue)
        elif word == "delivered":
            self.messages[fact[2]] = f"{self.entity(dialogue)}/message"
        elif word == "asks_elsewhere":
            self._day.outside.ask(dialogue, [fact])

    def entity(self, dialogue: str) -> str:
        """The name, in every draw, of whoever is on the other side."""
        caller = self.callers.get(dialogue)
        return caller.entity if caller is not None else self.messages.get(dialogue, dialogue)

    def hang_up(self, dialogue: str) -> None:
        """The caller goes, if still there."""
        if dialogue in self.callers:
            self._day.send(CallerHungUp(dialogue=dialogue))

    def settle(self) -> None:
        """What happens when all commands of an event have reached their places."""
        for dialogue in self._over:
            self.callers.pop(dialogue, None)
            self.messages.pop(dialogue, None)
        self._over.clear()
        if self._asked:
            asked, self._asked = self._asked, []
            for ask, n in asked:
                self._thinks(ask, n)

    # --- patience -------------------------------------------------------------------------------------------------

    def waits(self, dialogue: str) -> None:
        """The caller's patience begins to run out: once, whatever becomes of the wait; anew after a conversation."""
        caller, day = self.callers.get(dialogue), self._day
        if caller is None:
            return  # a message that was left has all the time
        if not caller.gives_up_ms or caller.talks > caller.heard_out:
            last = self._patience.get(caller.channel)
            caller.gives_up_ms, caller.heard_out = NEVER, caller.talks
            if last is not None:
                lasts_s = day.chance.time(last, "patience", caller.entity, caller.talks)
                caller.gives_up_ms = day.now_ms + round(lasts_s * 1000)
                day.later(caller.gives_up_ms, self._give_up, dialogue)
        elif caller.gives_up_ms <= day.now_ms:
            day.later(day.now_ms, self._give_up, dialogue)

    def _give_up(self, dialogue: str) -> None:
        caller, state = self.callers.get(dialogue), self._day.board.dialogues.get(dialogue)
        if caller is None or caller.absent or state is None or caller.gives_up_ms > self._day.now_ms:
            return
        if state.status in WAITS and state.presence == "present":
            self.hang_up(dialogue)

    def is_back(self, caller: Caller) -> None:
        """Somebody who left without a word is there again: patience may be over, and a question may wait."""
        meant, caller.meant = caller.meant, None
        if caller.gives_up_ms and caller.gives_up_ms <= self._day.now_ms:
            self._give_up(caller.dialogue)
        if meant is not None:
            self._acts(meant)

    def _joined(self, command: Connect, _: int, __: Outcome) -> None:
        joined = MediaConnected(dialogue=command.dialogue, reservation=command.reservation)
        self._day.later(self._day.now_ms, self._day.send, joined)

    # --- listening and answering ----------------------------------------------------------------------------------

    def _hears(self, command: Say | Ask, _: int, outcome: Outcome) -> None:
        caller = self.callers.get(command.dialogue)
        if caller is None or caller.channel != "voice":
            return
        begins = max(caller.heard_ms, self._day.now_ms)
        for row in outcome.content:
            if row.n == command.content and row.dialogue == command.dialogue:
                caller.heard_ms = begins + round(len(row.body) * self._ms_per_character)
                return

    def _is_asked(self, command: Ask, n: int, outcome: Outcome) -> None:
        self._hears(command, n, outcome)
        self._asked.append((command, n))

    def _silence(self, command: StopPlayback, _: int, __: Outcome) -> None:
        caller = self.callers.get(command.dialogue)
        if caller is not None:
            caller.heard_ms = self._day.now_ms

    def _thinks(self, ask: Ask, n: int) -> None:
        """Plan the answer, and the report that the prompt was heard if anything depends on it."""
        day, caller = self._day, self.callers.get(ask.dialogue)
        state = day.board.dialogues.get(ask.dialogue)
        if caller is None or state is None or state.asking is None or state.asking.n != n:
            return
        step = state.frames[-1]
        times = caller.asked[step.node] = caller.asked.get(step.node, 0) + 1
        act = answer_of(caller, state, ask, day)
        heard_ms = max(day.now_ms, caller.heard_ms)
        thinks_s = day.chance.time(caller.habit.thinks[caller.channel], f"thinks/{step.node}", caller.entity, times)
        # INVARIANT: whoever answers before the silence is too long need not be told apart from a caller whose channel
        # reported the end of the prompt: the flow's own guess of it is never earlier. Guarded by
        # test_a_prompt_that_is_answered_need_not_be_reported
        cuts = ask.interruptible and state.spoken >= state.uncut and thinks_s < ask.limits.first_s
        cuts = cuts and caller.channel not in caller.habit.leaves
        if caller.channel == "voice" and (act == SILENT or not cuts):
            day.later(heard_ms, day.send, PlaybackFinished(dialogue=ask.dialogue, n=n))
        if act != SILENT:
            day.later(heard_ms + round(thinks_s * 1000), self._acts, (ask, n, act))

    def _acts(self, given: tuple[Ask, int, Deed]) -> None:
        """Do what was planned, if the question is still the same."""
        ask, n, act = given
        caller, state = self.callers.get(ask.dialogue), self._day.board.dialogues.get(ask.dialogue)
        if caller is None or state is None or state.asking is None or state.asking.n != n:
            return
        if caller.absent:
            caller.meant = given
            return
        if act == HANGS_UP:
            self.hang_up(ask.dialogue)
            return
        caller.heard_ms = self._day.now_ms
        for event in events_of(act, ask, caller.channel):
            self._day.send(event)
