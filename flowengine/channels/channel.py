"""The channel contract: what any carrier's side must offer; tests/contracts/test_channel.py is its suite."""

from typing import Literal, Protocol

from msgspec import Struct

from flowengine.messages import Channel as Medium
from flowengine.messages import Command, DialogueArrived, Event, Json

Media = Literal["ok", "fail"]
SOONEST_MS = 50
LATEST_MS = 3000


class CallerSide(Struct, frozen=True):
    """What a channel knows of a caller before the dialogue exists. `address` is what was dialled or opened."""

    address: str
    external_id: str
    number: str = ""
    name: str = ""
    language: str = ""
    test: bool = False


class Report(Struct, frozen=True):
    """What a carrier says by itself: `event`, `after_ms` after our command left, and perhaps something more after it.
    `key` is unique in the dialogue, so that a report made twice (a repeated command, a restart) is one event."""

    after_ms: int
    event: Event
    key: str
    then: "Report | None" = None


class Channel(Protocol):
    """A channel's words to events and commands back to them; holds no state of any dialogue.

    `away_after_s`: how long a caller's page may be closed before it counts; a reload is shorter.
    """

    name: str
    medium: Medium
    capabilities: tuple[str, ...]
    away_after_s: float

    def arrival(self, caller: CallerSide) -> DialogueArrived:
        """The event of a new dialogue."""

    def event(self, dialogue: str, said: Json) -> Event:
        """What the caller's side sent, as an event. Raises RequestRefused for anything a caller may not say."""

    def frame(self, n: int, command: Command, content: Json) -> Json:
        """Command number `n` of the caller's stream in the channel's words; `content` is the body of the record that
        it speaks of. The same again for the same command."""

    def report(self, command: Command, media: Media, content: Json = None) -> Report | None:
        """What the carrier will say to this command by itself: media connected or failed, what was recorded, who
        answered. `content` is the body of the record that the command speaks of. None: nothing."""

    def page_closed(self, dialogue: str) -> Event | None:
        """What it means that the caller's page stayed closed for `away_after_s`."""

    def page_opened(self, dialogue: str) -> Event | None:
        """What it means that it is open again after that."""


class Kind(Protocol):
    """What makes one channel's arrivals differ from another's."""

    @property
    def name(self) -> str: ...
    @property
    def medium(self) -> Medium: ...
    @property
    def capabilities(self) -> tuple[str, ...]: ...


def arrival_on(channel: Kind, caller: CallerSide) -> DialogueArrived:
    """A caller by voice without a number has withheld it; a chat has none to withhold."""
    return DialogueArrived(
        via=channel.name,
        external_id=caller.external_id,
        channel=channel.medium,
        address=caller.address,
        caller_number=caller.number,
        caller_name=caller.name,
        withheld=channel.medium == "voice" and not caller.number,
        language=caller.language,
        capabilities=channel.capabilities,
        test=caller.test,
    )
