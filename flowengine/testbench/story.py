"""What the case's dialogue has lived through: its instants, its words, and the log that the play is made of."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec import Struct

from flowengine.interpreter.state import Dialogue, Frame
from flowengine.messages import Ask, Json, Say
from flowengine.switchboard.outcome import Outcome

SPOKEN = (Say, Ask)


class Asked(NamedTuple):
    """Where the dialogue waits, and whom the present step asks: contact center -> skill -> least level."""

    contact_center: str
    asks: dict[str, dict[str, int]]
    priority: int


class HandedOn(NamedTuple):
    """Where the caller was handed on to, and by whom: agent or flow."""

    to: str
    by: str


class Instant(Struct, frozen=True, gc=False):
    """The dialogue between two events. `heard` and `offers` say how much of the story's lists had happened by then."""

    at_ms: int
    state: Dialogue
    heard: int
    offers: int
    ringing: str
    connected: str
    queued: Asked | None
    position: int
    attributes: dict[str, Json]
    vars: dict[str, Json]
    voicemail: dict[str, Json] | None = None
    called_back: int = 0
    answered_by: str = ""
    on_hold: bool = False
    dialled: str = ""
    handed_on: HandedOn | None = None
    tagged: Mapping[str, Json] = {}


class Deed(Struct, frozen=True, gc=False):
    """One entry of the log: what somebody did (`who`, `text`), or, with `facts`, what came of an event."""

    at_ms: int
    who: str = ""
    name: str = ""
    text: str = ""
    facts: list[tuple[Any, ...]] = []
    last_node: str = ""  # entered last when the dialogue ended: it leaves no fact of its own


FOLDED = frozenset({
    "set", "calls_back", "attributes", "position", "held", "tagged", "dials", "answered", "transferred", "over",
    "ended", "queued", "step", "offered", "requeued", "left_queue", "connected",
})  # fmt: skip  # the words of facts that say how an instant differs from the one before


