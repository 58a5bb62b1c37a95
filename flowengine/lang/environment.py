"""The environment document: entry flows, prompts, schedules and tables that the flows of one folder share."""

from typing import Annotated

from msgspec import Meta, Struct, field

from flowengine.lang.named_prompt import NamedPrompt
from flowengine.lang.node_config import Name
from flowengine.lang.schedule import Schedule
from flowengine.lang.table import Table


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """The flow that an arriving dialogue starts with, per channel."""

    default: str = ""
    voice: str = ""
    chat: str = ""
    message: str = ""

    def on(self, channel: str) -> str:
        """The entry flow for a channel, or ""."""
        return str(getattr(self, channel)) or self.default


class Environment(Struct, frozen=True, forbid_unknown_fields=True):
    """environment.json. Names are looked up here first, then in the tenant's own environment.

    `bindings` are read as `bindings.<name>`: what differs from stage to stage, such as the host of a service.
    """

    format: Annotated[int, Meta(ge=1, le=1)]
    schema: Annotated[str, Meta(max_length=200)] = field(name="$schema", default="")  # an editor's, nobody else's
    entry: Entry = Entry()
    prompts: dict[Name, NamedPrompt] = {}
    schedules: dict[Name, Schedule] = {}
    tables: dict[Name, Table] = {}
    bindings: dict[Name, str] = {}
