"""The only place that knows HTTP codes: turns our errors and the framework's into RFC 9457 problems."""

import re
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, ValidationException
from litestar.exceptions import NotFoundException as NoRoute
from msgspec import Struct
from msgspec.structs import replace

from flowengine.errors import (
    Conflict,
    EffectFailed,
    Finding,
    FlowInvalid,
    Forbidden,
    LedgerError,
    NotFound,
    NotHere,
    NotSignedIn,
    Overloaded,
    RequestRefused,
    args_of,
)
from flowengine.identity.routes import ROUTES
from flowengine.ledger.port import StoreDamaged, StoreFull, StoreMissing, StoreReadOnly
from flowengine.runtime.log import Log, fault_of

SOON_S = 2
MEDIA_TYPE = "application/problem+json"
NOTHING_HERE = "There is no such thing here."
OURS = "Something went wrong on our side; it was noted."
LATER = "The server cannot reach its data right now; try again in a few seconds."
# What whoever uses the server is told of a store that fails; its log says where, and what is to be done.
_STORES: dict[type[LedgerError], str] = {
    StoreFull: "The server's disk is full: nothing was kept. It goes on by itself as soon as there is room.",
    StoreReadOnly: "The server may not write its data: nothing was kept. Its log says where.",
    StoreDamaged: "The server's data is damaged: nothing was kept. Its log says what is to be done.",
    StoreMissing: "The server's data is not where it was: nothing was kept. Its log says what is to be done.",
}
_log = Log(__name__)
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")  # what stands in a path is anybody's word: only what can be an id is logged

# A refusal's code decides before its class does: rooms below raise RequestRefused with a code of their own.
_BY_CODE = {
    "not_found": 404, "method_not_allowed": 405, "conflict": 409, "reset": 409, "lost": 409, "too_slow": 409,
    "too_far_behind": 409, "stale_base": 412, "too_large": 413, "not_json": 415, "wrong_region": 421,
    "wrong_host": 421, "flow_invalid": 422, "foreign_origin": 403, "if_match_needed": 428, "too_many": 429,
    "overloaded": 429, "stopping": 503, "not_known": 503,
}  # fmt: skip  # read as a table
_TITLES = {
    400: "The request cannot be done", 401: "Sign in first", 403: "Not allowed", 404: "Not found",
    405: "Not done this way", 409: "Changed by someone else, or against a rule", 412: "Changed since it was read",
    413: "Too large", 415: "Not JSON", 421: "Not this server", 422: "The document has findings",
    428: "Say what it is based on", 429: "Too many", 500: "Our fault", 502: "The outside did not answer",
    503: "Try again",
}  # fmt: skip  # as above


class Problem(Struct, frozen=True, omit_defaults=True):
    """RFC 9457, with our stable `code`, what to do instead, and an author's findings. `args`: what `detail` is about,
    so that a page can say it in another language by the code."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str = ""
    findings: list[Finding] = []
    retry_after_s: int = 0
    args: tuple[str, ...] = ()


def problem(status: int, code: str, detail: str, hint: str = "", findings: list[Finding] | None = None) -> Problem:
    kind = f"urn:dialogue-studio:problem:{code}"
    title = _TITLES.get(status, "The request cannot be done")
    return Problem(kind, title, status, code, detail, hint, findings or [], args=args_of(detail))


MOVED = replace(
    problem(503, "not_here", "This is being taken over by another server; try again in a moment."), retry_after_s=1
)


CUT_OFF = problem(503, "store_unavailable", LATER)


def problem_of(fault: Exception) -> Problem:
    """The problem of any exception. What is not found says the same for an unknown id and for a foreign tenant's."""
    if isinstance(fault, FlowInvalid):
        return problem(422, "flow_invalid", "The document cannot be used as it is.", findings=fault.findings)
    if isinstance(fault, RequestRefused):
        if isinstance(fault, Overloaded):
            return replace(problem(429, fault.code, str(fault), fault.hint), retry_after_s=fault.retry_after_s)
        status = _BY_CODE.get(fault.code) or _status_of(fault)
        if status == 404:
            return problem(404, "not_found", NOTHING_HERE)
        return problem(status, fault.code, str(fault), fault.hint)
    if isinstance(fault, EffectFailed):
        return problem(502, "effect_failed", "Another system did not answer as it should.")
    if isinstance(fault, NotHere):
        return MOVED
    if isinstance(fault, LedgerError):
        return problem(503, "store_unavailable", _STORES.get(type(fault), LATER))
    if isinstance(fault, HTTPException):
        return _of_framework(fault)
    return problem(500, "engine_bug", OURS)


