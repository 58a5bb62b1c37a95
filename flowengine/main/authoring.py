"""What an author asks while typing is answered in a process of its own: a check of a long flow delays no caller."""

import sys
from collections.abc import Mapping
from itertools import count
from typing import Any

import msgspec
from msgspec import Struct

from flowengine.environments.tree import tree_of
from flowengine.errors import Finding, RequestRefused
from flowengine.main.child import Child, Fault
from flowengine.messages import Json
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.directory import Directory

LIMIT_S = 15.0
FAULT = Fault(
    slow=f"The flow could not be looked at within {LIMIT_S:.0f} s.", hint="Try again in a moment.",
    slow_code="authoring_slow", broken="The process that looks at flows stopped; ask again.",
    broken_code="authoring_failed",
)  # fmt: skip  # one line per thought
READ = ("draft", "environment", "cases")


class _Sent(Struct, frozen=True):
    """What the process was sent of a tenant last."""

    stamp: int
    directory: Directory
    hashes: dict[tuple[str, str], str]


class Authoring(Child):
    """A tenant's documents are sent again only when they changed."""

    def __init__(
        self, command: tuple[str, ...] = (sys.executable, "-m", "flowengine.testbench.drafts.authoring")
    ) -> None:
        super().__init__(command, LIMIT_S, FAULT)
        self._sent: dict[str, _Sent] = {}
        self._stamps = count(1)

    async def findings(self, tenant: str, board: Switchboard, place: tuple[str, str], flow: Json) -> list[Finding]:
        """Every finding of a document with what can be done about it; `place`: environment and name."""
        found = await self._asked(tenant, board, {"environment": place[0], "flow": place[1], "document": flow})
        return msgspec.convert(found, list[Finding])

    async def names(self, tenant: str, board: Switchboard, environment: str) -> dict[str, Json]:
        """What may be written into the flows of an environment. Raises NotFound."""
        found: dict[str, Json] = await self._asked(tenant, board, {"environment": environment, "only_names": True})
        return found

    async def value(
        self, tenant: str, board: Switchboard, place: tuple[str, str], flow: Json, asked: dict[str, Json]
    ) -> dict[str, Json]:
        """What an expression or a text gives with a case."""
        request = {"environment": place[0], "flow": place[1], "document": flow, "asked": asked}
        found: dict[str, Json] = await self._asked(tenant, board, request)
        return found

    async def together(
        self, tenant: str, board: Switchboard, place: tuple[str, str], mine: Json, sides: dict[str, Json]
    ) -> dict[str, Json]:
        """Two people's flows brought together as they choose."""
        request = {"environment": place[0], "flow": place[1], "document": mine, "sides": sides}
        found: dict[str, Json] = await self._asked(tenant, board, request)
        return found

    async def changed(
        self, environment: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> list[dict[str, Json]]:
        """What changed between two contents of an environment; of a tenant's documents nothing is needed for that."""
        request = {"tenant": "", "stamp": 0, "environment": environment, "contents": (before, after)}
        answer, _ = await self.ask(msgspec.json.encode(request))
        if answer.get("error"):
            raise RequestRefused(str(answer["error"]), code="authoring_failed")
        found: list[dict[str, Json]] = answer.get("answer", [])
        return found

    async def _asked(self, tenant: str, board: Switchboard, request: dict[str, Any]) -> Any:
        before = self._sent.get(tenant)
        now = self._standing(board, before)
        request |= {"tenant": tenant, "stamp": now.stamp}
        known = now is before
        if not known:
            self._sent[tenant] = now
        answer, _ = await self.ask(msgspec.json.encode(request if known else {**request, "tree": tree_of(board)}))
        if answer.get("unknown"):  # the process is a new one, or has had others to answer since
            answer, _ = await self.ask(msgspec.json.encode({**request, "tree": tree_of(board)}))
        if answer.get("error"):
            raise RequestRefused(str(answer["error"]), code="authoring_failed")
        return answer.get("answer")

    def _standing(self, board: Switchboard, before: _Sent | None) -> _Sent:
        """What there is to send: the same as `before`, if nothing of it changed."""
        directory = board.around.directory
        hashes = board.library.hashes(*READ)
        if before is not None and before.directory is directory and before.hashes == hashes:
            return before
        return _Sent(next(self._stamps), directory, hashes)
