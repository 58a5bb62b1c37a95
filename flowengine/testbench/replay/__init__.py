"""Replay: stored dialogues run again on other flows, and where they part."""
