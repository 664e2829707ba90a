"""One command a module: the arguments it takes and what it prints. The work itself is done elsewhere."""
