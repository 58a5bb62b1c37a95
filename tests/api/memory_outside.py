"""A vault on documents in memory, and the questions that flows ask of nobody in particular."""

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowengine.errors import Conflict, NotFound
from flowengine.messages import Json
from flowengine.runtime.seal import MasterKey
from flowengine.runtime.vault import Kept, Vault

KEY = b64encode(bytes(range(32))).decode()


class MemoryDocuments:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str], str] = {}

    def body(self, tenant: str, kind: str, key: str) -> str | None:
        return self.kept.get((tenant, kind, key))

    def bodies(self, tenant: str, kind: str) -> dict[str, str]:
        return {key: body for (of, each, key), body in self.kept.items() if (of, each) == (tenant, kind)}

    async def put(self, tenant: str, document: Kept) -> None:
        at = (tenant, document.kind, document.key)
        if document.new and at in self.kept:
            raise Conflict("It is there.")
        if document.body:
            self.kept[at] = document.body
        else:
            self.kept.pop(at, None)


def vault_on(documents: MemoryDocuments, now_ms: Any) -> Vault:
    return Vault(MasterKey(Path("nowhere"), KEY), documents, now_ms)


class MemoryQuestions:
    """Each dialogue of `known` asks one question."""

    def __init__(self, known: Any) -> None:
        self._known = known

    async def open(self, tenant: str, dialogue: str) -> list[Json]:
        if not self._known(tenant, dialogue):
            raise NotFound("There is no such dialogue.")
        return [{"wait": 1, "name": "credit_check", "exits": ["yes"], "inputs": {}, "results": {}}]

    async def answer(self, tenant: str, asked: tuple[str, int], exit: str, results: Mapping[str, Json]) -> Json:  # noqa: A002  # the field's word
        if not self._known(tenant, asked[0]):
            raise NotFound("Nothing was asked there.")
        return {"taken": True}


class MemoryTokens:
    """Tokens by tenant and id, with who wrote them."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], tuple[str, str]] = {}

    def token(self, token_id: str) -> tuple[str, str] | None:
        return next(((tenant, body) for (tenant, known), (body, _) in self.kept.items() if known == token_id), None)

    def tokens_of(self, tenant: str) -> list[str]:
        return [body for (owner, _), (body, _) in self.kept.items() if owner == tenant]

    async def put_token(self, tenant: str, token_id: str, body: str, author: str) -> None:
        self.kept[tenant, token_id] = (body, author)
