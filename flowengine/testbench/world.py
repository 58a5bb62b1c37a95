"""A tenant in a bottle: the real switchboard, a clock that only moves when told, callers' phones and agents' desks."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from flowengine.interpreter.event import Begun
from flowengine.interpreter.state import Caller, Dialogue
from flowengine.lang.node_type import Routing
from flowengine.messages import (
    AgentSignedIn,
    Ask,
    CallerCommand,
    DevicePresenceReported,
    DialogueArrived,
    Event,
    Json,
    PlaybackFinished,
    PresenceSet,
    Say,
    ServiceCommand,
    Stamp,
    TimerFired,
)
from flowengine.switchboard.act import Act
from flowengine.switchboard.callers import CallerRecord, know
from flowengine.switchboard.outcome import Outcome
from flowengine.switchboard.switchboard import Switchboard
from flowengine.testbench.bench import TREATED, Bench
from flowengine.testbench.carrier import CARRIED, Carrier, speaks_of
from flowengine.testbench.case import Case
from flowengine.testbench.desk import Desks
from flowengine.testbench.document import CallerGiven, DeviceWord, WaitingGiven
from flowengine.testbench.given import Scene, scene_of
from flowengine.testbench.result import StepFailed
from flowengine.testbench.services import Services, check_tables, external_asked
from flowengine.testbench.story import Story

VOICE = ("keys", "speech", "audio", "hold", "record", "transfer")
CHAT = ("text", "buttons")
DEVICE_S = 604_800
SPOKEN = (Say, Ask)
MAX_EVENTS = 20_000  # of one case: a flow that never waits long enough must not stop the bench


class World:
    """One case's world. Entropy is a counter, so the same case gives the same run, to the byte."""

    def __init__(self, scene: Scene, case: Case) -> None:
        self.board: Switchboard = scene.board
        self.scene = scene
        self.case = case
        self.now_ms = self.began_ms = scene.at_ms
        self.desks = Desks(case.given.agents)
        self.story = Story("")
        self.earlier: list[Story] = []  # of a caller who called again: those of the calls before
        self.step = 0
        self.loose_key: int | None = None  # the last step whose keys were pressed ahead of any question
        self._events = 0
        self._spoken: dict[str, int] = {}  # dialogue -> the last words that its phone has to report as played
        self.carrier = Carrier(case.given.numbers)
        self.services = Services(case.given)
        self._followed = False
        self._asks: list[tuple[ServiceCommand, Json]] = []
        self._calls = 0
        self.expected: set[str] = set()  # of a strict case: what its expectations spoke of

    # --- events -------------------------------------------------------------------------------------------------

    def stamp(self) -> Stamp:
        """The next event's stamp. Raises StepFailed when there were too many."""
        self._events += 1
        if self._events > MAX_EVENTS:
            raise StepFailed(f"The case has had more than {MAX_EVENTS} events; does something wait for no time at all?")
        return Stamp(f"e{self._events}", self.now_ms, self._events.to_bytes(16, "big"))

    def send(self, event: Event) -> Outcome:
        """Give the switchboard one event, and do nothing more. Raises RequestRefused."""
        return self.board.apply(event, self.stamp())

    def apply(self, event: Event) -> Outcome:
        """Send one event and note what follows. Raises RequestRefused."""
        outcome = self.send(event)
        self._note(outcome)
        return outcome

    def _note(self, outcome: Outcome) -> None:
        for sent in outcome.commands:
            command = sent.command
            if isinstance(command, SPOKEN):
                self._spoken[command.dialogue] = sent.n
            elif isinstance(command, CARRIED):
                spoken_of = self._spoken_of(command, outcome) if speaks_of(command) else None
                self.carrier.take(command, spoken_of, self.now_ms)
            elif isinstance(command, ServiceCommand):
                self._asks.append((command, self._asked(command, outcome)))
            elif not isinstance(command, CallerCommand):  # the others of the caller's show in the trace
                self.desks.take(command, self.now_ms)
        if self._followed:
            # A dialogue that is over is forgotten by a switchboard that was stored and loaded since.
            state = self.board.dialogues.get(self.story.dialogue) or self.story.now.state
            self.story.take(outcome, state, self.now_ms)
        if self._asks or self.scene.has_live_tables or self.case.given.external:
            self._tell_services(outcome)

    def _tell_services(self, outcome: Outcome) -> None:
        """What is asked outside is on record by now; whatever is not given fails here."""
        if self._asks:
            asks, self._asks = self._asks, []
            for command, asked in asks:
                self.services.take(command, asked, self.now_ms)
        if self.scene.has_live_tables:
            for row in outcome.trace:
                check_tables(row.facts, self.case.given.tables)
        for row in outcome.trace if self.case.given.external else ():
            for name, wait in external_asked(row.facts):
                self.services.ask(row.subject, name, wait, self.now_ms)

    def _asked(self, command: ServiceCommand, outcome: Outcome) -> Json:
        """The record of a request; one that must not be shown stands in the dialogue's state."""
        if command.is_masked:
            return self.board.dialogues[command.dialogue].asked
        return next(row.body for row in outcome.content if (row.dialogue, row.n) == (command.dialogue, command.content))

    def _spoken_of(self, command: CallerCommand, outcome: Outcome) -> Json:
        """The body of the record that a command speaks of."""
        from flowengine.ledger.record import content_reference  # noqa: PLC0415  # few cases dial, and it is large

        dialogue, n = content_reference(command) or ("", 0)
        found = next((row.body for row in outcome.content if (row.dialogue, row.n) == (dialogue, n)), None)
        return self.story.content.get(n) if found is None and dialogue == self.story.dialogue else found

    def settle(self, *, answer: bool) -> None:
        """Let happen what takes no time: words are played, media connect. With `answer`, agents with a given answer
        give it, and time moves on to it."""
        while True:
            if self._spoken:
                dialogue, n = self._spoken.popitem()
                state = self.board.dialogues.get(dialogue)
                # Only a question changes when its words are over; reports of anything else would change nothing.
                if state is not None and state.channel == "voice" and state.asking is not None:
                    self.apply(PlaybackFinished(dialogue=dialogue, n=n))
            elif (report := self.carrier.due(self.now_ms) or self.services.due(self.now_ms)) is not None:
                self.apply(report)
            elif (due := self.desks.due(self.now_ms)) is not None:
                self.apply(due)
            elif answer and (at_ms := self.desks.next_ms()) is not None:
                self._move(at_ms)
            else:
                return

    # --- time -----------------------------------------------------------------------------------------------------

    def pass_until(self, at_ms: int) -> None:
        """Move the clock; what is due on the way happens at its time."""
        self._move(at_ms)
        self.settle(answer=False)

    def pass_while(self, waiting: Callable[[], bool], until_ms: int) -> None:
        """Move the clock from one happening to the next while `waiting()`, at most to `until_ms`."""
        while waiting():
            soonest = self.happens_ms()
            if soonest is None or soonest > until_ms:
                self.pass_until(until_ms)
                return
            self.pass_until(soonest)

    def happens_ms(self) -> int | None:
        """When something happens next if nobody does anything; None: never."""
        timer = self.board.timers.soonest()
        ahead = (timer.due_ms if timer is not None else None, self._next_ms())
        return min((at_ms for at_ms in ahead if at_ms is not None), default=None)

    def _next_ms(self) -> int | None:
        """When somebody outside does something next: an agent, the carrier, or a service."""
        ahead = (self.desks.next_ms(), self.carrier.next_ms(), self.services.next_ms())
        return min((at_ms for at_ms in ahead if at_ms is not None), default=None)

    def _move(self, at_ms: int) -> None:
        """Fire timers up to `at_ms`, in order; an answer that is due at the same time comes first."""
        while True:
            self.settle(answer=False)
            row = self.board.timers.soonest()
            timer_ms = row.due_ms if row is not None and row.due_ms is not None else at_ms + 1
            answer_ms = self._next_ms()
            if answer_ms is not None and answer_ms <= min(timer_ms, at_ms):
                self.now_ms = max(self.now_ms, answer_ms)
            elif row is not None and timer_ms <= at_ms:
                self.now_ms = max(self.now_ms, timer_ms)
                kind, owner = row.owner_kind, row.owner
                self.apply(TimerFired(owner_kind=kind, owner=owner, name=row.name, generation=row.generation))
            else:
                self.now_ms = max(self.now_ms, at_ms)
                return

    # --- the beginning --------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Agents come in, others wait already, the dialogue begins; then what takes no time has happened."""
        given = self.case.given
        for name, agent in given.agents.items():
            if agent.presence != "offline":
                self.apply(AgentSignedIn(agent=name))
                if agent.presence != "available":
                    self.apply(PresenceSet(agent=name, intent=agent.presence, reason=agent.reason))
                for device, word in agent.devices.items():
                    self.report_device(name, device, word)
        self._fill_queues(given.queue)
        start = self.case.start
        if start.treatment:
            for place in range(1, start.position):
                self._wait_in(self.scene.contact_center, WaitingGiven(name=f"ahead-{place}"))
        if start.address:
            self.call(start.address)
        else:
            self._begin_flow()
        self.settle(answer=True)

    def _fill_queues(self, queues: Mapping[str, int | tuple[WaitingGiven, ...]]) -> None:
        for center, waiting in queues.items():
            others = (WaitingGiven(),) * waiting if isinstance(waiting, int) else waiting
            for place, other in enumerate(others, 1):
                self._wait_in(center, other if other.name else replace(other, name=f"waiting-{center}-{place}"))

    def _wait_in(self, center: str, other: WaitingGiven) -> None:
        """Somebody else, already in the queue by the built-in flow, in the place that so long a wait has earned."""
        languages = self.board.around.languages(center)
        state = self._dialogue(other.name, Caller(name=other.name), languages[0], center)
        state = replace(state, routing=Routing(other.skills, other.priority))
        if other.waited_s:
            waited_ms = round(other.waited_s * 1000)
            state = replace(state, place=(self.now_ms - waited_ms, self._events), waited_ms=waited_ms)
        self._note(self._put(state, Begun(center, "", center)))

    def report_device(self, agent: str, device: str, presence: DeviceWord) -> None:
        """A device of the agent says so until it says otherwise: nothing in a case is there to repeat it."""
        report = DevicePresenceReported(agent=agent, device=device, presence=presence, expires_s=DEVICE_S)
        self.apply(report)

    def call(self, address: str) -> None:
        """The caller arrives at an address; from now on this is the case's dialogue."""
        caller = self.case.given.caller
        voice = self.scene.channel == "voice"
        if caller.is_known() and caller.number and not self._calls:
            know(self.board, caller.number, _record_of(caller, self.now_ms))
        arrived = DialogueArrived(
            via="phone" if voice else "webchat",
            external_id="case" if not self._calls else f"case-{self._calls + 1}",
            channel=self.scene.channel,
            address=address,
            caller_number="" if caller.withheld else caller.number,
            caller_name=caller.name,
            withheld=caller.withheld,
            language=caller.language,
            capabilities=VOICE if voice else CHAT,
            test=True,
        )
        outcome = self.send(arrived)
        self._calls += 1
        self._follow(outcome.reply["dialogue"], outcome)

    def _begin_flow(self) -> None:
        scene, start, around = self.scene, self.case.start, self.board.around
        given: CallerGiven = self.case.given.caller
        number = "" if given.withheld else given.number
        caller = Caller(
            number=number,
            withheld=given.withheld,
            name=given.name,
            known=bool(given.name) or given.is_known(),
            language=given.language,
            attributes=given.attributes,
            last_agent=given.last_agent,
            last_contact_center=given.last_contact_center,
            dialogues_24h=given.dialogues_24h,
        )
        language = given.language or around.languages(scene.contact_center)[0]
        state = self._dialogue("case", caller, language, scene.contact_center, pinned=False)
        flow = start.flow or TREATED
        begun = Begun(scene.environment, flow, scene.contact_center, dict(start.inputs))
        self._follow("case", self._put(state, begun))

    def _dialogue(self, name: str, caller: Caller, language: str, center: str, *, pinned: bool = True) -> Dialogue:
        """A dialogue that came by no address; `pinned` to the built-in flow of its contact center."""
        voice = self.scene.channel == "voice" or pinned
        defaults = self.board.around.directory.tenant.attributes
        return Dialogue(
            id=name,
            via="case",
            channel="voice" if pinned else self.scene.channel,
            address="",
            started_ms=self.now_ms,
            capabilities=VOICE if voice else CHAT,
            caller=caller,
            language=language,
            attributes={key: item.default for key, item in defaults.items()},
            contact_center=center,
            releases={center: 0} if pinned else {},
            test=True,
        )

    def _put(self, state: Dialogue, begun: Begun) -> Outcome:
        act = Act(self.stamp(), self.board.streams)
        self.board.put(state)
        self.board.keep(act, state.id, "caller", {"number": state.caller.number, "name": state.caller.name})
        self.board.run(act, state.id, begun)
        return act.outcome()

    def _follow(self, dialogue: str, outcome: Outcome) -> None:
        """From now on this is the case's dialogue; of one before it the play still tells."""
        if self._followed:
            self.earlier.append(self.story)
        self.story, self._followed = Story(dialogue), True
        self._note(outcome)


def world_of(bench: Bench, case: Case, home: str) -> World:
    """The world of a case before anything happens in it. Raises StepFailed if the case speaks of unknown things."""
    return World(scene_of(bench, case, home), case)


def _record_of(given: CallerGiven, now_ms: int) -> CallerRecord:
    """What the tenant has written down of a caller; it is not forgotten while the case runs."""
    return CallerRecord(
        expires_ms=now_ms + 3650 * 86_400_000,
        attributes=given.attributes,
        last_agent=given.last_agent,
        last_contact_center=given.last_contact_center,
        calls=[now_ms - 60_000] * given.dialogues_24h,
    )
