"""From a file that a board sent to a Return, and back."""
