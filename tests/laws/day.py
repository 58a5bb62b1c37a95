"""Days of a floor with several contact centers: everybody does what comes to mind, and the events can be had again."""

import random
from typing import Any, NamedTuple

from flowengine.errors import RequestRefused
from flowengine.lang.canonical import canonical
from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    CallerCameBack,
    CallerHungUp,
    CallerWentAway,
    DevicePresenceReported,
    DialAnswered,
    DialogueArrived,
    DialOver,
    DocumentPut,
    Event,
    HoldSet,
    KeyPressed,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    PlaybackFinished,
    PresenceSet,
    SoundRecorded,
    TextReceived,
    TimerFired,
    WorkTransferred,
    WrapUpEnded,
)
from flowengine.switchboard.outcome import Outcome
from tests.switchboard.office import Office, flow, queue

AGENTS = ("anna", "bert", "cleo", "dan")
SKILLS: dict[str, dict[str, dict[str, int]]] = {
    "anna": {"sales": {"dutch": 80}, "desk": {}},
    "bert": {"sales": {"dutch": 30}},
    "cleo": {"desk": {"golf": 50}, "claims": {}},
    "dan": {"claims": {}},
}
CENTERS: dict[str, Any] = {
    "sales": {"title": "Sales", "skills": {"dutch": {}}, "weight": 5, "decline_s": 40,
              "wrap_up": {"mode": "optional", "max_s": 30}},
    "desk": {"title": "Desk", "skills": {"golf": {}}, "wrap_up": {"mode": "until_released"}},
    "claims": {"title": "Claims", "wrap_up": {"mode": "mandatory", "max_s": 60}},
}  # fmt: skip  # one line per thought
FRONT = "+442079460100"  # busy days only
ADDRESSES = {"+442079460101": "sales", "+442079460104": "desk", "+442079460105": "claims", "chat:site": "desk"}


OVERFLOW = [{"contact_center": "desk", "skills": {"golf": 10}}, {"contact_center": "claims"}]


def chosen(chance: random.Random) -> str:
    return chance.choice(["wait", "skip", "leave"])


def user(agent: str, skills: dict[str, dict[str, int]]) -> dict[str, Any]:
    roles = {"": ["agent"]}
    ids = {"directory_id": "d", "object_id": agent}
    return {"name": agent.title(), **ids, "roles": roles, "memberships": skills, "devices": ["phone"]}


TENANT = {
    "format": 1,
    "tenant": {"id": "emea-x", "name": "X", "region": "EMEA", "time_zone": "Europe/London", "languages": ["en"]},
    "contact_centers": CENTERS,
    "addresses": {
        address: {"kind": address.partition(":")[0] if ":" in address else "number", "link": {"contact_center": center}}
        for address, center in ADDRESSES.items()
    }
    | {FRONT: {"kind": "number", "link": {"front_door": "main"}}},
    "users": {agent: user(agent, skills) for agent, skills in SKILLS.items()},
}


CAPABILITIES = {"voice": ("keys", "audio", "hold", "record", "transfer"), "chat": ("text", "buttons", "hold")}


class Asked(NamedTuple):
    """The live answers at a moment, and how many trace rows there were then."""

    at_ms: int
    rows: int
    dialogues: dict[str, Any]
    agents: dict[str, Any]


class Recorded(Office):
    """Keeps (when, what) of every event, those that are refused too, and what each brought that was not."""

    def __init__(self, tenant: Any) -> None:
        super().__init__(tenant)
        self.script: list[tuple[int, Event]] = []
        self.outcomes: list[Outcome] = []

    def go(self, event: Event, after_s: float = 0.1) -> Outcome:
        self.script.append((self.now + round(after_s * 1000), event))
        self.outcomes.append(super().go(event, after_s))
        return self.outcomes[-1]


