"""Money as the sources describe it. May import institutions (payers); nothing of the catalogue."""
