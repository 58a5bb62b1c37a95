"""Releases: what was published when and by whom, what is live, who is on it, and the way back."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from flowengine.environments.compare import content_named
from flowengine.environments.content import release_content
from flowengine.environments.gate import Gate, nothing
from flowengine.environments.place import Author, Elsewhere, Tenants
from flowengine.environments.previewing import Previewing
from flowengine.environments.publishing import Order, Publishing
from flowengine.environments.restoring import Restoring
from flowengine.environments.tree import known_environment, read_json
from flowengine.environments.used_by import Naming
from flowengine.errors import Finding
from flowengine.interpreter.state import Dialogue
from flowengine.lang.document import FlowLoader
from flowengine.messages import Json, ReleaseMadeLive, ReleaseRetired
from flowengine.switchboard.retiring import holders, plan
from flowengine.switchboard.switchboard import Switchboard


class Releases:
    """Reads look at the switchboard between two batches; what changes anything is an event in the tenant's mailbox.
    Raises NotFound, RequestRefused and FlowInvalid; whatever is refused changed nothing."""

    def __init__(
        self,
        tenants: Tenants,
        loader: FlowLoader,
        elsewhere: Elsewhere,
        now_ms: Callable[[], int],
        beside: Callable[[str], list[Finding]] = nothing,
    ) -> None:
        """`beside`: what is wrong in an environment beside its drafts."""
        self._tenants = tenants
        self._now_ms = now_ms
        self._naming = Naming(loader)
        self._differ = elsewhere.differ
        gate = Gate(loader, elsewhere.runner, beside)
        self._publishing = Publishing(tenants, gate, self._naming, now_ms, self._differ)
        self._restoring = Restoring(tenants, loader, elsewhere.differ)
        self._previewing = Previewing(tenants, gate, now_ms)

    def _board(self, tenant: str, environment: str) -> Switchboard:
        board = self._tenants.board(tenant)
        known_environment(board, environment)
        return board

    # --- looking ------------------------------------------------------------------------------------------------

    def all(self, tenant: str, environment: str) -> list[Json]:
        """Newest first, without their content: who published it when and why, whether it is live or a canary, how many
        dialogues are on it, and what happened to it since."""
        board = self._board(tenant, environment)
        on = Counter(number for state in board.dialogues.values() for number in _numbers(state, environment))
        numbers = reversed(board.library.numbers(environment))
        found = [self._row(board, environment, number, on[number]) for number in numbers]
        return [row for row in found if not row.pop("preview", False) or row["live"] or row["canary"]]

    def read(self, tenant: str, environment: str, number: int) -> dict[str, Json]:
        """One of them, with `content`: {"format", "environment", "flows", "uses"}."""
        board = self._board(tenant, environment)
        content = release_content(board.library, environment, number)
        on = sum(number in _numbers(state, environment) for state in board.dialogues.values())
        return {**self._row(board, environment, number, on), "content": {"format": 1, **content}}

    def _row(self, board: Switchboard, environment: str, number: int, dialogues: int) -> dict[str, Json]:
        library = board.library
        row: dict[str, Json] = dict(read_json(library, "release", f"{environment}/{number}", {}))
        row.pop("content", None)
        lives, retired = library.lives(environment), library.retired(environment, number)
        canary = lives.canary.percent if lives.canary and lives.canary.number == number else None
        log = read_json(library, "release_log", environment, [])
        return {
            "forced": "",
            "uses": {},
            **row,
            "live": lives.number == number,
            "canary": canary,
            "dialogues": dialogues,
            "retired": msgspec.to_builtins(retired) if retired else None,
            "history": [act for act in log if act["number"] == number],
        }

    def dialogues(self, tenant: str, environment: str, number: int) -> list[dict[str, Json]]:
        """The live dialogues on a release, the longest on first, and where each stands; nothing of what they said."""
        board = self._board(tenant, environment)
        board.library.content(environment, number)
        return [_stand(board, state, by_use) for state, by_use in _on(board, environment, number)]

    async def diff(self, tenant: str, environment: str, before: str, after: str) -> dict[str, Json]:
        """What changed between two of: a release's number, `live`, `draft`."""
        library = self._board(tenant, environment).library
        old, new = (content_named(library, environment, name, self._now_ms()) for name in (before, after))
        return {"from": before, "to": after, "files": await self._differ.changed(environment, old, new)}

    def used_by(self, tenant: str, environment: str, kind: str, name: str) -> list[dict[str, Json]]:
        """Where a flow or a part of this environment is named, in drafts and live releases."""
        return self._naming.used_by(self._board(tenant, environment), environment, kind, name)

    # --- changing -----------------------------------------------------------------------------------------------

    async def publish(self, author: Author, environment: str, order: Order) -> dict[str, Json]:
        return await self._publishing.publish(author, environment, order)

    async def preview(self, author: Author, environment: str, order: Order) -> dict[str, Json]:
        return await self._publishing.preview(author, environment, order)

    def callers(self, tenant: str, environment: str) -> dict[str, Json]:
        return self._previewing.read(tenant, environment)

    async def set_callers(
        self, author: Author, environment: str, callers: Sequence[str], until_ms: int
    ) -> dict[str, Json]:
        return await self._previewing.set(author, environment, callers, until_ms)

    async def make_live(self, author: Author, live: ReleaseMadeLive) -> None:
        """Point `live`, or its canary, to a release that exists."""
        self._board(author.tenant, live.environment)
        await self._tenants.submit(author.tenant, msgspec.structs.replace(live, author=author.user))

    async def restore(
        self, author: Author, environment: str, number: int, base: str, *, dry_run: bool
    ) -> dict[str, Json]:
        return await self._restoring.restore(author, environment, number, base, dry_run=dry_run)

    async def retire(self, author: Author, retired: ReleaseRetired, *, dry_run: bool) -> dict[str, Json]:
        """Take a release out of use; {"to", "queue", "dialogues"}: each says where it `goes`, and `why`."""
        board = self._board(author.tenant, retired.environment)
        found = _on(board, retired.environment, retired.number)
        stands = {state.id: _stand(board, state, by_use) for state, by_use in found}
        event = msgspec.structs.replace(retired, author=author.user)
        reply: dict[str, Any] = plan(board, event) if dry_run else await self._tenants.submit(author.tenant, event)
        return {**reply, "dialogues": [{**stands.get(row["dialogue"], {}), **row} for row in reply["dialogues"]]}


def _on(board: Switchboard, environment: str, number: int) -> list[tuple[Dialogue, bool]]:
    return sorted(holders(board, (environment, number)), key=lambda found: found[0].started_ms)


def _numbers(state: Dialogue, environment: str) -> set[int]:
    """The releases of an environment on which a dialogue is."""
    if state.status == "ended":
        return set()
    pinned = {state.releases[environment]} if environment in state.releases else set()
    return pinned | {frame.release for frame in state.frames if frame.environment == environment}


def _stand(board: Switchboard, state: Dialogue, by_use: bool) -> dict[str, Json]:
    frame = state.frames[-1] if state.frames else None
    title = ""
    if frame is not None:
        flow = board.library.program(frame.environment, frame.release).flows.get(frame.flow)
        node = flow.nodes.get(frame.node) if flow is not None else None
        title = (node.config.title or node.type.title) if node is not None else ""
    return {
        "dialogue": state.id,
        "since_ms": state.started_ms,
        "status": state.status,
        "at": f"{frame.environment}/{frame.flow}/{frame.node}" if frame else "",
        "title": title,
        "by_use": by_use,
    }
