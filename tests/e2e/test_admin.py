"""Administration: contact centers, addresses and users, each with its form; nothing for those who may not."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.access import violations
from tests.e2e.watch import Watch
from tests.main.served import Client


def opened(page: Page, path: str, user: str = "Dora Hartley") -> Locator:
    """The form at this address, signed in."""
    page.goto(path)
    page.get_by_role("button", name=re.compile(f"^{user}")).click()
    form = page.get_by_role("form", name=path.rsplit("/", 1)[1].replace("%2B", "+"))
    expect(form).to_be_visible()
    return form


def save(page: Page, key: str) -> None:
    """Waits for the answer too: what tells of the save before may still be on the page."""
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast").filter(has_text=f"{key} is saved.").last).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()


def test_a_contact_center_gets_a_skill_that_an_agent_then_holds(
    visitor: Callable[..., Page], dora: Client, watch: Watch
) -> None:
    watch.allow(409, 412)
    page = visitor("about:blank")
    form = opened(page, "/admin/contact-centers/desk")
    form.get_by_role("spinbutton", name="Wanted, percent").fill("91")
    form.get_by_role("textbox", name="New skill").fill("sign_language")
    page.keyboard.press("Enter")
    form.get_by_role("textbox", name="Title of sign_language").fill("Sign language")
    form.get_by_role("textbox", name="Time zone").fill("Mars")
    page.get_by_role("button", name="Save", exact=True).click()
    zone = form.get_by_role("textbox", name="Time zone")
    expect(zone).to_have_attribute("aria-invalid", "true")
    expect(form).to_contain_text("“Mars” is not a time zone. Use an IANA name.")
    zone.fill("Europe/Paris")
    save(page, "desk")
    desk = dora("GET", "/api/contact-centers/desk")[1]
    assert (desk["service_level"]["goal"], desk["time_zone"]) == (91, "Europe/Paris")
    assert desk["skills"]["sign_language"] == {"title": "Sign language"}
    page.get_by_role("tab", name="Users").click()
    page.get_by_role("searchbox", name="Find").fill("ben")
    page.get_by_role("link", name="Ben Okafor").click()
    level = page.get_by_role("spinbutton", name="Level of Sign language in Desk")
    level.fill("80")
    page.get_by_role("checkbox", name="Supervisor, Desk").check()
    save(page, "ben")
    ben = dora("GET", "/api/users/ben")[1]
    assert ben["memberships"]["desk"] == {"sign_language": 80}
    assert ben["roles"]["desk"] == ["agent", "supervisor"]


def test_a_company_buys_seats_and_a_person_works_within_bounds(
    visitor: Callable[..., Page], dora: Client, watch: Watch
) -> None:
    watch.allow(409)
    page = visitor("about:blank")
    page.goto("/admin/tenant")
    page.get_by_role("button", name=re.compile("^Dora Hartley")).click()
    form = page.get_by_role("form", name="The company")
    form.get_by_role("textbox", name="New platform").fill("genesys")
    page.keyboard.press("Enter")
    form.get_by_role("textbox", name="New reason").fill("doctor")
    page.keyboard.press("Enter")
    form.get_by_role("spinbutton", name="Notes of agents").fill("400")
    form.get_by_role("spinbutton", name="Seats of salesforce").fill("0")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("All 0 licences of “salesforce” are given.")
    form.get_by_role("spinbutton", name="Seats of salesforce").fill("1")
    save(page, "The company")
    company = dora("GET", "/api/tenant")[1]
    assert (company["licences"]["genesys"], company["away_reasons"]["doctor"]) == (1, "Doctor")
    assert company["retention"]["content"]["note"] == 400
    ben_gets_a_seat(page, dora)
    contact_centers_bound_their_agents(page, dora)


def ben_gets_a_seat(page: Page, dora: Client) -> None:
    page.get_by_role("tab", name="Users").click()
    page.get_by_role("link", name="Ben Okafor").click()
    ben = page.get_by_role("form", name="ben")
    ben.get_by_role("checkbox", name="genesys").check()
    ben.get_by_role("spinbutton", name="Chats").fill("2")
    ben.get_by_role("textbox", name="Devices").fill("desk-17, softphone-4")
    save(page, "ben")
    stored = dora("GET", "/api/users/ben")[1]
    assert ("genesys" in stored["licences"], stored["capacity"], stored["devices"]) == (
        True, {"chat": 2}, ["desk-17", "softphone-4"]
    )  # fmt: skip  # one question
    expect(ben).to_contain_text("0 of 1 free")


def contact_centers_bound_their_agents(page: Page, dora: Client) -> None:
    page.get_by_role("tab", name="Contact centers").click()
    page.get_by_role("link", name="Billing").click()
    desk = page.get_by_role("form", name="billing")
    desk.get_by_role("spinbutton", name="Chats at most").fill("4")
    desk.get_by_role("spinbutton", name="One chat takes, of 100").fill("30")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(desk).to_contain_text("4 dialogues of 30 each are more than an agent's 100.")
    desk.get_by_role("spinbutton", name="One chat takes, of 100").fill("25")
    save(page, "billing")
    assert dora("GET", "/api/contact-centers/billing")[1]["capacity"]["chat"] == {"cost": 25, "most": 4}
    page.get_by_role("link", name="Pharmacy").click()
    hours = page.get_by_role("form", name="pharmacy").get_by_role("combobox", name="Opening hours")
    expect(hours).to_have_value("counter")
    hours.select_option(label="None: flows decide")
    save(page, "pharmacy")
    assert "hours" not in dora("GET", "/api/contact-centers/pharmacy")[1]


def test_what_is_in_use_or_changed_elsewhere_is_told(visitor: Callable[..., Page], dora: Client, watch: Watch) -> None:
    watch.allow(409, 412)
    page = visitor("about:blank")
    form = opened(page, "/admin/contact-centers/appointments")
    form.get_by_role("button", name="Remove dutch").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("is held: user anna")
    form.get_by_role("button", name="Undo my changes").click()
    form.get_by_role("textbox", name="Title", exact=True).fill("Bookings")
    center = dora("GET", "/api/contact-centers/appointments")[1]
    status, _ = dora("PUT", "/api/contact-centers/appointments", {**center, "weight": 7}, If_Match="*")
    assert status == 200
    page.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("was changed by somebody else")
    form.get_by_role("button", name="Load what it is now").click()
    expect(form.get_by_role("spinbutton", name="Weight")).to_have_value("7")


def test_an_address_leads_to_one_place_and_is_unlinked_first(visitor: Callable[..., Page], dora: Client) -> None:
    page = visitor("about:blank")
    form = opened(page, "/admin/addresses/+442079460104")
    front = form.get_by_role("radio", name="A flow of the front door")
    expect(front).to_be_disabled()
    form.get_by_role("radio", name="Nowhere").check()
    save(page, "+442079460104")
    front.check()
    form.get_by_role("combobox", name="Flow of the front door").select_option(label="Main line")
    save(page, "+442079460104")
    assert dora("GET", "/api/addresses/+442079460104")[1]["link"] == {"front_door": "main"}
    page.get_by_role("button", name="+ New").click()
    fresh = page.get_by_role("form", name="New address")
    fresh.get_by_role("textbox", name="Address").fill("chat:pharmacy")
    fresh.get_by_role("combobox", name="Kind").select_option(label="Chat entry")
    fresh.get_by_role("radio", name="A contact center").check()
    fresh.get_by_role("combobox", name="Contact center").select_option(label="Pharmacy")
    fresh.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("form", name="chat:pharmacy")).to_be_visible()
    assert dora("GET", "/api/addresses/chat:pharmacy")[1]["link"] == {"contact_center": "pharmacy"}
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Really remove chat:pharmacy?").click()
    expect(page.get_by_role("link", name="chat:pharmacy")).to_have_count(0)
    assert dora("GET", "/api/addresses/chat:pharmacy")[0] == 404


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_administration_is_fit_for_all_and_read_only_for_others(
    dark: bool, visitor: Callable[..., Page], axe: str
) -> None:
    page = visitor("about:blank", dark=dark)
    seen = {}
    opened(page, "/admin/users/ben")
    for tab, key in (("Users", "Ben Okafor"), ("Addresses", "Main line"), ("Contact centers", "Billing")):
        page.get_by_role("tab", name=tab).click()
        page.get_by_role("link", name=key).first.click()
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
        seen[tab] = violations(page, axe, colours_only=dark)
    page.get_by_role("tab", name="The company").click()
    expect(page.get_by_role("spinbutton", name="Notes of agents")).to_be_visible()
    seen["The company"] = violations(page, axe, colours_only=dark)
    assert {state: found for state, found in seen.items() if found} == {}
    other = visitor("about:blank", dark=dark)
    form = opened(other, "/admin/contact-centers/billing", "Edith Moore")
    expect(form).to_contain_text("Your role may look at this, not change it.")
    expect(form.get_by_role("textbox", name="Title", exact=True)).to_be_disabled()
    expect(form.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    expect(other.get_by_role("tab", name="Users")).to_have_count(0)
