"""How a value is written where it is data and must stay data: in an address, in JSON, in a form, in XML."""

import msgspec

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# As html.escape, whose module brings a table of all the names of signs.
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def percent_encoded(text: str) -> str:
    """The text as one part of an address (RFC 3986): no slash, question mark or ampersand of it can mean anything."""
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in text.encode())


def json_escaped(text: str) -> str:
    """The text as it stands between two quotes of JSON."""
    return msgspec.json.encode(text).decode()[1:-1]


def xml_escaped(text: str) -> str:
    """The text as it stands in XML, in an attribute too."""
    return text.translate(_XML)
