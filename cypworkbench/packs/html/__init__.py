"""The edition for a browser: one file with nothing beside it, no script, and nothing fetched from anywhere."""
