"""Two people save one flow: each change of both is shown, one chooses, and nobody's work is lost."""

from typing import Any

from playwright.sync_api import expect

from tests.e2e.access import violations
from tests.e2e.front_row import FrontRow
from tests.e2e.people import first_to_save
from tests.e2e.watch import Watch
from tests.main.served import Client

FLOW = "/api/environments/front_door/flows/main"


def edith_saves(dora: Client, **menu: Any) -> None:
    """Edith changes the language menu and the flow's title, from a page of her own."""
    edith = Client(dora.url)
    edith.sign_in("edith")
    read = edith("GET", FLOW)[1]
    read["flow"]["title"] = "Edith's line"
    read["flow"]["nodes"]["language_menu"].update(menu)
    status, answer = edith("PUT", FLOW, {"flow": read["flow"]}, If_Match=f'"{read["hash"]}"')
    assert status == 200, answer


def test_both_are_brought_together_by_choice(front: FrontRow, dora: Client, watch: Watch, axe: str) -> None:
    watch.allow(412)
    page = front.page
    page.goto("/studio/front_door/flows/main")
    front.pick("Main menu")
    with first_to_save(page, FLOW):
        front.field("Name of the step").fill("Dora's menu")
        front.pick("Language")
        front.field("Prompt").fill("Dora's words. 1 or 2?")
        edith_saves(dora, prompt="Edith's words. 1 or 2?", tries=3)
    told = page.get_by_role("dialog", name="Someone else changed this flow")
    expect(told).to_contain_text("Edith Moore saved it at")
    both = told.get_by_role("region", name="Both of you changed this")
    expect(both).to_contain_text("Edith's words. 1 or 2?")
    expect(both).to_contain_text("Dora's words. 1 or 2?")
    expect(told.get_by_role("region", name="You changed this", exact=True)).to_contain_text("title")
    theirs = told.get_by_role("region", name="They changed this")
    expect(theirs).to_contain_text("tries")
    assert violations(page, axe) == []
    done = told.get_by_role("button", name="Save both together")
    expect(done).to_be_disabled()
    both.get_by_role("radio", name="Theirs").check()
    title = theirs.get_by_role("listitem").filter(has_text="The title changed")
    title.get_by_role("radio", name="Leave as it was").check()
    expect(told).to_contain_text("Everything is chosen.")
    done.click()
    front.says("Both are saved together.")
    expect(told).to_be_hidden()
    flow = dora("GET", FLOW)[1]["flow"]
    menu = flow["nodes"]["language_menu"]
    assert (menu["prompt"], menu["tries"]) == ("Edith's words. 1 or 2?", 3)
    assert (flow["title"], flow["nodes"]["main_menu"]["title"]) == ("Main line", "Dora's menu")
    front.button("Undo: Bring both together").click()
    front.pick("Language")
    expect(front.field("Prompt")).to_have_value("Dora's words. 1 or 2?")
