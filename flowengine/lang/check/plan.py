"""Plan: a route plan only ever widens the search, in order of time, to contact centers and skills that there are."""

from collections.abc import Iterator, Mapping

from flowengine.errors import Finding
from flowengine.lang.check.found import error, listed, warning
from flowengine.lang.check.level import best_level, sentence
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named, naming, place
from flowengine.lang.document import Flow, Node
from flowengine.lang.reading import Part
from flowengine.lang.route_plan import Overflow, PlanStep

Skills = Mapping[str, int]
Place = tuple[Part, ...]


def order(flow: Flow, names: Names) -> Iterator[Finding]:
    """Each step comes after the one before, and before the wait is over."""
    for node, plan in naming(flow, "route_plan"):
        last_s, longest_s = -1.0, named(node, "max_wait_s")
        for index, step in enumerate(plan):
            where = (*place(node, "route_plan"), index, "after_s")
            if step.after_s <= last_s:
                text = f"Step {index + 1} begins after {step.after_s:g} s, and the one before it after {last_s:g} s."
                yield error("plan_order", where, text, "Write the steps in order of time, each later than the last.")
            elif longest_s is not None and step.after_s >= longest_s:
                text = f"Step {index + 1} begins after {step.after_s:g} s, when the wait of {longest_s:g} s is over."
                yield warning("plan_too_late", where, text, "Let it begin earlier, or let the caller wait longer.")
            last_s = max(last_s, step.after_s)


def stricter(flow: Flow, names: Names) -> Iterator[Finding]:
    """For each contact center every step asks for what the one before did, or for less. What was said ahead by another
    step is not known here: then the first step that names skills is the measure."""
    for node, plan in naming(flow, "route_plan"):
        home: Skills | None = named(node, "skills") or None
        asked: dict[str, Skills] = {}
        for index, step in enumerate(plan):
            where = (*place(node, "route_plan"), index)
            if step.skills is not None:
                yield from _harder(home, step.skills, index, (*where, "skills"))
                home = step.skills
            for number, target in enumerate(step.overflow):
                before = asked.get(target.contact_center)
                yield from _harder(before, target.skills, index, (*where, "overflow", number, "skills"))
            asked |= {target.contact_center: target.skills for target in step.overflow}


def _harder(before: Skills | None, now: Skills, index: int, where: Place) -> Iterator[Finding]:
    for skill, level in now.items() if before is not None else ():
        least = (before or {}).get(skill)
        if least is None or level > least:
            was = "does not ask for it" if least is None else f"asks for {least}"
            text = f"Step {index + 1} asks for “{skill}” at {level}; the one before it {was}."
            hint = "A step may only ask for less: whoever could answer before must still be asked."
            yield error("plan_stricter", (*where, skill), text, hint)


def targets(flow: Flow, names: Names) -> Iterator[Finding]:
    """Overflow leads to other contact centers that there are, that are enabled, and whose skills are named."""
    for node, plan in naming(flow, "route_plan"):
        for index, step in enumerate(plan):
            seen: set[str] = set()
            for number, target in enumerate(step.overflow):
                where = (*place(node, "route_plan"), index, "overflow", number)
                yield from _target(node, target, names, where)
                if target.contact_center in seen:
                    text = f"“{target.contact_center}” stands twice in this step."
                    yield error("overflow_twice", (*where, "contact_center"), text, "Keep one of the two.")
                seen.add(target.contact_center)


def _target(node: Node, target: Overflow, names: Names, where: Place) -> Iterator[Finding]:
    center, at = target.contact_center, (*where, "contact_center")
    known = names.contact_centers.get(center)
    if center in _homes(node, names):
        text = f"The search is widened to “{center}”, which is asked already."
        yield error("overflow_to_itself", at, text, "Name another contact center, or give the step its own skills.")
    elif known is None:
        text = f"There is no contact center “{center}”."
        yield error("unknown_contact_center", at, text, listed(names.contact_centers))
    elif center in names.disabled:
        text = f"“{center}” is disabled: none of its agents is asked."
        yield warning("overflow_disabled", at, text, "Enable it, or leave it out.")
    if known is None:
        return
    if not target.skills:
        text = f"Any agent of “{center}” may be asked, whatever the caller needs."
        yield warning("overflow_to_anybody", where, text, "Say which of its skills are needed, 0 for just having one.")
    yield from _skills(center, target.skills, known, names, (*where, "skills"))


def skills(flow: Flow, names: Names) -> Iterator[Finding]:
    """What a step asks of the first contact center is one of its skills, and somebody holds it."""
    for node, plan in naming(flow, "route_plan"):
        for center in _homes(node, names):
            known = names.contact_centers.get(center)
            for index, step in enumerate(plan) if known is not None else ():
                where = (*place(node, "route_plan"), index, "skills")
                yield from _skills(center, _asked(step), known or frozenset(), names, where)


def _asked(step: PlanStep) -> Skills:
    return step.skills or {}


def _skills(center: str, asked: Skills, known: frozenset[str], names: Names, where: Place) -> Iterator[Finding]:
    for skill, level in asked.items():
        best = best_level(names, center, skill)
        if skill not in known:
            text = f"The contact center “{center}” has no skill “{skill}”."
            yield error("unknown_skill", (*where, skill), text, listed(known))
        elif best is not None and best < level:
            hint = "Ask for less, or give somebody the level; without one, this step reaches nobody."
            yield warning("level_unheld", (*where, skill), sentence(skill, level, center, best), hint)


def _homes(node: Node, names: Names) -> tuple[str, ...]:
    """The contact center in whose queue the step waits; several if an expression chooses."""
    return tuple(named(node, "may_be") or ()) or (named(node, "queue") or names.environment,)
