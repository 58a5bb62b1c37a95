"""A PostgreSQL that stands still under a real server: each kind of look is refused in time, and all goes on by itself.

Four seconds are promised (docs/bad_days.md); a crowded machine is given more.
"""

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from flowengine.api.standstill import WAITS_S
from tests.killing.nodes import cell
from tests.killing.witness import person_at
from tests.main.served import until
from tests.ports import own_port
from tests.postgres import Server, private

CROWDED_S = 4.0
LOOKS = (
    "/api/dialogues?state=all",  # asks PostgreSQL
    "/api/hooks",  # looks at what is in memory
    "/api/audit?after=0",  # asks it by another way
    "/api/environments/front_door/flows/main/traffic",  # another process asks it
)


@pytest.fixture
def server(postgres: Server) -> Iterator[Server]:
    with private(like=postgres) as found:
        yield found


def looked(person: httpx.Client, path: str) -> tuple[httpx.Response, float]:
    begun_s = time.monotonic()
    return person.get(path), time.monotonic() - begun_s


def test_each_look_is_refused_in_time(tmp_path: Path, server: Server) -> None:
    with (
        server.fresh() as url,
        cell(tmp_path, url, [own_port(), own_port()]) as (node,),
        closing(person_at(node)) as person,
    ):
        before = {path: person.get(path).status_code for path in LOOKS}
        assert set(before.values()) == {200}
        server.signal_all(signal.SIGSTOP)
        try:
            with ThreadPoolExecutor(len(LOOKS)) as threads:
                found = list(threads.map(lambda path: looked(person, path), LOOKS))
            later = looked(person, LOOKS[0])
        finally:
            server.signal_all(signal.SIGCONT)
        until(lambda: person.get("/readyz").status_code == 200, 60)
        until(lambda: {path: person.get(path).status_code for path in LOOKS} == before, 60)
    for path, (answer, took_s) in zip((*LOOKS, "later"), (*found, later), strict=True):
        assert took_s < WAITS_S + CROWDED_S, path
        if path == "/api/hooks":
            assert answer.status_code == 200, "what is in memory is shown until nobody knows who serves it"
            continue
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2"), path
        assert answer.json()["code"] == "store_unavailable", path
