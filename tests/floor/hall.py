"""A floor with a clock of its own: stamps events, keeps the timers that are started, hands them back when due."""

from msgspec import NODEFAULT
from msgspec.structs import fields, replace

from flowengine.floor import Floor
from flowengine.floor.command import (
    AgentChanged,
    CancelTimer,
    Counted,
    DialogueConnected,
    DialogueLeft,
    FloorCommand,
    MakeOffer,
    StartTimer,
)
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedIn,
    DialogueEnqueued,
    FloorEvent,
    MediaConnected,
    OfferAccepted,
    OfferDeclined,
    QueueSettingsSet,
    TimerDue,
    WorkEnded,
)
from flowengine.messages import Stamp

START_MS = 1_772_445_600_000  # Monday, 2 March 2026, 10:00 UTC
OFFER_S = {"voice": 20.0, "chat": 60.0}
DEVICES = ("phone", "teams", "dev0", "dev1")  # of every agent


class Hall:
    """Speaks to one floor; every command is kept in `said`, every stamped event in `log`."""

    def __init__(self, floor: Floor | None = None) -> None:
        self.floor = floor or Floor()
        self.at_ms = START_MS
        self.events = 0
        self.said: list[FloorCommand] = []
        self.log: list[tuple[FloorEvent, Stamp]] = []
        self.counted: list[Counted] = []
        self.timers: dict[tuple[str, str, str], int] = {}

    def do(self, event: FloorEvent) -> list[FloorCommand]:
        """Apply one event now; what is counted for reports is kept aside, in `counted`."""
        self.events += 1
        stamp = Stamp(f"e{self.events}", self.at_ms, self.events.to_bytes(16, "big"))
        self.log.append((event, stamp))
        commands = self.floor.apply(event, stamp)
        for command in commands:
            if isinstance(command, StartTimer):
                self.timers[command.owner_kind, command.owner, command.name] = command.due_ms
            elif isinstance(command, CancelTimer):
                del self.timers[command.owner_kind, command.owner, command.name]  # a timer that does not run: KeyError
        self.counted += [c for c in commands if isinstance(c, Counted)]
        commands = [c for c in commands if not isinstance(c, Counted)]
        self.said += commands
        return commands

    def due(self, until_ms: int) -> TimerDue | None:
        """Take the earliest timer up to `until_ms`; the clock moves to it."""
        timer = min(self.timers, key=lambda t: self.timers[t], default=None)
        if timer is None or self.timers[timer] > until_ms:
            return None
        self.at_ms = max(self.at_ms, self.timers.pop(timer))
        return TimerDue(*timer)

    def pass_s(self, seconds: float) -> list[FloorCommand]:
        """Let time go by; timers fire on the way."""
        until_ms, commands = self.at_ms + round(seconds * 1000), []
        while (event := self.due(until_ms)) is not None:
            commands += self.do(event)
        self.at_ms = until_ms
        return commands

    # --- short words for tables ---

    def center(self, name: str = "sales", **settings) -> None:
        """A contact center with offers of 20 s and 60 s."""
        self.do(QueueSettingsSet(name, **{"offer_s": OFFER_S, **settings}))

    def agent(self, name: str, **memberships: dict[str, int]) -> None:
        """A member who signs in; of `sales` without skills if nothing is said."""
        self.do(AgentProfileSet(name, memberships or {"sales": {}}, devices=DEVICES))
        self.do(AgentSignedIn(agent=name))

    def call(self, dialogue: str, center: str = "sales", channel="voice", needs=None, **more) -> list[FloorCommand]:
        """A dialogue is enqueued."""
        return self.do(DialogueEnqueued(dialogue, center, channel, needs or {}, 1, **more))

    def id_of(self, dialogue: str) -> str:
        """The live reservation of a dialogue."""
        reservation = self.floor.reservation_of(dialogue)
        assert reservation is not None
        return reservation.id

    def accept(self, dialogue: str) -> list[FloorCommand]:
        """The agent that is offered the dialogue takes it."""
        reservation = self.floor.reservation_of(dialogue)
        return self.do(OfferAccepted(reservation=reservation.id, agent=reservation.agent))

    def decline(self, dialogue: str) -> list[FloorCommand]:
        """The agent that is offered the dialogue does not want it."""
        reservation = self.floor.reservation_of(dialogue)
        return self.do(OfferDeclined(reservation=reservation.id, agent=reservation.agent))

    def connect(self, dialogue: str) -> list[FloorCommand]:
        """Accepted, and media connected."""
        self.accept(dialogue)
        return self.connect_media(dialogue)

    def connect_media(self, dialogue: str) -> list[FloorCommand]:
        """Media of an accepted offer are connected."""
        return self.do(MediaConnected(dialogue=dialogue, reservation=self.id_of(dialogue)))

    def end(self, dialogue: str, by: str = "caller") -> list[FloorCommand]:
        """The conversation is over."""
        return self.do(WorkEnded(self.id_of(dialogue), by))

    def holder(self, dialogue: str) -> str | None:
        """Who is offered the dialogue or talks with it."""
        reservation = self.floor.reservation_of(dialogue)
        return None if reservation is None else reservation.agent

    def state(self, agent: str) -> str:
        """The agent's word."""
        return next(row["state"] for row in self.floor.agents(self.at_ms) if row["agent"] == agent)


def offers(commands: list[FloorCommand]) -> list[tuple[str, str]]:
    """(dialogue, agent) of every offer made."""
    return [(c.dialogue, c.agent) for c in commands if isinstance(c, MakeOffer)]


LATER_FIELDS: dict[type, tuple[str, ...]] = {  # those that tell how long and for what; tests of their own look at them
    MakeOffer: ("home", "requirements", "waited_ms"),
    DialogueLeft: ("place", "waited_ms"),
    DialogueConnected: ("home",),
    AgentChanged: ("before", "lasted_ms", "reason"),
}


def plain(commands: list[FloorCommand]) -> list[FloorCommand]:
    """Who and what alone."""
    return [_plain(command) for command in commands]


def _plain(command: FloorCommand) -> FloorCommand:
    later = [field for field in fields(command) if field.name in LATER_FIELDS.get(type(command), ())]
    return replace(command, **{f.name: f.default if f.default_factory is NODEFAULT else {} for f in later})


def without_timers(commands: list[FloorCommand]) -> list[FloorCommand]:
    """What is said apart from timers."""
    return [c for c in plain(commands) if not isinstance(c, StartTimer | CancelTimer)]
