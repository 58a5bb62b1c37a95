"""The fence holds on loopback too: Host, Origin, JSON, sizes, headers."""

import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from flowengine.api.settings import MOST_SOUND_BYTES, Settings
from flowengine.identity.demo import UnsafeSetting
from tests.api.world import HOME, HOST, ORIGIN, World, call, sign_in

GOOD_HOSTS = ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "LOCALHOST:8080", "localhost"]
BAD_HOSTS = [
    "evil.example",
    "127.0.0.1:9999",
    "127.0.0.1.evil.example:8080",
    "localhost:8080.evil.example",
    "10.0.0.1:8080",
    "",
]
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("host", GOOD_HOSTS)
def test_own_names_are_served(client: TestClient[Litestar], host: str) -> None:
    assert client.get("/api/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/api/health", "/", "/api/nowhere", "/assets/app-1.js"])
@pytest.mark.parametrize("host", BAD_HOSTS)
def test_a_foreign_name_is_refused_everywhere(client: TestClient[Litestar], host: str, path: str) -> None:
    answer = client.get(path, headers={"host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_host")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:3000", "http://127.0.0.1:8081", "http://localhost:8080"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_origin_is_refused(client: TestClient[Litestar], method: str, origin: str) -> None:
    answer = call(client, method, "/api/session", {"tenant": HOME, "user": "all"}, origin=origin)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")


def test_ones_own_origin_and_configured_ones_are_served() -> None:
    settings = Settings(hosts=("studio.example.com",), origins=("https://builder.example.com",))
    with World(settings=settings).client() as client:
        body = {"tenant": HOME, "user": "all"}
        assert call(client, "POST", "/api/session", body, origin=ORIGIN).status_code == 201
        assert call(client, "POST", "/api/session", body, origin="https://builder.example.com").status_code == 201
        own = {"host": "studio.example.com", "origin": "https://studio.example.com"}
        assert call(client, "POST", "/api/session", body, **own).status_code == 201


def test_a_cross_site_form_is_refused_even_without_origin(client: TestClient[Litestar]) -> None:
    answer = call(client, "POST", "/api/session", {"tenant": HOME, "user": "all"}, sec_fetch_site="cross-site")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_changes_need_json(client: TestClient[Litestar], method: str, kind: str) -> None:
    answer = client.request(method, "/api/session", content=b"{}", headers={"content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == (415, "not_json")


SOUND = "/api/environments/billing/parts/prompts/emergency/sounds/en"
ZIP = "/api/environments/billing/zip/sounds"


def test_a_file_comes_as_it_is_where_files_belong_and_for_who_may(client: TestClient[Litestar], world: World) -> None:
    def put(path: str, kind: str, body: bytes = b"RIFF", **headers: str) -> int:
        given = {"content-type": kind, "if-match": "*", **headers}
        return client.put(path, content=body, headers=given).status_code

    assert [put(SOUND, "audio/wav"), put(ZIP, "application/zip")] == [401, 401]
    sign_in(client, "viewer")
    assert [put(SOUND, "audio/wav"), put(ZIP, "application/zip")] == [403, 403]
    sign_in(client, "editor")
    assert [put(SOUND, "audio/wav"), put(ZIP, "application/zip")] == [200, 200]
    assert world.sounds.kept[-2:] == [b"RIFF", b"RIFF"]
    assert [put(SOUND, "application/zip"), put(ZIP, "audio/wav"), put("/api/tree", "audio/wav")] == [415, 415, 415]
    assert put(SOUND, "audio/wav", b"R" * (MOST_SOUND_BYTES + 1)) == 413
    assert put(SOUND, "audio/wav", origin="http://evil.example") == 403
    assert world.sounds.kept[-2:] == [b"RIFF", b"RIFF"]


STRICT = [
    (b'{"tenant": "a", "tenant": "b", "user": "x"}', "json_key_twice"),
    (b'{"tenant": NaN}', "json_malformed"),
    (b"{", "json_malformed"),
    (b"\xff\xfe", "json_not_utf8"),
    (b"[" * 65 + b"]" * 65, "json_too_deep"),
    (b'{"n": 99999999999999999999999}', "json_malformed"),
]


@pytest.mark.parametrize(("body", "code"), STRICT)
def test_json_is_read_strictly(client: TestClient[Litestar], body: bytes, code: str) -> None:
    answer = client.post("/api/session", content=body, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_body_over_two_mebibytes_is_refused(client: TestClient[Litestar]) -> None:
    body = b'{"tenant": "' + b"x" * (2 * 1024 * 1024) + b'"}'
    assert client.post("/api/session", content=body, headers=JSON).status_code == 413

    def pieces() -> "object":
        yield from (body[at : at + 65_536] for at in range(0, len(body), 65_536))

    assert client.post("/api/session", content=pieces(), headers=JSON).status_code == 413  # type: ignore[arg-type]  # no length known


def test_every_answer_has_the_security_headers(client: TestClient[Litestar]) -> None:
    for path in ("/", "/flows/main", "/assets/app-1.js", "/api/health", "/api/nowhere", "/api/session"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
    refused = client.get("/", headers={"host": "evil.example"}).headers
    assert refused["x-content-type-options"] == "nosniff"


def test_what_a_window_shows_is_alone_in_its_group_and_asks_for_no_camera(client: TestClient[Litestar]) -> None:
    """A script and data are shown by none; what says nothing of its type could be."""
    for path, shown in (("/", True), ("/flows/main", True), ("/assets/app-1.js", False), ("/api/health", False)):
        headers = client.get(path).headers
        assert ("cross-origin-opener-policy" in headers, "permissions-policy" in headers) == (shown, shown), path
    assert client.get("/").headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in client.get("/").headers["permissions-policy"]


def test_the_pages_policy_has_a_fresh_nonce_and_nothing_unsafe(client: TestClient[Litestar]) -> None:
    first, second = client.get("/"), client.get("/flows/main?x=1")
    policy = first.headers["content-security-policy"]
    nonce = first.text.split('nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in policy
    assert len(nonce) >= 22
    assert nonce not in second.text
    assert "unsafe" not in policy
    assert "__CSP_NONCE__" not in first.text
    assert f"ws://{HOST}" in policy


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../index.html",
        "/assets/%2e%2e/index.html",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/.hidden",
        "/secret.txt",
    ],
)
def test_no_file_outside_the_built_pages_is_served(client: TestClient[Litestar], world: World, path: str) -> None:
    (world.settings.pages.parent / "secret.txt").write_text("secret")
    (world.settings.pages / "assets" / ".hidden").write_text("secret")
    link = world.settings.pages / "assets" / "link.txt"
    if not link.is_symlink():
        link.symlink_to(world.settings.pages.parent / "secret.txt")
    assert "secret" not in client.get(path).text
    assert client.get("/assets/link.txt").status_code == 404


def test_pages_that_are_not_built_say_so(tmp_path: "object") -> None:
    with World(settings=Settings(pages=tmp_path)).client() as client:  # type: ignore[arg-type]  # a path, pytest's
        answer = client.get("/")
        assert answer.status_code == 503
        assert "not built yet" in answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_a_websocket_needs_our_origin(world: World, client: TestClient[Litestar], origin: str | None) -> None:
    sign_in(client, "all")
    ticket = call(client, "POST", "/api/ticket").json()["ticket"]
    headers = {"origin": origin} if origin else {}
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        client.websocket_connect(f"/api/live?ticket={ticket}", headers=headers),
    ):
        pass
    assert closed.value.code == 4403
    assert world.tickets.redeem(ticket, "signed_in") is not None, "the ticket was not even looked at"


@pytest.mark.parametrize("bind", ["0.0.0.0", "192.168.1.5", "::", "studio.example.com", ""])  # noqa: S104  # refused here
@pytest.mark.parametrize("demo", [True, False])
def test_the_server_refuses_to_start_open(bind: str, *, demo: bool) -> None:
    with pytest.raises(UnsafeSetting, match="Not started"):
        World(settings=Settings(bind=bind, demo=demo)).app()


@pytest.mark.parametrize("bind", ["127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.2"])
def test_loopback_starts(bind: str) -> None:
    World(settings=Settings(bind=bind)).app()
