"""Tables: every list of the directory goes out as CSV and comes in the same; what is broken says where and why."""

import csv
from copy import deepcopy

import pytest

from flowengine.messages import Json
from flowengine.tenancy import sheet
from flowengine.tenancy.change import sync
from flowengine.tenancy.directory import Directory, directory_from
from flowengine.tenancy.lists import LISTS
from flowengine.tenancy.table import Imported, exported, imported
from tests.tenancy.full import FULL

DIRECTORY = directory_from(FULL)


def told(done: Imported) -> dict[str, str]:
    return {row.key: row.outcome for row in done.rows}


@pytest.mark.parametrize("name", LISTS)
def test_what_goes_out_comes_in_as_it_was(name: str) -> None:
    text = exported(DIRECTORY, name)
    done = imported(DIRECTORY, name, text, replace=True)
    assert {row.outcome for row in done.rows} == {"unchanged"}, done.rows
    assert sync(DIRECTORY, done.changes).directory == DIRECTORY


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_was_lost_is_made_again(name: str) -> None:
    """What others rest on is not taken away, so each list is emptied in a directory that holds nothing else of it."""
    text = exported(DIRECTORY, name)
    empty = _without(name)
    done = imported(empty, name, text, replace=True)
    assert {row.outcome for row in done.rows} == {"added"}, done.rows
    after = sync(empty, done.changes).directory
    assert exported(after, name) == text


def _without(name: str) -> Directory:
    document: Json = deepcopy(FULL)
    if name in ("contact-centers", "skills"):
        for user in document["users"].values():
            user["memberships"] = {"desk": {}, "sales": {}} if name == "skills" else {}
            user["roles"].pop("sales", None)
        document["exceptions"] = {}
        document["addresses"] = {}
    if name in ("users", "seats"):
        document["users"] = {}
    match name:
        case "skills" | "dispositions":
            document["contact_centers"]["sales"].pop(name)
        case "levels":
            document["users"]["anna"]["memberships"] = {"desk": {}, "sales": {}}
        case "licences":
            for user in document["users"].values():
                user.pop("licences")
        case "seats":
            document["tenant"].pop("licences")
        case "away-reasons":
            document["tenant"].pop("away_reasons")
        case _:
            document[name.replace("-", "_")] = {}
    return directory_from(document)


def test_no_cell_that_goes_out_is_a_formula() -> None:
    for name in LISTS:
        for row in csv.reader(exported(DIRECTORY, name).splitlines()):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t")], name


@pytest.mark.parametrize("cell", ["=1+1", "'=1", "''+1", "plain", "'quoted'", "", "-", "@x", "\t=1", "＝1"])
def test_what_is_made_harmless_is_meant_as_before(cell: str) -> None:
    assert sheet.meant(sheet.harmless(cell)) == cell
    assert sheet.harmless(cell)[:1] not in tuple("=+-@\t＝")


def test_rows_add_and_change_and_remove_nothing_else() -> None:
    text = "user,contact_center,skill,level\nanna,sales,dutch,81\ndora,sales,dutch,5\n"
    added = imported(DIRECTORY, "levels", text, replace=False)
    assert told(added) == {"anna sales dutch": "changed", "dora sales dutch": "added"}
    replaced = imported(DIRECTORY, "levels", text, replace=True)
    assert told(replaced)["anna sales refunds"] == "removed"
    after = sync(DIRECTORY, replaced.changes).directory
    assert after.users["anna"].memberships == {"desk": {}, "sales": {"dutch": 81}}
    assert after.users["dora"].memberships == {"sales": {"dutch": 5}}


def test_a_column_that_is_left_out_leaves_its_field() -> None:
    done = imported(DIRECTORY, "users", "user,name\nanna,Anne\n", replace=False)
    after = sync(DIRECTORY, done.changes).directory.users["anna"]
    assert (after.name, after.licences, after.memberships) == (
        "Anne",
        ("salesforce",),
        DIRECTORY.users["anna"].memberships,
    )


def test_an_empty_cell_takes_the_field_away() -> None:
    done = imported(DIRECTORY, "contact-centers", "contact_center,hours,wrap_up,wrap_up_s\nsales,,,\n", replace=False)
    after = sync(DIRECTORY, done.changes).directory.contact_centers["sales"]
    assert (after.hours, after.wrap_up.mode, after.wrap_up.max_s) == ("", "optional", 30.0)


def test_a_row_that_is_gone_takes_its_thing_away() -> None:
    done = imported(DIRECTORY, "blocked-callers", "number,reason\n+447700900666,x\n", replace=True)
    assert told(done) == {"+447700900666": "changed", "+447700900667": "removed"}
    assert done.rows[-1].line == 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "\ufeffreason;title\r\nlunch;Lunch\r\ntraining;Training, or reading\r\n", id="mark and semicolons"
        ),
        pytest.param("reason\ttitle\nlunch\tLunch\ntraining\tTraining, or reading", id="tabs"),
        pytest.param('\r\n"reason" , "title"\r\n\r\nlunch,Lunch\rtraining,"Training, or reading"', id="gaps"),
        pytest.param('title,reason\nLunch,lunch\n"Training, or reading",training\n', id="other order"),
    ],
)
def test_what_spreadsheets_write_is_read(text: str) -> None:
    done = imported(DIRECTORY, "away-reasons", text.replace('" , "', '","'), replace=True)
    assert {row.outcome for row in done.rows} == {"unchanged"}, done.rows


