"""What may be shown: which counts are withheld so that no small one can be worked out, and the attacker who tries."""
