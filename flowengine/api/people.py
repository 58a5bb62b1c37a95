"""/api/people: what is kept of a person, by number, e-mail address or user: found, exported, erased."""

from typing import Annotated, Any

from litestar import Response, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from flowengine.api.exporting import write_down
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.records import By
from flowengine.errors import RequestRefused

Name = Annotated[str, Meta(min_length=1, max_length=320)]
ZIP = "application/zip"


class Meant(Struct, frozen=True, forbid_unknown_fields=True):
    """Who, by exactly one of the three. In the body, not in the address: addresses are written into logs."""

    number: Name | None = None
    email: Name | None = None
    user: Name | None = None


@post("/api/people/find", status_code=200, summary="What is kept of a person", tags=["records"])
async def find(data: JSONBody[Meant], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """How much would be erased: `dialogues` of the person with so many `records`, which are `content` of so many
    classes, `mentions` in others' dialogues, whether there is a `caller_record`; the `live` dialogues in which the
    person is now; and what is `kept`, and why."""
    return await services.people.find(principal.tenant, *_who(data))


@post("/api/people/export", status_code=200, summary="A person's records as a file", tags=["records"])
async def export(data: JSONBody[Meant], principal: ThePrincipal, services: TheServices) -> Response[bytes]:
    """A zip of JSON files that people can read; written into the audit without who it was."""
    body = await services.people.export(principal.tenant, *_who(data))
    await write_down(services, principal, "person")
    headers = {"Content-Disposition": 'attachment; filename="person.zip"', "Cache-Control": "no-store"}
    return Response(body, media_type=ZIP, headers=headers)


@post("/api/people/erase", status_code=200, summary="Erase a person's records", tags=["records"])
async def erase(data: JSONBody[Meant], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """What callers, agents and flows said, typed and kept in all of the person's dialogues, records of others that name
    the person, the caller's record, previews; of a user the person in the directory. Refused, with nothing erased,
    while the person is in a dialogue. The answer says what went and what stays; the audit how much, without who."""
    return await services.people.erase(principal.tenant, *_who(data), principal.user)


def _who(data: Meant) -> tuple[By, str]:
    given: list[tuple[By, str]] = []
    for by, name in (("number", data.number), ("email", data.email), ("user", data.user)):
        if name is not None:
            given.append((by, name))  # type: ignore[arg-type]  # the three words above
    if len(given) != 1:
        hint = 'Such as {"number": "+447700900123"}.'
        raise RequestRefused("Say who is meant by a number, an e-mail address or a user.", hint=hint, code="bad_person")
    return given[0]


HANDLERS = (find, export, erase)
