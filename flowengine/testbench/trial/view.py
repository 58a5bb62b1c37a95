"""What the author sees of a draft that is tried: the words, where the dialogue stands, and what may be done next."""

from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from flowengine.interpreter.state import Asking
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.play import world_play
from flowengine.testbench.result import Line
from flowengine.testbench.trial.passing import zone_of
from flowengine.testbench.trial.trial import Walked
from flowengine.testbench.trial.world import Missing
from flowengine.testbench.world import World

MOST_LINES = 1_000
MOST_WAYS = 2_000


class Button(Struct, frozen=True):
    """One choice that is offered."""

    key: str
    label: str


class Answerable(Struct, frozen=True):
    """The question that waits for its answer: `choice`, `digits` or `text`; keys typed, and the key that ends."""

    kind: str
    choices: list[Button]
    digits: str
    terminator: str


class InLine(Struct, frozen=True):
    """Where it waits for an agent."""

    contact_center: str
    position: int
    priority: int
    asks: dict[str, dict[str, int]]


class Desk(Struct, frozen=True):
    """A simulated agent: what the newest work is (ringing, connected, wrapping or nothing), and whether it is ours."""

    agent: str
    work: str
    ours: bool
    presence: str


class Asked(Struct, frozen=True):
    """What the flow asked outside: a service, another system (with the exits that it may answer by), a number."""

    kind: str
    what: str
    exits: list[str] = []
    sent: str = ""


class Sight(Struct, frozen=True):
    """One look. `at`: the running nodes, the topmost frame's first; `ways`: (node, outcome) in the order taken;
    `next_s`: in how many seconds something happens by itself, null: never."""

    status: str
    channel: str
    language: str
    now: str
    zone: str
    passed_s: float
    lines: list[Line]
    at: list[str]
    ways: list[tuple[str, str]]
    visited: list[str]
    variables: dict[str, Json]
    attributes: dict[str, Json]
    desks: list[Desk] = []
    asked: list[Asked] = []
    asking: Answerable | None = None
    queue: InLine | None = None
    connected: str = ""
    recording: bool = False
    ended: dict[str, str] | None = None
    next_s: float | None = None
    steps: list[dict[str, Any]] = []
    given: dict[str, Any] = {}
    refused: str = ""
    cut: int = 0
    missing: Missing | None = None


def sight_of(bench: Bench, walked: Walked) -> Sight:
    """What there is to see after a walk."""
    world = walked.world
    story, now = world.story, world.story.now
    state = now.state
    over = state.ended if state.status == "ended" else None
    happens_ms = world.happens_ms()
    lines = world_play(world)
    zone = zone_of(world)
    return Sight(
        status=state.status,
        channel=state.channel,
        language=state.language,
        now=datetime.fromtimestamp(world.now_ms / 1000, UTC).astimezone(zone).isoformat(timespec="seconds"),
        zone=zone.key,
        passed_s=(world.now_ms - world.began_ms) / 1000,
        lines=[Line(line.who, line.text, line.name, line.at_s) for line in lines[-MOST_LINES:]],
        at=_running(world),
        ways=[(fact[1], fact[2]) for deed in story.log for fact in deed.facts if fact[0] == "went"][-MOST_WAYS:],
        visited=list(state.visits),
        variables=now.vars,
        attributes=now.attributes,
        desks=[_desk(world, name) for name in walked.given.get("agents", {})],
        asked=[*_services(world), *_outside(bench, world)],
        asking=_asking(state.asking) if state.asking else None,
        queue=_in_line(world),
        connected=now.connected,
        recording=world.carrier.recording(story.dialogue) is not None,
        ended={"reason": over.reason, "stage": over.stage, "by": over.by} if over else None,
        next_s=None if happens_ms is None else max(happens_ms - world.now_ms, 0) / 1000,
        steps=walked.steps,
        given=walked.given,
        refused=walked.refused,
        cut=walked.cut,
        missing=walked.missing,
    )


def _running(world: World) -> list[str]:
    """Of every frame, because the canvas may show the flow that called the one that runs."""
    state = world.story.now.state
    return [f"{frame.environment}/{frame.flow}/{frame.node}" for frame in reversed(state.frames)]


def _asking(asking: Asking) -> Answerable:
    accept = asking.accept
    choices = [Button(choice.key, choice.label) for choice in accept.choices]
    return Answerable(accept.kind, choices, "" if asking.sensitive else asking.digits, accept.terminator)


def _in_line(world: World) -> InLine | None:
    now = world.story.now
    waits = now.queued if now.state.status in ("queued", "offered") else None
    return InLine(waits.contact_center, now.position, waits.priority, waits.asks) if waits else None


def _desk(world: World, agent: str) -> Desk:
    work = list(world.desks.work_of(agent).values())
    now = world.story.now
    seen = world.board.floor.agent(agent, world.now_ms) or {}
    ours = agent in (now.ringing, now.connected)
    return Desk(agent, work[-1] if work else "", ours, str(seen.get("intent", "offline")))


def _services(world: World) -> list[Asked]:
    return [
        *(Asked("http", one.what, sent=one.body[:1000]) for one in world.services.called),
        *(Asked("text", to, sent=words) for to, words in world.services.texted),
    ]


def _outside(bench: Bench, world: World) -> list[Asked]:
    """Other systems, and numbers that were dialled."""
    found: list[Asked] = []
    for deed in world.story.log:
        for fact in deed.facts:
            if fact[0] == "asks_elsewhere":
                exits = getattr(bench.config(fact[1]), "exits", ())
                found.append(Asked("external", str(fact[2]), list(exits)))
            elif fact[0] == "dials":
                body = world.story.content.get(fact[2])
                found.append(Asked("number", str(body.get("to", "")) if isinstance(body, dict) else ""))
    return found
