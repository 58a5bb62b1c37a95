"""Events from the desk: what an agent did."""

from typing import Literal

from msgspec import field

from flowengine.messages.stamp import Message, Requirements


class AgentSignedIn(Message, frozen=True, kw_only=True):
    agent: str


class AgentSignedOut(Message, frozen=True, kw_only=True):
    agent: str


class PresenceSet(Message, frozen=True, kw_only=True):
    """The agent's intent. While in a conversation it becomes the `next status`. `reason` is a key of the tenant's list
    of away reasons, where it has one."""

    agent: str
    intent: Literal["available", "away", "do_not_disturb", "offline"]
    reason: str = ""


class DevicePresenceReported(Message, frozen=True, kw_only=True):
    """What a device of the agent says, valid for `expires_s`."""

    agent: str
    device: str
    presence: Literal["do_not_disturb", "device_busy", "available", "away"]
    expires_s: int = 300


class OfferAccepted(Message, frozen=True, kw_only=True):
    reservation: str
    agent: str


class OfferDeclined(Message, frozen=True, kw_only=True):
    reservation: str
    agent: str


class AgentSpoke(Message, frozen=True, kw_only=True):
    """The agent wrote `text` in a connected chat."""

    reservation: str
    agent: str
    text: str


class AgentHungUp(Message, frozen=True, kw_only=True):
    """The agent ended the conversation."""

    reservation: str
    agent: str


class HoldSet(Message, frozen=True, kw_only=True):
    """The agent lets the caller wait in mid-conversation (`held`), or takes the conversation up again."""

    reservation: str
    agent: str
    held: bool


class WorkTransferred(Message, frozen=True, kw_only=True):
    """The agent hands the caller on and is done with the conversation: to the queue of `contact_center` (with `skills`
    of its own), to `to_agent` first, or to somebody else's `number`. `keep_age`: what was waited before counts there.
    """

    reservation: str
    agent: str
    contact_center: str = ""
    to_agent: str = ""
    number: str = ""
    skills: Requirements = field(default_factory=dict)
    keep_age: bool = True


class WorkNoted(Message, frozen=True, kw_only=True):
    """A disposition (a key of the contact center's list) or a note, while talking or writing up; "" leaves what is."""

    reservation: str
    agent: str
    disposition: str = ""
    note: str = ""


class WrapUpEnded(Message, frozen=True, kw_only=True):
    """The agent is done with the notes; `disposition` is a key of the contact center's list, or empty."""

    reservation: str
    agent: str
    disposition: str = ""
    note: str = ""
