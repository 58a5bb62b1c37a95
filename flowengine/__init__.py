"""Dialogue Studio's engine: flows as JSON, executed on live dialogues, tested offline.

What is exported here is the stable surface for a program that embeds the engine.
"""

__version__ = "0.1.0"
