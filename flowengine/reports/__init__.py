"""What was counted in which quarter of an hour, and the named formulas by which it becomes a figure."""
