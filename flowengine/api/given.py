"""What handlers are given beside their parameters: the services, and who is asking."""

from typing import Annotated, Any, TypeAlias

from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, HeaderParameter, SkipValidation
from litestar.types import Scope

from flowengine.api.services import CasesPlace, PartPlace, Place, Services
from flowengine.errors import EngineBug
from flowengine.identity.principal import Principal
from flowengine.identity.tickets import Ticket
from flowengine.identity.visitor import Visit

IDEMPOTENCY_KEY = b"idempotency-key"
Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]
TheServices: TypeAlias = NamedDependency[SkipValidation[Services]]
ThePrincipal: TypeAlias = NamedDependency[SkipValidation[Principal]]
TheAsker: TypeAlias = NamedDependency[SkipValidation[Principal | None]]  # None: the operator
TheVisit: TypeAlias = NamedDependency[SkipValidation[Visit]]
ThePlace: TypeAlias = NamedDependency[SkipValidation[Place]]
TheCases: TypeAlias = NamedDependency[SkipValidation[CasesPlace]]
ThePart: TypeAlias = NamedDependency[SkipValidation[PartPlace]]
TheKey: TypeAlias = Annotated[
    str,
    HeaderParameter(
        name=IDEMPOTENCY_KEY.decode(),
        pattern="^([A-Za-z0-9_.:-]{1,64})?$",
        description="Of the client's own; what is sent again under it has the effect of once",
    ),
]
TheTicket: TypeAlias = NamedDependency[SkipValidation[Ticket]]


def put(connection: Connection, name: str, value: object) -> None:
    """Remember who is asking, for this one connection."""
    connection.scope["state"][name] = value


def provided(services: Services) -> dict[str, Provide]:
    """The dependencies by name. A handler that asks for what its guard did not establish is our bug, not a pass."""

    def given_services() -> Services:
        return services

    return {
        "services": Provide(given_services, sync_to_thread=False),
        "principal": Provide(_given_principal, sync_to_thread=False),
        "asker": Provide(_given_asker, sync_to_thread=False),
        "visit": Provide(_given_visit, sync_to_thread=False),
        "place": Provide(_given_place, sync_to_thread=False),
        "cases": Provide(_given_cases, sync_to_thread=False),
        "part": Provide(_given_part, sync_to_thread=False),
        "ticket_of": Provide(_given_ticket, sync_to_thread=False),
    }


def _taken(scope: Scope, name: str) -> Any:
    if name not in scope["state"]:
        raise EngineBug(f"The route asks for a {name} that its row does not establish.")
    return scope["state"][name]


def _given_principal(scope: Scope) -> Principal:
    found: Principal = _taken(scope, "principal")
    return found


def _given_asker(scope: Scope) -> Principal | None:
    found: Principal | None = _taken(scope, "asker")
    return found


def _given_visit(scope: Scope) -> Visit:
    found: Visit = _taken(scope, "visit")
    return found


def _given_place(scope: Scope, env: FromPath[str], flow: FromPath[str]) -> Place:
    """The flow that the path names, in the session's tenant."""
    return Place(_given_principal(scope).tenant, env, flow)


def _given_cases(scope: Scope, env: FromPath[str], flow: FromPath[str], file: FromPath[str]) -> CasesPlace:
    """The file of cases that the path names, in the session's tenant, and who asks."""
    asking = _given_principal(scope)
    return CasesPlace(asking.tenant, env, flow, file, asking.user)


def _given_part(scope: Scope, env: FromPath[str], kind: FromPath[str], name: FromPath[str]) -> PartPlace:
    """What the path names of an environment's stock, in the session's tenant, and who asks."""
    asking = _given_principal(scope)
    return PartPlace(asking.tenant, asking.user, env, kind, name)


def desk_event_id(agent: str, key: str) -> str | None:
    """The id of an agent's event; None: each sending is one of its own."""
    return f"desk:{agent}:{key}" if key else None


def _given_ticket(scope: Scope) -> Ticket:
    found: Ticket = _taken(scope, "ticket")
    return found
