"""What the public site needs and a laptop does not: safe settings, roles of the database."""
