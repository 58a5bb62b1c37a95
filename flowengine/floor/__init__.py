"""Queues, agents and reservations of one tenant: who takes which dialogue next, and why."""

from flowengine.floor.floor import Floor

__all__ = ["Floor"]
