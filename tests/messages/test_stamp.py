"""Every message stands in the unions that core and shell share, under a tag of its own; ids follow from the stamp."""

from typing import get_args

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from flowengine import messages
from flowengine.messages import Command, Event, Message, Stamp, derive_id

ROOTS = {"Message", "DialogueEvent", "WaitAnswered", "CallerCommand", "AgentCommand", "ServiceCommand"}


def test_every_message_is_an_event_or_a_command() -> None:
    known = {kind.__name__ for kind in (*get_args(Event), *get_args(Command))}
    written = {
        name
        for name in messages.__all__
        if isinstance(getattr(messages, name), type) and issubclass(getattr(messages, name), Message)
    }
    assert written - ROOTS == known


def test_all_of_them_decode_by_their_tag() -> None:
    assert msgspec.json.Decoder(Event | Command) is not None  # refuses two of one tag


@given(st.binary(min_size=16, max_size=16), st.integers(0, 2**48 - 1), st.integers(0, 5000))
def test_an_id_follows_from_stamp_and_ordinal_alone(entropy: bytes, at_ms: int, ordinal: int) -> None:
    made = derive_id(Stamp("a", at_ms, entropy), ordinal)
    assert made == derive_id(Stamp("b", at_ms, entropy), ordinal)
    assert made != derive_id(Stamp("a", at_ms, entropy), ordinal + 1)
    assert int(made.replace("-", "")[:12], 16) == at_ms
    assert (made[14], made[19] in "89ab") == ("7", True)
