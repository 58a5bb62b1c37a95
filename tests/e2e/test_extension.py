"""A node type of another package in the editor: nothing of the pages was made for it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.front_row import FrontRow
from tests.main.extended import installed_example
from tests.main.served import Client, Served, served

DRAWN = "M4 4h16v5M4 4v16h6M8 9h5M8 13h3M13 17l3 3 5.500-7"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """In place of the one that the other browser tests share: this one has the package beside it."""
    site = installed_example(tmp_path_factory.mktemp("site"))
    with served(tmp_path_factory.mktemp("data"), PYTHONPATH=str(site)) as running:
        yield running


def test_it_is_offered_drawn_filled_in_and_saved(server: Served, visitor: Callable[..., Page], dora: Client) -> None:
    front = FrontRow(visitor()).sign_in("Dora Hartley")
    front.button("+ Add step").click()
    offered = front.page.get_by_role("option", name="Check a number")
    expect(offered).to_contain_text("See by its check digits")
    expect(offered.locator("svg path")).to_have_attribute("d", DRAWN)
    offered.click()
    card = front.card("Check digit")
    expect(card.locator(".family-icon path")).to_have_attribute("d", DRAWN)
    form = front.inspector("Check digit")
    expect(form).to_contain_text("iban: a bank account; luhn: a payment card")
    form.get_by_role("combobox", name="Scheme").select_option(label="bsn")
    front.field("Name of the step").fill("Right number")
    front.goes_to("valid").select_option(label="Main menu")
    front.goes_to("invalid").select_option(label="Main menu")
    front.save()
    flow = dora("GET", "/api/environments/front_door/flows/main")[1]["flow"]
    saved = next(node for node in flow["nodes"].values() if node["type"] == "check_digit")
    assert saved == {"type": "check_digit", "title": "Right number", "value": "vars.account", "scheme": "bsn"}
