"""The chat of a visitor of the website, and the agent who answers it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.front_row import FrontRow
from tests.e2e.people import at_desk, facts_of, live_dialogue
from tests.main.served import Client, Served, until


def test_a_visitor_clicks_types_talks_reloads_and_goes_away(
    front: FrontRow, visitor: Callable[..., Page], server: Served, dora: Client
) -> None:
    at_desk(server, "dev", "away")
    front.take_over("Anna de Vries")
    website = FrontRow(visitor()).sign_in("Dora Hartley")
    website.start_chat()
    website.reads("How can we help you today?")
    expect(website.replies.get_by_role("button")).to_have_text(["Appointments", "Pharmacy", "Billing", "Desk"])
    website.replies.get_by_role("button", name="Billing").click()
    website.reads("What is your account number?")
    website.write("4711")
    rings = front.desk.get_by_role("article", name="Rings: Billing")
    rings.get_by_role("button", name="Accept").click()
    website.reads("Connected with Anna de Vries")
    talk = front.desk.get_by_role("article", name="Connected: Billing")
    website.write("Is it ready?")
    expect(talk.get_by_role("log")).to_contain_text("Is it ready?")
    talk.get_by_role("textbox", name="Write to the caller").fill("Yes, come by today.")
    talk.get_by_role("button", name="Say").click()
    website.reads("Yes, come by today.")
    website.page.reload()
    website.reads("Is it ready?")
    website.reads("Yes, come by today.")
    website.write("Thank you!")
    expect(talk.get_by_role("log")).to_contain_text("Thank you!")
    dialogue = live_dialogue(dora)
    assert facts_of(dora, dialogue).count("arrived") == 1
    website.page.close()
    until(lambda: "away" in facts_of(dora, dialogue))
    assert live_dialogue(dora) == dialogue


def test_the_typed_label_of_a_button_is_that_button(front: FrontRow) -> None:
    front.start_chat()
    front.reads("How can we help you today?")
    front.write("billing")
    front.reads("What is your account number?")
    front.is_at("Account")
