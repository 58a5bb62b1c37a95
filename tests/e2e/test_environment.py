"""What belongs to a whole environment: the flows that dialogues begin with, and the values that differ by stage."""

from collections.abc import Callable

from playwright.sync_api import Page, Response, expect

from tests.e2e.access import violations
from tests.e2e.test_script import signed_in
from tests.main.served import Client

PARTS = "/api/environments/appointments/parts"


def written(part: str) -> Callable[[Response], bool]:
    return lambda answer: answer.request.method in ("PUT", "DELETE") and answer.url.endswith(f"/parts/{part}")


def test_entry_flows_and_values_are_set_and_undone(visitor: Callable[..., Page], dora: Client, axe: str) -> None:
    assert dora("PUT", f"{PARTS}/entry/chat", {"value": "nothing"}, If_None_Match="*")[0] == 200
    page = signed_in(visitor("/studio/appointments/entry"))
    form = page.get_by_role("region", name="Entry flows")
    expect(form.get_by_label("Every channel")).to_have_value("booking")
    expect(form).to_contain_text("There is no flow “nothing” here.")
    seen = violations(page, axe)
    with page.expect_response(written("entry/voice")):
        form.get_by_label("Calls").select_option(label="Appointments")
    assert dora("GET", f"{PARTS}/entry/voice")[1]["value"] == "booking"
    with page.expect_response(written("entry/voice")):
        page.get_by_role("button", name="Undo: Set the entry flow of: Calls").click()
    assert dora("GET", f"{PARTS}/entry/voice")[0] == 404
    expect(form.get_by_label("Calls")).to_have_value("")

    page.get_by_role("main").get_by_role("link", name="Values").click()
    fresh = page.get_by_role("textbox", name="Name of the new value")
    fresh.fill("crm")
    fresh.press("Enter")
    value = page.get_by_role("textbox", name="crm")
    expect(value).to_be_focused()
    expect(page.get_by_role("region", name="Bound values")).to_contain_text("bound to nothing")
    whole = "https://crm.example"  # what was typed so far may be saved before
    with page.expect_response(
        lambda answer: written("bindings/crm")(answer) and whole in str(answer.request.post_data)
    ):
        page.keyboard.type("https://crm.example")
    assert [*seen, *violations(page, axe)] == []
    remove = page.get_by_role("button", name="Remove crm")
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        remove.click()
    expect(value).to_have_count(0)
    with page.expect_response(written("bindings/crm")):
        page.get_by_role("button", name="Undo: Remove “crm”").click()
    expect(value).to_have_value("https://crm.example")
    assert dora("GET", f"{PARTS}/bindings/crm")[1]["value"] == "https://crm.example"


def test_a_viewer_reads_both_and_changes_nothing(visitor: Callable[..., Page], dora: Client, axe: str) -> None:
    assert dora("PUT", f"{PARTS}/bindings/crm", {"value": "https://crm.example"}, If_None_Match="*")[0] == 200
    page = signed_in(visitor("/studio/appointments/bindings", dark=True), "Victor Hale")
    expect(page.get_by_role("textbox", name="crm")).not_to_be_editable()
    expect(page.get_by_role("textbox", name="Name of the new value")).to_have_count(0)
    seen = violations(page, axe, colours_only=True)
    page.get_by_role("main").get_by_role("link", name="Entry flows").click()
    expect(page.get_by_label("Every channel")).to_be_disabled()
    assert [*seen, *violations(page, axe, colours_only=True)] == []
