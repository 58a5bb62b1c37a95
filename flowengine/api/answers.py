"""/api/dialogues/{id}/answers: what flows ask of other systems, and their answers."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct, field

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.messages import Json


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """One of the exits that were asked for, and the results that this exit has."""

    exit: str
    results: dict[str, Any] = field(default_factory=dict)


@get("/api/dialogues/{id:str}/answers", summary="What is asked of other systems", tags=["dialogues"])
async def open_answers(id: FromPath[str], principal: ThePrincipal, services: TheServices) -> list[Any]:  # noqa: A002  # the path's word
    """The answers that this dialogue waits for: `wait` to answer by, name, inputs, exits, results with their types,
    and since when."""
    found: list[Json] = await services.questions.open(principal.tenant, id)
    return found


@post("/api/dialogues/{id:str}/answers/{wait:int}", status_code=200, summary="Answer a flow", tags=["dialogues"])
async def answer(
    id: FromPath[str],  # noqa: A002  # the path's word
    wait: FromPath[int],
    data: JSONBody[Answer],
    principal: ThePrincipal,
    services: TheServices,
) -> Any:
    """The flow goes on by this exit. The same answer again gets the same reply; another one is refused, and so is one
    that comes too late."""
    return await services.questions.answer(principal.tenant, (id, wait), data.exit, data.results)


HANDLERS = (open_answers, answer)
