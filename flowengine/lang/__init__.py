"""What a flow may say: its document, schema, node types, expressions, templates and checks."""
