"""Wait: one dialogue's wait for an agent, in one contact center or in several at once."""

from flowengine.floor.entry import Entry
from flowengine.floor.event import DialogueEnqueued, WhenUnstaffed
from flowengine.floor.plan import PlanStep
from flowengine.messages import Channel, Requirements


class Wait:
    """From enqueue until media is connected or the dialogue leaves; an offer does not end it.

    `home` is the contact center whose flow waits; its entry comes first in `entries` and gives the wait its `id`, under
    which its timers run. `enqueued_ms` and `sequence` are the place in line, perhaps kept from before; `begun_ms` is
    when this wait began, and `waited_ms` what was waited before it. `step` is the present one: 0 while only the
    preferred agent is asked, 1 for the first, then the route plan's (`steps`); the next is entered at `step_due_ms`
    (0: none is). `exclusions` maps an agent that declined to the instant until which he is not asked again. `overdue`
    says that the longest wait was over while an accepted offer was being connected. `redial_ms` above 0: the caller has
    to be dialled, and after a failure the wait is held back for so long, until `held_until_ms`. `skills`: what was
    asked for at first. `told_s`, `told_ms`: the estimate that was told last, and when.
    """

    __slots__ = (
        "begun_ms", "boost_ms", "channel", "dialogue", "direct", "enqueued_ms", "entries", "exclusions",
        "held_until_ms", "home", "id", "leave_by_ms", "number", "overdue", "preferred", "priority", "redial_ms",
        "reservation", "resume_key", "sequence", "skills", "step", "step_due_ms", "steps", "test", "told_ms", "told_s",
        "waited_ms", "when_unstaffed",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, dialogue: str, number: int, home: str, channel: Channel) -> None:
        self.id = f"{dialogue}:{number}:{home}"
        self.dialogue = dialogue
        self.number = number
        self.home = home
        self.channel: Channel = channel
        self.priority = 5
        self.enqueued_ms = self.begun_ms = self.waited_ms = self.boost_ms = 0
        self.sequence = 0
        self.entries: dict[str, Entry] = {}
        self.skills: tuple[str, ...] = ()
        self.steps: tuple[PlanStep, ...] = ()
        self.step = 1
        self.step_due_ms = 0
        self.when_unstaffed: WhenUnstaffed = "wait"
        self.preferred: str | None = None
        self.direct = self.resume_key = ""
        self.exclusions: dict[str, int] = {}
        self.reservation: str | None = None
        self.leave_by_ms: int | None = None
        self.overdue = False
        self.redial_ms = self.held_until_ms = 0
        self.told_s = self.told_ms = 0
        self.test = False

    @property
    def entry(self) -> Entry:
        """The entry in the home contact center."""
        return self.entries[self.home]

    @property
    def place(self) -> tuple[int, int]:
        """What another wait needs to stand where this one did."""
        return (self.enqueued_ms, self.sequence)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Who comes before whom, the weights of contact centers aside: never two alike but of one dialogue."""
        return (self.priority, self.enqueued_ms - self.boost_ms, self.sequence)

    def add(self, contact_center: str, requirements: Requirements) -> Entry:
        """One more contact center is asked; the first is the home."""
        entry = self.entries[contact_center] = Entry(self, contact_center, requirements, len(self.entries))
        return entry

    def is_in_line(self) -> bool:
        """Whether it waits to be offered: all entries stand in line, or none does."""
        return self.entries[self.home].line_key is not None

    def waited(self, at_ms: int) -> int:
        """Milliseconds waited until now, over all waits of the dialogue."""
        return self.waited_ms + at_ms - self.begun_ms


def wait_from(event: DialogueEnqueued, at_ms: int) -> Wait:
    """The wait that an enqueue asks for, not yet with a place in line."""
    wait = Wait(event.dialogue, event.wait, event.contact_center, event.channel)
    wait.priority, wait.boost_ms = event.priority, round(event.boost_s * 1000)
    wait.begun_ms, wait.waited_ms = at_ms, event.waited_ms
    wait.skills = tuple(sorted(event.requirements))
    wait.when_unstaffed, wait.preferred = event.when_unstaffed, event.preferred
    wait.direct, wait.resume_key, wait.test = event.direct, event.resume_key, event.test
    wait.add(event.contact_center, event.requirements)
    return wait
