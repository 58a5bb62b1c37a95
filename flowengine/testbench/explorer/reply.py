"""Replies: how somebody outside may answer what a flow asks: a service, a message's recipient, a live table."""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice, product
from types import MappingProxyType
from typing import Any

from flowengine.lang.expression import Expression
from flowengine.lang.shape import Shape
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer import sample
from flowengine.testbench.explorer.ahead import FlowKey, Name
from flowengine.testbench.explorer.condition import put, results_of, scope_of, value_of
from flowengine.testbench.explorer.constants import Constants, qualified
from flowengine.testbench.explorer.next_act import here_of
from flowengine.testbench.explorer.plan import Given
from flowengine.testbench.explorer.run import Run

MOST_BODIES = 8
MOST_TRIED = 400
NOTHING: Mapping[str, Json] = MappingProxyType({})
FORMS = ("some", "2026-03-02", "2026-03-02T10:00:00Z", "1234", "a@example.com", "AB12 3CD", "+442079460100", "A", "1")
_BY_TYPE: Mapping[str, Json] = MappingProxyType(
    {"text": "some", "number": 1, "boolean": True, "list": [], "object": {}, "any": {}}
)
_BY_JSON: Mapping[str, Json] = MappingProxyType(
    {"string": "some", "number": 1, "integer": 1, "boolean": True, "null": None, "array": [], "object": {}}
)


def replies(bench: Bench, constants: Constants, run: Run) -> Iterator[Given]:
    """Every answer to what the run stopped at, as a change of what is given."""
    wanted, given = run.wanted, run.plan.given
    if wanted is None:
        return
    if wanted.part == "texts":
        yield from ({"texts": {wanted.key: word}} for word in ("sent", "undeliverable"))
    elif wanted.part == "tables":
        yield from ({"tables": {wanted.key: rows}} for rows in _rows(bench, constants, run, wanted.key))
    else:
        before = given.get("http", {}).get(wanted.key, [])
        secrets = given.get("secrets", [])
        more = [wanted.secret] if wanted.secret and wanted.secret not in secrets else []
        for reply in _http(bench, constants, run):
            yield {"http": {wanted.key: [*before, reply]}, **({"secrets": [*secrets, *more]} if more else {})}


def _http(bench: Bench, constants: Constants, run: Run) -> Iterator[dict[str, Json]]:
    key = here_of(run)
    config = bench.config(key)
    for body in _bodies(bench, constants, key, config):
        yield {"json": body}
    yield {"status": 500}
    yield {"timeout": True}
    shape = getattr(config, "expect", None)
    into: str = getattr(config, "into", "")
    if into or (isinstance(shape, Shape) and shape.source):
        yield {"body": "<not what was expected>"}
    yield {"problem": "too_large"}


def _bodies(bench: Bench, constants: Constants, key: str, config: Any) -> list[Json]:
    """Bodies that the step takes: one as plain as can be, and one for each way in which what is asked of it later can
    come out."""
    environment, flow, _ = key.split("/")
    target: str = getattr(config, "into", "")
    shape = getattr(config, "expect", None)
    source = shape.source if isinstance(shape, Shape) else NOTHING
    plain = made(source) if source else _BY_TYPE[_type(bench, environment, flow, target)]
    if not target:
        return [plain]
    return _told_apart(plain, constants, (environment, flow), target, source) or [plain]


def _told_apart(
    plain: Json, constants: Constants, flow: FlowKey, target: str, source: Mapping[str, Json] = NOTHING
) -> list[Json]:
    """Of all values that fit `source`, one for each way in which what the flow asks of `target` can come out."""
    asked, path = constants.asked_of(flow, target), tuple(target.split("."))
    found: dict[tuple[str, ...], Json] = {}
    for body in islice(_other_bodies(plain, constants, qualified(path, flow)), MOST_TRIED):
        if not source or not Shape(source).problem(body):
            found.setdefault(results_of(asked, put({}, path, body)) if asked else (repr(body),), body)
    return list(found.values())[:MOST_BODIES]


def _other_bodies(plain: Json, constants: Constants, name: Name) -> Iterator[Json]:
    """Every part at each value that makes a difference, first one part at a time, then two."""
    yield plain
    if not isinstance(plain, dict):
        yield from sample.around(constants.of(name))
        return
    parts = {path: sample.around(values) for path, values in constants.under(name).items()}
    for count in (1, 2):
        for some in combinations(parts, count):
            for values in product(*(parts[path] for path in some)):
                body: Any = plain
                for path, value in zip(some, values, strict=True):
                    body = put(body, path, value)
                yield body


def _type(bench: Bench, environment: str, flow: str, target: str) -> str:
    place, _, name = target.partition(".")
    if place == "vars":
        variable = bench.releases[environment][1].flows[flow].flow.variables.get(name)
        return variable.type if variable is not None else "any"
    attribute = bench.directory.tenant.attributes.get(name) if place == "attributes" else None
    return attribute.type if attribute is not None else "text" if place == "dialogue" else "any"


def made(shape: Mapping[str, Any]) -> Json:
    """A value that fits a shape, as plain as can be."""
    if "const" in shape:
        return shape["const"]
    if "enum" in shape:
        return shape["enum"][0]
    kind = shape.get("type", "object" if "properties" in shape or "required" in shape else "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        parts = shape.get("properties", {})
        return {name: made(parts.get(name, {})) for name in dict.fromkeys([*shape.get("required", ()), *parts])}
    if kind == "array":
        return [made(shape.get("items", {}))] * shape.get("minItems", 1)
    if kind in ("number", "integer"):
        low, high = shape.get("minimum", shape.get("exclusiveMinimum")), shape.get("maximum")
        return (low + ("exclusiveMinimum" in shape)) if low is not None else min(1, high) if high is not None else 1
    if kind == "string":
        return _text(shape)
    return _BY_JSON[kind]


def _text(shape: Mapping[str, Any]) -> str:
    """Of the right length; a pattern is met if one of a few common forms meets it."""
    fitting = (form for form in FORMS if not Shape(shape).problem(form))
    return next(fitting, "some".ljust(shape.get("minLength", 0), "e")[: shape.get("maxLength", 10_000)])


def _rows(bench: Bench, constants: Constants, run: Run, name: str) -> Iterator[list[Json]]:
    """What stands in a live table today: what it was published with; a row with the key that was looked up, as it may
    lead different ways; nothing."""
    known = [program.environment.tables for _, program in bench.releases.values()]
    table = next(found[name] for found in known if name in found)
    if table.rows:
        yield [dict(row) for row in table.rows[:MOST_BODIES]]
    step = next((fact[1] for fact in reversed(run.facts) if fact[0] in ("went", "fault")), "")
    config = bench.config(step)
    key, target = getattr(config, "key", None), getattr(config, "into", "")
    if isinstance(key, Expression) and target:
        environment, flow, _ = step.split("/")
        looked_up = value_of(key, scope_of(run))
        if isinstance(looked_up, str | int):
            rows = _told_apart({table.key: looked_up}, constants, (environment, flow), target)
            yield from ([row] for row in rows if isinstance(row, dict) and row.get(table.key) == looked_up)
    yield []
