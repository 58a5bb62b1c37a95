"""What each kind of channel can do, as far as a check must know it before a caller comes (DESIGN.md section 6)."""

from collections.abc import Mapping
from types import MappingProxyType

CHANNEL_OF_ADDRESS: Mapping[str, str] = MappingProxyType({"number": "voice", "sip": "voice", "chat": "chat"})
CAPABILITIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "voice": frozenset({"keys", "speech", "audio", "hold", "record", "transfer"}),
        "chat": frozenset({"text", "buttons"}),
        "message": frozenset({"text"}),
    }
)
