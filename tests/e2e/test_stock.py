"""Tables as grids and CSV; schedules as a week, a calendar and an answer to whether it is open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.access import violations
from tests.e2e.test_script import signed_in
from tests.e2e.watch import Watch
from tests.main.served import Client

HOME = "/api/environments/front_door"


def test_a_table_is_made_filled_and_brought_in(visitor: Callable[..., Page], dora: Client) -> None:
    page = signed_in(visitor("/studio/front_door/tables"))
    page.get_by_role("textbox", name="Name of the new table").fill("branches")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Add row").click()
    page.get_by_role("textbox", name="key of the new row").fill("north")
    page.get_by_role("textbox", name="Name of the new column").fill("city")
    page.get_by_role("button", name="Add column").click()
    page.get_by_role("textbox", name="city of north").fill("Leeds")
    saved = page.get_by_role("main").get_by_role("status").first
    expect(saved).to_have_text("Saved")
    table = {"key": "key", "rows": [{"key": "north", "city": "Leeds"}]}
    assert dora("GET", f"{HOME}/parts/tables/branches")[1]["value"] == table
    page.get_by_role("button", name="Add row").click()
    page.get_by_role("textbox", name="key of the new row").fill("north")
    expect(page.get_by_role("region", name="Table branches")).to_contain_text("only the first is found")
    page.get_by_role("button", name="Remove the row north").last.click()

    sent = {"name": "branches.csv", "mimeType": "text/csv"}
    files = page.locator("input[type=file]")
    files.set_input_files({**sent, "buffer": b"key,city,desks\nnorth,York,3\nnorth,Hull,4\n"})  # type: ignore[arg-type]  # a file as Playwright takes it
    told = page.get_by_role("dialog", name="Bring in branches.csv")
    expect(told).to_contain_text("Line 3, key Line 2 has the same key.")
    told.get_by_role("button", name="Cancel").click()
    files.set_input_files({**sent, "buffer": b"key,city,desks\nnorth,York,3\nsouth,Hove,4\n"})  # type: ignore[arg-type]  # as above
    told.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("textbox", name="city of south")).to_have_value("Hove")
    desks = page.get_by_role("textbox", name="desks of south")
    desks.fill("many")
    expect(page.get_by_role("region", name="Table branches").first).to_contain_text(
        "The rest of this column is numbers."
    )
    desks.fill("5")
    expect(saved).to_have_text("Saved")
    rows = dora("GET", f"{HOME}/parts/tables/branches")[1]["value"]["rows"]
    assert rows[1] == {"key": "south", "city": "Hove", "desks": 5}
    with page.expect_download() as got:
        page.get_by_role("link", name="CSV out").click()
    assert got.value.path().read_text("utf-8").splitlines() == ["key,city,desks", "north,York,3", "south,Hove,5"]


def test_a_schedule_has_a_week_holidays_and_exceptions(visitor: Callable[..., Page], dora: Client) -> None:
    page = signed_in(visitor("/studio/front_door/schedules/office"))
    expect(page.get_by_role("status", name="Now")).to_contain_text("For callers: ")
    page.get_by_role("button", name="Add hours on Sunday").click()
    page.get_by_label("Sunday, range 1, from").fill("10:00")
    page.get_by_role("button", name="Add hours on Monday").click()
    page.get_by_label("Day", exact=True).fill("2027-01-04")
    page.get_by_label("Name", exact=True).fill("Stocktaking")
    page.get_by_role("button", name="Add the day").click()
    expect(page.get_by_role("main").get_by_role("status").first).to_have_text("Saved")
    stored = dora("GET", f"{HOME}/parts/schedules/office")[1]["value"]
    assert (stored["weekly"]["sun"], stored["weekly"]["mon"]) == (["10:00-17:00"], ["08:00-18:00", "19:00-23:00"])
    assert stored["holidays"] == {"2027-01-04": "Stocktaking"}

    outlook = dora("GET", f"{HOME}/schedules/office/outlook")[1]
    day = outlook["days"][-1]["day"]
    page.get_by_role("button", name=day).click()
    form = page.get_by_role("form", name=f"Hours on {day} only")
    form.get_by_label("Open, such as").fill("10-12")
    expect(form).to_contain_text("Write ranges like 10:00-12:00")
    form.get_by_label("Open, such as").fill("10:00-12:00")
    form.get_by_label("Why").fill("Moving house")
    form.get_by_role("button", name="Set for this day").click()
    expect(page.get_by_role("button", name=f"{day}, Exception, 10:00-12:00")).to_be_visible()
    assert dora("GET", f"{HOME}/schedules/office/exceptions")[1]["days"] == {day: ["10:00-12:00"]}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_use_both(dark: bool, visitor: Callable[..., Page], dora: Client, watch: Watch, axe: str) -> None:
    table = {"key": "code", "rows": [{"code": f"{n}", "price": n} for n in range(120)]}
    assert dora("PUT", f"{HOME}/parts/tables/prices", {"value": table}, If_None_Match="*")[0] == 200
    page = signed_in(visitor("/studio/front_door/tables/prices", dark=dark), "Victor Hale" if dark else "Dora Hartley")
    expect(page.get_by_text("1 to 50 of 120")).to_be_visible()
    seen = violations(page, axe, colours_only=dark)
    page.get_by_role("link", name="Schedules").click()
    page.get_by_role("navigation", name="Schedules").get_by_role("link").first.click()
    expect(page.get_by_role("status", name="Now")).to_be_visible()
    assert [*seen, *violations(page, axe, colours_only=dark)] == []
    if dark:
        expect(page.get_by_label("Monday, range 1, from")).to_be_disabled()
        expect(page.get_by_role("textbox", name="Name of the new schedule")).to_have_count(0)
