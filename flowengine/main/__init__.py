"""Joins the rooms into one server; the only place, with cli.py, that names concrete parts."""
