"""Contact center: an organisational unit with exactly one queue, its own skills, hours and dispositions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from flowengine.tenancy.fault import NAME_HINT, Fault, is_language, is_name, is_zone

if TYPE_CHECKING:
    from flowengine.tenancy.directory import Directory

FRONT_DOOR = "front_door"
WHOLE = 100  # an agent's capacity
Channel: TypeAlias = Literal["voice", "chat", "message"]
Seconds = Annotated[float, Meta(ge=0, le=86_400)]
Title = Annotated[str, Meta(min_length=1, max_length=200)]
Formula: TypeAlias = Literal[
    "answered_within/answered",
    "answered_within/(answered+abandoned)",
    "answered_within/(answered+abandoned_after)",
    "(answered_within+abandoned_within)/(answered+abandoned)",
    "(answered_within+abandoned_short)/(answered+abandoned)",
]


class Skill(Struct, frozen=True, forbid_unknown_fields=True):
    """A skill, defined inside one contact center; agents hold it at a level 0..100, higher is better."""

    title: Annotated[str, Meta(max_length=200)] = ""


class WrapUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What follows a conversation: nothing; notes that end by themselves after `max_s`; notes that end early only with
    a disposition, where there are some, and else after `max_s`; or notes that end only when the agent says so."""

    mode: Literal["none", "optional", "mandatory", "until_released"] = "optional"
    max_s: Annotated[float, Meta(gt=0, le=3600)] = 30.0


class ServiceLevel(Struct, frozen=True, forbid_unknown_fields=True):
    """The threshold, the named formula (ROUTING.md), and the percentage that is wanted (`goal`); who hangs up within
    `short_abandon_s` counts as a short abandon."""

    within_s: Annotated[float, Meta(gt=0, le=3600)] = 20.0
    formula: Formula = "answered_within/(answered+abandoned_after)"
    short_abandon_s: Annotated[float, Meta(ge=0, le=3600)] = 5.0
    goal: Annotated[float, Meta(ge=0, le=100)] = 80.0


class Share(Struct, frozen=True, forbid_unknown_fields=True):
    """What one dialogue of a channel takes of an agent's 100, and how many of them an agent may have at once."""

    cost: Annotated[int, Meta(ge=1, le=WHOLE)] = 33
    most: Annotated[int, Meta(ge=1, le=50)] = 3


class ContactCenter(Struct, frozen=True, forbid_unknown_fields=True):
    """`hours` names a schedule of its environment; offers ring `offer_s` seconds per channel.

    Agents that contact centers share take the dialogues of the one with the higher `weight` first. So many `misses` in
    a row block an agent for `unblock_after_s`; who declined is not asked again for `decline_s`; who dropped out of the
    queue may take the old place within `resume_s`. `dispositions`: key -> title.
    """

    title: Title
    enabled: bool = True
    time_zone: str = ""
    languages: tuple[str, ...] = ()
    hours: str = ""
    skills: dict[str, Skill] = {}
    offer_s: dict[Channel, Annotated[float, Meta(gt=0, le=600)]] = {}
    wrap_up: WrapUp = WrapUp()
    service_level: ServiceLevel = ServiceLevel()
    dispositions: dict[str, Title] = {}
    max_waiting: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    weight: Annotated[int, Meta(ge=0, le=100)] = 0
    agent_order: Literal["longest_idle", "least_flexible", "best_level"] = "longest_idle"
    capacity: dict[Literal["chat", "message"], Share] = {}
    misses: dict[Channel, Annotated[int, Meta(ge=1, le=10)]] = {}
    unblock_after_s: Seconds = 60.0
    decline_s: Seconds = 60.0
    resume_s: Seconds = 120.0


def contact_center_faults(directory: Directory) -> Iterator[Fault]:
    """The broken rules of contact centers and their skills."""
    for name, center in directory.contact_centers.items():
        path = f"$.contact_centers.{name}" if is_name(name) else f"$.contact_centers['{name}']"
        if not is_name(name):
            yield Fault(path, f"“{name}” is not a name.", NAME_HINT)
        if name == FRONT_DOOR:
            yield Fault(path, "front_door is the tenant's own environment.", "Use another name.")
        yield from _faults(path, center)


def _faults(path: str, center: ContactCenter) -> Iterator[Fault]:
    if center.time_zone and not is_zone(center.time_zone):
        yield Fault(f"{path}.time_zone", f"“{center.time_zone}” is not a time zone.", "Use an IANA name.")
    for tag in center.languages:
        if not is_language(tag):
            yield Fault(f"{path}.languages", f"“{tag}” is not a language tag.", "Write it like en or nl-BE.")
    for name in center.skills:
        if not is_name(name):
            yield Fault(f"{path}.skills['{name}']", f"“{name}” is not a name.", NAME_HINT)
    for name in center.dispositions:
        if not is_name(name):
            yield Fault(f"{path}.dispositions['{name}']", f"“{name}” is not a name.", NAME_HINT)
    for channel, share in center.capacity.items():
        if share.cost * share.most > WHOLE:
            text = f"{share.most} dialogues of {share.cost} each are more than an agent's {WHOLE}."
            yield Fault(f"{path}.capacity.{channel}", text, "Lower `cost` or `most`.")
