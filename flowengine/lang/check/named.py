"""Named: every flow, contact center, skill, schedule and prompt that a step names is there."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import error, listed, warning, way_to
from flowengine.lang.check.found import reached as reached_in
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import fields_by_format, named, naming, place
from flowengine.lang.check.world import FRONT_DOOR
from flowengine.lang.document import Flow
from flowengine.lang.reading import prompts


def flows(flow: Flow, names: Names) -> Iterator[Finding]:
    """A called flow is there and of the kind that the place needs."""
    for wanted, kind in (("flow", "subflow"), ("treatment", "treatment")):
        for node, name in naming(flow, wanted):
            known = names.flows.get(name)
            if known is None:
                of_kind = (other for other, found in names.flows.items() if found.kind == kind)
                text = f"There is no flow “{name}” here or in the tenant's environment."
                yield error("unknown_flow", place(node, wanted), text, listed(of_kind))
            elif known.kind != kind:
                text = f"“{name}” is a flow of kind {known.kind}; this place needs the kind {kind}."
                yield error("flow_kind", place(node, wanted), text, f"Name another, or set its kind to “{kind}”.")


def next_flows(flow: Flow, names: Names) -> Iterator[Finding]:
    """A flow in which this one goes on is of the same environment and kind."""
    for node, name in naming(flow, "next_flow"):
        known = names.flows.get(name)
        if known is None or known.environment != names.environment:
            own = (other for other, found in names.flows.items() if found.environment == names.environment)
            yield error("unknown_flow", place(node, "next_flow"), f"There is no flow “{name}” here.", listed(own))
        elif known.kind != flow.kind:
            text = f"“{name}” is a flow of kind {known.kind}; this one is of kind {flow.kind} and stays it."
            yield error("flow_kind", place(node, "next_flow"), text, f"Name another, of kind “{flow.kind}”.")


def contact_centers(flow: Flow, names: Names) -> Iterator[Finding]:
    """A contact center that is named exists."""
    for wanted in ("contact_center", "queue"):
        for node, name in naming(flow, wanted):
            if name not in names.contact_centers:
                text = f"There is no contact center “{name}”."
                yield error("unknown_contact_center", place(node, wanted), text, listed(names.contact_centers))
    for node, chosen in naming(flow, "may_be"):
        for index, name in enumerate(chosen):
            if name not in names.contact_centers:
                text = f"There is no contact center “{name}”."
                where = (*place(node, "may_be"), index)
                yield error("unknown_contact_center", where, text, listed(names.contact_centers))
    for node, delivery in naming(flow, "delivery"):
        if delivery.contact_center not in names.contact_centers:
            text = f"There is no contact center “{delivery.contact_center}”."
            where = (*place(node, "delivery"), "contact_center")
            yield error("unknown_contact_center", where, text, listed(names.contact_centers))


def chosen(flow: Flow, names: Names) -> Iterator[Finding]:
    """A contact center is named, or an expression gives one of those that are listed."""
    for node in flow.nodes.values():
        if node.config is None or "may_be" not in fields_by_format(node.type.config):
            continue
        given, listed_names = node.config.chosen_by is not None, bool(named(node, "may_be"))
        own = "contact_center" if "contact_center" in fields_by_format(node.type.config) else "queue"
        if given != listed_names:
            text = f"“{node.id}” has an expression for the contact center without a list of what it may give."
            if not given:
                text = f"“{node.id}” lists contact centers, but no expression gives one of them."
            yield error("choice_of_contact_center", ("nodes", node.id), text, "Fill both “chosen_by” and “may_be”.")
        elif given and named(node, own):
            text = f"“{node.id}” names a contact center, and has an expression for it too."
            yield error("choice_of_contact_center", place(node, own), text, "Keep one of the two.")
        elif not given and own == "contact_center" and not named(node, own):
            text = f"“{node.id}” names no contact center."
            yield error("choice_of_contact_center", place(node, own), text, "Name one, or let an expression choose.")


def queues(flow: Flow, names: Names) -> Iterator[Finding]:
    """The tenant's own environment belongs to no contact center, so a queue must be named there; a shared subflow may
    rely on the contact center that calls it, unless only flows of the front door do."""
    before = reached_in(flow)
    callers = names.world.leading_to(names.key) if names.environment == FRONT_DOOR and flow.kind == "subflow" else ()
    from_outside = any(not caller.startswith(f"{FRONT_DOOR}/") for caller in callers)
    for node in flow.nodes.values() if names.environment == FRONT_DOOR else ():
        if (
            node.config is not None
            and "queue" in fields_by_format(node.type.config)
            and not (named(node, "queue") or named(node, "may_be"))
        ):
            write = warning if flow.kind == "subflow" and (from_outside or not callers) else error
            text = f"“{node.id}” names no contact center, and the front door has no queue of its own."
            hint = "Name the contact center in whose queue the caller waits."
            yield write("enqueue_without_contact_center", place(node, "queue"), text, hint, way_to(node.id, before))


def skills(flow: Flow, names: Names) -> Iterator[Finding]:
    """A skill is one of the contact center in whose queue it is asked for."""
    for node, asked in naming(flow, "skills"):
        if named(node, "may_be"):
            continue  # which contact center it will be is not known yet
        center = named(node, "queue") or names.environment
        known = names.contact_centers.get(center)
        for skill in asked if known is not None else ():
            if known is not None and skill not in known:
                text = f"The contact center “{center}” has no skill “{skill}”."
                yield error("unknown_skill", (*place(node, "skills"), skill), text, listed(known))


def schedules(flow: Flow, names: Names) -> Iterator[Finding]:
    """A schedule stands in the environment, or in the tenant's own."""
    for node, name in naming(flow, "schedule"):
        if name not in names.schedules:
            text = f"There is no schedule “{name}” here or in the tenant's environment."
            yield error("unknown_schedule", place(node, "schedule"), text, listed(names.schedules))


def tables(flow: Flow, names: Names) -> Iterator[Finding]:
    """A table stands in the environment, or in the tenant's own."""
    for node, name in naming(flow, "table"):
        if name not in names.tables:
            text = f"There is no table “{name}” here or in the tenant's environment."
            yield error("unknown_table", place(node, "table"), text, listed(names.tables))


def prompt_names(flow: Flow, names: Names) -> Iterator[Finding]:
    """A prompt that is named stands in the environment, or in the tenant's own."""
    for node in flow.nodes.values():
        for path, prompt in prompts(node.config):
            if prompt.name and prompt.name not in names.prompts:
                text = f"There is no prompt “{prompt.name}” here or in the tenant's environment."
                yield error("unknown_prompt", ("nodes", node.id, *path, "prompt"), text, listed(names.prompts))
