"""Small real implementations of the ports below the web face: they keep everything in memory and know no time."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from msgspec import Struct

from flowengine.api.services import Author, FloorAsked, Place
from flowengine.environments.files import File, Written
from flowengine.errors import Conflict, Finding, FlowInvalid, NotFound, RequestRefused
from flowengine.lang.canonical import canonical, content_hash
from flowengine.messages import (
    AgentHungUp,
    AgentSignedOut,
    AgentSpoke,
    CallerNoted,
    Command,
    DialogueArrived,
    DialogueEvent,
    DirectorySynced,
    DocumentPut,
    Event,
    HoldSet,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)
from flowengine.runtime.feed import TraceItem
from flowengine.switchboard.sync import hash_of
from flowengine.tenancy.change import Change, changed, sync
from flowengine.tenancy.directory import Directory
from tests.api.memory_cases import MemoryCases


def after_sync(before: Directory, event: DirectorySynced) -> Directory:
    """The directory as a switchboard would have it."""
    for change in event.changes:
        if change.base not in ("*", hash_of(before, change.kind, change.key)):
            raise Conflict("Somebody changed it since you read it.", code="stale_base")
    wanted = [
        Change(change.kind, change.key, msgspec.json.decode(change.body) if change.body else None)
        for change in event.changes
    ]
    done = sync(before, wanted, may_relink=event.source == "file")
    for refusal in done.refusals:
        raise refusal
    return done.directory


class Delivery(Struct, frozen=True):
    n: int
    command: Command
    content: Any = None


class Wire:
    """Items in order, for any number of readers, each from where it wants; closed by its reader."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.readers: set[asyncio.Event] = set()

    def put(self, item: Any) -> None:
        self.items.append(item)
        for reader in self.readers:
            reader.set()


class Reader:
    def __init__(self, wire: Wire, at: int) -> None:
        self._wire, self._at, self._ready = wire, at, asyncio.Event()
        self.pos = len(wire.items)
        wire.readers.add(self._ready)

    def close(self) -> None:
        self._wire.readers.discard(self._ready)

    async def __aiter__(self) -> AsyncIterator[Any]:
        while True:
            while self._at < len(self._wire.items):
                self._at += 1
                item = self._wire.items[self._at - 1]
                if isinstance(item, Exception):
                    raise item
                yield item
            self._ready.clear()
            await self._ready.wait()


class MemoryRuntime:
    """Takes events, remembers them, and answers the few that change what a look sees."""

    def __init__(self, directories: dict[str, Directory]) -> None:
        self.directories = directories
        self.events: list[tuple[str, Event]] = []
        self.replies: dict[tuple[str, str], Any] = {}
        self.dialogues: dict[tuple[str, str], dict[str, Any]] = {}
        self.reservations: dict[tuple[str, str], dict[str, Any]] = {}
        self.presence: dict[tuple[str, str], str] = {}
        self.wires: dict[tuple[str, str], Wire] = {}
        self.feeds: dict[str, Wire] = {}
        self.callers: dict[tuple[str, str], dict[str, Any]] = {}
        self.fault: Exception | None = None

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Any:
        if self.fault is not None:
            raise self.fault
        if event_id is not None and (tenant, event_id) in self.replies:
            return self.replies[tenant, event_id]
        reply = self._apply(tenant, event)
        self.events.append((tenant, event))
        if event_id is not None:
            self.replies[tenant, event_id] = reply
        return reply

    def _apply(self, tenant: str, event: Event) -> Any:
        match event:
            case DialogueArrived():
                dialogue = f"{tenant}-dialogue-{len(self.dialogues) + 1}"
                self.dialogues[tenant, dialogue] = {"dialogue": dialogue, "state": "in_flow", "via": event.via}
                return {"dialogue": dialogue}
            case DialogueEvent():
                if (tenant, event.dialogue) not in self.dialogues:
                    raise NotFound("There is no such dialogue.")
            case (
                OfferAccepted()
                | OfferDeclined()
                | AgentHungUp()
                | WrapUpEnded()
                | AgentSpoke()
                | HoldSet()
                | WorkNoted()
                | WorkTransferred()
            ):
                held = self.reservations.get((tenant, event.reservation))
                if held is None or held["agent"] != event.agent:
                    raise RequestRefused("It is another agent's.", code="stale_reservation")
                if isinstance(event, OfferAccepted):
                    held["state"] = "accepted"
            case PresenceSet():
                self.presence[tenant, event.agent] = event.intent
            case AgentSignedOut():
                self.presence.pop((tenant, event.agent), None)
            case DocumentPut(kind="switch" | "exception" as kind):
                body = msgspec.json.decode(event.body)
                self.directories[tenant] = changed(self.directories[tenant], kind, event.key, body)
            case CallerNoted():
                known = {"name": event.name, "attributes": event.attributes}
                self.callers[tenant, event.number] = known
            case DirectorySynced():
                self.directories[tenant] = after_sync(self.directories[tenant], event)
            case _:
                pass
        return {}

    def wire(self, tenant: str, recipient: str) -> Wire:
        return self.wires.setdefault((tenant, recipient), Wire())

    def send(self, tenant: str, recipient: str, command: Command, content: Any = None) -> None:
        wire = self.wire(tenant, recipient)
        wire.put(Delivery(len(wire.items) + 1, command, content))

    def trace(self, tenant: str, kind: str, subject: str, *facts: tuple[Any, ...]) -> None:
        wire = self.feeds.setdefault(tenant, Wire())
        wire.put(TraceItem(len(wire.items) + 1, 0, kind, subject, list(facts)))

    def commands(self, tenant: str, recipient: str, after: int) -> Reader:
        return Reader(self.wire(tenant, recipient), after)

    def feed(self, tenant: str, after: int | None) -> Any:
        wire = self.feeds.setdefault(tenant, Wire())
        reader: Reader = Reader(wire, len(wire.items) if after is None else after)
        return reader


