"""Demo sign-in is a choice of seeded users; it exists on loopback only, and the server refuses to start elsewhere."""

from ipaddress import ip_address

from flowengine.errors import FlowEngineError


class UnsafeSetting(FlowEngineError):
    """The operator's fault: the server would stand open, so it does not start."""


def is_loopback(bind: str) -> bool:
    """Whether only this machine can reach a server bound to `bind`: an address, or the name localhost."""
    if bind == "localhost":
        return True
    try:
        return ip_address(bind.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_unsafe(bind: str, *, demo: bool) -> None:
    """Raises UnsafeSetting when a server bound to `bind` would have no real sign-in."""
    if not is_loopback(bind):
        reason = "demo sign-in lets anyone in" if demo else "there is no sign-in other than the demo's yet"
        raise UnsafeSetting(f"Not started: {reason}, so the server binds to 127.0.0.1 only, not to {bind}.")
