"""A desk at work: several conversations, hold, handing over, what comes next, and what an agent owes after it."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.access import Keyboard
from tests.e2e.front_row import DRAWN, FrontRow
from tests.e2e.people import answered_late, at_desk
from tests.e2e.watch import Watch
from tests.main.served import Client, Served, until

DESK_LINE = "+442079460104"


def work(front: FrontRow, stage: str, center: str) -> Locator:
    """What lies on the desk in this stage."""
    return front.desk.get_by_role("article", name=f"{stage}: {center}")


def accept(front: FrontRow, center: str) -> None:
    work(front, "Rings", center).get_by_role("button", name="Accept").click()
    expect(work(front, "Connected", center)).to_be_visible()


def hand_over(talk: Locator, kind: str, to: str) -> Locator:
    """Fill the form of a transfer, and send it."""
    if not talk.get_by_role("form", name="Transfer").is_visible():
        talk.get_by_role("button", name="Transfer…").click()
    form = talk.get_by_role("form", name="Transfer")
    form.get_by_role("button", name=kind, exact=True).click()
    if kind == "Number":
        form.get_by_role("textbox", name="Number to transfer to").fill(to)
    else:
        form.get_by_role("combobox", name=f"{kind} to transfer to").select_option(label=to)
    form.get_by_role("button", name="Transfer", exact=True).click()
    return form


def chat(server: Served, name: str) -> Client:
    """A visitor of the website who wants the desk."""
    visitor = server.client()
    visitor.call("chat:hartley", "chat", name=name, language="en")
    visitor.does({"type": "TextReceived", "text": "Desk"})
    return visitor


def test_a_call_is_held_and_handed_on_between_two_contact_centers(
    front: FrontRow, visitor: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(400)  # the number that is none
    anna = FrontRow(visitor()).sign_in("Dora Hartley")
    anna.take_over("Anna de Vries")
    front.take_over("Ben Okafor")
    front.call("Desk")
    accept(front, "Desk")
    talk = work(front, "Connected", "Desk")
    status = front.side.get_by_role("status")
    expect(status).to_have_text("Talking with Ben Okafor")
    talk.get_by_role("button", name="Hold").click()
    expect(work(front, "On hold", "Desk")).to_contain_text("hears music")
    expect(status).to_have_text("On hold by Ben Okafor, music plays")
    front.desk.get_by_role("button", name="Resume").click()
    expect(status).to_have_text("Talking with Ben Okafor")

    hand_over(talk, "Number", "12")
    expect(talk.get_by_role("alert")).to_be_visible()
    hand_over(talk, "Contact center", "Billing")
    expect(front.desk).to_contain_text("Nothing rings.")
    expect(work(anna, "Rings", "Billing")).to_contain_text("Alex Morgan")
    accept(anna, "Billing")
    front.hears("Connected with Anna de Vries")

    hand_over(work(anna, "Connected", "Billing"), "Agent", "Ben Okafor · free")
    front.desk.get_by_role("article", name="Rings").get_by_role("button", name="Accept").click()
    expect(status).to_have_text("Talking with Ben Okafor")
    owed = work(anna, "Wrap-up", "Billing")
    owed.get_by_role("button", name="Done").click()
    expect(owed.get_by_role("alert")).to_contain_text("Choose a disposition")
    owed.get_by_role("combobox", name="Disposition").select_option(label="Paid")
    owed.get_by_role("textbox", name="Note").fill("Paid by card")
    owed.get_by_role("button", name="Done").click()
    expect(anna.desk).to_contain_text("Nothing rings.")


def test_two_chats_lie_beside_each_other(front: FrontRow, server: Served) -> None:
    front.take_over("Ben Okafor")
    alex = chat(server, "Alex")
    chat(server, "Robin")
    offers = front.desk.get_by_role("group", name="Offers")
    tabs = front.desk.get_by_role("tablist", name="Conversations")
    words = front.desk.get_by_role("textbox", name="Write to the caller")
    with answered_late(front.page, "**/accept", 1):  # the second is answered before the first
        for who in ("Alex", "Robin"):
            offers.get_by_role("article").filter(has_text=who).get_by_role("button", name="Accept").click()
        expect(tabs.get_by_role("tab", selected=True)).to_contain_text("Robin")
        words.fill("Half a sentence")
    front.page.evaluate(DRAWN)
    expect(tabs.get_by_role("tab", selected=True)).to_contain_text("Robin")
    expect(words).to_have_value("Half a sentence")
    alex.does({"type": "TextReceived", "text": "Are you there?"})
    expect(tabs.get_by_role("tab", name="Alex")).to_contain_text("1 new message")
    tabs.get_by_role("tab", selected=True).press("ArrowLeft")
    expect(front.desk.get_by_role("tabpanel")).to_contain_text("Are you there?")
    expect(tabs.get_by_role("tab", name="Alex")).not_to_contain_text("new message")
    expect(words).to_have_value("")
    words.fill("Yes.")
    words.press("Enter")
    expect(front.desk.get_by_role("log", name="Conversation")).to_contain_text("Yes.")
    front.page.reload()
    expect(front.desk.get_by_role("log", name="Conversation")).to_contain_text("Yes.")
    tabs.get_by_role("tab", name="Robin").click()
    expect(words).to_have_value("Half a sentence")


def test_who_declines_hands_it_to_the_next_agent(front: FrontRow, server: Served) -> None:
    dev = at_desk(server, "dev", "away")
    front.take_over("Ben Okafor")
    assert dev("PUT", "/api/agents/me/presence", {"intent": "available"})[0] == 200  # he stands behind Ben
    server.client().call(DESK_LINE)
    rings = work(front, "Rings", "Desk")
    expect(rings.get_by_role("group", name="As whom to answer")).to_contain_text("Waited0:0")
    rings.get_by_role("button", name="Decline").click()
    expect(rings).to_be_hidden()
    until(lambda: [held["state"] for held in dev("GET", "/api/agents/me")[1]["reservations"]] == ["pending"])


def test_the_next_status_is_shown_cleared_and_comes(front: FrontRow, server: Served) -> None:
    at_desk(server, "dev", "away")
    front.take_over("Ben Okafor")
    caller = server.client()
    caller.call(DESK_LINE)
    accept(front, "Desk")
    front.presence("Away: Lunch")
    front.desk.get_by_role("button", name="Clear next status: Away: Lunch").click()
    expect(front.desk).not_to_contain_text("Then: Away: Lunch")
    front.presence("Away: Lunch")
    expect(front.desk).to_contain_text("Then: Away: Lunch")
    presence = front.desk.get_by_role("combobox", name="Presence")
    expect(presence).to_have_value("available")
    caller.does({"type": "CallerHungUp"})
    expect(presence).to_have_value("away:lunch")
    expect(front.desk).to_contain_text("You get no calls while you are not available.")


def test_who_does_not_answer_is_told_until_when_and_comes_back(front: FrontRow, server: Served, dora: Client) -> None:
    center = dora("GET", "/api/contact-centers/desk")[1]
    shorter = {**center, "offer_s": {"voice": 0.5}}
    assert dora("PUT", "/api/contact-centers/desk", shorter, if_match="*")[0] == 200
    at_desk(server, "dev", "away")
    front.take_over("Ben Okafor")
    server.client().call(DESK_LINE)
    expect(front.desk.get_by_role("status")).to_contain_text("You did not answer, so nothing rings here until ")
    assert dora("PUT", "/api/contact-centers/desk", center, if_match="*")[0] == 200  # long enough to be seen ringing
    front.desk.get_by_role("button", name="I am back: let it ring again").click()
    expect(work(front, "Rings", "Desk")).to_be_visible()


def test_a_call_is_taken_held_and_handed_on_with_the_keyboard_alone(front: FrontRow, server: Served) -> None:
    keys = Keyboard(front.page)
    at_desk(server, "dev", "away")
    keys.reach("button", "Take over Ben Okafor")
    keys.press("Enter")
    expect(front.desk).to_contain_text("Nothing rings.")
    server.client().call(DESK_LINE)
    expect(work(front, "Rings", "Desk")).to_be_visible()
    keys.reach("button", "Accept")  # from the beginning of the desk
    keys.press("Enter")
    talk = work(front, "Connected", "Desk")
    expect(talk).to_be_focused()
    keys.reach("button", "Hold")
    with answered_late(front.page, "**/hold"):  # a quick person is heard before the answer to what he did is there
        keys.press("Enter")
        expect(work(front, "On hold", "Desk").get_by_role("button", name="Resume")).to_be_focused()
        keys.press("Enter")
    expect(talk).to_be_visible()
    keys.reach("button", "Transfer…")
    keys.press("Enter")
    expect(talk.get_by_role("form", name="Transfer").get_by_role("button", name="Contact center")).to_be_focused()
    keys.press("Escape")
    expect(talk.get_by_role("button", name="Transfer…")).to_be_focused()
    keys.press("Enter")
    keys.reach("select", "Contact center to transfer to")
    keys.choose("Pharmacy")
    keys.reach("button", "Transfer")
    keys.press("Enter")
    front.says("Transferred to Pharmacy.")
    expect(front.desk).to_contain_text("Nothing rings.")


def test_who_hands_on_may_ask_for_skills(front: FrontRow, visitor: Callable[..., Page]) -> None:
    anna = FrontRow(visitor()).sign_in("Dora Hartley")
    anna.take_over("Anna de Vries")
    front.take_over("Ben Okafor")
    front.call("Desk")
    accept(front, "Desk")
    talk = work(front, "Connected", "Desk")
    talk.get_by_role("button", name="Transfer…").click()
    form = talk.get_by_role("form", name="Transfer")
    form.get_by_role("combobox", name="Contact center to transfer to").select_option(label="Appointments")
    skills = form.get_by_role("group", name="Skills")
    skills.get_by_role("checkbox", name="Dutch").check()
    skills.get_by_role("spinbutton").fill("50")
    form.get_by_role("button", name="Transfer", exact=True).click()
    rings = work(anna, "Rings", "Appointments")
    expect(rings.get_by_role("group", name="As whom to answer")).to_contain_text("Dutch")
    expect(rings.get_by_role("group", name="As whom to answer")).to_contain_text("50")
    expect(front.desk).to_contain_text("Nothing rings.")  # he speaks Dutch at 30, and handed it on himself
    accept(anna, "Appointments")
