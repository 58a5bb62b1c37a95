"""A floor in plain lists, for comparison: who is there, who waits, who works, and who may take what."""

from operator import itemgetter

from flowengine.floor.event import WHOLE, DialogueEnqueued, QueueSettingsSet, RouteStep

Decision = tuple[object, ...]
Needs = dict[str, int]
EXCLUDING = ("do_not_disturb", "device_busy")
OFFER_S = {"voice": 20.0, "chat": 60.0, "message": 60.0}
CHATS = (33, 3)  # cost and most of a channel that the settings do not name


class Person:
    """An agent: what the directory says, what he says, what his devices say, and when he last became free."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.memberships: dict[str, Needs] = {}
        self.most: dict[str, int] = {}
        self.devices: tuple[str, ...] = ()
        self.signed_in = False
        self.intent = "offline"
        self.next_intent: str | None = None
        self.reason = self.next_reason = ""
        self.reports: dict[str, tuple[str, int]] = {}  # device -> what it says, until when
        self.blocked_until = 0
        self.misses: dict[str, int] = {}
        self.idle_since = 0  # counts, not a time: who has the smallest has been free for the longest
        self.works: list[Work] = []
        self.word = ("signed_out", "")  # what was said last, and why


class Entry:
    """One contact center in which a dialogue waits, and what is asked for there; `only`: of this agent alone."""

    def __init__(self, center: str, needs: Needs, only: str | None = None) -> None:
        self.center = center
        self.needs = needs
        self.only = only


class Wait:
    """One dialogue's wait, in one or more contact centers; the first of `entries` is home."""

    def __init__(self, event: DialogueEnqueued, now: int) -> None:
        self.dialogue = event.dialogue
        self.event = event
        self.home = event.contact_center
        self.id = f"{event.dialogue}:{event.wait}:{event.contact_center}"
        self.began = now  # of this wait: the route plan's clock
        self.age = now  # what the key counts from: may be that of a wait before
        self.priority = event.priority
        self.boost = round(event.boost_s * 1000)
        self.arrival = 0
        self.step = 1
        self.plan: tuple[RouteStep, ...] = event.route_plan
        self.entries = [Entry(event.contact_center, dict(event.requirements))]
        self.excluded: dict[str, int] = {}
        self.leave_by: int | None = None if event.max_wait_s is None else now + round(event.max_wait_s * 1000)
        self.overdue = False
        self.redial = 0
        self.held_until = 0
        self.next_step: int | None = None  # when it is entered
        self.work: Work | None = None


class Work:
    """A reservation: `state` is pending, accepted, connected or wrapping; `id` is learnt from the floor's offer."""

    def __init__(self, wait: Wait, agent: Person, entry: Entry, cost: int) -> None:
        self.wait = wait
        self.dialogue = wait.dialogue
        self.channel = wait.event.channel
        self.agent = agent
        self.center = entry.center
        self.cost = cost
        self.id = ""
        self.state = "pending"
        self.until: int | None = None  # when its timer is due
        self.held = False
        self.disposition = ""


