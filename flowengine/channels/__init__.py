"""A channel's words to events and commands back to them."""
