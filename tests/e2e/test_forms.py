"""The forms of steps: names are chosen, skills have levels, what means nothing is left out, and help is at hand."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import Keyboard, violations
from tests.e2e.front_row import FrontRow
from tests.e2e.watch import Watch
from tests.main.served import Client

NODES: dict[str, Any] = {
    "wait_here": {"type": "enqueue", "title": "Wait here", "contact_center": "billing", "max_wait_s": 300},
    "tape": {"type": "recording", "title": "Tape", "action": "start", "consent": "true"},
    "note": {"type": "set", "title": "Note", "assign": {"vars.topic": "'x'"}},
    "bye": {"type": "end", "title": "Bye"},
}
WIRES = {
    "wait_here": dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "tape"),
    "tape": {"done": "note", "no_consent": "note"},
    "note": {"done": "bye"},
}
FORMS = {
    "format": 1, "title": "Forms", "start": "wait_here", "nodes": NODES, "wires": WIRES,
    "variables": {"topic": {"type": "text"}, "count": {"type": "number"}},
}  # fmt: skip  # a document


def opened(page: Page, dora: Client) -> FrontRow:
    created = dora("POST", "/api/environments/front_door/flows", {"name": "forms", "flow": FORMS})
    assert created[0] in (201, 409)
    page.get_by_role("button", name="Dora Hartley").click()
    front = FrontRow(page)
    expect(front.card("Wait here")).to_be_visible()
    return front


def saved(front: FrontRow, dora: Client) -> dict[str, Any]:
    expect(front.page.get_by_role("banner")).to_contain_text("Saved")
    nodes: dict[str, Any] = dora("GET", "/api/environments/front_door/flows/forms")[1]["flow"]["nodes"]
    return nodes


def test_names_skills_and_targets_are_chosen(visitor: Callable[..., Page], dora: Client, watch: Watch) -> None:
    watch.allow(422)  # an overflow whose contact center is not chosen yet is neither saved nor tried
    front = opened(visitor("/studio/front_door/flows/forms"), dora)
    front.pick("Wait here")
    form = front.inspector("Wait here")
    form.get_by_role("combobox", name="Contact center").select_option(label="Appointments")
    form.get_by_text("More settings").click()
    form.get_by_role("combobox", name="Add a skill…").select_option(value="dutch")
    form.get_by_role("spinbutton", name="Least level of Dutch").fill("70")
    form.get_by_role("combobox", name="Add a skill…").press("Tab")
    keys = Keyboard(front.page)
    plan = form.get_by_role("group", name="Route plan")
    plan.get_by_role("button", name="+ Add").click()
    plan.get_by_role("spinbutton", name="After (seconds)").fill("60")
    plan.get_by_role("group", name="Overflow").get_by_role("button", name="+ Add").click()
    plan.get_by_role("combobox", name="Contact center").select_option(label="Desk")
    nodes = saved(front, dora)
    assert nodes["wait_here"]["contact_center"] == "appointments"
    assert nodes["wait_here"]["skills"] == {"dutch": 70}
    assert nodes["wait_here"]["route_plan"] == [{"after_s": 60, "overflow": [{"contact_center": "desk"}]}]
    front.pick("Note")
    front.inspector("Note").get_by_role("button", name="+ Add").click()
    nodes = saved(front, dora)
    assert list(nodes["note"]["assign"]) == ["vars.topic", "vars.count"]
    keys.press("Escape")


def test_what_means_nothing_is_left_out_and_help_fills_in(visitor: Callable[..., Page], dora: Client) -> None:
    front = opened(visitor("/studio/front_door/flows/forms"), dora)
    front.pick("Tape")
    form = front.inspector("Tape")
    expect(form.get_by_role("combobox", name="Scope")).to_be_visible()
    form.get_by_role("combobox", name="Action").select_option(label="stop")
    expect(form.get_by_role("combobox", name="Scope")).to_have_count(0)
    expect(form.get_by_role("textbox", name="Consent")).to_be_visible()  # it is set, so it is shown
    keys = Keyboard(front.page)
    keys.reach("summary", "Help and example")
    keys.press("Enter")
    expect(form).to_contain_text("It is left by done, no consent")
    keys.reach("button", "Fill in the example")
    keys.press("Enter")
    expect(form.get_by_role("combobox", name="Scope")).to_be_visible()
    assert saved(front, dora)["tape"]["keep_days"] == 90
    front.button("Undo: Fill in the example of Recording").click()
    expect(form.get_by_role("combobox", name="Scope")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_a_long_form(visitor: Callable[..., Page], dora: Client, axe: str, dark: bool) -> None:
    front = opened(visitor("/studio/front_door/flows/forms", dark=dark), dora)
    front.pick("Wait here")
    form = front.inspector("Wait here")
    form.get_by_text("More settings").click()
    form.get_by_text("Help and example").click()
    expect(form.get_by_role("combobox", name="While waiting")).to_be_visible()
    assert violations(front.page, axe, colours_only=dark) == []
