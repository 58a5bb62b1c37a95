"""One request to one address that was checked: the connection goes there, the certificate must be the host's.

httpx is given the address in place of the host, so there is nothing left that it could look up; Host header and TLS
carry the host's name. Every hop has a connection of its own: one that is kept for an address would be shared by all
hosts behind it, with the certificate of the first.
"""

import ssl
from collections.abc import AsyncIterator, Mapping

import httpx
from msgspec import Struct

from flowengine.runtime.egress.address import Address
from flowengine.runtime.egress.content import ACCEPTED, MOST_BYTES, Content
from flowengine.runtime.egress.place import Place
from flowengine.runtime.egress.refusal import EgressFailed, EgressTimedOut, EgressTooLarge
from flowengine.runtime.ports import Request, Response

CONNECT_S = 4.0  # so that there is time for a second address
MOST_HEADERS = 100


class NotConnected(EgressFailed):
    """The address does not answer at all: another one of the same host may."""


def trusted(authorities: str) -> ssl.SSLContext:
    """What certificates are checked against. `authorities`: a file of more, "" for none."""
    context = httpx.create_ssl_context(trust_env=False)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if authorities:
        context.load_verify_locations(authorities)
    return context


class Sent(Struct, frozen=True):
    """A request as it leaves: its place, and all headers but those of the connection."""

    place: Place
    request: Request
    headers: Mapping[str, str]


async def hop(sent: Sent, address: Address, context: ssl.SSLContext) -> Response:
    """Raises EgressFailed; NotConnected before anything was sent."""
    place, host = sent.place, sent.place.host
    at = f"[{address}]" if address.version == 6 else str(address)
    transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False, retries=0, http2=False)
    request = httpx.Request(
        sent.request.method,
        f"{place.scheme}://{at}:{place.port}{place.target}",
        headers={**sent.headers, "Host": place.authority, "Accept-Encoding": ACCEPTED, "Connection": "close"},
        content=sent.request.body or None,
        extensions={
            "sni_hostname": host,
            "timeout": {
                "connect": CONNECT_S,
                "read": sent.request.timeout_s,
                "write": sent.request.timeout_s,
                "pool": 1,
            },
        },
    )
    what = f"The request to {host[:100]}"
    try:
        async with transport:
            answer = await transport.handle_async_request(request)
            try:
                return await _read(answer, host)
            finally:
                await answer.aclose()
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise NotConnected(what, "no connection, or not one that its certificate vouches for") from error
    except httpx.TimeoutException as error:
        raise EgressTimedOut(what, "it took too long") from error
    except (httpx.TransportError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
        raise EgressFailed(what, "the answer is not HTTP, or breaks off") from error


async def _read(answer: httpx.Response, host: str) -> Response:
    what = f"The request to {host[:100]}"
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if len(headers) > MOST_HEADERS:
        raise EgressTooLarge(what, "the answer has too many headers")
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length[:20]) > MOST_BYTES:
        raise EgressTooLarge(what, f"the answer has more than {MOST_BYTES} bytes")
    content = Content(host, headers.get("content-encoding", ""))
    stream: AsyncIterator[bytes] = answer.aiter_raw()
    async for piece in stream:
        content.add(piece)
    return Response(answer.status_code, headers, content.whole())
