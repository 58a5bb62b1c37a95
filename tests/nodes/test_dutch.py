"""Every node type of the house has its words in Dutch, and those of other packages bring their own."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from flowengine.main.palette import PaletteView
from flowengine.messages import Json
from flowengine.nodes.dutch import in_dutch
from flowengine.nodes.palette import PALETTE

# The words of JSON Schema, where a step expects an answer of a certain shape: they are the same in every language.
OF_SCHEMAS = {
    "additionalProperties", "description", "enum", "exclusiveMaximum", "exclusiveMinimum", "items", "maxItems",
    "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "properties",
    "required",
}  # fmt: skip  # a list reads better than one item a line


def test_every_node_type_has_a_title_and_a_purpose_in_dutch() -> None:
    shown = {node["name"]: node["words"] for node in PaletteView(PALETTE).node_types()}
    assert {name for name, words in shown.items() if set(words.get("nl", ())) != {"title", "purpose"}} == set()
    titles = [words["nl"]["title"] for words in shown.values()]
    assert len(set(titles)) == len(titles)


def test_every_field_and_way_out_of_a_step_is_there_in_dutch() -> None:
    english = {node["name"]: node["schema"] for node in PaletteView(PALETTE).node_types("en")}
    for node in PaletteView(PALETTE).node_types("nl"):
        shown, before = list(fields(node["schema"])), list(fields(english[node["name"]]))
        assert {name for name, field in shown if isinstance(field, dict) and "title" not in field} <= OF_SCHEMAS, node[
            "name"
        ]
        assert not meanings(shown) & meanings(before), node["name"]
        assert {one for one in node["outcomes"] if isinstance(one, str)} | {"error"} <= set(node["outcome_titles"])


def test_every_value_that_can_be_chosen_is_there_in_dutch() -> None:
    for node in PaletteView(PALETTE).node_types("nl"):
        for name, field in fields(node["schema"]):
            chosen = field.get("enum", []) if isinstance(field, dict) and name != "type" else []
            words = {one for one in chosen if one.islower() and "/" not in one}  # no methods and no kinds of content
            titles = field.get("choice_titles", {}) if words else {}
            assert set(titles) == words, (node["name"], name)
            assert len(set(titles.values())) == len(words), (node["name"], name)


def fields(schema: Json) -> Iterator[tuple[str, Any]]:
    """Every field at any depth, with its schema."""
    if isinstance(schema, dict):
        yield from (schema.get("properties") or {}).items()
    for below in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from fields(below)


def meanings(found: list[tuple[str, Any]]) -> set[str]:
    return {
        field["description"]
        for _, field in found
        if isinstance(field, dict) and isinstance(field.get("description"), str)
    }


def test_another_package_says_it_in_its_own_words() -> None:
    weigh = replace(PALETTE["say"], name="weigh", words={"nl": {"title": "Wegen"}})
    plain = replace(PALETTE["say"], name="plain")
    shown = PaletteView({"weigh": weigh, "plain": plain}).node_types()
    assert [node["words"] for node in shown] == [{"nl": {"title": "Wegen"}}, {}]
    assert in_dutch("weigh") == {}


def test_only_the_language_that_is_asked_for_is_sent() -> None:
    weigh = replace(PALETTE["say"], name="weigh", words={"nl": {"title": "Wegen"}, "de": {"title": "Wiegen"}})
    view = PaletteView({"weigh": weigh})
    for language, words in (("", {"nl", "de"}), ("nl", {"nl"}), ("en", set())):
        assert {node["title"]: set(node["words"]) for node in view.node_types(language)} == {"Say": words}
    assert set(view.node_types()[0]["words"]) == {"nl", "de"}
