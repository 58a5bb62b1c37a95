"""Retention on a real server: what is old goes, by the tenant's own settings; what went is told, and stays counted."""

import asyncio
import json
import time
import urllib.request
from pathlib import Path
from typing import Any

import msgspec

from flowengine.cli import main
from flowengine.ledger.port import Batch
from flowengine.ledger.record import (
    ContentRow,
    CounterRow,
    DialogueRow,
    DocumentRow,
    StoredContent,
    StoredDocument,
    StoredTrace,
    TraceRow,
    pack,
)
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.messages import Stamp, derive_id
from tests.main.served import TENANT, Client, served, until

DAY_MS = 86_400_000
LONG_AGO = time.time_ns() // 1_000_000 - 1_000 * DAY_MS
OLD = derive_id(Stamp("e", LONG_AGO, bytes(16)), 1)
UNUSED = "support/welcome.en.0a1b2c3d.wav"


async def grown_old(data: Path) -> None:
    """Records of three years ago, in a ledger that nobody serves."""
    ledger = SqliteLedger.open(data / "ledger.sqlite")
    shard = (await ledger.tenants())[TENANT]
    lease = await ledger.claim(shard, "past", 1)
    key = (shard, TENANT)
    unused = msgspec.json.encode({UNUSED: LONG_AGO}).decode()
    facts = pack(StoredTrace(1, "e", b"", [("ended", "completed", "in_flow", "flow")]))
    batch = Batch(
        at_ms=LONG_AGO, pos=lease.pos + 1,
        content=[ContentRow(*key, OLD, 1, "said", pack(StoredContent(1, "long ago")))],
        dialogues=[DialogueRow(*key, OLD, "ended", b"state")],
        trace=[TraceRow(*key, lease.pos + 1, LONG_AGO, "dialogue", OLD, 0, facts)],
        counters=[CounterRow(*key, "queue", LONG_AGO, "support", "support", "voice", "", "enqueued", 0, 7, 0)],
        documents=[DocumentRow(*key, "unused_sounds", "unused_sounds", 1, "", pack(StoredDocument(1, unused)))],
    )  # fmt: skip  # one batch
    await ledger.commit(lease, batch)
    await ledger.file_put(TENANT, UNUSED, b"RIFF")
    await ledger.close()


def swept(boss: Client, *, dry_run: bool, **thought_of: Any) -> dict[str, Any]:
    assert boss("POST", "/api/retention", {"dry_run": dry_run, **thought_of})[0] == 202
    name = "dry_run" if dry_run else "run"
    until(lambda: (boss("GET", "/api/retention")[1][name] or {"state": ""})["state"] in ("done", "failed"))
    found: dict[str, Any] = boss("GET", "/api/retention")[1][name]
    assert found["state"] == "done", found
    return found


def test_what_was_kept_long_enough_goes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as server:
        live = server.client().call("+442079460100")
    asyncio.run(grown_old(data))
    with served(data) as server:
        boss = server.client()
        boss.sign_in()
        goes = {"content.said": 1, "trace": 1, "recordings": 1}
        assert swept(boss, dry_run=True)["counts"] == {**goes, "dialogues": 1}
        assert (data / "sounds" / TENANT / UNUSED).exists()
        assert swept(boss, dry_run=True, settings={"trace": 2_000, "counters": 500})["counts"] == {
            "content.said": 1, "recordings": 1, "dialogues": 1, "counters": 1
        }  # fmt: skip  # one question
        set_retention(boss, {"dialogues": 2_000, "counters": 500})
        goes["counters"] = 1
        assert swept(boss, dry_run=True)["counts"] == goes
        run = swept(boss, dry_run=False)
        assert run["counts"] == goes
        assert run["author"] == "dora"
        assert not (data / "sounds" / TENANT / UNUSED).exists()
        assert swept(boss, dry_run=False)["counts"] == {}
        links = boss("GET", "/api/audit?limit=1000")[1]["links"]
        assert [each["body"] for each in links if each["what"] == "forgotten"] == [{"why": "retention", "counts": goes}]
        assert boss("GET", f"/api/dialogues/{live}")[0] == 200
        assert "long ago" not in (data / "ledger.sqlite").read_bytes().decode("latin-1")
    assert main(["reports", "recompute", "--data", str(data), "--check"]) == 0


def set_retention(boss: Client, wanted: dict[str, int]) -> None:
    """An administrator's setting, like any other of the tenant."""
    with boss._opener.open(urllib.request.Request(boss.url + "/api/tenant", headers={"Origin": boss.url})) as answer:
        tenant, etag = json.loads(answer.read()), answer.headers["ETag"]
    status, told = boss("PUT", "/api/tenant", {**tenant, "retention": {"trace": 5}}, If_Match=etag)
    assert status == 400
    assert "retention" in told["detail"]
    assert "30" in told["detail"]
    status, told = boss("PUT", "/api/tenant", {**tenant, "retention": wanted}, If_Match=etag)
    assert status == 200, told
