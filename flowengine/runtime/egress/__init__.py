"""The one way out: requests to other people's services, to public addresses only and within firm limits."""

from flowengine.runtime.egress.client import EgressClient
from flowengine.runtime.egress.refusal import EgressFailed, EgressRefused, EgressTimedOut, EgressTooLarge
from flowengine.runtime.egress.resolver import SystemResolver
from flowengine.runtime.egress.setting import EgressSettings, egress_settings

__all__ = [
    "EgressClient",
    "EgressFailed",
    "EgressRefused",
    "EgressSettings",
    "EgressTimedOut",
    "EgressTooLarge",
    "SystemResolver",
    "egress_settings",
]
