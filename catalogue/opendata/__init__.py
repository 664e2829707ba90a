"""The catalogue as data for other programs: one record of each offering, and every format that is made from it."""
