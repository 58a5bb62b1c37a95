"""Events from a channel: what the caller did."""

from flowengine.messages.stamp import Channel, Message


class DialogueArrived(Message, frozen=True, kw_only=True):
    """A new dialogue on `address`. `via` is the channel's name (phone, webchat), `external_id` the vendor's id for
    the caller's leg, `capabilities` the words of DESIGN.md section 6. The reply is `{"dialogue": id}`."""

    via: str
    external_id: str
    channel: Channel
    address: str
    caller_number: str = ""
    caller_name: str = ""
    withheld: bool = False
    language: str = ""
    capabilities: tuple[str, ...] = ()
    test: bool = False


class DialogueEvent(Message, frozen=True, kw_only=True):
    """Anything that happens on one existing dialogue."""

    dialogue: str


class KeyPressed(DialogueEvent, frozen=True, kw_only=True):
    """One key of a telephone: 0-9, * or #. A repeated report has the same event id and is dropped."""

    key: str


class TextReceived(DialogueEvent, frozen=True, kw_only=True):
    """A message that was typed, or a phrase that speech recognition heard (`spoken`)."""

    text: str
    spoken: bool = False


class ButtonPressed(DialogueEvent, frozen=True, kw_only=True):
    """A quick reply was chosen; `value` is the choice's key."""

    value: str


class PlaybackFinished(DialogueEvent, frozen=True, kw_only=True):
    """The channel has spoken everything up to command number `n` of the caller's stream (interrupted or to the end)."""

    n: int
    interrupted: bool = False


class CallerHungUp(DialogueEvent, frozen=True, kw_only=True):
    """The caller is gone; `cause` is the carrier's word for why."""

    cause: str = "normal"


class CallerWentAway(DialogueEvent, frozen=True, kw_only=True):
    """A chat page was closed: away, not gone; the dialogue's `away` timer (300 s) ends it."""


class CallerCameBack(DialogueEvent, frozen=True, kw_only=True):
    """The caller's page is open again."""


class LegReported(Message, frozen=True, kw_only=True):
    """What happened on the caller's leg (`via`, `external_id`), from a sender who knows no dialogue; that of `event` is
    "". Kept in the inbox while nobody serves the tenant, because only its owner knows whose the leg is by then."""

    via: str
    external_id: str
    event: TextReceived | ButtonPressed | PlaybackFinished | CallerHungUp


class MediaConnected(DialogueEvent, frozen=True, kw_only=True):
    """Caller and agent of `reservation` hear each other."""

    reservation: str


class MediaFailed(DialogueEvent, frozen=True, kw_only=True):
    """The agent's leg could not be connected after an accept."""

    reservation: str
    reason: str = ""
