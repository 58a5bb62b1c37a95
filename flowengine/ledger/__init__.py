"""Where everything is kept: one port, its stores in SQLite and PostgreSQL, and the folder form of a tenant."""
