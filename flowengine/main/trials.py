"""Drafts that are tried by their authors, in a process beside those that serve callers."""

import asyncio
import sys
from collections import OrderedDict
from hashlib import blake2b
from typing import Any

import msgspec

from flowengine.environments.place import Place
from flowengine.environments.tree import (
    environment_document,
    environment_names,
    flows_of,
    known_environment,
    tenant_file,
)
from flowengine.errors import Finding, FlowInvalid, NotFound, RequestRefused
from flowengine.main.child import Child, Fault
from flowengine.main.exchange import Exchange
from flowengine.messages import Json
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.directory import Directory
from flowengine.testbench.trial.walk import Walk

LIMIT_S = 10.0
TENANTS_KEPT = 64
FAULT = Fault(
    slow=f"That took longer than {LIMIT_S:.0f} s, and was given up.",
    hint="Look for a flow that goes round, or begin again.", slow_code="try_slow",
    broken="The process in which drafts are tried stopped; do it once more.", broken_code="try_failed",
)  # fmt: skip  # one line per thought


class Trials:
    """No dialogue is remembered between two acts, so there is none to lose, to bound or to mix up: what an author did
    comes with each act, and only the tenant's drafts are known to the process, by the hash of what they are."""

    def __init__(
        self,
        exchange: Exchange,
        command: tuple[str, ...] = (sys.executable, "-m", "flowengine.testbench.trial.worker"),
    ) -> None:
        self._exchange = exchange
        self._child = Child(command, LIMIT_S, FAULT)
        self._directories: OrderedDict[str, tuple[Directory, str]] = OrderedDict()

    async def walk(self, place: Place, draft: Json | None, walk: Walk) -> dict[str, Json]:
        """What there is to see after the walk. Raises NotFound, FlowInvalid and RequestRefused."""
        answer = await self._ask(place, draft, walk, keep=False)
        found: dict[str, Json] = answer["sight"]
        return found

    async def case(self, place: Place, draft: Json | None, walk: Walk) -> dict[str, Any]:
        """The walk as a case that passes: {"start", "case"}. Raises as `walk`."""
        answer = await self._ask(place, draft, walk, keep=True)
        found: dict[str, Any] = answer["kept"]
        return found

    async def _ask(self, place: Place, draft: Json | None, walk: Walk, *, keep: bool) -> dict[str, Any]:
        board = await self._exchange.settled(place.tenant)
        flow = draft if draft is not None else _stored(board, place)
        start = _start(place.flow, flow, walk.start)
        base = f"{place.tenant} {self._version(place.tenant, board)}"
        asked = {
            "base": base,
            "environment": place.environment,
            "flow": place.flow,
            "draft": flow,
            "walk": msgspec.structs.replace(walk, start=start),
            "keep": keep,
        }
        answer, _ = await self._child.ask(msgspec.json.encode(asked))
        if answer.get("unknown"):
            whole = {**asked, "tree": _tree(board)}
            answer, _ = await self._child.ask(await asyncio.to_thread(msgspec.json.encode, whole))
        return _told(answer)

    def _version(self, tenant: str, board: Switchboard) -> str:
        """Names the drafts and the directory as they are: it differs when one of them does."""
        directory = board.around.directory  # replaced as a whole when it changes
        known = self._directories.get(tenant)
        if known is None or known[0] is not directory:
            known = directory, blake2b(msgspec.json.encode(tenant_file(board)), digest_size=16).hexdigest()
            self._directories[tenant] = known
            while len(self._directories) > TENANTS_KEPT:
                self._directories.popitem(last=False)
        rows = [*board.library.of_kind("environment"), *board.library.of_kind("draft")]
        digest = blake2b(known[1].encode(), digest_size=16)
        for row in rows:
            digest.update(f"{row.kind} {row.key} {row.hash}\n".encode())
        return digest.hexdigest()

    async def close(self) -> None:
        """End the process."""
        await self._child.close()


def _told(answer: dict[str, Any]) -> dict[str, Any]:
    if answer.get("findings"):
        raise FlowInvalid(msgspec.convert(answer["findings"], list[Finding]))
    if answer.get("refused"):
        raise RequestRefused(answer["refused"], hint=answer.get("hint", ""), code="not_tried")
    if answer.get("error") or answer.get("unknown"):
        raise RequestRefused("The draft could not be tried.", hint="Save it, then try again.", code="try_failed")
    return answer


def _stored(board: Switchboard, place: Place) -> Json:
    known_environment(board, place.environment)
    found = flows_of(board.library, place.environment).get(place.flow)
    if found is None:
        raise NotFound(f"There is no flow “{place.flow}” in {place.environment}.")
    return found


def _start(name: str, flow: Json, wanted: dict[str, Any]) -> dict[str, Any]:
    """`start` of a case: an address if one was called, else the flow itself, as what it is."""
    if wanted.get("address"):
        return {"address": wanted["address"]}
    if isinstance(flow, dict) and flow.get("kind") == "treatment":
        return {"treatment": name, "position": wanted.get("position", 1)}
    return {"flow": name, **({"inputs": wanted["inputs"]} if wanted.get("inputs") else {})}


def _tree(board: Switchboard) -> dict[str, Any]:
    """The tenant as it is met by a draft: every draft, without layouts and cases."""
    environments = {
        name: {"environment": environment_document(board.library, name), "flows": flows_of(board.library, name)}
        for name in environment_names(board)
    }
    return {"tenant": tenant_file(board), "environments": environments}
