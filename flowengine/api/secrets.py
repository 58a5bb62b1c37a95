"""/api/secrets: administrators put and remove what services ask for; no answer ever holds a value."""

from typing import Any

from litestar import delete, get, put
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.steering import directory_for
from flowengine.errors import NotFound, RequestRefused
from flowengine.messages import Json
from flowengine.runtime.vault import Form, SecretRecord, Wanted
from flowengine.tenancy.directory import FRONT_DOOR

MOST_NAME = 64


class NewSecret(Struct, frozen=True, forbid_unknown_fields=True):
    """`hosts`: to which it may be sent. `environments`: whose flows may use it; none named means all. `form`: a bearer
    token, `user:password` for basic, or the value of `header`."""

    value: str
    hosts: tuple[str, ...]
    environments: tuple[str, ...] = ()
    form: Form = "bearer"
    header: str = ""

    def __repr__(self) -> str:
        return "NewSecret(…)"  # whatever is logged of a request must not hold the value


@get("/api/secrets", summary="The secrets", tags=["secrets"])
async def read_secrets(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Name, hosts, environments and form of each, and who put it; never a value."""
    return [_shown(name, record) for name, record in services.vault.names(principal.tenant).items()]


@put("/api/secrets/{secret:str}", summary="Put a secret", tags=["secrets"])
async def put_secret(
    secret: FromPath[str], data: JSONBody[NewSecret], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """Seals it; one of this name is replaced. From the next request of a flow on it is this one that is sent."""
    name = secret
    plain = name.isascii() and name.replace("_", "").isalnum() and name == name.lower() and name[0].isalpha()
    if not plain or len(name) > MOST_NAME:
        raise RequestRefused("A secret is named like my_secret.", hint="Small letters, digits, _.", code="bad_name")
    known = {FRONT_DOOR, *directory_for(services, principal.tenant).contact_centers}
    if unknown := [each for each in data.environments if each not in known]:
        raise NotFound(f"There is no environment “{unknown[0]}”.")
    wanted = Wanted(data.value, data.hosts, data.environments, data.form, data.header)
    record = await services.vault.put(principal.tenant, name, wanted, author=principal.user)
    return _shown(name, record)


@delete("/api/secrets/{secret:str}", status_code=204, summary="Remove a secret", tags=["secrets"])
async def remove_secret(secret: FromPath[str], principal: ThePrincipal, services: TheServices) -> None:
    """Requests that name it are refused from now on."""
    await services.vault.remove(principal.tenant, secret, author=principal.user)


def _shown(name: str, record: SecretRecord) -> dict[str, Json]:
    fields = ("hosts", "environments", "form", "header", "author", "at_ms")
    return {"name": name, **{field: getattr(record, field) for field in fields}}


HANDLERS = (read_secrets, put_secret, remove_secret)
