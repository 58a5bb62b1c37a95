"""Where a request goes, read from its address in one way only: what browsers and libraries read differently is refused.

Without that a check sees one host and the connection another: user names, backslashes, numbers as hosts, look-alike
letters and control characters are what such tricks are made of.
"""

import re
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

from msgspec import Struct

from flowengine.runtime.egress.address import Address
from flowengine.runtime.egress.refusal import refused

MOST_CHARACTERS = 8_000
_WHOLE = re.compile(r"(?P<scheme>[A-Za-z]+)://(?P<authority>[^/?#]*)(?P<target>[^#]*)(?:#.*)?", re.ASCII)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_NUMBERS = re.compile(r"0x[0-9a-f]*|[0-9]+", re.ASCII)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\^`{|}<>\"\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_AS_IT_IS = "/?#[]@!$&'()*+,;=%:~-._"
PORTS = {"https": 443, "http": 80}


class Place(Struct, frozen=True):
    """`host` is in lower case without a last dot; `address` is set where the host is one; `target`: path, query."""

    scheme: str
    host: str
    port: int
    target: str
    address: Address | None = None

    @property
    def origin(self) -> str:
        """The same for two places that are one server: scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Host and, if it is not the usual one, port, as in a Host header."""
        host = f"[{self.host}]" if isinstance(self.address, IPv6Address) else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def place_of(url: str) -> Place:
    """Raises EgressRefused for anything that is not plainly one place."""
    if len(url) > MOST_CHARACTERS:
        raise refused("", f"its address has more than {MOST_CHARACTERS} characters")
    if _UNSAFE.search(url):
        raise refused("", "its address holds a blank, a control character or one that is read in several ways")
    found = _WHOLE.fullmatch(url)
    if found is None:
        raise refused("", "its address is not like https://host/path")
    scheme = found["scheme"].lower()
    if scheme not in PORTS:
        raise refused("", f"its scheme is {scheme[:20]}, not https")
    authority = found["authority"]
    if "@" in authority:
        raise refused("", "its address holds a user name")
    host, port = _host_and_port(authority, PORTS[scheme])
    target = found["target"] or "/"
    if target.startswith("?"):
        target = f"/{target}"
    name, address = _known(host)
    return Place(scheme, name, port, quote(target, safe=_AS_IT_IS), address)


def _host_and_port(authority: str, usual: int) -> tuple[str, int]:
    if authority.startswith("["):
        host, closed, rest = authority.partition("]")
        host, port = host + closed, rest
    else:
        host, colon, number = authority.partition(":")
        port = colon + number
    if not port:
        return host, usual
    if not (port[0] == ":" and port[1:].isascii() and port[1:].isdigit() and 0 < int(port[1:]) < 65_536):
        raise refused("", "its port is not a number from 1 to 65535")
    return host, int(port[1:])


def _known(host: str) -> tuple[str, Address | None]:
    if host.startswith("["):
        return _six(host.removeprefix("[").removesuffix("]") if host.endswith("]") else "")
    if not host.isascii():
        raise refused("", "its host is not in plain letters; write an international name in its xn-- form")
    name = host.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise refused("", "its host is not a name")
    if not _NUMBERS.fullmatch(labels[-1]):
        return name, None
    try:
        return name, IPv4Address(name)  # four plain numbers; other ways of writing an address are refused
    except ValueError:
        raise refused("", "its host is a number that is no plain address") from None


def _six(host: str) -> tuple[str, Address]:
    try:
        address = IPv6Address(host)
    except ValueError:
        raise refused("", "its host is not an address") from None
    if address.scope_id is not None:
        raise refused("", "its host names a network interface")
    return address.compressed, address
