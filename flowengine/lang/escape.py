"""How a value is written where it is data and must stay data: in an address, in JSON, in a form, in XML."""

import html

import msgspec

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def percent_encoded(text: str) -> str:
    """The text as one part of an address (RFC 3986): no slash, question mark or ampersand of it can mean anything."""
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in text.encode())


def json_escaped(text: str) -> str:
    """The text as it stands between two quotes of JSON."""
    return msgspec.json.encode(text).decode()[1:-1]


def xml_escaped(text: str) -> str:
    """The text as it stands in XML, in an attribute too."""
    return html.escape(text)
