"""Tenant and region: the customer's self-contained unit, and the part of the world that it never leaves."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from flowengine.messages import Json

REGIONS = ("EMEA", "NORA")
AttributeType = Literal["text", "number", "boolean", "list", "object", "any"]


class Attribute(Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that belongs to a dialogue through every frame and contact center."""

    type: AttributeType
    default: Json = None


class Tenant(Struct, frozen=True, forbid_unknown_fields=True):
    """`id` begins with the region's name (`emea-hartley`), so that another region's tenant is refused by name."""

    id: Annotated[str, Meta(pattern="^(emea|nora)-[a-z0-9][a-z0-9-]{0,60}$")]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    region: Literal["EMEA", "NORA"]
    time_zone: str
    languages: Annotated[tuple[str, ...], Meta(min_length=1)]
    not_in_service: Json = "This number is not in service."
    apology: Json = "Sorry, something went wrong. Please call again later."
    attributes: dict[str, Attribute] = {}
    demo: bool = False
