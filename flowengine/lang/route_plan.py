"""Route plan: how the search for an agent is widened while a dialogue waits, as an author writes it."""

from typing import Annotated

from msgspec import Meta, Struct, field

from flowengine.lang.node_config import Level, Name

CenterName = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,63}$", extra_json_schema={"format": "contact_center"})]


class Overflow(Struct, frozen=True, forbid_unknown_fields=True):
    """One more contact center whose agents are asked, for its own skills."""

    contact_center: Annotated[CenterName, Meta(description="Whose agents are asked too")]
    skills: Annotated[
        dict[Name, Level],
        Meta(
            max_length=20,
            description="Skill to least level, by its own names; none: any of its agents",
            extra_json_schema={"format": "skills"},
        ),
    ] = field(default_factory=dict)


class PlanStep(Struct, frozen=True, forbid_unknown_fields=True):
    """Widens the search: every step asks for what the one before did, or for less."""

    after_s: Annotated[float, Meta(ge=0, le=86_400, description="Seconds since the wait began; 0: from the start")]
    skills: Annotated[
        dict[Name, Level] | None,
        Meta(
            description="Skill to least level from then on; without: as before", extra_json_schema={"format": "skills"}
        ),
    ] = None
    overflow: Annotated[
        tuple[Overflow, ...], Meta(max_length=20, description="Contact centers whose agents are asked too")
    ] = ()
    raise_by: Annotated[int, Meta(ge=0, le=9, description="Moves up by so many priorities")] = 0
