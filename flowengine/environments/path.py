"""Where a stored document lies in the tenant's folder: one mapping for export, import, git and a served folder."""

import re
from collections.abc import Callable

from msgspec import Struct

from flowengine.lang.canonical import canonical, canonical_flow
from flowengine.messages import Json

TENANT = "tenant.json"
_NAME = r"[a-z][a-z0-9_]{0,63}"
_FILE = r"[a-z][a-z0-9_-]{0,63}\.json"
_PATH = re.compile(
    rf"(?P<env>{_NAME})/(?:environment\.json|(?P<flow>{_NAME})/(?:(?P<own>flow|layout)\.json|cases/(?P<case>(?:given/)?{_FILE})))"
)
_KINDS = {"flow": "draft", "layout": "layout"}


class Stand(Struct, frozen=True):
    """One document: its kind and key in the store, its environment, and its flow ("": the environment's own file)."""

    kind: str
    key: str
    environment: str
    flow: str = ""

    @property
    def path(self) -> str:
        """Below the tenant's folder, with slashes."""
        if self.kind == "environment":
            return f"{self.environment}/environment.json"
        own = {"draft": "flow.json", "layout": "layout.json"}
        file = own.get(self.kind) or f"cases/{self.key.removeprefix(f'{self.environment}/{self.flow}/')}"
        return f"{self.environment}/{self.flow}/{file}"


def stand_at(path: str) -> Stand | None:
    """What lies at this path; None where nothing of a tenant may lie."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    environment, flow = found["env"], found["flow"] or ""
    if not flow:
        return Stand("environment", environment, environment)
    if found["own"]:
        return Stand(_KINDS[found["own"]], f"{environment}/{flow}", environment, flow)
    return Stand("cases", f"{environment}/{flow}/{found['case']}", environment, flow)


def stand_of(kind: str, key: str) -> Stand | None:
    """The same for a stored document; None for a kind that has no file of its own."""
    environment, _, rest = key.partition("/")
    if kind == "environment":
        return Stand(kind, key, environment)
    if kind in ("draft", "layout", "cases"):
        return Stand(kind, key, environment, rest.partition("/")[0])
    return None


def text_of(kind: str, document: Json) -> str:
    """The canonical text of a document of this kind."""
    write: Callable[[dict[str, Json]], str] = canonical_flow if kind == "draft" else canonical
    return write(document)
