"""Secret: what proves who we are is never said, and stands in no flow; it comes from the store of secrets."""

import re
from collections.abc import Iterator
from functools import cache
from typing import get_type_hints

from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang.check.found import error, warning
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import naming, place
from flowengine.lang.document import Flow
from flowengine.lang.reading import prompts, written
from flowengine.lang.url import UrlTemplate

_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-auth-token"})
_IN_QUERY = re.compile(
    r"[?&]((?:api|access|auth|client|secret)?[_-]?(?:key|token|secret|password|passwd|signature))=", re.IGNORECASE
)
_HINT = "Keep it as a secret of the tenant, and name that under “secret”."


def written_out(flow: Flow, names: Names) -> Iterator[Finding]:
    """A header or an address of a request that holds what only the store of secrets should."""
    for node, headers in naming(flow, "headers"):
        for name in headers:
            if name.lower() in _HEADERS:
                text = f"The header {name} of “{node.id}” proves who we are, and stands in the flow for all to read."
                yield error("secret_said", (*place(node, "headers"), name), text, _HINT)
    for node in flow.nodes.values():
        for path, source in written(node.config) if _has_address(node.type.config) else ():
            found = _IN_QUERY.search(source.source) if isinstance(source, UrlTemplate) else None
            if found:
                text = f"The address holds “{found[1]}”, which every log on the way keeps."
                yield error("secret_said", ("nodes", node.id, *path), text, _HINT)


@cache
def _has_address(config: type[Struct]) -> bool:
    return UrlTemplate in get_type_hints(config).values()


def said(flow: Flow, names: Names) -> Iterator[Finding]:
    """The name of a secret that is spoken or written to a caller: most likely the secret itself was meant."""
    secrets = sorted({name for _, name in naming(flow, "secret")}, key=len, reverse=True)
    if not secrets:
        return
    found = re.compile(rf"(?<![A-Za-z0-9_])({'|'.join(secrets)})(?![A-Za-z0-9_])")
    for node in flow.nodes.values():
        for path, prompt in prompts(node.config):
            for below, template in prompt.templates():
                match = found.search(template.source) if "_" in template.source else None
                if match and "_" in match[1]:  # `crm` may be any word; `crm_token` is none
                    at = ("nodes", node.id, *path, *below.split(".")[1:])
                    text = f"This says the name of the secret “{match[1]}”."
                    yield warning("secret_said", at, text, "Leave it out: nobody outside needs to know of it.")
