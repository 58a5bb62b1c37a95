"""Preview callers on a real server: a chosen number meets the draft on the real address, also after a crash."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.main.served import Client, Served, served, until

MAIN = "+442079460100"
FLOW = "/api/environments/front_door/flows/main"
PREVIEW = "/api/environments/front_door/preview"
TESTER, OTHER = "+447700900555", "+447700900556"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


def release_of(server: Served, dora: Client, number: str) -> tuple[int, bool]:
    dialogue = server.client().call(MAIN, number=number)
    found = dora("GET", f"/api/dialogues/{dialogue}")[1]
    return found["releases"]["front_door"], found["test"]


def test_chosen_numbers_meet_the_draft_and_a_crash_forgets_nothing(server: Served) -> None:
    dora = server.client()
    dora.sign_in()
    _, draft = dora("GET", FLOW)
    flow: Any = draft["flow"]
    flow["nodes"]["language_menu"]["prompt"] = "Only for those who look at it."
    assert dora("PUT", FLOW, {"flow": flow}, If_Match=draft["hash"])[0] == 200
    end = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds")
    status, seen = dora("PUT", PREVIEW, {"callers": [TESTER], "until": end})
    assert (status, seen["callers"], seen["number"], seen["same"]) == (200, [TESTER], 2, True)
    assert release_of(server, dora, TESTER) == (2, True)
    assert release_of(server, dora, OTHER) == (1, False)
    assert [row["number"] for row in dora("GET", "/api/environments/front_door/releases")[1]] == [1]
    _, audit = dora("GET", "/api/audit")
    assert any(row["what"] == "previewed" for row in audit["rows"]) if "rows" in audit else "previewed" in str(audit)
    assert TESTER not in str(audit)

    server.kill()
    until(lambda: dora("GET", "/api/health")[0] == 200)
    dora.sign_in()
    assert dora("GET", PREVIEW)[1]["callers"] == [TESTER]
    assert release_of(server, dora, TESTER) == (2, True)
    assert dora("PUT", PREVIEW, {"callers": []})[1]["callers"] == []
    assert release_of(server, dora, TESTER) == (1, False)


def test_what_cannot_be_previewed_says_why(server: Served) -> None:
    dora = server.client()
    dora.sign_in()
    far = (datetime.now(UTC) + timedelta(days=8)).isoformat(timespec="seconds")
    status, problem = dora("PUT", PREVIEW, {"callers": [TESTER], "until": far})
    assert (status, problem["detail"]) == (400, "A preview ends within a week from now.")
    assert dora("PUT", PREVIEW, {"callers": ["me"], "until": far})[0] == 400
    assert dora("PUT", PREVIEW, {"callers": [TESTER], "until": "soon"})[0] == 400
