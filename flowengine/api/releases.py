"""/api/environments/{env}/releases, /live, /diff and /used-by: publish, try on some, point back, take out of use."""

from typing import Annotated, Any

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import Author
from flowengine.environments.publishing import Order
from flowengine.identity.principal import Principal
from flowengine.identity.routes import AUTHORS
from flowengine.messages import Json, ReleaseMadeLive, ReleaseRetired
from flowengine.tenancy.directory import Directory

Percent = Annotated[float, Meta(ge=0, le=100)]
Name = Annotated[str, Meta(max_length=64)]


class Publish(Struct, frozen=True, forbid_unknown_fields=True):
    """`force_reason`: why to publish although cases fail; errors of the check are never forced. `canary_percent`: only
    this share of callers enters the release, beside the live one. `users`, of the front door: the environments that
    come along to it, "all" or names. `dry_run`: say what would happen."""

    message: Annotated[str, Meta(max_length=500)] = ""
    force_reason: Annotated[str, Meta(max_length=500)] = ""
    canary_percent: Percent | None = None
    users: str | list[Name] = "none"
    dry_run: bool = False


class Live(Struct, frozen=True, forbid_unknown_fields=True):
    """`canary_percent`: the share of callers that enter it; none or 100: everybody; 0: the canary is dropped.
    `unretire`: take a retired release back into use."""

    number: int
    canary_percent: Percent | None = None
    unretire: bool = False


class Retire(Struct, frozen=True, forbid_unknown_fields=True):
    """`to`: the release where its dialogues go on (none: the live one); `queue`: the contact center in whose queue
    those wait who cannot; without it they stay where they are."""

    to: int | None = None
    queue: Name | None = None
    dry_run: bool = False


class Restore(Struct, frozen=True, forbid_unknown_fields=True):
    """`base`: what a dry run gave; drafts that were saved since are not written over (`*`: any)."""

    base: Name = ""
    dry_run: bool = False


@get("/api/environments/{env:str}/releases", summary="An environment's releases", tags=["releases"])
async def read_releases(env: FromPath[str], principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Newest first: who published it when and why, what it uses, whether it is live, a canary (`canary`: percent) or
    retired, how many dialogues are on it, and what happened to it since."""
    found: list[Json] = services.releases.all(principal.tenant, env)
    return found


@get("/api/environments/{env:str}/releases/{number:int}", summary="A release", tags=["releases"])
async def read_release(
    env: FromPath[str], number: FromPath[int], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """The same row with `content`: the environment's document, its flows, and what it uses of the front door."""
    return services.releases.read(principal.tenant, env, number)


@post("/api/environments/{env:str}/releases", status_code=201, summary="Publish", tags=["releases"])
async def publish(
    env: FromPath[str], data: JSONBody[Publish], principal: ThePrincipal, services: TheServices
) -> Response[dict[str, Any]]:
    """Makes an immutable release of all drafts of the environment, live at once for everybody or for a share of
    callers. Running dialogues keep theirs. Findings that are errors refuse it with 422. The answer is its number, and
    what became of each user of the front door. A dry run publishes nothing and answers 200 with findings, failing cases
    and the changes against what is live."""
    author = Author(principal.tenant, principal.user)
    users = data.users if isinstance(data.users, str) else tuple(data.users)
    if users not in ("all", "none") and isinstance(users, str):
        users = (users,)
    order = Order(
        message=data.message,
        force_reason=data.force_reason,
        canary_percent=data.canary_percent,
        users=users,
        allowed=_authored(principal, services.look.directory(principal.tenant)),
    )
    if data.dry_run:
        return Response(await services.releases.preview(author, env, order), status_code=200)
    return Response(await services.releases.publish(author, env, order), status_code=201)


def _authored(principal: Principal, directory: Directory | None) -> frozenset[str]:
    """The contact centers for which this person may publish."""
    names = directory.contact_centers if directory is not None else ()
    return frozenset(name for name in names if principal.holds(AUTHORS, name))


@put("/api/environments/{env:str}/live", summary="Point live to a release", tags=["releases"])
async def make_live(env: FromPath[str], data: JSONBody[Live], principal: ThePrincipal, services: TheServices) -> Live:
    """Rolls back or forward, for everybody or for a share of callers: the same callers each time, and a higher share
    only adds some. New dialogues enter by it, running ones keep theirs. A retired release is refused."""
    percent = data.canary_percent
    live = ReleaseMadeLive(environment=env, number=data.number, canary_percent=percent, unretire=data.unretire)
    await services.releases.make_live(Author(principal.tenant, principal.user), live)
    return data


@get(
    "/api/environments/{env:str}/releases/{number:int}/dialogues",
    summary="Who is on a release",
    tags=["releases"],
)
async def read_dialogues(
    env: FromPath[str], number: FromPath[int], principal: ThePrincipal, services: TheServices
) -> list[Any]:
    """The live dialogues that it still serves, the longest first, with the step at which each stands. `by_use`: only
    through another environment's release that uses it. Nothing of what callers said."""
    found: list[Json] = services.releases.dialogues(principal.tenant, env, number)
    return found


@post(
    "/api/environments/{env:str}/releases/{number:int}/retire",
    status_code=200,
    summary="Take a release out of use",
    tags=["releases"],
)
async def retire(
    env: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Retire],
    principal: ThePrincipal,
    services: TheServices,
) -> dict[str, Any]:
    """It takes no new dialogues. Each dialogue on it `moves` to the other release if it waits at a step that is there
    alike, goes to the `queue`, does one of both `later`, or `stays`, with the reason. A dry run only says so."""
    retired = ReleaseRetired(environment=env, number=number, to=data.to or 0, queue=data.queue or "")
    author = Author(principal.tenant, principal.user)
    return await services.releases.retire(author, retired, dry_run=data.dry_run)


