"""Template tags: what no page should have to prepare by itself."""
