"""The package under examples/ is built and installed beside this one, and every word and page knows its node type."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.main.extended import EXAMPLE, installed_example
from tests.main.served import ROOT, Client, served
from tests.main.terminal import Said, run
from tests.ports import own_port

FLOW = EXAMPLE / "flows" / "account" / "flow.json"
RELEASE_2 = "Release 2 of front_door (emea-hartley) has steps of type “check_digit”,"
REFUSED = 2  # the exit code of every refusal
SAY_ALL = """
import json, sys
from tests.main.terminal import run
print(json.dumps([run(*line) for line in json.load(sys.stdin)]))
"""
CASES = EXAMPLE / "flows" / "account" / "cases" / "numbers.json"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed_example(tmp_path_factory.mktemp("site"))


def process(site: Path, *command: str, given: str = "") -> tuple[int, str, str]:
    """Python in a process of its own, with the folder on its path; (exit code, output, errors)."""
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}"},
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ended.returncode, ended.stdout, ended.stderr


def words(site: Path, *lines: tuple[str, ...]) -> list[Said]:
    """What `dialogue-studio` says to each of these lines where the folder is on the path: one process for all."""
    code, out, errors = process(site, "-c", SAY_ALL, given=json.dumps(lines))
    assert code == 0, errors
    return [Said(*said) for said in json.loads(out)]


@pytest.fixture(scope="module")
def told(site: Path) -> dict[str, Said]:
    flows = str(EXAMPLE / "flows")
    lines = (("schema", "flow"), ("check", flows), ("test", flows), ("fmt", "--check", flows), ("steps", "check_digit"))
    return dict(zip((line[0] for line in lines), words(site, *lines), strict=True))


def test_the_schema_holds_it(told: dict[str, Said]) -> None:
    types = [
        json.loads(schema.out)["$defs"]["node"]["properties"]["type"]["enum"]
        for schema in (run("schema", "flow"), told["schema"])
    ]
    assert set(types[1]) - set(types[0]) == {"check_digit"}


def test_check_and_cases_know_it(told: dict[str, Said]) -> None:
    assert told["check"][:2] == (0, "0 errors, 0 warnings\n")
    code, out, _ = told["test"]
    assert (code, out.split(" in ")[0]) == (0, "3 passed, 0 failed, 0 skipped")
    assert told["fmt"].code == 0


def test_without_the_package_a_finding_says_so() -> None:
    code, out, _ = run("check", FLOW)
    assert code == 1
    assert "There is no step of type “check_digit”." in out


def test_its_description_comes_with_it(told: dict[str, Said]) -> None:
    code, out, _ = told["steps"]
    assert code == 0
    assert "### `check_digit`: Check a number" in out
    assert "iban: a bank account; luhn: a payment card" in out


def test_its_own_tests_pass_with_its_cases(site: Path) -> None:
    """pytest there, with our plugin: thirteen numbers, two more, and the flow's three cases."""
    own = ["-q", "-p", "no:cacheprovider", "-c", str(EXAMPLE / "pyproject.toml"), str(EXAMPLE)]
    code, out, _ = process(site, "-m", "pytest", *own)
    assert code == 0, out
    assert "18 passed" in out


@pytest.fixture(scope="module")
def dora(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("data"), PYTHONPATH=str(site)) as running:
        client = running.client()
        client.sign_in()
        yield client


def test_the_server_lists_it_with_icon_and_form(dora: Client) -> None:
    status, types = dora("GET", "/api/node-types")
    found = next(one for one in types if one["name"] == "check_digit")
    assert status == 200
    assert found["icon"].startswith("path:M4 4h16")
    assert (found["title"], found["group"], found["outcomes"]) == ("Check a number", "Decide", ["valid", "invalid"])
    assert found["schema"]["properties"]["scheme"]["enum"] == ["bsn", "iban", "luhn"]
    assert found["schema"]["properties"]["scheme"]["default"] == "iban"
    assert found["schema"]["required"] == ["type", "value"]
    assert "node_check_digit" in dora("GET", "/api/schemas/flow.json")[1]["$defs"]
    assert Client(dora.url)("GET", "/api/schemas/scenario.json")[1]["title"] == "Dialogue Studio scenario, format 1"
    assert Client(dora.url)("GET", "/api/schemas/cases.json")[1]["title"] == "Dialogue Studio cases, format 1"


