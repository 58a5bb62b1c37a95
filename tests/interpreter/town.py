"""Town: small real surroundings for the interpreter, and a line on which one dialogue is stepped event by event."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from flowengine.interpreter.effect import DropTimers, Enqueue, Finish, SetTimer
from flowengine.interpreter.event import Begun, StepEvent
from flowengine.interpreter.program import Program, Release, compile_release
from flowengine.interpreter.state import Dialogue, decode, encode
from flowengine.interpreter.step import step
from flowengine.interpreter.surroundings import Row
from flowengine.interpreter.walk import Stepped, Walk
from flowengine.lang.document import FlowLoader
from flowengine.lang.named_prompt import NamedPrompt
from flowengine.lang.prompt import Prompt, parse_prompt
from flowengine.messages import Ask, Json, Say
from flowengine.nodes.palette import PALETTE
from flowengine.switchboard.today import prompt_in, table_in

LOADER = FlowLoader(PALETTE)
NOW = 1_772_445_600_000  # Monday 2026-03-02 10:00 UTC
STRAIGHT = {
    "format": 1,
    "title": "Straight",
    "start": "queue",
    "nodes": {"queue": {"type": "enqueue"}, "bye": {"type": "end"}},
    "wires": {"queue": dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "bye")},
}
END = {"type": "end"}


def flow(nodes: Mapping[str, Json], wires: Mapping[str, Json], **more: Json) -> Json:
    return {"format": 1, "title": "T", "start": next(iter(nodes)), "nodes": nodes, "wires": wires, **more}


def say(text: str) -> Json:
    return {"type": "say", "prompt": text}


def assign(**variables: str) -> Json:
    return {"type": "set", "assign": {f"vars.{name}": value for name, value in variables.items()}}


class Town:
    """`environments`: name -> {"flows", "environment"}; all have release 1. `centers`: name -> what is known of it."""

    def __init__(self, environments: Json, centers: Json = None, **facts: Json) -> None:
        self.centers = {"sales": {"title": "Sales", "enabled": True, "hours": ""}} if centers is None else centers
        self.facts = {"zones": {}, "switches": {}, "attributes": {}, "apology": "Sorry.", "queue": None, **facts}
        self._programs = {
            name: compile_release(
                LOADER, name, 1, Release({"format": 1, **folder.get("environment", {})}, folder["flows"])
            )
            for name, folder in environments.items()
        }
        self._built_in = Release({"format": 1, "entry": {"default": "straight"}}, {"straight": STRAIGHT})

    def program(self, environment: str, number: int) -> Program:
        return self._programs[environment] if number else compile_release(LOADER, environment, 0, self._built_in)

    def live(self, environment: str, who: str) -> int:
        return int(environment in self._programs)

    def languages(self, contact_center: str) -> tuple[str, ...]:
        return ("en", "nl")

    def zone(self, contact_center: str) -> str:
        return str(self.facts["zones"].get(contact_center, "UTC"))

    def attribute_types(self) -> dict[str, str]:
        return dict(self.facts["attributes"])

    def apology(self) -> Prompt:
        return parse_prompt(self.facts["apology"])

    def switches(self, at_ms: int) -> dict[str, Json]:
        return dict(self.facts["switches"])

    def exceptions(self, environment: str, schedule: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = self.facts.get("exceptions", {}).get(f"{environment}/{schedule}", {})
        return found

    def prompt_today(self, environment: str, name: str) -> tuple[int, NamedPrompt | None]:
        return (7, prompt_in(self._today(environment), name)) if "today" in self.facts else (0, None)

    def table_today(self, environment: str, name: str) -> tuple[int, Mapping[str, Row] | None]:
        return (7, table_in(self._today(environment), name)) if "today" in self.facts else (0, None)

    def _today(self, environment: str) -> str:
        return msgspec.json.encode(self.facts["today"].get(environment, {})).decode()

    def contact_center(self, name: str) -> dict[str, Json] | None:
        found: dict[str, Json] | None = self.centers.get(name)
        return found

    def queue(self, contact_center: str, at_ms: int) -> dict[str, Json] | None:
        found: dict[str, Json] | None = self.facts["queue"]
        return found if contact_center in self.centers else None

    def place(self, dialogue: str, at_ms: int) -> dict[str, Json] | None:
        return {"position": 2, "estimated_wait_s": 90}


class Line:
    """One dialogue on a clock. Between any two events its state goes through its stored form."""

    def __init__(self, town: Town, **fields: Any) -> None:
        self.town = town
        self.now = NOW
        given = {"channel": "voice", "capabilities": ("keys", "audio"), "language": "en", **fields}
        self.state = Dialogue("d", "phone", address="+442079460100", started_ms=NOW, **given)
        self.last: Stepped | None = None
        self.timers: dict[str, int] = {}

    def go(self, event: StepEvent, after_s: float = 0) -> Stepped:
        self.now += round(after_s * 1000)
        before = decode(encode(self.state))
        found = step(before, event, self.town, self.now)
        assert before == decode(encode(self.state)), "a step changes no state, it gives the next one"
        self.state, self.last = decode(encode(found.state)), found
        if self.state.frames:
            here = Walk(self.state, self.town, self.now).center()
            assert here == self.state.contact_center, "what is stored is the contact center of the top frame"
        for effect in found.effects:
            if isinstance(effect, SetTimer):
                self.timers[effect.name] = effect.due_ms - NOW
            elif isinstance(effect, DropTimers):
                for name in effect.names:
                    self.timers.pop(name, None)
        return found

    def begin(self, name: str = "main", environment: str = "front_door") -> Stepped:
        return self.go(Begun(environment, name, "" if environment == "front_door" else environment))

    def put(self, **fields: Any) -> None:
        """What the switchboard writes into the state."""
        self.state = replace(self.state, **fields)

    @property
    def words(self) -> list[str]:
        """What the last step said or asked."""
        assert self.last is not None
        content = {n: body for n, _, body in self.last.content}
        return [content[one.content] for one in self.last.commands if isinstance(one, Say | Ask)]

    @property
    def commands(self) -> list[str]:
        assert self.last is not None
        return [type(one).__name__ for one in self.last.commands]

    @property
    def went(self) -> list[str]:
        """`node:outcome` of the last step, without the environment."""
        assert self.last is not None
        return [f"{fact[1].partition('/')[2]}:{fact[2]}" for fact in self.last.facts if fact[0] == "went"]

    def facts(self, word: str) -> list[tuple[Any, ...]]:
        assert self.last is not None
        return [fact[1:] for fact in self.last.facts if fact[0] == word]

    @property
    def queued(self) -> list[Enqueue]:
        assert self.last is not None
        return [effect for effect in self.last.effects if isinstance(effect, Enqueue)]

    @property
    def ended(self) -> tuple[str, str, str] | None:
        assert self.last is not None
        found = [effect.ended for effect in self.last.effects if isinstance(effect, Finish)]
        assert len(found) <= 1
        return (found[0].reason, found[0].stage, found[0].by) if found else None


def one(main: Json, **more: Json) -> Line:
    """A line to the front door with this main flow; further flows by name."""
    line = Line(Town({"front_door": {"flows": {"main": main, **more}}}))
    line.begin()
    return line
