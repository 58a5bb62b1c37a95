"""Dialogues are decoded when somebody looks; which are makes no difference, and nothing unsaved is let go of."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowengine.interpreter.state import Dialogue, encode
from flowengine.switchboard.dialogues import Dialogues

MOST = 2


def state(name: str, said: int = 0) -> Dialogue:
    return Dialogue(id=name, via="phone", channel="voice", address="a", started_ms=1, said=said)


def packed(*names: str) -> Dialogues:
    return Dialogues(packed=[(name, encode(state(name))) for name in names], most_decoded=MOST)


def test_nothing_is_decoded_until_it_is_touched() -> None:
    dialogues = packed("a", "b", "c")
    assert list(dialogues) == list(dialogues.live()) == [glance.id for glance in dialogues.glances()] == ["a", "b", "c"]
    assert [each.id for each in dialogues.values()] == ["a", "b", "c"]
    assert dialogues.counts.state_decodes == 0
    assert dialogues["b"] is dialogues.get("b")
    assert dialogues.counts.state_decodes == 1
    assert dialogues.get("nobody") is None


def test_the_releases_that_are_held_are_told_without_decoding() -> None:
    held = {"front_door": 3, "claims": 1}
    names = [("a", {"front_door": 2}), ("b", held), ("c", held), ("d", {})]
    states = {name: replace(state(name), releases=pins) for name, pins in names}
    dialogues = Dialogues(packed=[(name, encode(each)) for name, each in states.items()])
    dialogues["e"] = replace(state("e"), releases={"front_door": 4})
    told = sorted(map(str, dialogues.pins()))
    assert told == sorted(map(str, ({"front_door": 2}, held, {}, {"front_door": 4})))
    assert dialogues.counts.state_decodes == 0


def test_those_that_were_not_touched_for_longest_go() -> None:
    dialogues = packed("a", "b", "c")
    for name in "abc":
        assert dialogues[name].id == name
    dialogues.trim(["a"])
    assert dialogues.counts.state_decodes == 3
    assert [dialogues[name].id for name in "ac"] == ["a", "c"]
    assert dialogues.counts.state_decodes == 3
    assert dialogues["b"].id == "b"
    assert dialogues.counts.state_decodes == 4


def test_what_was_put_stays_until_it_is_packed() -> None:
    dialogues = packed("a", "b", "c")
    for name in "abc":
        dialogues[name] = state(name, said=7)
    dialogues.trim("abc")
    assert [dialogues[name].said for name in "abc"] == [7, 7, 7]
    for name in "abc":
        dialogues.kept(name, encode(dialogues[name]))
    dialogues.trim("c")
    assert [dialogues[name].said for name in "abc"] == [7, 7, 7]
    assert dialogues.counts.state_decodes == 1


def test_one_that_ended_is_not_live_and_not_kept() -> None:
    dialogues = packed("a", "b")
    dialogues["a"] = ended = replace(state("a"), status="ended")
    assert list(dialogues.live()) == [glance.id for glance in dialogues.glances()] == ["b"]
    del dialogues["a"]
    dialogues.kept("a", encode(ended))
    assert ("a" in dialogues, list(dialogues), len(dialogues)) == (False, ["b"], 1)


MOVES = st.lists(st.tuples(st.sampled_from(["put", "read", "batch", "end"]), st.sampled_from("abcdef")), max_size=40)


@given(MOVES)
def test_a_plain_dictionary_tells_the_same(moves: list[tuple[str, str]]) -> None:
    plain = {name: state(name) for name in "abcd"}
    dialogues, touched = packed(*plain), dict[str, None]()
    for n, (move, name) in enumerate(moves):
        if move == "put":
            plain[name] = dialogues[name] = state(name, n)
            touched[name] = None
        elif move == "batch":
            dialogues.trim(touched)
            for each in touched:
                dialogues.kept(each, encode(dialogues[each]))
            touched.clear()
        elif move == "end" and name in plain:
            del plain[name], dialogues[name]
            touched.pop(name, None)
        assert dialogues.get(name) == plain.get(name)
        assert list(dialogues) == list(plain)
    assert list(dialogues.values()) == list(plain.values())
