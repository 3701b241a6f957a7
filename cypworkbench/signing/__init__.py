"""Who signs, what a signature covers, and what is left of it when the file is read again."""
