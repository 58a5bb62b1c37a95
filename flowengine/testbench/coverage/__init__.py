"""Flow coverage: the ways of each flow that cases took, and how it is told."""
