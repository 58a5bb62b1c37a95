"""Owns tenants: takes events in order, commits in batches, then lets the effects out."""