class MemoryLook:
    def __init__(self, runtime: MemoryRuntime) -> None:
        self._runtime = runtime
        self.rows: dict[tuple[str, str], list[Any]] = {}
        self.words: dict[tuple[str, str], dict[int, Any]] = {}

    def directory(self, tenant: str) -> Directory | None:
        return self._runtime.directories.get(tenant)

    async def demos(self) -> list[Any]:
        known = self._runtime.directories.values()
        return [(directory.tenant, directory.users) for directory in known if directory.tenant.demo]

    async def dialogues(self, tenant: str, *, live: bool) -> list[Any]:
        del live
        return [body for (owner, _), body in self._runtime.dialogues.items() if owner == tenant]

    async def dialogue(self, tenant: str, dialogue: str) -> Any:
        return self._runtime.dialogues.get((tenant, dialogue))

    async def trace(self, tenant: str, dialogue: str) -> list[Any] | None:
        return self.rows.get((tenant, dialogue), []) if (tenant, dialogue) in self._runtime.dialogues else None

    async def contents(self, tenant: str, dialogue: str) -> dict[int, Any]:
        return self.words.get((tenant, dialogue), {})

    async def why_dialogue(self, tenant: str, dialogue: str, at_ms: int | None = None) -> Any:
        if (tenant, dialogue) not in self._runtime.dialogues:
            return None
        asks = [{"contact_center": "billing"}]
        agents = [{"agent": name, "contact_centers": [name]} for name in ("billing", "pharmacy")]
        return {
            "state": "queued", "contact_center": "billing", "asks": asks, "agents": agents, "next": [], "at_ms": at_ms,
        }  # fmt: skip  # one thought

    async def caller(self, tenant: str, number: str) -> Any:
        return self._runtime.callers.get((tenant, number))

    async def agents(self, tenant: str) -> list[Any]:
        directory = self._runtime.directories[tenant]
        return [await self.agent(tenant, key) for key, user in directory.users.items() if user.is_agent()]

    async def agent(self, tenant: str, agent: str) -> Any:
        directory = self._runtime.directories[tenant]
        if agent not in directory.users or not directory.users[agent].is_agent():
            return None
        held = [
            {"reservation": key, "state": body["state"]}
            for (owner, key), body in self._runtime.reservations.items()
            if owner == tenant and body["agent"] == agent
        ]
        intent = self._runtime.presence.get((tenant, agent), "offline")
        n = len(self._runtime.wire(tenant, f"agent:{agent}").items)
        centers = [name for name in directory.users[agent].memberships if directory.users[agent].is_agent_in(name)]
        return {
            "agent": agent, "state": "idle", "intent": intent, "contact_centers": centers, "reservations": held, "n": n,
        }  # fmt: skip  # one thought

    async def why_agent(self, tenant: str, agent: str, at_ms: int | None = None) -> Any:
        found = await self.agent(tenant, agent)
        waiting = [{"dialogue": name, "contact_center": name} for name in ("billing", "pharmacy")]
        return None if found is None else {**found, "waiting": waiting, "at_ms": at_ms}

    async def states(self, tenant: str) -> dict[str, str]:
        return {view["agent"]: view["state"] for view in await self.agents(tenant)}

    async def floor(self, tenant: str, asked: FloorAsked) -> dict[str, Any]:
        led, known = asked.agents_of, await self.agents(tenant)
        views = [view for view in known if led is None or any(name in led for name in view["contact_centers"])]
        views.sort(key=lambda view: str(view["agent"]))
        after = [view for view in views if view["agent"] > asked.agents_after]
        more = after[asked.limit - 1]["agent"] if len(after) > asked.limit else ""
        centers = [{"name": name, "line": []} for name in asked.centers]
        told = {"agents": after[: asked.limit], "agents_total": len(views), "next": more}
        return {"at_ms": 0, "contact_centers": centers, **told}

    async def queues(self, tenant: str) -> dict[str, Any]:
        return {name: {"waiting": 0} for name in self._runtime.directories[tenant].contact_centers}

    async def switches(self, tenant: str) -> dict[str, Any]:
        known = self._runtime.directories[tenant].switches
        return {name: {**msgspec.to_builtins(switch), "is_on": switch.is_on(0)} for name, switch in known.items()}

    async def snapshot(self, tenant: str) -> dict[str, Any]:
        return {
            "dialogues": await self.dialogues(tenant, live=True),
            "agents": await self.agents(tenant),
            "queues": await self.queues(tenant),
        }


