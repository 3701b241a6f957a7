"""The edition for committee systems that take Word files: real styles, heads that repeat, pictures with their words."""
