"""How often Python looks for garbage in a process that serves callers."""

import gc

THRESHOLDS = (10_000, 20, 50)  # the default of 700 would look several times in every batch of events


def calm() -> None:
    """Once everything is loaded: what is there now is not looked through again, and what comes is looked at less often.

    Nothing on the way of an event makes cycles, so that little is left to find; bench/durable_bench.py runs so too.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
