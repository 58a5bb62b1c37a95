"""Every node type of the house has its words in Dutch, and those of other packages bring their own."""

from msgspec.structs import replace

from flowengine.main.palette import PaletteView
from flowengine.nodes.dutch import in_dutch
from flowengine.nodes.palette import PALETTE


def test_every_node_type_has_a_title_and_a_purpose_in_dutch() -> None:
    shown = {node["name"]: node["words"] for node in PaletteView(PALETTE).node_types()}
    assert {name for name, words in shown.items() if set(words.get("nl", ())) != {"title", "purpose"}} == set()
    titles = [words["nl"]["title"] for words in shown.values()]
    assert len(set(titles)) == len(titles)


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
