"""Contact center: an organisational unit with exactly one queue, its own skills, hours and dispositions."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Offers = dict[Literal["voice", "chat", "message"], Annotated[float, Meta(gt=0, le=600)]]


class Skill(Struct, frozen=True, forbid_unknown_fields=True):
    """A skill, defined inside one contact center; agents hold it at a level 0..100, higher is better."""

    title: str = ""


class WrapUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What follows a conversation: nothing; notes that end by themselves after `max_s`; or notes that must be ended."""

    mode: Literal["none", "optional", "mandatory"] = "optional"
    max_s: Annotated[float, Meta(gt=0, le=3600)] = 30.0


class ServiceLevel(Struct, frozen=True, forbid_unknown_fields=True):
    """The threshold of the named formula `answered_within/(answered+abandoned_after)` (ROUTING.md)."""

    within_s: Annotated[float, Meta(gt=0, le=3600)] = 20.0


class ContactCenter(Struct, frozen=True, forbid_unknown_fields=True):
    """`hours` names a schedule of its environment; offers ring `offer_s` seconds per channel."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    enabled: bool = True
    time_zone: str = ""
    languages: tuple[str, ...] = ()
    hours: str = ""
    skills: dict[str, Skill] = {}
    offer_s: Offers = {}
    wrap_up: WrapUp = WrapUp()
    service_level: ServiceLevel = ServiceLevel()
    dispositions: dict[str, str] = {}
    max_waiting: Annotated[int, Meta(ge=0, le=100_000)] | None = None
