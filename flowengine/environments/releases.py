"""Releases: the publish gate, what was published when and by whom, and pointing back."""

from collections.abc import Callable, Mapping
from typing import Any

from flowengine.environments.place import Author, CaseRunner, Tenants
from flowengine.environments.seed import release_text
from flowengine.environments.tree import (
    environment_document,
    flows_of,
    keys_below,
    known_environment,
    read_json,
    tree_of,
)
from flowengine.errors import Finding, FlowInvalid, RequestRefused
from flowengine.lang.canonical import content_hash
from flowengine.messages import Json, ReleaseMade, ReleaseMadeLive

Checks = Callable[[str, str, Mapping[str, Json]], list[Finding]]  # tenant, environment, flows -> findings


class Releases:
    """`checks` finds what is wrong with an environment's flows; `cases` runs their tests in another process."""

    def __init__(self, tenants: Tenants, checks: Checks, cases: CaseRunner) -> None:
        self._tenants = tenants
        self._checks = checks
        self._cases = cases

    def all(self, tenant: str, environment: str) -> list[Json]:
        """Newest first: number, hash, at_ms, author, message, live."""
        board = self._tenants.board(tenant)
        known_environment(board, environment)
        live = board.library.live(environment)
        numbers = sorted((int(n) for n in keys_below(board.library, "release", environment)), reverse=True)
        found: list[Json] = []
        for number in numbers:
            release = dict(read_json(board.library, "release", f"{environment}/{number}", {}))
            release.pop("content", None)
            found.append({**release, "live": number == live})
        return found

    async def publish(self, author: Author, environment: str, message: str, force_reason: str) -> int:
        """Make a release of all drafts and make it live. Raises FlowInvalid if the gate finds errors, or cases fail and
        no reason is given to go on; running dialogues are never touched."""
        board = self._tenants.board(author.tenant)
        known_environment(board, environment)
        if not message.strip():
            raise RequestRefused("Say in a few words what this release changes.", code="message_needed")
        flows = flows_of(board.library, environment)
        if not flows:
            raise RequestRefused(
                f"{environment} has no flows to publish.", hint="Draw one first.", code="nothing_there"
            )
        document = environment_document(board.library, environment)
        findings = self._checks(author.tenant, environment, flows)
        if any(finding.severity == "error" for finding in findings):
            raise FlowInvalid([finding for finding in findings if finding.severity == "error"])
        if not force_reason.strip():
            await self._cases_pass(tree_of(board), environment, list(flows))
        text = release_text(document, flows)
        kept = f"{message.strip()} (forced: {force_reason.strip()})" if force_reason.strip() else message.strip()
        event = ReleaseMade(
            environment=environment, body=text, hash=content_hash(text), message=kept, author=author.user
        )
        reply = await self._tenants.submit(author.tenant, event)
        return int(reply["number"])

    async def _cases_pass(self, tree: Mapping[str, Any], environment: str, flows: list[str]) -> None:
        failed: list[Finding] = []
        for flow in flows:
            results = await self._cases.run(tree, environment, flow)
            failed += (_case_failed(f"{environment}/{flow}/cases", result) for result in results if not result["ok"])
        if failed:
            raise FlowInvalid(failed)

    async def make_live(self, author: Author, environment: str, number: int) -> None:
        """Point `live` to a release that exists. Raises NotFound."""
        known_environment(self._tenants.board(author.tenant), environment)
        event = ReleaseMadeLive(environment=environment, number=number, author=author.user)
        await self._tenants.submit(author.tenant, event)


def _case_failed(folder: str, result: Mapping[str, Any]) -> Finding:
    """A case that does not hold, or a file of cases that cannot be used, as a finding of the gate."""
    case, failure = result["case"], result.get("failure") or {}
    said = failure.get("message", "")
    words = f"The case “{case}” fails at step {failure.get('step', 0)}: {said}" if case else f"{result['file']}: {said}"
    path = f"$.cases['{case}']" if case else "$"
    hint = "Mend the flow or the case, or publish with a reason."
    return Finding("case_failed", "error", path, words, hint, f"{folder}/{result['file']}")
