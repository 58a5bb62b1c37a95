"""What of a tenant is erased, as a port: in steps so small that none holds up a batch, or only counted."""

from collections.abc import Mapping
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from flowengine.ledger.port import Lease

# `content`: by class and the age of its dialogue; `dialogue`: ended ones with their legs, by age; the others by their
# own moment. A dialogue that is on keeps everything.
Kind: TypeAlias = Literal["content", "dialogue", "trace", "outbox", "dead", "counter"]
KINDS: tuple[Kind, ...] = ("content", "dialogue", "trace", "outbox", "dead", "counter")
STEP_ROWS = 250  # looked at by one step


class Old(Struct, frozen=True):
    """What of a kind goes: before `before_ms`, of content by its class. `n`: how many rows one step looks at."""

    kind: Kind
    before_ms: int = 0
    classes: Mapping[str, int] = {}
    n: int = STEP_ROWS
    dry: bool = False  # only count


class Forgotten(Struct, frozen=True):
    """How many rows went, or would go, by the name that is told; `after` "": this was the last step."""

    gone: dict[str, int]
    after: str = ""


class Forgets(Protocol):
    async def forget_old(self, lease: Lease, tenant: str, old: Old, after: str) -> Forgotten:
        """One step, after the place where the last one ended. Raises Fenced."""

    async def forget_content(self, lease: Lease, tenant: str, rows: list[tuple[str, int, str]]) -> int:
        """Erase these (dialogue, n, class) now; how many there were. Raises Fenced."""

    async def forget_dialogues(self, lease: Lease, tenant: str, dialogues: list[str]) -> int:
        """Erase all content of these dialogues now; how many records. Raises Fenced."""

    async def find_content(self, tenant: str, words: list[bytes], after: str, n: int) -> "Found":
        """One step through all content: what holds one of the words (ledger/naming.py), which are in lower case."""

    async def purge(self) -> bool:
        """Overwrite what was erased. True: it stands in no file of the store any more; False: the store gives its place
        free, and cannot say when something else is written there. Raises Busy while a copy is being made."""


class Found(Struct, frozen=True):
    """(dialogue, n, class) of what holds the words; `after` "": this was the last step."""

    rows: list[tuple[str, int, str]]
    after: str = ""
