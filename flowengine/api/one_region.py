"""Refuses what names a tenant of another region, before anybody looks for it: nothing crosses."""

from litestar.types import ASGIApp, Receive, Scope, Send

from flowengine.api.errors import problem_of, refuse
from flowengine.api.whose import OfTenant, whose
from flowengine.errors import RequestRefused
from flowengine.tenancy.region import refuse_elsewhere


class OneRegion:
    """An ASGI application around another. A sign-in names its tenant in the body: its handler asks by itself."""

    def __init__(self, app: ASGIApp, region: str, session_cookie: str) -> None:
        self._app, self._region, self._session_cookie = app, region, session_cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = whose(scope, self._session_cookie) if scope["type"] in ("http", "websocket") else None
        if isinstance(found, OfTenant):
            try:
                refuse_elsewhere(found.name, self._region)
            except RequestRefused as refusal:
                await refuse(problem_of(refusal), scope, send)
                return
        await self._app(scope, receive, send)
