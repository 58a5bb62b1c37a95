"""What a report is asked for, as one value: whoever answers needs this and the ledger, and nothing of the server."""

from typing import Literal

from msgspec import Struct

from flowengine.reports.interval import Span
from flowengine.reports.report import Attribution, By, Threshold


class Part(Struct, frozen=True):
    """Spans of one zone's calendar, and of which contact centers; `names`: those that have a line in any case."""

    spans: list[Span]
    zone: str
    places: tuple[str, ...] | None = None
    names: tuple[str, ...] = ()


class Asked(Struct, frozen=True, tag="intervals"):
    """`thresholds`: contact center -> how its service level is made, "" is every other's. `interval` "": a bare list of
    lines. `titles`: contact center -> what people read; where there are any, lines are in their order. `gzip`: squeezed
    where it is made. `tests`: of test dialogues, which are left out else; of agents' time nothing."""

    tenant: str
    now_ms: int
    parts: list[Part]
    by: By = "contact_center"
    attribution: Attribution = "home"
    interval: str = ""
    thresholds: dict[str, Threshold] = {}
    titles: dict[str, str] = {}
    format: Literal["json", "csv"] = "json"
    gzip: bool = False
    tests: bool = False
