"""Every error is a problem of RFC 9457 with a stable code, and never tells what is inside."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.api.errors import problem_of
from flowengine.errors import (
    Busy,
    Conflict,
    EffectFailed,
    EngineBug,
    Fenced,
    Finding,
    FlowInvalid,
    Forbidden,
    LedgerError,
    NotFound,
    NotHere,
    NotSignedIn,
    Overloaded,
    RequestRefused,
)
from tests.api.world import FLOW, HOME, World, call, sign_in

FINDING = Finding("missing", "error", "$.nodes", "“nodes” is missing.", "Add it.")
KINDS = [
    (NotFound("no dialogue 17"), 404, "not_found"),
    (RequestRefused("gone", code="not_found"), 404, "not_found"),
    (Conflict("saved since"), 409, "conflict"),
    (Conflict("linked", code="address_linked"), 409, "address_linked"),
    (Conflict("saved since", code="stale_base"), 412, "stale_base"),
    (Conflict("the offer is over", code="stale"), 409, "stale"),
    (Forbidden("no role"), 403, "forbidden"),
    (NotSignedIn("nobody"), 401, "not_signed_in"),
    (RequestRefused("no such key", code="unknown_key"), 400, "unknown_key"),
    (RequestRefused("other region", code="wrong_region"), 421, "wrong_region"),
    (RequestRefused("slow down", code="too_many"), 429, "too_many"),
    (FlowInvalid([FINDING]), 422, "flow_invalid"),
    (EffectFailed("GET x", "secret reason"), 502, "effect_failed"),
    (LedgerError("disk /var/x is full"), 503, "store_unavailable"),
    (Busy("other process"), 503, "store_unavailable"),
    (Fenced("epoch 3"), 503, "store_unavailable"),
    (NotHere("emea-home", "node-7", "10.0.0.7:8081"), 503, "not_here"),
    (Overloaded("Too much waits.", retry_after_s=7), 429, "overloaded"),
    (RequestRefused("who knows", code="not_known"), 503, "not_known"),
    (EngineBug("internal words"), 500, "engine_bug"),
    (ValueError("internal words"), 500, "engine_bug"),
]


@pytest.mark.parametrize(("fault", "status", "code"), KINDS, ids=lambda v: type(v).__name__)
def test_each_kind_has_its_status_and_code(fault: Exception, status: int, code: str) -> None:
    found = problem_of(fault)
    assert (found.status, found.code) == (status, code)
    assert found.type == f"urn:dialogue-studio:problem:{code}"
    assert found.title
    if status in (404, 500, 502, 503) and code != "not_known":
        assert str(fault) not in found.detail


def test_our_fault_is_one_sentence_without_a_trace(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    world.runtime.fault = ValueError("the caller said 4711")
    answer = call(client, "POST", "/api/agents/me/sign-in")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "code", "detail"}
    assert "4711" not in answer.text
    assert "Traceback" not in answer.text


LATER = [
    (LedgerError("disk is full"), 503, "2"),
    (NotHere("emea-home"), 503, "1"),
    (Overloaded("Too much waits.", retry_after_s=7), 429, "7"),
    (RequestRefused("slow down", code="too_many"), 429, "2"),
    (RequestRefused("who knows", code="not_known"), 503, None),
]


@pytest.mark.parametrize(("fault", "status", "after"), LATER, ids=lambda v: type(v).__name__)
def test_who_may_come_back_is_told_when(
    world: World, client: TestClient[Litestar], fault: Exception, status: int, after: str | None
) -> None:
    sign_in(client, "all")
    world.runtime.fault = fault
    answer = call(client, "POST", "/api/agents/me/sign-in")
    assert (answer.status_code, answer.headers.get("retry-after")) == (status, after)


BROKEN: list[tuple[str, str, Any, tuple[int, str]]] = [
    ("POST", "/api/session", {"tenant": HOME}, (400, "bad_request")),
    ("POST", "/api/session", {"tenant": HOME, "user": "all", "admin": True}, (400, "bad_request")),
    ("POST", "/api/session", {"tenant": HOME, "user": 3}, (400, "bad_request")),
    ("POST", "/api/session", {"tenant": HOME, "user": "stranger"}, (404, "not_found")),
    ("GET", "/api/dialogues?state=dead", None, (400, "bad_request")),
    ("GET", "/api/nowhere", None, (404, "not_found")),
    ("POST", "/api/nowhere", {}, (404, "not_found")),
    ("PUT", "/api/dialogues/17/trace", {}, (405, "method_not_allowed")),
    ("DELETE", "/flows/main", {}, (404, "not_found")),
]


@pytest.mark.parametrize(("method", "path", "body", "expected"), BROKEN, ids=lambda v: str(v)[:40])
def test_what_is_not_well_asked(
    client: TestClient[Litestar], method: str, path: str, body: Any, expected: tuple[int, str]
) -> None:
    sign_in(client, "all")
    answer = call(client, method, path, body)
    assert (answer.status_code, answer.json()["code"]) == expected, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_invalid_flow_is_refused_with_every_finding_and_not_stored(
    world: World, client: TestClient[Litestar]
) -> None:
    sign_in(client, "all")
    before = dict(world.editor.drafts)
    path = "/api/environments/billing/flows/main"
    answer = call(client, "PUT", path, {"flow": {"format": 1}}, if_match="*")
    assert answer.status_code == 422
    assert answer.json()["findings"] == [
        {
            "code": "missing",
            "severity": "error",
            "path": "$.nodes",
            "message": "“nodes” is missing.",
            "hint": "Add it.",
            "args": ["nodes"],
        }
    ]
    assert world.editor.drafts == before


def test_saving_needs_the_version_that_was_read(client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    path = "/api/environments/billing/flows/main"
    tag = call(client, "GET", path).headers["etag"]
    changed = {**FLOW, "title": "Changed"}
    assert call(client, "PUT", path, {"flow": changed}).json()["code"] == "if_match_needed"
    saved = call(client, "PUT", path, {"flow": changed}, if_match=tag)
    assert saved.status_code == 200
    assert saved.headers["etag"] == f'"{saved.json()["hash"]}"'
    late = call(client, "PUT", path, {"flow": FLOW}, if_match=tag)
    assert (late.status_code, late.json()["code"]) == (412, "stale_base")
    assert call(client, "GET", path).json()["flow"]["title"] == "Changed"
