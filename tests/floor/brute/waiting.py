"""A floor in plain lists: how a wait begins, widens by its plan, and ends."""

from flowengine.floor.event import DialogueAbandoned, DialogueEnqueued, DialogueUpdated, DialogueWithdrawn
from tests.floor.brute.world import Entry, Needs, Person, Wait, Work, World

DIRECT = {"declined": "rejected", "no_answer": "no_answer", "connect_failed": "failed", "agent_gone": "failed"}


def enqueued(w: World, event: DialogueEnqueued) -> None:
    if event.dialogue in w.waits:
        return  # the same once more: the streams never send another
    wait = Wait(event, w.now)
    center = w.centers.get(wait.home)
    if event.direct:
        ask_directly(w, wait)
        return
    if center is None or not center.enabled:
        w.say("left", wait.dialogue, "no_agents")
        return
    if event.barred and center.decline_s > 0:
        wait.excluded[event.barred] = w.now + round(center.decline_s * 1000)
    learn(w, wait)
    open_step(w, wait)
    if event.when_unstaffed == "leave" and not w.is_staffed(wait):
        w.say("left", wait.dialogue, "no_agents")
        return
    found = w.choose(wait)
    limits = [limit for limit in (center.max_waiting, event.max_waiting) if limit is not None]
    here = sum(any(entry.center == wait.home for entry in other.entries) for other in w.in_line())
    if found is None and any(here >= limit for limit in limits):
        w.say("left", wait.dialogue, "queue_full")
        return
    begin(w, wait)
    if wait.step != 1:
        say_step(w, wait)
    if found is not None:
        w.offer(wait, *found)


def ask_directly(w: World, wait: Wait) -> None:
    person = w.people.get(wait.event.direct)
    if person is None or not person.signed_in or wait.home not in person.memberships:
        w.say("left", wait.dialogue, "failed")
    elif is_busy(w, wait, person):
        w.say("left", wait.dialogue, "busy")
    else:
        begin(w, wait)
        w.offer(wait, person, wait.entries[0])


def is_busy(w: World, wait: Wait, person: Person) -> bool:
    return not w.is_open(person) or not w.has_room(person, wait.event.channel, wait.home)


def begin(w: World, wait: Wait) -> None:
    """The place in line: given, kept from a call that dropped, or new."""
    event = wait.event
    kept = w.places.pop((wait.home, event.resume_key), None) if event.resume_key else None
    if event.place is not None:
        wait.age, wait.arrival = event.place
    elif kept is not None and kept[2] > w.now:
        wait.age, wait.arrival = kept[:2]
        w.say("resumed", wait.home)
    else:
        wait.arrival = w.count()
    w.waits[wait.dialogue] = wait
    w.say("queued", wait.dialogue)


# --- the route plan ---


def learn(w: World, wait: Wait) -> None:
    """Every set that is or will be asked for counts for `least_flexible`."""
    asked = [(entry.center, entry.needs) for entry in wait.entries]
    for step in range(2, len(wait.plan) + 2):
        asked += asks(wait, step).items()
    for center, needs in asked:
        if center in w.centers and needs not in w.known[center]:
            w.known[center].append(needs)


def asks(wait: Wait, step: int) -> dict[str, Needs]:
    """What is asked for where in a step: each step weakens what the ones before it asked."""
    found: dict[str, Needs] = {wait.home: dict(wait.event.requirements)}
    for later in wait.plan[: max(0, step - 1)]:
        wanted = [(wait.home, later.requirements)] if later.requirements is not None else []
        for center, needs in [*wanted, *((over.contact_center, over.requirements) for over in later.overflow)]:
            before = found.get(center)
            found[center] = dict(needs) if before is None else weaker(before, needs)
    return found


def weaker(before: Needs, asked: Needs) -> Needs:
    return {skill: min(level, asked[skill]) for skill, level in before.items() if skill in asked}


def ask(w: World, wait: Wait, step: int) -> None:
    """The step's entries and priority hold; a contact center that is not there, or takes nobody, is left out."""
    wait.step = step
    wait.priority = max(0, wait.event.priority - sum(later.raise_by for later in wait.plan[: max(0, step - 1)]))
    for center, needs in asks(wait, step).items():
        present = [entry for entry in wait.entries if entry.center == center]
        if present:
            present[0].needs = needs
        elif center in w.centers and w.centers[center].enabled:
            wait.entries.append(Entry(center, needs))


def step_at(w: World, wait: Wait) -> int:
    return 1 + sum(later.after_ms <= w.now - wait.began for later in wait.plan)


def open_step(w: World, wait: Wait) -> None:
    """Step 0 if the preferred agent is to be asked alone and is here; else the step whose time has come."""
    event = wait.event
    ask(w, wait, step_at(w, wait))
    if event.preferred is not None and event.preferred_s > 0 and event.preferred not in wait.excluded:
        for entry in wait.entries:
            entry.only = event.preferred
        if w.is_staffed(wait):
            wait.step, wait.next_step = 0, w.now + round(event.preferred_s * 1000)
            return
        for entry in wait.entries:
            entry.only = None
    skip_unstaffed(w, wait)
    wait.next_step = next_due(wait)


def skip_unstaffed(w: World, wait: Wait) -> None:
    if wait.event.when_unstaffed == "skip":
        while wait.step <= len(wait.plan) and not w.is_staffed(wait):
            ask(w, wait, wait.step + 1)


def next_due(wait: Wait) -> int | None:
    return wait.began + wait.plan[wait.step - 1].after_ms if wait.step <= len(wait.plan) else None


def say_step(w: World, wait: Wait) -> None:
    asked = tuple(sorted((entry.center, tuple(sorted(entry.needs.items()))) for entry in wait.entries))
    w.say("step", wait.dialogue, wait.step, asked, wait.priority)


