"""Lines: a child process beside the server is asked one JSON request a line, and answers one JSON reply a line."""

from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

import msgspec
from msgspec import Struct

from flowengine.errors import FlowEngineError

Request = TypeVar("Request", bound=Struct)
Reply = TypeVar("Reply", bound=Struct)


def replies(
    lines: Iterable[str], kind: type[Request], answer: Callable[[Request], Reply], refusal: Callable[[str], Reply]
) -> Iterator[Reply]:
    """One reply for each line; what cannot be read is answered, never fatal."""
    decoder = msgspec.json.Decoder(kind)
    for line in lines:
        if not line.strip():
            continue
        try:
            yield answer(decoder.decode(line))
        except (msgspec.DecodeError, FlowEngineError, LookupError, OSError) as fault:
            yield refusal(f"{fault}")


def write(out: TextIO, answers: Iterable[Struct]) -> None:
    """Each reply at once, until there are no more."""
    for reply in answers:
        out.write(msgspec.json.encode(reply).decode() + "\n")
        out.flush()
