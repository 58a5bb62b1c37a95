"""Hooks in memory, sealed by a real vault; what they bring is written down."""

from collections.abc import Callable, Iterable

from flowengine.api.hook_port import Answer, Told
from flowengine.identity.hooks import Hook, Hooks
from flowengine.runtime.vault import KEY_KIND, KIND, Kept, Vault
from tests.api.memory_outside import MemoryDocuments


class MemoryHookStore:
    def __init__(self, vault: Vault, documents: MemoryDocuments) -> None:
        self.vault, self.documents = vault, documents

    async def hook(self, tenant: str, hook_id: str) -> str | None:
        return self.documents.body(tenant, "hook", hook_id)

    def hooks_of(self, tenant: str) -> list[str]:
        return list(self.documents.bodies(tenant, "hook").values())

    async def put_hook(self, tenant: str, hook_id: str, body: str, author: str) -> None:
        await self.documents.put(tenant, Kept("hook", hook_id, body, author))

    async def seal(self, tenant: str, value: bytes, bound: bytes, author: str) -> str:
        return await self.vault.seal(tenant, value, bound, author=author)

    async def open(self, tenant: str, seals: Iterable[str], bound: bytes) -> list[bytes]:
        return self.vault.open(tenant, self.documents.body(tenant, KEY_KIND, KIND), seals, bound)


class MemoryHooks:
    """`fault`: what the next one meets."""

    def __init__(
        self,
        vault: Vault,
        documents: MemoryDocuments,
        now_ms: Callable[[], int],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self.register = Hooks(MemoryHookStore(vault, documents), now_ms, random_bytes)
        self.taken: list[tuple[str, str, Told]] = []
        self.fault: Exception | None = None
        self.is_away = False

    async def take(self, tenant: str, hook: Hook, told: Told) -> Answer | None:
        if self.fault is not None:
            raise self.fault
        self.taken.append((tenant, hook.id, told))
        return None if self.is_away else Answer("d1", over=False, commands=[])
