"""Who did what to what: every act that the audit owes, once, and nothing that somebody said or is called."""

from typing import Any

import pytest
from msgspec import Struct

from flowengine.identity.audit import entries


class Row(Struct, frozen=True):
    facts: list[tuple[Any, ...]]
    subject_kind: str = "tenant"


TOLD: list[tuple[str, list[tuple[Any, ...]], list[tuple[str, str, dict[str, Any]]]]] = [
    (
        "a user changed",
        [("document", "user", "ruth", 3, "alex"), ("roles", "ruth", {}, {"billing": ["supervisor"]}, "alex")],
        [
            ("alex", "document", {"kind": "user", "key": "ruth", "version": 3}),
            ("alex", "roles", {"user": "ruth", "before": {}, "after": {"billing": ["supervisor"]}}),
        ],
    ),
    (
        "a licence given",
        [("licence", "ruth", "dynamics_365", "given", "alex")],
        [("alex", "licence", {"user": "ruth", "platform": "dynamics_365", "how": "given"})],
    ),
    (
        "a file brought in",
        [("document", "contact_center", "sales", 2, "alex"), ("synced", "file", 1, "alex")],
        [
            ("alex", "document", {"kind": "contact_center", "key": "sales", "version": 2}),
            ("alex", "synced", {"source": "file", "changes": 1}),
        ],
    ),
    (
        "a canary",
        [("published", "sales", 4, "dora"), ("canary", "sales", 4, 10.0)],
        [
            ("dora", "published", {"environment": "sales", "number": 4}),
            ("dora", "canary", {"environment": "sales", "number": 4, "percent": 10.0}),
        ],
    ),
    (
        "a canary before its live",
        [("canary", "sales", 4, 10.0), ("live", "sales", 3, "dora")],
        [
            ("dora", "canary", {"environment": "sales", "number": 4, "percent": 10.0}),
            ("dora", "live", {"environment": "sales", "number": 3}),
        ],
    ),
    (
        "a release retired",
        [("retired", "sales", 2, 4, "", "dora")],
        [("dora", "retired", {"environment": "sales", "number": 2, "to": 4, "queue": ""})],
    ),
    (
        "a switch, without its words",
        [
            ("document", "switch", "storm", 2, "ruth"),
            ("switched", "storm", True, "Call Mrs. Berg at home", 0, "ruth", "Mr. Cole is ill"),
        ],
        [("ruth", "switched", {"name": "storm", "on": True, "until_ms": 0})],
    ),
    (
        "an exception, without its reason",
        [
            ("document", "exception", "sales/office", 1, "ruth"),
            ("excepted", "sales/office", ["2026-12-24"], "ruth", "Mr. Cole is ill"),
        ],
        [("ruth", "excepted", {"schedule": "sales/office", "days": ["2026-12-24"]})],
    ),
    (
        "a switch removed",
        [("document", "switch", "storm", 3, "alex")],
        [("alex", "document", {"kind": "switch", "key": "storm", "version": 3})],
    ),
    (
        "a token",
        [("document", "token", "0a1b", 1, "alex")],
        [("alex", "document", {"kind": "token", "key": "0a1b", "version": 1})],
    ),
    (
        "a secret",
        [("document", "secret", "crm", 2, "alex")],
        [("alex", "document", {"kind": "secret", "key": "crm", "version": 2})],
    ),
    ("a caller forgotten", [("document", "caller", "5f2a", 1, "alex")], [("alex", "caller_forgotten", {})]),
    ("nobody named", [("live", "sales", 3, "")], [("system", "live", {"environment": "sales", "number": 3})]),
    ("drafts", [("document", "draft", "sales/entry", 1, "dora"), ("document", "layout", "sales/entry", 1, "dora")], []),
    ("taken out", [("exported", "list", "users", "ruth")], [("ruth", "exported", {"what": "list", "of": "users"})]),
    ("after a stop", [("resumed_after", 5_000)], []),
]


@pytest.mark.parametrize(("facts", "expected"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_what_is_audited(facts: list[tuple[Any, ...]], expected: list[tuple[str, str, dict[str, Any]]]) -> None:
    assert list(entries(Row(facts))) == expected


def test_only_what_is_told_of_the_tenant_is_audited() -> None:
    for kind in ("dialogue", "agent", "contact_center"):
        assert list(entries(Row([("live", "sales", 3, "dora")], kind))) == []
