"""The kinds of documents that carry a `format`, each with its chain; this table is all that a new format changes.

Format 1 is the first that any released version wrote, so that there is no step yet. To raise one: write
`flow_1.py` with a pure function from format 1 to 2, name it here as `{1: from_1}`, count `current` up, and put stored
documents of format 1 with what becomes of them into `tests/golden/documents/`.
"""

from flowengine.lang.upgrade.chain import Chain
from flowengine.messages import Json

FLOW = Chain("flow", 1)
ENVIRONMENT = Chain("environment", 1)
TENANT = Chain("tenant", 1)
RELEASE = Chain("release", 1)

_BY_FILE = {"flow.json": FLOW, "environment.json": ENVIRONMENT, "tenant.json": TENANT}


def raised(document: Json, path: str) -> Json:
    """What stands at `path` (a file of the folder form), in the present format. Raises FlowInvalid, naming the file."""
    chain = _BY_FILE.get(path.rpartition("/")[2])
    return chain.upgraded(document, path) if chain else document
