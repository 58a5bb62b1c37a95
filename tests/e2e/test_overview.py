"""The overview when there is nothing yet, or something wrong; test_crash.py has the lost connection."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.access import violations
from tests.e2e.front_row import FrontRow
from tests.e2e.test_script import signed_in
from tests.e2e.watch import Watch

FLOW = "**/api/environments/front_door/flows/main"


def test_it_waits_says_what_is_wrong_and_is_asked_again(visitor: Callable[..., Page], watch: Watch, axe: str) -> None:
    watch.allow(500)
    page = visitor()
    page.route(FLOW, lambda _: None)  # an answer that does not come
    front = FrontRow(signed_in(page))
    canvas = page.get_by_role("region", name="Flow canvas")
    expect(canvas.get_by_role("status")).to_have_text("Loading…")
    expect(page.get_by_role("button", name="Publish…")).to_be_disabled()
    expect(page.get_by_role("button", name="Run tests")).to_be_disabled()
    page.unroute(FLOW)
    page.route(FLOW, lambda route: route.fulfill(status=500, json={"detail": "The flow cannot be read."}))
    page.reload()
    expect(canvas.get_by_role("alert")).to_contain_text("The flow cannot be read.")
    assert violations(page, axe) == []
    page.unroute(FLOW)
    canvas.get_by_role("button", name="Try again").click()
    expect(front.card("Main menu")).to_be_visible()
    expect(page.get_by_role("button", name="Publish…")).to_be_enabled()


def test_a_tenant_without_flows_and_numbers_is_told_where_to_begin(visitor: Callable[..., Page], axe: str) -> None:
    page = visitor()
    place: dict[str, object] = {"name": "front_door", "title": "Front door", "live": None, "flows": []}
    page.route("**/api/environments", lambda route: route.fulfill(json=[place]))
    page.route("**/api/addresses", lambda route: route.fulfill(json=[]))
    signed_in(page)
    expect(page.get_by_text("There is no flow yet.")).to_be_visible()
    expect(page.get_by_label("Number to call")).to_have_accessible_description(
        "No number is set up yet; administrators add one under Admin, Addresses."
    )
    expect(page.get_by_role("button", name="Call", exact=True)).to_be_disabled()
    expect(page.get_by_role("button", name="Publish…")).to_be_disabled()
    expect(page.get_by_label("Environment and flow")).to_have_count(0)
    assert violations(page, axe) == []
    page.get_by_role("link", name="Make the first one in the Studio").click()
    expect(page.get_by_role("button", name="New flow")).to_be_visible()
