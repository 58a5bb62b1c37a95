"""Where everything is kept: one port, its SQLite store, and the folder form of a tenant."""
