"""What somebody asks of a replay: which stored dialogues, and on which flows."""

from typing import Any

from msgspec import Struct

FOREVER_MS = 1 << 62


class ReplayOrder(Struct, frozen=True):
    """The newest `most` dialogues that began in [from_ms, to_ms), by `address` if one is named. On what: a release by
    its `number`, else `folders` (environment -> its document and its flows), else the draft. `by`: who asks."""

    number: int = 0
    folders: dict[str, Any] = {}
    from_ms: int = 0
    to_ms: int = FOREVER_MS
    address: str = ""
    most: int = 1_000
    by: str = ""
