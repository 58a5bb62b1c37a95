"""How a process that serves callers shares Python: how often it looks for garbage, and how soon a thread gets its turn.

The ledger's writing thread needs the interpreter for a moment before each of its statements, while the loop's thread
applies the next events: with the usual 5 ms of waiting each time, a commit of twelve statements would take 60 ms.
"""

import gc
import sys

TURN_S = 50e-6
THRESHOLDS = (10_000, 20, 50)  # the default of 700 would look several times in every batch of events


def hold() -> None:
    """While a server starts: what it makes then stays, and each look would go through all of it."""
    gc.disable()


def calm() -> None:
    """Once everything is loaded: what is there now is never looked through, and what comes is looked at less often.

    Nothing on the way of an event makes cycles, so that little is left to find; bench/durable_bench.py runs so too.
    What is garbage already stays, too: after a start one object in twenty. To find it takes a tenth of the start.
    """
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
    sys.setswitchinterval(TURN_S)
