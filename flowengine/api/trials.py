"""/api/environments/{env}/flows/{flow}/try: a draft walked by its author, and what was done kept as a case."""

from typing import Annotated, Any

from litestar import post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePlace, ThePrincipal, TheServices
from flowengine.environments.kept_case import with_case
from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.testbench.trial.walk import MOST_STEPS, Act, Walk

Steps = Annotated[list[dict[str, Any]], Meta(max_length=MOST_STEPS)]


class Start(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the dialogue begins: at an `address`, else in the flow itself, with `inputs`; a treatment at `position`."""

    address: Annotated[str, Meta(max_length=200)] = ""
    inputs: dict[str, Any] = {}
    position: Annotated[int, Meta(ge=1, le=1000)] = 1


class Try(Struct, frozen=True, forbid_unknown_fields=True):
    """`flow`: a draft that is not saved yet. `given` and `steps`: as in a case, what was done so far. `act` is done
    after them: one more `step`, `skip` to what happens next, or move the clock `to` a local time."""

    flow: dict[str, Any] | None = None
    start: Start | None = None
    given: dict[str, Any] = {}
    steps: Steps = []
    act: Act | None = None


class Keep(Struct, frozen=True, forbid_unknown_fields=True):
    """The same without an act, and what the case is called; `file`: where it goes, else the server chooses."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    file: Annotated[str, Meta(max_length=80)] = ""
    flow: dict[str, Any] | None = None
    start: Start | None = None
    given: dict[str, Any] = {}
    steps: Steps = []


class Kept(Struct, frozen=True):
    """Where the case stands now."""

    file: str
    name: str


@post("/api/environments/{env:str}/flows/{flow:str}/try", status_code=200, summary="Try a draft", tags=["try"])
async def try_flow(
    place: ThePlace, data: JSONBody[Try], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """Walks the draft on the real switchboard, on a virtual clock, away from callers; whatever the flow asks outside is
    given or made up. The answer is what there is to see, the steps that were done, and all that is given by now."""
    if data.act is not None and sum((data.act.step is not None, data.act.skip, bool(data.act.to))) != 1:
        raise RequestRefused("An act is one of: step, skip, to.", hint="Send exactly one.", code="bad_value")
    if data.act is not None and len(data.steps) >= MOST_STEPS:
        hint = "Begin again, or keep it as a case."
        raise RequestRefused(f"There are {MOST_STEPS} steps by now.", hint=hint, code="try_long")
    return await services.trials.walk(place, data.flow, _walk(data, data.act))


@post(
    "/api/environments/{env:str}/flows/{flow:str}/try/case",
    status_code=201,
    summary="Keep what was tried as a case",
    tags=["try"],
)
async def keep_try(place: ThePlace, data: JSONBody[Keep], principal: ThePrincipal, services: TheServices) -> Kept:
    """Writes a case with these steps and what came of them, run once before: it passes on the draft."""
    made = await services.trials.case(place, data.flow, _walk(data, None))
    name = data.name.strip()
    stored = services.editor.cases(place)
    file, document = with_case(stored, made, name, data.file)
    base = services.editor.case_file(place, file)["hash"] if file in stored else ""
    await services.editor.save_cases(place, file, document, base, principal.user)
    return Kept(file, name)


def _walk(data: Try | Keep, act: Act | None) -> Walk:
    begins = data.start or Start()
    start: dict[str, Json] = {"address": begins.address, "inputs": begins.inputs, "position": begins.position}
    return Walk(start, data.given, data.steps, act)


HANDLERS = (try_flow, keep_try)
