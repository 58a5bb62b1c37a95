"""Events that a fault of ours put aside: seen by the operator, tried again, mended, done, dropped, by keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from flowengine.identity.operator import KEY_VARIABLE
from tests.e2e.access import Keyboard, violations
from tests.e2e.conftest import SIZE
from tests.e2e.people import answered_late
from tests.e2e.watch import Watch
from tests.main.served import TENANT, Client, Served, served

KEY = "dsop_for_this_test_alone"
LINE = "+442079460100"
FRONT = "/api/environments/front_door"
BRITTLE = '''
import os

from flowengine import NodeConfig, NodeType


class Brittle(NodeConfig, frozen=True, tag="brittle", forbid_unknown_fields=True):
    """Nothing to set."""


def enter(config, ctx):
    return {True: "done"}[os.path.exists(os.environ["BRITTLE_IS_MENDED"])]


NODE = NodeType(
    name="brittle", config=Brittle, outcomes=("done",), enter=enter, title="Brittle", purpose="Break, or go on.",
    group="Decide", icon="wait", without_caller=True, summary=(), example={"type": "brittle"},
)
'''


@pytest.fixture
def mended(tmp_path: Path) -> Path:
    """While this file is there, the step of the other package works."""
    return tmp_path / "mended"


@pytest.fixture
def server(tmp_path: Path, mended: Path) -> Iterator[Served]:
    """Beside it a package with a step that has a fault, as far as the server is concerned installed."""
    about = tmp_path / "site" / "brittle-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: brittle\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[dialogue_studio.nodes]\nbrittle = brittle:NODE\n")
    (about.parent / "brittle.py").write_text(BRITTLE)
    mended.touch()
    variables = {"PYTHONPATH": str(about.parent), "BRITTLE_IS_MENDED": str(mended), KEY_VARIABLE: KEY}
    with served(tmp_path / "data", **variables) as running:
        yield running


def let_callers_meet_it(boss: Client) -> None:
    read = boss("GET", f"{FRONT}/flows/main")[1]
    flow = read["flow"]
    flow["nodes"]["brittle"] = {"type": "brittle"}
    flow["wires"]["brittle"] = {"done": flow["start"]}
    flow["start"] = "brittle"
    body = {"flow": flow, "layout": read["layout"]}
    assert boss("PUT", f"{FRONT}/flows/main", body, if_match=read["hash"])[0] == 200
    status, published = boss("POST", f"{FRONT}/releases", {"message": "A step of another package"})
    assert status == 201, published


def call_in_vain(server: Served) -> None:
    status, told = server.client()("POST", f"/api/visit/{TENANT}", {"address": LINE, "channel": "voice"})
    assert (status, told["code"]) == (500, "engine_bug")


def calls_of(boss: Client) -> int:
    return len(boss("GET", "/api/dialogues?live=true")[1])


def test_an_event_is_tried_again_and_another_dropped(
    server: Served, mended: Path, chromium: Browser, axe: str, watch: Watch
) -> None:
    boss = server.client()
    boss.sign_in()
    let_callers_meet_it(boss)
    mended.unlink()
    call_in_vain(server)
    call_in_vain(server)
    with chromium.new_context(
        base_url=server.url, viewport=SIZE, reduced_motion="reduce", color_scheme="dark", locale="en-GB"
    ) as profile:
        profile.on("page", watch.page)
        page = profile.new_page()
        page.goto("/operations")
        keys = Keyboard(page)
        expect(page.get_by_label("Operator's key")).to_be_visible()
        keys.reach("input", "Operator's key")
        page.keyboard.type(KEY)
        keys.press("Enter")
        letters = (
            page.get_by_role("group", name="Events put aside").get_by_role("row").filter(has=page.get_by_role("cell"))
        )
        expect(letters.filter(has_text="DialogueArrived")).to_have_count(2)
        expect(letters.filter(has_text="KeyError at brittle.py")).to_have_count(2)
        assert violations(page, axe, colours_only=True) == []
        settled(page, keys, mended, boss)


def settled(page: Page, keys: Keyboard, mended: Path, boss: Client) -> None:
    keys.reach("button", "Do DialogueArrived number 1 again")
    keys.press("Enter")
    expect(page.locator(".toast")).to_contain_text("It failed again: the fault is not mended.")
    expect(page.get_by_role("button", name="Do DialogueArrived number 3 again")).to_be_visible()
    expect(page.get_by_role("button", name="Do DialogueArrived number 2 again")).to_be_focused()
    assert calls_of(boss) == 0
    mended.touch()
    keys.reach("button", "Do DialogueArrived number 3 again")
    keys.press("Enter")
    expect(page.locator(".toast").last).to_contain_text("It is done.")
    expect(page.get_by_role("button", name="Do DialogueArrived number 3 again")).to_have_count(0)
    assert calls_of(boss) == 1, "the caller's call was begun, once"
    expect(page.get_by_role("button", name="Do DialogueArrived number 2 again")).to_be_focused()
    keys.reach("button", "Drop DialogueArrived number 2…")
    keys.press("Enter")
    keys.reach("button", "Cancel")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Drop DialogueArrived number 2…")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("dialog", name="Drop this DialogueArrived?")).to_contain_text("forgotten for good")
    keys.reach("button", "Drop")
    with answered_late(page, "**/api/operations/dead*"):  # a look that began before it knows nothing of it
        with page.expect_request("**/api/operations/dead*"):
            pass
        keys.press("Enter")
        expect(page.locator(".toast").last).to_contain_text("It is dropped.")
    expect(page.get_by_text("None: no event failed because of a fault of ours.")).to_be_visible()
    expect(page.get_by_role("heading", name="Events put aside")).to_be_focused()
    assert calls_of(boss) == 1
