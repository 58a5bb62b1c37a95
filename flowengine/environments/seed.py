"""A tenant's first documents: the tenant folder becomes directory, drafts, cases, and release 1 of each environment."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from flowengine.environments.content import release_text
from flowengine.lang.canonical import canonical, canonical_flow, content_hash
from flowengine.lang.holiday import expanded, published_years
from flowengine.switchboard.outcome import Document
from flowengine.tenancy.directory import directory_from, documents_of


def first_documents(tree: Mapping[str, Any], at_ms: int, author: str = "seed") -> Iterator[Document]:
    """Every document of a tenant tree (its shape: environments/tree.py). Raises FlowInvalid for a bad tenant.json."""
    for kind, key, value in documents_of(directory_from(tree["tenant"])):
        yield _document(kind, key, canonical(msgspec.to_builtins(value)))
    for name, environment in tree["environments"].items():
        yield _document("environment", name, canonical(environment["environment"]))
        flows = {flow: parts["flow"] for flow, parts in environment["flows"].items()}
        for flow, parts in environment["flows"].items():
            yield from _flow_documents(f"{name}/{flow}", parts)
        if flows:
            dated = expanded(environment["environment"], published_years(at_ms))
            text = release_text({"environment": dated, "flows": flows})
            yield from _release(name, text, at_ms, author)


def _flow_documents(key: str, parts: Mapping[str, Any]) -> Iterator[Document]:
    yield _document("draft", key, canonical_flow(parts["flow"]))
    if parts.get("layout"):
        yield _document("layout", key, canonical(parts["layout"]))
    for file, document in parts.get("cases", {}).items():
        yield _document("cases", f"{key}/{file}", canonical(document))
    for given, document in parts.get("given", {}).items():
        yield _document("cases", f"{key}/given/{given}.json", canonical(document))


def _release(name: str, text: str, at_ms: int, author: str) -> Iterator[Document]:
    release = {
        "environment": name,
        "number": 1,
        "hash": content_hash(text),
        "at_ms": at_ms,
        "author": author,
        "message": "First release",
        "content": text,
    }
    yield _document("release", f"{name}/1", msgspec.json.encode(release).decode())
    yield _document("live", name, '{"number":1}')


def _document(kind: str, key: str, body: str) -> Document:
    return Document(kind, key, 1, content_hash(body), body)
