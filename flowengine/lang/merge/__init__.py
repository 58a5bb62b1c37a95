"""Two people's changes to one document brought together: by step, outcome and field, never by line."""
