"""/api/environments/{env}/replay: stored dialogues run again on a draft, a release or a folder; where they part."""

import re
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.moment import ms_of
from flowengine.api.services import Services
from flowengine.errors import Forbidden
from flowengine.identity.routes import AUTHORS
from flowengine.testbench.replay.order import FOREVER_MS, ReplayOrder

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Folder(Struct, frozen=True, forbid_unknown_fields=True):
    """An environment as it lies in a folder."""

    environment: dict[str, Any]
    flows: dict[str, dict[str, Any]] = {}


class Against(Struct, frozen=True, forbid_unknown_fields=True):
    """Which dialogues: begun in [begun_from, begun_to), days or moments, by `address`, the newest `most` of them. On
    what: `release`, else `environments`, else the draft."""

    release: Annotated[int, Meta(ge=1)] | None = None
    environments: dict[str, Folder] = {}
    begun_from: str = ""
    begun_to: str = ""
    address: str = ""
    most: Annotated[int, Meta(ge=1, le=10_000)] = 1_000


@post("/api/environments/{env:str}/replay", status_code=202, summary="Replay stored dialogues", tags=["replay"])
async def begin_replay(
    env: FromPath[str], data: JSONBody[Against], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """Begins, away from callers, and answers with an id to ask how far it is. Flows that cannot be compiled are refused
    with their findings. One replay runs at a time; the role is asked for in each environment that is tried."""
    foreign = sorted(name for name in data.environments if not principal.holds(AUTHORS, name))
    if foreign:
        raise Forbidden(f"You may not try flows in {', '.join(foreign)}.", hint="Leave it out, or ask for the role.")
    wanted = ReplayOrder(
        number=data.release or 0,
        folders={name: {"environment": one.environment, "flows": one.flows} for name, one in data.environments.items()},
        from_ms=_moment(data.begun_from, services, principal.tenant) if data.begun_from else 0,
        to_ms=_moment(data.begun_to, services, principal.tenant) if data.begun_to else FOREVER_MS,
        address=data.address,
        most=data.most,
        by=principal.user,
    )
    return await services.replays.begin(principal.tenant, env, wanted)


@get("/api/environments/{env:str}/replay", summary="The replays of an environment", tags=["replay"])
async def read_replays(env: FromPath[str], principal: ThePrincipal, services: TheServices) -> list[dict[str, Any]]:
    """One row each, the newest first: when, by whom, against what, how many part. The newest 50 are kept."""
    return await services.replays.reports(principal.tenant, env)


@get("/api/environments/{env:str}/replay/{id:str}", summary="How a replay stands", tags=["replay"])
async def read_replay(
    env: FromPath[str],
    id: FromPath[str],  # noqa: A002  # the path's word
    principal: ThePrincipal,
    services: TheServices,
) -> dict[str, Any]:
    """`state`, `done` of `of`, and the report so far: groups of dialogues that go another way, with the node where they
    part, the outcome before and now, and what became of them; beside, those that could not be replayed, with why.
    `older`: there are dialogues before the newest `looked_at` of the tenant, or before `most`, that were left out."""
    return await services.replays.look(principal.tenant, env, id)


@get(
    "/api/environments/{env:str}/replay/{id:str}/dialogues/{dialogue:str}",
    summary="One dialogue of a replay, both ways",
    tags=["replay"],
)
async def read_beside(
    env: FromPath[str],
    id: FromPath[str],  # noqa: A002  # the path's word
    dialogue: FromPath[str],
    principal: ThePrincipal,
    services: TheServices,
) -> dict[str, Any]:
    """The ways that it took `before` and takes `now`, each (environment, flow, step, outcome); the first `alike` are
    the same. A draft is tried as it is now; a folder is not kept, and refused. `untold`: why it cannot be run again."""
    return await services.replays.beside(principal.tenant, env, id, dialogue)


@delete("/api/environments/{env:str}/replay/{id:str}", status_code=204, summary="Stop a replay", tags=["replay"])
async def stop_replay(
    env: FromPath[str],
    id: FromPath[str],  # noqa: A002  # the path's word
    principal: ThePrincipal,
    services: TheServices,
) -> None:
    """What it found so far can still be read."""
    await services.replays.stop(principal.tenant, env, id)


def _moment(text: str, services: Services, tenant: str) -> int:
    """A moment, or the beginning of a day (`2026-03-02`) in the tenant's time zone. Raises RequestRefused."""
    directory = services.look.directory(tenant)
    if DAY.fullmatch(text) and directory is not None:
        try:
            text = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(directory.tenant.time_zone)).isoformat()
        except ValueError:
            return ms_of(text)
    return ms_of(text)


HANDLERS = (begin_replay, read_replays, read_replay, read_beside, stop_replay)
