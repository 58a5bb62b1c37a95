"""Drafts, the publish gate, releases and rollback."""
