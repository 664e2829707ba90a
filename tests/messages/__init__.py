"""The texts of the interface and their French ones: collected from the code, checked, and made ready to be read.

`python -m tests.messages` brings `locale/` up to date after texts were changed; `make messages` does the same.
"""
