"""Address: a touchpoint owned by the tenant and linked to exactly one place."""

from typing import Literal

import phonenumbers
from msgspec import Struct


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


class Address(Struct, frozen=True, forbid_unknown_fields=True):
    """`kind` says how the address is written: a number in E.164, `chat:<name>`, or a SIP URI."""

    kind: Literal["number", "chat", "sip"]
    title: str = ""
    link: Link | None = None


def address_fault(key: str, address: Address) -> str:
    """Why the address is not written as its kind demands, or "". Reserved demo ranges count as possible numbers."""
    if address.kind == "number":
        try:
            number = phonenumbers.parse(key, None)
        except phonenumbers.NumberParseException:
            number = phonenumbers.PhoneNumber()
        plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == key
        plain = plain and phonenumbers.is_possible_number(number)
        return "" if plain else "A number is written in E.164: + country code and number."
    prefix = {"chat": "chat:", "sip": "sip:"}[address.kind]
    return "" if key.startswith(prefix) and len(key) > len(prefix) else f"It is written {prefix}name."
