"""Address: a touchpoint owned by the tenant and linked to exactly one place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from flowengine.tenancy.fault import Fault
from flowengine.tenancy.number import Range, is_e164, range_of

if TYPE_CHECKING:
    from flowengine.tenancy.directory import Directory

Kind: TypeAlias = Literal["number", "chat", "sip", "email"]
CATCH_ALL: dict[Kind, str] = {"number": "*", "chat": "chat:*", "sip": "sip:*", "email": "*@*"}
_EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+\Z")
_AFTER_PREFIX = re.compile(r"[^\s*]{1,200}\Z")


class Link(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where an address leads: one contact center (optionally its flow), or one flow of the front door. Never both."""

    contact_center: str = ""
    flow: str = ""
    front_door: str = ""

    def fault(self) -> str:
        """Why this is not exactly one place, or ""."""
        if bool(self.contact_center) == bool(self.front_door):
            return "An address is linked to exactly one place: a contact center or a flow of the front door."
        if self.front_door and self.flow:
            return "A front-door link names its flow in `front_door`; leave `flow` out."
        return ""

    def place(self) -> str:
        """The place in words."""
        return self.contact_center or f"the front door's flow {self.front_door}"


class Address(Struct, frozen=True, forbid_unknown_fields=True):
    """`kind` says how the address is written: a number in E.164, or a range of them (`+442079460100-+442079460199`);
    `chat:<name>`; a SIP URI; an e-mail address. One catch-all per kind takes what nobody else does (CATCH_ALL)."""

    kind: Kind
    title: Annotated[str, Meta(max_length=200)] = ""
    link: Link | None = None


def linked(directory: Directory, text: str) -> Address | None:
    """Who takes what arrives under this address: itself, else the narrowest range, else the catch-all of its kind."""
    found = directory.addresses.get(text)
    if found is not None:
        return found
    kind = kind_of(text)
    if kind == "number":
        ranges = [(key, span) for key in directory.addresses if "-" in key and (span := range_of(key)) is not None]
        holding = [(span.last - span.first, key) for key, span in ranges if span.holds(text)] if is_e164(text) else []
        if holding:
            return directory.addresses[min(holding)[1]]
    elif kind == "email" and text != text.lower():
        return linked(directory, text.lower())
    return directory.addresses.get(CATCH_ALL[kind])


def kind_of(text: str) -> Kind:
    """The kind of an address by the way it is written."""
    if text.startswith("chat:"):
        return "chat"
    if text.startswith(("sip:", "sips:")):
        return "sip"
    return "email" if "@" in text else "number"


def address_fault(key: str, address: Address) -> tuple[str, str]:
    """(Why the address is not written as its kind demands, what to do), or ("", "")."""
    if key == CATCH_ALL[address.kind]:
        return "", ""
    if key in CATCH_ALL.values():
        return f"“{key}” is the catch-all of another kind.", f"That of this kind is written {CATCH_ALL[address.kind]}."
    way = "Write the address that way."
    if address.kind == "number":
        if "-+" in key:
            hint = "Write the first number, a dash, the last: as many digits, at most a million numbers."
            return ("", "") if range_of(key) else (f"“{key}” is no range of numbers.", hint)
        return ("", "") if is_e164(key) else ("A number is written in E.164: + country code and number.", way)
    if address.kind == "email":
        return ("", "") if _EMAIL.match(key) else ("An e-mail address is written name@domain, in small letters.", way)
    prefix = {"chat": "chat:", "sip": "sip:"}[address.kind]
    plain = key.startswith(prefix) and _AFTER_PREFIX.match(key[len(prefix) :])
    return ("", "") if plain else (f"It is written {prefix}name, without spaces.", way)


def address_faults(directory: Directory) -> Iterator[Fault]:
    """The broken rules of addresses and of their links."""
    for key, address in directory.addresses.items():
        path = f"$.addresses['{key}']"
        text, hint = address_fault(key, address)
        if text:
            yield Fault(path, text, hint)
        link = address.link
        if link is None:
            continue
        if text := link.fault():
            yield Fault(f"{path}.link", text, "Keep one of the two links.")
        if link.contact_center and link.contact_center not in directory.contact_centers:
            yield Fault(f"{path}.link", f"There is no contact center “{link.contact_center}”.", "Create it first.")
    yield from _crossing(directory)


def _crossing(directory: Directory) -> Iterator[Fault]:
    """Ranges that overlap. One within another is fine: the narrower one counts."""
    spans: list[tuple[Range, str]] = sorted((span, key) for key in directory.addresses if (span := range_of(key)))
    around: list[tuple[Range, str]] = []
    for span, key in spans:
        around = [(other, name) for other, name in around if other.digits == span.digits and other.last >= span.first]
        for other, name in around:
            if span.crosses(other):
                text = f"“{key}” and “{name}” overlap, and neither lies within the other."
                yield Fault(f"$.addresses['{key}']", text, "End the one where the other begins.")
        around.append((span, key))
