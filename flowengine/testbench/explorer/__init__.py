"""The explorer: walks every path of a flow within a bound, and tells where callers are failed."""
