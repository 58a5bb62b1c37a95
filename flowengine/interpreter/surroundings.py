"""What the interpreter needs from the tenant around a dialogue, stated as a port; the switchboard is one."""

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from flowengine.interpreter.program import Program
from flowengine.lang.named_prompt import NamedPrompt
from flowengine.lang.prompt import Prompt
from flowengine.messages import Json

FRONT_DOOR = "front_door"
Row: TypeAlias = dict[str, Json]


class Surroundings(Protocol):
    """Everything is answered for one instant; nothing here changes while a step runs."""

    def program(self, environment: str, number: int) -> Program:
        """A compiled release; number 0 is the built-in one (`straight_to_queue`)."""
        ...

    def live(self, environment: str, who: str) -> int:
        """The release that a dialogue of `who` (the caller's number, else the dialogue's id) is pinned to when it
        enters this environment now; 0 if it has none."""
        ...

    def languages(self, contact_center: str) -> tuple[str, ...]:
        """In order; "" asks for the tenant's."""
        ...

    def zone(self, contact_center: str) -> str:
        """IANA name; "" asks for the tenant's."""
        ...

    def attribute_types(self) -> dict[str, str]: ...

    def apology(self) -> Prompt: ...

    def switches(self, at_ms: int) -> dict[str, Json]:
        """Name to true, false or its text."""
        ...

    def exceptions(self, environment: str, schedule: str) -> Mapping[str, tuple[str, ...]]:
        """Local date -> open ranges of the days on which the schedule is not what it says."""
        ...

    def prompt_today(self, environment: str, name: str) -> tuple[int, NamedPrompt | None]:
        """A prompt as it is stored now, whatever was published, with the version of its document."""
        ...

    def table_today(self, environment: str, name: str) -> tuple[int, Mapping[str, Row] | None]:
        """A table likewise, by its keys."""
        ...

    def contact_center(self, name: str) -> dict[str, Json] | None:
        """title, enabled, hours (a schedule of its environment, or "")."""
        ...

    def queue(self, contact_center: str, at_ms: int) -> dict[str, Json] | None: ...

    def place(self, dialogue: str, at_ms: int) -> dict[str, Json] | None: ...
