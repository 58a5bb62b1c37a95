"""From a flow's CallService to its reply: secret added, tried as often as it says, each try within its time."""

import re
from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from flowengine.lang.work import RETRY_AFTER_S
from flowengine.messages import CallService, Json, ServiceReplied
from flowengine.runtime.egress.place import place_of
from flowengine.runtime.egress.refusal import EgressFailed, EgressRefused
from flowengine.runtime.ports import Egress, Request

PASSING = frozenset({429, 502, 503, 504})  # statuses after which another try may help
MASK = "•••"
_PLAIN_KEY = re.compile(r"[!-~]{1,200}")


class Secrets(Protocol):
    """Raises EgressRefused if the secret may not go to that host."""

    def headers(self, tenant: str, name: str, *, environment: str, host: str) -> dict[str, str]: ...


class Call(Struct, frozen=True):
    """`asked`: {method, url, headers, body} as the flow made it."""

    tenant: str
    id: str
    command: CallService
    asked: Json


class Caller:
    def __init__(self, egress: Egress, secrets: Secrets, pause: Callable[[float], Awaitable[None]]) -> None:
        self._egress, self._secrets, self._pause = egress, secrets, pause

    async def reply(self, call: Call, is_waited_for: Callable[[], Awaitable[bool]]) -> ServiceReplied | None:
        """The reply; None if nobody waits for it any more."""
        reply = await self._try(call)
        for pause_s in RETRY_AFTER_S[: call.command.retries]:
            if not (reply.problem in ("failed", "timeout") or (not reply.problem and reply.status in PASSING)):
                break
            await self._pause(pause_s)
            if not await is_waited_for():
                return None
            reply = await self._try(call)
        return reply

    async def _try(self, call: Call) -> ServiceReplied:
        reply = ServiceReplied(dialogue=call.command.dialogue, wait=call.command.wait)
        try:
            request = self._request(call)
            response = await self._egress.fetch(request)
        except EgressRefused as refusal:
            return replace(reply, problem="refused", body=f"the request may not leave: {refusal.reason}")
        except EgressFailed as failure:
            return replace(reply, problem=failure.problem)
        return replace(reply, status=response.status, body=_without(request.private, response.body))

    def _request(self, call: Call) -> Request:
        """Raises EgressRefused."""
        command, asked = call.command, call.asked
        private: dict[str, str] = {}
        if command.secret:
            host = place_of(asked["url"]).host
            private = self._secrets.headers(call.tenant, command.secret, environment=command.environment, host=host)
        return Request(
            method=asked["method"],
            url=asked["url"],
            headers={**asked["headers"], "Idempotency-Key": _key(call.id)},
            body=asked["body"].encode(),
            timeout_s=command.timeout_s,
            private=private,
        )


def _without(private: Mapping[str, str], body: bytes) -> str:
    """The answer as text; of a secret that the service sends back nothing is left, for answers are kept."""
    text = body.decode("utf-8", "replace")
    for value in private.values():
        for part in {value, value.rpartition(" ")[2]}:
            text = text.replace(part, MASK)
    return text


def _key(command_id: str) -> str:
    """The command's id, or, where that could not stand in a header, its hash."""
    return command_id if _PLAIN_KEY.fullmatch(command_id) else blake2b(command_id.encode(), digest_size=16).hexdigest()