def _status_of(refusal: RequestRefused) -> int:
    match refusal:
        case NotFound():
            return 404
        case Conflict():
            return 409
        case Forbidden():
            return 403
        case NotSignedIn():
            return 401
    return 400


def _of_framework(fault: HTTPException) -> Problem:
    if isinstance(fault, NoRoute):
        return problem(404, "not_found", NOTHING_HERE)
    if isinstance(fault, MethodNotAllowedException):
        return problem(405, "method_not_allowed", "This address does not take this method.")
    if isinstance(fault, ValidationException):
        extra = fault.extra if isinstance(fault.extra, list) else []
        said = "; ".join(f"{_place(item)}{item.get('message', '')}" for item in extra)
        return problem(400, "bad_request", said or "The request is not well formed.")
    if fault.status_code < 500:
        return problem(fault.status_code, "bad_request", "The request is not well formed.")
    return problem(500, "engine_bug", OURS)


def _place(item: dict[str, Any]) -> str:
    key = str(item.get("key", ""))
    return f"{key}: " if key and key != "data" else ""


def respond(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """The response of any exception that a handler, guard or the framework raised."""
    found = problem_of(fault)
    if found.code == "method_not_allowed" and not _is_known(request.scope["path"]):
        found = problem(404, "not_found", NOTHING_HERE)
    said = {"code": found.code, "method": request.scope.get("method"), "path": request.scope.get("path_template")}
    if found.status < 500:
        _log.info("request_refused", status=found.status, **said, **_about(request))
    else:
        # Never the exception's own words: they may quote what a caller said. Kind and place are enough to find it.
        _log.error("request_failed", status=found.status, **said, **_about(request), **fault_of(fault))
    return Response(
        msgspec.json.encode(found), status_code=found.status, media_type=MEDIA_TYPE, headers=_headers(found)
    )


def hook_problem(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """The same for who brings callers by a hook: whatever is our fault, or passes, is 503, because some senders never
    repeat what was answered otherwise."""
    answer = respond(request, fault)
    status = answer.status_code or 500
    if status == 429 or status >= 500:
        answer.status_code = 503
        answer.headers.setdefault("Retry-After", str(SOON_S))
    return answer


def _about(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Whose the request was, as far as its guard came to know: never what stood in it."""
    state = request.scope.get("state") or {}
    principal, visit = state.get("principal"), state.get("visit")
    found = {"tenant": getattr(principal or visit, "tenant", ""), "dialogue": getattr(visit, "dialogue", "")}
    path = str(request.scope.get("path_template") or "")
    if path.startswith("/api/dialogues/{id}"):
        found["dialogue"] = str(request.path_params.get("id", ""))
    return {name: value for name, value in found.items() if _ID.fullmatch(value)}


def _headers(found: Problem) -> dict[str, str]:
    """When to ask again; not by itself, where it may have been done already."""
    if found.status not in (429, 503) or found.code == "not_known":
        return {}
    return {"Retry-After": str(found.retry_after_s or SOON_S)}


async def refuse(found: Problem, scope: Any, send: Any, *more: tuple[bytes, bytes]) -> None:
    """Answer with a problem where there is no handler, a WebSocket that is not open yet too."""
    kind = "http.response"
    if scope["type"] == "websocket":
        if "websocket.http.response" not in (scope.get("extensions") or {}):
            await send({"type": "websocket.close", "code": 4000 + found.status, "reason": found.detail})
            return
        kind = "websocket.http.response"
    headers = [(b"content-type", MEDIA_TYPE.encode())]
    headers += [(name.lower().encode(), value.encode()) for name, value in _headers(found).items()]
    await send({"type": f"{kind}.start", "status": found.status, "headers": [*headers, *more]})
    await send({"type": f"{kind}.body", "body": msgspec.json.encode(found), "more_body": False})


def _is_known(path: str) -> bool:
    """Whether an API path is one of the table's: the pages' deep links answer GET everywhere else."""
    parts = path.strip("/").split("/")
    return any(_matches(route.path.strip("/").split("/"), parts) for route in ROUTES if route.path.startswith("/api/"))


def _matches(template: list[str], parts: list[str]) -> bool:
    return len(template) == len(parts) and all(
        wanted.startswith("{") or wanted == given for wanted, given in zip(template, parts, strict=True)
    )
