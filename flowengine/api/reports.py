"""/api/reports: what was counted in intervals of a time zone's calendar, and today's figures for a wallboard."""

from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo

import msgspec
from litestar import Request, Response, get
from litestar.params import FromQuery, QueryParameter
from msgspec import Struct

from flowengine.api.exporting import write_down
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.headers import OWN_SIZE
from flowengine.api.services import Services
from flowengine.api.steering import directory_for
from flowengine.errors import Forbidden, NotFound
from flowengine.identity.principal import Principal
from flowengine.identity.routes import REPORTERS
from flowengine.reports import interval as calendar
from flowengine.reports import report
from flowengine.reports.answering import Question
from flowengine.reports.asked import Asked, Part
from flowengine.reports.report import By, Threshold
from flowengine.tenancy.contact_center import ServiceLevel
from flowengine.tenancy.directory import FRONT_DOOR, Directory


class Terms(Struct, frozen=True):
    """How the lines are made: `formula` "" and `within_s` 0 mean each contact center's own."""

    by: By
    attribution: report.Attribution
    formula: str = ""
    within_s: float = 0.0

    def thresholds(self, directory: Directory) -> dict[str, Threshold]:
        """By contact center; "": every other place's."""
        levels = {"": ServiceLevel()} | {name: it.service_level for name, it in directory.contact_centers.items()}
        return {name: self._threshold(own) for name, own in levels.items()}

    def _threshold(self, own: ServiceLevel) -> Threshold:
        within_s = self.within_s or own.within_s
        return Threshold(self.formula or own.formula, within_s, own.short_abandon_s, own.goal)


Text = Annotated[str, QueryParameter(max_length=100)]
Seconds = Annotated[float, QueryParameter(ge=0, le=86_400)]


@get("/api/reports/intervals", opt={OWN_SIZE: True}, summary="Counters and figures by interval", tags=["reports"])
async def intervals(  # noqa: PLR0913, PLR0917  # an argument per parameter of the query
    principal: ThePrincipal,
    services: TheServices,
    request: Request[Any, Any, Any],
    contact_center: Text = "",
    by: Text = "contact_center",
    first: Annotated[str, QueryParameter(name="from", max_length=40)] = "",
    until: Annotated[str, QueryParameter(name="to", max_length=40)] = "",
    interval: Text = "day",
    time_zone: Text = "",
    formula: Text = "",
    attribution: Text = "home",
    within_s: Seconds = 0.0,
    tests: FromQuery[bool] = False,
    format: FromQuery[Literal["json", "csv"]] = "json",  # noqa: A002  # the parameter's word
) -> Response[Any]:
    """From `from` to before `to` (a day, or a moment; without an offset it is of the time zone), without them today.
    One line for each interval and each contact center, skill, agent, channel or address that anything was counted for
    meanwhile. Every figure stands beside the name of its formula; see docs/reports.md. Who took a CSV is audited."""
    report.check(by, attribution, formula)
    terms = Terms(cast("By", by), cast("report.Attribution", attribution), formula, within_s)
    directory = directory_for(services, principal.tenant)
    zone = calendar.zone_of(time_zone or zone_key(directory, contact_center))
    places, now_ms = _places(principal, directory, contact_center), services.reports.now_ms()
    spans = calendar.spans_of(*period(first, until, zone, now_ms), interval, zone)
    if format == "csv":
        await write_down(services, principal, "report", by)
    return await made(services, request, Asked(
        principal.tenant, now_ms, [Part(spans, zone.key, places)], terms.by, terms.attribution, interval,
        terms.thresholds(directory), format=format, tests=tests,
    ))  # fmt: skip  # one question


@get("/api/reports/today", opt={OWN_SIZE: True}, summary="Today's figures for a wallboard", tags=["reports"])
async def today(principal: ThePrincipal, services: TheServices, request: Request[Any, Any, Any]) -> Response[Any]:
    """Per contact center what was counted since its own midnight; those where nothing happened yet stand there too."""
    directory = directory_for(services, principal.tenant)
    places, now_ms = _places(principal, directory, ""), services.reports.now_ms()
    titles = {name: it.title for name, it in directory.contact_centers.items() if places is None or name in places}
    zones: dict[str, list[str]] = {}
    for name in titles:
        zones.setdefault(zone_key(directory, name), []).append(name)
    parts = []
    for key, names in zones.items():
        span = (calendar.midnight_before(now_ms, calendar.zone_of(key)), now_ms + 1)
        parts.append(Part([span], key, tuple(names), tuple(names)))
    thresholds = Terms("contact_center", "home").thresholds(directory)
    asked = Asked(principal.tenant, now_ms, parts, thresholds=thresholds, titles=titles)
    return await made(services, request, asked)


async def made(services: Services, request: Request[Any, Any, Any], asked: Question) -> Response[Any]:
    """Squeezed where it is made: a long report would hold up callers here."""
    headers = {"vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        asked, headers["content-encoding"] = msgspec.structs.replace(asked, gzip=True), "gzip"
    kind = "text/csv" if isinstance(asked, Asked) and asked.format == "csv" else "application/json"
    return Response(await services.reports.made(asked), media_type=kind, headers=headers)


def _places(principal: Principal, directory: Directory, contact_center: str) -> tuple[str, ...] | None:
    """A role that is held in some contact centers tells of these alone; None: of all. Raises NotFound, Forbidden."""
    everywhere = principal.everywhere(REPORTERS)
    places = None if everywhere else tuple(n for n in directory.contact_centers if principal.holds(REPORTERS, n))
    if not contact_center:
        return places
    if contact_center not in (*directory.contact_centers, FRONT_DOOR):
        raise NotFound("There is no such contact center.")
    if places is not None and contact_center not in places:
        hint = "An administrator of the tenant gives roles."
        raise Forbidden("You may not see the reports of this contact center.", hint=hint)
    return (contact_center,)


def period(first: str, until: str, zone: ZoneInfo, now_ms: int) -> tuple[int, int]:
    """Both ends in milliseconds: from the last midnight, and until now, where nothing else is said."""
    first_ms = calendar.moment_of(first, zone) if first else calendar.midnight_before(now_ms, zone)
    return first_ms, calendar.moment_of(until, zone) if until else max(now_ms, first_ms) + 1


def zone_key(directory: Directory, contact_center: str) -> str:
    center = directory.contact_centers.get(contact_center)
    return (center.time_zone if center else "") or directory.tenant.time_zone


HANDLERS = (intervals, today)
