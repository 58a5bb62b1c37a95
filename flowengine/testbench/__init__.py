"""Runs flow tests offline: the real switchboard, a virtual clock, simulated callers and agents."""
