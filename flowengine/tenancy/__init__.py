"""Region, tenant, contact center, address, user, skill, switch: the directory and its rules."""
