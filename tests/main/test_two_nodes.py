"""Two real nodes on a real PostgreSQL: asked in turn, killed in mid-call, restarted one after the other under load."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flowengine.reports.table import flat
from tests.main.nodes import Node, all_up, processes
from tests.main.round_robin import RoundRobin, Talkers, closed_within, heard, sign_in
from tests.main.served import TENANT, until
from tests.ports import own_port
from tests.postgres import Server

DESK = "+442079460104"
KEY = "A" * 43 + "="
OWNER = f"SELECT owner FROM shard JOIN tenant ON tenant.shard = shard.id WHERE tenant.id = '{TENANT}'"  # noqa: S608  # our own name


def facts_of(person: RoundRobin, dialogue: str) -> list[Any]:
    status, trace = person("GET", f"/api/dialogues/{dialogue}/trace")
    assert status == 200, trace
    return [fact for row in trace for fact in row["facts"]]


def test_nodes_stand_in_for_each_other(postgres: Server, database: str, tmp_path: Path) -> None:
    ports = {"a": own_port(), "b": own_port()}
    urls = [f"http://127.0.0.1:{port}" for port in ports.values()]
    with processes() as process:

        def begin(name: str) -> Node:
            options = ("--database", database, "--node", name)
            return process(ports[name], tmp_path / name, *options, STUDIO_SECRETS_KEY=KEY)

        nodes = {name: begin(name) for name in ports}
        all_up(*nodes.values())

        def owner() -> str:
            return str(postgres.run(OWNER, database=database.rpartition("/")[2])[0][0])

        dora = RoundRobin(urls)
        sign_in(dora, "dora")
        a_call_outlives_its_node(dora, nodes, owner)
        killed = next(name for name, node in nodes.items() if node.process.poll() is not None)
        nodes[killed] = begin(killed)
        all_up(*nodes.values())
        nothing_is_dropped_by_a_rolling_restart(dora, nodes, begin)


def a_call_outlives_its_node(dora: RoundRobin, nodes: dict[str, Node], owner: Callable[[], str]) -> None:
    urls = [node.url for node in nodes.values()]
    first = owner()
    near, far = nodes[first], next(node for name, node in nodes.items() if name != first)
    ben, caller = RoundRobin(urls), RoundRobin(urls)
    sign_in(ben, "ben")
    assert ben("POST", "/api/demo/take-over", {"agent": "ben"})[0] == 200
    with ben.live(far.url) as desk:
        dialogue = caller.call(DESK)
        offer = heard(desk, "Offer")
        reservation = offer["command"]["reservation"]
        assert ben.at(far.url, "POST", f"/api/reservations/{reservation}/accept")[0] == 200
        until(lambda: dora("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "connected")
        before = facts_of(dora, dialogue)
        near.kill()
        assert closed_within(desk, 10) != 1000  # the page is told to come back
    assert dora.at(far.url, "GET", "/livez")[0] == 200
    until(lambda: dora.at(far.url, "GET", f"/api/dialogues/{dialogue}")[1].get("status") == "connected")
    assert owner() != first
    assert facts_of(dora, dialogue)[: len(before)] == before
    with ben.live(far.url, f"&desk_after={offer['n']}") as desk:
        assert heard(desk, "WorkConnected")["command"]["dialogue"] == dialogue  # what came after the offer, once more
        assert ben("POST", f"/api/reservations/{reservation}/hang-up")[0] == 200
    until(lambda: dora("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "ended")
    words = [fact[0] for fact in facts_of(dora, dialogue)]
    assert [words.count(word) for word in ("queued", "ended")] == [1, 1]
    status, lines = dora("GET", "/api/reports/today")  # by the process that reads PostgreSQL
    assert (status, [flat(line)["answered"] for line in lines if line["contact_center"] == "desk"]) == (200, [1])


def nothing_is_dropped_by_a_rolling_restart(
    dora: RoundRobin, nodes: dict[str, Node], begin: Callable[[str], Node]
) -> None:
    urls = [node.url for node in nodes.values()]
    waiting = [RoundRobin(urls).call("chat:hartley", "chat", language="en") for _ in range(5)]
    with Talkers(urls) as talkers:
        go_on(talkers)
        first, second = sorted(nodes)
        it_passes_on_what_comes_until_it_ends(dora, nodes[first])
        go_on(talkers)
        nodes[first] = begin(first)
        all_up(nodes[first])
        assert nodes[second].stop() == 0
        go_on(talkers)
    assert talkers.faults == []
    for dialogue, texts in talkers.said:
        words = [fact[0] for fact in facts_of(dora, dialogue)]
        assert (dialogue, words.count("heard"), words.count("ended")) == (dialogue, texts, 1)
    assert {dora("GET", f"/api/dialogues/{dialogue}")[1]["status"] for dialogue in waiting} == {"in_flow"}


def go_on(talkers: Talkers) -> None:
    said = len(talkers.said)
    until(lambda: len(talkers.said) > said + 3)


def it_passes_on_what_comes_until_it_ends(dora: RoundRobin, node: Node) -> None:
    """Unready at once, so that a load balancer sends nobody any more; whom it sends nevertheless is served."""
    node.process.terminate()
    found = set()
    while node.process.poll() is None:
        ready = dora.at(node.url, "GET", "/readyz")[0]
        found.add((ready, dora.at(node.url, "GET", "/api/session")[0]))
    assert node.process.returncode == 0
    assert (503, 200) in found
