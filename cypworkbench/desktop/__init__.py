"""The window: Qt above, flow below, and `workbench.py` the one bridge between them."""
