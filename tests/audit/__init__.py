"""Outside judges of the pages: Lighthouse for speed and good manners, the Nu checker for markup. `make audit`."""
