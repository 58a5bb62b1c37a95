"""Share: the parts of a whole make a whole."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import error
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import naming, place
from flowengine.lang.document import Flow

WHOLE = 10_000  # hundredths of a percent, the least that a share can tell


def shares(flow: Flow, names: Names) -> Iterator[Finding]:
    """The shares of one step are together 100 percent."""
    for node, given in naming(flow, "shares"):
        parts = sum(round(percent * 100) for percent in given.values())
        if parts != WHOLE:
            text = f"The shares of “{node.id}” are together {parts / 100:g} percent."
            yield error("shares_not_whole", place(node, "shares"), text, "Make them 100 together.")
