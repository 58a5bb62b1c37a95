"""One step type for Dialogue Studio: check_digit."""