def test_a_flow_with_it_is_saved_tested_published_and_called(dora: Client) -> None:
    """The case worker, the release and the running dialogue know it too."""
    flow, cases = (json.loads(file.read_text("utf-8")) for file in (FLOW, CASES))
    place = "/api/environments/front_door/flows"
    assert dora("POST", place, {"name": "account", "flow": flow})[0] == 201
    assert dora("PUT", f"{place}/account/cases/numbers.json", cases)[0] == 200
    status, ran = dora("POST", f"{place}/account/cases/run", {})
    assert (status, [result["ok"] for result in ran["results"]]) == (200, [True] * 3), ran
    assert dora("PUT", f"{place}/main", {"flow": flow}, If_Match="*")[0] == 200
    said = {"message": "Check numbers", "force_reason": "the cases of the old flow do not hold"}
    status, answer = dora("POST", "/api/environments/front_door/releases", said)
    assert status == 201, answer
    caller = Client(dora.url)
    dialogue = caller.call("+442079460100")
    for key in "111222333":
        assert caller.does({"type": "KeyPressed", "key": key})[0] == 200
    facts = [fact for row in dora("GET", f"/api/dialogues/{dialogue}/trace")[1] for fact in row["facts"]]
    assert ["went", "front_door/main/check", "valid"] in facts


def test_a_server_whose_package_is_gone_does_not_start_on_its_releases(site: Path, tmp_path: Path) -> None:
    """Callers would be dropped at the step. Other releases may need whatever they like: nobody enters them."""
    with served(tmp_path, PYTHONPATH=str(site)) as running:
        client = running.client()
        client.sign_in()
        flow = json.loads(FLOW.read_text("utf-8"))
        assert client("PUT", "/api/environments/front_door/flows/main", {"flow": flow}, If_Match="*")[0] == 200
        said = {"message": "Check numbers", "force_reason": "the cases of the old flow do not hold"}
        assert client("POST", "/api/environments/front_door/releases", said)[0] == 201
    code, _, errors = run("serve", "--port", str(own_port()), "--data", tmp_path, "--no-open")
    assert (code, errors) == (REFUSED, f"{RELEASE_2} and no installed package brings them: install it again.\n")
    with served(tmp_path, PYTHONPATH=str(site)) as running:
        client = running.client()
        client.sign_in()
        assert client("PUT", "/api/environments/front_door/live", {"number": 1})[0] == 200
    with served(tmp_path) as running:
        assert running.client().call("+442079460100")


BROKEN = {
    "nowhere:NODE": "cannot be imported (ModuleNotFoundError: No module named 'nowhere')",
    "json:dumps": "is not a NodeType but of type function",
    "flowengine.nodes.say:NODE": "brings the node type “say”, and Dialogue Studio has one of that name already",
}


@pytest.fixture(params=BROKEN, ids=["no module", "no node type", "a name of ours"])
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A folder with an installed package whose entry point is wrong, and what must be said of it."""
    about = tmp_path / "acme_steps-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-steps\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[dialogue_studio.nodes]\ndice = {request.param}\n")
    return tmp_path, BROKEN[request.param]


def test_a_broken_package_stops_every_word_in_one_sentence(broken: tuple[Path, str]) -> None:
    """The server too, before it has opened anything."""
    where, said = broken
    data = where / "data"
    lines = [("serve", "--port", str(own_port()), "--data", str(data), "--no-open")]
    lines += [("check", "flows"), ("test", "flows"), ("schema",), ("steps",)]
    sentence = f"The package acme-steps cannot be used: its entry point “dice” {said}.\n"
    assert words(where, *lines) == [Said(REFUSED, "", sentence)] * len(lines)
    assert not data.exists()


@pytest.mark.parametrize("broken", ["nowhere:NODE"], indirect=True)
def test_pytest_says_it_too(broken: tuple[Path, str]) -> None:
    where, said = broken
    cases = ROOT / "flows" / "hartley" / "pharmacy" / "counter" / "cases" / "counter.json"
    code, out, _ = process(where, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(cases))
    assert code == 2
    assert f"its entry point “dice” {said}." in out
    assert "Traceback" not in out
