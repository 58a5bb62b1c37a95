"""The operator signs in with the key, and opens what is the operator's, and nothing of any tenant."""

from litestar import Litestar
from litestar.testing import TestClient

from flowengine.api.settings import Settings
from tests.api.world import OPERATOR_KEY, World, call, sign_in

SESSION = "/api/operator/session"


def test_the_key_gives_a_cookie_that_opens_the_operators_routes(client: TestClient[Litestar]) -> None:
    assert call(client, "GET", SESSION).status_code == 401
    assert call(client, "POST", SESSION, {"key": "dsop_of_another"}).status_code == 401
    answer = call(client, "POST", SESSION, {"key": f" {OPERATOR_KEY}\n"})
    assert answer.status_code == 201
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert call(client, "GET", SESSION).json() == {"operator": True}
    assert call(client, "GET", "/api/session").status_code == 401, "of no tenant"
    kept = client.cookies["operator"]
    assert call(client, "DELETE", SESSION).status_code == 204
    client.cookies.set("operator", kept)
    assert call(client, "GET", SESSION).status_code == 401


def test_the_key_itself_opens_them_for_a_program(world: World, client: TestClient[Litestar]) -> None:
    assert call(client, "GET", SESSION, authorization=f"Bearer {OPERATOR_KEY}").status_code == 200
    assert call(client, "GET", SESSION, authorization=f"Basic {OPERATOR_KEY}").status_code == 401
    assert call(client, "GET", "/api/users", authorization=f"Bearer {OPERATOR_KEY}").status_code == 401
    sign_in(client, "all")
    assert call(client, "GET", SESSION).status_code == 401, "no tenant's user is the operator"


def test_a_key_is_not_guessed() -> None:
    with World(settings=Settings(rate=0.5)).client() as client:
        answers = [call(client, "POST", SESSION, {"key": f"guess {n}"}).status_code for n in range(2)]
    assert answers == [401, 429]
