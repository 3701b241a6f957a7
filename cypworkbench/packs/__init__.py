"""From judgements to paper: the plan of a pack, its words, its drawings, and the tagged PDF."""