BROKEN: dict[str, tuple[str, str, tuple[int, str, str]]] = {
    "nothing": ("users", "", (1, "", "names the columns")),
    "not UTF-8": ("users", "user\nAndr\ufffd", (0, "", "CSV UTF-8")),
    "unknown column": ("levels", "user,contact_center,skill,lvl\n", (1, "lvl", "Known are user")),
    "column twice": ("seats", "platform,platform,seats\n", (1, "platform", "one of the two")),
    "no key": ("seats", "seats\n5\n", (1, "platform", "Add it")),
    "cell too many": ("seats", "platform,seats\nsalesforce,5,6\n", (2, "", "delimiter")),
    "open quote": ("seats", 'platform,seats\n"salesforce,5\n', (2, "", "Close each quote")),
    "key left empty": ("seats", "platform,seats\n ,5\n", (2, "platform", "Say which one")),
    "row twice": ("seats", "platform,seats\nsalesforce,5\nsalesforce,6\n", (3, "platform", "one of the two")),
    "decimal comma": ("contact-centers", "contact_center;resume_s\nsales;1,5\n", (2, "resume_s", "20 or 1.5")),
    "no number": ("levels", "user,contact_center,skill,level\nanna,sales,dutch,good\n", (2, "level", "digits")),
    "no level": ("levels", "user,contact_center,skill,level\nanna,sales,dutch,\n", (2, "level", "leave the row out")),
    "level over 100": (
        "levels",
        "user,contact_center,skill,level\nanna,sales,dutch,101\n",
        (2, "level", "Write it so"),
    ),
    "neither yes nor no": ("contact-centers", "contact_center,enabled\nsales,maybe\n", (2, "enabled", "yes or no")),
    "no moment": ("blocked-callers", "number,reason,until\n+447700900666,x,tomorrow\n", (2, "until", "2026-12-01T")),
    "no offset": ("blocked-callers", "number,reason,until\n+447700900666,x,2027-01-01\n", (2, "until", "2026-12-01T")),
    "no such user": ("levels", "user,contact_center,skill,level\nzoe,sales,dutch,5\n", (2, "user", "Add it first")),
    "no such contact center": ("skills", "contact_center,skill\nnorth,dutch\n", (2, "contact_center", "Add it first")),
    "no such skill": (
        "levels",
        "user,contact_center,skill,level\ndora,sales,thai,5\n",
        (2, "level", "Define the skill"),
    ),
    "no such role": ("users", "user,roles\nanna,boss\n", (2, "roles", "Write it so")),
    "no such formula": (
        "contact-centers",
        "contact_center,service_level\nsales,best\n",
        (2, "service_level", "Write it"),
    ),
    "new without a title": ("contact-centers", "contact_center\nnorth\n", (2, "title", "Write it so")),
    "no licence left": (
        "licences",
        "user,platform\nanna,salesforce\ndora,salesforce\n",
        (3, "platform", "Withdraw one"),
    ),
    "second link": ("addresses", "address,kind,contact_center\nchat:site,chat,sales\n", (2, "", "Unlink it first")),
    "too long a cell": ("seats", f"platform,seats\nsalesforce,{'9' * 200_000}\n", (2, "", "Close each quote")),
}


@pytest.mark.parametrize(("name", "text", "fault"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_says_where_what_and_the_way_out(name: str, text: str, fault: tuple[int, str, str]) -> None:
    done = imported(DIRECTORY, name, text, replace=False)
    refused = [row for row in done.rows if row.outcome == "refused"]
    assert len(refused) == 1, refused
    line, column, way_out = fault
    assert (refused[0].line, refused[0].column) == (line, column), refused
    assert way_out in refused[0].hint, refused
    assert refused[0].text
    assert refused[0].code
    assert done.changes == (), "all or nothing"


def test_lines_are_those_of_the_file_though_cells_have_several() -> None:
    text = 'number,reason\n+447700900666,"x\ny"\n\n+44,z\n'
    done = imported(DIRECTORY, "blocked-callers", text, replace=False)
    assert [(row.line, row.outcome) for row in done.rows] == [(2, "changed"), (5, "refused")]


def test_what_a_row_leaves_behind_is_told_where_it_was_named() -> None:
    done = imported(DIRECTORY, "skills", "contact_center,skill,title\nsales,refunds,\n", replace=True)
    refused = [row for row in done.rows if row.outcome == "refused"]
    assert [(row.line, row.key, row.code) for row in refused] == [(0, "sales dutch", "in_use")]


@pytest.mark.proof
def test_too_many_rows_are_refused() -> None:
    rows = "\n".join(f"p{n},1" for n in range(sheet.MOST_ROWS + 1))
    assert "Split the file" in imported(DIRECTORY, "seats", "platform,seats\n" + rows, replace=False).rows[0].hint
