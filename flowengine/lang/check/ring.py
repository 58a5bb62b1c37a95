"""Ring: how long it rings somewhere else fits how long it rings with an agent, and that fits the wait."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import warning
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named, naming, place
from flowengine.lang.document import Flow


def too_long(flow: Flow, names: Names) -> Iterator[Finding]:
    """Compared with the time that the contact center says for its own agents, where it says one."""
    offer = names.offer_s.get(names.environment)
    for node, rings in naming(flow, "ring_s") if offer else ():
        if offer and rings > offer:
            here = names.environment
            text = f"It rings for {rings:g} s; after {offer:g} s callers of “{here}” go on to somebody else."
            hint = f"Let it ring for at most {offer:g} s."
            yield warning("ring_longer_than_offer", place(node, "ring_s"), text, hint)
    for node, longest in naming(flow, "max_wait_s"):
        center = named(node, "queue") or names.environment
        offer = names.offer_s.get(center)
        if offer and longest < offer:
            text = f"The wait ends after {longest:g} s, before an offer to an agent of “{center}” does ({offer:g} s)."
            hint = f"Wait for at least {offer:g} s, or offer for a shorter time."
            yield warning("offer_longer_than_wait", place(node, "max_wait_s"), text, hint)
