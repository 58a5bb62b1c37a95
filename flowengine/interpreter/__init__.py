"""Executes compiled flows: one event and one state in, commands, trace and the next state out."""
