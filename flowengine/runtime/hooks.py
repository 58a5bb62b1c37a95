"""Who is told which tenants came to this process and which left it."""

from collections.abc import Awaitable, Callable

from msgspec import Struct


async def _welcome(tenants: list[str]) -> None:
    del tenants


async def _farewell(tenants: list[str], why: str) -> None:
    del tenants, why


class Hooks(Struct, frozen=True):
    """`taken` is awaited when the tenants can be read and written, before anybody else is told that they are here; one
    that raises gives the shard back. `lost`: they are gone already; `why` is a sentence."""

    taken: Callable[[list[str]], Awaitable[None]] = _welcome
    lost: Callable[[list[str], str], Awaitable[None]] = _farewell
