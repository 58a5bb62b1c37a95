"""What every message shares: plain JSON, channels, the stamp of an event, and the ids that follow from it."""

from hashlib import blake2b
from typing import Any, Literal, TypeAlias

from msgspec import Struct

Json: TypeAlias = Any  # None, bool, int, float, str, list or dict of the same: checked where it enters
Channel: TypeAlias = Literal["voice", "chat", "message"]
OwnerKind: TypeAlias = Literal["dialogue", "entry", "reservation", "agent"]
Requirements: TypeAlias = dict[str, int]  # skill -> least level, 0..100

DIGEST = blake2b(digest_size=10)  # of nothing; never fed itself
VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}  # RFC 9562: the two highest bits are 10


class Stamp(Struct, frozen=True):
    """What the owner of a tenant adds to an event when it takes it: nothing else in the core knows time or chance.

    `at_ms` never falls within a tenant; `entropy` is 16 bytes; `event_id` is the sender's, unique in the tenant.
    """

    event_id: str
    at_ms: int
    entropy: bytes


def derive_id(stamp: Stamp, ordinal: int) -> str:
    """An id in UUIDv7 form that depends on the stamp and `ordinal` alone: the same events give the same ids."""
    digest = DIGEST.copy()  # half the price of a new one
    digest.update(stamp.entropy + ordinal.to_bytes(4, "big"))
    h = digest.hexdigest()
    at = f"{stamp.at_ms & 0xFFFF_FFFF_FFFF:012x}"
    return f"{at[:8]}-{at[8:]}-7{h[1:4]}-{VARIANT[h[4]]}{h[5:8]}-{h[8:]}"


def first_id(at_ms: int) -> str:
    """What stands before every id that was derived at `at_ms` or later, and after all before."""
    at = f"{max(0, at_ms) & 0xFFFF_FFFF_FFFF:012x}"
    return f"{at[:8]}-{at[8:]}"


class Message(Struct, frozen=True, kw_only=True, tag=True):
    """The root of events and commands; the tag is the class name, in the field `type`."""
