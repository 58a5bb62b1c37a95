"""The fixture `caller`: a case written in Python, on the same world as the cases in JSON."""

from pathlib import Path
from typing import Any

import msgspec

from flowengine.errors import FlowInvalid
from flowengine.messages import Json
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.action import perform
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case
from flowengine.testbench.document import Given, Start, Step
from flowengine.testbench.play import play_of, text_of
from flowengine.testbench.result import StepFailed
from flowengine.testbench.runner import compiler
from flowengine.testbench.story import Instant
from flowengine.testbench.tree import read_releases, tenant_folder
from flowengine.testbench.world import World, world_of


def tenant_near(test: Path, root: Path) -> Path:
    """The folder of the tenant that a test file means. Raises FileNotFoundError if that is not clear."""
    found = tenant_folder(test)
    below = [found] if found else [file.parent for file in sorted((root / "flows").glob("*/tenant.json"))]
    if len(below) != 1:
        raise FileNotFoundError(f"Which tenant does {test.name} call? There are {len(below)} below flows/.")
    return below[0]


class TestCaller:
    """Says what happens next; every method that expects something raises AssertionError with the play."""

    __test__ = False  # the name is ours, not a class of tests

    def __init__(self, tenant: Path) -> None:
        self._tenant = tenant
        self._given: dict[str, Json] = {}
        self._world: World | None = None

    # --- the beginning ----------------------------------------------------------------------------------------------

    def given(self, **given: Json) -> "TestCaller":
        """The world, as `given` in a case: at, caller, agents, queue, switches, schedules, channel."""
        self._given |= given
        return self

    def calls(self, address: str, environment: str = FRONT_DOOR) -> "TestCaller":
        """Arrive on an address (a chat address begins a chat)."""
        return self._begin(Start(address=address), environment)

    def enters(self, flow: str, environment: str = FRONT_DOOR, **inputs: Json) -> "TestCaller":
        """Begin with one flow."""
        return self._begin(Start(flow=flow, environment=environment, inputs=inputs), environment)

    def _begin(self, start: Start, home: str) -> "TestCaller":
        given = msgspec.convert(self._given, Given)
        case = Case("", "caller", "", start, given, (), None, strict=False, skip="")
        try:
            self._world = world_of(self._bench(), case, home)
            self._world.open()
        except StepFailed as failed:
            raise AssertionError(failed.message) from None
        return self

    def _bench(self) -> Bench:
        try:
            return compiler().bench(*read_releases(self._tenant))
        except FlowInvalid as invalid:
            raise AssertionError(
                "\n".join(f"{item.file} {item.path}: {item.message}" for item in invalid.findings)
            ) from None

    # --- what happens -------------------------------------------------------------------------------------------------

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

    def pass_s(self, seconds: float) -> "TestCaller":
        """Virtual time passes."""
        return self._do(pass_s=seconds)

    def set(self, **switches: bool | str) -> "TestCaller":
        """Set switches of the tenant."""
        return self._do(set=switches)

    def agent(self, name: str) -> "TestAgent":
        """The agent's desk."""
        return TestAgent(self, name)

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

    def _live(self) -> World:
        if self._world is None:
            raise AssertionError("Nobody has called yet: begin with caller.calls(address).")
        return self._world

    def _do(self, **step: Json) -> "TestCaller":
        world = self._live()
        try:
            perform(world, msgspec.convert(step, Step))
        except StepFailed as failed:
            play = play_of(world.story, world.began_ms, mark_heard=failed.mark == "heard")
            wanted = [f"  expected: {failed.expected}", f"       got: {failed.got}"]
            raise AssertionError("\n".join([failed.message, *wanted, *map(text_of, play)])) from None
        return self


class TestAgent:
    """One agent's desk; each method returns the caller, so that steps read on."""

    __test__ = False

    def __init__(self, caller: TestCaller, name: str) -> None:
        self._caller = caller
        self._name = name

    def _do(self, act: Any) -> TestCaller:
        return self._caller._do(agent={self._name: act})  # noqa: SLF001  # the desk is part of the caller's world

    def accepts(self) -> TestCaller:
        return self._do("accepts")

    def declines(self) -> TestCaller:
        return self._do("declines")

    def ignores(self) -> TestCaller:
        return self._do("ignores")

    def hangs_up(self) -> TestCaller:
        return self._do("hangs_up")

    def says(self, text: str) -> TestCaller:
        return self._do({"says": text})

    def wraps_up(self, disposition: str = "") -> TestCaller:
        return self._do({"wraps_up": disposition} if disposition else "wraps_up")

    def signs_in(self) -> TestCaller:
        return self._do("signs_in")

    def signs_out(self) -> TestCaller:
        return self._do("signs_out")

    def is_(self, presence: str) -> TestCaller:
        """Set the presence: available, away, do_not_disturb, offline."""
        return self._do({"presence": presence})


__all__: list[Any] = ["TestAgent", "TestCaller", "tenant_near"]
