"""Whose a request is: by path, ticket, token, cookie or body, in this order; and nothing by what cannot be ours."""

from typing import Any

import pytest

from flowengine.api.whose import OfBody, OfNode, OfOwner, OfTenant, OfToken, tenant_in_body, whose

SHOWN = f"bearer ds_{'a' * 32}_{'s' * 27}"
HOME = OfTenant("emea-home")


def scope(method: str, path: str, query: bytes = b"", **headers: str) -> Any:
    kind = "websocket" if method == "WS" else "http"
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": kind, "method": method, "path": path, "query_string": query, "headers": given}


ASKED = {
    "a visit": (scope("POST", "/api/visit/emea-home"), HOME),
    "a visit's events": (scope("POST", "/api/visit/emea-home/events", cookie="session=emea-other.x"), HOME),
    "a visit of no tenant": (scope("POST", "/api/visit/..%2f"), None),
    "a caller's stream": (scope("WS", "/api/visit/emea-home/stream", b"ticket=emea-other.x"), HOME),
    "the live feed": (scope("WS", "/api/live", b"after=3&ticket=emea-home.x"), HOME),
    "a feed with another's cookie": (scope("WS", "/api/live", b"ticket=emea-home.x", cookie="session=nora-x.y"), HOME),
    "a feed without a ticket": (scope("WS", "/api/live", b"nticket=emea-home.x"), None),
    "a person": (scope("GET", "/api/flows", cookie="a=b; session=emea-home.x"), HOME),
    "a quoted cookie": (scope("GET", "/api/flows", cookie='session="emea-home.x"'), HOME),
    "the last of two": (scope("GET", "/api/flows", cookie="session=emea-other.x; session=emea-home.x"), HOME),
    "another cookie": (scope("GET", "/api/flows", cookie="xsession=emea-home.x"), None),
    "a cookie of before": (scope("GET", "/api/flows", cookie="session=secret"), None),
    "a program": (scope("GET", "/api/flows", authorization=SHOWN, cookie="session=nora-x.y"), OfToken("a" * 32)),
    "a program that is none": (scope("GET", "/api/flows", authorization="Bearer x", cookie="session=nora-x.y"), None),
    "a scraper": (scope("GET", "/metrics", authorization=SHOWN), OfToken("a" * 32)),
    "a scraper of the operator": (scope("GET", "/metrics", authorization="Bearer dsop_x"), None),
    "signing in": (scope("POST", "/api/session", cookie="session=emea-other.x"), OfBody()),
    "who is signed in": (scope("GET", "/api/session", cookie="session=emea-home.x"), HOME),
    "the demo's people": (scope("GET", "/api/demo/users", cookie="session=emea-home.x"), None),
    "a desk of the demo": (scope("POST", "/api/demo/take-over", cookie="session=emea-home.x"), HOME),
    "health": (scope("GET", "/api/health", cookie="session=emea-home.x"), None),
    "readiness": (scope("GET", "/readyz", cookie="session=emea-home.x"), None),
    "a page": (scope("GET", "/flows/main", cookie="session=emea-home.x"), None),
    "the operator's session": (scope("GET", "/api/operator/session", cookie="session=emea-home.x"), None),
    "the operator's list": (scope("GET", "/api/operations/nodes", cookie="session=emea-home.x"), None),
    "a tenant's dead events": (scope("POST", "/api/operations/tenants/emea-home/dead/3/again"), OfOwner("emea-home")),
    "what a node does": (scope("GET", "/api/operations/nodes/node-7"), OfNode("node-7")),
    "one node": (scope("POST", "/api/operations/nodes/node-7/drain"), OfNode("node-7")),
    "what one node does": (scope("GET", "/api/operations/nodes/node-7"), OfNode("node-7")),
}  # fmt: skip  # read as a table


@pytest.mark.parametrize(("asked", "expected"), ASKED.values(), ids=ASKED)
def test_whose(asked: Any, expected: Any) -> None:
    assert whose(asked, "session") == expected


def test_under_https_the_cookie_has_another_name() -> None:
    asked = scope("GET", "/api/flows", cookie="session=emea-other.x; __Host-session=emea-home.x")
    assert whose(asked, "__Host-session") == HOME


@pytest.mark.parametrize(
    ("body", "expected"),
    [(b'{"tenant":"emea-home","user":"x"}', HOME), (b"[]", None), (b"", None), (b'{"tenant":"../x"}', None)],
)
def test_a_sign_in_names_its_tenant(body: bytes, expected: Any) -> None:
    assert tenant_in_body(body) == expected
