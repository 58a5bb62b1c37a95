"""`reports` and `audit` on a real server and its ledger: figures, the chain, and both after somebody touched them."""

import csv
import io
import json
import os
import signal
import sqlite3
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.main.served import TENANT, Client, Served, served, until
from tests.main.terminal import SERVER, TOKEN, environment, run, token


def use(data: Path, sql: str) -> None:
    """Somebody with the file in hand."""
    with sqlite3.connect(data / "ledger.sqlite") as db:
        db.execute(sql)
    db.close()


def gave_up(client: Client) -> None:
    """A caller who waits for support and hangs up."""
    client.call("+442079460100")
    client.does({"type": "CallerHungUp"})


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reckoned") / "data"


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Served]:
    with served(data) as found:
        client = found.client()
        for _ in range(3):
            gave_up(client)
        client.sign_in("dora")
        status, _ = client("PUT", "/api/switches/emergency_closure", {"on": True, "reason": "a flood"})
        assert status == 200
        yield found


def lines(server: Served, role: str, *words: str) -> list[Any]:
    with environment(**{SERVER: server.url, TOKEN: token(server.client(), role)}):
        said = run(*words, "--json")
    assert said.code == 0, said.err
    return said.lines


def test_figures_in_a_terminal(server: Served) -> None:
    with environment(**{SERVER: server.url, TOKEN: token(server.client(), "report_viewer")}):
        table = run("reports", "intervals", "--by", "address")
        assert table.code == 0, table.err
        assert "+442079460100" in table.out
        rows = list(csv.DictReader(io.StringIO(run("reports", "intervals", "--by", "address", "--csv").out)))
        assert [row["dialogues_arrived"] for row in rows if row["address"] == "+442079460100"] == ["3"]
        today = run("reports", "today")
        assert "service_level" in today.out.splitlines()[0]
        refused = run("reports", "intervals", "--time-zone", "Mars/Olympus")
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.startswith("“Mars/Olympus” is not a time zone.")
        assert run("audit").code == 2, "a report viewer is no administrator"


def test_json_has_every_counter_with_the_formulas(server: Served) -> None:
    [line, *_] = lines(server, "report_viewer", "reports", "today")
    assert {figure["formula"] for figure in line["figures"].values()} >= {"abandoned/(answered+abandoned)"}


