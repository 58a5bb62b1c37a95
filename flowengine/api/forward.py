"""Passes what is another node's to that node: a request or a WebSocket, whole, and the answer back as it comes."""

import asyncio
import re
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

import msgspec
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Struct

from flowengine.api.errors import CUT_OFF, problem_of, refuse
from flowengine.api.forward_request import pass_request
from flowengine.api.forward_socket import pass_socket
from flowengine.api.given import IDEMPOTENCY_KEY
from flowengine.api.neighbours import Neighbours, TokenTenants
from flowengine.api.passing import LOOK_S, LOSS_S, PATIENCE_S, End, Passing
from flowengine.api.peer_line import Gone
from flowengine.api.peer_request import Marks, can_pass
from flowengine.api.peers import Peers
from flowengine.api.request_body import RequestBody
from flowengine.api.whose import OfBody, OfNode, OfOwner, OfTenant, OfToken, Whose, tenant_in_body, whose
from flowengine.errors import FlowEngineError, NotHere, RequestRefused
from flowengine.runtime.place import Here, There

_DESK = re.compile(r"/api/(reservations/[^/]+|agents/me)/")  # where an Idempotency-Key is heeded


class Forward:
    """An ASGI application around another, which answers for the tenants of this node. `session_cookie` is its name."""

    def __init__(
        self,
        app: ASGIApp,
        neighbours: Neighbours,
        session_cookie: str,
        is_operator: Callable[[Scope], bool],
        cannot_see: Callable[[], bool],
    ) -> None:
        """`cannot_see`: whether the store answers this node nothing, so that nobody is known to take anything over."""
        self._app, self._cannot_see = app, cannot_see
        self._neighbours = neighbours
        self._session_cookie = session_cookie
        self._is_operator = is_operator
        self._tokens = TokenTenants(neighbours.tenant_of_token)
        self._peers = Peers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = whose(scope, self._session_cookie) if can_pass(scope) else None
        if found is None:
            await self._app(scope, receive, send)
            return
        body = RequestBody(receive)
        try:
            if isinstance(found, OfBody):
                await body.begin()
                found = tenant_in_body(body.whole or b"")
            passing = await self._passing(scope, send, found)
            is_here = passing is None or await self._is_here(passing, body)
        except NotHere as fault:
            is_here = is_kept_anywhere(scope) and not body.is_spent
            if not is_here:
                await refuse(CUT_OFF if self._cannot_see() else problem_of(fault), scope, send)
                return
        except Gone:  # nobody is there to be answered
            return
        except FlowEngineError as fault:
            await refuse(problem_of(fault), scope, send)
            return
        if is_here:
            await self._app(scope, body.again, send)

    def close(self) -> None:
        self._peers.close()

    async def _passing(self, scope: Any, send: Any, found: Whose) -> Passing | None:
        """None: it is answered here, which is most often a refusal. Raises RequestRefused, LedgerError."""
        tenant, key = "", self._neighbours.key
        match found:
            case OfNode(name) if self._is_operator(scope):
                return Passing(scope, send, partial(self._neighbours.node, name), Marks(key, operator=True))
            case OfOwner(name) if self._is_operator(scope):
                return Passing(scope, send, partial(self._neighbours.place, name), Marks(key, name, operator=True))
            case OfTenant(name):
                tenant = name
            case OfToken(token):
                tenant = await self._tokens.of(token) or ""
        return Passing(scope, send, partial(self._neighbours.place, tenant), Marks(key, tenant)) if tenant else None

    async def _is_here(self, passing: Passing, body: RequestBody) -> bool:
        """Whether this node answers; if not, it was answered when this returns. Raises NotHere, RequestRefused, and
        Gone when the client is."""
        until = monotonic() + PATIENCE_S
        while True:
            place = passing.look()
            if place is None or isinstance(place, Here):
                return True
            if isinstance(place, There):
                ended = await self._pass(place, passing, body)
                if ended is End.DONE:
                    return False
                if ended is End.LOST:
                    _refuse_to_repeat(passing, body)
                    until = monotonic() + LOSS_S
                if body.is_spent:
                    raise NotHere(passing.marks.tenant)
            if monotonic() >= until:
                raise NotHere(passing.marks.tenant)
            await asyncio.sleep(LOOK_S)

    async def _pass(self, there: There, passing: Passing, body: RequestBody) -> End:
        if passing.is_socket:
            return await pass_socket(there, passing, body.again)
        return await pass_request(there, passing, body, self._peers)


def is_kept_anywhere(scope: Any) -> bool:
    """Whether a node without the tenant can do something with it: it verifies what comes by a hook from the store, and
    keeps what its sender will not send again."""
    return bool(scope["path"].startswith("/hooks/"))


def _refuse_to_repeat(passing: Passing, body: RequestBody) -> None:
    """Raises RequestRefused for what may have been done already, and would be done twice."""
    if not may_repeat(passing.scope, body.whole):
        raise RequestRefused(
            "The server that was asked is gone, and it is not known whether this was done.",
            hint="Look whether it was done before you send it again.",
            code="not_known",
        )


def may_repeat(scope: Any, body: bytes | None) -> bool:
    """Whether sending it twice has the effect of once. A body with an event id is such: every route refuses a field
    that it does not know. So is an agent's act under a key of its own."""
    if body is None:
        return False
    if scope["method"] == "GET" or is_kept_anywhere(scope) or (_DESK.match(scope["path"]) and _key_of(scope)):
        return True
    try:
        return bool(msgspec.json.decode(body, type=_Numbered).event_id)
    except msgspec.DecodeError:
        return False


def _key_of(scope: Any) -> bytes:
    return next((value for name, value in scope["headers"] if name == IDEMPOTENCY_KEY), b"")


class _Numbered(Struct):
    event_id: str
