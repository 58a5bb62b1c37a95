"""What the trace says of a past moment is what the live floor said then: why for every dialogue and every agent."""

import random
from typing import Any, NamedTuple

import pytest

from flowengine.errors import RequestRefused
from flowengine.lang.canonical import canonical
from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    CallerHungUp,
    DevicePresenceReported,
    DocumentPut,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    TimerFired,
    WrapUpEnded,
)
from flowengine.switchboard.boot import floor_settings
from flowengine.switchboard.past import Past, directory_at
from tests.switchboard.office import Office, queue

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
ADDRESSES = {"+442079460101": "sales", "+442079460104": "desk", "+442079460105": "claims", "chat:site": "desk"}


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
    },
    "users": {agent: user(agent, skills) for agent, skills in SKILLS.items()},
}


class Asked(NamedTuple):
    """The live answers at a moment, and how many trace rows there were then."""

    at_ms: int
    rows: int
    dialogues: dict[str, Any]
    agents: dict[str, Any]


class Day:
    """Everybody does what comes to mind; after each event somebody asks why."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # repeatable chance is what a test wants
        self.office = Office(TENANT)
        self.rows: list[Any] = []
        self.asked: list[Asked] = []
        self.calls: list[str] = []
        self.office.release("sales", "main", main=queue(skills={"dutch": 50}, max_wait_s=120))
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

    def call(self) -> None:
        address = self.chance.choice(list(ADDRESSES))
        channel = "chat" if address.startswith("chat") else "voice"
        self.office.now += 1
        before = len(self.rows)
        dialogue = self.office.call(address, channel=channel)
        assert self.office.last is not None
        self.rows[before:] = self.office.last.trace
        self.calls.append(dialogue)

    def answer(self, held: Any) -> None:
        given = {"reservation": held.id, "agent": held.agent}
        joined = {"dialogue": held.dialogue, "reservation": held.id}
        if held.state == "pending":
            self.do(self.chance.choice([OfferAccepted, OfferAccepted, OfferDeclined])(**given))
        elif held.state == "accepted":
            event = MediaFailed(**joined, reason="x") if self.chance.random() < 0.2 else MediaConnected(**joined)
            self.do(event)
        else:
            self.do(AgentHungUp(**given))

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


def lived(seed: int) -> Day:
    day = Day(seed)
    for _ in range(100):
        day.pass_ms(day.chance.choice([1, 500, 4_000, 30_000]))
        day.live()
        day.ask()
    return day


def comparable(answer: Any) -> Any:
    """All but how many sets of skills were ever asked for: a plan that was turned away is not told in full."""
    if answer is None or "may" not in answer:
        return answer
    may = [{key: value for key, value in row.items() if key not in ("sets", "sets_met")} for row in answer["may"]]
    words = [words for words in answer["words"] if "was ever asked for" not in words]
    return {**answer, "may": may, "words": words}


@pytest.mark.parametrize("seed", range(12))
def test_a_past_moment_is_what_it_was(seed: int) -> None:
    day = lived(seed)
    today = list(floor_settings(day.office.board.around.directory))
    past, taken = Past(), 0
    for asked in day.asked:
        for row in day.rows[taken : asked.rows]:
            past.take(row.at_ms, row.subject_kind, row.subject, row.facts)
        taken = asked.rows
        later = [fact for row in day.rows[taken:] if row.subject_kind == "tenant" for fact in row.facts]
        floor = past.floor(directory_at(today, later), asked.at_ms)  # type: ignore[arg-type]  # settings are steering
        for agent, answer in asked.agents.items():
            assert comparable(floor.why_agent(agent, asked.at_ms)) == comparable(answer)
        for dialogue, answer in asked.dialogues.items():
            assert floor.why_dialogue(dialogue, asked.at_ms) == answer


def test_such_days_show_every_reason() -> None:
    """Else the law above would say little."""
    told: set[str] = set()
    for seed in range(12):
        for asked in lived(seed).asked:
            for answer in filter(None, asked.dialogues.values()):
                told |= {reason["code"] for row in answer["agents"] for reason in row["because"]}
                told |= {item["what"] for item in answer["timeline"]}
    assert told >= {
        "no_skill", "low_level", "is_offered", "no_room", "declined", "signed_out", "away", "next_status", "device",
        "blocked", "wrapping", "ring", "connect", "talks", "exclusion", "unblock", "wrap_up", "max_wait",
    }  # fmt: skip  # a list reads better than one item a line
