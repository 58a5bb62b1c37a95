"""fetch: one request to somebody else's server, with every rule that it has to keep on the way."""

import asyncio
import ssl
from importlib import import_module
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec.structs import replace

from flowengine.runtime.egress.address import Address, may_reach
from flowengine.runtime.egress.place import PORTS, Place, place_of
from flowengine.runtime.egress.refusal import EgressFailed, EgressTimedOut, refused
from flowengine.runtime.egress.resolver import Resolver
from flowengine.runtime.egress.setting import EgressSettings
from flowengine.runtime.ports import Request, Response

if TYPE_CHECKING:
    from types import ModuleType

LONGEST_S = 10.0
MOST_REDIRECTS = 3
MOST_ADDRESSES = 3  # of one host, tried one after the other
AGENT = "dialogue-studio"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_MOVED = frozenset({301, 302, 303, 307, 308})
_KEPT_ABROAD = frozenset({"accept", "accept-language", "content-type", "user-agent", "idempotency-key"})
# What belongs to the connection, to us, or would carry somebody's session.
_OURS = frozenset(
    {
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect",
        "accept-encoding", "cookie", "proxy-authorization", "proxy-connection", "via", "forwarded", "x-forwarded-for",
        "x-forwarded-host", "x-forwarded-proto",
    }
)  # fmt: skip  # a set of words reads better filled


class EgressClient:
    """One for a process. Nothing is kept between two requests: no cookie, no connection, no answer."""

    def __init__(self, settings: EgressSettings, resolver: Resolver) -> None:
        self._settings = settings
        self._resolver = resolver
        self._context: ssl.SSLContext | None = None

    async def warm(self) -> None:
        """Read what the first request needs; a server does it when it already answers, for it takes a moment."""
        if self._context is None:
            self._context = await asyncio.to_thread(lambda: _hops().trusted(self._settings.authorities))

    async def fetch(self, request: Request) -> Response:
        """The answer, redirects followed. `private` headers leave for the first server only.

        Raises EgressRefused, EgressTimedOut, EgressTooLarge or EgressFailed.
        """
        await self.warm()
        try:
            async with asyncio.timeout(min(request.timeout_s, LONGEST_S)):
                return await self._follow(request)
        except TimeoutError:
            raise EgressTimedOut("The request", "it took too long") from None

    async def _follow(self, request: Request) -> Response:
        place = first = place_of(request.url)
        headers = {"user-agent": AGENT, **_checked(request)}
        for _ in range(MOST_REDIRECTS + 1):
            home = place.origin == first.origin
            allowed = headers if home else {name: headers[name] for name in headers if name in _KEPT_ABROAD}
            private = request.private if home else {}
            answer = await self._send(place, request, {**allowed, **private})
            if answer.status not in _MOVED or not answer.headers.get("location"):
                return answer
            place = _ahead(place, answer.headers["location"])
            if answer.status == 303 or (answer.status in (301, 302) and request.method == "POST"):
                request = replace(request, method="HEAD" if request.method == "HEAD" else "GET", body=b"")
                headers.pop("content-type", None)
        raise EgressFailed(f"The request to {first.host[:100]}", f"it was sent on more than {MOST_REDIRECTS} times")

    async def _send(self, place: Place, request: Request, headers: dict[str, str]) -> Response:
        """To the first of the host's addresses that answers; all of them were checked before."""
        hops = _hops()
        sent = hops.Sent(place, request, headers)
        last: EgressFailed | None = None
        for address in (await self._addresses(place))[:MOST_ADDRESSES]:
            try:
                found: Response = await hops.hop(sent, address, self._context)
            except hops.NotConnected as error:
                last = error
            else:
                return found
        raise last or EgressFailed(f"The request to {place.host[:100]}", "nobody knows this host")

    async def _addresses(self, place: Place) -> list[Address]:
        """Raises EgressRefused unless every one of them may be reached: a mixed answer is somebody's trick."""
        opened = place.origin in self._settings.opened
        if not opened:
            if place.scheme != "https":
                raise refused(place.host, "it would go without https, which the operator has not allowed")
            if place.port != PORTS["https"]:
                raise refused(place.host, f"the operator has not opened port {place.port}")
        found: list[Address] = [place.address] if place.address else []
        if not found:
            found = [_read(text) for text in await self._resolver.addresses(place.host, place.port)]
        for address in found:
            if not may_reach(address, opened=opened):
                raise refused(place.host, "it would reach an address that is not public")
        return found


def _hops() -> "ModuleType":
    """Read when first needed: httpx takes longer to read than the rest of a server."""
    return import_module("flowengine.runtime.egress.hop")


def _read(text: str) -> Address:
    try:
        return ip_address(text)
    except ValueError:
        raise EgressFailed("The request", "its host has an address that is none") from None


def _checked(request: Request) -> dict[str, str]:
    """The headers in lower case. Raises EgressRefused for one that is ours, or that would begin another header."""
    if request.method not in METHODS:
        raise refused("", f"{request.method[:20]} is not a method that is sent")
    for name, value in (*request.headers.items(), *request.private.items()):
        plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
        if not plain or name.lower() in _OURS:
            raise refused("", f"the header {name[:40]!r} may not be set")
        if not value.isascii() or not value.isprintable():
            raise refused("", f"the header {name[:40]} holds what no header may hold")
    private = {name.lower() for name in request.private}
    return {name.lower(): value for name, value in request.headers.items() if name.lower() not in private}


def _ahead(place: Place, location: str) -> Place:
    """Where a redirect leads. Raises EgressRefused if it leaves https."""
    ahead = place_of(urljoin(f"{place.origin}{place.target}", location))
    if place.scheme == "https" and ahead.scheme != "https":
        raise refused(ahead.host, "it was sent on from https to a place without")
    return ahead
