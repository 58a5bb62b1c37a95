"""The two contents that are compared: of two releases of an environment, or of a release and its drafts."""

from flowengine.environments.content import EMPTY, Content, dated, draft_content, release_content
from flowengine.errors import RequestRefused
from flowengine.switchboard.library import Library


def content_named(library: Library, environment: str, name: str, at_ms: int) -> Content:
    """`name`: a release's number, `live`, or `draft` as it would be published at `at_ms`. Raises NotFound,
    RequestRefused."""
    if name == "draft":
        return dated(draft_content(library, environment), at_ms)
    if name == "live":
        name = str(library.live(environment))
    if not name.isascii() or not name.isdigit():
        raise RequestRefused(f"“{name}” is no release.", hint="Write its number, live or draft.", code="bad_value")
    return EMPTY if name == "0" else release_content(library, environment, int(name))
