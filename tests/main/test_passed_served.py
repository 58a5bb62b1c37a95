"""The whole server, as a process: real calls through the flow are listed and counted, also after a crash."""

from collections.abc import Iterator

import pytest

from tests.main.served import Client, Served, served, until

MAIN = "+442079460100"
FLOW = "/api/environments/front_door/flows/main"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


def called(server: Served, *keys: str, **more: bool) -> tuple[Client, str]:
    """A caller who pressed these keys and is still on the line."""
    caller = server.client()
    status, answer = caller("POST", "/api/visit/emea-hartley", {"address": MAIN, "channel": "voice", **more})
    assert status == 201, answer
    for key in keys:
        assert caller.does({"type": "KeyPressed", "key": key})[0] == 200
    return caller, answer["dialogue"]


def test_calls_are_listed_and_counted(server: Served) -> None:
    dora = server.client()
    dora.sign_in("dora")
    gave_up, first = called(server, "1")
    assert gave_up.does({"type": "CallerHungUp"})[0] == 200
    _, second = called(server, "1")
    called(server, "1", test=True)
    server.kill()
    until(lambda: dora("GET", "/api/health")[0] == 200)
    status, found = dora("GET", f"{FLOW}/dialogues")
    assert status == 200, found
    assert [(row["id"], row["ended"]) for row in found["dialogues"]] == [(second, "live"), (first, "left_in_flow")]
    _, traffic = dora("GET", f"{FLOW}/traffic?from=2020-01-01")
    assert (traffic["dialogues"], traffic["complete"]) == (2, True)
    stands = found["dialogues"][1]["stands"]
    assert (traffic["steps"][stands]["dropped"], traffic["steps"][stands]["here"]) == (1, 1)
    assert sum(way["dropped"] for step in traffic["steps"].values() for way in step["ways"].values()) == 1
    _, tests = dora("GET", f"{FLOW}/traffic?from=2020-01-01&tests=true")
    assert tests["dialogues"] == 1
    _, there = dora("GET", f"{FLOW}/dialogues?step={stands}&stopped=true&ended=left_in_flow")
    assert [row["id"] for row in there["dialogues"]] == [first]
