"""Files of cases in memory, for the web face alone."""

from typing import Any

from flowengine.api.services import Place
from flowengine.errors import Conflict, NotFound
from flowengine.lang.canonical import canonical, content_hash


def _flow_of(place: Place) -> Place:
    """The flow alone, of a place that says more."""
    return Place(place.tenant, place.environment, place.flow)


class MemoryCases:
    """`files` by flow and name; `ran`: whose cases were run."""

    files: dict[tuple[Place, str], Any]
    ran: list[Place]

    def _draft(self, place: Place) -> Any:
        raise NotImplementedError

    def cases(self, place: Place) -> dict[str, Any]:
        self._draft(place)
        return {file: body for (known, file), body in self.files.items() if known == place}

    def case_file(self, place: Place, file: str) -> dict[str, Any]:
        place = _flow_of(place)
        if file not in self.cases(place):
            raise NotFound(f"There is no file “{file}”.")
        document = self.files[place, file]
        return {"document": document, "hash": content_hash(canonical(document))}

    async def save_cases(self, place: Place, file: str, document: Any, base: str, user: str) -> dict[str, Any]:
        del user
        place = _flow_of(place)
        present = self.case_file(place, file)["hash"] if file in self.cases(place) else ""
        if base not in ("*", present):
            raise Conflict("Somebody wrote it since you read it.", code="stale_base")
        if document is None:
            self.case_file(place, file)
            del self.files[place, file]
            return {"hash": ""}
        self.files[place, file] = document
        return {"hash": content_hash(canonical(document))}

    async def run_cases(self, place: Place, posted: Any) -> dict[str, Any]:
        del posted
        self._draft(place)
        self.ran.append(place)
        return {"results": [], "ms": 0}

    async def case_results(self, place: Place) -> dict[str, Any]:
        self._draft(place)
        return {"results": [], "coverage": None, "ms": 0}
