"""A tenant made ready for cases: its flows compiled once as release 1 of each environment, all of them live."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flowengine.errors import Finding, FlowInvalid
from flowengine.extensions.palette import installed_palette
from flowengine.interpreter.program import CompiledFlow, Program, Release
from flowengine.lang.canonical import content_hash
from flowengine.lang.document import FlowLoader
from flowengine.lang.environment import Environment
from flowengine.lang.holiday import EVERY_YEAR, NoSuchHolidays, expanded
from flowengine.lang.named_prompt import NamedPrompt
from flowengine.lang.schedule import NO_EXCEPTIONS, Hours, Schedule, Weekly
from flowengine.messages import Json
from flowengine.switchboard.boot import all_queue_settings
from flowengine.switchboard.library import Library
from flowengine.switchboard.outcome import Document
from flowengine.switchboard.programs import Programs
from flowengine.tenancy.directory import Directory, directory_from

KEPT = 16  # tenants; a worker serves one or a few
TREATED = "treatment_under_test"  # the flow that waits in a queue with the treatment that a case starts with

Flows = Mapping[str, Mapping[str, Json]]  # environment -> flow -> document


class Bench:
    """One tenant, compiled. Never changed by a case."""

    def __init__(self, directory: Directory, programs: Programs, releases: Mapping[str, Release]) -> None:
        """Raises FlowInvalid with the findings of every flow that cannot be compiled."""
        self.directory = directory
        self.programs = programs
        self.releases: dict[str, tuple[str, Program]] = {}
        documents: list[Document] = []
        for name, release in releases.items():
            body = msgspec.json.encode(_with_holidays(name, release)).decode()
            digest = content_hash(body)
            self.releases[name] = digest, programs.compiled(name, digest, body)
            documents += _release_rows(name, digest)
        self.documents = tuple(documents)
        self.library = Library(documents, programs)  # for each case one like it
        self.settings = all_queue_settings(directory)
        environments = [program.environment for _, program in self.releases.values()]
        self._treated: dict[tuple[str, str, str], CompiledFlow] = {}
        self.has_live_tables = any(table.live for one in environments for table in one.tables.values())

    def treated(self, environment: str, treatment: str, contact_center: str) -> CompiledFlow:
        """A flow of `environment` that waits in a queue with `treatment`; all cases of a treatment begin with one."""
        key = (environment, treatment, contact_center)
        found = self._treated.get(key)
        if found is None:
            found = self._treated[key] = _treated_flow(self.programs.loader, *key)
        return found

    def config(self, key: str) -> Any:
        """The config of the node with this key (`environment/flow/node`), or None."""
        environment, _, rest = key.partition("/")
        flow, _, node = rest.partition("/")
        found = self.releases[environment][1].flows.get(flow) if environment in self.releases else None
        return found.nodes[node].config if found is not None and node in found.nodes else None

    def is_released(self, contact_center: str) -> bool:
        """Whether notes after a conversation of its agents end only when they say so."""
        center = self.directory.contact_centers.get(contact_center)
        return center is not None and center.wrap_up.mode == "until_released"


def _with_holidays(name: str, release: Release) -> Release:
    try:
        return replace(release, environment=expanded(release.environment, EVERY_YEAR))
    except NoSuchHolidays as fault:
        file, hint = f"{name}/environment.json", "Name another country or part, or write the dates."
        raise FlowInvalid([Finding("unknown_holidays", "error", "$.schedules", str(fault), hint, file)]) from fault


def _release_rows(name: str, digest: str) -> tuple[Document, Document]:
    """Release 1 of an environment, and that it is live. Its content stays out: the program is found by its hash."""
    release = msgspec.json.encode({"hash": digest, "content": ""}).decode()
    return Document("release", f"{name}/1", 1, "", release), Document("live", name, 1, "", '{"number":1}')


class Compiler:
    """Makes benches and keeps them by content, so that a tenant is compiled once and not once a case."""

    def __init__(self) -> None:
        self.loader = FlowLoader(installed_palette())
        self._programs = Programs(self.loader)
        self._kept: OrderedDict[str, Bench] = OrderedDict()

    def bench(self, tenant: Json, releases: Mapping[str, Release]) -> Bench:
        """The bench of a tenant document and its environments. Raises FlowInvalid."""
        key = content_hash(msgspec.json.encode([tenant, releases]).decode())
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = Bench(directory_from(tenant), self._programs, releases)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found


class Forced(Schedule, frozen=True):
    """A schedule that a case holds in one state."""

    word: str = "open"

    def state(self, at_ms: int, zone: str, emergency: bool, exceptions: Mapping[str, Hours] = NO_EXCEPTIONS) -> str:
        return self.word


class Changes(Struct, frozen=True):
    """What a case sets in environments, by `name` in each that has it, or by `environment/name`: the state of a
    schedule, the rows of a table, the words of a prompt."""

    schedules: Mapping[str, str] = {}
    tables: Mapping[str, tuple[Mapping[str, Json], ...]] = {}
    prompts: Mapping[str, NamedPrompt] = {}

    def on(self, name: str, environment: Environment) -> Environment:
        """An environment as it is then; itself, if nothing in it is set."""
        changed: dict[str, Any] = {}
        if self.schedules:
            held = _of(self.schedules, name, environment.schedules)
            changed["schedules"] = {key: Forced(Weekly(), word=word) for key, word in held.items()}
        if self.tables:
            rows = _of(self.tables, name, environment.tables)
            changed["tables"] = {key: replace(environment.tables[key], rows=given) for key, given in rows.items()}
        if self.prompts:
            changed["prompts"] = _of(self.prompts, name, environment.prompts)
        laid = {key: {**getattr(environment, key), **found} for key, found in changed.items() if found}
        return replace(environment, **laid) if laid else environment


def _of(given: Mapping[str, Any], environment: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is given for one environment, by the name that it has there."""
    found = ((*key.rpartition("/")[::2], value) for key, value in given.items())
    return {name: value for place, name, value in found if place in ("", environment) and name in known}


class GivenPrograms(Programs):
    """The bench's programs as one case sees them: with what it sets, and with a treatment put under test."""

    def __init__(self, bench: Bench, changes: Changes, extra: CompiledFlow | None = None) -> None:
        self._bench = bench
        self._changed: dict[str, Program] = {}
        for name, (_, program) in bench.releases.items():
            environment = changes.on(name, program.environment)
            added = {TREATED: extra} if extra is not None and extra.environment == name else {}
            if environment is not program.environment or added:
                self._changed[name] = Program(name, program.number, environment, {**program.flows, **added})

    def compiled(self, environment: str, content_hash: str, body: str) -> Program:
        found = self._changed.get(environment)
        return found if found is not None else self._bench.releases[environment][1]

    def built_in(self, environment: str) -> Program:
        return self._bench.programs.built_in(environment)


def _treated_flow(loader: FlowLoader, environment: str, treatment: str, contact_center: str) -> CompiledFlow:
    """It does nothing else."""
    document = {
        "format": 1,
        "title": "A caller who waits",
        "start": "queue",
        "nodes": {
            "queue": {
                "type": "enqueue",
                "contact_center": contact_center,
                "while_waiting": treatment,
                "when_unstaffed": "wait",
            },
            "done": {"type": "end"},
        },
        "wires": {"queue": dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "done")},
    }
    return CompiledFlow(environment, TREATED, loader.load(document))
