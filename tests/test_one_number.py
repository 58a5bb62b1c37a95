"""One number, many contact centers: the example tenant is flawless, and every way to a contact center has its case."""

from pathlib import Path

import pytest

from flowengine.cli import main
from flowengine.main.checking import findings_at
from flowengine.testbench.play import failure_text
from flowengine.testbench.runner import run_paths
from tests.main.folder import copied, edited

EXAMPLE = Path(__file__).parent.parent / "examples" / "one_number"
WAYS = {
    "by_hours",
    "by_language",
    "by_caller",
    "by_data",
    "by_load",
    "by_percentage",
    "leave_by_key",
    "wider",
    "all_at_once",
}


def test_every_way_has_its_flow_and_its_cases() -> None:
    results = run_paths([EXAMPLE])
    assert {Path(result.file).stem for result in results} == WAYS
    assert [failure_text(result) for result in results if not result.ok or result.skipped] == []


def test_no_finding() -> None:
    assert list(findings_at(EXAMPLE)) == []


def test_every_file_is_canonical(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["fmt", "--check", str(EXAMPLE)]), capsys.readouterr().out) == (0, "")


def test_an_address_that_leads_to_no_flow_is_found(tmp_path: Path) -> None:
    tenant = copied(EXAMPLE, tmp_path)
    with edited(tenant / "tenant.json") as document:
        document["addresses"]["+442079460200"]["link"]["front_door"] = "by_hour"
    (found,) = findings_at(tenant)
    assert (found.code, found.path) == ("unknown_name", "$.addresses['+442079460200'].link")
    assert found.message == "There is no flow “by_hour” in front_door."
