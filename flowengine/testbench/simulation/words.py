"""Words: how figures, their intervals and groups are written, in a terminal and on a page alike."""

from typing import Literal

from flowengine.testbench.simulation.student import Estimate

Unit = Literal["share", "s", "n"]
NOTHING = "-"


def number(value: float | None, unit: Unit, *, signed: bool = False) -> str:
    """A share in percent, a time in seconds, a count with at most one digit behind the point; a signed share is a
    difference of two, in points."""
    if value is None:
        return NOTHING
    if unit == "n":
        places = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
        text, end = f"{value:,.{places}f}", ""
    else:
        percent = " points" if signed else " %"
        text, end = (f"{value * 100:.1f}", percent) if unit == "share" else (f"{value:.1f}", " s")
    if not text.strip("-0.,"):
        return text.removeprefix("-") + end
    return ("+" if signed and value > 0 else "") + text + end


def ranged(found: Estimate, unit: Unit, *, signed: bool = False) -> str:
    """The mean, and from where to where it may be."""
    mean = number(found.mean, unit, signed=signed)
    if found.low is None or found.high is None or found.low == found.high:
        return mean
    least, most = found.low, found.high
    if not signed:  # a figure is never below nothing, nor a share above the whole; a difference may be anything
        least, most = max(0.0, least), min(1.0, most) if unit == "share" else most
    low, high = (number(value, unit, signed=signed) for value in (least, most))
    for end in (" points", " %", " s"):  # said once, with the mean
        low, high = low.removesuffix(end), high.removesuffix(end)
    return f"{mean} ({low} to {high})"


def group(kind: str, contact_center: str, name: str) -> str:
    """What a line is about."""
    if kind == "group":
        return f"agents: {name}"
    return contact_center if kind == "contact_center" else f"{contact_center}: {name}"
