"""Web addresses that the catalogue names: where they stand, how one is visited, and what is noted of it."""
