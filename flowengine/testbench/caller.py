"""The fixture `caller`: a case written in Python, on the same world as the cases in JSON."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import msgspec

from flowengine.errors import Finding, FlowInvalid
from flowengine.lang.strict_json import loads
from flowengine.messages import Json
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.action import finish, perform
from flowengine.testbench.bench import Bench
from flowengine.testbench.caller_agent import TestAgent
from flowengine.testbench.case import load_cases
from flowengine.testbench.coverage.tally import Tally
from flowengine.testbench.coverage.way import ways_taken
from flowengine.testbench.difference import difference_lines
from flowengine.testbench.document import Step
from flowengine.testbench.play import text_of, world_play
from flowengine.testbench.result import Result, StepFailed
from flowengine.testbench.runner import compiler
from flowengine.testbench.schema import part_findings
from flowengine.testbench.story import Instant
from flowengine.testbench.tree import elsewhere, read_releases, tenant_folder
from flowengine.testbench.world import World, world_of

__tracebackhide__ = True  # a failure is shown at the line of the test, with the play, and without our own lines
Read = MutableMapping[Path, tuple[Bench | None, list[Finding]]]


def tenant_near(test: Path, root: Path, named: Path | None = None) -> Path:
    """The folder of the tenant that a test file means: as named, else the nearest upwards, else the only one below
    flows/. Raises FileNotFoundError if that is not clear."""
    if named is not None:
        if not (named / "tenant.json").is_file():
            raise FileNotFoundError(f"There is no tenant.json in {named}, which the mark flow_tenant names.")
        return named.resolve()
    found = tenant_folder(test)
    below = [found] if found else [file.parent for file in sorted((root / "flows").glob("*/tenant.json"))]
    if len(below) != 1:
        hint = "put the test below one, or mark it: @pytest.mark.flow_tenant('flows/acme')"
        raise FileNotFoundError(f"Which tenant does {test.name} call? There are {len(below)} below flows/; {hint}.")
    return below[0]


class TestCaller:
    """Says what happens next; every method that expects something raises AssertionError with the play."""

    __test__ = False  # the name is ours, not a class of tests

    def __init__(self, tenant: Path, read: Read | None = None) -> None:
        """`read`: the tenants that were read already, by folder; this one is added."""
        self._tenant = tenant
        self._read: Read = {} if read is None else read
        self._given: list[Json] = []
        self._strict = False
        self._world: World | None = None
        self._worlds: list[World] = []

    # --- the beginning ----------------------------------------------------------------------------------------------

    def given(self, *named: str, **given: Json) -> "TestCaller":
        """The world, as `given` in a case: names of files in cases/given/ (`flow/name` where several flows have one
        of that name), then at, caller, agents, queue, switches, http and the rest; later ones win."""
        self._given += [*named, given]
        return self

    def strictly(self) -> "TestCaller":
        """What is said and not expected fails the test, as `strict` in a case."""
        self._strict = True
        return self

    def calls(self, address: str, environment: str = FRONT_DOOR) -> "TestCaller":
        """Arrive on an address (a chat address begins a chat)."""
        return self._begin({"address": address}, environment)

    def enters(self, flow: str, environment: str = FRONT_DOOR, **inputs: Json) -> "TestCaller":
        """Begin with one flow."""
        return self._begin({"flow": flow, "environment": environment, "inputs": inputs}, environment)

    def waits_in(self, treatment: str, environment: str = FRONT_DOOR, position: int = 1) -> "TestCaller":
        """Begin in a queue, at this place in it, with a treatment."""
        return self._begin({"treatment": treatment, "environment": environment, "position": position}, environment)

    def _begin(self, start: Json, home: str) -> "TestCaller":
        self.closes()
        document = {"start": start, "cases": {"caller": {"given": self._given, "steps": [], "strict": self._strict}}}
        names = [name for name in self._given if isinstance(name, str)]
        cases, findings = load_cases(document, "caller", {name: self._named(name, home) for name in names})
        if findings:
            raise AssertionError("\n".join(f"{item.message} {item.hint}".rstrip() for item in findings))
        try:
            self._world = world_of(self._bench(), cases[0], home)
            self._worlds.append(self._world)
            self._world.open()
        except StepFailed as failed:
            raise AssertionError(failed.message) from None
        return self

    def _named(self, name: str, home: str) -> Json:
        if "/" in name:
            found = list(elsewhere([name], self._tenant, home).values())
        else:
            found = sorted(self._tenant.glob(f"*/*/cases/given/{name}.json"))
        if len(found) != 1:
            raise AssertionError(f"There are {len(found)} files cases/given/{name}.json in the tenant; one is needed.")
        return loads(found[0].read_bytes(), file=str(found[0]))

    def _bench(self) -> Bench:
        if self._tenant not in self._read:
            try:
                self._read[self._tenant] = compiler().bench(*read_releases(self._tenant)), []
            except FlowInvalid as invalid:
                self._read[self._tenant] = None, invalid.findings
        bench, findings = self._read[self._tenant]
        if bench is None:
            raise AssertionError("\n".join(f"{item.file} {item.path}: {item.message}" for item in findings))
        return bench

    # --- what happens -------------------------------------------------------------------------------------------------

    def does(self, **act: Json) -> "TestCaller":
        """Any act of a case's `caller`, such as does(presses="9", ignored=True)."""
        return self._do(caller=act)

    def presses(self, keys: str) -> "TestCaller":
        return self._do(caller={"presses": keys})

    def says(self, text: str) -> "TestCaller":
        return self._do(caller={"says": text})

    def writes(self, text: str) -> "TestCaller":
        return self._do(caller={"writes": text})

    def chooses(self, button: str) -> "TestCaller":
        return self._do(caller={"chooses": button})

    def records(self, seconds: float) -> "TestCaller":
        """Leave a message of this length; of none: say nothing until the channel gives up."""
        return self._do(caller={"records_s": seconds} if seconds else {"records": "nothing"})

    def stays_silent(self) -> "TestCaller":
        return self._do(caller="stays_silent")

    def hangs_up(self) -> "TestCaller":
        return self._do(caller="hangs_up")

    def goes_away(self) -> "TestCaller":
        return self._do(caller="goes_away")

    def comes_back(self) -> "TestCaller":
        return self._do(caller="comes_back")

    def calls_again(self, address: str = "") -> "TestCaller":
        """Begin another dialogue in the same world: at this address, else at the one before."""
        return self._do(caller={"calls": address} if address else "calls_again")

    def pass_s(self, seconds: float) -> "TestCaller":
        """Virtual time passes."""
        return self._do(pass_s=seconds)

    def set(self, **switches: bool | str) -> "TestCaller":
        """Set switches of the tenant."""
        return self._do(set=switches)

    def agent(self, name: str) -> "TestAgent":
        """The agent's desk."""
        return TestAgent(lambda act: self._do(agent={name: act}))

    # --- what is expected ---------------------------------------------------------------------------------------------

    def hears(self, exact: str = "", **words: Json) -> "TestCaller":
        """exact, or contains, glob, regex, prompt and language."""
        return self._do(expect={"hears": exact or words})

    def at(self, node: str) -> "TestCaller":
        """The dialogue waits at this node."""
        return self._do(expect={"at": node})

    def expect(self, **keys: Json) -> "TestCaller":
        """Every key of a case's `expect`."""
        return self._do(expect=keys)

    @property
    def now(self) -> Instant:
        """The dialogue as it is."""
        return self._live().story.now

    @property
    def play(self) -> str:
        """Who said and did what so far, as failures show it."""
        return "\n".join(map(text_of, world_play(self._live())))

    def _live(self) -> World:
        if self._world is None:
            raise AssertionError("Nobody has called yet: begin with caller.calls(address).")
        return self._world

    def _do(self, **step: Json) -> "TestCaller":
        world = self._live()
        try:
            read = msgspec.convert(step, Step)
        except msgspec.ValidationError as fault:
            words = [f"{item.path}: {item.message}" for item in part_findings(Step, step, (), "")]
            raise AssertionError("\n".join(words) or f"{fault}") from None
        try:
            perform(world, read)
        except StepFailed as failed:
            raise _failure(world, failed) from None
        return self

    # --- the end ------------------------------------------------------------------------------------------------------

    def closes(self) -> None:
        """The dialogue is over for the test. Raises AssertionError for keys that nobody ever took."""
        world, self._world = self._world, None
        if world is not None:
            try:
                finish(world)
            except StepFailed as failed:
                raise _failure(world, failed) from None

    def counted_in(self, tally: Tally) -> None:
        """Add the ways of every dialogue to the coverage of the run."""
        near = self._tenant / "tenant.json"
        bench, _ = self._read.get(self._tenant, (None, []))
        if bench is not None:
            tally.sees(bench, near)
        for story in [story for world in self._worlds for story in (*world.earlier, world.story)]:
            visited, ways = ways_taken(story)
            tally.adds(Result("", "caller", True, 0.0, visited=visited, ways=ways), near)


def _failure(world: World, failed: StepFailed) -> AssertionError:
    play = world_play(world, mark_heard=failed.mark == "heard")
    expected, got = (msgspec.to_builtins(value) for value in (failed.expected, failed.got))
    return AssertionError("\n".join([failed.message, *difference_lines(expected, got), *map(text_of, play)]))


__all__: list[Any] = ["TestAgent", "TestCaller", "tenant_near"]
