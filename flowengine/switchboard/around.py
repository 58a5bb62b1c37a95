"""The tenant as the interpreter sees it (interpreter/surroundings.py): directory, releases and floor at one instant."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from flowengine.floor.floor import Floor
from flowengine.interpreter.program import Program
from flowengine.interpreter.surroundings import Row
from flowengine.lang.named_prompt import NamedPrompt
from flowengine.lang.prompt import Prompt, parse_prompt
from flowengine.messages import Json
from flowengine.switchboard.library import Library
from flowengine.switchboard.today import prompt_in, table_in
from flowengine.tenancy.directory import Directory

LATE_PROGRAMS = 32  # of one tenant


class Around:
    """Reads only. `directory` is replaced by the switchboard when it changes."""

    def __init__(self, directory: Directory, library: Library, floor: Floor) -> None:
        self._library = library
        self._floor = floor
        self._programs: dict[tuple[str, int], Program] = {}  # those asked for of late: every step asks
        self.set_directory(directory)

    def set_directory(self, directory: Directory) -> None:
        """From now on this is the directory; what is asked often is worked out once."""
        self.directory = directory
        self._types: dict[str, str] = {name: attribute.type for name, attribute in directory.tenant.attributes.items()}
        self._apology = _parsed(msgspec.json.encode(directory.tenant.apology))
        self.not_in_service = _parsed(msgspec.json.encode(directory.tenant.not_in_service))

    def program(self, environment: str, number: int) -> Program:
        key = (environment, number)
        found = self._programs.get(key)
        if found is None:
            if len(self._programs) >= LATE_PROGRAMS:
                self._programs.clear()
            found = self._programs[key] = self._library.program(environment, number)
        return found

    def live(self, environment: str, who: str) -> int:
        return self._library.lives(environment).enters(environment, who)

    def languages(self, contact_center: str) -> tuple[str, ...]:
        center = self.directory.contact_centers.get(contact_center)
        return (center.languages if center else ()) or self.directory.tenant.languages

    def zone(self, contact_center: str) -> str:
        center = self.directory.contact_centers.get(contact_center)
        return (center.time_zone if center else "") or self.directory.tenant.time_zone

    def attribute_types(self) -> dict[str, str]:
        return self._types

    def apology(self) -> Prompt:
        return self._apology

    def switches(self, at_ms: int) -> dict[str, Json]:
        return {
            name: (switch.text or True) if switch.is_on(at_ms) else False
            for name, switch in self.directory.switches.items()
        }

    def exceptions(self, environment: str, schedule: str) -> Mapping[str, tuple[str, ...]]:
        found = self.directory.exceptions.get(f"{environment}/{schedule}")
        return found.days if found else {}

    def prompt_today(self, environment: str, name: str) -> tuple[int, NamedPrompt | None]:
        row = self._library.get("environment", environment)
        return (row.version, prompt_in(row.body, name)) if row else (0, None)

    def table_today(self, environment: str, name: str) -> tuple[int, Mapping[str, Row] | None]:
        row = self._library.get("environment", environment)
        return (row.version, table_in(row.body, name)) if row else (0, None)

    def contact_center(self, name: str) -> dict[str, Json] | None:
        center = self.directory.contact_centers.get(name)
        if center is None:
            return None
        return {"title": center.title, "enabled": center.enabled, "hours": center.hours}

    def queue(self, contact_center: str, at_ms: int) -> dict[str, Json] | None:
        if contact_center not in self.directory.contact_centers:
            return None
        return self._floor.queue(contact_center, at_ms)

    def place(self, dialogue: str, at_ms: int) -> dict[str, Json] | None:
        return self._floor.place(dialogue, at_ms)


@lru_cache(maxsize=256)
def _parsed(prompt: bytes) -> Prompt:
    """A prompt from its JSON text; kept, because the test bench makes a switchboard for every case."""
    return parse_prompt(msgspec.json.decode(prompt))
