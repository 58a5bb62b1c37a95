"""Everything that authors do with drafts, as one service: flows, checks, cases and files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flowengine.environments.content import schedule_names
from flowengine.environments.drafts import Drafts
from flowengine.environments.files import Change, File, Files, Written, files_of
from flowengine.environments.last_results import LastResults
from flowengine.environments.place import Author, Authoring, CaseRunner, DialogueRecord, Place, Posted, Tenants
from flowengine.environments.tree import known_environment
from flowengine.environments.trials import tried
from flowengine.errors import Finding
from flowengine.lang.document import FlowLoader
from flowengine.messages import Json


def _nothing(_: str) -> list[Finding]:
    return []


@dataclass(frozen=True)
class Editor:
    """Raises NotFound, Conflict, RequestRefused and FlowInvalid; whatever is refused changed nothing."""

    tenants: Tenants
    loader: FlowLoader
    runner: CaseRunner
    authoring: Authoring
    record: DialogueRecord
    beside: Callable[[str], list[Finding]] = _nothing  # what is wrong in an environment beside its drafts
    last: LastResults = field(default_factory=LastResults)

    @property
    def _drafts(self) -> Drafts:
        return Drafts(self.tenants, self.loader, self.authoring)

    def schedules(self, tenant: str, environment: str) -> frozenset[str]:
        """Their names, in the drafts and in what is live. Raises NotFound."""
        return schedule_names(self.tenants.board(tenant), environment)

    def environments(self, tenant: str) -> list[Json]:
        return self._drafts.environments(tenant)

    def read_flow(self, place: Place) -> dict[str, Json]:
        return self._drafts.read(place)

    async def create_flow(self, place: Place, flow: Json, user: str) -> dict[str, Json]:
        return await self._drafts.create(place, flow, user)

    async def save_flow(self, place: Place, flow: Json, layout: Json | None, base: str, user: str) -> dict[str, Json]:
        return await self._drafts.save(place, flow, layout, base, user)

    async def remove_flow(self, place: Place, base: str, user: str) -> None:
        await self._drafts.remove(place, base, user)

    async def check(self, tenant: str, environment: str, flow: Json, name: str = "") -> list[Finding]:
        """Every finding of a posted document, with what mends it; nothing is executed, nothing is stored."""
        found = await self.authoring.findings(tenant, self.tenants.board(tenant), (environment, name), flow)
        return [*found, *self.beside(environment)]

    async def names(self, tenant: str, environment: str) -> dict[str, Json]:
        """What may be written into the flows of an environment."""
        board = self.tenants.board(tenant)
        return await self.authoring.names(tenant, board, known_environment(board, environment))

    async def value(self, place: Place, flow: Json, asked: dict[str, Json]) -> dict[str, Json]:
        """What an expression or a text gives at a step of a posted flow, by a case of the stored one."""
        self._drafts.read(place)
        board = self.tenants.board(place.tenant)
        return await self.authoring.value(place.tenant, board, (place.environment, place.flow), flow, asked)

    async def together(
        self, place: Place, mine: tuple[Json, Json], base: tuple[Json, Json], choices: Mapping[str, str]
    ) -> dict[str, Json]:
        """A posted flow and layout brought together with the stored draft, both having begun as `base`: {"hash",
        "theirs", "flow", "layout", "rows", "open"}; nothing is stored. Raises FlowInvalid for a malformed document."""
        stored = self._drafts.read(place)
        for document in (mine[0], base[0]):
            self.loader.load(document)
        theirs = self.loader.current(stored["flow"])
        empty = {"format": 1, "nodes": {}}
        layouts = [layout or empty for layout in (base[1], mine[1], stored["layout"])]
        sides: dict[str, Json] = {"base": base[0], "theirs": theirs, "layouts": layouts, "choices": dict(choices)}
        board = self.tenants.board(place.tenant)
        found = await self.authoring.together(place.tenant, board, (place.environment, place.flow), mine[0], sides)
        return {"hash": stored["hash"], "theirs": {"flow": theirs, "layout": stored["layout"]}, **found}

    def cases(self, place: Place) -> dict[str, Json]:
        return self._drafts.cases(place)

    def case_file(self, place: Place, file: str) -> dict[str, Json]:
        return self._drafts.case_file(place, file)

    async def save_cases(self, place: Place, file: str, document: Json | None, base: str, user: str) -> dict[str, Json]:
        return await self._drafts.save_cases(place, file, document, base, user)

    async def run_cases(self, place: Place, posted: Posted) -> dict[str, Json]:
        """Run the flow's cases in the worker process, on the posted draft or on the stored one."""
        return await tried(self.tenants.board(place.tenant), self.runner, place, posted)

    async def case_results(self, place: Place) -> dict[str, Json]:
        """What the stored cases say of the stored draft."""
        return await self.last.of(self.tenants.board(place.tenant), self.runner, place)

    def read_files(self, tenant: str, environments: list[str], *, people: bool) -> dict[str, File]:
        return files_of(self.tenants.board(tenant), environments, people=people)

    async def write_files(self, author: Author, changes: Mapping[str, Change], *, dry_run: bool) -> dict[str, Written]:
        return await Files(self.tenants, self.loader).write(author, changes, dry_run=dry_run)

    async def case_of(self, tenant: str, dialogue: str) -> Json:
        """A stored dialogue as a case document that passes."""
        return await self.record.case_of(tenant, dialogue)
