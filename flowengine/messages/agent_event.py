"""Events from the desk: what an agent did."""

from typing import Literal

from flowengine.messages.stamp import Message


class AgentSignedIn(Message, frozen=True, kw_only=True):
    agent: str


class AgentSignedOut(Message, frozen=True, kw_only=True):
    agent: str


class PresenceSet(Message, frozen=True, kw_only=True):
    """The agent's intent. While in a conversation it becomes the `next status`."""

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


class WrapUpEnded(Message, frozen=True, kw_only=True):
    """The agent is done with the notes; `disposition` is a key of the contact center's list, or empty."""

    reservation: str
    agent: str
    disposition: str = ""
