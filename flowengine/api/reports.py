"""/api/reports: what was counted in intervals of a time zone's calendar, and today's figures for a wallboard."""

import asyncio
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get
from litestar.params import FromQuery, QueryParameter
from msgspec import Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.steering import directory_for
from flowengine.errors import Forbidden, NotFound
from flowengine.identity.principal import Principal
from flowengine.identity.routes import REPORTERS
from flowengine.reports import interval as calendar
from flowengine.reports import report
from flowengine.reports.report import By, Line, Question, Threshold
from flowengine.reports.table import csv_of
from flowengine.tenancy.contact_center import ServiceLevel
from flowengine.tenancy.directory import FRONT_DOOR, Directory


class Terms(Struct, frozen=True):
    """How the lines are made: `formula` "" and `within_s` 0 mean each contact center's own."""

    by: By
    attribution: report.Attribution
    formula: str = ""
    within_s: float = 0.0

    def threshold(self, directory: Directory, place: str) -> Threshold:
        center = directory.contact_centers.get(place)
        own = center.service_level if center else ServiceLevel()
        within_s = self.within_s or own.within_s
        return Threshold(self.formula or own.formula, within_s, own.short_abandon_s, own.goal)


Text = Annotated[str, QueryParameter(max_length=100)]
Seconds = Annotated[float, QueryParameter(ge=0, le=86_400)]


@get("/api/reports/intervals", summary="Counters and figures by interval", tags=["reports"])
async def intervals(  # noqa: PLR0913, PLR0917  # an argument per parameter of the query
    principal: ThePrincipal,
    services: TheServices,
    contact_center: Text = "",
    by: Text = "contact_center",
    first: Annotated[str, QueryParameter(name="from", max_length=40)] = "",
    until: Annotated[str, QueryParameter(name="to", max_length=40)] = "",
    interval: Text = "day",
    time_zone: Text = "",
    formula: Text = "",
    attribution: Text = "home",
    within_s: Seconds = 0.0,
    format: FromQuery[Literal["json", "csv"]] = "json",  # noqa: A002  # the parameter's word
) -> Response[Any]:
    """From `from` to before `to` (a day, or a moment; without an offset it is of the time zone), without them today.
    One line for each interval and each contact center, skill, agent, channel or address that anything was counted for
    meanwhile. Every figure stands beside the name of its formula; see docs/reports.md."""
    report.check(by, attribution, formula)
    terms = Terms(cast("By", by), cast("report.Attribution", attribution), formula, within_s)
    directory = directory_for(services, principal.tenant)
    question = _question(principal, directory, terms, contact_center)
    zone = calendar.zone_of(time_zone or _zone(directory, contact_center))
    spans = calendar.spans_of(*_period(first, until, zone, services.reports.now_ms()), interval, zone)
    counted = await services.reports.counted(principal.tenant, report.KINDS[terms.by], spans)

    def told() -> bytes:  # away from the loop: callers are served there
        rows = [_told(line, terms, directory, zone) for line in report.lines_of(question, spans, counted)]
        if format == "csv":
            return csv_of(rows, _told(Line(spans[0], "", ""), terms, directory, zone)).encode()
        edges = {"from": calendar.text_of(spans[0][0], zone), "to": calendar.text_of(spans[-1][1], zone)}
        asked = {"interval": interval, "time_zone": zone.key, "by": by, "attribution": attribution}
        return msgspec.json.encode({**edges, **asked, "lines": rows})

    kind = "text/csv" if format == "csv" else "application/json"
    return Response(await asyncio.to_thread(told), media_type=kind)


@get("/api/reports/today", summary="Today's figures for a wallboard", tags=["reports"])
async def today(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Per contact center what was counted since its own midnight; those where nothing happened yet stand there too."""
    directory = directory_for(services, principal.tenant)
    terms = Terms("contact_center", "home")
    question = _question(principal, directory, terms, "")
    now_ms = services.reports.now_ms()
    zones: dict[str, set[str]] = {}
    for name in directory.contact_centers:
        if question.places is None or name in question.places:
            zones.setdefault(_zone(directory, name), set()).add(name)
    found: dict[str, dict[str, Any]] = {}
    for key, names in zones.items():
        zone = calendar.zone_of(key)
        span = (calendar.midnight_before(now_ms, zone), now_ms + 1)
        counted = await services.reports.counted(principal.tenant, report.KINDS["contact_center"], [span])
        here = msgspec.structs.replace(question, places=frozenset(names))
        lines = {name: Line(span, name, "") for name in names}
        lines |= {line.contact_center: line for line in report.lines_of(here, [span], counted)}
        found |= {name: _told(line, terms, directory, zone) for name, line in lines.items()}
    titles = {name: center.title for name, center in directory.contact_centers.items()}
    return [{"title": titles[name], **found[name]} for name in titles if name in found]


def _question(principal: Principal, directory: Directory, terms: Terms, contact_center: str) -> Question:
    """A role that is held in some contact centers tells of these alone. Raises NotFound, Forbidden."""
    everywhere = principal.everywhere(REPORTERS)
    held = frozenset(name for name in directory.contact_centers if principal.holds(REPORTERS, name))
    places = None if everywhere else held
    if contact_center:
        if contact_center not in (*directory.contact_centers, FRONT_DOOR):
            raise NotFound("There is no such contact center.")
        if places is not None and contact_center not in places:
            hint = "An administrator of the tenant gives roles."
            raise Forbidden("You may not see the reports of this contact center.", hint=hint)
        places = frozenset({contact_center})
    members = {
        key: [name for name in user.memberships if user.is_agent_in(name)] for key, user in directory.users.items()
    }
    return Question(terms.by, terms.attribution, places, members)


def _period(first: str, until: str, zone: ZoneInfo, now_ms: int) -> tuple[int, int]:
    """Both ends in milliseconds: from the last midnight, and until now, where nothing else is said."""
    first_ms = calendar.moment_of(first, zone) if first else calendar.midnight_before(now_ms, zone)
    return first_ms, calendar.moment_of(until, zone) if until else max(now_ms, first_ms) + 1


def _zone(directory: Directory, contact_center: str) -> str:
    center = directory.contact_centers.get(contact_center)
    return (center.time_zone if center else "") or directory.tenant.time_zone


def _told(line: Line, terms: Terms, directory: Directory, zone: ZoneInfo) -> dict[str, Any]:
    start, end = (calendar.text_of(at_ms, zone) for at_ms in line.span)
    named: dict[str, Any] = {"start": start, "end": end}
    if terms.by != "agent":
        named["contact_center"] = line.contact_center
    if terms.by != "contact_center":
        named[terms.by] = line.key
    return {**named, **report.told(line, terms.by, terms.threshold(directory, line.contact_center))}


HANDLERS = (intervals, today)
