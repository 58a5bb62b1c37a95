"""The HTTP and WebSocket face: one file per resource; errors.py alone knows HTTP codes."""
