"""What is audited: from the trace's facts about the tenant, who did what to what, without anything personal.

The trace tells the same and more; the audit is the short list that is chained and never taken out of the store.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeAlias

from flowengine.messages import Json
from flowengine.tenancy.directory import STEERING_KINDS

Entry: TypeAlias = tuple[str, str, dict[str, Json]]  # actor, what, body
NOBODY = "system"
TOLD_ELSEWHERE = {"switch": "switched", "exception": "excepted"}  # a kind of document, and the fact that says more
KINDS = frozenset(
    {*STEERING_KINDS, "token", "secret", "data_key", "hook"}
)  # drafts and cases are published, or nothing
FORGOTTEN = "caller"  # written by flows, unseen; erased by people


class Row(Protocol):
    """A trace row."""

    @property
    def subject_kind(self) -> str: ...
    @property
    def facts(self) -> Sequence[tuple[Json, ...]]: ...


def entries(row: Row) -> Iterable[Entry]:
    """What of this row belongs into the audit, in its order."""
    return _entries(row.facts) if row.subject_kind == "tenant" else ()


def _entries(facts: Sequence[tuple[Any, ...]]) -> Iterator[Entry]:
    words = {fact[0] for fact in facts}
    for word, *rest in facts:
        if word == "document":
            kind, key, version, author = rest
            if TOLD_ELSEWHERE.get(kind) in words:
                continue  # a fact of the same change says it with its values
            if kind == FORGOTTEN:
                yield author or NOBODY, "caller_forgotten", {}
            elif kind in KINDS:
                yield author or NOBODY, "document", {"kind": kind, "key": key, "version": version}
        elif word in BODIES:
            names, author_at = BODIES[word]
            author = rest[author_at] if author_at >= 0 else _author_of(facts)
            told = dict(zip(names, rest, strict=False))
            yield author or NOBODY, word, {name: value for name, value in told.items() if name}


def _author_of(facts: Sequence[tuple[Any, ...]]) -> str:
    """Whoever stands in another fact of the same change."""
    return next((fact[author_at + 1] for fact in facts for author_at in _authors(fact[0])), "")


def _authors(word: str) -> list[int]:
    found = BODIES.get(word)
    return [found[1]] if found and found[1] >= 0 else []


# The names of what follows the word, "" for what is left out (free text may name people); where the author stands, -1:
# in another fact of the change.
BODIES: dict[str, tuple[tuple[str, ...], int]] = {
    "published": (("environment", "number"), 2),
    "live": (("environment", "number"), 2),
    "canary": (("environment", "number", "percent"), -1),
    "previewed": (("environment", "number", "callers", "until_ms"), 4),
    "retired": (("environment", "number", "to", "queue"), 4),
    "excepted": (("schedule", "days"), 2),
    "switched": (("name", "on", "", "until_ms"), 4),
    "exported": (("what", "of"), 2),
    "forgotten": (("why", "counts"), 2),
    "synced": (("source", "changes"), 2),
    "roles": (("user", "before", "after"), 3),
    "licence": (("user", "platform", "how"), 3),
}
