"""What a comparison says of environments and tenants: sentences about their parts, never their JSON."""

import json
from typing import Any

import msgspec
import pytest

from flowengine.lang.diff.diff import diff
from flowengine.lang.diff.words import FIELDS, NAMED
from flowengine.lang.named_prompt import About
from flowengine.lang.schedule import Schedule
from flowengine.lang.table import Table
from flowengine.messages import Json
from flowengine.tenancy.directory import KINDS
from flowengine.tenancy.tenant import Tenant
from tests.main.served import ROOT

HARTLEY = ROOT / "flows/hartley"
OFFICE = {"weekly": {"mon": ["08:00-18:00"], "tue": ["08:00-18:00"]}}
LATER = {"weekly": {"mon": ["09:00-17:00"], "tue": ["08:00-18:00", "20:00-21:00"]}}
CENTER = {"title": "Billing", "languages": ["en"], "service_level": {"goal": 85}, "skills": {"refunds": {}}}

SAID: dict[str, tuple[Any, Any, list[str]]] = {
    "entry": ({}, {"entry": {"default": "main"}}, ["The entry flow is “main” now; there was none."]),
    "entry of a channel": (
        {"entry": {"default": "main", "chat": "a"}},
        {"entry": {"default": "main", "chat": "b"}},
        ["The entry flow for chats is “b” now; it was “a”."],
    ),
    "no entry": (
        {"entry": {"voice": "a"}}, {"entry": {"voice": ""}}, ["No flow is the entry for calls now; it was “a”."]
    ),
    "prompt": (
        {"prompts": {}},
        {"prompts": {"bye": {"by_language": {"en": "Bye", "nl": {"chat": "Dag"}}}}},
        ["Prompt “bye” was added: “en” “Bye”, “nl” (chat “Dag”)."],
    ),
    "long words that differ late": (
        {"prompts": {"w": {"by_language": {"en": "x" * 90 + "a"}}}},
        {"prompts": {"w": {"by_language": {"en": "x" * 90 + "b"}}}},
        [f"Prompt “w”: text in “en” changed from “{'x' * 90}a” to “{'x' * 90}b”."],
    ),
    "schedule": (
        {},
        {"schedules": {"office": OFFICE}},
        [
            "Schedule “office” was added: opening hours (on Monday “08:00-18:00”, on Tuesday “08:00-18:00”).",
        ],
    ),
    "hours of a day": (
        {"schedules": {"office": OFFICE}},
        {"schedules": {"office": LATER}},
        [
            "Schedule “office”: opening hours on Monday: “08:00-18:00” became “09:00-17:00”.",
            "Schedule “office”: opening hours on Tuesday: “20:00-21:00” was added.",
        ],
    ),
    "row of a table": (
        {"tables": {"vip": {"key": "n", "rows": [{"n": "1"}]}}},
        {"tables": {"vip": {"key": "n", "rows": [{"n": "1"}, {"n": "2", "gold": True}]}}},
        ["Table “vip”: row 2 was added: “n” “2”, “gold” yes."],
    ),
    "contact center": (
        {"contact_centers": {"billing": CENTER}},
        {"contact_centers": {"billing": CENTER | {"service_level": {"goal": 90}, "skills": {"dutch": {"title": "D"}}}}},
        [
            "Contact center “billing”: service level, goal in percent changed from 85 to 90.",
            "Contact center “billing”: skill “refunds” was removed.",
            "Contact center “billing”: skill “dutch” was added: title “D”.",
        ],
    ),
    "address": (
        {"addresses": {"+31": {"kind": "number", "link": {"flow": "a/b"}}}},
        {"addresses": {}},
        ["Address “+31” was removed; it was kind “number”, link (flow “a/b”)."],
    ),
    "person": (
        {"users": {"anna": {"roles": {"": ["editor"]}, "memberships": {"billing": {"refunds": 20}}}}},
        {"users": {"anna": {"roles": {"": ["viewer"]}, "memberships": {"billing": {"refunds": 30}}}}},
        [
            "User “anna”: roles everywhere: “editor” became “viewer”.",
            "User “anna”: membership of “billing”, “refunds” changed from 20 to 30.",
        ],
    ),
    "tenant": ({"tenant": {"name": "A"}}, {"tenant": {"name": "B"}}, ["Tenant: name changed from “A” to “B”."]),
}  # fmt: skip  # the short ones in one line


@pytest.mark.parametrize(("before", "after", "said"), SAID.values(), ids=SAID)
def test_said(before: Json, after: Json, said: list[str]) -> None:
    assert [change.sentence for change in diff(before, after)] == said


@pytest.mark.parametrize("file", ["tenant.json", "front_door/environment.json", "pharmacy/environment.json"])
def test_no_sentence_shows_json(file: str) -> None:
    whole = json.loads((HARTLEY / file).read_text("utf-8"))
    sentences = [change.sentence for change in [*diff({}, whole), *diff(whole, {})]]
    assert len(sentences) > 5
    assert [said for said in sentences if '"' in said or "{" in said or "[" in said] == []


def test_every_field_of_these_documents_has_a_name() -> None:
    types = [About, Schedule, Table, Tenant, *(kind for _, kind in KINDS.values())]
    documents = msgspec.json.schema_components(types)[1]
    fields = {name for one in documents.values() for name in one.get("properties", {})}
    assert len(fields) > 60
    assert fields - FIELDS.keys() == set()
    assert NAMED.keys() - FIELDS.keys() == set()
