"""Every route, asked by everyone: allowed or refused as the role x route table says, and nothing of other tenants."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient

from flowengine.api.app import refuse_untold, routes_of
from flowengine.api.cookie import SESSION
from flowengine.api.services import Place
from flowengine.api.settings import Settings
from flowengine.errors import EngineBug
from flowengine.identity.routes import ROUTES, Route
from flowengine.tenancy.change import changed
from flowengine.tenancy.directory import written
from flowengine.tenancy.user import ROLES
from tests.api.world import ABROAD, FLOW, HOME, OPERATOR_KEY, World, call, pages_in, token_in
from tests.contracts.at_once import at_once

ENV = {"env": "billing", "flow": "main", "file": "basic.json", "number": "1", "kind": "flow"}
ENV |= {"node": "one", "shard": "7", "seq": "1", "wait": "1", "secret": "crm", "language": "en"}
ENV |= {"contact_center": "billing", "skill": "dutch", "disposition": "sold", "address": "+442079460100"}
ENV |= {
    "channel": "relay",
    "user": "nothing",
    "platform": "salesforce",
    "reason": "lunch",
    "table": "users",
    "device": "phone",
}
SELF = {"name": "Nobody's", "directory_id": "demo", "object_id": "nothing"}
SAID = {"event_id": "1", "event": {"type": "KeyPressed", "key": "1"}}
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/api/session"): {"tenant": HOME, "user": "all"},
    ("POST", "/api/environments/{env}/flows"): {"name": "fresh", "flow": FLOW},
    ("PUT", "/api/environments/{env}/flows/{flow}"): {"flow": FLOW},
    ("POST", "/api/check"): {"flow": FLOW},
    ("POST", "/api/environments/{env}/flows/{flow}/value"): {
        "flow": FLOW, "node": "hello", "kind": "expression", "source": "1",
    },
    ("POST", "/api/environments/{env}/flows/{flow}/together"): {"flow": FLOW, "base": FLOW},
    ("PUT", "/api/environments/{env}/flows/{flow}/cases/{file}"): {"cases": {}},
    ("POST", "/api/environments/{env}/flows/{flow}/try/case"): {"name": "Dutch"},
    ("PUT", "/api/environments/{env}/preview"): {"callers": []},
    ("POST", "/api/environments/{env}/releases"): {"message": "First"},
    ("POST", "/api/environments/{env}/replay"): {"most": 1},
    ("PUT", "/api/environments/{env}/live"): {"number": 1},
    ("POST", "/api/environments/{env}/releases/{number}/retire"): {"queue": "billing", "dry_run": True},
    ("PUT", "/api/switches/{name}"): {"on": True, "reason": "flood"},
    ("PUT", "/api/environments/{env}/schedules/{name}/exceptions"): {"days": {"2026-03-02": []}, "reason": "flood"},
    ("PUT", "/api/agents/me/presence"): {"intent": "available"},
    ("POST", "/api/reservations/{id}/say"): {"text": "Hello"},
    ("POST", "/api/reservations/{id}/hold"): {"held": True},
    ("POST", "/api/reservations/{id}/transfer"): {"contact_center": "billing"},
    ("POST", "/api/reservations/{id}/note"): {"note": "Called before"},
    ("PUT", "/api/agents/{id}/devices/{device}"): {"presence": "device_busy"},
    ("POST", "/api/visit/{tenant}"): {"address": "+442079460100", "channel": "voice"},
    ("POST", "/api/visit/{tenant}/events"): SAID,
    ("POST", "/api/demo/take-over"): {"agent": "agent"},
    ("PUT", "/api/tree"): {"files": {}},
    ("PUT", "/api/environments/{env}/csv/texts"): {"csv": "place"},
    ("PUT", "/api/environments/{env}/csv/{kind}/{name}"): {"csv": "key"},
    ("PUT", "/api/environments/{env}/parts/{kind}/{name}"): {"value": "Hello."},
    ("POST", "/api/callers/forget"): {"number": "+447700900123"},
    ("POST", "/api/callers/find"): {"number": "+447700900123"},
    ("POST", "/api/people/find"): {"number": "+447700900122"},
    ("POST", "/api/people/export"): {"number": "+447700900122"},
    ("POST", "/api/people/erase"): {"number": "+447700900122"},
    ("POST", "/api/callers/note"): {"number": "+447700900123", "name": "Ann"},
    ("PUT", "/api/secrets/{secret}"): {"value": "canary", "hosts": ["crm.example"]},
    ("POST", "/api/dialogues/{id}/answers/{wait}"): {"exit": "yes"},
    ("PUT", "/api/directory"): {"format": 1},
    ("POST", "/api/directory/changes"): {"changes": []},
    ("PUT", "/api/directory/csv/{table}"): {"csv": "user\nadministrator\nall\n"},
    ("POST", "/api/directory/csv/{table}"): {"csv": "user,name\nall,Everything\n"},
    ("PUT", "/api/contact-centers/{contact_center}"): {
        "title": "Billing", "skills": {"dutch": {}}, "dispositions": {"sold": "Sold"},
    },
    ("POST", "/api/contact-centers/{contact_center}/copies"): {"name": "fresh"},
    ("PUT", "/api/contact-centers/{contact_center}/skills/{skill}"): {"title": "French"},
    ("PUT", "/api/contact-centers/{contact_center}/dispositions/{disposition}"): {"title": "Sold"},
    ("PUT", "/api/addresses/{address}"): {"kind": "number"},
    ("PUT", "/api/users/{user}"): SELF,
    ("PUT", "/api/licences/{platform}"): {"seats": 5},
    ("PUT", "/api/away-reasons/{reason}"): {"title": "Lunch"},
    ("POST", "/api/blocked-callers"): {"number": "+447700900123", "reason": "threats"},
    ("POST", "/api/blocked-callers/let-in"): {"number": "+447700900666"},
    ("POST", "/api/operator/session"): {"key": OPERATOR_KEY},
    ("POST", "/api/hooks"): {"name": "partner"},
    ("POST", "/api/tokens"): {"name": "ci", "role": "viewer", "environments": ["billing"]},
}  # fmt: skip  # one route, one body
HTTP = [route for route in ROUTES if route.method != "WS"]
IDS = [f"{route.method} {route.path}" for route in HTTP]
WHO = ["nobody", "visitor", *ROLES, *(f"{role}_billing" for role in ROLES), "nothing"]


class Door:
    """A fresh server in which everything that a route may name is there, in both tenants."""

    def __init__(self, client: TestClient[Litestar], world: World) -> None:
        self.client, self.world = client, world
        self.dialogue = ""  # begun when first asked for
        self.token = token_in(world, HOME)[0]

    def begin(self, tenant: str = HOME) -> str:
        body = {"address": "+442079460100", "channel": "voice"}
        dialogue: str = call(self.client, "POST", f"/api/visit/{tenant}", body).json()["dialogue"]
        return dialogue

    def begin_beside(self) -> None:
        """A dialogue of somebody else than who knocks."""
        cookies = list(self.client.cookies.jar)
        self.client.cookies.clear()
        self.dialogue = self.begin()
        self.client.cookies.clear()
        for cookie in cookies:
            self.client.cookies.jar.set_cookie(cookie)

    def be(self, who: str) -> None:
        """Cookies of one actor only."""
        if who == "visitor":
            self.client.cookies.clear()
            self.dialogue = self.begin()
        elif who == "nobody":
            self.client.cookies.clear()
        else:  # as the sign-in does it, a thousand times
            self.client.cookies.clear()
            self.client.cookies.set(SESSION, at_once(self.world.sessions.begin(HOME, who)))

    def knock(self, route: Route, who: str, **named: str) -> Any:
        if "{env}" in route.path:
            self.world.releases.numbers[HOME, "billing"] = [{"number": 1}]
        if "/api/dialogues/" in route.path and not self.dialogue:
            self.begin_beside()
        self.world.runtime.reservations[HOME, "r1"] = {"agent": who, "state": "pending"}
        id_ = {"agents": "agent", "dialogues": self.dialogue, "reservations": "r1", "tokens": self.token}
        id_["environments"] = "r"  # a replay
        place = {"id": next((v for k, v in id_.items() if f"/api/{k}/" in route.path), ""), **ENV}
        place |= {"name": "emergency", "tenant": HOME, "path": "deep.link/page", "dialogue": "d"} | named
        if "{hook}" in route.path:
            register = self.world.hooks.register
            place["hook"] = at_once(register.make(HOME, "administrator", "theirs", "relay", repeats=True))[0].id
        self.world.runtime.callers[HOME, "+447700900123"] = {"name": "Ann"}
        if (route.method, route.path) == ("DELETE", "/api/contact-centers/{contact_center}"):
            place["contact_center"] = "spare"  # one that nobody uses
        body = BODIES.get((route.method, route.path))
        if "/cases/{file}" in route.path:
            self.world.editor.files[Place(HOME, "billing", "main"), "basic.json"] = {"cases": {}}
        if "/parts/" in route.path or "/csv/" in route.path:
            place["kind"] = "prompts"
        if (route.method, route.path) == ("PUT", "/api/tenant"):
            body = written(self.world.runtime.directories[HOME].tenant)
        return call(self.client, route.method, route.path.format(**place), body, if_match="*")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient[Litestar], World]]:
    pages = pages_in(tmp_path_factory.mktemp("built") / "pages")
    world = World(settings=Settings(rate=1000, visits=100_000, pages=pages))
    with world.client() as client:
        yield client, world


@pytest.fixture
def door(server: tuple[TestClient[Litestar], World]) -> Door:
    client, world = server
    client.cookies.clear()
    world.renew()
    return Door(client, world)


def allowed(route: Route, who: str) -> bool:
    if route.who == "public":
        return True
    if route.who == "visitor":
        return who == "visitor"
    if who in ("nobody", "visitor") or route.who in ("operator", "signed"):
        return False
    if route.who == "signed_in":
        return True
    return who in route.who


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("route", HTTP, ids=IDS)
def test_the_table_decides(door: Door, route: Route, who: str) -> None:
    door.be(who)
    named = {"path": "app-1.js"} if route.path.startswith("/assets") else {}
    if route.path == "/{path}":
        named = {"path": "flows/main"}
    answer = door.knock(route, who, **named)
    # A role that is held in billing opens billing's own places, and those that ask for a role anywhere.
    role = who.removesuffix("_billing")
    if allowed(route, role) and not (route.everywhere and role != who):
        assert answer.status_code < 300, answer.text
    else:
        expected = 401 if who in ("nobody", "visitor") or route.who in ("visitor", "operator", "signed") else 403
        assert answer.status_code == expected, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("route", [r for r in HTTP if r.within], ids=lambda r: f"{r.method} {r.path}")
def test_a_role_in_one_contact_center_opens_no_other(door: Door, route: Route) -> None:
    for role in ROLES:
        door.be(f"{role}_billing")
        assert door.knock(route, role, **{route.within: "pharmacy"}).status_code == 403
        assert door.knock(route, role, **{route.within: "front_door"}).status_code == 403


NAMING = [r for r in HTTP if any(f"{{{n}}}" in r.path for n in ("id", "env", "name")) and not isinstance(r.who, str)]


@pytest.mark.parametrize("route", NAMING, ids=lambda r: f"{r.method} {r.path}")
def test_a_foreign_tenants_things_are_not_found_with_the_same_body(door: Door, route: Route) -> None:
    runtime, editor = door.world.runtime, door.world.editor
    runtime.reservations[ABROAD, "theirs"] = {"agent": "all", "state": "pending"}
    theirs = {"dialogues": door.begin(ABROAD), "reservations": "theirs", "agents": "their_agent"}
    theirs |= {"tokens": token_in(door.world, ABROAD)[0], "environments": "their_replay"}
    runtime.directories[ABROAD] = _with_things_of_its_own(runtime.directories[ABROAD])
    editor.drafts[Place(ABROAD, "their_center", "main")] = FLOW
    foreign = {
        "id": next((v for k, v in theirs.items() if f"/api/{k}/" in route.path), ""),
        "env": "their_center",
        "name": "their_switch",
    }
    door.be("all")
    answer = door.knock(route, "all", **foreign)
    unknown = door.knock(route, "all", id="unknown", env="unknown", name="unknown")
    assert (answer.status_code, answer.content) == (unknown.status_code, unknown.content)
    assert answer.status_code == 404
    assert not [event for tenant, event in runtime.events if tenant == ABROAD][1:], "something happened there"


def _with_things_of_its_own(directory: Any) -> Any:
    directory = changed(directory, "contact_center", "their_center", {"title": "Theirs"})
    directory = changed(directory, "switch", "their_switch", {"on": True})
    agent = {
        "name": "Theirs", "directory_id": "demo", "object_id": "theirs",
        "roles": {"": ["agent"]}, "memberships": {"their_center": {}},
    }  # fmt: skip  # one person, one thought
    return changed(directory, "user", "their_agent", agent)


LISTS = [
    "/api/dialogues",
    "/api/users",
    "/api/contact-centers",
    "/api/addresses",
    "/api/agents",
    "/api/environments",
    "/api/switches",
]


@pytest.mark.parametrize("path", LISTS)
def test_lists_show_ones_own_tenant_only(door: Door, path: str) -> None:
    runtime = door.world.runtime
    door.begin(ABROAD)
    runtime.directories[ABROAD] = _with_things_of_its_own(runtime.directories[ABROAD])
    door.world.editor.drafts[Place(ABROAD, "their_center", "main")] = FLOW
    door.be("all")
    answer = call(door.client, "GET", path)
    assert answer.status_code == 200
    assert "their" not in answer.text
    assert ABROAD not in answer.text


def test_every_row_has_a_route_and_every_route_a_row() -> None:
    assert routes_of(World().app()) == {(route.method, route.path) for route in ROUTES}
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)
    assert all(route.why for route in ROUTES)


def test_a_route_without_a_row_refuses_to_start() -> None:
    @get("/api/secret-door")
    async def secret() -> str:
        return ""

    app = World().app()
    app.register(secret)
    with pytest.raises(EngineBug, match="/api/secret-door"):
        refuse_untold(app)


def test_the_guard_refuses_a_route_without_a_row_that_was_added_later() -> None:
    @get("/api/secret-door")
    async def secret() -> str:
        return "open"

    world = World()
    app = world.app()
    app.register(secret)
    with TestClient(app, base_url="http://127.0.0.1:8080") as client:
        assert client.get("/api/secret-door").status_code == 500


def test_a_viewer_changes_nothing() -> None:
    """What a viewer may ask by another word than GET: a check, which executes nothing, and what is everybody's own."""
    viewers = {
        (route.method, route.path)
        for route in HTTP
        if route.method != "GET" and not route.demo and allowed(route, "viewer") and route.who != "public"
    }
    assert viewers == {("POST", "/api/check"), ("POST", "/api/ticket"), ("DELETE", "/api/session")}
