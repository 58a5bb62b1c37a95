"""The house rules as functions over a file tree, so that each can be shown a planted violation."""
