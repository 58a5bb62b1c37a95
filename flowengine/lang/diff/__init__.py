"""What changed between two documents, in words: layout apart, and order only where order means something."""