class Day:
    """Everybody does what comes to mind; after each event somebody asks why."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # repeatable chance is what a test wants
        self.office = Recorded(TENANT)
        self.rows: list[Any] = []
        self.asked: list[Asked] = []
        self.calls: list[str] = []
        wider = [{"after_s": 8, "skills": {"dutch": 20}}, {"after_s": 20, "overflow": OVERFLOW, "raise_by": 1}]
        asks = {"skills": {"dutch": 50}, "when_unstaffed": chosen(self.chance), "route_plan": wider}
        self.office.release("sales", "main", main=queue(max_wait_s=120, **asks))
        self.office.release("desk", "main", main=queue(skills={"golf": 10}, priority=3))
        for agent in AGENTS:
            self.do(AgentSignedIn(agent=agent))

    def do(self, event: Any) -> Any:
        """One event; what is refused changes nothing."""
        try:
            outcome = self.office.go(event, 0.001)
        except RequestRefused:
            return None
        self.rows += outcome.trace
        return outcome.reply

    def pass_ms(self, ms: int) -> None:
        """Time goes by, and timers fire on the way."""
        until_ms = self.office.now + ms
        while (row := min(self.office.board.timers.due(), key=lambda row: row.due_ms, default=None)) is not None:
            if row.due_ms > until_ms:
                break
            self.office.now = max(self.office.now, row.due_ms - 1)
            self.do(TimerFired(owner_kind=row.owner_kind, owner=row.owner, name=row.name, generation=row.generation))
        self.office.now = max(self.office.now, until_ms)

    def ask(self) -> None:
        """Why, of all who wait or talk and of every agent, at this moment."""
        floor, at_ms = self.office.board.floor, self.office.now
        dialogues = {dialogue: floor.why_dialogue(dialogue, at_ms) for dialogue in self.calls}
        agents = {agent: floor.why_agent(agent, at_ms) for agent in AGENTS}
        self.asked.append(Asked(at_ms, len(self.rows), dialogues, agents))

    def live(self) -> None:
        """One thing happens."""
        chance, floor = self.chance, self.office.board.floor
        dialogue = chance.choice(self.calls) if self.calls else ""
        held = floor.reservation_of(dialogue)
        agent = chance.choice(AGENTS)
        what = chance.random()
        if what < 0.25:
            self.call()
        elif what < 0.6 and held is not None:
            self.answer(held)
        elif what < 0.7 and dialogue:
            self.do(CallerHungUp(dialogue=dialogue))
        elif what < 0.78:
            self.do(PresenceSet(agent=agent, intent=chance.choice(["available", "available", "away"]), reason="lunch"))
        elif what < 0.82:
            self.do(chance.choice([AgentSignedIn, AgentSignedIn, AgentSignedOut])(agent=agent))
        elif what < 0.86:
            word = chance.choice(["device_busy", "available"])
            self.do(DevicePresenceReported(agent=agent, device="phone", presence=word, expires_s=chance.randint(5, 60)))
        elif what < 0.9:
            self.change_directory(agent)
        else:
            self.wrap_up(agent)

    addresses = tuple(ADDRESSES)

    def call(self) -> None:
        address = self.chance.choice(self.addresses)
        channel = "chat" if address.startswith("chat") else "voice"
        self.office.now += 1
        number = f"+3161234567{self.chance.randint(0, 9)}"
        given = {"channel": channel, "capabilities": CAPABILITIES[channel], "caller_number": number}
        arrived = DialogueArrived(via="phone", external_id=f"x{self.office.events}", address=address, **given)
        reply = self.do(arrived)
        self.calls.append(reply["dialogue"])

    def answer(self, held: Any) -> None:
        given = {"reservation": held.id, "agent": held.agent}
        joined = {"dialogue": held.dialogue, "reservation": held.id}
        if held.state == "pending":
            self.do(self.chance.choice([OfferAccepted, OfferAccepted, OfferDeclined])(**given))
        elif held.state == "accepted":
            event = MediaFailed(**joined, reason="x") if self.chance.random() < 0.2 else MediaConnected(**joined)
            self.do(event)
        else:
            transfer = WorkTransferred(**given, contact_center=self.chance.choice(list(CENTERS)))
            direct = WorkTransferred(**given, to_agent=self.chance.choice(AGENTS))
            hold = HoldSet(**given, held=not held.held_since_ms)
            self.do(self.chance.choice([AgentHungUp(**given), AgentHungUp(**given), transfer, direct, hold, hold]))

    def wrap_up(self, agent: str) -> None:
        for view in self.office.board.floor.agents(self.office.now):
            for held in view["reservations"] if view["agent"] == agent else ():
                self.do(WrapUpEnded(agent=agent, reservation=held["reservation"], disposition=""))

    def change_directory(self, agent: str) -> None:
        """Skills, a member less, or other settings."""
        kind, key, body = "user", agent, user(agent, {"sales": {"dutch": self.chance.randint(0, 100)}})
        if self.chance.random() < 0.5:
            kind, key = "contact_center", self.chance.choice(list(CENTERS))
            body = {**CENTERS[key], "weight": self.chance.randint(0, 9)}
        self.do(DocumentPut(kind=kind, key=key, body=canonical(body), base="*", author="dora"))


class BusyDay(Day):
    """A day with menus, call backs, messages, numbers that are dialled, and chats, besides."""

    addresses = (*ADDRESSES, FRONT, FRONT, FRONT)

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        for environment, name, document in FLOWS:
            self.office.release(environment, "main", **{"main": document, **name})

    def live(self) -> None:
        held = [found for each in self.calls if (found := self.office.board.floor.reservation_of(each)) is not None]
        if held and self.chance.random() < 0.4:
            self.answer(self.chance.choice(held))
            return
        running = [each for each in self.calls if each in self.office.board.dialogues]
        dialogue = self.chance.choice(running) if running and self.chance.random() < 0.9 else ""
        state = self.office.board.dialogues.get(dialogue)
        if state is None or state.status == "ended" or self.chance.random() < 0.5:
            super().live()
        elif state.awaiting:
            self.report(state)
        elif state.channel == "chat" and self.chance.random() < 0.3:
            away = self.chance.choice([CallerWentAway, CallerCameBack])
            self.do(away(dialogue=dialogue))
        elif state.channel == "chat":
            self.do(TextReceived(dialogue=dialogue, text=self.chance.choice(["Sales", "1", "hello"])))
        elif self.chance.random() < 0.3:
            self.do(PlaybackFinished(dialogue=dialogue, n=state.said))
        else:
            self.do(KeyPressed(dialogue=dialogue, key=self.chance.choice("1123#")))

    def report(self, state: Any) -> None:
        """The carrier says what became of what it was told to do."""
        about = {"dialogue": state.id, "wait": state.wait}
        recorded = SoundRecorded(**about, sound="s", duration_ms=4_000, why="terminator")
        reports = {
            "SoundRecorded": [recorded],
            "DialAnswered": [DialAnswered(**about, result=result) for result in ("connected", "busy", "no_answer")],
            "DialOver": [DialOver(**about)],
        }
        for event in self.chance.sample(reports.get(state.awaiting, [None]), 1):
            if event is not None:
                self.do(event)


MENU = {"type": "menu", "prompt": "1, 2 or 3?", "choices": {"1": {"label": "Sales"}, "2": {"label": "Desk"},
        "3": {"label": "Message"}}, "tries": 2}  # fmt: skip  # one step
MAIN = flow(
    {"menu": MENU, "sales": {"type": "contact_center", "contact_center": "sales"},
     "desk": {"type": "contact_center", "contact_center": "desk"},
     "message": {"type": "record", "prompt": "Speak.", "deliver": {"contact_center": "desk"}},
     "else": {"type": "transfer", "to": "+442071838750"}, "bye": {"type": "end"}},
    {"menu": {"1": "sales", "2": "desk", "3": "message", "no_input": "else", "no_match": "else"},
     "sales": {"returned": "bye", "closed": "bye", "unavailable": "bye"},
     "desk": {"returned": "bye", "closed": "bye", "unavailable": "bye"},
     "message": {"recorded": "bye", "no_audio": "else", "too_short": "bye"},
     "else": {"no_answer": "bye", "busy": "bye", "rejected": "bye", "failed": "bye"}},
)  # fmt: skip  # nodes and wires side by side
HOLD = flow(
    {"place": {"type": "announce", "what": "position"}, "music": {"type": "music", "seconds": 10},
     "once": {"type": "loop", "times": 1},
     "offer": {"type": "offer_callback", "prompt": "1?", "attempts": 2, "gap_s": 30},
     "go": {"type": "return", "exit": "done"}},
    {"place": {"done": "music"}, "music": {"done": "once"}, "once": {"again": "offer", "finished": "place"},
     "offer": {"accepted": "go", "declined": "place", "invalid_number": "place", "error": "place"}},
    kind="treatment",
)  # fmt: skip  # nodes and wires side by side
FLOWS = (
    ("front_door", {}, MAIN),
    ("sales", {"hold": HOLD}, queue(max_wait_s=120, skills={"dutch": 30}, while_waiting="hold", when_unstaffed="wait")),
)