@post(
    "/api/environments/{env:str}/releases/{number:int}/restore",
    status_code=200,
    summary="Restore a release into the drafts",
    tags=["releases"],
)
async def restore(
    env: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Restore],
    principal: ThePrincipal,
    services: TheServices,
) -> dict[str, Any]:
    """The drafts of the environment become what the release held: its flows, prompts, schedules and tables; flows that
    it has not are removed. All of it or nothing, and callers meet it only after a publish. A dry run gives `base` and
    the `changes` by file; 412 when somebody saved a draft since. `undo` is the way back, for PUT /api/tree: what stood
    there, and a conflict where something was written since."""
    author = Author(principal.tenant, principal.user)
    return await services.releases.restore(author, env, number, data.base, dry_run=data.dry_run)


@get("/api/environments/{env:str}/diff", summary="What changed between releases", tags=["releases"])
async def read_diff(
    env: FromPath[str],
    principal: ThePrincipal,
    services: TheServices,
    from_: Annotated[str, QueryParameter(name="from")] = "live",
    to: FromQuery[str] = "draft",
) -> dict[str, Any]:
    """The changes by file, each as a sentence with its JSON path. `from` and `to` are a release's number, `live` or
    `draft`."""
    return await services.releases.diff(principal.tenant, env, from_, to)


@get("/api/environments/{env:str}/used-by/{kind:str}/{name:str}", summary="Who uses a thing", tags=["releases"])
async def read_used_by(
    env: FromPath[str], kind: FromPath[str], name: FromPath[str], principal: ThePrincipal, services: TheServices
) -> list[Any]:
    """Every place that names a flow, prompt, schedule, table or binding of this environment, `in` drafts and live
    releases: the environment, the flow and step, and the JSON path ("" as flow: the environment's document; "" as
    environment: the directory). What stands in the front door is used by all that have no own one of that name."""
    found: list[Json] = services.releases.used_by(principal.tenant, env, kind, name)
    return found


HANDLERS = (
    read_releases, read_release, publish, make_live, read_dialogues, retire, restore, read_diff, read_used_by,
)  # fmt: skip  # a list reads better than one item a line
