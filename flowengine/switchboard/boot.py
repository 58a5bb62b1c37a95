"""What a switchboard is made of, and how the directory becomes the floor's settings."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from flowengine.floor.event import (
    DEFAULT_CAPACITY,
    DEFAULT_OFFER_S,
    AgentProfileSet,
    Capacity,
    FloorEvent,
    QueueSettingsSet,
)
from flowengine.interpreter.state import Dialogue
from flowengine.messages import Stamp
from flowengine.switchboard.library import Library
from flowengine.switchboard.outcome import Document, TimerChange
from flowengine.switchboard.programs import Programs
from flowengine.tenancy.contact_center import ContactCenter
from flowengine.tenancy.directory import Directory
from flowengine.tenancy.user import User

DEFAULT_MISSES = QueueSettingsSet("").misses_to_block


class Boot(Struct, frozen=True):
    """Everything of one tenant that was stored. `agent_streams`: agent -> last number of its desk's stream. `settings`:
    those of the directory's queues for the floor, where somebody has worked them out before; likewise `library`, which
    stands for the documents and programs and belongs to the switchboard from then on. `footprints`: whether facts are
    left for who asks why later (footprint.py)."""

    directory: Directory
    programs: Programs
    stamp: Stamp = Stamp("boot", 0, bytes(16))
    documents: Iterable[Document] = ()
    dialogues: Iterable[Dialogue] = ()
    packed: Iterable[tuple[str, bytes]] = ()  # further dialogues: id, stored body
    legs: Iterable[tuple[tuple[str, str], str]] = ()
    floor: Iterable[tuple[str, str, bytes]] = ()
    timers: Iterable[TimerChange] = ()
    agent_streams: Iterable[tuple[str, int]] = ()
    settings: tuple[QueueSettingsSet, ...] = ()
    library: Library | None = None
    footprints: bool = True


def all_queue_settings(directory: Directory) -> tuple[QueueSettingsSet, ...]:
    """Every contact center as the floor needs it."""
    return tuple(queue_settings(name, center) for name, center in directory.contact_centers.items())


def floor_settings(directory: Directory, settings: tuple[QueueSettingsSet, ...] = ()) -> Iterator[FloorEvent]:
    """The floor events that bring a fresh floor to what the directory says; `settings`: see Boot."""
    yield from settings or all_queue_settings(directory)
    for key, user in directory.users.items():
        if user.is_agent():
            yield agent_profile(key, user)


def queue_settings(name: str, center: ContactCenter) -> QueueSettingsSet:
    """A contact center as the floor needs it."""
    return QueueSettingsSet(
        contact_center=name,
        enabled=center.enabled,
        skills=tuple(center.skills),
        offer_s={**DEFAULT_OFFER_S, **{str(channel): seconds for channel, seconds in center.offer_s.items()}},
        wrap_up_mode=center.wrap_up.mode,
        wrap_up_s=center.wrap_up.max_s,
        max_waiting=center.max_waiting,
        weight=center.weight,
        agent_order=center.agent_order,
        capacity={
            **DEFAULT_CAPACITY,
            **{str(channel): Capacity(share.cost, share.most) for channel, share in center.capacity.items()},
        },
        misses_to_block={**DEFAULT_MISSES, **{str(channel): most for channel, most in center.misses.items()}},
        unblock_after_s=center.unblock_after_s,
        decline_s=center.decline_s,
        resume_s=center.resume_s,
        dispositions=tuple(center.dispositions),
    )


def agent_profile(key: str, user: User | None) -> AgentProfileSet:
    """A user as the floor needs it; None, or nobody who serves a queue: an agent no longer."""
    if user is None:
        return AgentProfileSet(key, {})
    most = {str(channel): number for channel, number in user.capacity.items()}
    return AgentProfileSet(key, memberships_of(user), user.name, most, user.devices)


def memberships_of(user: User) -> dict[str, dict[str, int]]:
    """The queues that a user serves: the memberships in contact centers where the user is an agent."""
    return {name: dict(skills) for name, skills in user.memberships.items() if user.is_agent_in(name)}
