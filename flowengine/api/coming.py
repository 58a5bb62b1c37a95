"""Routes that come while the first are answered already: a request for one that is not there yet waits for it.

Reading the files of all routes and making them takes longer than everything else between a death and the first answer.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.types import Receive, Send

Check = Callable[[Litestar], None]
_ONE_AT_A_TIME = Lock()  # handlers belong to the process, and the framework notes in each whose it makes just now


class Coming:
    """An ASGI application around `app`, which has its first routes. `check` raises EngineBug once all are there and are
    not what they should be."""

    def __init__(self, app: Litestar, dependencies: Mapping[str, Provide], check: Check) -> None:
        self._app, self._inner = app, app.asgi_handler
        self._dependencies, self._check = dependencies, check
        self._there = [_pattern(route.path_format) for route in app.routes]
        self._making: asyncio.Task[None] | None = None
        self._are_all = False

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if not self._are_all and scope["type"] != "lifespan" and not self.is_there(scope["path"]):
            await self.complete()
        await self._inner(scope, receive, send)

    def is_there(self, path: str) -> bool:
        """Whether one of the first routes answers it, by whatever method."""
        return any(pattern.fullmatch(path) for pattern in self._there)

    async def complete(self) -> None:
        """Return when all are there. Callers are answered meanwhile."""
        if self._making is None:
            self._making = asyncio.create_task(self._make())
        await asyncio.shield(self._making)

    async def _make(self) -> None:
        for handler in await asyncio.to_thread(_read, self._dependencies):
            register(self._app, handler)
            await asyncio.sleep(0)
        self._check(self._app)
        self._are_all = True

    def complete_now(self) -> None:
        """The same for who serves nobody meanwhile."""
        for handler in _read(self._dependencies):
            register(self._app, handler)
        self._check(self._app)
        self._are_all = True


def register(app: Litestar, handler: Any) -> None:
    """Make the routes of one handler."""
    with _ONE_AT_A_TIME:
        app.register(handler)


def _read(dependencies: Mapping[str, Provide]) -> list[Any]:
    from flowengine.api.afterwards import handlers  # noqa: PLC0415  # what this file is for

    return handlers(dependencies)


def _pattern(path_template: str) -> re.Pattern[str]:
    """Of the paths that a route answers: /api/visit/{tenant}/events"""
    return re.compile("[^/]+".join(map(re.escape, re.split(r"\{[^}]*\}", path_template))))