class Story:
    """Grows with every event. `content`: the dialogue's records by number."""

    def __init__(self, dialogue: str) -> None:
        self.dialogue = dialogue
        self.content: dict[int, Json] = {}
        self.instants: list[Instant] = []
        self.heard: list[str] = []
        self.offers: list[str] = []
        self.log: list[Deed] = []
        self.fresh = 0  # instants before this one belong to earlier acts
        self.fresh_heard = 0
        self._ringing = self._connected = self._answered_by = ""
        self._on_hold = False
        self._queued: Asked | None = None
        self._position = 0
        self._attributes: dict[str, Json] = {}
        self._vars: dict[str, Json] = {}
        self._voicemail: dict[str, Json] | None = None
        self._called_back = 0
        self._dialled = ""
        self._handed_on: HandedOn | None = None
        self._tagged: dict[str, Json] = {}
        self._frames: tuple[Frame, ...] = ()  # those that variables and attributes were read from
        self._went: list[tuple[Any, ...]] = []  # the facts of the ways that were taken, in order

    def begin_act(self) -> None:
        """Somebody acts or time passes: expectations look at what comes from now on."""
        self.fresh = len(self.instants)
        self.fresh_heard = len(self.heard)

    def end_passing(self, at_ms: int) -> None:
        """Time has passed until now: what holds is looked for here, and no longer on the way."""
        while self.fresh < len(self.instants) - 1 and self.instants[self.fresh].at_ms < at_ms:
            self.fresh += 1

    def did(self, at_ms: int, who: str, name: str, text: str) -> None:
        """Note an act for the play."""
        self.log.append(Deed(at_ms, who, name, text))

    def take(self, outcome: Outcome, state: Dialogue, at_ms: int) -> None:
        """Take in what an event brought to this dialogue."""
        dialogue, content = self.dialogue, self.content
        for record in outcome.content:
            if record.dialogue == dialogue:
                content[record.n] = record.body
        for sent in outcome.commands:
            command = sent.command
            if isinstance(command, SPOKEN) and command.dialogue == dialogue:
                self.heard.append(str(content[command.content]))
        facts = self._facts_in(outcome)
        if state.frames and state.frames is not self._frames:
            self._frames = state.frames
            self._vars, self._attributes = _variables(state.frames), state.attributes
        if facts:
            over = state.status == "ended" and state.visits
            self.log.append(Deed(at_ms, facts=facts, last_node=list(state.visits)[-1] if over else ""))
        elif self.instants and self.instants[-1].state is state:
            return
        self.instants.append(self._instant(state, at_ms))

    def _facts_in(self, outcome: Outcome) -> list[tuple[Any, ...]]:
        facts: list[tuple[Any, ...]] = []
        for row in outcome.trace:
            if row.subject == self.dialogue:
                facts = facts + row.facts if facts else row.facts
        for fact in facts:
            word = fact[0]
            if word == "went":
                self._went.append(fact)
            elif word in FOLDED:
                self._fold(fact)
            elif word == "delivered":
                self._voicemail = _message_in(outcome, *fact[1:])
        return facts

    def _instant(self, state: Dialogue, at_ms: int) -> Instant:
        return Instant(
            at_ms, state, len(self.heard), len(self.offers), self._ringing, self._connected, self._queued,
            self._position, self._attributes, self._vars, self._voicemail, self._called_back, self._answered_by,
            self._on_hold, self._dialled, self._handed_on, self._tagged,
        )  # fmt: skip  # by place, in the order of the fields: one is made for every event

    def _fold(self, fact: tuple[Any, ...]) -> None:
        match fact:
            case ("set", target, content) if target.startswith("vars."):
                self._vars = {**self._vars, target[5:]: self.content.get(content)}
            case ("calls_back", _, attempt):
                self._called_back = attempt
            case ("attributes", content):
                self._attributes = self.content[content]
            case ("position", place):
                self._position = place
            case ("held", _, held):
                self._on_hold = held
            case ("tagged", name, content):
                self._tagged = {**self._tagged, name: self.content.get(content)}
            case ("dials" | "answered" | "transferred", *_):
                self._fold_handing_on(fact)
            case ("over" | "ended", *_):
                self._on_hold, self._answered_by, self._connected = False, "", ""
                self._fold_wait(fact)
            case _:
                self._fold_wait(fact)

    def _fold_handing_on(self, fact: tuple[Any, ...]) -> None:
        """By a flow the caller is handed on when the other has answered; by an agent at once."""
        match fact:
            case ("dials", _, content):
                self._dialled = self._part(content, "to")
                if self._handed_on is not None and not self._handed_on.to:  # by an agent, to this number
                    self._handed_on = HandedOn(self._dialled, "agent")
            case ("answered", content, "DialAnswered") if self._part(content, "result") == "connected":
                self._handed_on = self._handed_on or HandedOn(self._dialled, "flow")
            case ("transferred", _, _, _, to):
                self._handed_on = HandedOn(to, "agent")
                self._on_hold, self._answered_by, self._connected = False, "", ""

    def _part(self, content: int, name: str) -> str:
        body = self.content.get(content)
        return str(body.get(name, "")) if isinstance(body, dict) else ""

    def _fold_wait(self, fact: tuple[Any, ...]) -> None:
        match fact:
            case ("queued", center, skills, priority, *_):
                self._queued = Asked(center, {center: skills}, priority)
            case ("step", _, asks, priority) if self._queued is not None:
                self._queued = Asked(self._queued.contact_center, asks, priority)
            case ("offered", _, agent, *_):
                self._ringing = agent
                self.offers.append(agent)
            case ("requeued", _):
                self._ringing = ""
            case ("left_queue", *_):
                self._ringing, self._queued = "", None
            case ("connected", _, agent, _, center, *_):
                self._ringing, self._queued, self._connected = "", None, agent
                self._answered_by = center
            case ("over", *_):
                self._connected = ""
            case ("ended", *_):
                self._ringing, self._queued, self._connected = "", None, ""

    def last_facts(self) -> list[tuple[Any, ...]]:
        """What came of the latest event."""
        return self.log[-1].facts if self.log else []

    @property
    def now(self) -> Instant:
        """The latest instant."""
        return self.instants[-1]

    def ways(self) -> list[tuple[str, str, str, str]]:
        """(environment, flow, node, outcome) of each way, as often as it was taken and in that order."""
        return [(*fact[1].split("/"), fact[2]) for fact in self._went]

    def visited(self) -> list[tuple[str, str]]:
        """[node key, outcome] of each way taken, in order and each once; "" where a node was entered and not left."""
        ways = {(fact[1], fact[2]): None for fact in self._went}
        left = {node for node, _ in ways}
        entered = self.now.state.visits if self.instants else ()
        return [*ways, *((node, "") for node in entered if node not in left)]


def _variables(frames: tuple[Frame, ...]) -> dict[str, Json]:
    """Those of the flow that runs; below a treatment, of the one that waits."""
    for frame in reversed(frames):
        if frame.kind != "treatment":
            return frame.vars
    return frames[-1].vars


def _message_in(outcome: Outcome, center: str, dialogue: str) -> dict[str, Json]:
    """What a case may say of a message that was left: where it waits, how long it is, or its words."""
    bodies = [row.body for row in outcome.content if row.dialogue == dialogue and row.cls == "heard"]
    message = bodies[0] if bodies else {}
    spoken = "duration_ms" in message
    told = {"duration_s": message["duration_ms"] / 1000} if spoken else {"text": message.get("text", "")}
    return {"contact_center": center, **told}