class World:
    """Everything there is; `said` collects the decisions of the event under way."""

    def __init__(self) -> None:
        self.now = 0
        self.counter = 0
        self.centers: dict[str, QueueSettingsSet] = {}
        self.known: dict[str, list[Needs]] = {}  # contact center -> each set of requirements ever asked for there
        self.people: dict[str, Person] = {}
        self.waits: dict[str, Wait] = {}
        self.works: list[Work] = []
        self.places: dict[tuple[str, str], tuple[int, int, int]] = {}  # home, resume key -> age, arrival, until
        self.said: list[Decision] = []

    def count(self) -> int:
        """The next number: arrivals and agents becoming free are told apart by it."""
        self.counter += 1
        return self.counter

    def say(self, *decision: object) -> None:
        self.said.append(decision)

    # --- agents ---

    def load(self, person: Person) -> int:
        load = 0
        for work in person.works:
            load += work.cost
        return load

    def is_open(self, person: Person) -> bool:
        """Whether offers may come: each conjunct of ROUTING.md's `routable` but for the room left."""
        if not person.signed_in or person.intent != "available" or person.next_intent is not None:
            return False
        if person.blocked_until:
            return False
        for word, _ in person.reports.values():
            if word in EXCLUDING:
                return False
        for work in person.works:  # noqa: SIM110  # a generator costs twice as much, and a million events ask this
            if work.state == "wrapping":
                return False
        return True

    def state(self, person: Person) -> str:
        """One word, derived."""
        if not person.signed_in:
            return "draining" if person.works else "signed_out"
        if not person.works:
            return "idle" if self.is_open(person) else "not_routable"
        states = [work.state for work in person.works]
        if "accepted" in states or "connected" in states:
            return "busy"
        return "offered" if "pending" in states else "wrapping"

    def why_away(self, person: Person) -> str:
        """Of somebody who is here and not routable."""
        if person.intent != "available":
            return person.reason or person.intent
        for word in EXCLUDING:
            if any(said == word for said, _ in person.reports.values()):
                return word
        return "no_answer" if person.blocked_until else ""

    # --- who may take what ---

    def cost(self, channel: str, center: str) -> int:
        if channel == "voice":
            return WHOLE
        capacity = self.centers[center].capacity.get(channel)
        return CHATS[0] if capacity is None else capacity.cost

    def most(self, person: Person, channel: str, center: str) -> int:
        capacity = None if channel == "voice" else self.centers[center].capacity.get(channel)
        limit = 1 if channel == "voice" else CHATS[1] if capacity is None else capacity.most
        return min(limit, person.most.get(channel, limit))

    def has_room(self, person: Person, channel: str, center: str) -> bool:
        if self.load(person) + self.cost(channel, center) > WHOLE:
            return False
        same = [work for work in person.works if work.channel == channel]
        return len(same) < self.most(person, channel, center)

    def is_able(self, person: Person, entry: Entry) -> bool:
        """A member of that contact center with each skill, as it is defined there, at its level."""
        return entry.only in (None, person.name) and self.meets(person, entry)

    def meets(self, person: Person, entry: Entry) -> bool:
        levels = person.memberships.get(entry.center)
        if levels is None:
            return False
        if not entry.needs:
            return True
        skills = self.centers[entry.center].skills if entry.center in self.centers else ()
        for skill, level in entry.needs.items():  # noqa: SIM110  # as above
            if skill not in skills or levels.get(skill, -1) < level:
                return False
        return True

    def is_staffed(self, wait: Wait) -> bool:
        """Somebody able is here, free or not."""
        here = [p for p in self.people.values() if p.signed_in and p.intent != "offline"]
        here = [p for p in here if p.most.get(wait.event.channel) != 0]
        return any(self.is_able(person, entry) for person in here for entry in wait.entries)

    def may_take(self, person: Person, wait: Wait, entry: Entry) -> bool:
        """Of somebody who is open."""
        if person.name in wait.excluded or not self.is_able(person, entry):
            return False
        return self.has_room(person, wait.event.channel, entry.center)

    def open_people(self, but: Person | None) -> list[Person]:
        """All to whom offers may come, save one."""
        return [person for person in self.people.values() if person is not but and self.is_open(person)]

    # --- order ---

    def key(self, wait: Wait, center: str) -> tuple[int, int, int, int, str]:
        """Weight, priority, age less boost, arrival, id."""
        return (-self.centers[center].weight, wait.priority, wait.age - wait.boost, wait.arrival, wait.dialogue)

    def is_in_line(self, wait: Wait) -> bool:
        """Neither offered nor held back."""
        return wait.work is None and not wait.held_until

    def in_line(self) -> list[Wait]:
        return [wait for wait in self.waits.values() if wait.work is None and not wait.held_until]

    def rank(self, person: Person, entry: Entry) -> tuple[int, ...]:
        """The order of agents of the entry's contact center: the smallest is asked first."""
        base = (self.load(person), person.idle_since)
        match self.centers[entry.center].agent_order:
            case "least_flexible":
                met = [needs for needs in self.known[entry.center] if self.is_able(person, Entry(entry.center, needs))]
                return (len(met), *base)
            case "best_level":
                return (-sum(person.memberships[entry.center][skill] for skill in entry.needs), *base)
        return base

    def choose(self, wait: Wait, but: Person | None = None) -> tuple[Person, Entry] | None:
        """Who gets the dialogue: the preferred agent, else the least loaded, longest idle of each center's first."""
        entries, people, firsts = (
            sorted(wait.entries, key=lambda e: self.key(wait, e.center)),
            self.open_people(but),
            [],
        )
        for entry in entries:
            able = [p for p in people if self.may_take(p, wait, entry)]
            if preferred := [p for p in able if p.name == wait.event.preferred]:
                return preferred[0], entry
            if able:
                firsts.append((min(able, key=lambda p: self.rank(p, entry)), entry))  # used at once
        return min(firsts, key=lambda first: (self.load(first[0]), first[0].idle_since), default=None)

    def settle(self) -> None:
        """Whoever in line has somebody to take him, the smallest key of all contact centers first; an offer takes room
        away and gives none, so that who was passed by need not be asked again."""
        waits = self.in_line()
        people = [person for person in self.open_people(None) if self.load(person) < WHOLE] if waits else []
        if not people:
            return
        line = [(self.key(wait, entry.center), wait, entry) for wait in waits for entry in wait.entries]
        line.sort(key=itemgetter(0))
        for _, wait, entry in line:
            if wait.work is not None:
                continue
            for person in people:
                if self.may_take(person, wait, entry):
                    found = self.choose(wait)
                    assert found is not None
                    self.offer(wait, *found)
                    break

    def offer(self, wait: Wait, person: Person, entry: Entry) -> None:
        """Ring; the capacity is taken from now on."""
        work = Work(wait, person, entry, self.cost(wait.event.channel, entry.center))
        offer_s = self.centers[entry.center].offer_s
        word = "voice" if work.channel == "voice" else "chat"
        work.until = self.now + round(offer_s.get(work.channel, offer_s.get(word, OFFER_S[word])) * 1000)
        self.works.append(work)
        person.works.append(work)
        wait.work = work
        self.say("offer", wait.dialogue, person.name, entry.center)

    def drop(self, work: Work) -> None:
        """It is over; the capacity is free from now on."""
        self.works.remove(work)
        work.agent.works.remove(work)
