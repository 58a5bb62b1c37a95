"""Trials: a flow's cases on a draft that is being written, in the process that runs cases; nothing is stored."""

from time import perf_counter

from flowengine.environments.place import CaseRunner, Place, Posted
from flowengine.environments.tree import known_environment, tree_of
from flowengine.errors import NotFound
from flowengine.lang.canonical import content_hash
from flowengine.messages import Json
from flowengine.switchboard.switchboard import Switchboard

MET = frozenset({"draft", "environment", "cases"})  # documents that a case may meet, beside the directory


async def tried(board: Switchboard, runner: CaseRunner, place: Place, posted: Posted) -> dict[str, Json]:
    """The results of every case of the flow, and its coverage by them. The process keeps the tenant's documents, so
    that what is typed costs no more than itself. Raises NotFound, FlowInvalid, RequestRefused."""
    known_environment(board, place.environment)
    if board.library.get("draft", f"{place.environment}/{place.flow}") is None:
        raise NotFound(f"There is no flow “{place.flow}” in {place.environment}.")
    begun = perf_counter()
    key = f"{place.tenant}/{place.environment}/{place.flow} {version_of(board)}"
    answer = await runner.tried(key, lambda: tree_of(board), (place.environment, place.flow), posted)
    return {**answer, "ms": round((perf_counter() - begun) * 1000, 1)}


def version_of(board: Switchboard) -> str:
    """Another one whenever anything that a case may meet was changed. The directory is replaced when it changes, so
    its identity serves as long as it is kept; nothing of it is looked through."""
    rows = [f"{row.kind} {row.key} {row.hash}" for kind in sorted(MET) for row in board.library.of_kind(kind)]
    return content_hash("\n".join([*rows, str(id(board.around.directory)), str(id(board))]))
