"""What-if simulation: a tenant's real flows on its real floor, for a day of made-up callers in virtual time."""
