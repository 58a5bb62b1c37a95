"""Where a draft stands, and what this room needs of the runtime, the tests and the checks: its ports."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from flowengine.errors import Finding
from flowengine.messages import Event, Json
from flowengine.switchboard.switchboard import Switchboard


class Place(Protocol):
    """A flow of an environment of a tenant."""

    @property
    def tenant(self) -> str: ...
    @property
    def environment(self) -> str: ...
    @property
    def flow(self) -> str: ...


class Author(Protocol):
    """Who writes, and where."""

    @property
    def tenant(self) -> str: ...
    @property
    def user(self) -> str: ...


class PartPlace(Author, Protocol):
    """One of `kind` (as stock.py has them) of an environment."""

    @property
    def environment(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


class Tenants(Protocol):
    """The runtime, as far as drafts and releases need it."""

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Json: ...
    def board(self, tenant: str) -> Switchboard: ...


class CaseRunner(Protocol):
    """Runs cases in another process. `tree` is what `tree_of` gives; results are as testbench/result.py writes them."""

    async def run(self, tree: Mapping[str, Any], environment: str, flow: str) -> list[dict[str, Any]]: ...
    async def tried(
        self, key: str, tree: Callable[[], Mapping[str, Any]], flow: tuple[str, str], posted: "Posted"
    ) -> dict[str, Any]:
        """`results`, and `coverage` as testbench/coverage/covered.py has it. `key` names what `tree` would
        give, which is asked for only if the process does not have it. Raises FlowInvalid."""
        ...


class Posted(Protocol):
    """What is being written: the draft of a flow, None being the stored one, and files of cases in place of theirs."""

    @property
    def flow(self) -> Json | None: ...
    @property
    def cases(self) -> Mapping[str, Json]: ...


class Differ(Protocol):
    """Tells in another process what changed between two contents of an environment, as lang/diff/files.py does."""

    async def changed(
        self, environment: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> list[dict[str, Json]]: ...


class Elsewhere(NamedTuple):
    """What releases have done beside the server, where it delays no caller."""

    runner: CaseRunner
    differ: Differ


class Authoring(Differ, Protocol):
    """Looks at flows in another process while they are written; a `place` is an environment and a flow's name."""

    async def findings(self, tenant: str, board: Switchboard, place: tuple[str, str], flow: Json) -> list[Finding]: ...
    async def names(self, tenant: str, board: Switchboard, environment: str) -> dict[str, Json]: ...
    async def together(
        self, tenant: str, board: Switchboard, place: tuple[str, str], mine: Json, sides: dict[str, Json]
    ) -> dict[str, Json]: ...
    async def value(
        self, tenant: str, board: Switchboard, place: tuple[str, str], flow: Json, asked: dict[str, Json]
    ) -> dict[str, Json]: ...


class DialogueRecord(Protocol):
    """Reads a stored dialogue: its trace rows and its content, to be made into a case."""

    async def case_of(self, tenant: str, dialogue: str) -> Json: ...


Findings = Sequence[Finding]
