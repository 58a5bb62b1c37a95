"""Where a tenant is served: here, at another node, or for the moment nowhere."""

from typing import TypeAlias

from msgspec import Struct


class Here(Struct, frozen=True):
    """This process owns the tenant and answers for it."""


class There(Struct, frozen=True):
    """Another node owns it; `address` is its peer port, host:port."""

    node: str
    address: str


class Nowhere(Struct, frozen=True):
    """Nobody answers for it now: its owner is starting, stopping or has died. Ask again in a moment."""


Place: TypeAlias = Here | There | Nowhere
HERE, NOWHERE = Here(), Nowhere()
