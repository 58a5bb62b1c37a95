"""A service that refuses each time: tried as often as the flow says, then the flow goes on by that; nothing is lost.

A refusal by others is no fault of ours, so it is no dead letter: the operator sees it counted, the author in the trace.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.main.served import served, until
from tests.main.stage import Stage
from tests.postgres import Server
from tests.runtime.service import Asked, Service, serving

TRIES = 2  # of the flow's step: one, and one more


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path: Path, postgres: Server) -> Iterator[Stage]:
    def refuses(asked: Asked) -> bytes:
        return asked.answer(503, b"closed")

    with ExitStack() as stack:
        service = stack.enter_context(serving(tmp_path, {"/orders/%2B447700900123": refuses}, tls=False))
        environment = {"STUDIO_EGRESS_ORIGINS": service.url("", "127.0.0.1").rstrip("/")}
        if request.param == "postgresql":
            environment["DIALOGUE_STUDIO_DATABASE"] = stack.enter_context(postgres.fresh())
        server = stack.enter_context(served(tmp_path / "data", **environment))
        made = Stage(service, server, tmp_path / "data")
        secret = {"value": "canary", "hosts": ["127.0.0.1"], "environments": ["front_door"]}
        assert made.admin("PUT", "/api/secrets/crm", secret)[0] == 200
        made.publish()
        yield made


def operator(stage: Stage) -> dict[str, str]:
    return {"Authorization": f"Bearer {(stage.data / 'operator.key').read_text().strip()}"}


def counted(stage: Stage, figure: str) -> float:
    told = httpx.get(f"{stage.server.url}/metrics", headers=operator(stage), trust_env=False).text
    lines = [line for line in told.splitlines() if line.startswith(f"dialogue_studio_node_{figure}_total{{")]
    return float(lines[0].rpartition(" ")[2])


def keys(service: Service) -> list[str]:
    return [asked.headers["idempotency-key"] for asked in service.asked]


def test_the_flow_goes_on_the_operator_sees_it_and_the_next_caller_is_served(stage: Stage) -> None:
    _, dialogue = stage.caller("1")
    until(lambda: "call:http_error" in stage.went(dialogue), 30)
    assert len(set(keys(stage.service))) == 1
    assert len(keys(stage.service)) == TRIES
    assert [fact[0] for fact in stage.facts(dialogue)].count("answered") == 1
    assert (counted(stage, "service_retries"), counted(stage, "service_failures")) == (TRIES - 1, 1)
    assert counted(stage, "dead_letters") == 0
    url = f"{stage.server.url}/api/operations/dead"
    assert httpx.get(url, headers=operator(stage), trust_env=False).json() == {"letters": [], "more": False}
    before = stage.facts(dialogue)
    stage.server.kill()
    until(lambda: stage.admin("GET", "/api/session")[0] == 200, 60)
    _, later = stage.caller("1")
    until(lambda: "call:http_error" in stage.went(later), 30)
    assert len(keys(stage.service)) == 2 * TRIES, "what was answered is not asked again by the next process"
    assert stage.facts(dialogue)[: len(before)] == before
    stage.service.answers["/orders/%2B447700900123"] = lambda asked: asked.json({"word": "thanks"})
    _, second = stage.caller("1")
    until(lambda: "call:success" in stage.went(second), 30)
    assert len(set(keys(stage.service))) == 3, "each caller's request is one of its own"
    assert counted(stage, "service_failures") == 1, "of this process: the one before took its own along"
