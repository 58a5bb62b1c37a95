"""Publishing: the gate, the preview, the release, and the users of shared flows who come along."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flowengine.environments.content import Content, dated, draft_content, live_content, release_text
from flowengine.environments.gate import Gate, errors_in
from flowengine.environments.place import Author, Differ, Tenants
from flowengine.environments.tree import environment_names, known_environment
from flowengine.environments.used_by import Naming
from flowengine.errors import Conflict, Finding, FlowInvalid, RequestRefused
from flowengine.lang.canonical import content_hash
from flowengine.messages import Json, ReleaseMade
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.directory import FRONT_DOOR


class Order(Struct, frozen=True):
    """What to publish how. `force_reason`: why although cases fail. `users` of the front door that come along: "all",
    "none" or names; only those in `allowed` (None: any), since who publishes needs the role there too."""

    message: str = ""
    force_reason: str = ""
    canary_percent: float | None = None
    users: tuple[str, ...] | str = "none"
    allowed: frozenset[str] | None = None


@dataclass(frozen=True)
class Publishing:
    """Raises FlowInvalid, RequestRefused and NotFound with nothing published."""

    tenants: Tenants
    gate: Gate
    naming: Naming
    now_ms: Callable[[], int]
    differ: Differ

    async def publish(self, author: Author, environment: str, order: Order) -> dict[str, Json]:
        """A release of all drafts, live at once for everybody or for some; {"number", "users"}. Errors of the checks
        are never forced; running dialogues are never touched."""
        board, content = self._ready(author, environment, order)
        if not order.message.strip():
            raise RequestRefused("Say in a few words what this release changes.", code="message_needed")
        users = self._users(board, environment, order)
        errors = errors_in(self.gate.findings(board, environment, content))
        if not errors and not order.force_reason.strip():
            errors = await self.gate.failing(board, environment, content)
        if errors:
            raise FlowInvalid(errors)
        number = await self._submit(author, environment, content, order, based_on=-1)
        shared = {**content, "number": number}
        told = [await self._bring(author, user, shared, order) for user in users]
        return {"number": number, "users": told}

    async def preview(self, author: Author, environment: str, order: Order) -> dict[str, Json]:
        """What publishing would meet and change; nothing is published. {"findings", "failing", "changes", "uses",
        "users"}: `failing` are the cases that do not hold, `users` say `moved` or `kept` as they would be."""
        board, content = self._ready(author, environment, order)
        users = self._users(board, environment, order)
        shared = {**content, "number": 0}
        return {
            "findings": self.gate.findings(board, environment, content),
            "failing": await self.gate.failing(board, environment, content),
            "changes": await self.differ.changed(environment, live_content(board.library, environment), content),
            "uses": content["uses"],
            "users": [await self._bring(author, user, shared, order) for user in users],
        }

    def _ready(self, author: Author, environment: str, order: Order) -> tuple[Switchboard, Content]:
        board = self.tenants.board(author.tenant)
        known_environment(board, environment)
        if order.users != "none" and environment != FRONT_DOOR:
            raise RequestRefused(f"Nobody uses flows of {environment} but itself.", code="not_shared")
        content = dated(draft_content(board.library, environment), self.now_ms())
        if not content["flows"]:
            raise RequestRefused(
                f"{environment} has no flows to publish.", hint="Draw one first.", code="nothing_there"
            )
        return board, content

    async def _submit(self, author: Author, environment: str, content: Content, order: Order, *, based_on: int) -> int:
        text = release_text(content)
        event = ReleaseMade(
            environment=environment,
            body=text,
            hash=content_hash(text),
            message=order.message.strip(),
            author=author.user,
            forced=order.force_reason.strip(),
            canary_percent=order.canary_percent or None,
            based_on=based_on,
        )
        reply = await self.tenants.submit(author.tenant, event)
        return int(reply["number"])

    # --- those who use what is shared ---------------------------------------------------------------------------

    def _users(self, board: Switchboard, environment: str, order: Order) -> list[str]:
        if environment != FRONT_DOOR or order.users == "none":
            return []
        if order.users == "all":
            names = [name for name in environment_names(board) if name != FRONT_DOOR]
            return [name for name in names if self.naming.is_user(live_content(board.library, name))]
        return [known_environment(board, name) for name in order.users if name != FRONT_DOOR]

    async def _bring(self, author: Author, user: str, shared: Content, order: Order) -> dict[str, Json]:
        """A release of the same flows that uses the new shared release (number 0: only say what would become of it),
        if its checks and cases hold against it."""
        board = self.tenants.board(author.tenant)
        live, canary = board.library.live(user), board.library.lives(user).canary
        if not live:
            return _kept(user, "It has no release.")
        if canary is not None:
            return _kept(user, f"Its release {canary.number} is being tried; end that first.")
        if order.allowed is not None and user not in order.allowed:
            return _kept(user, "Publishing there needs the role editor.")
        number: int = shared["number"]
        content = {**live_content(board.library, user), "uses": {FRONT_DOOR: number} if number else {}}
        errors = errors_in(self.gate.findings(board, user, content, shared))
        if errors:
            return _kept(user, "The check finds errors.", errors)
        failing = await self.gate.failing(board, user, content, shared)
        if failing and not order.force_reason.strip():
            return _kept(user, "Its cases fail.", failing)
        if not number:
            return {"environment": user, "result": "moved"}
        words = f"Uses release {number} of the front door: {order.message.strip()}"
        # A reason that forced nothing here is no reason of this release.
        mine = replace(order, message=words, force_reason=order.force_reason if failing else "")
        try:
            made = await self._submit(author, user, content, mine, based_on=live)
        except Conflict as fault:
            return _kept(user, str(fault))
        return {"environment": user, "result": "moved", "number": made}


def _kept(user: str, why: str, findings: list[Finding] | None = None) -> dict[str, Any]:
    more = {"findings": findings} if findings else {}
    return {"environment": user, "result": "kept", "why": why, **more}
