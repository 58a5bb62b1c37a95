"""The node types, one file each; palette.py lists them by hand."""
