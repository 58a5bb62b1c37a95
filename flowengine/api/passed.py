"""/api/environments/{env}/flows/{flow}/dialogues and /traffic: who went through a flow, and how they went."""

import re
from typing import Annotated, Any, Literal

from litestar import Request, Response, get
from litestar.params import FromQuery, QueryParameter

from flowengine.api.given import ThePlace, ThePrincipal, TheServices
from flowengine.api.headers import OWN_SIZE
from flowengine.api.reports import made, period, zone_key
from flowengine.api.services import Place, Services
from flowengine.api.steering import directory_for
from flowengine.errors import NotFound, RequestRefused
from flowengine.reports import interval as calendar
from flowengine.reports.flow_asked import MOST_LISTED, DialoguesAsked, OfFlow, TrafficAsked
from flowengine.tenancy.directory import FRONT_DOOR

WORD = re.compile(r"[a-z0-9*#][a-z0-9_]{0,63}")
BEGINNING = "2000-01-01"
Moment = Annotated[str, QueryParameter(max_length=40)]
Word = Annotated[str, QueryParameter(max_length=64)]
Channel = Literal["", "voice", "chat", "message"]
Ended = Literal[
    "", "live", "dropped", "self_served", "left_in_flow", "abandoned", "served", "after_queue", "transferred", "failed"
]


@get(
    "/api/environments/{env:str}/flows/{flow:str}/dialogues",
    opt={OWN_SIZE: True}, summary="A flow's dialogues", tags=["dialogues"],
)  # fmt: skip  # one line per thought
async def flow_dialogues(  # noqa: PLR0913, PLR0917  # an argument per parameter of the query
    principal: ThePrincipal,
    services: TheServices,
    place: ThePlace,
    request: Request[Any, Any, Any],
    first: Annotated[str, QueryParameter(name="from", max_length=40)] = "",
    until: Annotated[str, QueryParameter(name="to", max_length=40)] = "",
    channel: FromQuery[Channel] = "",
    ended: FromQuery[Ended] = "",
    step: Word = "",
    outcome: Word = "",
    stopped: FromQuery[bool] = False,
    tests: FromQuery[bool] = False,
    before: Annotated[str, QueryParameter(max_length=40)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_LISTED)] = 50,
) -> Response[Any]:
    """Those that were in this flow, the newest first, begun from `from` to before `to`. `ended`: how it ended (a word
    of docs/reports.md), `live`, or `dropped`: the caller left. `step`: those that were at this step, with `outcome`
    left by it, with `stopped` came no further in this flow. `tests=true`: test dialogues, which are left out else. Page
    on with `before`, the `next` of the page before; `looked_at` tells how many dialogues were looked through. Nothing
    that a caller said or is."""
    for named, value in (("step", step), ("outcome", outcome)):
        if value and not WORD.fullmatch(value):
            hint = "It is an id of small letters, digits and _."
            raise RequestRefused(f"“{value}” is no {named}.", hint=hint, code="bad_value")
    if (outcome or stopped) and not step:
        raise RequestRefused("Of which step?", hint="Give `step` beside `outcome` or `stopped`.", code="bad_value")
    of = _of_flow(services, place, (first or BEGINNING, until), channel, tests=tests)
    asked = DialoguesAsked(
        principal.tenant, of, ended=ended, step=step, outcome=outcome, stopped=stopped, before=before, limit=limit
    )
    return await made(services, request, asked)


@get(
    "/api/environments/{env:str}/flows/{flow:str}/traffic",
    opt={OWN_SIZE: True}, summary="How callers went through a flow", tags=["dialogues"],
)  # fmt: skip  # as above
async def traffic(  # noqa: PLR0913, PLR0917  # an argument per parameter of the query
    principal: ThePrincipal,
    services: TheServices,
    place: ThePlace,
    request: Request[Any, Any, Any],
    first: Annotated[str, QueryParameter(name="from", max_length=40)] = "",
    until: Annotated[str, QueryParameter(name="to", max_length=40)] = "",
    channel: FromQuery[Channel] = "",
    tests: FromQuery[bool] = False,
) -> Response[Any]:
    """For each step how many dialogues were there and, of those that came no further, how many the caller left
    (`dropped`), ended otherwise (`stopped`) or are `here` now; for each way out how many took it, and for how many it
    was the last way before the caller left. Of dialogues begun from `from` (else today's midnight) to before `to`; of
    more than 10,000 in that time the newest are told, and `complete` is false. See docs/traffic.md."""
    asked = TrafficAsked(principal.tenant, _of_flow(services, place, (first, until), channel, tests=tests))
    return await made(services, request, asked)


def _of_flow(services: Services, place: Place, between: tuple[str, str], channel: str, *, tests: bool) -> OfFlow:
    """Raises NotFound for a place that is none, RequestRefused for a time that is none."""
    directory = directory_for(services, place.tenant)
    if place.environment not in (*directory.contact_centers, FRONT_DOOR):
        raise NotFound("There is no such environment.")
    zone = calendar.zone_of(zone_key(directory, place.environment))
    first_ms, end_ms = period(*between, zone, services.reports.now_ms())
    if first_ms >= end_ms:
        raise RequestRefused("The end is not after the beginning.", hint="Give a later end (`to`).", code="bad_value")
    return OfFlow(place.environment, place.flow, (first_ms, end_ms), channel, tests)


HANDLERS = (flow_dialogues, traffic)
