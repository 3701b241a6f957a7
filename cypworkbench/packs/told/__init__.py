"""A pack without its pages: the same words and figures in reading order, for web pages, documents and plain text."""
