"""What the flows of an environment share, part by part: written against what was read, and what it says of days."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from flowengine.errors import Conflict, FlowInvalid, NotFound, RequestRefused
from flowengine.messages import DocumentPut
from tests.environments.office import TENANT, Office, Place, lived

OFFICE = {"weekly": {"mon": ["09:00-12:00", "13:00-17:00"], "tue": ["09:00-17:00"]}}
PRICES = {"key": "code", "rows": [{"code": "a", "price": 1}, {"code": "b", "price": 2}]}


class At(Struct, frozen=True):
    name: str
    kind: str = "prompts"
    environment: str = "front_door"
    tenant: str = TENANT
    user: str = "edith"


def document(office: Office) -> Any:
    return office.editor.read_files(TENANT, ["front_door"], people=True)["front_door/environment.json"].document


def test_a_part_is_written_against_what_was_read(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        stock = office.stock
        made = await stock.put(At("bye"), "Goodbye.", "")
        assert (made.value, stock.read(At("bye"))) == ("Goodbye.", made)
        with pytest.raises(Conflict, match="already") as taken:
            await stock.put(At("bye"), "So long.", "")
        assert taken.value.code == "name_taken"
        changed = await stock.put(At("bye"), {"by_language": {"en": "So long."}}, made.hash)
        with pytest.raises(Conflict, match="changed by somebody else") as stale:
            await stock.put(At("bye"), "Mine.", made.hash)
        assert stale.value.code == "stale_base"
        await stock.remove(At("bye"), changed.hash)
        with pytest.raises(NotFound):
            stock.read(At("bye"))
        assert document(office) == {"format": 1, "entry": {"default": "main"}}

    lived(tmp_path, life)


def test_two_people_who_write_two_parts_do_not_meet(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        names = [f"p{n}" for n in range(6)]
        await asyncio.gather(*(office.stock.put(At(name), name, "") for name in names))
        assert set(document(office)["prompts"]) == set(names)

    lived(tmp_path, life)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("prompts", "bye", {"by_language": {"en": "{{ vars. }}"}}),
        ("prompts", "Bye!", "Goodbye."),
        ("schedules", "office", {"weekly": {"mon": ["9-17"]}}),
        ("tables", "prices", {"rows": []}),
        ("tables", "prices", 7),
        ("bindings", "crm", 7),
        ("bindings", "Crm!", "https://crm.example"),
        ("entry", "pigeon", "main"),
    ],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(kind: str, name: str, value: Any, tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        before = document(office)
        with pytest.raises(FlowInvalid) as refused:
            await office.stock.put(At(name, kind), value, "")
        assert refused.value.findings[0].path.startswith(f"$.{kind}")
        with pytest.raises(NotFound):
            await office.stock.put(At("x", "flows"), {}, "*")
        assert document(office) == before

    lived(tmp_path, life)


def test_a_document_stays_in_its_bounds(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        rows = [{"code": f"{n}", "words": "x" * 300} for n in range(9_000)]
        with pytest.raises(RequestRefused, match="would be over") as refused:
            await office.stock.put(At("big", "tables"), {"key": "code", "rows": rows}, "")
        assert refused.value.code == "too_large"

    lived(tmp_path, life)


def test_a_list_tells_who_uses_a_part_and_what_is_wrong_with_it(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        sounds = {"en": {"file": "bye.en.wav", "says": "0" * 16}}
        await office.stock.put(At("bye"), {"by_language": {"en": "Goodbye."}, "sounds": sounds}, "")
        await office.stock.put(At("unused"), {"by_language": {"nl": "Dag."}}, "")
        await office.stock.put(At("prices", "tables"), PRICES, "")
        draft = office.editor.read_flow(Place())
        flow = draft["flow"]
        flow["nodes"]["bye"]["prompt"] = {"prompt": "bye"}
        await office.editor.save_flow(Place(), flow, None, draft["hash"], "edith")
        found = office.stock.all(TENANT, "front_door", "prompts")
        assert {name: part.used for name, part in found.parts.items()} == {"bye": 1, "unused": 0}
        codes = {name: [finding.code for finding in part.findings] for name, part in found.parts.items()}
        assert codes == {"bye": ["sound_stale"], "unused": ["language_missing"]}
        assert (found.languages, found.time_zone) == (["en"], "Europe/London")
        table = office.stock.all(TENANT, "front_door", "tables").parts["prices"]
        assert (table.value, table.rows) == ({"key": "code"}, 2)
        assert office.stock.read(At("prices", "tables")).value == PRICES

    lived(tmp_path, life)


def test_a_first_flow_and_a_bound_value_are_parts_too(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        stock = office.stock
        default = stock.read(At("default", "entry"))
        voice = await stock.put(At("voice", "entry"), "mian", "")
        assert (default.value, [one.code for one in voice.findings]) == ("main", ["unknown_flow"])
        await stock.remove(At("voice", "entry"), voice.hash)
        assert set(stock.all(TENANT, "front_door", "entry").parts) == {"default"}
        await stock.put(At("site", "bindings"), "www.example", "")
        draft = office.editor.read_flow(Place())
        draft["flow"]["nodes"]["bye"]["prompt"] = "Visit {{ bindings.site }}."
        await office.editor.save_flow(Place(), draft["flow"], None, draft["hash"], "edith")
        assert stock.read(At("site", "bindings")).used == 1
        found = office.releases.used_by(TENANT, "front_door", "binding", "site")
        assert [(row["in"], row["node"], row["path"]) for row in found] == [("draft", "bye", "$.nodes.bye.prompt")]
        assert document(office) == {"format": 1, "entry": {"default": "main"}, "bindings": {"site": "www.example"}}

    lived(tmp_path, life)


async def closed(office: Office, day: str, *ranges: str) -> None:
    body = f'{{"days": {{"{day}": {list(ranges)}}}, "reason": "Move"}}'.replace("'", '"')
    event = DocumentPut(kind="exception", key="front_door/office", body=body, base="*", author="sofie")
    await office.exchange.submit(TENANT, event)


def test_an_outlook_says_what_holds_on_each_day(tmp_path: Path) -> None:
    """It is Monday, 2 March 2026, 10:00 in London."""

    async def life(office: Office) -> None:
        rule = {"country": "GB", "subdivision": "ENG"}
        schedule = {**OFFICE, "holidays": {"2026-03-03": "Fair"}, "holiday_rule": rule}
        await office.stock.put(At("office", "schedules"), schedule, "")
        await closed(office, "2026-03-09", "10:00-11:00")
        found = office.stock.outlook(TENANT, "front_door", "office", "")
        assert (found.now, found.draft, found.live) == ("2026-03-02T10:00", "open", "")
        assert found.next_change == "2026-03-02T12:00"
        days = {day.day: (day.why, day.name, list(day.ranges)) for day in found.days}
        assert (found.days[0].day, found.days[-1].day, len(days)) == ("2026-02-23", "2026-04-05", 42)
        assert days["2026-03-02"] == ("weekly", "", ["09:00-12:00", "13:00-17:00"])
        assert days["2026-03-03"] == ("holiday", "Fair", [])
        assert days["2026-03-09"] == ("exception", "", ["10:00-11:00"])
        assert days["2026-04-03"] == ("holiday", "Good Friday", [])
        with pytest.raises(RequestRefused, match="no month"):
            office.stock.outlook(TENANT, "front_door", "office", "2026-13")
        with pytest.raises(NotFound):
            office.stock.outlook(TENANT, "front_door", "other", "")

    lived(tmp_path, life)