def widen(w: World, wait: Wait) -> None:
    """Enter the step whose time has come; a ringing offer is not touched, nor is one that is held back."""
    for entry in wait.entries:
        entry.only = None
    ask(w, wait, max(wait.step, step_at(w, wait)))
    is_waiting = wait.work is None and not wait.held_until
    if is_waiting:
        skip_unstaffed(w, wait)
    wait.next_step = next_due(wait)
    say_step(w, wait)
    if is_waiting and wait.event.when_unstaffed == "leave" and not w.is_staffed(wait):
        leave(w, wait, "no_agents")


def widen_deserted(w: World) -> bool:
    """Who waits for one agent alone, who will not come, asks others at once; whether there was anybody."""
    alone = [wait for wait in w.waits.values() if wait.step == 0 and w.is_in_line(wait) and not w.is_staffed(wait)]
    for wait in sorted(alone, key=lambda wait: min(w.key(wait, entry.center) for entry in wait.entries)):
        widen(w, wait)
        found = w.choose(wait) if wait.dialogue in w.waits else None
        if found is not None:
            w.offer(wait, *found)
    return bool(alone)


# --- back in line, or gone ---


def requeue(w: World, wait: Wait, reason: str) -> bool:
    """The offer failed: back in line with the old key. False: the wait is over, or held back."""
    wait.work = None
    is_held = reason == "connect_failed" and wait.redial > 0
    if wait.overdue:
        leave(w, wait, "timed_out")
        return False
    if wait.event.direct and not is_held:
        leave(w, wait, DIRECT[reason])
        return False
    w.say("requeued", wait.dialogue, reason)
    if is_held:
        wait.held_until = w.now + wait.redial
        return False
    if wait.step == 0:
        widen(w, wait)
    return wait.dialogue in w.waits


def offer_on(w: World, work: Work, reason: str) -> None:
    """The dialogue of an offer that is over goes to others first, and only then the agent takes who waits."""
    if requeue(w, work.wait, reason):
        found = w.choose(work.wait, but=work.agent)
        if found is not None:
            w.offer(work.wait, *found)


def take_back(w: World, works: list[Work], *, offer_at_once: bool = True) -> None:
    """These offers are not for their agent any more: offered on, the first in line first."""
    ordered = sorted(works, key=lambda work: min(w.key(work.wait, entry.center) for entry in work.wait.entries))
    for work in ordered:
        w.drop(work)
        w.say("rescind", work.dialogue, work.agent.name, "canceled")
    for work in ordered:
        if offer_at_once:
            offer_on(w, work, "agent_gone")
        else:
            requeue(w, work.wait, "agent_gone")


def leave(w: World, wait: Wait, reason: str) -> None:
    """The wait is over without an agent; one who was asked is free at once, and keeps his place."""
    del w.waits[wait.dialogue]
    if wait.work is not None:
        w.drop(wait.work)
        why = "abandoned" if reason == "abandoned" else "left"
        w.say("rescind", wait.dialogue, wait.work.agent.name, why)
    w.say("left", wait.dialogue, reason)


def abandoned(w: World, event: DialogueAbandoned) -> None:
    wait = w.waits.get(event.dialogue)
    if wait is None:
        talking = [k for k in w.works if k.dialogue == event.dialogue and k.state == "connected"]
        for work in talking:
            end_conversation(w, work)
        return
    leave(w, wait, "abandoned")
    resume_ms = round(w.centers[wait.home].resume_s * 1000)
    if wait.event.resume_key and event.reason == "abandoned" and resume_ms > 0:
        w.places[wait.home, wait.event.resume_key] = (wait.age, wait.arrival, w.now + resume_ms)


def withdrawn(w: World, event: DialogueWithdrawn) -> None:
    if event.dialogue in w.waits:
        leave(w, w.waits[event.dialogue], "left")


def updated(w: World, event: DialogueUpdated) -> None:
    """The caller will be dialled: the wait goes on."""
    wait = w.waits.get(event.dialogue)
    if wait is not None:
        wait.leave_by, wait.overdue, wait.redial = event.leave_by_ms, False, round(event.redial_s * 1000)


def timer(w: World, wait: Wait, name: str) -> None:
    """One of the wait's own timers; what it no longer waits for changes nothing."""
    kind, _, agent = name.partition(":")
    if kind == "max_wait" and wait.leave_by is not None and not wait.overdue:
        wait.overdue = True
        if wait.work is None or wait.work.state == "pending":
            leave(w, wait, "timed_out")
    elif kind == "step" and wait.next_step is not None:
        widen(w, wait)
    elif kind == "exclusion":
        wait.excluded.pop(agent, None)
    elif kind == "hold" and wait.held_until:
        wait.held_until = 0
        if wait.event.direct:
            person = w.people.get(wait.event.direct)
            if person is None or not person.signed_in or wait.home not in person.memberships:
                leave(w, wait, "failed")
            elif is_busy(w, wait, person):
                leave(w, wait, "busy")
            else:
                w.offer(wait, person, wait.entries[0])


def end_conversation(w: World, work: Work) -> None:
    """The dialogue is let go; the agent writes up where the contact center wants it."""
    center = w.centers[work.center]
    w.say("closed", work.dialogue, work.agent.name)
    timed = center.wrap_up_mode in ("optional", "mandatory") and center.wrap_up_s > 0
    if not timed and center.wrap_up_mode != "until_released":
        complete(w, work)
        return
    work.state = "wrapping"
    work.until = w.now + round(center.wrap_up_s * 1000) if timed else None


def complete(w: World, work: Work) -> None:
    w.drop(work)
    w.say("completed", work.dialogue, work.agent.name)
    work.agent.idle_since = w.count()
