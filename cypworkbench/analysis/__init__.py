"""Statistics: from observations to judgements. Pure, vectorised; each method names its source."""
