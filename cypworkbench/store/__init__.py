"""One workspace file: append to the record, read the record."""
