"""One server with two tenants, and the people who knock at its doors."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

from flowengine.api.app import coming_of, create_app
from flowengine.api.neighbours import Neighbours
from flowengine.api.services import Place, Services
from flowengine.api.settings import Settings
from flowengine.channels.line import Line
from flowengine.channels.phone import Phone
from flowengine.channels.webchat import Webchat
from flowengine.identity.keep import MemoryKeep
from flowengine.identity.operator import Operators
from flowengine.identity.principal import principal_of
from flowengine.identity.sessions import Sessions
from flowengine.identity.tickets import Tickets
from flowengine.identity.tokens import Tokens
from flowengine.identity.visitor import Visitors
from flowengine.runtime.health import Health
from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.pulse import Pulse
from flowengine.runtime.vault import Wanted
from flowengine.tenancy.directory import directory_from
from flowengine.tenancy.user import ROLES
from tests.api.memory import MemoryDemo, MemoryEditor, MemoryLook, MemoryPalette, MemoryRuntime
from tests.api.memory_dead import MemoryDead
from tests.api.memory_hooks import MemoryHooks
from tests.api.memory_operations import MemoryOperations
from tests.api.memory_outside import MemoryDocuments, MemoryQuestions, MemoryTokens, vault_on
from tests.api.memory_records import MemoryPeople, MemoryRetention
from tests.api.memory_releases import MemoryReleases
from tests.api.memory_replays import MemoryReplays
from tests.api.memory_reports import MemoryReports
from tests.api.memory_stock import MemorySheets, MemorySounds, MemoryStock
from tests.api.memory_trials import MemoryTrials
from tests.contracts.at_once import at_once

HOST = "127.0.0.1:8080"
OPERATOR_KEY = "dsop_of_this_test_world"
ORIGIN = f"http://{HOST}"
HOME, ABROAD = "emea-home", "emea-abroad"
FLOW = {"format": 1, "title": "Main", "start": "hello", "nodes": {"hello": {"type": "end"}}, "wires": {}}


class Clock:
    def __init__(self) -> None:
        self.ms = 1_700_000_000_000

    def __call__(self) -> int:
        return self.ms


def seeds() -> Any:
    """A source of bytes that differ each time and are the same in every run."""
    count = 0

    def take(size: int) -> bytes:
        nonlocal count
        count += 1
        return count.to_bytes(size, "big")

    return take


@cache
def directory_of(tenant: str, *, demo: bool = True) -> Any:
    """Users: one per role, tenant-wide; one per role in billing only; `all`, who has every role."""
    member = {"billing": {}}
    users = {role: {"name": role, "roles": {"": [role]}, "memberships": member} for role in ROLES}
    users |= {f"{role}_billing": {"name": role, "roles": {"billing": [role]}, "memberships": member} for role in ROLES}
    users["all"] = {"name": "Everything", "roles": {"": list(ROLES)}, "memberships": member}
    users["nothing"] = {"name": "Nobody's", "roles": {}}
    for key, user in users.items():
        user |= {"directory_id": "demo", "object_id": key}
    document = {
        "format": 1,
        "tenant": {
            "id": tenant, "name": tenant, "region": "EMEA", "time_zone": "Europe/London",
            "languages": ["en"], "demo": demo, "away_reasons": {"lunch": "Lunch"}, "licences": {"salesforce": 2},
        },
        "contact_centers": {
            "billing": {"title": "Billing", "skills": {"dutch": {}}, "dispositions": {"sold": "Sold"}},
            "pharmacy": {"title": "Pharmacy"},
            "spare": {"title": "Nobody's"},
        },
        "addresses": {"+442079460100": {"kind": "number", "title": "Main", "link": {"front_door": "main"}}},
        "users": users,
        "switches": {"emergency": {"on": False}},
        "blocked_callers": {"+447700900666": {"reason": "threats"}},
    }  # fmt: skip  # the tenant reads as one thought
    return directory_from(document)


@dataclass
class World:
    """A server's services, with handles on what is behind them."""

    settings: Settings = field(default_factory=lambda: Settings(rate=1000, visits=1000, recheck_s=0.02))
    clock: Clock = field(default_factory=Clock)
    keep: Any = field(default_factory=MemoryKeep)
    demo_tenants: bool = True
    random_bytes: Any = field(default_factory=seeds)

    def __post_init__(self) -> None:
        self.runtime = MemoryRuntime({})
        self.look = MemoryLook(self.runtime)
        self.editor = MemoryEditor(self.runtime)
        self.releases = MemoryReleases(self.runtime)
        self.demo = MemoryDemo()
        self.node, self.failures, self.is_ready = NodeMeter(), list[str](), True
        self.health = Health(self.node, Pulse(self.node), self)
        self.health.started = True
        self.operations = MemoryOperations(self.node, self.health)
        self.dead = MemoryDead(HOME)
        self.stock = MemoryStock(self.runtime)
        self.retention, self.people = MemoryRetention(), MemoryPeople()
        self.sounds = MemorySounds(self.stock)
        random_bytes = self.random_bytes
        self.sessions = Sessions(self.keep, self.clock, random_bytes)
        self.visitors = Visitors(self.keep, self.clock, random_bytes)
        self.tickets = Tickets(self.clock, random_bytes)
        self.token_store = MemoryTokens()
        self.sealed = MemoryDocuments()
        self.vault = vault_on(self.sealed, self.clock)
        self.hooks = MemoryHooks(self.vault, self.sealed, self.clock, random_bytes)
        self.tokens = Tokens(self.token_store, self.clock, random_bytes)
        self.operators = Operators(OPERATOR_KEY, bytes(32), self.clock, random_bytes)
        self.channels = {"phone": Phone((1, 2)), "webchat": Webchat()}
        self.reports = MemoryReports((HOME, ABROAD), self.clock, {})
        self.renew()

    def renew(self) -> None:
        """Everything as it was, behind the same server."""
        directories = {name: directory_of(name, demo=self.demo_tenants) for name in (HOME, ABROAD)}
        self.runtime.__init__(directories)  # type: ignore[misc]  # the same object, because the server holds it
        self.editor.__init__(self.runtime)  # type: ignore[misc]  # as above
        self.releases.__init__(self.runtime)  # type: ignore[misc]  # as above
        self.demo.pressed.clear()
        self.health.draining = False
        self.operations.__init__(self.node, self.health)  # type: ignore[misc]  # as above
        self.dead.__init__(HOME)  # type: ignore[misc]  # as above
        users = directories[HOME].users.items()
        members = {key: tuple(name for name in user.memberships if user.is_agent_in(name)) for key, user in users}
        self.reports.__init__((HOME, ABROAD), self.clock, members)  # type: ignore[misc]  # as above
        self.token_store.kept.clear()
        self.sealed.kept.clear()
        self.hooks.taken.clear()
        self.hooks.fault, self.hooks.is_away = None, False
        at_once(self.vault.put(HOME, "crm", Wanted("canary", ("crm.example",)), author="administrator"))
        for tenant in (HOME, ABROAD):
            for key, _ in self.keep.items(tenant):
                at_once(self.keep.remove(tenant, key))
        for tenant in (HOME, ABROAD):
            for environment in ("front_door", "billing", "pharmacy"):
                self.editor.drafts[Place(tenant, environment, "main")] = FLOW

    def media_of(self, tenant: str, dialogue: str) -> Any:
        visit = self.visitors.of_dialogue(tenant, dialogue)
        return visit.media if visit else "ok"

    def app(self, neighbours: Neighbours | None = None) -> Litestar:
        """With all its routes."""
        app = self.young_app(neighbours)
        coming_of(app).complete_now()
        return app

    def young_app(self, neighbours: Neighbours | None = None) -> Litestar:
        """With the first of them."""
        self.line = Line(self.runtime, self.channels, self.media_of)
        return create_app(
            Services(
                settings=self.settings, health=self.health, operations=self.operations, dead=self.dead,
                runtime=self.runtime, look=self.look, editor=self.editor,
                releases=self.releases,
                palette=MemoryPalette(), sessions=self.sessions, visitors=self.visitors, tickets=self.tickets,
                tokens=self.tokens, operators=self.operators,
                line=self.line, channels=self.channels, demo=self.demo,
                vault=self.vault, questions=MemoryQuestions(lambda *named: named in self.runtime.dialogues),
                reports=self.reports, replays=MemoryReplays(self.runtime), stock=self.stock,
                sheets=MemorySheets(self.stock), sounds=self.sounds, trials=MemoryTrials(self.editor),
                retention=self.retention, people=self.people, hooks=self.hooks,
            ),
            neighbours,
        )  # fmt: skip  # a list reads better than one item a line

    def client(self) -> TestClient[Litestar]:
        return TestClient(self.app(), base_url=f"http://{HOST}")


def call(client: TestClient[Litestar], method: str, path: str, body: Any = None, **headers: str) -> Any:
    """A request as our page sends it. `if_match` and other headers as keywords."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if method in ("POST", "PUT", "DELETE"):
        return client.request(method, path, json={} if body is None else body, headers=given)
    return client.request(method, path, headers=given)


def sign_in(client: TestClient[Litestar], user: str, tenant: str = HOME) -> None:
    client.cookies.clear()
    answer = call(client, "POST", "/api/session", {"tenant": tenant, "user": user})
    assert answer.status_code == 201, answer.text


def token_in(world: World, tenant: str, role: str = "viewer", *environments: str) -> tuple[str, str]:
    """The id and the text of a token that was just made there, in billing if no other environment is named."""
    by = principal_of(tenant, "administrator", "administrator", {})
    made = at_once(world.tokens.make(by, "ci", role, environments or ("billing",), 90))
    return made[0].id, made[1]


def pages_in(folder: Path) -> Path:
    """A small set of built pages."""
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text('<script nonce="__CSP_NONCE__" src="/assets/app-1.js"></script>')
    (folder / "assets" / "app-1.js").write_text("1")
    return folder
