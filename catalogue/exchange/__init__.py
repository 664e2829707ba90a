"""What comes in and goes out as files. Pages, feeds and the search live elsewhere."""
