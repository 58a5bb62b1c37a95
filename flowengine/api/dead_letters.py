"""/api/operations/dead: events that failed alone; each is done again after the fault is mended, or dropped."""

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, JSONBody, PathParameter
from msgspec import Meta, Struct

from flowengine.api.given import TheServices
from flowengine.runtime.dead_letters import Done

LETTER = "/api/operations/tenants/{tenant:str}/dead/{seq:int}"
MOST = 1_000
Seq = Annotated[int, PathParameter(ge=1)]


class Letter(Struct, frozen=True):
    """`error`: kind and place of the fault. What the event says is nobody's to read here; `erased`: it is gone."""

    tenant: str
    seq: int
    event_id: str
    at_ms: int
    kind: str
    dialogue: str
    error: str
    erased: bool


class Letters(Struct, frozen=True):
    """`more`: there are more than are listed."""

    letters: list[Letter]
    more: bool


class Named(Struct, frozen=True, forbid_unknown_fields=True):
    """The id that the list shows beside the number: a number may be another letter's by now."""

    event_id: Annotated[str, Meta(min_length=1, max_length=1_000)]


class Again(Struct, frozen=True):
    """`failed_again`: the fault is not mended; the event has a new letter."""

    done: Done


@get("/api/operations/dead", summary="Dead letters of every tenant", tags=["operations"])
async def all_dead(services: TheServices) -> Letters:
    """Events that failed alone and were put aside; their dialogues ended on their error path. Any node
    tells the same."""
    found = await services.dead.all()
    shown = [
        Letter(tenant, one.seq, one.event_id, one.at_ms, one.kind, one.dialogue, one.error, one.event is None)
        for tenant, one in found[:MOST]
    ]
    return Letters(shown, len(found) > MOST)


@post(LETTER + "/again", status_code=200, summary="Do a dead letter's event again", tags=["operations"])
async def again(tenant: FromPath[str], seq: Seq, data: JSONBody[Named], services: TheServices) -> Again:
    """After the fault is mended. Repeated, it is done once. Refused if the event cannot be done any more, because its
    dialogue is over: then drop the letter."""
    return Again(await services.dead.again(tenant, seq, data.event_id))


@post(LETTER + "/drop", status_code=204, summary="Drop a dead letter", tags=["operations"])
async def drop(tenant: FromPath[str], seq: Seq, data: JSONBody[Named], services: TheServices) -> None:
    """Forgets the letter and what its event said. The trace of its dialogue stays."""
    await services.dead.drop(tenant, seq, data.event_id)


HANDLERS = (all_dead, again, drop)
