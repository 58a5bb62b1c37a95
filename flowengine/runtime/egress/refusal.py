"""Why a request brought no answer. The reasons name hosts at most, never paths, headers or bodies."""

from typing import ClassVar

from flowengine.errors import EffectFailed
from flowengine.messages import Problem


class EgressFailed(EffectFailed):
    """Nobody answered, or not in HTTP."""

    problem: ClassVar[Problem] = "failed"


class EgressTimedOut(EgressFailed):
    """It took too long."""

    problem = "timeout"


class EgressRefused(EgressFailed):
    """The request may not leave."""

    problem = "refused"


class EgressTooLarge(EgressFailed):
    """The answer is larger than anybody needs."""

    problem = "too_large"


def refused(host: str, reason: str) -> EgressRefused:
    return EgressRefused(f"The request to {host[:100] or 'this address'}", reason)
