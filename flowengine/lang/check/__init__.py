"""The checks of a flow before it is published: what is wrong with it that the schema cannot see."""
