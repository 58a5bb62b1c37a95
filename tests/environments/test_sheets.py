"""Words and tables as CSV: out, changed in a spreadsheet, and in again; whole or not at all, told row by row."""

from pathlib import Path
from typing import Any

import pytest

from flowengine.environments.sheets import Sheets
from flowengine.environments.table_sheet import exported as table_csv
from flowengine.environments.table_sheet import imported as table_from
from flowengine.environments.wording import exported, imported
from flowengine.errors import FlowInvalid
from tests.environments.office import LOADER, TENANT, Author, Office, Place, lived
from tests.environments.test_stock import PRICES, At

TEXTS: dict[str, Any] = {
    "prompts/bye": {"by_language": {"en": {"voice": "Goodbye.", "chat": "Bye!"}, "nl": "Dag."}},
    "main/hello/prompt": "=Hello.",
    "main/hello/no_input_prompt": {"prompt": "bye"},
}
CSV = (
    "place,channel,any,en,nl,de\r\n"
    "prompts/bye,,,,Dag.,\r\nprompts/bye,voice,,Goodbye.,,\r\nprompts/bye,chat,,Bye!,,\r\n"
    "main/hello/prompt,,'=Hello.,,,\r\n"
)


def test_texts_have_a_row_per_place_and_channel() -> None:
    assert exported(TEXTS, ["en", "nl", "de"]) == CSV
    done = imported(TEXTS, CSV)
    assert (done.texts, {row.outcome for row in done.rows}) == (TEXTS, {"unchanged"})


def test_words_are_added_changed_and_left() -> None:
    done = imported(
        TEXTS, "place;channel;de;nl\nprompts/bye;;Tschüss.;\nmain/hello/prompt;;Hallo.;Hoi.\nprompts/new;chat;Neu;"
    )
    assert [row.outcome for row in done.rows] == ["changed", "changed", "added"]
    assert done.texts["prompts/bye"]["by_language"] == {**TEXTS["prompts/bye"]["by_language"], "de": "Tschüss."}
    assert done.texts["main/hello/prompt"] == {"by_language": {"de": "Hallo.", "nl": "Hoi."}}
    assert done.texts["prompts/new"] == {"by_language": {"de": {"chat": "Neu"}}}


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("main/other/prompt,,x,,", "place", "Nothing is said"),
        ("prompts/Bad Name,,x,,", "place", "Nothing is said"),
        ("prompts/new,,,,", "place", "no words"),
        ("prompts/bye,fax,,x,", "channel", "no channel"),
        ("prompts/bye,,x,,", "any", "per language"),
        ("prompts/bye,,,x,", "en", "per channel"),
        ("prompts/bye,voice,,,x", "nl", "for all channels"),
        ("main/hello/prompt,,{{ vars. }},,", "any", ""),
    ],
)
def test_a_row_that_fits_nowhere_is_refused_with_its_place(row: str, column: str, words: str) -> None:
    done = imported(TEXTS, f"place,channel,any,en,nl\nmain/hello/prompt,chat,,Hi,\n{row}\n")
    refused = [one for one in done.rows if one.outcome == "refused"]
    assert [(one.line, one.column) for one in refused] == [(3, column)]
    assert words in refused[0].text
    assert refused[0].hint
    assert done.texts == TEXTS


def test_one_file_writes_prompts_and_flows_or_nothing(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        sheets = Sheets(office.exchange, LOADER, office.stock)
        await office.stock.put(At("bye"), {"by_language": {"en": "Goodbye."}}, "")
        text = sheets.texts(TENANT, "front_door")
        assert text.splitlines() == [
            "place,channel,any,en",
            "prompts/bye,,,Goodbye.",
            "main/hello/prompt,,Hello.,",
            "main/hello/choices/1/label,,Yes,",
            "main/bye/prompt,,Goodbye.,",
        ]
        changed = text.replace("Goodbye.", "So long.").replace("Yes", "Yes!")
        told = await sheets.take_texts(Author(), "front_door", changed, dry_run=True)
        assert ([row.outcome for row in told.rows], told.applied) == (
            ["changed", "unchanged", "changed", "changed"],
            False,
        )
        with pytest.raises(FlowInvalid) as refused:
            await sheets.take_texts(Author(), "front_door", changed + "main/nobody/prompt,,x,\r\n", dry_run=False)
        assert (refused.value.findings[0].path, refused.value.findings[0].code) == ("line 6, place", "bad_csv")
        assert sheets.texts(TENANT, "front_door") == text
        assert (await sheets.take_texts(Author(), "front_door", changed, dry_run=False)).applied
        assert sheets.texts(TENANT, "front_door") == changed
        assert office.editor.read_flow(Place())["flow"]["nodes"]["hello"]["choices"]["1"]["label"] == "Yes!"

    lived(tmp_path, life)


def test_a_table_keeps_the_kind_of_its_columns() -> None:
    table = {
        "key": "code",
        "live": True,
        "rows": [{"code": "07", "price": 1.5, "ok": True, "tags": ["a"]}, {"code": "b"}],
    }
    text = 'code,price,ok,tags\r\n07,1.5,true,"[""a""]"\r\nb,,,\r\n'
    assert table_csv(table) == text
    same = table_from(table, text)
    assert (same.table, [row.outcome for row in same.rows]) == (table, ["unchanged", "unchanged"])
    done = table_from(table, "code,price,new,zip\r\n07,2,3,01234\r\nc,4,5,9\r\n")
    assert done.table["rows"] == [
        {"code": "07", "price": 2, "new": 3, "zip": "01234"},
        {"code": "c", "price": 4, "new": 5, "zip": "9"},
    ]
    assert [(row.key, row.outcome) for row in done.rows] == [("07", "changed"), ("c", "added"), ("b", "removed")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("code,price\na,cheap\n", (2, "price")),
        ("code,price\na,1\na,2\n", (3, "code")),
        ("code,price\n,1\n", (2, "code")),
        ("price\n1\n", (1, "code")),
        ("code,price\na\n", (2, "")),
    ],
)
def test_a_bad_row_of_a_table_is_told_with_its_place(text: str, place: tuple[int, str]) -> None:
    done = table_from(PRICES, text)
    assert [(row.line, row.column) for row in done.rows if row.outcome == "refused"] == [place]
    assert done.table == PRICES
