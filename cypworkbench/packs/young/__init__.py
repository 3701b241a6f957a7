"""The young people's edition: few figures, plain words, and the place as a village of 100 children."""
