"""A believable firm of any size, with synthetic people only."""
