"""What a replay is given and what it tells, for those who only ask for it: without what replays."""

from typing import Any

from msgspec import Struct

from flowengine.messages import Json
from flowengine.testbench.replay.track import Parting


class Stored(Struct, frozen=True):
    """One dialogue as the ledger keeps it: (at_ms, facts) of its trace, oldest first, and its records (n, body).
    `releases`: environment -> the hash of the release that it ran on."""

    id: str
    rows: list[tuple[int, list[Any]]]
    content: list[tuple[int, Json]] = []
    releases: dict[str, str] = {}


class Beside(Struct, frozen=True, omit_defaults=True):
    """The two tracks of one dialogue: as it was, and on the flows that are tried. A way is (environment, flow, node,
    outcome); the first `alike` of them are the same. `untold`: why it could not be run again."""

    before: list[tuple[str, str, str, str]] = []
    now: list[tuple[str, str, str, str]] = []
    alike: int = 0
    ended_before: str = ""
    queue_before: str = ""
    ended_now: str = ""
    queue_now: str = ""
    untold: str = ""


class Replayed(Struct, frozen=True, omit_defaults=True):
    """What became of one dialogue. `untold`: why it could not be replayed; it holds nothing that a caller said."""

    id: str
    parting: Parting | None = None
    untold: str = ""
