"""/api/environments/{env}/flows/{flow}/together: two people's changes of one draft, brought together by choice."""

from typing import Annotated, Any, Literal

from litestar import post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePlace, ThePrincipal, TheServices

Path = Annotated[str, Meta(max_length=1_000)]


class Both(Struct, frozen=True, forbid_unknown_fields=True):
    """`flow` and `layout`: mine, as I would save it; `base` and `base_layout`: what I had read. `choices`: the path of
    a row to whose is taken there."""

    flow: dict[str, Any]
    base: dict[str, Any]
    layout: dict[str, Any] | None = None
    base_layout: dict[str, Any] | None = None
    choices: Annotated[dict[Path, Literal["mine", "theirs"]], Meta(max_length=5_000)] = {}


@post(
    "/api/environments/{env:str}/flows/{flow:str}/together",
    status_code=200,
    summary="Bring two people's changes together",
    tags=["flows"],
)
async def bring_together(
    place: ThePlace, data: JSONBody[Both], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """After a save was refused with 412: every change of mine and of the stored draft as a row, `by` whom, with the
    three values; and the flow as chosen so far. `open` are the rows that both changed differently and nobody has chosen
    yet: there it is as mine has it. Nothing is stored; save the answer against its `hash`."""
    mine, base = (data.flow, data.layout), (data.base, data.base_layout)
    return await services.editor.together(place, mine, base, data.choices)


HANDLERS = (bring_together,)
