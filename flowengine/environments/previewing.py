"""Preview callers: the drafts of an environment, for chosen numbers on the real address until a moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flowengine.environments.content import dated, draft_content, release_text
from flowengine.environments.gate import Gate, errors_in
from flowengine.environments.place import Author, Tenants
from flowengine.environments.tree import known_environment
from flowengine.errors import FlowInvalid, RequestRefused
from flowengine.lang.canonical import content_hash
from flowengine.messages import Json, PreviewSet

LONGEST_MS = 7 * 86_400_000


@dataclass(frozen=True)
class Previewing:
    """Raises NotFound, RequestRefused and FlowInvalid; whatever is refused changed nothing."""

    tenants: Tenants
    gate: Gate
    now_ms: Callable[[], int]

    def read(self, tenant: str, environment: str) -> dict[str, Json]:
        """{"callers", "until_ms", "number", "author", "at_ms", "same"}: `same`, whether the drafts are still those that
        the callers meet. No callers: nobody previews anything now."""
        board = self.tenants.board(tenant)
        known_environment(board, environment)
        found = board.library.previews.of(environment)
        if found is None or found.until_ms <= self.now_ms():
            return {"callers": [], "until_ms": 0, "number": 0, "author": "", "at_ms": 0, "same": True}
        text = release_text(dated(draft_content(board.library, environment), self.now_ms()))
        return {
            "callers": list(found.callers),
            "until_ms": found.until_ms,
            "number": found.number,
            "author": found.author,
            "at_ms": found.at_ms,
            "same": board.library.hash_of(environment, found.number) == content_hash(text),
        }

    async def set(self, author: Author, environment: str, callers: Sequence[str], until_ms: int) -> dict[str, Json]:
        """From now on these callers meet the drafts as they are now; none: it is over. Drafts with errors are not
        previewed; cases may fail, for that is what one looks at."""
        board = self.tenants.board(author.tenant)
        known_environment(board, environment)
        if not callers:
            await self.tenants.submit(author.tenant, PreviewSet(environment=environment, author=author.user))
            return self.read(author.tenant, environment)
        if not self.now_ms() < until_ms <= self.now_ms() + LONGEST_MS:
            raise RequestRefused("A preview ends within a week from now.", hint="Choose another end.", code="bad_value")
        content = dated(draft_content(board.library, environment), self.now_ms())
        if errors := errors_in(self.gate.findings(board, environment, content)):
            raise FlowInvalid(errors)
        text = release_text(content)
        event = PreviewSet(
            environment=environment,
            callers=tuple(dict.fromkeys(callers)),
            until_ms=until_ms,
            body=text,
            hash=content_hash(text),
            author=author.user,
        )
        await self.tenants.submit(author.tenant, event)
        return self.read(author.tenant, environment)
