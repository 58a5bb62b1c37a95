"""The first five minutes: call, see why one waits, answer, end, keep it as a test."""

import re

from playwright.sync_api import expect

from tests.e2e.front_row import FrontRow
from tests.e2e.people import at_desk
from tests.main.served import Served

ALL_PASS = re.compile(r"^(\d+) of \1 pass")


def test_a_newcomer_calls_and_the_flow_lights_up(front: FrontRow, server: Served) -> None:
    for agent in ("anna", "ben"):  # all who could take a booking
        at_desk(server, agent, "away")
    front.call("Main line")
    front.hears("For appointments press 1")
    front.is_at("Main menu")
    front.press("1")
    front.hears("You are through to appointments.")
    front.is_at("Date of birth")
    front.press("19800521")
    front.is_at("What for?")
    front.press("2")
    front.hears("You are number 1 in the queue.")
    front.is_at("Music")
    expect(front.why.get_by_role("heading")).to_have_text("Waiting in Appointments")
    expect(front.why).to_contain_text("Place 1 of 1")
    for name in ("Anna de Vries", "Ben Okafor"):
        expect(front.why.get_by_role("listitem").filter(has_text=name)).to_contain_text("away")
    front.hang_up()
    expect(front.why).to_be_hidden()


def test_demo_agents_answer_until_somebody_sits_down(front: FrontRow) -> None:
    front.call("Desk")
    front.hears("Connected with Ben Okafor")
    expect(front.desk.get_by_role("listitem").filter(has_text="Ben Okafor")).to_contain_text("talking")


def test_the_desk_rings_and_the_call_is_answered_ended_and_wrapped_up(front: FrontRow, server: Served) -> None:
    at_desk(server, "ben", "away")
    front.take_over("Anna de Vries")
    expect(front.desk).to_contain_text("Nothing rings.")
    front.call("Appointments direct")
    front.press("198005212")
    rings = front.desk.get_by_role("article", name="Rings: Appointments")
    expect(rings.get_by_role("timer")).to_have_text(re.compile(r"^(20|1\d|\d) s$"))
    expect(rings).to_contain_text("Alex Morgan")
    rings.get_by_role("button", name="Accept").click()
    talk = front.desk.get_by_role("article", name="Connected: Appointments")
    expect(talk).to_be_visible()
    front.hears("Connected with Anna de Vries")
    expect(front.side.get_by_role("status")).to_have_text("Talking with Anna de Vries")
    talk.get_by_role("button", name="Hang up").click()
    after = front.desk.get_by_role("article", name="Wrap-up: Appointments")
    expect(after.get_by_role("timer")).to_contain_text("of wrap-up left")
    after.get_by_role("combobox", name="Disposition").select_option(label="Appointment booked")
    after.get_by_role("button", name="Done").click()
    expect(front.desk).to_contain_text("Nothing rings.")
    expect(front.desk.get_by_role("listitem").filter(has_text="Anna de Vries")).to_contain_text("free")


def test_an_offer_that_is_declined_waits_for_the_next_agent(front: FrontRow, server: Served) -> None:
    at_desk(server, "dev", "away")
    front.take_over("Ben Okafor")
    front.call("Desk")
    rings = front.desk.get_by_role("article", name="Rings: Desk")
    rings.get_by_role("button", name="Decline").click()
    expect(rings).to_be_hidden()
    expect(front.why).to_contain_text("Place 1 of 1")


def test_a_finished_call_is_kept_as_a_test_that_passes(front: FrontRow) -> None:
    front.call("Main line")
    front.press("9")
    front.hears("That is not one of the choices.")
    front.press("3")
    front.is_at("Account")
    front.hang_up()
    front.button("Keep as test").click()
    front.says("Kept as test")
    expect(front.drawer.get_by_role("status")).to_have_text(ALL_PASS)
    kept = front.drawer.get_by_role("option", selected=True)
    expect(kept.get_by_role("img", name="Passed")).to_be_visible()
    expect(front.drawer).to_contain_text("kept_")
    front.page.get_by_role("banner").get_by_role("button", name="Run tests").click()
    expect(front.drawer.get_by_role("status")).to_have_text(ALL_PASS)
    expect(front.drawer.get_by_role("img", name="Failed")).to_have_count(0)