def reporter(server: Served) -> int:
    """The pid of the process that makes reports, a child of the server."""
    pid = server.server_pid()
    children = " ".join(task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")).split()
    found = [int(child) for child in children if "reporter" in Path(f"/proc/{child}/cmdline").read_text()]
    assert len(found) == 1
    return found[0]


def test_a_report_that_stands_still_holds_up_nobody(server: Served) -> None:
    """Stopped in the middle, it is waited for by whoever asked; calls and looks go on. Killed, it is told, and the next
    one is made."""
    client = server.client()
    client.sign_in("dora")
    assert client("GET", "/api/reports/today")[0] == 200
    os.kill(reporter(server), signal.SIGSTOP)
    answers: list[tuple[int, Any]] = []
    asking = threading.Thread(target=lambda: answers.append(client("GET", "/api/reports/intervals")))
    asking.start()
    try:
        for _ in range(3):
            gave_up(server.client())
        assert client("GET", "/api/audit")[0] == 200
        assert not answers, "the report was made elsewhere than where it was stopped"
    finally:
        os.kill(reporter(server), signal.SIGKILL)
        asking.join(20)
    status, problem = answers[0]
    assert (status, problem["code"]) == (400, "report_failed")
    assert client("GET", "/api/reports/intervals")[0] == 200


def test_a_scraper_reads_the_real_thing(server: Served) -> None:
    key = token(server.client(), "report_viewer")
    request = urllib.request.Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        families = {family.name: family for family in text_string_to_metric_families(answer.read().decode())}
    assert families["dialogue_studio_events"].samples[0].value > 6
    waiting = {sample.labels["contact_center"]: sample.value for sample in families["dialogue_studio_waiting"].samples}
    assert "billing" in waiting
    assert sum(sample.value for sample in families["dialogue_studio_agents"].samples) > 0, "the demo's robots work"
    counts = {sample.name: sample.value for sample in families["dialogue_studio_batch_seconds"].samples}
    assert counts["dialogue_studio_batch_seconds_count"] > 3


def test_the_audit_is_whole(server: Served) -> None:
    links = lines(server, "administrator", "audit")
    assert [link["what"] for link in links if link["what"] == "switched"] == ["switched"]
    assert "flood" not in json.dumps(links), "free text may speak of people"
    [told] = lines(server, "administrator", "audit", "--verify")
    assert told["break"] is None
    assert told["links"] >= len(links)
    [head] = lines(server, "administrator", "audit", "--head")
    with environment(**{SERVER: server.url, TOKEN: token(server.client(), "administrator")}):
        assert run("audit", "--verify", "--noted", f"{head['seq']}:{head['hash']}").code == 0
        other = run("audit", "--verify", "--noted", f"{head['seq']}:{'0' * 64}")
    assert (other.code, other.err.partition(":")[0]) == (1, f"Link {head['seq']} is not the one that was noted")


def test_a_killed_server_has_counted_what_it_answered(tmp_path: Path) -> None:
    """Killed in the middle of its work, three times: no counter is lost or doubled."""
    data = tmp_path / "data"
    with served(data) as server:
        arrived = 0
        for number in range(24):
            client = server.client()
            status, _ = client("POST", f"/api/visit/{TENANT}", {"address": "+442079460100", "channel": "voice"})
            arrived += status == 201
            client.does({"type": "KeyPressed", "key": "1"})
            if number % 8 == 4:
                server.kill()
                until(lambda: server.client()("GET", "/api/health")[0] == 200)
    assert run("reports", "recompute", "--data", data, "--check").code == 0
    with sqlite3.connect(data / "ledger.sqlite") as db:
        kept = db.execute("SELECT sum(n) FROM counter WHERE kind = 'address' AND what = 'arrived'").fetchone()[0]
    db.close()
    assert kept >= arrived >= 20


def test_what_was_touched_is_found(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as server:
        client = server.client()
        gave_up(client)
        administrator = token(client, "administrator")
        token(client, "report_viewer")
        assert run("reports", "recompute", "--data", data).code == 1, "the server holds the file"
    assert run("reports", "recompute", "--data", data, "--check").code == 0
    use(data, "UPDATE counter SET n = n + 5 WHERE what = 'arrived'")
    found = run("reports", "recompute", "--data", data, "--check")
    assert found.code == 1
    assert "arrived: 6 (0 ms), the trace has 1 (0 ms)" in found.out
    assert run("reports", "recompute", "--data", data).code == 0
    assert run("reports", "recompute", "--data", data, "--check", "--json").lines[0]["different"] == 0
    use(data, "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
    with served(data) as server, environment(**{SERVER: server.url, TOKEN: administrator}):
        cut = run("audit", "--verify")
        exported = run("directory", "csv", "levels")
        gap = run("audit", "--verify")
    assert (cut.code, exported.code, gap.code) == (1, 0, 1)
    assert cut.err.startswith("The chain is cut off: it had ")
    assert gap.err.startswith("Link "), "what is done afterwards does not close the gap"
    assert "is missing" in gap.err
    use(data, "UPDATE audit SET actor = 'nobody' WHERE seq = 1")
    with served(data) as server:
        until(lambda: server.client()("GET", "/api/health")[0] == 200)
        with environment(**{SERVER: server.url, TOKEN: administrator}):
            verified = run("audit", "--verify")
    assert verified.code == 1
    assert verified.err.startswith("Link 1 is not what was written")


def test_a_folder_without_a_ledger_is_told(tmp_path: Path) -> None:
    said = run("reports", "recompute", "--data", tmp_path)
    assert (said.code, said.err) == (1, f"There is no ledger in {tmp_path}.\n")
