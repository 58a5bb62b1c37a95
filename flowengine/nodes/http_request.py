"""http_request: call a service over HTTP and go by what it answers."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, field

from flowengine.errors import FlowInvalid
from flowengine.lang.escape import json_escaped, percent_encoded, xml_escaped
from flowengine.lang.expression import Expression
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_config import NAME_OR_NONE, Meanwhile, NodeConfig, SecondTarget, TargetOrNone
from flowengine.lang.node_type import Await, Context, Fault, NodeType, Resumed, Step
from flowengine.lang.shape import Shape
from flowengine.lang.strict_json import loads
from flowengine.lang.template import Template, parse_template
from flowengine.lang.url import UrlTemplate
from flowengine.lang.work import CallWork, longest_s
from flowengine.messages import Json, ServiceReplied

MOST_SENT = 64 * 1024
MOST_KEPT = 64 * 1024  # of an answer that becomes a variable or is looked at: it lives in the dialogue's state
HeaderName = Annotated[str, Meta(pattern="^[A-Za-z][A-Za-z0-9-]{0,63}$")]
FieldName = Annotated[str, Meta(min_length=1, max_length=64)]
ContentType = Literal["application/json", "application/x-www-form-urlencoded", "application/xml", "text/plain"]


class HttpRequest(NodeConfig, frozen=True, tag="http_request", forbid_unknown_fields=True):
    url: Annotated[UrlTemplate, Meta(description="Address of the service; values in it are percent-encoded")]
    method: Annotated[Literal["GET", "POST", "PUT", "PATCH", "DELETE"], Meta(description="What is asked of it")] = "GET"
    headers: Annotated[
        dict[HeaderName, Template],
        Meta(max_length=30, description="Further headers", extra_json_schema={"format": "headers"}),
    ] = field(default_factory=dict)
    json: Annotated[
        dict[FieldName, Expression], Meta(max_length=50, description="Body as JSON: field to value, of any type")
    ] = field(default_factory=dict)
    body: Annotated[Template, Meta(description="Body as text; values are written as its content type needs")] = field(
        default_factory=lambda: parse_template("")
    )
    content_type: Annotated[ContentType, Meta(description="What the body is")] = "application/json"
    secret: Annotated[
        str,
        Meta(pattern=NAME_OR_NONE, description="Name of the secret it is allowed by",
             extra_json_schema={"format": "secret"}),
    ] = ""  # fmt: skip  # the pattern reads with its name
    timeout_s: Annotated[
        float, Meta(gt=0, le=10, description="Of each try, seconds", extra_json_schema={"format": "silence_s"})
    ] = 10.0
    retries: Annotated[
        int,
        Meta(ge=0, le=3, description="Further tries when nobody answers. Each has the same Idempotency-Key: a service "
             "that changes something must know it"),
    ] = 0  # fmt: skip  # as above
    into: Annotated[TargetOrNone, Meta(description="Where the answer goes: JSON as what it is, else text")] = ""
    status_into: Annotated[SecondTarget, Meta(description="Where the HTTP status goes, a number")] = ""
    expect: Annotated[Shape, Meta(description="What a good answer looks like, as JSON Schema")] = field(
        default_factory=lambda: Shape({})
    )
    meanwhile: Meanwhile = None


def enter(config: HttpRequest, ctx: Context) -> Step:
    body = _body(config, ctx)
    if len(body.encode()) > MOST_SENT:
        return Fault(f"the body would have more than {MOST_SENT} bytes")
    headers = {name: _header(value, ctx) for name, value in config.headers.items()}
    if body:
        headers.setdefault("Content-Type", config.content_type)
    url = config.url.address(ctx.scope)
    work = CallWork(config.method, url, headers, body, config.secret, config.timeout_s, config.retries)
    return Await(None, work, longest_s(work), config.meanwhile)


def resume(config: HttpRequest, memory: None, event: Resumed, ctx: Context) -> Step:
    if not isinstance(event, ServiceReplied) or event.problem == "timeout":
        return "timeout"
    if event.problem == "refused":
        return Fault(event.body or "the request may not leave")
    if config.status_into:
        ctx.assign(config.status_into, event.status)
    if event.problem == "too_large":
        return "invalid_response"
    if event.problem or not 200 <= event.status < 300:
        return "http_error"
    if (config.into or config.expect.source) and not _taken(config, event.body, ctx):
        return "invalid_response"
    return "success"


def _taken(config: HttpRequest, body: str, ctx: Context) -> bool:
    """Whether the answer is as expected and went where it should."""
    if len(body) > MOST_KEPT:
        ctx.explain(f"the answer has more than {MOST_KEPT} characters")
        return False
    value = _read(body)
    problem = config.expect.problem(value)
    if not problem and config.into:
        try:
            ctx.assign(config.into, value)
        except EvaluationFault as fault:
            problem = fault.message
    if problem:
        ctx.explain(f"the answer is not as expected: {problem}")
    return not problem


def _read(body: str) -> Json:
    try:
        return loads(body, max_bytes=4 * MOST_KEPT)
    except FlowInvalid:
        return body


def _header(value: Template, ctx: Context) -> str:
    text = value.render(ctx.scope)
    if not text.isascii() or not text.isprintable():
        raise EvaluationFault("a header would hold a line break, or letters that no header may hold")
    return text.strip()


ESCAPES: Mapping[ContentType, Callable[[str], str] | None] = MappingProxyType(
    {
        "application/json": json_escaped,
        "application/x-www-form-urlencoded": percent_encoded,
        "application/xml": xml_escaped,
        "text/plain": None,
    }
)


def _body(config: HttpRequest, ctx: Context) -> str:
    if config.json:
        return msgspec.json.encode({name: value.evaluate(ctx.scope) for name, value in config.json.items()}).decode()
    text = config.body.render(ctx.scope, ESCAPES[config.content_type])
    if text and config.content_type == "application/json":
        try:
            loads(text)  # a value outside of quotes could have made something else of it
        except FlowInvalid:
            raise EvaluationFault("the body would not be JSON") from None
    return text


NODE = NodeType(
    name="http_request",
    config=HttpRequest,
    outcomes=("success", "http_error", "timeout", "invalid_response"),
    enter=enter,
    resume=resume,
    title="Call a service",
    purpose="Call a service over HTTP and go by what it answers.",
    group="Data",
    icon="http_request",
    waits=True,
    without_caller=True,
    sets_by=("success",),
    gives={"status_into": "number"},
    only_if={"content_type": ("body",)},
    summary=("method", "url"),
    example={
        "type": "http_request",
        "url": "https://crm.example/customers/{{ caller.number }}",
        "secret": "crm",
        "into": "vars.branch",
        "expect": {"type": "object", "required": ["name"]},
        "meanwhile": "",
    },
)
