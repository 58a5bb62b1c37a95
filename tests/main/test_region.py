"""A deployment says its region at its first start, and serves no other afterwards; nothing of another comes in."""

import asyncio
from pathlib import Path

import pytest

from flowengine.errors import RequestRefused
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.main.region import RegionDiffers, region_kept
from flowengine.messages import AgentSignedIn
from flowengine.runtime.runtime import Runtime
from tests.contracts.memory_ledger import MemoryLedger
from tests.main.terminal import run
from tests.main.test_logs import logged
from tests.ports import own_port
from tests.runtime.counter import Counter
from tests.runtime.world import World


def kept(folder: Path, *wanted: str, tenants: tuple[str, ...] = ()) -> list[str]:
    async def life() -> list[str]:
        ledger = SqliteLedger.open(folder / "ledger.sqlite")
        try:
            for tenant in tenants:
                await ledger.add_tenant(tenant, tenant[:4].upper(), 3)
            return [await region_kept(ledger, word) for word in wanted]
        finally:
            await ledger.close()

    return asyncio.run(life())


def test_the_first_word_is_kept(tmp_path: Path) -> None:
    assert kept(tmp_path, "NORA", "", "NORA") == ["NORA"] * 3
    with pytest.raises(RegionDiffers, match="this data is of NORA, not of EMEA"):
        kept(tmp_path, "EMEA")
    assert kept(tmp_path, "") == ["NORA"], "a start that was refused changed nothing"


def test_data_from_before_is_of_its_tenants_region(tmp_path: Path) -> None:
    with pytest.raises(RegionDiffers, match="of NORA, not of EMEA"):
        kept(tmp_path, "EMEA", tenants=("nora-acme",))
    assert kept(tmp_path, "") == ["NORA"]
    (tmp_path / "both").mkdir()
    with pytest.raises(RegionDiffers, match="tenants of EMEA and NORA"):
        kept(tmp_path / "both", "", tenants=("nora-acme", "emea-x"))


def test_who_says_nothing_serves_emea(tmp_path: Path) -> None:
    assert kept(tmp_path, "") == ["EMEA"]


def test_the_engine_takes_no_tenant_of_another_region() -> None:
    async def life() -> None:
        runtime = Runtime(MemoryLedger(), World().ports, Counter, region="EMEA")
        await runtime.start()
        with pytest.raises(RequestRefused, match="of NORA"):
            await runtime.add_tenant("nora-acme", "NORA")
        with pytest.raises(RequestRefused, match="of NORA"):
            await runtime.submit("nora-acme", AgentSignedIn(agent="anna"))
        assert await runtime.ledger.tenants() == {}
        await runtime.stop()

    asyncio.run(life())


def test_a_server_of_another_region_does_not_start(tmp_path: Path) -> None:
    kept(tmp_path, "NORA")
    said = run("serve", "--data", tmp_path, "--region", "EMEA", "--port", str(own_port()), "--no-open")
    assert said.code == 1
    assert said.err.startswith("Not started: this data is of NORA, not of EMEA.")


def test_a_server_of_another_region_has_no_demo_and_lets_none_of_its_tenants_in(tmp_path: Path) -> None:
    with logged(tmp_path, "--region", "NORA", "--log", "json") as (client, log):
        assert client("GET", "/api/demo/users") == (200, [])
        status, refused = client("POST", "/api/session", {"tenant": "emea-hartley", "user": "dora"})
        assert (status, refused["code"]) == (421, "wrong_region")
        status, refused = client("POST", "/api/visit/emea-hartley", {"address": "+442079460104", "channel": "voice"})
        assert refused["detail"] == "The tenant emea-hartley is of EMEA, and this deployment serves NORA."
    assert '"There is no demo here."' in log.read_text()
    assert kept(tmp_path / "data", "") == ["NORA"]
