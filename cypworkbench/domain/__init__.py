"""What things are: the analyst's nouns, as frozen records. Standard library only, no input or output."""
