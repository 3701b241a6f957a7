"""The kinds of page of a pack, one module each; `render` puts them in order."""