class MemoryEditor(MemoryCases):
    """Drafts by (tenant, environment, flow)."""

    def __init__(self, runtime: MemoryRuntime) -> None:
        self._runtime = runtime
        self.drafts: dict[Place, Any] = {}
        self.files: dict[tuple[Place, str], Any] = {}
        self.ran: list[Place] = []
        self.written: list[Any] = []

    def _draft(self, place: Place) -> Any:
        if place not in self.drafts:
            raise NotFound(f"{place.environment} of {place.tenant} has no flow {place.flow}.")
        return self.drafts[place]

    def schedules(self, tenant: str, environment: str) -> frozenset[str]:
        self._environment(tenant, environment)
        return frozenset({"emergency"})

    def environments(self, tenant: str) -> list[Any]:
        names = sorted({place.environment for place in self.drafts if place.tenant == tenant})
        return [{"name": name, "flows": []} for name in names]

    def read_flow(self, place: Place) -> dict[str, Any]:
        flow = self._draft(place)
        return {"flow": flow, "layout": {}, "hash": content_hash(canonical(flow)), "live_release": 1}

    async def create_flow(self, place: Place, flow: Any, user: str) -> dict[str, Any]:
        del user
        self._environment(place.tenant, place.environment)
        if place in self.drafts:
            raise Conflict("That name is taken.")
        self.drafts[place] = flow
        return {"hash": content_hash(canonical(flow))}

    async def save_flow(self, place: Place, flow: Any, layout: Any, base: str, user: str) -> dict[str, Any]:
        del layout, user
        if base not in ("*", content_hash(canonical(self._draft(place)))):
            raise Conflict("Somebody saved it since you read it.", code="stale_base")
        if "nodes" not in flow:
            raise FlowInvalid([Finding("missing", "error", "$.nodes", "“nodes” is missing.", "Add it.")])
        self.drafts[place] = flow
        return {"hash": content_hash(canonical(flow))}

    async def remove_flow(self, place: Place, base: str, user: str) -> None:
        del user
        if base not in ("*", content_hash(canonical(self._draft(place)))):
            raise Conflict("Somebody saved it since you read it.", code="stale_base")
        del self.drafts[place]

    async def names(self, tenant: str, environment: str) -> dict[str, Any]:
        self._environment(tenant, environment)
        return {"names": []}

    async def together(self, place: Place, mine: Any, base: Any, choices: Any) -> dict[str, Any]:
        del base, choices
        return {"hash": "h", "theirs": {"flow": self._draft(place), "layout": None}, "flow": mine[0], "open": []}

    async def value(self, place: Place, flow: Any, asked: dict[str, Any]) -> dict[str, Any]:
        del flow, asked
        self._draft(place)
        return {"of": 0}

    async def check(self, tenant: str, environment: str, flow: Any, name: str = "") -> list[Finding]:
        del name
        if environment:
            self._environment(tenant, environment)
        return (
            [] if isinstance(flow, dict) and "nodes" in flow else [Finding("missing", "error", "$.nodes", "Missing.")]
        )

    def read_files(self, tenant: str, environments: list[str], *, people: bool) -> dict[str, File]:
        found = {"tenant.json": File({"people": people}, "")}
        for place, flow in self.drafts.items():
            if place.tenant == tenant and place.environment in environments:
                path = f"{place.environment}/{place.flow}/flow.json"
                found[path] = File(flow, content_hash(canonical(flow)))
        return found

    async def write_files(self, author: Author, changes: Any, *, dry_run: bool) -> dict[str, Written]:
        self.written.append((author, dict(changes), dry_run))
        return {
            path: Written("conflict" if change.base == "old" else "written", "") for path, change in changes.items()
        }

    async def case_of(self, tenant: str, dialogue: str) -> Any:
        if (tenant, dialogue) not in self._runtime.dialogues:
            raise NotFound("There is no such dialogue.")
        return {"cases": {}}

    def _environment(self, tenant: str, environment: str) -> None:
        if environment not in (*self._runtime.directories[tenant].contact_centers, "front_door"):
            raise NotFound(f"There is no environment {environment}.")


class MemoryPalette:
    def node_types(self, language: str = "") -> list[Any]:
        return [{"name": "say"}]

    def palette(self, language: str = "") -> Any:
        return {"types": self.node_types(language), "definitions": {}}

    def schema(self, kind: str) -> Any:
        del kind
        return {"type": "object"}


class MemoryDemo:
    def __init__(self) -> None:
        self.pressed: list[tuple[str, str]] = []

    async def take_over(self, tenant: str, agent: str) -> None:
        self.pressed.append((tenant, f"take-over {agent}"))

    async def reset(self, tenant: str) -> None:
        self.pressed.append((tenant, "reset"))

    def pull_the_plug(self, tenant: str) -> None:
        self.pressed.append((tenant, "plug"))
