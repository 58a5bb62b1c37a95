"""What is answered from a process's first moment on: probes, callers, and agents at their desks."""

from flowengine.api import desk, health, reservations, stream, visit

RESOURCES = (health, visit, stream, desk, reservations)
