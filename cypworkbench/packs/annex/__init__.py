"""The annex: every printed figure as a number, in tables for machines and listeners; `xlsx`, `ods`, `csv_text`."""
