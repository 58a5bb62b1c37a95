"""/api/environments/{env}/sounds: recordings of prompts: played, uploaded one by one, and as a zip both ways."""

from typing import Any

from litestar import Request, Response, delete, get, put
from litestar.params import FromPath, FromQuery

from flowengine.api.flows import base_of
from flowengine.api.given import ThePart, ThePrincipal, TheServices
from flowengine.api.services import Author
from flowengine.api.settings import MOST_SOUND_BYTES, MOST_ZIP_BYTES
from flowengine.environments.sounds import Taken
from flowengine.environments.stock import Part

SOUND = "/api/environments/{env:str}/parts/{kind:str}/{name:str}/sounds/{language:str}"
ALL = "/api/environments/{env:str}/zip/sounds"
Asked = Request[Any, Any, Any]


@get("/api/environments/{env:str}/sounds/{file:str}", summary="A recording", tags=["parts"])
async def read_sound(
    env: FromPath[str], file: FromPath[str], principal: ThePrincipal, services: TheServices
) -> Response[bytes]:
    """The WAV file that a prompt names. One that only the telephone system has is not found."""
    body = await services.sounds.read(principal.tenant, env, file)
    headers = {"cache-control": "private, max-age=31536000, immutable", "content-disposition": "attachment"}
    return Response(body, media_type="audio/wav", headers=headers)


@get("/api/environments/{env:str}/sounds", summary="The recordings", tags=["parts"])
async def list_sounds(env: FromPath[str], principal: ThePrincipal, services: TheServices) -> dict[str, int]:
    """File name to bytes, of those that are kept here."""
    return await services.sounds.sizes(principal.tenant, env)


@put(
    "/api/environments/{env:str}/sounds/{file:str}",
    status_code=204,
    request_max_body_size=MOST_SOUND_BYTES,
    summary="Keep a recording",
    tags=["parts"],
)
async def keep_sound(
    env: FromPath[str], file: FromPath[str], request: Asked, principal: ThePrincipal, services: TheServices
) -> None:
    """The body is a WAV file (`audio/wav`), kept under the name that a prompt gives it. The same again changes nothing;
    another one under a name that is taken is refused with 409. What no prompt names goes after some days."""
    await services.sounds.keep(principal.tenant, env, file, await request.body())


@put(SOUND, request_max_body_size=MOST_SOUND_BYTES, summary="Record words", tags=["parts"])
async def put_sound(
    part: ThePart, language: FromPath[str], request: Asked, principal: ThePrincipal, services: TheServices
) -> Response[Part]:
    """The body is a WAV file (`audio/wav`: PCM or G.711, 8 to 48 kHz), judged by its content; it is kept under a name
    of its own. Needs If-Match with the ETag of the prompt whose words it says."""
    found = await services.sounds.record(part, language, await request.body(), base_of(request))
    return Response(found, headers={"etag": f'"{found.hash}"'})


@delete(SOUND, status_code=200, summary="Speak the words again", tags=["parts"])
async def remove_sound(
    part: ThePart, language: FromPath[str], request: Asked, principal: ThePrincipal, services: TheServices
) -> Response[Part]:
    """The prompt without its recording in this language; releases keep it. Needs If-Match."""
    found = await services.sounds.forget(part, language, base_of(request))
    return Response(found, headers={"etag": f'"{found.hash}"'})


@get(ALL, summary="All recordings as a zip", tags=["parts"])
async def read_sounds(env: FromPath[str], principal: ThePrincipal, services: TheServices) -> Response[bytes]:
    """`<prompt>.<language>.wav` for each that is kept here."""
    body = await services.sounds.packed(principal.tenant, env)
    headers = {"content-disposition": f'attachment; filename="{env}.zip"'}
    return Response(body, media_type="application/zip", headers=headers)


@put(
    "/api/environments/{env:str}/zip/sounds",
    request_max_body_size=MOST_ZIP_BYTES,
    summary="Record by a zip",
    tags=["parts"],
)
async def take_sounds(
    env: FromPath[str], request: Asked, principal: ThePrincipal, services: TheServices, dry_run: FromQuery[bool] = False
) -> Taken:
    """The body is a zip (`application/zip`) of WAV files named `<prompt>.<language>.wav`: all of them are taken or
    none, for recordings of today's words. A dry run says what would become of each."""
    author = Author(principal.tenant, principal.user)
    return await services.sounds.take(author, env, await request.body(), dry_run=dry_run)


HANDLERS = (list_sounds, keep_sound, read_sound, put_sound, remove_sound, read_sounds, take_sounds)
