"""What a scenario may not say of callers who leave and of conversations that are handed on."""

from collections.abc import Iterable, Iterator

from flowengine.testbench.bench import Bench
from flowengine.testbench.simulation.document import HandOn, Scenario

Path = tuple[str | int, ...]
Faults = Iterator[tuple[Path, str, str]]  # where, what, the way out
PLACES = ("contact_center", "group", "agent", "number")


def move_faults(scenario: Scenario, bench: Bench) -> Faults:
    """Every fault of this kind."""
    for n, kind in enumerate(scenario.callers):
        if "voice" in kind.leaves and kind.leaves["voice"].how == "closes_page":
            where: Path = ("callers", n, "leaves", "voice", "how")
            yield where, "Who leaves a call hangs up.", "Write `hangs_up` among the answers, or `stops_answering` here."
    for n, staff in enumerate(scenario.staffing):
        if sum(given.share for given in staff.hands_on) > 1 + 1e-9:
            yield ("staffing", n, "hands_on"), "More than all is handed on.", "Let the shares be at most 1 together."
        for m, given in enumerate(staff.hands_on):
            for place, message, hint in _hand_on(given, scenario, bench):
                yield ("staffing", n, "hands_on", m, *place), message, hint


def _hand_on(given: HandOn, scenario: Scenario, bench: Bench) -> Faults:
    if sum(bool(getattr(given, place)) for place in PLACES) != 1:
        yield (), "It goes to one place.", f"Keep exactly one of {', '.join(f'`{place}`' for place in PLACES)}."
        return
    centers, users = bench.directory.contact_centers, bench.directory.users
    groups = [staff.group for staff in scenario.staffing if staff.group]
    if given.group and given.group not in groups:
        yield ("group",), f"No group “{given.group}” works.", _known(groups)
    agents = [name for name, user in users.items() if user.is_agent()]
    if given.agent and given.agent not in agents:
        yield ("agent",), f"The tenant has no agent “{given.agent}”.", _known(agents)
    if given.skills and not given.contact_center:
        yield ("skills",), "Skills are asked for in a contact center.", "Name the `contact_center`, or remove them."
    if not given.contact_center:
        return
    center = centers.get(given.contact_center)
    taking = [name for name, one in centers.items() if one.enabled and name not in scenario.world.disabled]
    if center is None or given.contact_center not in taking:
        word = "There is no contact center" if center is None else "Nobody is taken by"
        yield ("contact_center",), f"{word} “{given.contact_center}”.", _known(taking)
        return
    for skill in given.skills:
        if skill not in center.skills:
            yield ("skills", skill), f"“{given.contact_center}” has no skill “{skill}”.", _known(center.skills)


def _known(names: Iterable[str]) -> str:
    return f"There are: {', '.join(sorted(names)) or 'none'}."
