"""Publishing while a call is on: it keeps its release, the next one hears the new words, and back again."""

from playwright.sync_api import expect

from tests.e2e.front_row import FrontRow
from tests.e2e.watch import Watch
from tests.main.served import Client

OLD = "That is not one of the choices."
NEW = "Sorry, not one of the choices. Once more, please."


def test_a_running_call_stays_on_its_release(front: FrontRow) -> None:
    front.call("Main line")
    front.is_at("Main menu")
    front.pick("Main menu")
    front.inspector("Main menu").get_by_role("group", name="No match prompt").get_by_role(
        "textbox", name="English"
    ).fill(NEW)
    front.publish("Kinder words for a wrong key")
    front.says("Release 2 is live.")
    expect(front.page.get_by_role("banner")).to_contain_text("Release 2 live, 1 dialogue")
    front.press("9")
    front.hears(OLD)
    front.tab("Trace")
    expect(front.followed).to_contain_text("release 1")
    front.hang_up()

    front.call("Main line")
    front.press("9")
    front.hears(NEW)
    expect(front.followed).to_contain_text("release 2")
    front.hang_up()

    front.tab("Releases")
    first = front.drawer.get_by_role("listitem").filter(has_text="Release 1")
    first.get_by_role("button", name="Make live").click()
    front.says("Release 1 is live.")
    front.call("Main line")
    front.press("9")
    front.hears(OLD)


def test_what_fails_its_tests_is_not_published_without_a_reason(front: FrontRow, dora: Client, watch: Watch) -> None:
    watch.allow(422)
    front.pick("Main menu")
    front.goes_to("3 · Billing").select_option(label="Desk")
    front.page.get_by_role("banner").get_by_role("button", name="Run tests").click()
    expect(front.drawer.get_by_role("option").get_by_role("img", name="Failed").first).to_be_visible()
    expect(front.drawer.get_by_role("group", name="What happened in the test")).to_contain_text("expected")
    dialog = front.publish("Billing moves to the desk")
    expect(dialog.get_by_role("alert")).to_contain_text("Not published")
    dialog.get_by_role("textbox", name="Publish although tests fail").fill("The tests follow tomorrow")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    front.says("Release 2 is live.")
    assert [release["number"] for release in dora("GET", "/api/environments/front_door/releases")[1]] in (
        [1, 2],
        [2, 1],
    )
