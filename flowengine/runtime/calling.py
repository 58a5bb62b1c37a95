"""From a flow's CallService to its reply: secret added, tried as often as it says, each try within its time."""

from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from flowengine.lang.work import RETRY_AFTER_S
from flowengine.messages import CallService, Json, ServiceReplied
from flowengine.runtime.egress.place import place_of
from flowengine.runtime.egress.refusal import EgressFailed, EgressRefused
from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.ports import Egress, Request
from flowengine.runtime.slots import Slots

PASSING = frozenset({429, 502, 503, 504})  # statuses after which another try may help
MASK = "•••"


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
    """`pause` waits for some seconds; each try is made within a slot of its tenant."""

    def __init__(
        self,
        egress: Egress,
        secrets: Secrets,
        pause: Callable[[float], Awaitable[None]],
        node: NodeMeter | None = None,
    ) -> None:
        self._egress, self._secrets, self._pause, self._node = egress, secrets, pause, node or NodeMeter()

    async def reply(
        self, call: Call, is_waited_for: Callable[[], Awaitable[bool]], slots: Slots
    ) -> ServiceReplied | None:
        """The reply; None if nobody waits for it any more."""
        pauses = iter(RETRY_AFTER_S[: call.command.retries])
        while True:
            async with slots.of(call.tenant):
                if not await is_waited_for():
                    return None
                reply = await self._try(call)
            pause_s = next(pauses, None)
            if pause_s is None or not _may_pass(reply):
                self._node.failures += _may_pass(reply)
                return reply
            await self._pause(pause_s)
            self._node.retries += 1

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
            headers={**asked["headers"], "Idempotency-Key": key_of(call.tenant, command.dialogue, call.id)},
            body=asked["body"].encode(),
            timeout_s=command.timeout_s,
            private=private,
        )


def _may_pass(reply: ServiceReplied) -> bool:
    """Whether another try may bring another answer."""
    return reply.problem in ("failed", "timeout") or (not reply.problem and reply.status in PASSING)


def _without(private: Mapping[str, str], body: bytes) -> str:
    """The answer as text; of a secret that the service sends back nothing is left, for answers are kept."""
    text = body.decode("utf-8", "replace")
    for value in private.values():
        for part in {value, value.rpartition(" ")[2]}:
            text = text.replace(part, MASK)
    return text


def key_of(tenant: str, dialogue: str, command_id: str) -> str:
    """The same for every try of a command, whichever process makes it, and no other command's anywhere: the sender of
    an event names it, so that two tenants, or two installations, may have commands of one id at the same service."""
    return blake2b(f"{tenant}\n{dialogue}\n{command_id}".encode(), digest_size=16).hexdigest()
